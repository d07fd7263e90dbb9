import { describe, expect, test } from "vitest";
import type { PackageManagerName } from "../../src/package-managers/package-manager.js";
import { packageManagerSupport } from "../../src/rules/package-manager-support.js";
import type { Origin, Runtime } from "../../src/runtime/version.js";
import { factsOf } from "../support/facts.js";
import { classic, heroku, scalingo } from "../support/platforms.js";
import { idsOf } from "../support/verdicts.js";

const id = "install-package-manager::unsupported-python";

function python(series: string, origin: Origin = ".python-version"): Runtime {
  const location = origin === "input" || origin === "default" ? undefined : { file: origin, line: 2 };

  return { release: `${series}.0`, series, requested: { series, release: undefined, origin, location } };
}

function judge(packageManager: PackageManagerName | undefined, runtime: Runtime | undefined) {
  return packageManagerSupport(factsOf({}, { packageManager, runtime }));
}

describe("a package manager that runs on a series", () => {
  test.each<[series: string, poetry: boolean, uv: boolean]>([
    ["3.15", true, true],
    ["3.14", true, true],
    ["3.13", true, true],
    ["3.12", true, true],
    ["3.11", true, true],
    ["3.10", true, true],
    ["3.9", true, true],
    ["3.8", false, true],
    ["3.7", false, false],
    ["3.6", false, false],
    ["3.5", false, false],
    ["2.7", false, false],
    ["2.6", false, false],
  ])("%s: Poetry does, %j; uv does, %j", (series, poetry, uv) => {
    const runs = (name: PackageManagerName) => judge(name, python(series)).length === 0;

    expect([runs("poetry"), runs("uv")]).toEqual([poetry, uv]);
  });

  test.each<PackageManagerName>(["pip", "setup.py", "pipenv"])("%s runs on every one", (name) => {
    const problems = Object.keys(classic.series).flatMap((series) => judge(name, python(series)));

    expect(problems).toEqual([]);
  });
});

describe("one that does not run", () => {
  test.each<[Origin, file: string | undefined]>([
    [".python-version", ".python-version"],
    ["runtime.txt", "runtime.txt"],
    ["input", undefined],
  ])("is told about where %s asks for the series", (origin, file) => {
    const problems = judge("uv", python("3.7", origin));

    expect(idsOf(problems)).toEqual([id]);
    expect(problems[0]?.location).toEqual(file && { file, line: 2 });
  });

  test.each<[PackageManagerName, series: string, oldest: string]>([
    ["poetry", "3.8", "3.9"],
    ["uv", "3.7", "3.8"],
  ])("%s on %s names the oldest series that it supports, %s", (name, series, oldest) => {
    const [problem] = judge(name, python(series));

    expect(problem?.explanation).toContain(oldest);
  });

  test("stops the build on every platform", () => {
    expect([classic, scalingo, heroku].map(({ severities }) => severities[id])).toEqual(["error", "error", "error"]);
  });
});

test.each<[PackageManagerName | undefined, Runtime | undefined]>([
  ["uv", undefined],
  ["poetry", undefined],
  [undefined, python("2.7")],
])("nothing is said of %s on %o, where one of them is not known", (name, runtime) => {
  expect(judge(name, runtime)).toEqual([]);
});
