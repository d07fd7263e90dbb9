import { access } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { type JobOptions, startJob } from "../support/github-runner.js";
import type { Files } from "../support/temporary-folder.js";
import { anyPython, build, toolCacheOf } from "./action.js";

const python = anyPython();
const toolCache = await toolCacheOf(python);
const version = { ".python-version": `${python.release}\n` };
const idOf = ({ message }: { readonly message: string }) => /\[([a-z0-9:_-]+)\]$/.exec(message)?.[1];

async function fail(files: Files, inputs: Readonly<Record<string, string>> = {}, options: JobOptions = {}) {
  await using job = await startJob({ files, toolCache, ...options });
  const result = await build(job, inputs);
  const errors = result.annotations.filter(({ severity }) => severity === "error");
  return {
    exitCode: result.exitCode,
    outputs: result.outputs,
    errors: errors.map((error) => ({ id: idOf(error), file: error.file, line: error.line })),
    log: result.log,
    summary: result.summary,
    env: result.env,
    leftover: await access(`${job.temp}/python-build/app/environment/bin`).then(
      () => true,
      () => false,
    ),
  };
}

describe("a failed install", () => {
  test.each([
    ["pip", { ...version, "requirements.txt": "six==1.16.0\nno-such-package-here==99.9\n" }, "requirements.txt"],
    ["setup.py", { ...version, "setup.py": "raise SystemExit('no')\n" }, "setup.py"],
    ["pipenv", { ...version, Pipfile: '[packages]\nno-such-package-here = "==99.9"\n' }, "Pipfile"],
  ])(
    "by %s is one error that points at the manifest, and leaves no half environment",
    async (name, files, manifest) => {
      const result = await fail(files);

      const id = name === "pipenv" ? "install-dependencies::pipenv" : "install-dependencies::pip";
      expect(result.exitCode).toBe(1);
      expect(result.errors).toEqual([{ id, file: manifest, line: undefined }]);
      expect(result.outputs).toMatchObject({
        deployable: "false",
        "failure-reason": id,
        "python-version": python.release,
      });
      expect(result.outputs).not.toHaveProperty("virtual-env");
      expect(result.env).toEqual({});
      expect(result.leftover).toBe(false);
      expect(result.summary).toContain(id);
    },
  );

  test("can't give the runner commands, and its variables don't reach a package's own code", async () => {
    const setup = `
import os, sys
print("::set-output name=deployable::true")
print("::error::forged")
leaked = [name for name in os.environ if name.startswith(("GITHUB_", "ACTIONS_", "INPUT_", "RUNNER_"))]
sys.exit("leaked: %s" % leaked)
`;
    const result = await fail({ ...version, "setup.py": setup });

    expect(result.errors.map(({ id }) => id)).toEqual(["install-dependencies::pip"]);
    expect(result.log).toContain("leaked: []");
  });
});

describe("a failure to install the tools", () => {
  const deadIndex = { PIP_INDEX_URL: "http://127.0.0.1:9/simple", PIP_RETRIES: "0" };

  test.each([
    ["pip", { ...version, "requirements.txt": "" }],
    ["pipenv", { ...version, Pipfile: "" }],
  ])("%s is an error of its own", async (name, files) => {
    const result = await fail(files, {}, { env: deadIndex });

    expect(result.exitCode).toBe(1);
    expect(result.errors).toEqual([{ id: `install-package-manager::${name}`, file: undefined, line: undefined }]);
    expect(result.leftover).toBe(false);
  });
});

describe("bad input", () => {
  const pip = { "requirements.txt": "" };
  const pipenv = { Pipfile: "[packages]\n" };
  const good = '{"_meta":{"hash":{"sha256":"0"},"requires":{}}}';

  test.each([
    ["an empty runtime.txt", { ...pip, "runtime.txt": "" }, "runtime-txt::invalid-version", "runtime.txt", 1],
    [
      "a binary runtime.txt",
      { ...pip, "runtime.txt": new Uint8Array([0, 1, 2, 255]) },
      "runtime-txt::invalid-version",
      "runtime.txt",
      1,
    ],
    [
      "a huge runtime.txt",
      { ...pip, "runtime.txt": "x".repeat(34_000_000) },
      "source::unreadable",
      "runtime.txt",
      undefined,
    ],
    [
      "a .python-version of several lines",
      { ...pip, ".python-version": "3.12\n3.13\n" },
      "python-version-file::multiple-versions",
      ".python-version",
      2,
    ],
    [
      "a .python-version in UTF-16",
      { ...pip, ".python-version": new Uint8Array([255, 254, 51, 0, 46, 0]) },
      "python-version-file::invalid-encoding",
      ".python-version",
      1,
    ],
    [
      "a series that nobody has",
      { ...pip, ".python-version": "# c\n3.99\n" },
      "python-version::unknown-major",
      ".python-version",
      2,
    ],
    [
      "a release that nobody has",
      { ...pip, ".python-version": "3.12.999\n" },
      "python-version::unknown-patch",
      ".python-version",
      1,
    ],
    [
      "a Pipfile that is no TOML",
      { Pipfile: "[packages]\nsix = \n", "Pipfile.lock": good },
      "pipfile::invalid-toml",
      "Pipfile",
      2,
    ],
    [
      "a truncated Pipfile.lock",
      { ...pipenv, "Pipfile.lock": '{\n"_meta": {' },
      "pipfile-lock::invalid-json",
      "Pipfile.lock",
      2,
    ],
    ["an empty Pipfile.lock", { ...pipenv, "Pipfile.lock": "" }, "pipfile-lock::invalid-json", "Pipfile.lock", 1],
    ["a lockfile without a Pipfile", { "Pipfile.lock": good }, "pipfile::not-found", "Pipfile.lock", 1],
    [
      "a range in a Pipfile",
      { Pipfile: '[requires]\npython_version = ">=3.8"\n' },
      "pipfile::invalid-version",
      "Pipfile",
      2,
    ],
    [
      "a range in a lockfile",
      { ...pipenv, "Pipfile.lock": '{"_meta":{\n"requires":{\n"python_version":"^3.12"}}}' },
      "pipfile-lock::invalid-version",
      "Pipfile.lock",
      3,
    ],
    [
      "a hook that nobody may read",
      { ...pip, "bin/post_compile": { content: "true\n", mode: 0o000 } },
      "hooks::unreadable",
      "bin/post_compile",
      undefined,
    ],
    ["an app that is none", { "README.md": "hello" }, "detect::no-python-files", undefined, undefined],
    ["an app without anything to install", { "app.py": "" }, "package-manager::none-found", undefined, undefined],
  ] as const)("%s is an error with a location", async (_, files: Files, id, file, line) => {
    const result = await fail(files);

    expect(result.exitCode).toBe(1);
    expect(result.errors).toEqual([{ id, file, line }]);
    expect(result.outputs["failure-reason"]).toBe(id);
    expect(result.outputs["deployable"]).toBe("false");
  });

  test.each([
    [{ mode: "deploy" }, "input::invalid"],
    [{ "test-dependencies": "yes" }, "input::invalid"],
    [{ cache: "maybe" }, "input::invalid"],
    [{ platform: "no-such-platform" }, "input::invalid"],
    [{ "python-version": "latest" }, "input::invalid"],
    [{ "python-version": "3.1" }, "input::invalid"],
    [{ "working-directory": ".." }, "input::outside-workspace"],
    [{ "working-directory": "missing" }, "input::outside-workspace"],
    [{ "working-directory": "requirements.txt" }, "input::outside-workspace"],
    [{ platform: "requirements.txt" }, "platform::invalid-file"],
  ])("the inputs %j are an error of their own", async (inputs, id) => {
    const result = await fail(pip, inputs);

    expect(result.exitCode).toBe(1);
    expect(result.errors.map((error) => error.id)).toEqual([id]);
    expect(result.outputs).toMatchObject({ deployable: "false", "failure-reason": id });
    expect(result.log).not.toMatch(/^ +at .*\(/m);
  });

  test("a platform file points at the line of its mistake", async () => {
    const result = await fail(
      { ...pip, "own.json": '{\n  "extends": "classic",\n  "colour": "red"\n}' },
      { platform: "own.json" },
    );

    expect(result.errors).toEqual([{ id: "platform::invalid-file", file: "own.json", line: 3 }]);
  });

  test("a wrong python-version is told before a hook has run", async () => {
    await using job = await startJob({ files: { ...pip, "bin/pre_compile": "touch ran\n" }, toolCache });

    const result = await build(job, { "python-version": "newest" });

    expect(result.outputs["failure-reason"]).toBe("input::invalid");
    expect((await job.run("ls")).lines).not.toContain("ran");
  });

  test("several errors are all reported in one run, in the order of the build", async () => {
    const result = await fail({
      "bin/pre_compile": "#!/bin/sh\r\n",
      ".python-version": "3.99\n",
      Pipfile: '[[source]]\nurl = "https://packages.example.com/simple"\n',
      "Pipfile.lock": good,
    });

    expect(result.errors.map(({ id }) => id)).toEqual([
      "hooks::crlf",
      "python-version::unknown-major",
      "pipfile::invalid-source",
    ]);
    expect(result.outputs["failure-reason"]).toBe("hooks::crlf");
  });

  test("annotations name files from the repository's root, the report from the app's", async () => {
    await using job = await startJob({
      files: { "web/.python-version": "x\n", "web/requirements.txt": "" },
      git: true,
    });

    const result = await build(job, { "working-directory": "web" });
    const report = JSON.parse((await job.run(`cat "${result.outputs["report"]}"`)).log);

    expect(result.annotations[0]).toMatchObject({ file: "web/.python-version", line: 1 });
    expect(report.findings[0]).toMatchObject({ file: ".python-version", line: 1 });
  });
});

describe("mode plan", () => {
  test("runs nothing of the app's, installs nothing, and tells what would be built", async () => {
    await using job = await startJob({
      files: { ...version, "requirements.txt": "", Procfile: "web: x\n", "bin/pre_compile": "touch ran\n" },
      toolCache,
    });

    const result = await build(job, { mode: "plan" });
    const files = await job.run("ls");

    expect(result.exitCode).toBe(0);
    expect(result.outputs).toMatchObject({
      "python-version": python.release,
      "python-version-origin": ".python-version",
      "package-manager": "pip",
      deployable: "true",
    });
    expect(result.outputs).not.toHaveProperty("virtual-env");
    expect(result.annotations.map(idOf)).toEqual(["hooks::not-run-in-plan"]);
    expect(files.lines).not.toContain("ran");
  });
});
