import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BuildError } from "../src/build-error.js";
import { inputNames, type RawInputs, readInputs, requestedByInput } from "../src/inputs.js";
import type { Platform } from "../src/platforms/platform.js";
import { classic, strict } from "./support/platforms.js";

function problemOf(action: () => unknown) {
  try {
    action();
  } catch (error) {
    if (error instanceof BuildError) return error.problem;
    throw error;
  }
  throw new Error("accepted");
}

const defaults = {
  workingDirectory: ".",
  platform: "classic",
  pythonVersion: undefined,
  mode: "build",
  testDependencies: false,
  cache: "auto",
  pythonMirror: undefined,
};

describe("inputs", () => {
  test("that are missing or empty have their defaults", () => {
    const empty = Object.fromEntries(inputNames.map((name) => [name, ""]));

    expect([readInputs({}), readInputs(empty)]).toEqual([defaults, defaults]);
  });

  test.each<[RawInputs, object]>([
    [{ "working-directory": "a/b" }, { workingDirectory: "a/b" }],
    [{ platform: "own.json" }, { platform: "own.json" }],
    [{ "python-version": "3.12" }, { pythonVersion: "3.12" }],
    [{ mode: "plan" }, { mode: "plan" }],
    [{ mode: "build" }, { mode: "build" }],
    ...["true", "True", "TRUE"].map((yes): [RawInputs, object] => [
      { "test-dependencies": yes },
      { testDependencies: true },
    ]),
    ...["false", "False", "FALSE"].map((no): [RawInputs, object] => [
      { "test-dependencies": no },
      { testDependencies: false },
    ]),
    ...["true", "True", "TRUE"].map((yes): [RawInputs, object] => [{ cache: yes }, { cache: "on" }]),
    ...["false", "False", "FALSE"].map((no): [RawInputs, object] => [{ cache: no }, { cache: "off" }]),
    [{ cache: "auto" }, { cache: "auto" }],
    [{ "python-mirror": "/mirror" }, { pythonMirror: "/mirror" }],
  ])("%o are read as %o", (raw, read) => {
    expect(readInputs(raw)).toEqual({ ...defaults, ...read });
  });

  const boolean = ["`true`", "`false`"];
  test.each<[RawInputs, name: string, accepted: readonly string[]]>([
    ...["yes", "no", "on", "1", "0", "tRUE", " true", "toString", "auto"].map(
      (value): [RawInputs, string, string[]] => [{ "test-dependencies": value }, "test-dependencies", boolean],
    ),
    ...["yes", "Auto", "on", "constructor"].map((value): [RawInputs, string, string[]] => [
      { cache: value },
      "cache",
      ["`auto`", ...boolean],
    ]),
    [{ mode: "Plan" }, "mode", ["`plan`", "`build`"]],
    [{ mode: "deploy" }, "mode", ["`plan`", "`build`"]],
  ])("%o are refused, with the name, the value and what is accepted", (raw, name, accepted) => {
    const problem = problemOf(() => readInputs(raw));

    expect(problem).toMatchObject({ id: "input::invalid", location: undefined });
    expect(problem.explanation).toContain(`\`${name}\` is \`${Object.values(raw)[0]}\``);
    for (const value of accepted) expect(problem.remedy).toContain(value);
  });
});

describe("the input python-version", () => {
  test.each<[string, Platform, series: string, release: string | undefined]>([
    ["3.12", strict, "3.12", undefined],
    ["3.10", strict, "3.10", undefined],
    ["3.12.4", strict, "3.12", "3.12.4"],
    ["python-3.12", strict, "3.12", undefined],
    ["python-3.12.4", classic, "3.12", "3.12.4"],
    ["3.6.", classic, "3.6", undefined],
    ["python-3.6.", classic, "3.6", undefined],
    ["3.1.5", classic, "3.1", "3.1.5"],
  ])("%s asks for a version", (text, platform, series, release) => {
    expect(requestedByInput(text, platform)).toEqual({ series, release, origin: "input", location: undefined });
  });

  test.each<[string, Platform]>([
    ["3.6.", strict],
    ["3", classic],
    ["3.x", classic],
    [">=3.12", classic],
    ["Python-3.12", classic],
    ["3.12 ", classic],
    ["3.12..", classic],
    ["pypy3.10", classic],
    ["\u001b", classic],
  ])("%j is refused", (text, platform) => {
    const problem = problemOf(() => requestedByInput(text, platform));

    expect(problem.id).toBe("input::invalid");
    expect(problem.explanation).toMatch(/^[\x20-\x7e\uFFFD]*$/);
    expect(problem.remedy).not.toContain("YAML");
  });

  test.each<[string, Platform]>([
    ["3.1", strict],
    ["3.1", classic],
    ["python-3.1", classic],
    ["3.1.", classic],
  ])("%s is refused with a hint at YAML", (text, platform) => {
    const problem = problemOf(() => requestedByInput(text, platform));

    expect(problem.id).toBe("input::invalid");
    expect(problem.remedy).toContain('python-version: "3.10"');
  });

  test("is read, or refused with a reason, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(classic, strict), (text, platform) => {
        try {
          expect(requestedByInput(text, platform).origin).toBe("input");
        } catch (error) {
          expect(error).toBeInstanceOf(BuildError);
        }
      }),
    );
  });
});
