import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rulePage, rulePageAnchor } from "../../src/finding.js";
import { shippedPlatforms } from "../../src/platforms/platform.js";
import type { RuleId } from "../../src/platforms/severities.js";
import catalogue from "../../src/rules/catalogue.json" with { type: "json" };
import { classic, heroku, scalingo } from "../support/platforms.js";

const root = join(import.meta.dirname, "../..");
const ids = Object.keys(catalogue);

test("each platform has a row for each rule, in the order of the build", () => {
  const adjustable = ids.filter((id) => id in classic.severities);

  for (const { severities } of shippedPlatforms) expect(Object.keys(severities)).toEqual(adjustable);
});

test("each id in the source has an entry, and each entry is used", () => {
  const source = execFileSync(
    "git",
    ["grep", "--untracked", "-hoE", '[`"][a-z-]+::([a-z_:-]+[`"]|[a-z_-]*[$])', "--", "src/*.ts"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const found = new Set(source.split("\n").map((line) => line.slice(1).replace(/["`]$/, "")));
  const templates = [...found].filter((id) => id.includes("$")).map((id) => id.slice(0, id.indexOf("$")));
  const whole = [...found].filter((id) => id !== "" && !id.includes("$"));

  expect(whole.filter((id) => !ids.includes(id))).toEqual([]);
  const used = (id: string) =>
    found.has(id) || templates.some((template) => id.startsWith(template)) || /^(install-python)$/.test(id);
  expect(ids.filter((id) => !used(id))).toEqual([]);
});

test("each rule says when it fires and what to do, as sentences", () => {
  for (const { when, remedy } of Object.values(catalogue)) {
    expect(when).toMatch(/^(?:[`A-Z]|pip |uv |python-build ).*\.$/);
    expect(remedy).toMatch(/^(?:[`A-Z]|pip |uv |python-build ).*\.$/);
  }
});

test("docs/rules.md has the anchor that a message links to", () => {
  const page = readFileSync(join(root, "docs/rules.md"), "utf8");
  const headings = [...page.matchAll(/^## `(.*)`$/gm)].map(([, id = ""]) => id);

  expect(headings).toEqual(ids);
  expect(new Set(headings.map(rulePageAnchor)).size).toBe(headings.length);
  // The cast holds because the headings are the ids.
  expect(rulePage(headings[0] as RuleId)).toMatch(/docs\/rules\.md#inputinvalid$/);
});

test.each([
  ["pipfile-lock::out-of-date", "error error error"],
  ["python-version::eol", "warning error error"],
  ["python-version-file::no-version", "warning error error"],
  ["package-manager::multiple-found", "warning error error"],
  ["source::archive-too-large", "warning error off"],
  ["procfile::missing", "notice warning warning"],
  ["procfile::postdeploy-entry", "off off notice"],
  ["slugignore::needed-file", "off off warning"],
] as const)("%s weighs %s on classic, scalingo and heroku", (id, expected) => {
  expect([classic, scalingo, heroku].map(({ severities }) => severities[id]).join(" ")).toBe(expected);
});
