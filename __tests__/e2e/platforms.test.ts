import { mkdir, symlink } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { type Job, startJob } from "../support/github-runner.js";
import { needsPython } from "../support/pythons.js";
import type { Files } from "../support/temporary-folder.js";
import { actionFolder, anyPython, build, platformPath, toolCacheOf } from "./action.js";

const python = anyPython();
const toolCache = await toolCacheOf(python);
const app = { "requirements.txt": "", ".python-version": `${python.series}\n`, Procfile: "web: gunicorn app:app\n" };

/** Runs the built action for a platform by its name. */
async function run(job: Job, inputs: Readonly<Record<string, string>>) {
  const result = await job.runAction({ actionFolder, with: { cache: "false", ...inputs } });
  const report = JSON.parse((await job.run(`cat "${result.outputs["report"]}"`)).log);

  return { result, report };
}

/** A platform of today, on which each series means the release that this machine has. */
async function strictly(job: Job, base: string) {
  const series = { [python.series]: { latest: python.release } };
  await job.write({ [platformPath]: JSON.stringify({ extends: base, name: "machine", series }) });

  return run(job, { platform: platformPath });
}

describe("a plan", () => {
  test.each([
    ["classic", null],
    ["scalingo", "python-version::eol"],
    ["heroku", "python-version::eol"],
  ])("on %s ends with %j, and tells what the others would say", async (platform, reason) => {
    await using job = await startJob({ files: { ...app, ".python-version": "3.6\n" }, git: true });

    const { result, report } = await run(job, { platform, mode: "plan" });

    expect(result.exitCode).toBe(reason === null ? 0 : 1);
    expect(report).toMatchObject({ platform, failureReason: reason });
    expect(report.platforms).toEqual([
      { name: "classic", deployable: true, failureReason: null },
      { name: "scalingo", deployable: false, failureReason: "python-version::eol" },
      { name: "heroku", deployable: false, failureReason: "python-version::eol" },
    ]);
    expect(result.summary).toContain("| heroku | ❌ would not deploy | <code>python-version::eol</code> |");
    expect(result.outputs["supported-versions"]).toBe('["3.14","3.13","3.12","3.11","3.10"]');
  });

  test("reports every error that files can show, in the order of the build", async () => {
    await using job = await startJob({
      files: { Pipfile: "", "venv/pyvenv.cfg": "", ".python-version": "3.x\n", "bin/post_compile": "#!/bin/sh\r\n" },
      git: true,
    });

    const { result } = await run(job, { platform: "heroku", mode: "plan" });

    const errors = result.annotations.filter(({ severity }) => severity === "error");
    expect(errors.map(({ file, line }) => ({ file, line }))).toEqual([
      { file: "Pipfile", line: 1 },
      { file: "venv/pyvenv.cfg", line: undefined },
      { file: ".python-version", line: 1 },
      { file: "bin/post_compile", line: 1 },
    ]);
    expect(result.outputs["failure-reason"]).toBe("package-manager::pipenv-missing-lockfile");
  });

  test("names the place of a mistake in a platform file", async () => {
    const own = '{\n  "extends": "heroku",\n  "name": "ours",\n  "severities": { "procfile::mising": "error" }\n}\n';
    await using job = await startJob({ files: { ...app, "ci/own.json": own } });

    const result = await job.runAction({ actionFolder, with: { platform: "ci/own.json", mode: "plan" } });

    expect(result.annotations).toMatchObject([{ severity: "error", file: "ci/own.json", line: 4 }]);
    expect(result.annotations[0]?.message).toContain('severities["procfile::mising"]');
  });
});

describe("a build on a platform of today", () => {
  test("has no pip for bin/pre_compile, and says why", async () => {
    await using job = await startJob({ files: { ...app, "bin/pre_compile": "pip --version\n" }, git: true, toolCache });

    const { result, report } = await strictly(job, "heroku");

    expect(report.failureReason).toBe("hooks::pre_compile");
    const [error] = result.annotations.filter(({ severity }) => severity === "error");
    expect(error?.message).toContain("move what needs pip to bin/post_compile");
    expect(report.platforms.map(({ failureReason }: { failureReason: string }) => failureReason)).toEqual(
      Array(4).fill("hooks::pre_compile"),
    );
  });

  test.each([
    ["scalingo", false],
    ["classic", true],
  ])("on %s, config vars reach the install: %j", async (base, reach) => {
    const files: Files = {
      ...app,
      "requirements.txt": "./lib\n",
      "lib/setup.py":
        'import os, setuptools\nopen("names.txt", "w").write("\\n".join(os.environ))\nsetuptools.setup(name="lib", version="1")\n',
    };
    await using job = await startJob({ files, toolCache, env: { API_TOKEN: "x", PIP_PREFER_BINARY: "1" } });

    const { result, report } = await strictly(job, base);
    const names = (await job.run("cat lib/names.txt")).lines;

    expect(result.exitCode).toBe(0);
    expect([names.includes("API_TOKEN"), names.includes("PIP_PREFER_BINARY")]).toEqual([reach, reach]);
    expect(names.filter((name) => /^(GITHUB|ACTIONS|RUNNER|INPUT)_/.test(name))).toEqual([]);
    const ids = report.findings.map(({ id }: { id: string }) => id);
    expect(ids.includes("environment::withheld")).toBe(!reach);
  });
});

describe("a repository with several apps", () => {
  test("has two builds in one job, each with its environment, its files and its report", async () => {
    const files = {
      "apps/a/requirements.txt": "six==1.16.0\n",
      "apps/a/.python-version": `${python.series}\n`,
      "apps/b/requirements.txt": "-r ../common.txt\niniconfig==2.0.0\n",
      "apps/b/.python-version": `${python.series}\n`,
      "apps/b/Procfile": "web uvicorn\n",
      "apps/common.txt": "# shared\n",
    };
    await using job = await startJob({ files, git: true, toolCache });

    const a = await build(job, { "working-directory": "apps/a" });
    const b = await build(job, { "working-directory": "apps/b" });
    const imports = await job.run(
      `"${a.outputs["python-path"]}" -c "import six" && "${b.outputs["python-path"]}" -c "import iniconfig" && ! "${b.outputs["python-path"]}" -c "import six" && python -c "import iniconfig"`,
    );

    expect([a.exitCode, b.exitCode, imports.exitCode]).toEqual([0, 0, 0]);
    expect(new Set([a, b].map(({ outputs }) => outputs["virtual-env"])).size).toBe(2);
    expect(new Set([a, b].map(({ outputs }) => outputs["report"])).size).toBe(2);
    const places = b.annotations.map(({ file, line }) => `${file}:${line}`);
    expect(places).toContain("apps/b/Procfile:1");
    expect(places).toContain("apps/b/requirements.txt:1");
  });

  test("may keep its manifest elsewhere, behind a link", async () => {
    await using job = await startJob({ files: { ...app, "base.txt": "six==1.16.0\n" }, toolCache });
    await job.run("rm requirements.txt");
    await mkdir(`${job.workspace}/requirements`);
    await job.write({ "requirements/prod.txt": "-r base.txt\n" });
    await symlink("requirements/prod.txt", `${job.workspace}/requirements.txt`);

    const result = await build(job);
    const later = await job.run("python -c 'import six'");

    expect([result.exitCode, later.exitCode]).toEqual([0, 0]);
  });
});

test.skipIf(!needsPython("3.12"))(
  "the matrix of the README tests an app on each version that the plan gives",
  async () => {
    const both = await toolCacheOf(python, needsPython("3.12"));
    await using job = await startJob({ files: { ...app, ".python-version": "3.12\n" }, git: true, toolCache: both });

    const plan = await build(job, { mode: "plan" });
    const versions: string[] = JSON.parse(plan.outputs["test-versions"] ?? "[]");
    const tested = versions.filter((version) =>
      [needsPython("3.12"), python].some((one) => one?.release.startsWith(version)),
    );
    const releases = [];
    for (const version of tested) {
      const result = await build(job, { "python-version": version });
      releases.push([result.exitCode, (await job.run("python --version")).lines[0]]);
    }

    expect(versions).toEqual([needsPython("3.12")?.release, "3.14", "3.13"]);
    expect(releases).toEqual(tested.map((version) => [0, expect.stringMatching(`Python ${version}`)]));
  },
);
