import type { Files } from "../support/temporary-folder.js";
import { deploys, type Example, type Expected, fails, pip, poetry, runs, uv } from "./example.js";

const notFound = "python-version-file::not-found";
const notSupported = "runtime-txt::not-supported";
const mismatch = "pyproject::python-mismatch";
const unspecified = "W python-version::not-specified";
const origin = ".python-version";

const project = (range: string): Files => ({
  "pyproject.toml": `[project]\nname = "a"\nversion = "1"\nrequires-python = "${range}"\n`,
});
const oldPoetry = (range: string): Files => ({
  "pyproject.toml": `[tool.poetry]\nname = "a"\n\n[tool.poetry.dependencies]\npython = "${range}"\n`,
});
const pinned = (version: string): Files => ({ [origin]: `${version}\n` });

const fits = (release: string, manager: string): Expected => runs(release, origin, { manager, never: [mismatch] });
const misfits = (line: number): Expected => fails(mismatch, `pyproject.toml:${line}`);

function poetryPython(range: string, version: string, every: Expected): Example {
  return {
    name: `Poetry's ${range} and ${version}`,
    files: poetry({ ...oldPoetry(range), ...pinned(version) }),
    every,
  };
}

function uvPython(range: string, version: string, every: Expected): Example {
  return { name: `uv: ${range} and ${version}`, files: uv({ ...project(range), ...pinned(version) }), every };
}

export const pyprojects: readonly Example[] = [
  {
    name: "uv with .python-version",
    files: uv(pinned("3.12")),
    every: runs("3.12.14", origin, { manager: "uv", all: [] }),
  },
  {
    name: "uv without a version",
    files: uv(),
    classic: runs("3.13.15", "default", { manager: "uv", all: [`W ${notFound} uv.lock:1`, unspecified] }),
    strict: fails(notFound, "uv.lock:1", { never: ["python-version::not-specified"] }),
  },
  {
    name: "uv with runtime.txt",
    files: uv({ "runtime.txt": "python-3.12\n" }),
    classic: runs("3.12.14", "runtime.txt", {
      manager: "uv",
      also: [`W ${notSupported} runtime.txt:1`],
      never: [notFound],
    }),
    strict: fails(notSupported, "runtime.txt:1", { never: [notFound] }),
  },
  {
    name: "uv with runtime.txt and .python-version",
    files: uv({ "runtime.txt": "python-3.12\n", ...pinned("3.13") }),
    classic: runs("3.12.14", "runtime.txt", { manager: "uv", also: [`W ${notSupported} runtime.txt:1`] }),
    strict: fails(notSupported, "runtime.txt:1"),
  },
  {
    name: "uv with a broken runtime.txt",
    files: uv({ "runtime.txt": "3\n" }),
    every: fails("runtime-txt::invalid-version", "runtime.txt", { never: [notSupported] }),
  },
  {
    name: "uv with a loose runtime.txt",
    files: uv({ "runtime.txt": "python-3.12.x\n" }),
    classic: runs("3.12.14", "runtime.txt", {
      manager: "uv",
      also: ["W runtime-txt::loose-version", `W ${notSupported}`],
    }),
    strict: fails("runtime-txt::invalid-version", "runtime.txt"),
  },
  {
    name: "uv with a runtime.txt past its end",
    files: uv({ "runtime.txt": "python-3.9\n" }),
    classic: runs("3.9.25", "runtime.txt", { manager: "uv", also: [`W ${notSupported} runtime.txt:1`] }),
    strict: fails("python-version::eol", "runtime.txt:1"),
  },
  {
    name: "uv with a misspelled .python-version",
    files: uv({ ".python-version.txt": "3.12\n" }),
    classic: runs("3.13.15", "default", {
      manager: "uv",
      also: ["W python-version-file::misspelled", `W ${notFound}`],
    }),
    strict: fails("python-version-file::misspelled", ".python-version.txt"),
  },
  {
    name: "uv with an empty .python-version",
    files: uv(pinned("#")),
    classic: runs("3.13.15", "default", { manager: "uv", also: ["W python-version-file::no-version"] }),
    strict: fails("python-version-file::no-version", ".python-version:1"),
  },
  {
    name: "uv with a .python-version as uv writes it for a build",
    files: uv(pinned("cpython-3.12.4-macos-aarch64-none")),
    every: fails("python-version-file::invalid-version", ".python-version:1"),
  },
  {
    name: "uv with two versions",
    files: uv(pinned("3.12\n3.13")),
    every: fails("python-version-file::multiple-versions", ".python-version:2"),
  },
  uvPython(">=3.12", "3.12", fits("3.12.14", "uv")),
  uvPython(">=3.13", "3.12", misfits(4)),
  uvPython(">=3.11,<3.13", "3.13", misfits(4)),
  uvPython("==3.12.*", "3.12.4", fits("3.12.4", "uv")),
  uvPython("~=3.12.4", "3.12.3", misfits(4)),
  uvPython("~=3.11", "3.12", fits("3.12.14", "uv")),
  uvPython("!=3.12.14", "3.12", misfits(4)),
  uvPython("==3.12", "3.12", misfits(4)),
  uvPython("<=3.12", "3.12", misfits(4)),
  uvPython(">=3.12 , <3.13", "3.12", fits("3.12.14", "uv")),
  {
    name: "a uv.lock of another range than pyproject.toml",
    files: uv({ ...project(">=3.10"), "uv.lock": 'version = 1\nrequires-python = ">=3.13"\n', ...pinned("3.12") }),
    every: fails(mismatch),
  },
  {
    name: "uv by default, which differs between the platforms",
    files: uv(project(">=3.12,<3.13")),
    classic: fails(mismatch, "pyproject.toml:4", { also: [`W ${notFound}`] }),
    strict: fails(notFound, "uv.lock:1"),
  },
  {
    name: "Poetry with .python-version",
    files: poetry(pinned("3.12")),
    every: runs("3.12.14", origin, { manager: "poetry", all: [] }),
  },
  {
    name: "Poetry without a version",
    files: poetry(),
    classic: runs("3.13.15", "default", { manager: "poetry", all: [unspecified] }),
    scalingo: runs("3.13.15", "default", { manager: "poetry", all: [unspecified] }),
    heroku: runs("3.14.7", "default", { manager: "poetry", all: [unspecified] }),
  },
  {
    name: "Poetry with runtime.txt",
    files: poetry({ "runtime.txt": "python-3.12\n" }),
    every: runs("3.12.14", "runtime.txt", { manager: "poetry", never: [notSupported] }),
  },
  {
    name: "Poetry by default, which differs between the platforms",
    files: poetry(oldPoetry(">=3.12,<3.14")),
    classic: runs("3.13.15", "default", { manager: "poetry" }),
    scalingo: runs("3.13.15", "default", { manager: "poetry" }),
    heroku: fails(mismatch, "pyproject.toml:5"),
  },
  poetryPython("^3.11", "3.12", fits("3.12.14", "poetry")),
  poetryPython("^3.13", "3.12", misfits(5)),
  poetryPython("~3.12", "3.12", fits("3.12.14", "poetry")),
  poetryPython("~3.11", "3.12", misfits(5)),
  poetryPython("*", "3.12", fits("3.12.14", "poetry")),
  poetryPython("3.12.*", "3.12", fits("3.12.14", "poetry")),
  poetryPython("3.11.*", "3.12", misfits(5)),
  poetryPython("~2.7 || ^3.6", "3.12", fits("3.12.14", "poetry")),
  poetryPython("~3.10 || ~3.11", "3.12", misfits(5)),
  poetryPython(">=3.10,<3.12", "3.12", misfits(5)),
  poetryPython("<4.0", "3.12", fits("3.12.14", "poetry")),
  poetryPython("^3.12.9", "3.12.4", misfits(5)),
  poetryPython("^3", "3.12", fits("3.12.14", "poetry")),
  poetryPython(">=3.8, <4.0", "3.12", fits("3.12.14", "poetry")),
  poetryPython(">=3.8 <3.12", "3.12", misfits(5)),
  poetryPython("^3.8 || ^2.7", "3.12", fits("3.12.14", "poetry")),
  poetryPython("^2.7", "3.12", misfits(5)),
  poetryPython("~3.12.3", "3.12", fits("3.12.14", "poetry")),
  poetryPython("~3.12.3", "3.13", misfits(5)),
  poetryPython("<=3.12", "3.12", misfits(5)),
  poetryPython("!=3.12.*", "3.12", misfits(5)),
  poetryPython("~=3.8", "3.12", fits("3.12.14", "poetry")),
  poetryPython("whatever", "3.12", fits("3.12.14", "poetry")),
  {
    name: "Poetry 2 with requires-python",
    files: poetry({ ...project(">=3.13"), ...pinned("3.12") }),
    every: misfits(4),
  },
  {
    name: "pip does not look at requires-python",
    files: pip({ ...project(">=3.13"), ...pinned("3.12") }),
    every: deploys({ all: [] }),
  },
  {
    name: "a pyproject.toml of Poetry that is not TOML",
    files: poetry({ "pyproject.toml": "[tool.poetry]\nname =\n", ...pinned("3.12") }),
    every: fails("pyproject::invalid-toml", "pyproject.toml:2", { manager: "poetry" }),
  },
  {
    name: "a pyproject.toml of uv that is not TOML",
    files: uv({ "pyproject.toml": "<<<<<<< HEAD\n", ...pinned("3.12") }),
    every: fails("pyproject::invalid-toml", "pyproject.toml:1", { manager: "uv" }),
  },
  {
    name: "a pyproject.toml that is not TOML, beside pip",
    files: pip({ "pyproject.toml": "[tool.\n", ...pinned("3.12") }),
    every: deploys({ all: [] }),
  },
  {
    name: "a pyproject.toml that is not TOML, and an editable app",
    files: pip({ "requirements.txt": "-e .\n", "pyproject.toml": "[tool.\n", ...pinned("3.12") }),
    every: fails("pyproject::invalid-toml", "pyproject.toml:1"),
  },
];
