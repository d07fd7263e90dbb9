import { describe, expect, test } from "vitest";
import { type Job, startJob } from "../support/github-runner.js";
import { anyPython, build, toolCacheOf } from "./action.js";

const python = anyPython();
const executable = python.interpreter;
const toolCache = await toolCacheOf(python);

/** Stands for the default index, which pip knows: Poetry's own access to it is not everywhere in reach. */
const index = "INDEX";

const app = {
  ".python-version": `${python.series}\n`,
  Procfile: "web: gunicorn app:app\n",
  "bin/post_compile": 'command -v poetry uv > tools.txt\npython -c "import six; print(six.__version__)" > six.txt\n',
};

const uvProject = `[project]
name = "hello"
version = "0.1.0"
requires-python = ">=${python.series}"
dependencies = ["six==1.16.0"]

[dependency-groups]
dev = ["iniconfig==2.0.0"]
`;

const poetryProject = `[tool.poetry]
package-mode = false

[tool.poetry.dependencies]
python = "^${python.series}"
six = "1.16.0"

[tool.poetry.group.dev.dependencies]
iniconfig = "2.0.0"

[[tool.poetry.source]]
name = "index"
url = "${index}"
priority = "primary"
`;

/** Writes the app's lockfile with the tool itself. */
async function lock(job: Job, requirement: string, command: string): Promise<void> {
  const steps = [
    `"${executable}" -m venv "$RUNNER_TEMP/lock"`,
    `"$RUNNER_TEMP/lock/bin/python" -m pip install --quiet ${requirement}`,
    'index=$("$RUNNER_TEMP/lock/bin/python" -c "from pip._internal.models.index import PyPI; print(PyPI.simple_url)")',
    `sed -i "s|${index}|$index|" pyproject.toml`,
    `"$RUNNER_TEMP/lock/bin/${command}`,
  ];
  const { exitCode, log } = await job.run(steps.join(" && "));
  if (exitCode !== 0) throw new Error(`The lockfile could not be written: ${log}`);
}

describe.each([
  ["uv", uvProject, "uv==0.12.5", `uv" lock --quiet --python "${executable}"`],
  ["poetry", poetryProject, "poetry==2.4.1", 'poetry" lock --quiet --no-interaction'],
])("an app of %s", (name, project, requirement, command) => {
  test("is built as on the platforms, and its packages are there in later steps", async () => {
    await using job = await startJob({ files: { ...app, "pyproject.toml": project }, git: true, toolCache });
    await lock(job, requirement, command);

    const result = await build(job);
    const later = await job.run(
      'cat tools.txt six.txt; for m in six iniconfig pip setuptools; do python -c "import $m" || echo no $m; done',
    );

    expect(result.annotations.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toMatchObject({
      "package-manager": name,
      "python-version": python.release,
      "python-version-origin": ".python-version",
      deployable: "true",
    });
    expect(later.lines.filter((line) => line.startsWith("no "))).toEqual(["no iniconfig", "no pip", "no setuptools"]);
    expect(later.lines).toContain("1.16.0");
    expect(later.lines.some((line) => line.endsWith(`/tools/bin/${name}`))).toBe(true);
    // On the platforms, the tool is gone when the build is over.
    expect(result.path).toEqual([`${result.outputs["virtual-env"]}/bin`]);
  });

  test("has its development groups on request", async () => {
    await using job = await startJob({ files: { ...app, "pyproject.toml": project }, toolCache });
    await lock(job, requirement, command);

    const result = await build(job, { "test-dependencies": "true" });
    const later = await job.run("python -c 'import iniconfig, six'");

    expect([result.exitCode, later.exitCode]).toEqual([0, 0]);
  });

  test("whose lockfile is stale is refused by the tool itself", async () => {
    await using job = await startJob({ files: { ...app, "pyproject.toml": project }, toolCache });
    await lock(job, requirement, command);
    await job.run("sed -i s/1.16.0/1.15.0/ pyproject.toml");

    const result = await build(job);

    expect(result.exitCode).toBe(1);
    expect(result.outputs["failure-reason"]).toBe(`install-dependencies::${name}`);
    const [error] = result.annotations.filter(({ severity }) => severity === "error");
    expect(error).toMatchObject({ file: "pyproject.toml" });
  });
});
