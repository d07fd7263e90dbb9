import { expect, test } from "vitest";
import { compile } from "../src/compile.js";
import { appOf, type Entries } from "./support/app.js";
import { fakeRunner } from "./support/fake-runner.js";

const password = "s3cr3tpw";
const version = { ".python-version": "3.13\n" };

test.each<[what: string, files: Entries]>([
  ["a requirement by URL", { "requirements.txt": `git+https://bob:${password}@github.com/org/repo.git\n` }],
  ["an include by URL", { "requirements.txt": `-r https://bob:${password}@example.com/r.txt\n` }],
  ["a missing include", { "requirements.txt": `-r x://bob:${password}@example.com/r.txt\n` }],
  ["a Procfile's odd line", { "requirements.txt": "", Procfile: `export DB=postgres://u:${password}@h/db\n` }],
  ["a Procfile's command", { "requirements.txt": "", Procfile: `web: DB=postgres://u:${password}@h uvicorn a:b\n` }],
  ["a release entry", { "requirements.txt": "", Procfile: `release: DB=postgres://${password}@h migrate\n` }],
  ["a buildpack", { "requirements.txt": "", ".buildpacks": `https://u:${password}@example.com/a/node.git\n` }],
  ["a version file", { "requirements.txt": "", "runtime.txt": `https://u:${password}@example.com\n` }],
])("a password in %s is not shown on any platform", async (_, files) => {
  for (const platform of ["classic", "scalingo", "heroku"]) {
    const runner = fakeRunner({ apps: [appOf({ ...version, ...files })] });

    const { journal } = await compile({ mode: "plan", platform }, runner);

    expect(journal.findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(journal.findings)).not.toContain(password);
  }
});

test("each variable that does not reach the install is told, by name", async () => {
  const variables = { PIP_INDEX_URL: password, PIP_FIND_LINKS: password, PIP_TARGET: password, PIP_USER: password };
  const runner = fakeRunner({ apps: [appOf({ ...version, "requirements.txt": "" })], variables });

  const { journal } = await compile({ mode: "plan", platform: "scalingo" }, runner);

  const titles = journal.findings.filter(({ id }) => id.startsWith("environment::")).map(({ title }) => title);
  expect(titles.map((title) => title.split(" ")[0])).toEqual([
    "PIP_TARGET",
    "PIP_USER",
    "PIP_FIND_LINKS",
    "PIP_INDEX_URL",
  ]);
  expect(JSON.stringify(journal.findings)).not.toContain(password);
});
