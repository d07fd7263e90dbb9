import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BuildError } from "../../src/build-error.js";
import { readPlatform, shippedPlatform, shippedPlatforms } from "../../src/platforms/platform.js";
import { knownReleases } from "../../src/runtime/releases.js";
import { compareVersions, seriesOf } from "../../src/runtime/version.js";
import { classic, ownPlatform } from "../support/platforms.js";

function problemOf(text: string) {
  try {
    readPlatform("platforms/own.json", text);
  } catch (error) {
    if (error instanceof BuildError) return error.problem;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe("classic.json", () => {
  test("is shipped", () => {
    expect(shippedPlatforms.map(({ name }) => name)).toEqual(["classic", "scalingo", "heroku"]);
    expect(shippedPlatform("classic")?.name).toBe("classic");
    expect(["Classic", "", "toString"].map(shippedPlatform)).toEqual([undefined, undefined, undefined]);
  });

  test("names for each series a release of it that is known", () => {
    const wrong = Object.entries(classic.series).filter(
      ([name, { latest }]) => seriesOf(latest) !== name || !knownReleases.includes(latest),
    );

    expect(wrong).toEqual([]);
  });

  test("keeps the promises of the contract", () => {
    expect(classic.series["3.6"]?.latest).toBe("3.6.6");
    expect(classic.series["2.7"]?.latest).toBe("2.7.15");
    expect(classic).toMatchObject({ grammar: "loose", readsPipfileVersion: true, defaultSeries: "3.13" });
  });

  test("lists series newest first, and tells when the older ones end", () => {
    const names = Object.keys(classic.series);

    expect(names).toEqual(names.toSorted((a, b) => compareVersions(b, a)));
    expect(Object.values(classic.series).filter(({ status, date }) => status !== "supported" && !date)).toEqual([]);
  });

  test("has the same shape as a user's own file", () => {
    expect(readPlatform("own.json", JSON.stringify(classic))).toEqual(classic);
  });
});

describe("a platform file", () => {
  test("takes over what it doesn't name", () => {
    const own = ownPlatform({ name: "ours" });

    expect(own).toEqual({ ...classic, name: "ours" });
  });

  test("changes a series, adds one, and keeps the others", () => {
    const own = ownPlatform({
      series: { "3.12": { latest: "3.12.5" }, "3.15": { latest: "3.15.0", status: "supported" } },
    });

    expect(own.series["3.12"]).toEqual({ latest: "3.12.5", status: "supported" });
    expect(own.series["3.15"]).toEqual({ latest: "3.15.0", status: "supported" });
    expect(own.series["3.13"]).toEqual(classic.series["3.13"]);
  });

  test("changes a severity, and keeps the others", () => {
    const own = ownPlatform({ severities: { "python-version::eol": "error" } });

    expect(own.severities).toEqual({ ...classic.severities, "python-version::eol": "error" });
  });

  test("replaces a list as a whole", () => {
    expect(ownPlatform({ stacks: { ubuntu: ["24.04"] } }).stacks).toEqual({ ...classic.stacks, ubuntu: ["24.04"] });
  });

  test("may begin with a byte order mark", () => {
    expect(readPlatform("own.json", '\uFEFF{"extends": "classic", "name": "ours"}').name).toBe("ours");
  });

  const lines = (...members: string[]) => `{\n${['"extends": "classic"', ...members].join(",\n")}\n}`;

  test.each<[what: string, text: string, line: number | undefined]>([
    ["an unknown field", lines('"name": "x"', '"colour": "red"'), 4],
    ["an unknown rule", lines('"severities": {\n"no::such-rule": "error"}'), 4],
    ["a rule that always stops a build", lines('"severities": {\n\n"input::invalid": "off"}'), 5],
    ["a severity that is none", lines('"severities": {\n"python-version::eol": "fatal"}'), 4],
    ["a severity that is no text", lines('"severities": {\n"python-version::eol": {"toString": 1}}'), 4],
    ["a wrong type", lines('"name": 1'), 3],
    ["an empty name", lines('"name": ""'), 3],
    ["a grammar that is none", lines('"name": "x"', '"grammar": "lose"'), 4],
    ["a series that is none", lines('"series": {\n"3.x": {"latest": "3.1.0", "status": "supported"}}'), 4],
    ["a release that is none", lines('"series": {\n"3.13": {\n"latest": "3.13"}}'), 5],
    ["a release with a leading zero", lines('"series": {\n"3.13": {"latest": "3.13.015"}}'), 4],
    ["a release of another series", lines('"series": {\n"3.13": {"latest": "3.12.1"}}'), 4],
    ["an unknown field of a series", lines('"series": {\n"3.13": {"newest": "3.13.1"}}'), 4],
    ["a status that is none", lines('"series": {\n"3.13": {"status": "old"}}'), 4],
    ["a list for a table", lines('"series": []'), 3],
    ["a default that is not listed", lines('"name": "x"', '"defaultSeries": "3.5"'), 4],
    ["a default of Object's own", lines('"defaultSeries": "toString"'), 3],
    ["a name of JavaScript's own", lines('"__proto__": {"name": "x"}'), 3],
    ["a base that is not shipped", '{\n\n"extends": "cloud"}', 3],
    ["a base that is no text", '{"extends":\n{"toString": 1, "valueOf": 1}}', 1],
    ["a list for a table of severities", lines('"name": "x"', '"severities": []'), 4],
    ["a table that lacks a field", '{"extends": "classic",\n"series": {\n"3.15": {}}}', 3],
    ["no base and hardly anything", '{"name": "x"}', undefined],
    ["a list at the top", "\n[]", 2],
    ["null at the top", "null", 1],
    ["broken JSON", lines('"name": "x",'), 4],
    ["nothing", "", 1],
    ["merge conflict markers", "{\n<<<<<<< HEAD\n}", 2],
    ["deep nesting", "[".repeat(100_000), undefined],
  ])("with %s is refused at its line", (_, text, line) => {
    expect(problemOf(text)).toMatchObject({
      id: "platform::invalid-file",
      location: { file: "platforms/own.json", line },
    });
  });

  test("names the field, its value and what is accepted", () => {
    const { explanation } = problemOf(lines('"severities": {"python-version::eol": "fatal"}'));

    expect(explanation).toContain('severities["python-version::eol"]');
    expect(explanation).toContain('"fatal"');
    expect(explanation).toContain('"notice"');
  });

  test("shows no control characters", () => {
    const texts = [lines('"\u001b[31m": 1'.replace("\u001b", "\\u001b")), lines('"grammar": "\\u001b"')];

    expect(texts.map((text) => problemOf(text).explanation).join("")).not.toContain("\u001b");
  });

  test("is read, or refused with a reason, whatever it holds", () => {
    const keys = fc.constantFrom("extends", "name", "grammar", "series", "severities", "3.13", "latest", "__proto__");
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constantFrom("classic", "loose", "3.13.1", 1, null, true, []),
        fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(
        fc.oneof(
          values.map((value) => JSON.stringify(value)),
          fc.string(),
        ),
        (text) => {
          try {
            expect(readPlatform("own.json", text).series).toBeDefined();
          } catch (error) {
            expect(error).toBeInstanceOf(BuildError);
          }
        },
      ),
    );
  });
});

describe("the message about a platform file", () => {
  const lines = (...members: string[]) => `{\n${['"extends": "classic"', ...members].join(",\n")}\n}`;

  test.each<[what: string, text: string, shown: string, line: number]>([
    ["an item of a list", lines('"privateFolders": [\n"a",\n"../x"]'), "`privateFolders[1]`", 5],
    ["a path that leaves the app", lines('"privateFolders": ["../x"]'), "expected a path in the app", 3],
    ["an empty name", lines('"name": ""'), "expected a name", 3],
    ["a name with a line end", lines('"name": "x\\n::warning::y"'), "expected a name", 3],
    [
      "a package manager that there is none of",
      lines('"installVariables": {\n"conda": []}'),
      "installVariables.conda",
      4,
    ],
    ["a text for a list", lines('"installVariables": {\n"pip": "X"}'), "`installVariables.pip`", 4],
    ["a list for an object", lines('"installVariables": ["A", 3]'), 'expected "all" or an object', 3],
    ["a rule that is misspelled", lines('"severities": {"procfile::mising": "off"}'), "`procfile::missing`", 3],
    ["a field that is misspelled", lines('"severties": {}'), "`severities`", 3],
    ["a severity", lines('"severities": {"hooks::crlf": "fatal"}'), '"notice"', 3],
    ["a rule that stays an error", lines('"severities": {\n"detect::no-python-files": "off"}'), '"error"', 4],
  ])("says of %s what is expected, and where", (_, text, shown, line) => {
    const { explanation, location } = problemOf(text);

    expect(explanation).toContain(shown);
    expect(location?.line).toBe(line);
  });
});
