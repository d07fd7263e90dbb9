import { describe, expect, test } from "vitest";
import type { InstallContext } from "../../src/package-managers/package-manager.js";
import { pip, setupPy } from "../../src/package-managers/pip.js";
import { pipenv } from "../../src/package-managers/pipenv.js";
import { toolsFor } from "../../src/package-managers/tools.js";
import { resolve } from "../../src/runtime/resolve.js";
import { appOf, type Entries } from "../support/app.js";
import { classic } from "../support/platforms.js";

const folders = {
  app: "/app",
  environment: "/e",
  tools: "/t",
  downloads: "/d",
  scratch: "/s",
  report: "/r.json",
};

type Options = Partial<Pick<InstallContext, "testDependencies" | "pythonMismatch">>;

function contextOf(files: Entries, series = "3.13", options: Options = {}): InstallContext {
  const requested = { series, release: undefined, origin: "default", location: undefined } as const;
  const { runtime } = resolve(requested, classic);

  return { app: appOf(files), folders, runtime, testDependencies: false, pythonMismatch: false, ...options };
}

describe("pip", () => {
  test("installs requirements.txt without asking", () => {
    const install = pip.install(contextOf({ "requirements.txt": "" }));

    expect(install).toMatchObject({
      bootstrap: [`pip==${toolsFor("3.13").pip}`],
      tool: undefined,
      shown: "pip install -r requirements.txt",
      program: "/e/bin/python",
      variables: { PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_CACHE_DIR: "/d/pip" },
      compileBytecode: true,
    });
    expect(install.arguments.join(" ")).toBe(
      "-m pip install -r requirements.txt --exists-action=w --no-input --progress-bar off --src=/e/src --no-compile",
    );
  });

  test.each<[Entries, Options, string]>([
    [{ "requirements-test.txt": "" }, { testDependencies: true }, "-r requirements.txt -r requirements-test.txt"],
    [{ "requirements-test.txt": "" }, {}, "-r requirements.txt"],
    [{}, { testDependencies: true }, "-r requirements.txt"],
  ])("with %o and %o installs %s in one call", (files, options, targets) => {
    const install = pip.install(contextOf({ "requirements.txt": "", ...files }, "3.13", options));

    expect(install.shown).toBe(`pip install ${targets}`);
    expect(install.arguments.join(" ")).toContain(`install ${targets} --exists-action=w`);
  });

  test.each([
    ["3.14", false],
    ["3.13", false],
    ["3.12", true],
    ["3.6", true],
    ["2.7", true],
  ])("on %s: setuptools %s", (series, given) => {
    const { bootstrap } = pip.install(contextOf({ "requirements.txt": "" }, series));

    expect(bootstrap.some((requirement) => requirement.startsWith("setuptools=="))).toBe(given);
  });

  test("compiles by itself on 2.7, whose compileall has no workers", () => {
    const install = pip.install(contextOf({ "requirements.txt": "" }, "2.7"));

    expect(install.compileBytecode).toBe(false);
    expect(install.arguments).not.toContain("--no-compile");
  });

  test("installs the app itself where setup.py stands alone", () => {
    const files = { "setup.py": "", "requirements-test.txt": "" };

    expect(setupPy.install(contextOf(files)).shown).toBe("pip install -e .");
    expect(setupPy.install(contextOf(files, "3.13", { testDependencies: true })).shown).toBe(
      "pip install -e . -r requirements-test.txt",
    );
  });
});

describe("Pipenv", () => {
  const locked = { Pipfile: "", "Pipfile.lock": "{}" };

  test.each<[Entries, Options, string]>([
    [locked, {}, "pipenv install --deploy"],
    [locked, { testDependencies: true }, "pipenv install --deploy --dev"],
    [locked, { pythonMismatch: true }, "pipenv sync"],
    [locked, { pythonMismatch: true, testDependencies: true }, "pipenv sync --dev"],
    [{ Pipfile: "" }, {}, "pipenv install --skip-lock"],
    [{ Pipfile: "" }, { testDependencies: true, pythonMismatch: true }, "pipenv install --skip-lock --dev"],
  ])("with %o and %o runs %s", (files, options, shown) => {
    const install = pipenv.install(contextOf(files, "3.13", options));

    expect(install.shown).toBe(shown);
    expect(["pipenv", ...install.arguments].join(" ")).toBe(shown);
  });

  test.each([
    ["3.14", "1", []],
    ["3.10", "1", []],
    ["3.9", undefined, []],
    ["3.6", undefined, ["pip==21.3.1", "setuptools==59.6.0"]],
    ["2.7", undefined, ["pip==20.3.4", "setuptools==44.1.1"]],
  ])("on %s: PIPENV_SYSTEM %s, in the app's environment %j", (series, system, bootstrap) => {
    const install = pipenv.install(contextOf(locked, series));

    expect(install.variables["PIPENV_SYSTEM"]).toBe(system);
    expect(install.bootstrap).toEqual(bootstrap);
    expect(install.tool).toEqual({
      name: "pipenv",
      atRunTime: true,
      requirement: `pipenv==${toolsFor(series).pipenv}`,
    });
  });

  test("is quiet, and keeps sources in the environment", () => {
    const { variables } = pipenv.install(contextOf(locked));

    expect(variables).toMatchObject({ PIPENV_VERBOSITY: "-1", PIPENV_NOSPIN: "1", PIP_SRC: "/e/src" });
  });
});
