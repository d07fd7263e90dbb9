import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import { choosePackageManager } from "../../src/package-managers/choose.js";
import type { InstallContext, PackageManager } from "../../src/package-managers/package-manager.js";
import { poetry } from "../../src/package-managers/poetry.js";
import { uv } from "../../src/package-managers/uv.js";
import type { Platform } from "../../src/platforms/platform.js";
import { requestedVersion } from "../../src/runtime/requested-version.js";
import { resolve } from "../../src/runtime/resolve.js";
import { appOf, type Entries } from "../support/app.js";
import { classic, heroku, latest, ownPlatform, scalingo } from "../support/platforms.js";

const folders = {
  app: "/app",
  environment: "/e",
  tools: "/t",
  downloads: "/d",
  scratch: "/s",
  report: "/r.json",
};

type Options = Partial<Pick<InstallContext, "testDependencies" | "pythonMismatch">>;

function install({ install }: PackageManager, series = "3.13", options: Options = {}) {
  const requested = { series, release: undefined, origin: "default", location: undefined } as const;
  const { runtime } = resolve(requested, classic);

  return install({ app: appOf({}), folders, runtime, testDependencies: false, pythonMismatch: false, ...options });
}

describe("Poetry", () => {
  test("installs the main group, and takes away what the lockfile does not have", () => {
    const { shown, program, arguments: args } = install(poetry);

    expect(shown).toBe("poetry sync --only main");
    expect(program).toBe("/t/bin/poetry");
    expect(args).toEqual(["sync", "--only", "main", "--compile", "--no-ansi", "--no-interaction"]);
  });

  test("installs all groups that are not optional for tests", () => {
    const { shown, arguments: args } = install(poetry, "3.13", { testDependencies: true });

    expect(shown).toBe("poetry sync");
    expect(args).toEqual(["sync", "--compile", "--no-ansi", "--no-interaction"]);
  });

  test("installs into the app's environment, and makes none of its own", () => {
    const { variables } = install(poetry);

    expect(variables).toEqual({
      POETRY_VIRTUALENVS_CREATE: "false",
      POETRY_VIRTUALENVS_USE_POETRY_PYTHON: "true",
      POETRY_CACHE_DIR: "/d/poetry",
    });
  });

  test.each([
    ["3.15", "2.4.1"],
    ["3.14", "2.4.1"],
    ["3.13", "2.4.1"],
    ["3.12", "2.4.1"],
    ["3.11", "2.4.1"],
    ["3.10", "2.4.1"],
    ["3.9", "2.2.1"],
  ])("on %s is %s", (series, version) => {
    expect(install(poetry, series).tool).toEqual({
      name: "poetry",
      requirement: `poetry==${version}`,
      atRunTime: false,
    });
  });

  test("reads poetry.lock and pyproject.toml", () => {
    expect(poetry).toMatchObject({ name: "poetry", manifest: "pyproject.toml" });
    expect(poetry.downloadInputs.toSorted()).toEqual(["poetry.lock", "pyproject.toml"]);
  });
});

describe("uv", () => {
  test("installs what is locked, without the default groups", () => {
    const { shown, program, arguments: args } = install(uv);

    expect(shown).toBe("uv sync --locked --no-default-groups");
    expect(program).toBe("/t/bin/uv");
    expect(args).toEqual(["sync", "--locked", "--no-default-groups", "--compile-bytecode", "--no-progress"]);
  });

  test("installs the default groups for tests", () => {
    const { shown, arguments: args } = install(uv, "3.13", { testDependencies: true });

    expect(shown).toBe("uv sync --locked");
    expect(args).toEqual(["sync", "--locked", "--compile-bytecode", "--no-progress"]);
  });

  test("installs into the app's environment, with the app's Python and no other", () => {
    const { variables } = install(uv);

    expect(variables).toEqual({
      UV_PROJECT_ENVIRONMENT: "/e",
      UV_PYTHON: "/e/bin/python",
      UV_NO_MANAGED_PYTHON: "1",
      UV_PYTHON_DOWNLOADS: "never",
      UV_LINK_MODE: "hardlink",
      UV_CACHE_DIR: "/d/uv",
    });
  });

  test.each(["3.15", "3.14", "3.13", "3.12", "3.11", "3.10", "3.9", "3.8"])("on %s is 0.12.5", (series) => {
    expect(install(uv, series).tool).toEqual({ name: "uv", requirement: "uv==0.12.5", atRunTime: false });
  });

  test("reads uv.lock and pyproject.toml", () => {
    expect(uv).toMatchObject({ name: "uv", manifest: "pyproject.toml" });
    expect(uv.downloadInputs.toSorted()).toEqual(["pyproject.toml", "uv.lock"]);
  });
});

describe.each([
  ["Poetry", poetry],
  ["uv", uv],
])("with %s", (_, packageManager) => {
  test.each([false, true])("the app's environment gets no pip and no setuptools, test dependencies %j", (tests) => {
    const { bootstrap } = install(packageManager, "3.12", { testDependencies: tests });

    expect(bootstrap).toEqual([]);
  });

  test("bytecode is compiled by the command itself", () => {
    expect(install(packageManager).compileBytecode).toBe(false);
  });

  test("a Python that the app does not name changes nothing", () => {
    expect(install(packageManager, "3.13", { pythonMismatch: true })).toEqual(install(packageManager));
  });

  test("what is shown is what is run, without the flags for the machine", () => {
    const { shown, arguments: args } = install(packageManager);

    expect([packageManager.name, ...args].join(" ").startsWith(shown)).toBe(true);
  });
});

describe("files choose", () => {
  test.each<[files: Entries, name: string | undefined, problems: string[]]>([
    [{ "poetry.lock": "", "pyproject.toml": "" }, "poetry", []],
    [{ "uv.lock": "", "pyproject.toml": "" }, "uv", []],
    [{ "poetry.lock": "" }, "poetry", []],
    [{ "uv.lock": "" }, "uv", []],
    [{ "poetry.lock": "", "uv.lock": "" }, "poetry", ["package-manager::multiple-found uv.lock"]],
    [{ "requirements.txt": "", "uv.lock": "" }, "pip", ["package-manager::multiple-found uv.lock"]],
    [{ "setup.py": "", "uv.lock": "" }, "uv", []],
    [{ "pyproject.toml": "[tool.poetry]\n" }, undefined, ["package-manager::none-found undefined"]],
    [{ "pyproject.toml": "[tool.uv]\n" }, undefined, ["package-manager::none-found undefined"]],
  ])("%o: %s", (files, name, problems) => {
    const choice = choosePackageManager(appOf(files));

    expect(choice.packageManager?.name).toBe(name);
    expect(choice.problems.map(({ id, location }) => `${id} ${location?.file}`)).toEqual(problems);
  });
});

describe("the Python of an app that uses uv", () => {
  const files = { "uv.lock": "version = 1\n", "pyproject.toml": "" };

  /** The verdict, as `severity id file:line`. */
  function verdict(platform: Platform, others: Entries): string[] {
    const app = appOf({ ...files, ...others });
    const { requested, problems } = requestedVersion({ app, platform, packageManager: "uv" });
    const resolved = requested ? resolve(requested, platform, "uv").problems : [];

    return weigh([...problems, ...resolved], platform.severities).map(
      ({ severity, id, location }) => `${severity} ${id} ${location?.file ?? ""}:${location?.line ?? ""}`,
    );
  }

  test("is to be named in .python-version", () => {
    for (const platform of [classic, scalingo, heroku]) {
      expect(verdict(platform, { ".python-version": "3.13\n" })).toEqual([]);
    }
  });

  test("is the default on classic alone where nothing names it", () => {
    expect(verdict(classic, {})).toEqual([
      "warning python-version-file::not-found uv.lock:1",
      "warning python-version::not-specified :",
    ]);
    expect(verdict(scalingo, {})).toEqual(["error python-version-file::not-found uv.lock:1"]);
    expect(verdict(heroku, {})).toEqual(["error python-version-file::not-found uv.lock:1"]);
  });

  test("is that of runtime.txt on classic alone", () => {
    const others = { "runtime.txt": "python-3.13.15\n" };

    expect(verdict(classic, others)[0]).toBe("warning runtime-txt::not-supported runtime.txt:1");
    for (const platform of [scalingo, heroku]) {
      const errors = verdict(platform, others).filter((said) => said.startsWith("error"));
      expect(errors).toEqual(["error runtime-txt::not-supported runtime.txt:1"]);
    }
  });

  test("may be that of the input", () => {
    const requested = { series: "3.13", release: undefined, origin: "input", location: undefined } as const;

    const problems = [classic, scalingo, heroku].flatMap((platform) => resolve(requested, platform, "uv").problems);

    expect(problems).toEqual([]);
  });

  test("is told about before a release that can't be had", () => {
    const ids = verdict(scalingo, { "runtime.txt": "python-3.13.999\n" }).map((said) => said.split(" ")[1]);

    expect(ids).toEqual(["runtime-txt::not-supported", "python-version::unknown-patch"]);
  });
});

describe("a release that can't be had", () => {
  function said(asked: string, platform: Platform) {
    const app = appOf({ ".python-version": `# Python\n${asked}\n` });
    const { requested } = requestedVersion({ app, platform, packageManager: "pip" });
    if (!requested) throw new Error(`${asked} is no version`);

    return resolve(requested, platform, "pip")
      .problems.filter(({ id }) => id === "python-version::unknown-patch")
      .map(({ location }) => location);
  }

  const here = { file: ".python-version", line: 2 };

  test.each([
    ["3.13.999", [here]],
    ["3.14.99", [here]],
    [latest("3.13"), []],
    ["3.13.0", []],
    ["3.12.1", []],
  ])("%s is told about where it is asked for, on every platform: %j", (asked, locations) => {
    expect([classic, scalingo, heroku].map((platform) => said(asked, platform))).toEqual([
      locations,
      locations,
      locations,
    ]);
  });

  test("may be one that is newer than the platform's latest, where such are refused", () => {
    const series = { "3.13": { latest: "3.13.9" } };

    const [accepted, refused] = (["accepted", "refused"] as const).map((newerReleases) =>
      said("3.13.10", ownPlatform({ series, newerReleases })),
    );

    expect(accepted).toEqual([]);
    expect(refused).toEqual([here]);
  });
});
