import type { Files } from "../support/temporary-folder.js";
import { deploys, type Example, fails, pip, pipenv, runs } from "./example.js";

const lock312 = '{"_meta": {"requires": {"python_version": "3.12"}}}';
const misspelled = "python-version-file::misspelled";
const unspecified = "W python-version::not-specified";

/** In the order in which they are looked for. */
const misspellings = [
  " .python-version",
  ". python-version",
  ".python_version.txt",
  ".python_version",
  ".python-version ",
  ",python-version",
  ".python-version.",
  ".python-version.py",
  ".python-version.rtf",
  ".python-version.txt",
  ".python-version.TXT",
  ".Python-version",
  ".python.version",
  ".pythonversion",
  "'.python-version'",
  "python_version.txt",
  "python_version",
  "python-version.",
  "python-version.txt",
  "python-version",
];

/** Files that choose no version: the default is used. */
function ignored(name: string, files: Files): Example {
  return {
    name: `${name} chooses no version`,
    files: pip(files),
    classic: runs("3.13.15", "default", { all: [unspecified] }),
    scalingo: runs("3.13.15", "default", { all: [unspecified] }),
    heroku: runs("3.14.7", "default", { all: [unspecified] }),
  };
}

function misspelledRuntime(name: string): Example {
  const said = { all: [`W runtime-txt::misspelled ${name}`, unspecified] };
  return {
    name: `${name} for runtime.txt`,
    files: pip({ [name]: "python-3.11.9\n" }),
    classic: runs("3.13.15", "default", said),
    scalingo: runs("3.13.15", "default", said),
    heroku: runs("3.14.7", "default", said),
  };
}

export const precedence: readonly Example[] = [
  ...misspellings.map<Example>((name) => ({
    name: `${JSON.stringify(name)} for .python-version`,
    files: pip({ [name]: "3.11\n" }),
    classic: runs("3.13.15", "default", { all: [`W ${misspelled} ${name}`, unspecified] }),
    strict: fails(misspelled, name),
  })),
  ...misspellings.slice(1).map<Example>((name, index) => ({
    name: `${JSON.stringify(misspellings[index])} before ${JSON.stringify(name)}`,
    files: pip({ [name]: "3.11\n", [misspellings[index] ?? ""]: "3.11\n" }),
    classic: deploys({ also: [`W ${misspelled} ${misspellings[index]}`] }),
    strict: fails(misspelled, misspellings[index]),
  })),
  {
    name: "a misspelled one beside a good .python-version",
    files: pip({ ".python-version": "3.12\n", ".python-version.txt": "3.11\n" }),
    classic: runs("3.12.14", ".python-version", { all: [`W ${misspelled} .python-version.txt`] }),
    strict: fails(misspelled, ".python-version.txt"),
  },
  {
    name: "a misspelled one beside runtime.txt",
    files: pip({ "runtime.txt": "python-3.12\n", ".python-version.txt": "3.11\n" }),
    every: runs("3.12.14", "runtime.txt", { never: [misspelled] }),
  },
  {
    name: "a misspelled one beside runtime.txt and .python-version",
    files: pip({ "runtime.txt": "python-3.12\n", ".python-version": "3.11\n", python_version: "3.10\n" }),
    every: runs("3.12.14", "runtime.txt", { never: [misspelled] }),
  },
  {
    name: "a folder with a misspelled name",
    files: pip({ ".python-version": "3.12\n", "python-version/x": "" }),
    every: runs("3.12.14", ".python-version", { all: [] }),
  },
  misspelledRuntime("runtime.txt.txt"),
  misspelledRuntime("Runtime.txt"),
  misspelledRuntime("runtimes.txt"),
  misspelledRuntime("runtime"),
  {
    name: "a misspelled runtime.txt beside a good one",
    files: pip({ "runtime.txt": "python-3.12\n", "runtimes.txt": "python-3.11\n" }),
    every: runs("3.12.14", "runtime.txt", { never: ["runtime-txt::misspelled"] }),
  },
  {
    name: "a misspelled runtime.txt beside .python-version",
    files: pip({ ".python-version": "3.12\n", "Runtime.txt": "python-3.11\n" }),
    every: runs("3.12.14", ".python-version", { all: ["W runtime-txt::misspelled Runtime.txt"] }),
  },
  {
    name: "runtime.txt before .python-version",
    files: pip({ "runtime.txt": "python-3.12\n", ".python-version": "3.11\n" }),
    every: runs("3.12.14", "runtime.txt"),
  },
  {
    name: "a broken runtime.txt before a good .python-version",
    files: pip({ "runtime.txt": "3\n", ".python-version": "3.11\n" }),
    every: fails("runtime-txt::invalid-version", "runtime.txt"),
  },
  {
    name: "an empty runtime.txt before a good .python-version",
    files: pip({ "runtime.txt": "", ".python-version": "3.11\n" }),
    every: fails("runtime-txt::invalid-version", "runtime.txt"),
  },
  {
    name: "runtime.txt before a broken .python-version",
    files: pip({ "runtime.txt": "python-3.12\n", ".python-version": "x\n" }),
    every: runs("3.12.14", "runtime.txt", { never: ["python-version-file::invalid-version"] }),
  },
  {
    name: "runtime.txt before Pipfile.lock",
    files: pipenv(lock312, { "runtime.txt": "python-3.11\n" }),
    every: runs("3.11.16", "runtime.txt", { manager: "pipenv" }),
  },
  {
    name: ".python-version before Pipfile.lock",
    files: pipenv(lock312, { ".python-version": "3.11\n" }),
    every: runs("3.11.16", ".python-version", { manager: "pipenv" }),
  },
  {
    name: "Pipfile.lock before Pipfile",
    files: pipenv(lock312, { Pipfile: '[requires]\npython_version = "3.11"\n' }),
    classic: runs("3.12.14", "Pipfile.lock", { manager: "pipenv", also: ["W pipfile::python-mismatch Pipfile:2"] }),
    strict: fails("pipfile::python-mismatch", "Pipfile:2", { manager: "pipenv" }),
  },
  {
    name: "an empty .python-version before Pipfile.lock",
    files: pipenv(lock312, { ".python-version": "# 3.11\n" }),
    classic: runs("3.12.14", "Pipfile.lock", { manager: "pipenv", also: ["W python-version-file::no-version"] }),
    strict: fails("python-version-file::no-version", ".python-version:1"),
  },
  {
    name: "an empty .python-version before Pipfile",
    files: { Pipfile: '[requires]\npython_version = "3.11"\n', ".python-version": "\n" },
    classic: runs("3.11.16", "Pipfile", { manager: "pipenv", also: ["W python-version-file::no-version"] }),
    strict: fails("package-manager::pipenv-missing-lockfile", "Pipfile:1"),
  },
  ignored(".tool-versions", { ".tool-versions": "python 3.11.9\n" }),
  ignored("requires-python", {
    "pyproject.toml": '[project]\nname = "a"\nversion = "1"\nrequires-python = "==3.11.*"\n',
  }),
  ignored("setup.cfg", { "setup.cfg": "[options]\npython_requires = >=3.11,<3.12\n" }),
  ignored("a folder named runtime.txt", { "runtime.txt/x": "python-3.11\n" }),
  ignored("a folder named .python-version", { ".python-version/x": "3.11\n" }),
  ignored("environment.yml", { "environment.yml": "dependencies:\n  - python=3.11\n" }),
  ignored("a .python-version in a folder", { "app/.python-version": "3.11\n", "app/runtime.txt": "python-3.11\n" }),
];
