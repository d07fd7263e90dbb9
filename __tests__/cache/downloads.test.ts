import { describe, expect, test } from "vitest";
import { cacheState, downloadCache, usesCache } from "../../src/cache/downloads.js";
import type { Machine } from "../../src/machine.js";
import type { PackageManager } from "../../src/package-managers/package-manager.js";
import { pip } from "../../src/package-managers/pip.js";
import { pipenv } from "../../src/package-managers/pipenv.js";
import { appOf, type Entries } from "../support/app.js";
import { fakeMachine } from "../support/fake-runner.js";

interface Change {
  readonly files?: Entries;
  readonly machine?: Partial<Machine>;
  readonly packageManager?: PackageManager;
  readonly series?: string;
}

function entryOf({ files = { "requirements.txt": "a" }, machine, packageManager = pip, series = "3.13" }: Change = {}) {
  const app = appOf(files);

  return downloadCache({ app, machine: { ...fakeMachine, ...machine }, packageManager, series, folder: "/d" });
}

describe("the download cache", () => {
  test("is kept by a key that a prefix of it finds again", () => {
    const { folder, key, restoreKeys } = entryOf();

    expect(folder).toBe("/d");
    expect(restoreKeys).toHaveLength(1);
    expect(key.startsWith(restoreKeys[0] ?? "none")).toBe(true);
    expect(key).toMatch(/^[\w.-]{20,200}$/);
  });

  test.each<[what: string, change: Change]>([
    ["a requirement", { files: { "requirements.txt": "b" } }],
    ["a file for tests", { files: { "requirements.txt": "a", "requirements-test.txt": "" } }],
    ["no file", { files: {} }],
    ["an empty file", { files: { "requirements.txt": "" } }],
  ])("of another app, by %s, is found by the prefix alone", (_, change) => {
    const [one, another] = [entryOf(), entryOf(change)];

    expect(another.key).not.toBe(one.key);
    expect(another.restoreKeys).toEqual(one.restoreKeys);
  });

  test.each<[what: string, change: Change]>([
    ["operating system", { machine: { osRelease: "ubuntu-22.04" } }],
    ["CPU", { machine: { arch: "arm64" } }],
    ["series", { series: "3.1" }],
    ["package manager", { packageManager: pipenv }],
  ])("of another %s is never found", (_, change) => {
    const [one, another] = [entryOf(), entryOf(change)];

    expect(another.key.startsWith(one.restoreKeys[0] ?? "")).toBe(false);
    expect(one.key.startsWith(another.restoreKeys[0] ?? "")).toBe(false);
  });

  test("does not depend on files that say nothing of what is downloaded", () => {
    expect(entryOf({ files: { "requirements.txt": "a", "runtime.txt": "python-3.13" } })).toEqual(entryOf());
  });

  test("tells apart where one file ends and the next begins", () => {
    const keys = [
      { Pipfile: "a", "Pipfile.lock": "b" },
      { Pipfile: "ab", "Pipfile.lock": "" },
      { Pipfile: "", "Pipfile.lock": "ab" },
    ].map((files) => entryOf({ files, packageManager: pipenv }).key);

    expect(new Set(keys).size).toBe(3);
  });
});

test.each([
  [{ matchedKey: "k", trouble: undefined }, "hit"],
  [{ matchedKey: undefined, trouble: undefined }, "miss"],
  [{ matchedKey: undefined, trouble: "503" }, "unavailable"],
])("a restore of %o is a %s", (restored, state) => {
  expect(cacheState(restored)).toBe(state);
});

test.each([
  ["on", { GITHUB_EVENT_NAME: "release" }, true],
  ["off", { GITHUB_EVENT_NAME: "push" }, false],
  ["auto", {}, true],
  ["auto", { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main" }, true],
  ["auto", { GITHUB_EVENT_NAME: "pull_request", GITHUB_REF: "refs/pull/1/merge" }, true],
  ["auto", { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/tags/x" }, true],
  ["auto", { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/tags/v1" }, false],
  ["auto", { GITHUB_EVENT_NAME: "release", GITHUB_REF: "refs/tags/v1" }, false],
  ["auto", { GITHUB_EVENT_NAME: "pull_request_target" }, false],
  ["auto", { GITHUB_EVENT_NAME: "workflow_run" }, false],
] as const)("the cache is %s for %o: %s", (input, variables, used) => {
  expect(usesCache(input, variables)).toBe(used);
});
