import { describe, expect, test } from "vitest";
import { type Entries, type Entry, folder } from "../support/app.js";
import { classic, latest, strict } from "../support/platforms.js";
import { idsOf, versionAnswer, versionVerdict } from "../support/verdicts.js";

const invalid = ["python-version-file::invalid-version"];
const encoding = ["python-version-file::invalid-encoding"];
const multiple = ["python-version-file::multiple-versions"];
const ofSeries = (series: string) => [latest(series)];
const loose = (release: string) => [release, "python-version-file::loose-version"];
const unknown = ["python-version::unknown-major"];
const eol = ["python-version::eol"];
const old = (release: string) => [release, "python-version::eol"];
const next = [latest("3.13"), "python-version-file::no-version"];
const utf16 = (text: string, order: "le" | "be") => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};
const latin1 = (text: string) => Buffer.from(text, "latin1");

describe(".python-version", () => {
  test.each<[content: Entry, strictly: string[], loosely: string[]]>([
    ["3.12", ofSeries("3.12"), ofSeries("3.12")],
    ["3.12\n", ofSeries("3.12"), ofSeries("3.12")],
    ["\t3.12\t", ofSeries("3.12"), ofSeries("3.12")],
    ["3.12\r\n", ofSeries("3.12"), ofSeries("3.12")],
    ["# c\n\n3.12\n# d", ofSeries("3.12"), ofSeries("3.12")],
    ["3.12\u2003", ofSeries("3.12"), ofSeries("3.12")],
    ["3.12.3", ["3.12.3"], ["3.12.3"]],
    ["3.12.", ["python-version-file::invalid-version"], loose(latest("3.12"))],
    ["3.6", eol, old("3.6.6")],
    ["2.7", eol, old("2.7.15")],
    ["2.7.9", eol, old("2.7.9")],
    ["3.5", eol, unknown],
    ["2.6", eol, unknown],
    ["2.8", eol, unknown],
    ["3.0", eol, unknown],
    ["0.9", eol, unknown],
    ["python-3.12", invalid, loose(latest("3.12"))],
    ["3.12.x", invalid, loose(latest("3.12"))],
    ["3.12.*", invalid, loose(latest("3.12"))],
    ['"3.12"', invalid, loose(latest("3.12"))],
    ["3.12 # c", invalid, loose(latest("3.12"))],
    ["\uFEFF3.12", encoding, loose(latest("3.12"))],
    ["3.12\u00A0", invalid, loose(latest("3.12"))],
    ["3.12\u200B", invalid, loose(latest("3.12"))],
    ["3.12\u0085", invalid, invalid],
    ["3", invalid, invalid],
    ["3.012", invalid, invalid],
    ["v3.12", invalid, invalid],
    [">=3.12", invalid, invalid],
    ["~=3.12", invalid, invalid],
    ["3.12/envs/x", invalid, invalid],
    ["my-env", invalid, invalid],
    ["3.13t", invalid, invalid],
    ["3.14.0rc1", invalid, invalid],
    ["system", invalid, invalid],
    ["pypy3.10", invalid, invalid],
    ["3.12,3.13", invalid, invalid],
    ["3.12 3.13", invalid, invalid],
    ["3.12\n3.13", multiple, multiple],
    ["3.12\n3.12", multiple, multiple],
    ["3.12\nnonsense\n3.13", invalid, invalid],
    ["", ["python-version-file::no-version"], next],
    ["# 3.12\n \n", ["python-version-file::no-version"], next],
    ["3.12\u0000", invalid, invalid],
    ["\u001b[31m3.12", invalid, invalid],
    [utf16("3.12\n", "le"), encoding, encoding],
    [utf16("3.12\n", "be"), encoding, encoding],
    [latin1("3.12 \xe9"), encoding, encoding],
    [latin1("# caf\xe9\n3.12\n"), ofSeries("3.12"), ofSeries("3.12")],
    ["3.15", unknown, unknown],
    ["3.999", unknown, unknown],
    ["4.0", unknown, unknown],
    ["99999999999999999999.1", unknown, unknown],
    [`3.${"9".repeat(400)}`, unknown, unknown],
    ["3.12.999", ["python-version::unknown-patch"], ["python-version::unknown-patch"]],
    ["3.12.99999999999999999999", ["python-version::unknown-patch"], ["python-version::unknown-patch"]],
  ])("with %j", (content, strictly, loosely) => {
    const files: Entries = { ".python-version": content, "requirements.txt": "" };

    const answers = [versionAnswer(strict, files), versionAnswer(classic, files)];

    expect(answers).toEqual([strictly, loosely]);
  });

  test.each<[string, string, number]>([
    ["# c\n\n3.12\nnonsense", "python-version-file::invalid-version", 4],
    ["# c\n3.12\n\n3.13\n3.14", "python-version-file::multiple-versions", 4],
    ["\n\n\uFEFF3.12 x", "python-version-file::invalid-version", 3],
    ["\uFEFF# c\n3.12", "python-version-file::invalid-encoding", 1],
    ["\n# c", "python-version-file::no-version", 1],
  ])("points at the line to change in %j", (content, id, line) => {
    const { findings } = versionVerdict(strict, { ".python-version": content });

    expect(findings[0]).toMatchObject({ id, location: { file: ".python-version", line } });
  });

  test("shows what stands in the line, hidden characters too", () => {
    const { findings } = versionVerdict(classic, { ".python-version": "3.1\u00002" });

    expect(findings[0]?.explanation).toContain("`3.1␀2`");
  });
});

const misspellings = [
  " .python-version",
  ". python-version",
  ".python_version.txt",
  ".python_version",
  ".python-version ",
  ",python-version",
  ".python-version.",
  ".python-version.py",
  ".python-version.rtf",
  ".python-version.txt",
  ".python-version.TXT",
  ".Python-version",
  ".python.version",
  ".pythonversion",
  "'.python-version'",
  "python_version.txt",
  "python_version",
  "python-version.",
  "python-version.txt",
  "python-version",
];

describe("a misspelled .python-version", () => {
  test.each(misspellings)("%j is an error where that is strict, else a warning", (name) => {
    const files = { [name]: "3.11", "requirements.txt": "" };

    const answers = [versionAnswer(strict, files), versionAnswer(classic, files)];

    expect(answers).toEqual([["python-version-file::misspelled"], [latest("3.13"), "python-version-file::misspelled"]]);
  });

  test("is reported beside a good one, and the good one is read", () => {
    const files = { ".python-version": "3.12", ".python-version.txt": "3.11" };

    const answers = [versionAnswer(strict, files), versionAnswer(classic, files)];

    expect(answers).toEqual([["python-version-file::misspelled"], [latest("3.12"), "python-version-file::misspelled"]]);
  });

  test("does not matter where there is a runtime.txt", () => {
    const files = { "runtime.txt": "python-3.12", "python-version": "3.11" };

    expect(versionAnswer(strict, files)).toEqual([latest("3.12")]);
  });

  test("is reported once, by the first name in the platforms' order", () => {
    const entries = misspellings.toReversed().map((name) => [name, "3.11"]);

    const { findings } = versionVerdict(classic, Object.fromEntries(entries));

    expect(idsOf(findings)).toEqual(["python-version-file::misspelled", "python-version::not-specified"]);
    expect(findings[0]?.location?.file).toBe(" .python-version");
  });

  test("is no folder", () => {
    const { findings } = versionVerdict(strict, { "python-version": folder });

    expect(idsOf(findings)).toEqual(["python-version::not-specified"]);
  });

  test("is quoted in the command that renames it", () => {
    const { findings } = versionVerdict(classic, { "'.python-version'": "3.12" });

    expect(findings[0]?.remedy).toContain(`git mv -- ''\\''.python-version'\\''' .python-version`);
  });
});
