import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Problem, weigh } from "../../src/finding.js";
import { pipfileHash } from "../../src/package-managers/pipfile-hash.js";
import { pipenvFiles, pipfileMismatches } from "../../src/rules/pipenv.js";
import { resolve } from "../../src/runtime/resolve.js";
import { type Origin, parseVersion } from "../../src/runtime/version.js";
import { parseToml } from "../../src/toml.js";
import { appOf, type Entries } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { classic, strict } from "../support/platforms.js";
import { idsOf } from "../support/verdicts.js";

const outOfDate = "pipfile-lock::out-of-date";
const mismatch = "pipfile::python-mismatch";
const source = '[[source]]\nname = "private"\nurl = "https://packages.example.com/simple"\n\n';
const noSourcesLock = '{"_meta": {"hash": {"sha256": "stale"}, "sources": []}}';

function judge(files: Entries, version = "3.13", origin: Origin = ".python-version"): readonly Problem[] {
  const asked = parseVersion(version);
  if (!asked) throw new Error(`${version} is no version`);
  const location = origin === ".python-version" ? { file: origin, line: 1 } : undefined;
  const { runtime } = resolve({ ...asked, origin, location }, classic);

  return pipenvFiles(factsOf(files, { packageManager: "pipenv", runtime }));
}

function lockFor(pipfile: string, names: "normalized" | "verbatim" = "normalized"): string {
  const parsed = parseToml(pipfile);
  if (!parsed.valid) throw new Error(parsed.reason);
  const sha256 = pipfileHash({ pipfile: parsed.table, sources: parsed.table["source"], names });

  return JSON.stringify({ _meta: { hash: { sha256 } } });
}

function exampleFiles(folder: string): Entries {
  const read = (name: string) => readFileSync(`${folder}/${name}`, "utf8");

  return { Pipfile: read("Pipfile"), "Pipfile.lock": read("Pipfile.lock") };
}

describe("a lockfile", () => {
  test.each(["examples/django", "benchmarks/app/pipenv"])("of %s, without a source, is left to Pipenv", (folder) => {
    expect(judge(exampleFiles(folder))).toEqual([]);
  });

  test("of examples/stale-lock is out of date, and both hashes are shown", () => {
    const [problem] = judge(exampleFiles("examples/stale-lock"));

    expect(problem).toMatchObject({ id: outOfDate, location: { file: "Pipfile.lock", line: 4 } });
    expect(problem?.explanation).toContain("`2e01f7…4cddf9`");
    expect(problem?.explanation).toContain("`188e4e…01e38d`");
  });

  test.each<[string, string, string[]]>([
    ["that is right", lockFor(`${source}[packages]\na = "*"\n`), []],
    ["of another Pipfile", lockFor(`${source}[packages]\nb = "*"\n`), [outOfDate]],
    ["with a byte order mark", `\uFEFF${lockFor(`${source}[packages]\na = "*"\n`)}`, []],
    ["without a hash", '{"_meta": {"hash": {}}}', [outOfDate]],
    ["whose hash is an object", '{"_meta": {"hash": {"sha256": {"toString": 1}}}}', [outOfDate]],
    ["without _meta", "{}", [outOfDate]],
    ["that is null", "null", [outOfDate]],
    ["that is not JSON", "{", ["pipfile-lock::not-json"]],
  ])("%s", (_, lock, ids) => {
    expect(idsOf(judge({ Pipfile: `${source}[packages]\na = "*"\n`, "Pipfile.lock": lock }))).toEqual(ids);
  });

  test.each<[string, number | undefined]>([
    ['{\n "_meta": {\n  "hash": {\n   "sha256": "x"\n}}}', 4],
    ['{\n "default": {"sha256": {}},\n "_meta": {"hash": {"sha256": "x"}}}', 3],
    ['{\n "_meta": {}}', undefined],
  ])("%j is pointed at by the line of its hash", (lock, line) => {
    const [problem] = judge({ Pipfile: source, "Pipfile.lock": lock });

    expect(problem).toMatchObject({ id: outOfDate, location: { file: "Pipfile.lock", line } });
  });

  test("of an older Pipenv is told apart from one of another Pipfile", () => {
    const pipfile = `${source}[packages]\nDjango = "*"\n`;

    const [older] = judge({ Pipfile: pipfile, "Pipfile.lock": lockFor(pipfile, "verbatim") });
    const [changed] = judge({ Pipfile: pipfile, "Pipfile.lock": lockFor(source) });

    expect([older?.id, changed?.id]).toEqual([outOfDate, outOfDate]);
    expect(older?.explanation).toContain("before 2026.4");
    expect(changed?.explanation).not.toContain("before 2026.4");
  });

  test("is compared as the Pipenv of its Python does", () => {
    const pipfile = `${source}[packages]\nDjango = "*"\n`;
    const ids = (series: string, names: "normalized" | "verbatim") =>
      idsOf(judge({ Pipfile: pipfile, "Pipfile.lock": lockFor(pipfile, names) }, series));

    expect([ids("3.10", "normalized"), ids("3.9", "verbatim"), ids("2.7", "verbatim")]).toEqual([[], [], []]);
    expect([ids("3.10", "verbatim"), ids("3.9", "normalized")]).toEqual([[outOfDate], [outOfDate]]);
  });

  test.each([
    ["a float", "[packages]\nx = {a = 1.0}"],
    ["a float in a list", "[packages]\nx = [1,\n 1e3]"],
    ["a float behind a comment with quotes", '# it\'s """ odd\n[packages]\nx = 1.5'],
    ["an infinite float", "[packages]\nx = -inf"],
    ["a date", "[packages]\nx = 1979-05-27"],
    ["a time", "[packages]\nx = 07:32:00"],
    ["an integer past 2^53", "[packages]\nx = 9007199254740993"],
    ["deep nesting", `[packages]\nx = ${"[".repeat(5000)}${"]".repeat(5000)}`],
  ])("is left to Pipenv where Pipfile holds %s", (_, content) => {
    expect(judge({ Pipfile: `${source}${content}\n`, "Pipfile.lock": noSourcesLock })).toEqual([]);
  });

  test.each([
    ["a version in a string", '[packages]\nx = "1.0"'],
    ["a version in a comment", "[packages] # x = 1.0\n# y = 1.5"],
    ["a version in a text of several lines", '[packages]\nx = """\na \\""" = 1.0\n"""'],
    ["a version in a literal text of several lines", "[packages]\nx = '''\na = 1.0\n'''"],
    ["a sign that begins a comment in a string", '[packages]\nx = "#"\ny = 1 # = 1.0'],
  ])("is compared where Pipfile holds %s", (_, content) => {
    expect(idsOf(judge({ Pipfile: `${source}${content}\n`, "Pipfile.lock": noSourcesLock }))).toEqual([outOfDate]);
  });

  test("has the sources where Pipfile has none", () => {
    const sources = [{ name: "private", url: "https://packages.example.com/simple" }];
    const sha256 = pipfileHash({ pipfile: { packages: {} }, sources, names: "normalized" });
    const lock = (own: unknown) => JSON.stringify({ _meta: { hash: { sha256 }, sources: own } });
    const ids = (own: unknown, pipfile = "[packages]\n") =>
      idsOf(judge({ Pipfile: pipfile, "Pipfile.lock": lock(own) }));

    expect(ids(sources)).toEqual([]);
    expect(ids([{ name: "other" }])).toEqual([outOfDate]);
    expect([ids([]), ids(undefined), ids("x")]).toEqual([[], [], []]);
  });

  test("nested beyond reason is left to Pipenv", () => {
    const lock = `{"_meta": {"sources": [${"[".repeat(50_000)}${"]".repeat(50_000)}]}}`;

    expect(judge({ Pipfile: "[packages]\n", "Pipfile.lock": lock })).toEqual([]);
  });

  test("without a Pipfile is refused, as Pipenv does", () => {
    expect(judge({ "Pipfile.lock": "{}" })).toMatchObject([
      { id: "pipfile::not-found", location: { file: "Pipfile.lock", line: 1 } },
    ]);
  });
});

describe("a Pipfile", () => {
  test.each<[string, number | undefined]>([
    ['[[source]]\nname = "a"\nurl = "u"\n\n[[source]]\nurl = "v"\n', 5],
    ['[[source]]\nname = "a"\n', 1],
    ['# [[source]]\n\n  [[ source ]] # c\nurl = "u"\n', 3],
    ['source = [{ url = "u" }]\n', undefined],
    ["source = [1]\n", undefined],
  ])("with the sources %j is pointed at where one lacks a field", (pipfile, line) => {
    const problems = judge({ Pipfile: pipfile, "Pipfile.lock": noSourcesLock });

    expect(problems).toMatchObject([{ id: "pipfile::invalid-source", location: { file: "Pipfile", line } }]);
  });

  test("that is not TOML is told about alone", () => {
    expect(judge({ Pipfile: "[packages]\nx = \n", "Pipfile.lock": noSourcesLock })).toMatchObject([
      { id: "pipfile::invalid-toml", location: { file: "Pipfile", line: 2 } },
    ]);
  });

  test("that can't be read is judged elsewhere", () => {
    expect(judge({ Pipfile: { unreadable: "mode 000" }, "Pipfile.lock": "{}" })).toEqual([]);
  });

  test("of an app of pip is not judged", () => {
    expect(pipenvFiles(factsOf({ Pipfile: "[", "requirements.txt": "" }, { packageManager: "pip" }))).toEqual([]);
  });
});

describe("the Python of a Pipfile", () => {
  const requires = (fields: string) => `[requires]\n${fields}\n`;

  test.each<[fields: string, version: string, fits: boolean]>([
    ['python_version = "3.13"', "3.13", true],
    ['python_version = "3.12"', "3.13", false],
    ['python_version = "3.1"', "3.13", false],
    ['python_version = "3"', "3.13", true],
    ['python_version = "2"', "3.13", false],
    ['python_version = "3.13.2"', "3.13.2", true],
    ['python_version = "3.13.2"', "3.13", false],
    ['python_full_version = "3.12.9"', "3.12", false],
    ['python_full_version = "3.12.9"', "3.12.9", true],
    ['python_full_version = "3.12.9"\npython_version = "3.13"', "3.13", false],
    ['python_full_version = "*"\npython_version = "3.12"', "3.13", true],
    ['python_full_version = ""\npython_version = "3.12"', "3.13", false],
    ['python_version = "*"', "3.13", true],
    ["", "3.13", true],
    ['python_version = ">=3.8"', "3.13", true],
    ['python_version = ">=3.8,<3.13"', "3.13", false],
    ['python_version = "~=3.9"', "3.13", true],
    ['python_version = "~=3.9.0"', "3.13", false],
    ['python_version = "!=3.13.*"', "3.13", false],
    ['python_version = "<4"', "3.13", true],
    ['python_version = ">nonsense"', "3.13", false],
    ['python_version = "3.13."', "3.13", false],
    ['python_version = "3.13.*"', "3.13", false],
    ['python_version = "^3.12"', "3.13", false],
    ["python_version = 3.13", "3.13", true],
    ["python_version = { toString = 1 }", "3.13", false],
  ])("%j beside %s: %s", (fields, version, fits) => {
    const files = { Pipfile: requires(fields), "Pipfile.lock": noSourcesLock };
    const release = resolve({ ...parsed(version), origin: "input", location: undefined }, classic).runtime.release;

    expect(idsOf(judge(files, version))).toEqual(fits ? [] : [mismatch]);
    expect(pipfileMismatches(appOf(files), release)).toBe(!fits);
  });

  test("that differs is an error where that is strict, and pointed at with the other origin", () => {
    const problems = judge({ Pipfile: `\n${requires('python_version = "3.12"')}`, "Pipfile.lock": noSourcesLock });

    expect(problems[0]?.location).toEqual({ file: "Pipfile", line: 3 });
    expect(problems[0]?.explanation).toContain("`.python-version`");
    expect([classic, strict].map(({ severities }) => weigh(problems, severities)[0]?.severity)).toEqual([
      "warning",
      "error",
    ]);
  });

  test("does not matter where the input chose the version", () => {
    const files = { Pipfile: requires('python_version = "3.12"'), "Pipfile.lock": noSourcesLock };

    expect(judge(files, "3.13", "input")).toEqual([]);
    expect(pipfileMismatches(appOf(files), "3.13.2")).toBe(true);
  });

  test.each(["", "[", "[packages]"])("can't differ in %j", (pipfile) => {
    expect(pipfileMismatches(appOf({ Pipfile: pipfile }), "3.13.2")).toBe(false);
  });
});

function parsed(version: string) {
  return parseVersion(version) ?? { series: version, release: undefined };
}

test("a lockfile of a newer Pipenv than the one that installs says which Pipenv is to write it", () => {
  const pipfile = `${source}[packages]\nDjango = "*"\n`;

  const [problem] = judge({ Pipfile: pipfile, "Pipfile.lock": lockFor(pipfile, "normalized") }, "3.9");

  expect(problem?.id).toBe(outOfDate);
  expect(problem?.explanation).toContain("`Pipfile` has not changed");
  expect(problem?.remedy).toContain("pipenv==2025.0.4");
});

test("a lockfile that fits neither form is stale whatever the Python", () => {
  const facts = (lock: string) =>
    factsOf({ Pipfile: `${source}[packages]\nDjango = "*"\n`, "Pipfile.lock": lock }, { packageManager: "pipenv" });
  const pipfile = `${source}[packages]\nDjango = "*"\n`;

  expect(idsOf(pipenvFiles(facts('{"_meta": {"hash": {"sha256": "x"}}}')))).toEqual([outOfDate]);
  expect(idsOf(pipenvFiles(facts(lockFor(pipfile, "normalized"))))).toEqual([]);
  expect(idsOf(pipenvFiles(facts(lockFor(pipfile, "verbatim"))))).toEqual([]);
});
