import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import type { Platform } from "../../src/platforms/platform.js";
import { manifest } from "../../src/rules/manifest.js";
import { type Entries, type Entry, folder, other } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { classic, heroku, scalingo } from "../support/platforms.js";

function judge(files: Entries, platform: Platform = classic) {
  return weigh(manifest(factsOf(files, { platform })), platform.severities);
}

function said(files: Entries, platform: Platform = classic) {
  return judge(files, platform).map(({ id, severity, location }) => [id, severity, location?.file, location?.line]);
}

const platforms: readonly [Platform, file: string][] = [
  [classic, "scalingo.json"],
  [scalingo, "scalingo.json"],
  [heroku, "app.json"],
];

const named = (names: Readonly<Record<string, unknown>>) => JSON.stringify({ env: names });

describe.each(platforms)("the manifest", (platform, file) => {
  test.each<[text: string]>([
    ["{}"],
    ['{"name": "app", "env": {}}'],
    [named({ SECRET_KEY: { generator: "secret" }, DEBUG: { value: "0" }, A1: "x", lower_case: "y", B: {} })],
    [named({ "1PASSWORD": "x", [`A${"b".repeat(63)}`]: "x" })],
    [named({ A: "x".repeat(32_768), B: { value: "y".repeat(32_768) } })],
    [named({ A: "é".repeat(32_768), B: { value: "😀".repeat(32_768) } })],
    [named({ A: { value: 1 }, B: { value: null }, C: null, D: 1, E: [], F: { description: "x".repeat(40_000) } })],
    ['{"env": null}'],
    ['{"env": {"A": "x"},\r\n "addons": ["postgresql"]}\r\n'],
    ["\uFEFF{}"],
    ['{"scripts": {"postdeploy": "_x"}, "formation": {"_web": {}}}'],
  ])(`${file} of ${platform.name} is good: %.60s`, (text) => {
    expect(said({ [file]: text }, platform)).toEqual([]);
  });

  test.each<[text: string, line: number]>([
    ["", 1],
    ["\n\n", 1],
    ["nope", 1],
    ['{\n  "name": nope\n}\n', 2],
    ['{\r\n  "name": "app",\r\n  "env": {"A": undefined}\r\n}\r\n', 3],
    ["[]", 1],
    ["null", 1],
    ['"app"', 1],
    ["12", 1],
    ["// the app\n{}\n", 1],
    ['{\n<<<<<<< HEAD\n  "a": 1\n=======\n  "a": 2\n>>>>>>> x\n}', 2],
  ])(`${file} of ${platform.name} is no JSON object: %j`, (text, line) => {
    expect(said({ [file]: text }, platform)).toEqual([["manifest::invalid-json", "warning", file, line]]);
  });

  test(`${file} of ${platform.name} in UTF-16 is no JSON object`, () => {
    const utf16 = Buffer.from('\uFEFF{"name": "app"}', "utf16le");

    expect(said({ [file]: utf16 }, platform)).toMatchObject([["manifest::invalid-json", "warning", file, 1]]);
  });

  test(`${file} of ${platform.name} counts in a folder above the app, unless the app has its own`, () => {
    const above = said({ [`../../${file}`]: "[" }, platform);
    const nearest = said({ [`../../${file}`]: "[", [`../${file}`]: "{}" }, platform);
    const own = said({ [`../${file}`]: "[", [file]: "\n{,}" }, platform);

    expect(above).toMatchObject([["manifest::invalid-json", "warning", `../../${file}`, 1]]);
    expect(nearest).toEqual([]);
    expect(own).toMatchObject([["manifest::invalid-json", "warning", file, 2]]);
  });

  test.each<[what: string, entry: Entry]>([
    ["a folder", folder],
    ["a dangling link", other],
    ["a file of mode 000", { unreadable: "its mode lets nobody read it" }],
  ])(`${file} of ${platform.name} has nothing to judge when it is %s`, (_, entry) => {
    expect(said({ [file]: entry }, platform)).toEqual([]);
  });

  test(`${file} of ${platform.name} may be missing`, () => {
    expect(said({ "requirements.txt": "" }, platform)).toEqual([]);
  });
});

test("the manifest of another platform is not judged", () => {
  expect(said({ "app.json": "[" }, classic)).toEqual([]);
  expect(said({ "app.json": "[" }, scalingo)).toEqual([]);
  expect(said({ "scalingo.json": "[" }, heroku)).toEqual([]);
});

describe("a config var in the manifest", () => {
  const lines = (name: string, value: unknown) =>
    `{\n  "env": {\n    "GOOD": "x",\n    ${JSON.stringify(name)}: ${JSON.stringify(value)}\n  }\n}\n`;

  test.each(["_A", "_", "A-B", "A.B", "A B", "É", "A=B", "", "a".repeat(65), "A\n", "__proto__"])(
    "can't be named %j on Scalingo, and Heroku has no such limit",
    (name) => {
      const text = lines(name, "x");

      const expected = [["environment::invalid-name", "warning", "scalingo.json", 4]];
      expect(said({ "scalingo.json": text }, classic)).toEqual(expected);
      expect(said({ "scalingo.json": text }, scalingo)).toEqual(expected);
      expect(said({ "app.json": text }, heroku)).toEqual([]);
    },
  );

  test.each<[what: string, value: unknown]>([
    ["a text", "x".repeat(32_769)],
    ["an object with a value", { value: "x".repeat(32_769) }],
    ["a text of wide characters", "😀".repeat(32_769)],
  ])("can't have a value of 32769 characters on Scalingo, as %s", (_, value) => {
    const text = lines("A", value);

    const expected = [["environment::value-too-long", "warning", "scalingo.json", 4]];
    expect(said({ "scalingo.json": text }, classic)).toEqual(expected);
    expect(said({ "scalingo.json": text }, scalingo)).toEqual(expected);
    expect(said({ "app.json": text }, heroku)).toEqual([]);
  });

  test("may be wrong in both, and one of several", () => {
    const text = `{"env": {\n"_A": "${"x".repeat(32_769)}",\n"B": "y",\n"C-D": {"value": "z"}\n}}`;

    expect(said({ "scalingo.json": text }, scalingo)).toEqual([
      ["environment::invalid-name", "warning", "scalingo.json", 2],
      ["environment::invalid-name", "warning", "scalingo.json", 4],
      ["environment::value-too-long", "warning", "scalingo.json", 2],
    ]);
  });

  test("is found in a file with a byte order mark and Windows line ends", () => {
    const text = `\uFEFF${lines("_A", "x").replaceAll("\n", "\r\n")}`;

    expect(said({ "scalingo.json": text })).toEqual([["environment::invalid-name", "warning", "scalingo.json", 4]]);
  });

  test("is found in a folder above the app", () => {
    expect(said({ "../scalingo.json": lines("_A", "x") })).toMatchObject([
      ["environment::invalid-name", "warning", "../scalingo.json", 4],
    ]);
  });

  test("keeps its value to itself", () => {
    const findings = judge({ "scalingo.json": lines("_A", `hunter2${"x".repeat(32_769)}`) });

    expect(findings).toHaveLength(2);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });
});
