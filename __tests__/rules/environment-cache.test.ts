import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import { readInputs } from "../../src/inputs.js";
import type { PackageManagerName } from "../../src/package-managers/package-manager.js";
import { environmentKept } from "../../src/rules/environment-cache.js";
import type { Facts } from "../../src/rules/rule.js";
import type { Entries } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { fakeMachine } from "../support/fake-runner.js";
import { classic, heroku, scalingo } from "../support/platforms.js";

const id = "cache::environment-off";
const commit = "0123456789abcdef0123456789abcdef01234567";

function judge(packageManager: PackageManagerName | undefined, files: Entries, others: Partial<Facts> = {}) {
  return environmentKept(factsOf(files, { packageManager, ...others }));
}

/** Where the cause stands; undefined when the environment is kept. */
function cause(packageManager: PackageManagerName | undefined, files: Entries, others: Partial<Facts> = {}) {
  const [problem, ...more] = judge(packageManager, files, others);
  expect(more).toEqual([]);
  expect(problem?.id ?? id).toBe(id);

  return problem && `${problem.location?.file}:${problem.location?.line}`;
}

describe("the environment of a pip app", () => {
  test.each<[what: string, text: string, line: number]>([
    ["a requirement without a version", "a==1\nb\nc", 2],
    ["a range", "a==1\n\nb>=2 # c", 3],
    ["a wildcard", "a==1.*", 1],
    ["a branch", "a==1\r\ngit+https://example.com/b.git@main\r\n", 2],
    ["a URL that gives what it likes", "b @ https://example.com/b.whl", 1],
    ["the app itself", "a==1 \\\n  --hash=sha256:aa\n-e .", 3],
    ["an editable folder", "-e lib", 1],
    ["an editable folder in quotes", '--editable="./my lib"', 1],
    ["an editable branch", "-e git+https://example.com/b.git#egg=b", 1],
    ["an editable commit", `a==1\n-e git+https://example.com/b.git@${commit}#egg=b`, 2],
    ["a folder", "a==1\n./lib", 2],
    ["a wheel in the app", "a==1\nvendor/b-1.0-py3-none-any.whl", 2],
    ["a file URL", "a==1\nb @ file:///srv/b", 2],
    ["the first of several causes", "a==1\n./lib\nb\n-e .", 2],
  ])("is not kept for %s", (_, text, line) => {
    expect(cause("pip", { "requirements.txt": text })).toBe(`requirements.txt:${line}`);
  });

  test.each<[Entries]>([
    [{ "requirements.txt": "" }],
    [{ "requirements.txt": "# b\n--pre\n" }],
    [{ "requirements.txt": "a==1\nb===2 ; python_version < '4'\n" }],
    [{ "requirements.txt": "a>=1 \\\n  --hash=sha256:aa\n" }],
    [{ "requirements.txt": `b @ git+https://example.com/b.git@${commit}` }],
    [{ "requirements.txt": "a\n-c pins.txt", "pins.txt": "A==1\nb>=2\n" }],
    [{ "requirements.txt": "a==1", "requirements-dev.txt": "b" }],
    [{ "requirements.txt": Buffer.from("\uFEFFa==1\r\n", "utf16le") }],
  ])("is kept for %o", (files) => {
    expect(cause("pip", files)).toBeUndefined();
  });

  test("is not kept for what an included file asks for", () => {
    const files = { "requirements.txt": "a==1\n-r more/base.txt\n-e .\n", "more/base.txt": "b==1\nc\n" };

    expect(cause("pip", files)).toBe("more/base.txt:2");
  });

  test("names the requirement that is the cause", () => {
    const [problem] = judge("pip", { "requirements.txt": "a==1\nb>=2 # c" });

    expect(problem?.explanation).toContain("`b>=2`");
  });
});

describe("the environment of another app", () => {
  const poetry = (source: string) =>
    `[[package]]\nname = "a"\nversion = "1"\n\n[[package]]\nname = "b"\n\n[package.source]\n${source}\n`;
  const uv = (source: string) => `version = 1\n\n[[package]]\nname = "b"\nversion = "1"\nsource = { ${source} }\n`;
  const lock = (entry: unknown) =>
    JSON.stringify({ default: { a: { version: "==1" }, b: entry }, develop: {} }, null, 1);

  test.each<[what: string, packageManager: PackageManagerName, files: Entries, at: string]>([
    ["a setup.py alone", "setup.py", { "setup.py": "" }, "setup.py:1"],
    ["a Pipfile without a lockfile", "pipenv", { Pipfile: "" }, "Pipfile:1"],
    ["a path in Pipfile.lock", "pipenv", { "Pipfile.lock": lock({ editable: true, path: "." }) }, "Pipfile.lock:6"],
    [
      "a folder in poetry.lock",
      "poetry",
      { "poetry.lock": poetry('type = "directory"\nurl = "lib"') },
      "poetry.lock:9",
    ],
    ["a file in poetry.lock", "poetry", { "poetry.lock": poetry('type = "file"\r\nurl = "b.whl"') }, "poetry.lock:9"],
    ["an editable folder in uv.lock", "uv", { "uv.lock": uv('editable = "lib"') }, "uv.lock:6"],
    ["a folder in uv.lock", "uv", { "uv.lock": uv('directory = "../lib"') }, "uv.lock:6"],
    ["a wheel in uv.lock", "uv", { "uv.lock": uv('path = "vendor/b-1.0-py3-none-any.whl"') }, "uv.lock:6"],
  ])("is not kept for %s", (_, packageManager, files, at) => {
    expect(cause(packageManager, files)).toBe(at);
  });

  test.each<[what: string, packageManager: PackageManagerName | undefined, files: Entries]>([
    ["a Pipfile.lock", "pipenv", { Pipfile: "", "Pipfile.lock": lock({ version: "==2" }) }],
    ["a commit in Pipfile.lock", "pipenv", { "Pipfile.lock": lock({ git: "https://example.com/b.git", ref: commit }) }],
    ["a Pipfile.lock that is no JSON", "pipenv", { "Pipfile.lock": '{"default": {"b": {"path": "."}' }],
    ["a Pipfile.lock that holds no table", "pipenv", { "Pipfile.lock": '{"default": null}' }],
    ["a poetry.lock", "poetry", { "poetry.lock": poetry('type = "legacy"\nurl = "https://example.com/simple"') }],
    ["a commit in poetry.lock", "poetry", { "poetry.lock": poetry('type = "git"\nreference = "main"') }],
    ["a uv.lock", "uv", { "uv.lock": uv('registry = "https://example.com/simple"') }],
    ["a commit in uv.lock", "uv", { "uv.lock": uv(`git = "https://example.com/b.git#${commit}"`) }],
    ["the app itself in uv.lock", "uv", { "uv.lock": uv('virtual = "."') }],
    ["the editable app itself in uv.lock", "uv", { "uv.lock": uv('editable = "."') }],
    ["a range in requirements.txt that Poetry does not read", "poetry", { "poetry.lock": "", "requirements.txt": "a" }],
    ["no package manager", undefined, { "requirements.txt": "a", "setup.py": "" }],
  ])("is kept for %s", (_, packageManager, files) => {
    expect(cause(packageManager, files)).toBeUndefined();
  });
});

describe("a build that uses no cache has no environment to keep", () => {
  const files = { "requirements.txt": "a" };

  test.each<[what: string, cache: string, variables: Record<string, string>, at: string | undefined]>([
    ["by default", "auto", {}, "requirements.txt:1"],
    ["on a branch", "auto", { GITHUB_REF: "refs/heads/main", GITHUB_EVENT_NAME: "push" }, "requirements.txt:1"],
    ["on a tag", "auto", { GITHUB_REF: "refs/tags/v1" }, undefined],
    ["for a release", "auto", { GITHUB_EVENT_NAME: "release" }, undefined],
    ["for a stranger's code", "auto", { GITHUB_EVENT_NAME: "pull_request_target" }, undefined],
    ["on a tag, but switched on", "true", { GITHUB_REF: "refs/tags/v1" }, "requirements.txt:1"],
    ["switched off", "false", {}, undefined],
    ["where the runner has none", "true", { ACTIONS_CACHE_MODE: "none" }, undefined],
  ])("%s", (_, cache, variables, at) => {
    const machine = { ...fakeMachine, variables };

    expect(cause("pip", files, { machine, inputs: readInputs({ cache }) })).toBe(at);
  });
});

test.each([classic, scalingo, heroku])("an environment that is not kept is a notice on $name", (platform) => {
  const problems = judge("pip", { "requirements.txt": "a" }, { platform });

  expect(weigh(problems, platform.severities)).toMatchObject([{ id, severity: "notice" }]);
});
