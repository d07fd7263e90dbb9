import type { Files } from "../support/temporary-folder.js";
import { deploys, type Example, type Expected, fails, lockOf, pip, pipenv, poetry, uv } from "./example.js";

const three = (
  name: string,
  files: Files,
  [classic, scalingo, heroku]: readonly [Expected, Expected, Expected],
): Example => ({
  name,
  files,
  classic,
  scalingo,
  heroku,
});
const two = (name: string, files: Files, classic: Expected, strict: Expected): Example => ({
  name,
  files,
  classic,
  strict,
});
const one = (name: string, files: Files, every: Expected): Example => ({ name, files, every });

const broken = { "runtime.txt": "x\n" };
const brokenFile = fails("runtime-txt::invalid-version", "runtime.txt");
const venv = { "venv/pyvenv.cfg": "" };
const crlf = "#!/bin/bash\r\n";
const requires = (value: string) => `{"_meta": {"requires": {"python_version": "${value}"}}}`;
const source = '[[source]]\nname = "private"\nurl = "https://packages.example.com/simple"\n';
const noName = '[[source]]\nurl = "https://packages.example.com/simple"\n';
const twice = "https://github.com/Scalingo/python-buildpack\n".repeat(2);
const pyproject = (range: string) => `[project]\nname = "a"\nversion = "1"\nrequires-python = "${range}"\n`;

export const order: readonly Example[] = [
  three("two Python buildpacks, and no Python files", { ".buildpacks": twice }, [
    fails("detect::no-python-files"),
    fails("checks::duplicate-python-buildpack", ".buildpacks:2"),
    fails("detect::no-python-files"),
  ]),
  three("a private folder, and no requirements", { "app.py": "", ".scalingo/python/x": "" }, [
    fails("package-manager::none-found"),
    fails("checks::existing-python-dir", ".scalingo/python", { also: ["E package-manager::none-found"] }),
    fails("package-manager::none-found"),
  ]),
  three("a broken hook, and a private folder", pip({ "bin/pre_compile": crlf, ".heroku/python/x": "" }), [
    fails("hooks::crlf", "bin/pre_compile:1"),
    fails("hooks::crlf", "bin/pre_compile:1"),
    fails("hooks::crlf", "bin/pre_compile:1", { also: ["E checks::existing-python-dir"] }),
  ]),
  two(
    "a missing lockfile, an environment and a broken version",
    { Pipfile: "", ...venv, ...broken },
    brokenFile,
    fails("package-manager::pipenv-missing-lockfile", "Pipfile:1", {
      also: ["E checks::existing-venv-dir", "E runtime-txt::invalid-version"],
    }),
  ),
  one(
    "no requirements, an environment and a broken version",
    { "app.py": "", ...venv, ...broken },
    fails("package-manager::none-found"),
  ),
  one("an environment alone", venv, fails("package-manager::none-found")),
  two(
    "an environment, and a broken version",
    pip({ ...venv, ...broken }),
    brokenFile,
    fails("checks::existing-venv-dir", "venv/pyvenv.cfg"),
  ),
  two(
    "two package managers, and an environment",
    { ...pip(venv), ...poetry(), ".python-version": "3.12\n" },
    deploys({ manager: "pip" }),
    fails("package-manager::multiple-found", "poetry.lock", { also: ["E checks::existing-venv-dir"] }),
  ),
  two(
    "two package managers, and a broken version",
    { ...pip(broken), ...poetry() },
    brokenFile,
    fails("package-manager::multiple-found", "poetry.lock", { also: ["E runtime-txt::invalid-version"] }),
  ),
  two(
    "a misspelled .python-version beside a broken one",
    pip({ ".python-version": "x\n", "python-version": "3.12\n" }),
    fails("python-version-file::invalid-version", ".python-version:1"),
    fails("python-version-file::misspelled", "python-version"),
  ),
  one(
    "a broken line before several versions",
    pip({ ".python-version": "3.12\n3.13\nx\n" }),
    fails("python-version-file::invalid-version", ".python-version:3", {
      never: ["python-version-file::multiple-versions"],
    }),
  ),
  two(
    "an ended series in uv's runtime.txt",
    uv({ "runtime.txt": "python-3.8\n" }),
    deploys({ manager: "uv" }),
    fails("python-version::eol", "runtime.txt:1"),
  ),
  one(
    "an unknown series in uv's runtime.txt",
    uv({ "runtime.txt": "python-3.99\n" }),
    fails("python-version::unknown-major", "runtime.txt:1"),
  ),
  two(
    "an unknown release in uv's runtime.txt",
    uv({ "runtime.txt": "python-3.12.999\n" }),
    fails("python-version::unknown-patch", "runtime.txt:1"),
    fails("runtime-txt::not-supported", "runtime.txt:1"),
  ),
  two(
    "uv without a version, and a range without the default",
    uv({ "pyproject.toml": pyproject("<3.12") }),
    fails("pyproject::python-mismatch", "pyproject.toml:4"),
    fails("python-version-file::not-found", "uv.lock:1"),
  ),
  two(
    "an ended series, and a range without it",
    poetry({ "pyproject.toml": pyproject(">=3.12"), ".python-version": "3.9\n" }),
    fails("pyproject::python-mismatch", "pyproject.toml:4"),
    fails("python-version::eol", ".python-version:1"),
  ),
  two(
    "a range without a series that Poetry does not run on",
    poetry({ "pyproject.toml": pyproject(">=3.12"), ".python-version": "3.8\n" }),
    fails("pyproject::python-mismatch", "pyproject.toml:4", {
      also: ["E install-package-manager::unsupported-python"],
    }),
    fails("python-version::eol", ".python-version:1"),
  ),
  one(
    "an unknown release, and a broken pyproject.toml",
    poetry({ "pyproject.toml": "[", ".python-version": "3.12.99\n" }),
    fails("python-version::unknown-patch", ".python-version:1", { also: ["E pyproject::invalid-toml"] }),
  ),
  two(
    "an ended series, and a broken Pipfile",
    pipenv(requires("3.9"), { Pipfile: "[" }),
    fails("pipfile::invalid-toml", "Pipfile:1"),
    fails("python-version::eol", "Pipfile.lock:1", { also: ["E pipfile::invalid-toml"] }),
  ),
  one(
    "an invalid version in the lockfile, and a broken Pipfile",
    pipenv(requires(">=3"), { Pipfile: "[" }),
    fails("pipfile-lock::invalid-version", "Pipfile.lock:1", { also: ["E pipfile::invalid-toml"] }),
  ),
  two(
    "an ended series in a lockfile without a Pipfile",
    { "Pipfile.lock": requires("3.9") },
    fails("pipfile::not-found", "Pipfile.lock:1"),
    fails("python-version::eol", "Pipfile.lock:1", { also: ["E pipfile::not-found"] }),
  ),
  one(
    "an empty lockfile without a Pipfile",
    { "Pipfile.lock": "" },
    fails("pipfile-lock::invalid-json", "Pipfile.lock", { also: ["E pipfile::not-found"] }),
  ),
  one(
    "a source without a name, and a stale lockfile",
    pipenv('{"_meta": {"hash": {"sha256": "0"}}}', { Pipfile: noName, ".python-version": "3.12\n" }),
    fails("pipfile::invalid-source", "Pipfile"),
  ),
  two(
    "a stale lockfile, and another Python",
    pipenv(lockOf(source), { Pipfile: `${source}[requires]\npython_version = "3.11"\n`, ".python-version": "3.12\n" }),
    fails("pipfile-lock::out-of-date", "Pipfile.lock:4", { also: ["W pipfile::python-mismatch Pipfile:5"] }),
    fails("pipfile-lock::out-of-date", "Pipfile.lock:4", { also: ["E pipfile::python-mismatch Pipfile:5"] }),
  ),
  two(
    "an ended series, and a missing include",
    pip({ "requirements.txt": "-r base.txt\n", ".python-version": "3.8\n" }),
    fails("requirements::missing-include", "requirements.txt:1"),
    fails("python-version::eol", ".python-version:1", { also: ["E requirements::missing-include"] }),
  ),
  one(
    "a missing include, and a broken bin/post_compile",
    pip({ "requirements.txt": "-r base.txt\n", "bin/post_compile": crlf }),
    fails("requirements::missing-include", "requirements.txt:1", { also: ["E hooks::crlf bin/post_compile:1"] }),
  ),
  one(
    "a broken bin/pre_compile, and a broken version",
    pip({ ...broken, "bin/pre_compile": "\0" }),
    fails("hooks::binary", "bin/pre_compile", { also: ["E runtime-txt::invalid-version"] }),
  ),
  one(
    "a broken version, and a broken bin/post_compile",
    pip({ ".python-version": "x\n", "bin/post_compile": crlf }),
    fails("python-version-file::invalid-version", ".python-version:1", { also: ["E hooks::crlf bin/post_compile:1"] }),
  ),
  three(
    "all at once",
    { Pipfile: "[", ...venv, ...broken, ".heroku/python/x": "", ".buildpacks": twice, "bin/post_compile": crlf },
    [
      brokenFile,
      fails("checks::duplicate-python-buildpack", ".buildpacks:2"),
      fails("checks::existing-python-dir", ".heroku/python"),
    ],
  ),
];
