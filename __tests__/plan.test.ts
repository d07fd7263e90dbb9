import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile } from "../src/compile.js";
import { appReader } from "../src/machine/app-files.js";
import { fakeRunner } from "./support/fake-runner.js";

const examples = join(import.meta.dirname, "../examples");
const names = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(names.map(({ name }) => name))("the plan of examples/%s on classic", async (name) => {
  const app = await appReader({ root: join(examples, name), appInRepository: "", variables: {} })([]);

  const { plan, journal } = await compile({ mode: "plan" }, fakeRunner({ apps: [app] }));

  const findings = journal.findings.map(({ severity, id, location }) => ({ severity, id, location }));
  expect({ ...plan, packageManager: plan?.packageManager?.name, findings }).toMatchSnapshot();
});
