import { describe, expect, test } from "vitest";
import { compile } from "../src/compile.js";
import { pythonNotInstalled } from "../src/errors.js";
import type { RawInputs } from "../src/inputs.js";
import { laterSteps, outputsOf } from "../src/later-steps.js";
import { reportOf } from "../src/report.js";
import { appOf, type Entries } from "./support/app.js";
import { type FakeWorld, fakeRunner } from "./support/fake-runner.js";

const procfile = { Procfile: "web: gunicorn app:app\n" };
const pipApp: Entries = { "requirements.txt": "six==1.16.0\n", ".python-version": "3.13\n", ...procfile };

async function compiled(world: Partial<FakeWorld> & { readonly app?: Entries }, inputs: RawInputs = {}) {
  const runner = fakeRunner({ apps: [appOf(world.app ?? pipApp)], ...world });
  const build = await compile(inputs, runner);
  const report = reportOf(build);
  return { runner, build, report, outputs: outputsOf(build, report), later: laterSteps(build) };
}

describe("a build", () => {
  test("of a pip app does the platforms' steps in their order", async () => {
    const { runner, report } = await compiled({
      app: { ...pipApp, "bin/pre_compile": "true\n", "bin/post_compile": "true\n" },
    });

    expect(runner.effects).toEqual([
      "clear /own/scratch",
      "read the app",
      "write build-data/python.json to /own/scratch/cache",
      "begin Running bin/pre_compile",
      "write  to /own/scratch/env",
      'run bash -c if [ -s "$0" ]; then exec "$0" 2>&1; fi /app/bin/pre_compile',
      "remove /own/scratch/env",
      "end Running bin/pre_compile: success",
      "read the app",
      "begin Planning the build",
      "print Platform: classic",
      "print Using Python 3.13 specified in .python-version, which means 3.13.15",
      "print Package manager: pip",
      "print Dependencies: pip install -r requirements.txt",
      "end Planning the build: success",
      "begin Installing Python 3.13.15",
      "install Python 3.13.15",
      "restore /own/downloads",
      "end Installing Python 3.13.15: success",
      "begin Installing pip 26.2.1",
      "clear /own/environment",
      "clear /own/tools",
      "run /pythons/3.13.15/bin/python -m venv --without-pip /own/environment",
      "run /own/environment/bin/python /pythons/3.13.15/pip.whl/pip install --quiet --no-input pip==26.2.1",
      "write  to /own/tools/bin",
      "end Installing pip 26.2.1: success",
      "begin Installing dependencies with pip install -r requirements.txt",
      "run /own/environment/bin/python -m pip install -r requirements.txt --exists-action=w --no-input --progress-bar off --src=/own/environment/src --no-compile",
      "run /own/environment/bin/python -m compileall -qq -j 0 /own/environment/lib",
      "end Installing dependencies with pip install -r requirements.txt: success",
      "begin Saving the download cache",
      "save /own/downloads",
      "end Saving the download cache: success",
      "begin Running bin/post_compile",
      "write  to /own/scratch/env",
      'run bash -c if [ -s "$0" ]; then exec "$0" 2>&1; fi /app/bin/post_compile',
      "remove /own/scratch/env",
      "end Running bin/post_compile: success",
      "remove /own/scratch",
    ]);
    expect(report).toMatchObject({ schema: 1, deployable: true, failureReason: null, cache: { downloads: "miss" } });
  });

  test("of a Pipenv app keeps Pipenv out of the app's environment", async () => {
    const { runner, later } = await compiled({
      app: { Pipfile: "[packages]\n", "Pipfile.lock": '{"_meta":{"requires":{"python_version":"3.13"}}}' },
    });

    expect(runner.effects.filter((line) => /^(run|write)/.test(line))).toEqual([
      "write build-data/python.json to /own/scratch/cache",
      "run /pythons/3.13.15/bin/python -m venv --without-pip /own/environment",
      "run /pythons/3.13.15/bin/python -m venv --without-pip /own/tools/pipenv",
      "run /own/tools/pipenv/bin/python /pythons/3.13.15/pip.whl/pip install --quiet --no-input pipenv==2026.7.1",
      "write pipenv to /own/tools/bin",
      "run /own/tools/bin/pipenv install --deploy",
    ]);
    expect(later?.path).toEqual(["/own/environment/bin", "/own/tools/bin"]);
  });

  test("plans the app as bin/pre_compile left it", async () => {
    const before = appOf({ "setup.py": "", "bin/pre_compile": "true\n" });
    const after = appOf({ "requirements.txt": "", "runtime.txt": "python-3.12\n", "bin/pre_compile": "true\n" });

    const { outputs } = await compiled({ apps: [before, after] });

    expect(outputs).toMatchObject({ "package-manager": "pip", "python-version": "3.12.14" });
  });

  test("does not ask for the cache when it is off, and keeps downloads to itself", async () => {
    const { runner, report } = await compiled({}, { cache: "false" });

    expect(runner.effects.filter((line) => /^(restore|save)/.test(line))).toEqual([]);
    expect(report.cache.downloads).toBe("off");
    expect(runner.commands.at(-2)?.variables["PIP_CACHE_DIR"]).toBe("/own/scratch/downloads/pip");
  });

  test.each([
    ["it gave trouble", { matchedKey: undefined, trouble: "no answer" }, "unavailable"],
    ["an older entry was found", { matchedKey: "another-key", trouble: undefined }, "hit"],
  ])("tells of the cache when %s", async (_, restored, state) => {
    const { report } = await compiled({ restored });

    expect(report.cache.downloads).toBe(state);
    expect(report.deployable).toBe(true);
  });

  test("does not save the cache again when it was restored by its exact key", async () => {
    const first = await compiled({});
    const key = first.build.plan?.downloads?.key;

    const { runner } = await compiled({ restored: { matchedKey: key, trouble: undefined } });

    expect(key).toContain("-pip-");
    expect(runner.effects.filter((line) => line.startsWith("save"))).toEqual([]);
  });

  test("warns, and goes on, when the cache can't be saved", async () => {
    const { report } = await compiled({ saveTrouble: "no answer" });

    expect(report.findings.map(({ id }) => id)).toEqual(["cache::unavailable"]);
    expect(report.deployable).toBe(true);
  });

  test("installs for the release that stands in, and says so", async () => {
    const { runner, report, outputs } = await compiled({
      app: {
        ...procfile,
        Pipfile: '[packages]\n[requires]\npython_full_version = "3.13.15"\n',
        "Pipfile.lock": '{"_meta":{"requires":{"python_full_version":"3.13.15"}}}',
      },
      release: "3.13.0",
    });

    expect(report.findings.map(({ id }) => id)).toEqual(["python::substituted"]);
    expect(outputs["python-version"]).toBe("3.13.0");
    expect(report.python).toMatchObject({ requested: "3.13.15", version: "3.13.0", source: "tool-cache" });
    expect(runner.effects).toContain("run /own/tools/bin/pipenv sync");
  });

  test("on the user's own platform weighs by its severities", async () => {
    const texts = { "own.json": '{"extends":"classic","name":"own","severities":{"python-version::eol":"error"}}' };

    const { report, runner } = await compiled(
      { texts, app: { "requirements.txt": "", ".python-version": "3.6\n" } },
      { platform: "own.json" },
    );

    expect(report).toMatchObject({ platform: "own", deployable: false, failureReason: "python-version::eol" });
    expect(report.python?.version).toBe("3.6.6");
    expect(runner.commands).toEqual([]);
  });
});

test("a folder that a hook made so that it can't be removed is told, and changes no verdict", async () => {
  const { runner, report } = await compiled({ stuck: "/own/scratch" });

  expect(runner.effects.at(-1)).toContain("print /own/scratch can't be removed");
  expect(report.deployable).toBe(true);
});

describe("a build that fails", () => {
  test.each([
    ["in bin/pre_compile", /pre_compile/, "hooks::pre_compile"],
    ["as the environment is made", /-m venv/, "install-python"],
    ["as pip is installed", /pip\.whl/, "install-package-manager::pip"],
    ["as dependencies are installed", /-m pip install/, "install-dependencies::pip"],
    ["in bin/post_compile", /post_compile/, "hooks::post_compile"],
  ])("%s stops there and has one error", async (_, pattern, id) => {
    const { runner, report, later, outputs } = await compiled({
      app: { ...pipApp, "bin/pre_compile": "true\n", "bin/post_compile": "true\n" },
      outcomes: [[pattern, { status: 1, lastLines: ["it went wrong"] }]],
    });

    expect(report).toMatchObject({ deployable: false, failureReason: id });
    expect(report.findings.map(({ severity }) => severity)).toEqual(["error"]);
    expect(report.findings[0]?.explanation).toContain("it went wrong");
    expect(pattern.test([...(runner.commands.at(-1)?.arguments ?? [])].join(" "))).toBe(true);
    expect(report.steps.at(-1)?.outcome).toBe("failure");
    expect(later).toBeUndefined();
    expect(outputs).toMatchObject({ deployable: "false", "failure-reason": id });
  });

  test("to install leaves no environment behind", async () => {
    const { runner } = await compiled({ outcomes: [[/-m pip install/, { status: 1 }]] });

    expect(runner.effects.slice(-3)).toContain("remove /own/environment");
  });

  test("for want of a Python tells the outputs that are known", async () => {
    const pythonError = pythonNotInstalled("3.13.15", [{ source: "mirror", reason: "it has none" }]);

    const { outputs, report } = await compiled({ pythonError });

    expect(outputs).toMatchObject({
      "python-version": "3.13.15",
      "python-version-origin": ".python-version",
      "package-manager": "pip",
      "failure-reason": "install-python",
    });
    expect(report.findings[0]?.explanation).toContain("mirror: it has none");
  });

  test("by a bug of ours says so", async () => {
    const { report } = await compiled({ pythonError: new TypeError("x is not a function") });

    expect(report.failureReason).toBe("internal-error::unhandled");
    expect(report.findings[0]?.explanation).toContain("x is not a function");
  });

  test.each(["ENOSPC", "EACCES", "EROFS"])(
    "because the machine does not let it write (%s) blames the machine",
    async (code) => {
      const pythonError = Object.assign(new Error(`${code}: no, mkdir '/own'`), { code });

      const { report } = await compiled({ pythonError });

      expect(report.failureReason).toBe("machine::cannot-write");
      expect(report.findings[0]?.explanation).toContain("mkdir '/own'");
    },
  );

  test("by a stale hook that emptied the cache folder is a warning on classic", async () => {
    const { report } = await compiled({
      app: { ...pipApp, "bin/pre_compile": "true\n" },
      removed: ["/own/scratch/cache/build-data/python.json"],
    });

    expect(report.findings.map(({ id, severity }) => [id, severity])).toEqual([
      ["build-data::data-file-deleted", "warning"],
    ]);
  });
});

describe("a plan", () => {
  test("runs nothing and installs nothing", async () => {
    const { runner, outputs } = await compiled({ app: { ...pipApp, "bin/pre_compile": "true\n" } }, { mode: "plan" });

    expect(runner.commands).toEqual([]);
    expect(runner.effects.filter((line) => /^(install|restore|save|write)/.test(line))).toEqual([]);
    expect(outputs).toMatchObject({ "python-version": "3.13.15", deployable: "true" });
  });

  test("takes what bin/pre_compile may cure for a warning", async () => {
    const { report } = await compiled(
      { app: { ...procfile, "app.py": "", "bin/pre_compile": "true\n" } },
      { mode: "plan" },
    );

    expect(report.findings.map(({ id, severity }) => [id, severity])).toEqual([
      ["hooks::not-run-in-plan", "notice"],
      ["package-manager::none-found", "warning"],
      ["python-version::not-specified", "warning"],
    ]);
  });

  test("of what is no Python app says only that", async () => {
    const { report } = await compiled({ app: { "README.md": "" } }, { mode: "plan" });

    expect(report.findings.map(({ id }) => id)).toEqual(["detect::no-python-files"]);
  });
});
