import { describe, expect, test } from "vitest";
import { type Entries, folder } from "../support/app.js";
import { classic, latest, strict } from "../support/platforms.js";
import { idsOf, versionAnswer, versionVerdict } from "../support/verdicts.js";

const nextSource = [latest("3.13")];
const invalid = ["pipfile-lock::invalid-version"];
const broken = ["pipfile-lock::invalid-json"];
const loose = (release: string) => [release, "pipfile-lock::loose-version"];
const locked = (lock: string, pipfile = ""): Entries => ({ Pipfile: pipfile, "Pipfile.lock": lock });
const short = (value: string) => `{"_meta": {"requires": {"python_version": ${value}}}}`;
const full = (value: string) => `{"_meta": {"requires": {"python_full_version": ${value}, "python_version": "3.11"}}}`;

describe("Pipfile.lock", () => {
  test.each<[content: string, strictly: string[], loosely: string[]]>([
    ["{}", nextSource, nextSource],
    ["null", nextSource, nextSource],
    ['{"_meta": {}}', nextSource, nextSource],
    ['{"_meta": null}', nextSource, nextSource],
    ['{"_meta": {"requires": {}}}', nextSource, nextSource],
    ['{"_meta": {"requires": null}}', nextSource, nextSource],
    [short("null"), nextSource, nextSource],
    [short('"3.12"'), [latest("3.12")], [latest("3.12")]],
    [short('"3.12.4"'), ["3.12.4"], ["3.12.4"]],
    [full('"3.12"'), [latest("3.12")], [latest("3.12")]],
    [full('"3.12.4"'), ["3.12.4"], ["3.12.4"]],
    [full("null"), [latest("3.11")], [latest("3.11")]],
    [full("false"), [latest("3.11")], [latest("3.11")]],
    [`\uFEFF${short('"3.12"')}`, [latest("3.12")], [latest("3.12")]],
    [short('"3.6"'), ["python-version::eol"], ["3.6.6", "python-version::eol"]],
    [short('"*"'), invalid, loose(latest("3.13"))],
    [short('"3"'), invalid, loose(latest("3.13"))],
    [short('"2"'), invalid, [...loose("2.7.15"), "python-version::eol"]],
    [short('"4"'), invalid, invalid],
    [short('"3.12."'), invalid, loose(latest("3.12"))],
    [short('"3.9.*"'), invalid, [...loose(latest("3.9")), "python-version::eol"]],
    [short('"^3.12"'), invalid, invalid],
    [short('">=3.11"'), invalid, invalid],
    [short('" 3.12"'), invalid, invalid],
    [short('"3.12\\n"'), invalid, invalid],
    [short('""'), invalid, invalid],
    [short("true"), invalid, invalid],
    [short("{}"), invalid, invalid],
    [short('["3.12"]'), invalid, invalid],
    [short('{"toString": 1, "valueOf": 1}'), invalid, invalid],
    [short("false"), invalid, invalid],
    [full('""'), invalid, invalid],
    [full("true"), invalid, invalid],
    [short("3.12"), [latest("3.12"), "pipfile-lock::bare-number"], [latest("3.12"), "pipfile-lock::bare-number"]],
    [short("3.10"), [latest("3.10"), "pipfile-lock::bare-number"], [latest("3.10"), "pipfile-lock::bare-number"]],
    [short("3"), invalid, invalid],
    ["[]", broken, broken],
    ['"text"', broken, broken],
    ["12", broken, broken],
    ['{"_meta": []}', broken, broken],
    ['{"_meta": "x"}', broken, broken],
    ['{"_meta": false}', broken, broken],
    ['{"_meta": {"requires": []}}', broken, broken],
    ['{"_meta": {"requires": "3.12"}}', broken, broken],
    ["not JSON", broken, broken],
    ['{"_meta": {"requires": {"python_version": "3.12"', broken, broken],
    ["{\n<<<<<<< HEAD\n}\n=======\n>>>>>>> b\n", broken, broken],
    ['{"_meta": {},}', broken, broken],
    ["", broken, broken],
    [" \n\t", broken, broken],
  ])("with %j", (content, strictly, loosely) => {
    const answers = [versionAnswer(strict, locked(content)), versionAnswer(classic, locked(content))];

    expect(answers).toEqual([strictly, loosely]);
  });

  test.each<[string, string, number | undefined]>([
    ['{\n "_meta": {\n  "requires": {\n   "python_version": "x"\n}}}', "pipfile-lock::invalid-version", 4],
    ['{\n "_meta": {\n  "requires": {\n   "python_version": 3.12\n}}}', "pipfile-lock::bare-number", 4],
    ['{\n "_meta": {\n  "requires": []\n}}', "pipfile-lock::invalid-json", 3],
    ['{\n "_meta": []\n}', "pipfile-lock::invalid-json", 2],
    ["\n[]", "pipfile-lock::invalid-json", 2],
    ["{\n<<<<<<< HEAD\n}", "pipfile-lock::invalid-json", 2],
    ['{\n "_meta": {\n  "requires": {', "pipfile-lock::invalid-json", 3],
    ["", "pipfile-lock::invalid-json", 1],
    ["[".repeat(100_000), "pipfile-lock::invalid-json", undefined],
  ])("points at the line to change in %.60j", (content, id, line) => {
    const { findings } = versionVerdict(strict, locked(content));

    expect(findings[0]).toMatchObject({ id, location: { file: "Pipfile.lock", line } });
  });

  test.each<[string, Entries]>([
    ["pip, and the lockfile is a folder", { "Pipfile.lock": folder, "requirements.txt": "" }],
    ["Pipenv, and there is a lockfile in another case", { Pipfile: "", "pipfile.lock": short('"3.11"') }],
  ])("is not read with %s", (_, files) => {
    expect(versionAnswer(classic, files)).toEqual([latest("3.13")]);
  });

  test.each(["{", "", short('"*"')])("%j does not matter where an earlier file names the version", (content) => {
    const files = { ...locked(content), ".python-version": "3.12" };

    expect(versionAnswer(strict, files)).toEqual([latest("3.12")]);
  });

  test("tells that a number should be quoted, as it is written", () => {
    const { findings } = versionVerdict(classic, locked(short("3.10")));

    expect(idsOf(findings)[0]).toBe("pipfile-lock::bare-number");
    expect(findings[0]?.remedy).toContain('python_version = "3.10"');
  });
});
