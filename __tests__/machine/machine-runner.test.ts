import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";
import type { Folders } from "../../src/folders.js";
import { folderCache } from "../../src/machine/folder-cache.js";
import { type Log, machineRunner } from "../../src/machine/machine-runner.js";
import type { PythonSource } from "../../src/machine/python/source.js";
import type { Command } from "../../src/runner.js";
import { fakeMachine } from "../support/fake-runner.js";
import { startJob } from "../support/github-runner.js";
import { type Files, temporaryFolder, writeFiles } from "../support/temporary-folder.js";

/** A log that keeps what it is told; quoted lines begin with `> `. */
function keepingLog(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];

  return {
    lines,
    beginStep: (name) => lines.push(`begin ${name}`),
    endStep: ({ name, outcome }) => lines.push(`end ${name}: ${outcome}`),
    print: (line) => lines.push(line),
    announce: ({ id }) => lines.push(`announce ${id}`),
    quote: (action) => action((line) => lines.push(`> ${line}`)),
  };
}

const variables = { PATH: process.env["PATH"] ?? "" };

function foldersIn(app: string): Folders {
  const [environment, tools, downloads] = [`${app}/.own/environment`, `${app}/.own/tools`, `${app}/.own/downloads`];

  return { app, environment, tools, downloads, scratch: `${app}/.own/scratch`, report: `${app}/.own/report.json` };
}

/** A runner whose workspace holds these files, until the test has ended. */
async function runnerWith(files: Files, sources: readonly PythonSource[] = []) {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const workspace = folder.path;
  await writeFiles(workspace, files);
  const log = keepingLog();
  const machine = { ...fakeMachine, variables };
  const foldersOf = ({ app }: { app: string }) => foldersIn(app);
  const runner = machineRunner({ machine, log, cache: folderCache, sources, workspace, folder: workspace, foldersOf });

  return { workspace, log, runner };
}

async function modeOf(file: string): Promise<number> {
  return (await stat(file)).mode & 0o7777;
}

/** A hook of this text and mode, and a way to run it as the build does. */
async function hookWith(content: string, mode = 0o644) {
  const { workspace, log, runner } = await runnerWith({ "bin/pre_compile": { content, mode } });
  const file = join(workspace, "bin/pre_compile");
  const command: Command = {
    program: "bash",
    arguments: ["-c", 'exec "$0" 2>&1', file],
    folder: workspace,
    variables,
  };

  return { file, log, run: () => runner.runExecutable(file, command) };
}

test.each([
  ["with a shebang", "#!/usr/bin/env bash\necho from bash\n"],
  ["without a shebang, by bash", "[[ from =~ ^f ]] && echo from bash\n"],
])("runs a hook that lacks the execute bit %s, and puts its mode back", async (_, script) => {
  const { file, log, run } = await hookWith(script);

  const outcome = await run();

  expect(outcome).toEqual({ status: 0, signal: undefined, lastLines: ["from bash"] });
  expect(log.lines).toEqual(["> from bash"]);
  expect(await modeOf(file)).toBe(0o644);
});

test.each([
  ["fails", "exit 3\n", { status: 3 }],
  ["is killed", "kill -KILL $$\n", { status: undefined, signal: "SIGKILL" }],
  ["can't be run", "#!/no/such/interpreter\n", { status: expect.toBeOneOf([126, 127]) }],
  ["changes its own mode", "chmod 777 $0\n", { status: 0 }],
  ["writes itself anew", "cp $0 new && mv new $0\n", { status: 0 }],
])("puts a hook's mode back when it %s", async (_, script, expected) => {
  const { file, run } = await hookWith(script, 0o640);

  const outcome = await run();

  expect(outcome).toMatchObject(expected);
  expect(await modeOf(file)).toBe(0o640);
});

test("leaves the mode of an executable hook alone", async () => {
  const { file, run } = await hookWith("chmod 711 $0\n", 0o755);

  await run();

  expect(await modeOf(file)).toBe(0o711);
});

test.each([
  ["itself", "rm $0\n"],
  ["its folder", "rm -r $(dirname $0)\n"],
  ["its folder and puts a file there", "folder=$(dirname $0); rm -r $folder; touch $folder\n"],
])("lets a hook remove %s", async (_, script) => {
  const { run } = await hookWith(script);

  expect(await run()).toMatchObject({ status: 0 });
});

test("runs an empty hook", async () => {
  const { run } = await hookWith("");

  expect(await run()).toMatchObject({ status: 0 });
});

test("sets the execute bit of what a hook's link leads to, and puts it back", async () => {
  const { workspace, runner } = await runnerWith({ "scripts/hook": { content: "echo linked\n", mode: 0o600 } });
  const link = join(workspace, "hook");
  await runner.run({ program: "ln", arguments: ["-s", "scripts/hook", link], folder: workspace, variables });
  const command: Command = { program: "bash", arguments: ["-c", 'exec "$0"', link], folder: workspace, variables };

  const outcome = await runner.runExecutable(link, command);

  expect(outcome.lastLines).toEqual(["linked"]);
  expect(await modeOf(join(workspace, "scripts/hook"))).toBe(0o600);
});

test("reads texts by their path from the workspace, and files of the app anew each time", async () => {
  const { workspace, runner } = await runnerWith({ "platforms/own.json": "{}", "app/runtime.txt": "3.12" });
  const folders = await runner.locate("app");

  const first = await runner.readApp(folders, []);
  await writeFiles(workspace, { "app/runtime.txt": "3.13" });
  const second = await runner.readApp(folders, []);

  expect(folders.app).toBe(join(workspace, "app"));
  expect(await runner.readText("platforms/own.json")).toBe("{}");
  expect(await runner.readText("platforms/other.json")).toBeUndefined();
  expect([first, second].map((app) => app.files.get("runtime.txt"))).toMatchObject([
    { bytes: Buffer.from("3.12") },
    { bytes: Buffer.from("3.13") },
  ]);
});

test("tells the commit that is built", async () => {
  await using job = await startJob({ git: true, files: { "app/app.py": "" } });
  const { runner } = await runnerWith({});
  const head = (await job.run("git rev-parse HEAD")).lines[0];

  expect(await runner.commit(foldersIn(job.workspace))).toBe(head);
  expect(await runner.commit(foldersIn(join(job.workspace, "app")))).toBe(head);
});

test("knows no commit outside git, and none before the first", async () => {
  const { workspace, runner } = await runnerWith({});
  expect(await runner.commit(foldersIn(workspace))).toBeUndefined();

  await runner.run({ program: "git", arguments: ["init", "--quiet"], folder: workspace, variables });

  expect(await runner.commit(foldersIn(workspace))).toBeUndefined();
});

test("quotes the output of programs, and prints its own words about sources", async () => {
  const python = { release: "3.13.0", source: "mirror", executable: "/python", prefix: "/" } as const;
  const { workspace, log, runner } = await runnerWith({}, [
    { name: "tool-cache", install: async () => ({ found: false, reason: "it has none" }) },
    {
      name: "mirror",
      install: async () => ({
        found: true,
        python: { ...python, bundledPip: undefined, needsLibraryPath: false },
        problems: [],
      }),
    },
  ]);

  await runner.run({ program: "echo", arguments: ["::error::text"], folder: workspace, variables });
  const { python: found } = await runner.installPython({ release: "3.13.0", mirror: undefined });

  expect(found.executable).toBe("/python");
  expect(log.lines).toEqual([
    "> ::error::text",
    "tool-cache: it has none",
    'Python 3.13.0 from the source "mirror": /python',
  ]);
});

test("writes, clears and finds files, and its clock goes forward", async () => {
  const { workspace, runner } = await runnerWith({});
  const folder = join(workspace, "scratch");

  await runner.write(folder, { "env/NAME": "value" });
  expect(await readFile(join(folder, "env/NAME"), "utf8")).toBe("value");
  expect(await runner.exists(folder)).toBe(true);
  await runner.clear(folder);
  expect(await runner.exists(join(folder, "env"))).toBe(false);

  const begin = runner.seconds();
  expect(runner.seconds()).toBeGreaterThanOrEqual(begin);
});
