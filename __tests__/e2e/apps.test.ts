import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { startCacheServer } from "../support/cache-server.js";
import { startJob } from "../support/github-runner.js";
import { packIntoToolCache } from "../support/python-packing.js";
import { needsPython } from "../support/pythons.js";
import { type Files, temporaryFolder, writeFiles } from "../support/temporary-folder.js";
import { actionFolder, anyPython, build, platformFile, toolCacheOf } from "./action.js";

const newest = anyPython();
const old = [needsPython("3.6"), needsPython("2.7")];
const toolCache = await toolCacheOf(newest, ...old);
const example = (name: string) => `${actionFolder}/examples/${name}`;
/** The examples ask for 3.13; where the machine has none, its newest Python stands in. */
const onNewest = newest.series === "3.13" ? {} : { "python-version": newest.release };

describe("the examples", () => {
  test("a Django app with Pipenv and hooks is built, and its tests run in later steps", async () => {
    await using job = await startJob({ workspaceFrom: example("django"), git: true, toolCache });

    const result = await build(job, onNewest);
    const tests = await job.run("python manage.py test && command -v pipenv && ! command -v pip-does-not-exist");

    expect(result.annotations).toEqual([]);
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toMatchObject({
      "python-version": newest.release,
      "python-version-origin": newest.series === "3.13" ? "Pipfile.lock" : "input",
      "package-manager": "pipenv",
      "virtual-env": expect.stringContaining(job.temp),
      "python-path": `${result.outputs["virtual-env"]}/bin/python`,
      deployable: "true",
      "failure-reason": "",
    });
    expect(result.groups.map((group) => group.title)).toEqual([
      "Running bin/pre_compile",
      "Planning the build",
      `Installing Python ${newest.release}`,
      "Installing pipenv 2026.7.1",
      "Installing dependencies with pipenv install --deploy",
      "Running bin/post_compile",
    ]);
    expect(tests.exitCode).toBe(0);
    expect(tests.log).toContain("Ran 4 tests");
    const revision = await readFile(`${job.workspace}/REVISION`, "utf8");
    expect(revision.trim()).toMatch(/^[0-9a-f]{40}$/);
  });

  test("a Pipenv app's environment has no pip and no setuptools, as on the platforms", async () => {
    await using job = await startJob({ workspaceFrom: example("django"), toolCache });

    await build(job, onNewest);
    const imports = await job.run(
      'for m in pip setuptools pkg_resources pipenv; do python -c "import $m" || echo no $m; done',
    );

    expect(imports.lines.filter((line) => line.startsWith("no "))).toEqual([
      "no pip",
      "no setuptools",
      "no pkg_resources",
      "no pipenv",
    ]);
  });

  test("a Flask app is built by pip, with what its tests need on request", async () => {
    await using job = await startJob({ workspaceFrom: example("flask"), git: true, toolCache });

    const result = await build(job, { "test-dependencies": "true", ...onNewest });
    const tests = await job.run("python -m pytest -q && pip --version && python -m pip check");

    expect(result.exitCode).toBe(0);
    expect(result.outputs["package-manager"]).toBe("pip");
    expect(tests.exitCode).toBe(0);
    expect(tests.log).toContain("6 passed");
    expect(tests.log).toContain("pip 26.2.1");
  });

  test("a package with a setup.py alone is installed as it stands", async () => {
    await using job = await startJob({ workspaceFrom: example("setup-py"), toolCache });

    const result = await build(job, onNewest);
    const tests = await job.run("python -m unittest && largest .");

    expect(result.exitCode).toBe(0);
    expect(result.outputs["package-manager"]).toBe("setup.py");
    expect(result.annotations.map(({ severity, title }) => [severity, title])).toContainEqual([
      "warning",
      "The app has a setup.py and no requirements.txt",
    ]);
    expect(tests.exitCode).toBe(0);
  });

  test("an out-of-date lockfile is refused before anything is installed", async () => {
    await using job = await startJob({ workspaceFrom: example("stale-lock"), git: true, toolCache });

    const result = await build(job, onNewest);

    expect(result.exitCode).toBe(1);
    expect(result.outputs).toMatchObject({
      deployable: "false",
      "failure-reason": "pipfile-lock::out-of-date",
      "python-version": newest.release,
      "package-manager": "pipenv",
    });
    const errors = result.annotations.filter(({ severity }) => severity === "error");
    expect(errors.map(({ file, line, title }) => ({ file, line, title }))).toEqual([
      { file: "Pipfile.lock", line: 4, title: "Pipfile.lock is out of date" },
    ]);
    expect(result.groups.map((group) => group.title)).toEqual(["Planning the build"]);
    expect(result.env).toEqual({});
    expect(result.path).toEqual([]);
    expect(result.summary).toContain("pipfile-lock::out-of-date");
  });
});

describe.each([
  ["3.6", needsPython("3.6")],
  ["2.7", needsPython("2.7")],
])("Python %s", (series, python) => {
  const app = {
    "app.py": "import click, six\nprint(six.__version__)\n",
    Procfile: "web: python app.py\n",
    "bin/post_compile": "python app.py\npython --version 2>&1\n",
  };

  test.skipIf(!python)(`builds a pip app (needs Python ${series} on this machine)`, async () => {
    await using job = await startJob({
      toolCache,
      files: { ...app, "runtime.txt": `python-${series}.\n`, "requirements.txt": "six==1.16.0\nclick==7.1.2\n" },
    });

    const result = await build(job);
    const after = await job.run("python app.py && pip --version");

    expect(result.exitCode).toBe(0);
    expect(result.outputs["python-version"]).toBe(python?.release);
    expect(result.annotations.map(({ message }) => /\[(.*)\]$/.exec(message)?.[1])).toEqual([
      "runtime-txt::loose-version",
      "python-version::eol",
      "runtime-txt::deprecated",
    ]);
    expect(after.lines[0]).toBe("1.16.0");
    expect(after.lines[1]).toContain(series === "2.7" ? "pip 20.3.4" : "pip 21.3.1");
  });

  test.skipIf(!python)(`builds a Pipenv app with a lockfile (needs Python ${series} on this machine)`, async () => {
    await using job = await startJob({
      toolCache,
      files: {
        ...app,
        Pipfile: pipfile(series),
        "Pipfile.lock": lockfile(series),
      },
    });

    const result = await build(job);
    const after = await job.run("python app.py && pipenv --version");

    expect(result.annotations.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(result.exitCode).toBe(0);
    expect(result.outputs["python-version-origin"]).toBe("Pipfile.lock");
    expect(after.lines[0]).toBe("1.16.0");
    expect(after.lines.at(-1)).toContain(series === "2.7" ? "2021.5.29" : "2022.4.8");
  });
});

describe("the promises of classic", () => {
  test.each<[string, Files, string, string]>([
    [
      "[requires] of a Pipfile alone means 3.6.6",
      { Pipfile: '[requires]\npython_version = "3.6"\n' },
      "3.6.6",
      "Pipfile",
    ],
    ["python-3.6. in runtime.txt means 3.6.6", { Pipfile: "", "runtime.txt": "python-3.6.\n" }, "3.6.6", "runtime.txt"],
    ["2.7 means 2.7.15", { "requirements.txt": "", ".python-version": "2.7\n" }, "2.7.15", ".python-version"],
    ["the default is the newest 3.13", { "setup.py": "" }, "3.13.15", "default"],
  ])("%s", async (_, files, release, origin) => {
    await using job = await startJob({ files });

    const result = await job.runAction({ actionFolder, with: { mode: "plan" } });

    expect(result.exitCode).toBe(0);
    expect(result.outputs).toMatchObject({ "python-version": release, "python-version-origin": origin });
  });

  test("Pipenv is preferred to pip", async () => {
    await using job = await startJob({
      files: { "requirements.txt": "", Pipfile: "", "Pipfile.lock": lockfile("3.6") },
    });

    const result = await job.runAction({ actionFolder, with: { mode: "plan" } });

    expect(result.outputs["package-manager"]).toBe("pipenv");
    expect(result.annotations.map(({ title, file }) => ({ title, file }))).toContainEqual({
      title: "The app has files of several package managers",
      file: "requirements.txt",
    });
  });

  test("a Pipfile that asks for another Python is installed all the same, with a warning", async () => {
    await using job = await startJob({
      toolCache,
      files: {
        ".python-version": `${newest.release}\n`,
        Pipfile: pipfile("3.6"),
        "Pipfile.lock": lockfile("3.6"),
        Procfile: "web: gunicorn app:app\n",
      },
    });

    const result = await build(job);

    expect(result.exitCode).toBe(0);
    expect(result.annotations.map(({ severity, file, line }) => ({ severity, file, line }))).toEqual([
      { severity: "warning", file: "Pipfile", line: 6 },
    ]);
    expect(result.groups.map(({ title }) => title)).toContain("Installing dependencies with pipenv sync");
  });
});

describe("a build", () => {
  test("writes nothing into the tool cache's Python, nor into the checkout", async () => {
    await using job = await startJob({
      files: { "requirements.txt": "six==1.16.0\n", ".python-version": `${newest.release}\n` },
      git: true,
    });
    await packIntoToolCache(newest, job.toolCache);
    const listing = () => job.run('find "$RUNNER_TOOL_CACHE" | sort; git status --porcelain --ignored');

    await job.write(platformFile());
    const before = await listing();
    const result = await build(job);
    const after = await listing();

    expect(result.exitCode).toBe(0);
    expect(after.lines.filter((line) => !before.lines.includes(line))).toEqual([]);
  });

  test("gives git none of the runner's variables", async () => {
    await using folder = await temporaryFolder();
    const git = `#!/bin/sh\nenv >> '${folder.path}/seen'\nexit 1\n`;
    await writeFiles(folder.path, { "bin/git": { content: git, mode: 0o755 } });
    await using job = await startJob({
      files: { "requirements.txt": "", "bin/pre_compile": "true\n", ".python-version": `${newest.release}\n` },
      toolCache,
      env: { PATH: `${folder.path}/bin:${process.env["PATH"]}` },
    });

    await build(job);

    const seen = (await readFile(`${folder.path}/seen`, "utf8")).split("\n");
    expect(seen.filter((line) => /^(GITHUB|RUNNER|ACTIONS|INPUT)_/.test(line))).toEqual([]);
    expect(seen.some((line) => line.startsWith("PATH="))).toBe(true);
  });
});

describe("a Pipfile without a lockfile", () => {
  test("is installed, with a warning, on the Python that it asks for", async () => {
    await using job = await startJob({
      toolCache,
      files: { Pipfile: `[packages]\nsix = "*"\n\n[requires]\npython_version = "${newest.series}"\n` },
    });

    const result = await build(job);
    const after = await job.run("python -c 'import six'");

    expect(result.exitCode).toBe(0);
    expect(result.outputs["python-version-origin"]).toBe("Pipfile");
    expect(result.annotations.map(({ severity, file, line }) => ({ severity, file, line }))).toContainEqual({
      severity: "warning",
      file: "Pipfile",
      line: 1,
    });
    expect(after.exitCode).toBe(0);
  });
});

describe("the download cache", () => {
  const cached = { cache: "auto", "python-version": newest.release };

  test("is saved by the first build and found by the second, by its prefix when the app has changed", async () => {
    await using cacheServer = await startCacheServer();
    // An sdist: pip keeps the wheel that it builds of it, whatever headers the index sends.
    const options = { files: { "requirements.txt": "docopt==0.6.2\n" }, toolCache, cacheServer };
    await using first = await startJob(options);

    const cold = await build(first, cached);
    await using second = await startJob({ ...options, root: first.root });
    const warm = await build(second, cached);
    await second.write({ "requirements.txt": "docopt==0.6.2\nsix==1.16.0\n" });
    const changed = await build(second, cached);

    expect(cacheStates(cold, warm, changed)).toEqual(["miss", "hit", "hit"]);
    expect(cold.log).toContain("Building wheel for docopt");
    expect(warm.log).not.toContain("Building wheel for docopt");
    expect(cacheServer.entries()).toHaveLength(2);
  });

  test("is left alone when it is turned off, and for releases", async () => {
    await using cacheServer = await startCacheServer();
    const files = { "requirements.txt": "" };
    await using job = await startJob({ files, toolCache, cacheServer });
    await using release = await startJob({ files, toolCache, cacheServer, event: "release", ref: "refs/tags/v1" });

    const results = [await build(job, { ...cached, cache: "false" }), await build(release, cached)];

    expect(cacheStates(...results)).toEqual(["off", "off"]);
    expect(cacheServer.requests).toEqual([]);
  });
});

function cacheStates(...results: readonly { readonly summary: string }[]): (string | undefined)[] {
  return results.map(({ summary }) => /\| Download cache \| (.*) \|/.exec(summary)?.[1]);
}

/** An app with six and click, for which {@link lockfile} is up to date. */
function pipfile(series: string): string {
  return `[packages]\nsix = "==1.16.0"\nclick = "==7.1.2"\n\n[requires]\npython_version = "${series}"\n`;
}

function lockfile(series: string): string {
  const hash = {
    "3.6": "12888d93ce634517027debdf95224dbdc0efbbaf4e298c237f3366dd03339ae2",
    "2.7": "50378c46235289dc8a332cdada08efbe7a0d108fbe9fd21b8a750e760b214761",
  }[series];
  return JSON.stringify({
    _meta: { hash: { sha256: hash }, "pipfile-spec": 6, requires: { python_version: series }, sources: [] },
    default: {
      click: {
        hashes: ["sha256:dacca89f4bfadd5de3d7489b7c8a566eee0d3676333fbb50030263894c38c0dc"],
        version: "==7.1.2",
      },
      six: {
        hashes: ["sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254"],
        version: "==1.16.0",
      },
    },
    develop: {},
  });
}
