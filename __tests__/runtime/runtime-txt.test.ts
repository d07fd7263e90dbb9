import { describe, expect, test } from "vitest";
import type { Entries, Entry } from "../support/app.js";
import { classic, latest, strict } from "../support/platforms.js";
import { idsOf, versionAnswer, versionVerdict } from "../support/verdicts.js";

const invalid = ["runtime-txt::invalid-version"];
const ofSeries = (series: string) => [latest(series)];
const loose = (release: string) => [release, "runtime-txt::loose-version"];
const eol = ["python-version::eol"];
const old = (release: string) => [release, "python-version::eol"];
const looseAndOld = (release: string) => [release, "runtime-txt::loose-version", "python-version::eol"];
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");

describe("runtime.txt", () => {
  test.each<[content: Entry, strictly: string[], loosely: string[]]>([
    ["python-3.12", ofSeries("3.12"), ofSeries("3.12")],
    ["python-3.12\n", ofSeries("3.12"), ofSeries("3.12")],
    ["python-3.12\r\n", ofSeries("3.12"), ofSeries("3.12")],
    ["\n  \n# c\n\tpython-3.12 \n\n# d\n", ofSeries("3.12"), ofSeries("3.12")],
    ["\u3000python-3.12", ofSeries("3.12"), ofSeries("3.12")],
    ["python-3.12.3", ["3.12.3"], ["3.12.3"]],
    ["python-3.12.", invalid, loose(latest("3.12"))],
    ["python-3.6.", invalid, looseAndOld("3.6.6")],
    ["python-3.6", eol, old("3.6.6")],
    ["python-3.6.6", eol, old("3.6.6")],
    ["python-2.7.18", eol, old("2.7.18")],
    ["python-2.7", eol, old("2.7.15")],
    ["3.12", invalid, loose(latest("3.12"))],
    ["Python-3.12", invalid, loose(latest("3.12"))],
    ["python-3.12.x", invalid, loose(latest("3.12"))],
    ["python-3.12.*", invalid, loose(latest("3.12"))],
    ['"python-3.12"', invalid, loose(latest("3.12"))],
    ["'python-3.12'", invalid, loose(latest("3.12"))],
    ["python-3.12 # c", invalid, loose(latest("3.12"))],
    [`python-3.12   # ${"c".repeat(300)}`, invalid, loose(latest("3.12"))],
    ["\uFEFFpython-3.12", invalid, loose(latest("3.12"))],
    ["python-3.12\u00A0", invalid, loose(latest("3.12"))],
    ["python 3.12", invalid, loose(latest("3.12"))],
    ["python3.12", invalid, loose(latest("3.12"))],
    ["python==3.12.3", invalid, loose("3.12.3")],
    ["python=3.12.3", invalid, loose("3.12.3")],
    ["python-3.12\nflask==3.1\nDjango", invalid, loose(latest("3.12"))],
    ["flask==3.1\npython-3.12", invalid, invalid],
    ['python-3.12"', invalid, invalid],
    ["python-3", invalid, invalid],
    ["python-3.012", invalid, invalid],
    ["python-3.12.03", invalid, invalid],
    ["python-3.13.0rc1", invalid, invalid],
    ["python-3.13-dev", invalid, invalid],
    ["python->=3.12", invalid, invalid],
    ["python-\u0663.\u0661\u0662", invalid, invalid],
    ["pypy3.9-7.3", invalid, invalid],
    ["python-3.12\npython-3.13", invalid, invalid],
    ["python-3.12\npython-3.12", invalid, invalid],
    ["", invalid, invalid],
    ["# python-3.12\n\n", invalid, invalid],
    ["python-3.12\u0000", invalid, invalid],
    ["python-\u00013.12", invalid, invalid],
    ["<<<<<<< HEAD\npython-3.12\n=======\npython-3.13\n>>>>>>> b", invalid, invalid],
    ['echo "python-3.11.9" > runtime.txt', invalid, invalid],
    [utf16("python-3.12\n"), invalid, invalid],
    ["python-3.5", eol, ["python-version::unknown-major"]],
    ["python-3.15", ["python-version::unknown-major"], ["python-version::unknown-major"]],
    ["python-4.0", ["python-version::unknown-major"], ["python-version::unknown-major"]],
    ["python-3.12.999", ["python-version::unknown-patch"], ["python-version::unknown-patch"]],
  ])("with %j", (content, strictly, loosely) => {
    const files: Entries = { "runtime.txt": content, "requirements.txt": "" };

    const answers = [versionAnswer(strict, files), versionAnswer(classic, files)];

    expect(answers).toEqual([strictly, loosely]);
  });

  test.each([
    ["# c\n\nnonsense\n", 3],
    ["python-3.12\n\npython-3.13\n", 3],
    ["python-3.12\nflask\nDjango\n", 2],
    ["", 1],
    ["# c\n# d", 1],
  ])("points at the line to change in %j", (content, line) => {
    const { findings } = versionVerdict(strict, { "runtime.txt": content });

    expect(findings[0]?.location).toEqual({ file: "runtime.txt", line });
  });

  test("is told to be deprecated where it is used", () => {
    const { findings } = versionVerdict(classic, { "runtime.txt": "\npython-3.12\n" });

    expect(idsOf(findings)).toEqual(["runtime-txt::deprecated"]);
    expect(findings[0]?.remedy).toContain("\n3.12");
  });

  test("shows the exact text to write where it was guessed", () => {
    const { findings } = versionVerdict(classic, { "runtime.txt": "Python 3.6.\n" });

    expect(findings[0]?.id).toBe("runtime-txt::loose-version");
    expect(findings[0]?.remedy).toMatch(/`\.python-version`[\s\S]*\n3\.6$/);
  });
});

describe("a misspelled runtime.txt", () => {
  test.each(["runtime.txt.txt", "Runtime.txt", "runtimes.txt", "runtime"])(
    "%s is passed over with a warning",
    (name) => {
      const { resolution, findings } = versionVerdict(classic, { [name]: "python-3.12", ".python-version": "3.11" });

      expect(resolution?.runtime.release).toBe(latest("3.11"));
      expect(findings).toMatchObject([
        { id: "runtime-txt::misspelled", severity: "warning", location: { file: name, line: undefined } },
      ]);
    },
  );

  test("does not matter beside a good one", () => {
    const { findings } = versionVerdict(classic, { "runtime.txt": "python-3.12", "Runtime.txt": "python-3.11" });

    expect(idsOf(findings)).toEqual(["runtime-txt::deprecated"]);
  });
});
