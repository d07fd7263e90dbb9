import { type App, hasFile } from "../app.js";
import type { Problem } from "../finding.js";
import { rootListing } from "../listing.js";
import { pyprojectOf, valueAt } from "../parsed-files.js";
import { shellQuoted, visible } from "../text.js";
import type { PackageManager } from "./package-manager.js";
import { pip, setupPy } from "./pip.js";
import { pipenv } from "./pipenv.js";
import { poetry } from "./poetry.js";
import { uv } from "./uv.js";

/** The package manager of an app, and what is to be said about the choice; undefined when nothing can be installed. */
export interface Choice {
  readonly packageManager: PackageManager | undefined;
  readonly problems: readonly Problem[];
}

/** What selects a package manager, in the platforms' order; of one entry, the first file that is there. */
const manifests: readonly { readonly files: readonly string[]; readonly packageManager: PackageManager }[] = [
  { files: ["Pipfile.lock", "Pipfile"], packageManager: pipenv },
  { files: ["requirements.txt"], packageManager: pip },
  { files: ["poetry.lock"], packageManager: poetry },
  { files: ["uv.lock"], packageManager: uv },
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
    const all = found.map(({ file }) => file);
    const clash = others.map((other) => multipleFound(all, other.file));
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
      "There is a `Pipfile` and no `Pipfile.lock`, so the versions of the dependencies are not pinned. Today's platforms refuse that, though Scalingo's documentation says otherwise; where it is allowed, the newest versions are installed.",
    remedy: "Write the lockfile, check that `.gitignore` does not list it, and commit it:\n\npipenv lock",
    location: { file: "Pipfile", line: 1 },
  };
}

function multipleFound(all: readonly string[], other: string): Problem {
  const names = all.map((name) => `\`${name}\``);
  return {
    id: "package-manager::multiple-found",
    title: "The app has files of several package managers",
    explanation: `${names.join(", ")} are there, each of another package manager. Today's platforms refuse that; where it is allowed, ${names[0]} counts.`,
    remedy: `Keep one of them; to keep ${names[0]}:\n\ngit rm ${all.slice(1).join(" ")}`,
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
  return {
    id: "package-manager::none-found",
    title: "Nothing says which dependencies to install",
    explanation: `No \`Pipfile.lock\`, \`requirements.txt\`, \`poetry.lock\` or \`uv.lock\` stands at the app's root, so no package manager can be chosen. At the root: ${rootListing(app)}.`,
    remedy: firstStep(app),
    location: undefined,
  };
}

/** Tools that `pyproject.toml` is written for, and how to get a file out of them that selects a package manager. */
const writers = [
  { tool: "poetry", name: "Poetry", command: "poetry lock" },
  { tool: "uv", name: "uv", command: "uv lock" },
  { tool: "pdm", name: "PDM", command: "pdm export -o requirements.txt" },
];

function firstStep(app: App): string {
  const misspelled = findMisspelled(app);
  if (misspelled !== undefined) return renamed(misspelled);
  const toml = pyprojectOf(app)?.toml;
  const tools = Object(toml?.valid ? valueAt(toml.table, ["tool"]) : undefined);
  const writer = writers.find(({ tool }) => Object.hasOwn(tools, tool));
  return writer
    ? `\`pyproject.toml\` is written for ${writer.name}. Run this, and commit what it writes:\n\n${writer.command}`
    : "Write the dependencies to `requirements.txt`, one on a line. Check that `.gitignore` does not list the file, and that it stands at the app's root: if the app is in a folder, name that in the input `working-directory`. An app without dependencies needs an empty one:\n\ntouch requirements.txt";
}

/** Names that people gave to `requirements.txt`. */
const misspellings = new Set([
  "requeriments.txt",
  "requirement.txt",
  "requirements",
  "requirements.text",
  "requirements.txt.txt",
  "requirments.txt",
]);

function findMisspelled(app: App): string | undefined {
  if (hasFile(app, "requirements.txt")) return undefined;
  const names = [...app.entries.keys()].filter((name) => hasFile(app, name)).sort();
  return names.find((name) => misspellings.has(name) || name.toLowerCase() === "requirements.txt");
}

function misspelledRequirements(app: App): Problem[] {
  const found = findMisspelled(app);
  if (found === undefined) return [];
  return [
    {
      id: "requirements::misspelled",
      title: `${visible(found)} is not read`,
      explanation: `pip reads \`requirements.txt\`, exactly so; this app has a \`${visible(found)}\`.`,
      remedy: renamed(found),
      location: { file: found, line: undefined },
    },
  ];
}

function renamed(found: string): string {
  return `Rename it:\n\ngit mv ${shellQuoted(found)} requirements.txt`;
}
