import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { compile } from "../src/compile.js";
import type { RawInputs } from "../src/inputs.js";
import { reportOf } from "../src/report.js";
import { appOf, type Entries } from "./support/app.js";
import { fakeRunner } from "./support/fake-runner.js";

const schema = JSON.parse(readFileSync(join(import.meta.dirname, "../schemas/report.schema.json"), "utf8"));
const validate = new Ajv2020({ allErrors: true }).compile(schema);

async function report(app: Entries, inputs: RawInputs = {}) {
  const build = await compile(inputs, fakeRunner({ apps: [appOf(app)] }));
  return JSON.parse(JSON.stringify(reportOf(build)));
}

test.each<[string, Entries, RawInputs]>([
  ["succeeds", { "requirements.txt": "", ".python-version": "3.13\n" }, {}],
  ["is a plan", { Pipfile: "" }, { mode: "plan" }],
  ["fails with a location", { "requirements.txt": "", ".python-version": "x\n" }, {}],
  ["fails before anything is known", {}, { mode: "deploy" }],
])("the report of a build that %s follows its schema", async (_, app, inputs) => {
  const found = await report(app, inputs);

  validate(found);

  expect(validate.errors).toBeNull();
});

test("the schema refuses what is no report", () => {
  expect(validate({ schema: 1 })).toBe(false);
  expect(validate({ schema: 2 })).toBe(false);
});

test.each<[string, Entries, RawInputs, object]>([
  [
    "an app that would deploy",
    { "requirements.txt": "", ".python-version": "3.13.1\n" },
    { mode: "plan" },
    {
      platform: "classic",
      mode: "plan",
      deployable: true,
      failureReason: null,
      python: { requested: "3.13.1", origin: ".python-version", version: "3.13.1", source: null },
      packageManager: "pip",
      platforms: ["classic", "scalingo", "heroku"].map((name) => ({ name, deployable: true, failureReason: null })),
      cache: { environment: "off", downloads: "off", python: "off" },
    },
  ],
  [
    "an app that asks for no Python",
    { Pipfile: "" },
    { mode: "plan" },
    { python: { requested: null, origin: "default" }, packageManager: "pipenv" },
  ],
  [
    "an app with two errors",
    { "pyproject.toml": "", ".python-version": "# c\nx\n", Procfile: "web: gunicorn app:app\n" },
    { mode: "plan" },
    {
      deployable: false,
      failureReason: "package-manager::none-found",
      python: null,
      packageManager: null,
      platforms: ["classic", "scalingo", "heroku"].map((name) => ({
        ...{ name, deployable: false, failureReason: "package-manager::none-found" },
      })),
      findings: [
        { id: "package-manager::none-found", severity: "error", file: null, line: null },
        { id: "python-version-file::invalid-version", severity: "error", file: ".python-version", line: 2 },
      ],
    },
  ],
  ["no app at all", {}, {}, { failureReason: "detect::no-python-files", python: null, steps: [] }],
  ["a wrong input", {}, { mode: "deploy", platform: "x" }, { platform: "classic", failureReason: "input::invalid" }],
])("the report of %s", async (_, app, inputs, values) => {
  expect(await report(app, inputs)).toMatchObject(values);
});
