import { spawn, spawnSync } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { processesWith } from "../support/processes.js";
import { machineEnvironment } from "../support/runner-environment.js";
import { type Files, temporaryFolder, writeFiles } from "../support/temporary-folder.js";
import { actionFolder, anyPython, platformFile, platformPath, toolCacheOf } from "./action.js";

const python = anyPython();
const toolCache = await toolCacheOf(python);
const cli = join(actionFolder, "dist/cli/index.js");
const pipApp: Files = { "requirements.txt": "", ".python-version": `${python.release}\n` };

/** A folder with an app, and a home of its own for the command line. */
async function appFolder(files: Files) {
  const folder = await temporaryFolder();
  await writeFiles(join(folder.path, "app"), { ...files, ...platformFile() });
  // No variable of GitHub's but the place of a tool cache, so that no Python is downloaded.
  const env = { ...machineEnvironment(), XDG_CACHE_HOME: join(folder.path, "cache"), RUNNER_TOOL_CACHE: toolCache };
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [cli, ...args], { cwd: join(folder.path, "app"), env, encoding: "utf8" });
  return { ...folder, path: folder.path, env, run, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe("the command line", () => {
  test("explains itself", async () => {
    await using app = await appFolder({});

    expect(app.run("--help")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("Usage: python-build"),
      stderr: "",
    });
    expect(app.run("--version")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  test.each([[["--nonsense"]], [["build", "a", "b"]], [["--platform"]]])("takes %j for wrong usage", async (args) => {
    await using app = await appFolder({});

    const { status, stdout, stderr } = app.run(...args);

    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("python-build --help");
  });

  test("tells what the other platforms would say, before the verdict", async () => {
    await using app = await appFolder({ ...pipApp, ".python-version": "3.6\n" });

    const { status, stdout } = app.run("plan");

    expect(status).toBe(0);
    expect(stdout.trimEnd().split("\n").slice(-3)).toEqual([
      "It would not deploy on scalingo: python-version::eol",
      "It would not deploy on heroku: python-version::eol",
      expect.stringMatching(/^The app would deploy on classic/),
    ]);
  });

  test("prints the report alone on standard output", async () => {
    await using app = await appFolder({ ...pipApp, ".python-version": "3.99\n" });

    const { status, stdout, stderr } = app.run("plan", "--json");

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ mode: "plan", failureReason: "python-version::unknown-major" });
    expect(stderr).toContain(" !     Error: Python 3.99 is not available (.python-version:1)\n");
    expect(stderr).not.toContain("\u001b[");
  });

  test("builds without GitHub, and says how to activate the environment", async () => {
    await using app = await appFolder({
      ...pipApp,
      "requirements.txt": "six==1.16.0\n",
      "bin/post_compile": "python -c 'import six; print(six.__version__)'\n",
    });

    const { status, stdout, stderr } = app.run("build", ".", "--platform", platformPath);
    const activate = stdout.trimEnd().split("\n").at(-1) ?? "";
    const after = spawnSync(
      "bash",
      ["-c", `${activate} && python -c 'import six, sys; print(sys.version.split()[0])'`],
      {
        env: app.env,
        encoding: "utf8",
      },
    );

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("-----> Running bin/post_compile\n       1.16.0\n");
    expect(after.stdout).toBe(`${python.release}\n`);
  });

  test("says so when a Python of the machine stands in for the release", async () => {
    await using app = await appFolder({ "requirements.txt": "", "runtime.txt": `python-${python.series}\n` });
    const offline = { https_proxy: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9", RUNNER_TOOL_CACHE: "" };

    const result = spawnSync(process.execPath, [cli, "--json", "--python-version", python.series], {
      cwd: join(app.path, "app"),
      env: { ...app.env, ...offline },
      encoding: "utf8",
    });

    const report = JSON.parse(result.stdout);
    expect(report.findings.map(({ id }: { id: string }) => id)).toContain("python::substituted");
    expect(report.python).toMatchObject({ version: python.release, source: "machine" });
  });

  test("keeps each app's environment at a place of its own, and builds there again", async () => {
    await using app = await appFolder(pipApp);
    await cp(join(app.path, "app"), join(app.path, "other"), { recursive: true });

    const lines = [".", "../other", "."].map((folder) => {
      const { status, stdout } = app.run("build", folder, "--platform", platformPath);
      return status === 0 ? stdout.trimEnd().split("\n").at(-1) : stdout;
    });

    expect(lines[0]).toMatch(/^source .*\/bin\/activate$/);
    expect(lines[2]).toBe(lines[0]);
    expect(lines[1]).not.toBe(lines[0]);
  });

  test("does not complain when its reader leaves", async () => {
    await using app = await appFolder(pipApp);

    const { status, stderr } = spawnSync(
      "bash",
      ["-c", `"${process.execPath}" "${cli}" plan . | head -c 1 > /dev/null`],
      {
        cwd: join(app.path, "app"),
        env: app.env,
        encoding: "utf8",
      },
    );

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("does not wait for a FIFO in the place of a file", async () => {
    await using app = await appFolder(pipApp);
    spawnSync("mkfifo", [join(app.path, "app/pipe.json")]);

    const results = [app.run("plan", "--platform", "pipe.json"), app.run("build", "--python-mirror", "pipe.json")];

    expect(results.map(({ status, signal }) => ({ status, signal }))).toContainEqual({ status: 1, signal: null });
    expect(results.every(({ signal }) => signal === null)).toBe(true);
  });

  test("refuses a folder that is not there", async () => {
    await using app = await appFolder({});

    const { status, stdout } = app.run("plan", "missing");

    expect(status).toBe(1);
    expect(stdout).toContain("input::outside-workspace");
  });

  test("ends what it started when it is interrupted", async () => {
    await using app = await appFolder({ ...pipApp, "bin/pre_compile": "echo started\nsleep 1000\n" });
    const child = spawn(process.execPath, [cli], {
      cwd: join(app.path, "app"),
      env: app.env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    await untilPrinted(child.stdout, "started");

    child.kill("SIGINT");

    expect(await ended).toBe(130);
    expect(await processesWith("XDG_CACHE_HOME", app.env.XDG_CACHE_HOME)).toEqual([]);
  });
});

/** Goes on reading afterwards: a build ends when its reader leaves. */
function untilPrinted(output: NodeJS.ReadableStream, words: string): Promise<void> {
  let text = "";
  return new Promise((resolve, reject) => {
    output.on("data", (chunk) => {
      text += String(chunk);
      if (text.includes(words)) resolve();
    });
    output.once("end", () => reject(new Error(`never printed ${words}: ${text}`)));
  });
}
