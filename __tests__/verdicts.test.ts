import { expect, test } from "vitest";
import { compile } from "../src/compile.js";
import { buildCancelled } from "../src/errors.js";
import type { RawInputs } from "../src/inputs.js";
import { verdictsOf } from "../src/verdicts.js";
import { appOf, type Entries } from "./support/app.js";
import { type FakeWorld, fakeRunner } from "./support/fake-runner.js";

const pinned: Entries = { "requirements.txt": "six==1.16.0\n", ".python-version": "3.13\n", Procfile: "web: x\n" };

async function verdicts(files: Entries, inputs: RawInputs = {}, world: Partial<FakeWorld> = {}) {
  const build = await compile(inputs, fakeRunner({ apps: [appOf(files)], ...world }));

  return Object.fromEntries(verdictsOf(build).map(({ name, failureReason }) => [name, failureReason]));
}

test.each<[what: string, files: Entries, classic: string | null, scalingo: string | null, heroku: string | null]>([
  ["a plain app", pinned, null, null, null],
  ["Python 3.6", { ...pinned, ".python-version": "3.6" }, null, "python-version::eol", "python-version::eol"],
  ["Heroku's private folder", { ...pinned, ".heroku/python": "x" }, null, null, "checks::existing-python-dir"],
  ["Scalingo's private folder", { ...pinned, ".scalingo/python": "x" }, null, "checks::existing-python-dir", null],
  ["no Python files", { "README.md": "" }, ...each("detect::no-python-files")],
  ["two errors", { "pyproject.toml": "", ".python-version": "x" }, ...each("package-manager::none-found")],
])("of %s is told for each platform, whichever was asked for", async (_, files, classic, scalingo, heroku) => {
  for (const platform of ["classic", "scalingo", "heroku"]) {
    for (const mode of ["plan", "build"]) {
      expect(await verdicts(files, { platform, mode })).toEqual({ classic, scalingo, heroku });
    }
  }
});

test.each<[what: string, files: Entries, platform: string, errors: string[]]>([
  [
    "a broken lockfile beside a broken version file",
    { "runtime.txt": "python-3", Pipfile: "", "Pipfile.lock": "{" },
    "heroku",
    ["runtime-txt::invalid-version", "pipfile-lock::not-json"],
  ],
  ["a broken lockfile alone", { Pipfile: "", "Pipfile.lock": "{" }, "heroku", ["pipfile-lock::invalid-json"]],
  [
    "what follows from a Python that is refused",
    { ".python-version": "3.8", "poetry.lock": "", "pyproject.toml": '[project]\nrequires-python = ">=3.12"\n' },
    "scalingo",
    ["python-version::eol"],
  ],
  [
    "one thing in two files",
    {
      ".python-version": "3.11",
      "uv.lock": 'requires-python = ">=3.12"\n',
      "pyproject.toml": '[project]\nrequires-python = ">=3.12"\n',
    },
    "scalingo",
    ["pyproject::python-mismatch"],
  ],
])("of %s has each error once", async (_, files, platform, errors) => {
  const build = await compile({ mode: "plan", platform }, fakeRunner({ apps: [appOf(files)] }));

  const found = build.journal.findings.filter(({ severity }) => severity === "error");
  expect(found.map(({ id }) => id)).toEqual(errors);
});

test("of a user's own platform stands before those of the shipped ones", async () => {
  const texts = { "own.json": '{"extends":"scalingo","name":"ours","severities":{"procfile::missing":"error"}}' };
  const { Procfile: _, ...withoutProcfile } = pinned;

  const found = await verdicts(withoutProcfile, { platform: "own.json", mode: "plan" }, { texts });

  expect(Object.entries(found)).toEqual([
    ["ours", "procfile::missing"],
    ["classic", null],
    ["scalingo", null],
    ["heroku", null],
  ]);
});

test("of a build that failed on the way is the same everywhere, unless a platform had refused the app before", async () => {
  const failed = { outcomes: [[/-m pip install/, { status: 1 }]] as const };

  expect(await verdicts(pinned, {}, failed)).toEqual(all("install-dependencies::pip"));
  expect(await verdicts({ ...pinned, ".python-version": "3.6" }, {}, failed)).toEqual({
    classic: "install-dependencies::pip",
    scalingo: "python-version::eol",
    heroku: "python-version::eol",
  });
});

test("of a hook's slip is an error where the platform takes it for one", async () => {
  const app = { ...pinned, "bin/pre_compile": "true\n" };

  const found = await verdicts(app, {}, { removed: ["/own/scratch/cache/build-data/python.json"] });

  expect(found).toEqual({
    classic: null,
    scalingo: "build-data::data-file-deleted",
    heroku: "build-data::data-file-deleted",
  });
});

test("of a hook that failed leaves out what it was to write", async () => {
  const app = { "app.py": "", "bin/pre_compile": "false\n" };

  expect(await verdicts(app, {}, { outcomes: [[/pre_compile/, { status: 1 }]] })).toEqual(all("hooks::pre_compile"));
});

test("of a run that was cancelled or asked wrongly says so", async () => {
  expect(await verdicts(pinned, {}, { pythonError: buildCancelled("SIGINT") })).toEqual(all("internal-error::abort"));
  expect(await verdicts(pinned, { mode: "deploy" })).toEqual({ classic: "input::invalid" });
  expect(await verdicts(pinned, { platform: "cloud" })).toEqual({ cloud: "input::invalid" });
});

function each(reason: string): [string, string, string] {
  return [reason, reason, reason];
}

function all(reason: string): Record<string, string> {
  return { classic: reason, scalingo: reason, heroku: reason };
}
