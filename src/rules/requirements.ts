import { posix } from "node:path";
import { type App, bytesOf, leavesApp, oncePerApp, textOf } from "../app.js";
import { firstFew, type Location, type Problem } from "../finding.js";
import { pipfileOf, pyprojectOf, valueAt } from "../parsed-files.js";
import { decodeRequirements } from "../requirements/decode.js";
import { unpinnedOf } from "../requirements/pinning.js";
import { localPath, packageName } from "../requirements/requirement.js";
import { type Include, type Requirements, requirementsOf, testRequirementsOf } from "../requirements/requirements.js";
import { namedVariable } from "../requirements/requirements-file.js";
import { nearest, shellQuoted, visible } from "../text.js";
import { reachOf } from "../variables.js";
import type { Facts, Rule } from "./rule.js";
import { submoduleFolders } from "./source.js";

/** The requirements that a build reads: none unless pip does. */
function readByPip({ app, packageManager, inputs }: Facts): Requirements[] {
  if (packageManager !== "pip" && packageManager !== "setup.py") return [];
  return [
    ...(packageManager === "pip" ? [requirementsOf(app)] : []),
    ...(inputs.testDependencies ? [testRequirementsOf(app)] : []),
  ];
}

/** Each file that a requirements file includes is there, and none includes itself. */
export const includes: Rule = (facts) => {
  const { app, platform } = facts;
  const fetched = platform.fetchesSubmodules ? submoduleFolders(app) : [];
  return readByPip(facts).flatMap((read) => [
    ...firstFew(read.includes.filter((include) => isMissing(include, app, fetched))).map((include) =>
      missing(include, app),
    ),
    ...firstFew(read.cycles).map(cycle),
  ]);
};

function isMissing({ path }: Include, app: App, fetched: readonly string[]): boolean {
  if (path === undefined || app.entries.get(path) === "file") return false;
  return !fetched.some((folder) => path.startsWith(`${folder}/`));
}

function missing({ written, path = "", location }: Include, app: App): Problem {
  const kind = app.entries.get(path);
  const similar = nearest(path, [...app.entries.keys()]);
  const spelled = similar === undefined ? "" : ` There is a \`${visible(similar)}\`.`;
  return {
    id: "requirements::missing-include",
    title: `${visible(written)} is not there`,
    explanation: `\`${visible(location.file)}\` includes \`${visible(written)}\`, and \`${visible(path)}\` is ${kind === "folder" ? "a folder" : "no file of the app"}. Paths are relative to the file that has them.${spelled}`,
    remedy: `Correct line ${location.line} of \`${visible(location.file)}\`, or commit the file. See what git has:\n\ngit ls-files '*.txt'`,
    location,
  };
}

function cycle({ written, location }: Include): Problem {
  return {
    id: "requirements::include-cycle",
    title: `${visible(location.file)} includes itself`,
    explanation: `\`${visible(written)}\` is being read already when \`${visible(location.file)}\` includes it, and pip gives up on that.`,
    remedy: `Remove line ${location.line} of \`${visible(location.file)}\`.`,
    location,
  };
}

/** pip and other tools can decode each requirements file. */
export const encodings: Rule = (facts) =>
  readByPip(facts).flatMap(({ files }) => files.flatMap((file) => encoding(file, bytesOf(facts.app, file))));

function encoding(file: string, bytes: Uint8Array = new Uint8Array()): Problem[] {
  const { decodable, encoding: name } = decodeRequirements(bytes);
  if (decodable && name === "utf-8") return [];
  const location = { file, line: 1 };
  const from = bytes.includes(0) ? "UTF-16" : decodable ? name.toUpperCase() : "LATIN1";
  const quoted = shellQuoted(visible(file));
  const remedy = `Save it as UTF-8 without a byte order mark, and commit it; in Windows PowerShell, \`>\` writes UTF-16, and \`| Out-File -Encoding utf8NoBOM\` does not:\n\niconv -f ${from} -t UTF-8 ${quoted} > utf8.txt && mv utf8.txt ${quoted}`;
  return [
    decodable
      ? {
          id: "requirements::encoding",
          title: `${visible(file)} is not UTF-8`,
          explanation: `\`${visible(file)}\` is ${visible(name.toUpperCase())}. pip can read it; other tools take it for binary.`,
          remedy,
          location,
        }
      : {
          id: "requirements::undecodable",
          title: `${visible(file)} can't be decoded`,
          explanation: `\`${visible(file)}\` ${bytes.includes(0) ? "holds NUL characters, as UTF-16 does" : `is not ${visible(name.toUpperCase())}`}, and no byte order mark or \`# coding:\` line says what it is. pip gives up on that.`,
          remedy,
          location,
        },
  ];
}

/** No local path leaves the app. */
export const pathsInApp: Rule = (facts) => {
  const outside = localPaths(facts).filter(({ target }) => leavesApp(target));
  return firstFew(outside).map(({ written, target, locate }) => {
    const location = locate();
    const there = facts.app.entries.get(target) === "file" ? ", so what is here is missing there" : "";
    return {
      id: "requirements::path-outside-app",
      title: `${visible(written)} is not in the app's folder`,
      explanation: `\`${visible(location.file)}\` names \`${visible(written)}\`, which leads out of the app's folder. The platform builds that folder alone${there}.`,
      remedy: "Move the code into the app's folder, or publish it as a package.",
      location,
    };
  });
};

interface LocalPath {
  readonly written: string;
  /** Normalized, relative to the app's root. */
  readonly target: string;
  readonly locate: () => Location;
}

function localPaths(facts: Facts): LocalPath[] {
  const { app, packageManager } = facts;
  if (packageManager === "pipenv") return pathsInPipfile(app);
  if (packageManager === "poetry" || packageManager === "uv") return pathsInPyproject(app);
  return readByPip(facts).flatMap(({ includes: named, requirements }) => [
    ...named.flatMap(({ written, path, location }) =>
      path === undefined ? [] : [{ written, target: path, locate: () => location }],
    ),
    ...requirements.flatMap(({ text, location }) => {
      const written = localPath(text);
      // They are relative to the app's root, not to the file that has them.
      return written === undefined ? [] : [{ written, target: posix.normalize(written), locate: () => location }];
    }),
  ]);
}

const pathsInPipfile = oncePerApp((app: App) => {
  const pipfile = pipfileOf(app);
  return pipfile?.toml.valid ? pathsOf(pipfile.toml.table, { file: "Pipfile", text: pipfile.text }) : [];
});

const pathsInPyproject = oncePerApp((app: App) => {
  const found = pyprojectOf(app);
  if (!found?.toml.valid) return [];
  const { table } = found.toml;
  const places = [valueAt(table, ["tool", "poetry"]), valueAt(table, ["tool", "uv", "sources"])];
  return places.flatMap((value) => pathsOf(value, { file: "pyproject.toml", text: found.text }));
});

/** Deeper than any table of paths. */
const deepest = 10;

/** The texts at `path` in tables, however deep. */
function pathsOf(value: unknown, at: { file: string; text: string }, depth = 0): LocalPath[] {
  if (typeof value !== "object" || value === null || depth > deepest) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key !== "path" || typeof item !== "string") return pathsOf(item, at, depth + 1);
    const locate = () => ({ file: at.file, line: lineOfString(at.text, item) });
    return [{ written: item, target: posix.normalize(item), locate }];
  });
}

/** The 1-based line of a text in quotes of either kind, comments left out. */
function lineOfString(text: string, value: string): number | undefined {
  const quoted = [JSON.stringify(value), `'${value}'`];
  const lines = text.split("\n");
  const index = lines.findIndex((line) => !/^[ \t]*#/.test(line) && quoted.some((words) => line.includes(words)));
  return index === -1 ? undefined : index + 1;
}

/** No requirement or index takes a value from a variable that the platform's install does not get. */
export const variablesInRequirements: Rule = (facts) => {
  const { app, packageManager, platform } = facts;
  const reach = reachOf(platform, packageManager);
  const reaching = reach === "all" ? ["PIP_EXTRA_INDEX_URL"] : reach;
  const lines =
    packageManager === "pipenv"
      ? sourceLines(app)
      : readByPip(facts).flatMap(({ requirements, constraints, options, includes: named }) => [
          ...[...requirements, ...constraints, ...options],
          ...named.map(({ written, location }) => ({ text: written, location })),
        ]);
  const named = lines.flatMap(({ text, location }) => {
    const names = [...text.matchAll(new RegExp(namedVariable, "g"))].map(([, name = ""]) => name);
    const withheld = names.find((name) => !reaching.includes(name));
    return withheld === undefined ? [] : [{ name: withheld, location }];
  });
  return firstFew(named).map(({ name, location }) => ({
    id: "requirements::environment-variable",
    title: `${visible(location.file)} needs the variable ${visible(name)}`,
    explanation: `Line ${location.line} of \`${visible(location.file)}\` takes \`\${${visible(name)}}\` from the environment. Config vars do not reach the install on today's platforms, except \`PIP_EXTRA_INDEX_URL\`.`,
    remedy:
      "If it is for an index, take the index out of the file, and give its URL with the credentials to the platform as the line below has it. If it is for a repository, publish the package to an index, or vendor it:\n\nPIP_EXTRA_INDEX_URL=https://user:token@index.example.com/simple",
    location,
  }));
};

function sourceLines(app: App): { text: string; location: Location }[] {
  const lines = (textOf(app, "Pipfile") ?? "").split("\n");
  return lines.flatMap((text, index) =>
    /^[ \t]*url[ \t]*=/.test(text) ? [{ text, location: { file: "Pipfile", line: index + 1 } }] : [],
  );
}

/** Each requirement names one version. */
export const pinned: Rule = (facts) => {
  if (facts.packageManager !== "pip") return [];
  const unpinned = unpinnedOf(facts.app);
  const [first] = unpinned;
  if (!first) return [];
  const names = unpinned.slice(0, 5).map(({ text }) => `\`${visible(packageName(text) ?? text)}\``);
  const more = unpinned.length > names.length ? ` and ${unpinned.length - names.length} more` : "";
  return [
    {
      id: "requirements::unpinned",
      title: `${unpinned.length} ${unpinned.length === 1 ? "requirement is" : "requirements are"} not pinned`,
      explanation: `${names.join(", ")}${more} may be installed in another version tomorrow, so builds differ from day to day.`,
      remedy:
        "Pin them with pip-tools or uv, or take over what is installed in an environment that works:\n\npip freeze > requirements.txt",
      location: first.location,
    },
  ];
};
