import { type App, hasFile, textOf } from "../app.js";
import type { Problem } from "../finding.js";
import { shellQuoted, visible } from "../text.js";
import { parseToml } from "../toml.js";
import type { PackageManager } from "./package-manager.js";
import { pip, setupPy } from "./pip.js";
import { pipenv } from "./pipenv.js";

/** The package manager of an app, and what is to be said about the choice; undefined when nothing can be installed. */
export interface Choice {
  readonly packageManager: PackageManager | undefined;
  readonly problems: readonly Problem[];
}

/** The manifests that select a package manager, in the platforms' order; of one entry, the first file that is there. */
const manifests: readonly { readonly files: readonly string[]; readonly packageManager: PackageManager }[] = [
  { files: ["Pipfile.lock", "Pipfile"], packageManager: pipenv },
  { files: ["requirements.txt"], packageManager: pip },
];

/** Chooses by the files at the root: the first match wins, `setup.py` counts when nothing else is there. */
export function choosePackageManager(app: App): Choice {
  const found = manifests.flatMap(({ files, packageManager }) => {
    const file = files.find((name) => hasFile(app, name));
    return file === undefined ? [] : [{ file, packageManager }];
  });
  const [first, ...others] = found;
  const misspelled = misspelledRequirements(app);
  if (first) {
    const missing = first.file === "Pipfile" ? [missingLockfile()] : [];
    const clash = others.map((other) => multipleFound(first.file, other.file));
    return { packageManager: first.packageManager, problems: [...missing, ...clash, ...misspelled] };
  }
  if (hasFile(app, "setup.py")) return { packageManager: setupPy, problems: [setupPyOnly(), ...misspelled] };
  return { packageManager: undefined, problems: [noneFound(app), ...misspelled] };
}

function missingLockfile(): Problem {
  return {
    id: "package-manager::pipenv-missing-lockfile",
    title: "Pipfile has no lockfile",
    explanation:
      "There is a `Pipfile` and no `Pipfile.lock`, so the versions of the dependencies are not pinned. Today's platforms refuse that; where it is allowed, the newest versions are installed.",
    remedy: "Write the lockfile, check that `.gitignore` does not list it, and commit it:\n\npipenv lock",
    location: { file: "Pipfile", line: 1 },
  };
}

function multipleFound(first: string, other: string): Problem {
  return {
    id: "package-manager::multiple-found",
    title: "The app has files of several package managers",
    explanation: `Both \`${first}\` and \`${other}\` are there. Today's platforms refuse that; where it is allowed, the first counts.`,
    remedy: `Keep one of the two:\n\ngit rm ${other}`,
    location: { file: other, line: undefined },
  };
}

function setupPyOnly(): Problem {
  return {
    id: "package-manager::setup-py-only",
    title: "The app has a setup.py and no requirements.txt",
    explanation:
      "Today's platforms do not install an app by its `setup.py` alone; where it is allowed, `pip install -e .` does it.",
    remedy: "Write a `requirements.txt` with this one line:\n\n--editable .",
    location: { file: "setup.py", line: 1 },
  };
}

function noneFound(app: App): Problem {
  const lockfile = ["poetry.lock", "uv.lock", "pdm.lock"].find((name) => hasFile(app, name));
  const unread = lockfile === undefined ? "" : ` There is a \`${lockfile}\`, which python-build does not read yet.`;
  return {
    id: "package-manager::none-found",
    title: "Nothing says which dependencies to install",
    explanation: `No \`Pipfile\`, \`requirements.txt\` or \`setup.py\` stands at the app's root, so no package manager can be chosen.${unread}`,
    remedy: `${exportCommand(app)} An app without dependencies needs an empty \`requirements.txt\`.`,
    location: undefined,
  };
}

/** How to get a `requirements.txt` out of the tool that `pyproject.toml` is written for. */
function exportCommand(app: App): string {
  const parsed = parseToml(textOf(app, "pyproject.toml") ?? "");
  const tools = Object.keys(parsed.valid ? (parsed.table["tool"] ?? {}) : {});
  const known = exports.find(({ tool }) => tools.includes(tool));
  return known
    ? `\`pyproject.toml\` is written for ${known.name}: export it with \`${known.command}\`.`
    : "Write the dependencies to `requirements.txt`, one on a line.";
}

const exports = [
  { tool: "poetry", name: "Poetry", command: "poetry export -o requirements.txt" },
  { tool: "uv", name: "uv", command: "uv export -o requirements.txt" },
  { tool: "pdm", name: "PDM", command: "pdm export -o requirements.txt" },
];

/** Names that people gave to `requirements.txt`. */
const misspellings = new Set([
  "requeriments.txt",
  "requirement.txt",
  "requirements",
  "requirements.text",
  "requirements.txt.txt",
  "requirments.txt",
]);

function misspelledRequirements(app: App): Problem[] {
  if (hasFile(app, "requirements.txt")) return [];
  const names = [...app.entries.keys()].filter((name) => hasFile(app, name)).sort();
  const found = names.find((name) => misspellings.has(name) || name.toLowerCase() === "requirements.txt");
  if (found === undefined) return [];
  return [
    {
      id: "requirements::misspelled",
      title: `${visible(found)} is not read`,
      explanation: `pip reads \`requirements.txt\`, exactly so; this app has a \`${visible(found)}\`.`,
      remedy: `Rename it:\n\ngit mv ${shellQuoted(found)} requirements.txt`,
      location: { file: found, line: undefined },
    },
  ];
}
