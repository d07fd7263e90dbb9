import { describe, expect, test } from "vitest";
import { type Entries, folder } from "../support/app.js";
import { classic, latest, ownPlatform, strict } from "../support/platforms.js";
import { versionAnswer, versionVerdict } from "../support/verdicts.js";

const noRequest = [latest("3.13")];
const invalid = ["pipfile::invalid-version"];
const loose = (release: string) => [release, "pipfile::loose-version"];
const requires = (fields: string): Entries => ({ Pipfile: `[packages]\n\n[requires]\n${fields}\n` });

describe("Pipfile", () => {
  test.each<[fields: string, answer: string[]]>([
    ["", noRequest],
    ['python_version = "*"', noRequest],
    ['python_version = ""', noRequest],
    ['python_full_version = "*"', noRequest],
    ['python_full_version = ""\npython_version = "3.12"', [latest("3.12")]],
    ['python_full_version = "3.12.4"\npython_version = "3.11"', ["3.12.4"]],
    ['python_version = "3.12"', [latest("3.12")]],
    ['python_version = "3.6"', ["3.6.6", "python-version::eol"]],
    ['python_version = "2.7"', ["2.7.15", "python-version::eol"]],
    ['python_version = "3.6.5"', ["3.6.5", "python-version::eol"]],
    ['python_full_version = "3.6"', ["3.6.6", "python-version::eol"]],
    ['python_version = "3.6."', [...loose("3.6.6"), "python-version::eol"]],
    ['python_version = "3.6.*"', [...loose("3.6.6"), "python-version::eol"]],
    ['python_version = "3"', loose(latest("3.13"))],
    ['python_version = "2"', [...loose("2.7.15"), "python-version::eol"]],
    ['python_version = "4"', invalid],
    ['python_version = "^3.12"', invalid],
    ['python_version = ">=3.8"', invalid],
    ['python_version = "~=3.9"', invalid],
    ['python_version = "latest"', invalid],
    ['python_version = " 3.12"', invalid],
    ["python_version = 3.10", invalid],
    ["python_version = 3", invalid],
    ["python_version = 99999999999999999999", invalid],
    ["python_version = true", invalid],
    ["python_version = 1979-05-27", invalid],
    ["python_version = ['3.12']", invalid],
    ["python_version = { toString = 1, valueOf = 1 }", invalid],
    ["python_version = 3.12.4", ["pipfile::invalid-toml"]],
  ])("with %j below [requires]", (fields, answer) => {
    expect(versionAnswer(classic, requires(fields))).toEqual(answer);
  });

  test.each(["", "requires = 'x'", "requires = 1", "requires = 1979-05-27", "[[requires]]"])(
    "%j asks for nothing",
    (content) => {
      expect(versionAnswer(classic, { Pipfile: content })).toEqual(noRequest);
    },
  );

  test.each<[Entries, string, number | undefined]>([
    [requires('python_version = "^3"'), "pipfile::invalid-version", 4],
    [requires('# c\n  "python_full_version" = "3"'), "pipfile::loose-version", 5],
    [{ Pipfile: 'requires = { python_version = "x" }' }, "pipfile::invalid-version", undefined],
    [{ Pipfile: "[packages]\n\nflask == 1" }, "pipfile::invalid-toml", 3],
  ])("points at the line to change in %j", (files, id, line) => {
    const { findings } = versionVerdict(classic, files);

    expect(findings[0]).toMatchObject({ id, location: { file: "Pipfile", line } });
  });

  test.each(["{}", '{"_meta": {"requires": {"python_version": "*"}}}'])(
    "has the word where the lockfile is %j",
    (lock) => {
      const files = { ...requires('python_version = "3.12"'), "Pipfile.lock": lock };

      expect(versionAnswer(classic, files)[0]).toBe(latest("3.12"));
    },
  );

  test("is beaten by a lockfile with a version", () => {
    const lock = '{"_meta": {"requires": {"python_version": "3.11"}}}';

    expect(versionAnswer(classic, { ...requires('python_version = "3.12"'), "Pipfile.lock": lock })).toEqual([
      latest("3.11"),
    ]);
  });

  test("is not read on platforms that don't", () => {
    const files = { ...requires('python_version = "3.12"'), "Pipfile.lock": "{}" };

    expect(versionAnswer(strict, files)).toEqual(noRequest);
  });

  test("is not read where it is a folder", () => {
    expect(versionAnswer(classic, { Pipfile: folder, "requirements.txt": "" })).toEqual(noRequest);
  });

  test("counts 3 as the default series and 2 as the newest of its own", () => {
    const platform = ownPlatform({ defaultSeries: "3.12" });

    expect(versionAnswer(platform, requires('python_version = "3"'))[0]).toBe(latest("3.12"));
    expect(versionAnswer(platform, requires('python_version = "2"'))[0]).toBe("2.7.15");
  });
});
