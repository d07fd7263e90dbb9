import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { startJob } from "./github-runner.js";
import { type TemporaryFolder, temporaryFolder, writeFiles } from "./temporary-folder.js";

const actionFile = `
inputs:
  python-version: { default: "3.13" }
  cache: { default: auto }
runs: { using: node24, main: main.mjs, post: post.mjs }
`;

/** An action whose main stage is a script, which finds `append(variable, text)` and `print` defined. */
async function fakeAction(main: string, post = ""): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  const prelude = `
    import { appendFileSync, existsSync, readFileSync } from "node:fs";
    const print = (...lines) => process.stdout.write(lines.join("\\n") + "\\n");
    const append = (name, text) => appendFileSync(process.env[name], text);
  `;
  await writeFiles(folder.path, { "action.yml": actionFile, "main.mjs": prelude + main, "post.mjs": prelude + post });

  return folder;
}

describe("an action", () => {
  test("gets its inputs, its place and the contexts, and little of this machine", async () => {
    await using action = await fakeAction(
      `print(JSON.stringify({ env: process.env, cwd: process.cwd(), node: process.version }));`,
    );
    await using job = await startJob({ files: { Procfile: "web: true\n" }, git: true, event: "pull_request" });

    const { log, exitCode } = await job.runAction({ actionFolder: action.path, with: { cache: "false" } });

    const { env, cwd, node } = JSON.parse(log);
    expect(exitCode).toBe(0);
    expect(cwd).toBe(job.workspace);
    expect(node).toMatch(/^v24\./);
    expect(env).toMatchObject({
      "INPUT_PYTHON-VERSION": "3.13",
      INPUT_CACHE: "false",
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_NAME: "pull_request",
      GITHUB_REF: "refs/pull/1/merge",
      GITHUB_REF_NAME: "1/merge",
      GITHUB_WORKSPACE: job.workspace,
      RUNNER_TEMP: job.temp,
      RUNNER_TOOL_CACHE: job.toolCache,
    });
    expect(env.GITHUB_SHA).toMatch(/^(?!0{40})[0-9a-f]{40}$/);
    expect(
      Object.keys(env).filter((name) => /^(VITEST|npm_|PYENV|PYTHON|NODE_OPTIONS|GITHUB_TOKEN)/.test(name)),
    ).toEqual([]);
    expect(await readFile(join(job.workspace, "Procfile"), "utf8")).toBe("web: true\n");
  });

  test("leaves outputs, variables, folders, state and a summary", async () => {
    await using action = await fakeAction(
      `append("GITHUB_OUTPUT", "deployable=true\\nreport<<END\\nline 1\\nline 2\\nEND\\n");
       append("GITHUB_ENV", "VIRTUAL_ENV=/venv\\n");
       append("GITHUB_PATH", "/first\\n/second\\n");
       append("GITHUB_STATE", "Saved=yes\\n");
       append("GITHUB_STEP_SUMMARY", "# Built\\n");`,
      `print(process.env["STATE_Saved"], process.env["VIRTUAL_ENV"], process.env["ACTIONS_RESULTS_URL"]);`,
    );
    await using job = await startJob({
      env: { PATH: "/bin:/usr/bin" },
      cacheServer: { environment: { ACTIONS_RESULTS_URL: "http://127.0.0.1/" } },
    });

    const main = await job.runAction({ actionFolder: action.path });
    const script = await job.run('echo "$PATH|$VIRTUAL_ENV"; env | grep ^ACTIONS_ || true');
    const post = await job.runAction({ actionFolder: action.path, stage: "post", state: main.state });

    expect(main).toMatchObject({
      outcome: "success",
      outputs: { deployable: "true", report: "line 1\nline 2" },
      env: { VIRTUAL_ENV: "/venv" },
      path: ["/first", "/second"],
      summary: "# Built\n",
      state: { Saved: "yes" },
    });
    expect(script.lines).toEqual(["/second:/first:/bin:/usr/bin|/venv"]);
    expect(post.lines).toEqual(["yes", "/venv", "http://127.0.0.1/"]);
  });

  test("fails with its exit code, and what it set still counts", async () => {
    await using action = await fakeAction(
      `append("GITHUB_OUTPUT", "deployable=false\\n"); print("::error file=Procfile,line=2,title=No web process::Add one"); process.exit(1);`,
    );
    await using job = await startJob();

    const result = await job.runAction({ actionFolder: action.path });

    expect(result).toMatchObject({ exitCode: 1, outcome: "failure", outputs: { deployable: "false" } });
    expect(result.annotations).toMatchObject([
      { severity: "error", title: "No web process", message: "Add one", file: "Procfile", line: 2 },
    ]);
  });

  test("is a test's failure when it writes a malformed command file", async () => {
    await using action = await fakeAction(`append("GITHUB_OUTPUT", "report<<END\\nno end\\n");`);
    await using job = await startJob();

    await expect(job.runAction({ actionFolder: action.path })).rejects.toThrow("Matching delimiter not found 'END'");
  });

  test("can't set NODE_OPTIONS for later steps", async () => {
    await using action = await fakeAction(`append("GITHUB_ENV", "NODE_OPTIONS=--inspect\\nA=1\\n");`);
    await using job = await startJob();

    const result = await job.runAction({ actionFolder: action.path });

    expect(result.env).toEqual({ A: "1" });
    expect(result.annotations).toMatchObject([{ severity: "error" }]);
  });

  test("is told of inputs that it doesn't have", async () => {
    await using action = await fakeAction("");
    await using job = await startJob();

    const { annotations } = await job.runAction({ actionFolder: action.path, with: { python: "3.13" } });

    expect(annotations).toMatchObject([
      { severity: "warning", message: "Unexpected input(s) 'python', valid inputs are ['python-version', 'cache']" },
    ]);
  });

  test("can be waited for and signalled", async () => {
    await using action = await fakeAction(
      `process.on("SIGINT", () => { print("stopping"); process.exit(130); }); setInterval(() => {}, 1000); print("ready");`,
    );
    await using job = await startJob();
    const step = await job.startAction({ actionFolder: action.path });

    await step.line("ready");
    step.kill("SIGINT");

    expect(await step.result).toMatchObject({ exitCode: 130, signal: undefined, lines: ["ready", "stopping"] });
  });

  test("says when a line that is waited for never comes", async () => {
    await using action = await fakeAction(`print("done");`);
    await using job = await startJob();
    const step = await job.startAction({ actionFolder: action.path });

    await expect(step.line(/never/)).rejects.toThrow("done");
    expect((await step.result).exitCode).toBe(0);
  });
});

describe("the log", () => {
  test("shows what commands make of it", async () => {
    await using job = await startJob();

    const result = await job.run(`
      echo "::group::Install"
      echo "Installing"
      echo "  ::warning::careful%0Aindeed" >&2
      echo "::endgroup::"
      echo "::debug::hidden"
      echo "::notice file=$GITHUB_WORKSPACE/app/setup.py,line=3,endLine=4::look"
      printf 'progress 1\\rprogress 2\\r\\nlast'
    `);

    // The two streams are two pipes: only each one's own order is certain.
    const { lines, groups, annotations } = result;
    expect(lines).toEqual(expect.arrayContaining(["##[group]Install", "Installing", "##[endgroup]", "##[notice]look"]));
    expect(lines).toEqual(expect.arrayContaining(["##[warning]careful", "indeed", "progress 1", "progress 2", "last"]));
    expect(lines.join("\n")).not.toContain("hidden");
    expect(groups).toMatchObject([{ title: "Install", lines: expect.arrayContaining(["Installing"]) }]);
    expect(annotations).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ severity: "warning", message: "careful\nindeed", file: undefined, line: undefined }),
        expect.objectContaining({ severity: "notice", message: "look", file: "app/setup.py", line: 3, endLine: 4 }),
      ]),
    );
  });

  test("hides masked values in this step and the next", async () => {
    await using job = await startJob();

    const first = await job.run(
      'echo "::add-mask::hunter2"; echo "password hunter2"; echo "::error title=hunter2::hunter2"; echo hunter2 >> "$GITHUB_STEP_SUMMARY"',
    );
    const second = await job.run("echo hunter2");

    expect(first.lines).toEqual(["password ***", "##[error]***"]);
    expect(first.annotations).toMatchObject([{ title: "***", message: "***" }]);
    expect(first.summary).toBe("***\n");
    expect(first.log).toContain("hunter2");
    expect(second.lines).toEqual(["***"]);
  });

  test("carries out no command between stop-commands and its token", async () => {
    await using job = await startJob();

    const { lines, annotations } = await job.run(
      'echo "::stop-commands::pause-1"; echo "::error::from an app"; echo "::pause-1::"; echo "::error::from the action"',
    );

    expect(lines).toEqual([
      "::stop-commands::pause-1",
      "::error::from an app",
      "::pause-1::",
      "##[error]from the action",
    ]);
    expect(annotations).toMatchObject([{ message: "from the action" }]);
  });

  test("shows commands while echo is on", async () => {
    await using job = await startJob();

    const { lines } = await job.run('echo "::echo::on"; echo "::group::a"; echo "::echo::off"; echo "::endgroup::"');

    expect(lines).toEqual(["::group::a", "##[group]a", "::echo::off", "##[endgroup]"]);
  });

  test("refuses set-env and add-path, which fails the step", async () => {
    await using job = await startJob();

    const refused = await job.run('echo "::set-env name=A::1"');
    const allowed = await job.run('echo "::set-env name=A::1"', { env: { ACTIONS_ALLOW_UNSECURE_COMMANDS: "true" } });

    expect(refused).toMatchObject({ exitCode: 0, outcome: "failure", env: {} });
    expect(allowed).toMatchObject({ outcome: "success", env: { A: "1" } });
  });
});

describe("a job", () => {
  test("keeps its folder when the test owns it, and starts anew in it", async () => {
    await using root = await temporaryFolder();
    {
      await using job = await startJob({ root: root.path, files: { old: "" } });
      await job.run('touch "$RUNNER_TEMP/left" "$RUNNER_TOOL_CACHE/kept"');
    }

    await using job = await startJob({ root: root.path, files: { new: "" } });
    const { lines } = await job.run('ls; ls "$RUNNER_TOOL_CACHE"; test ! -e "$RUNNER_TEMP/left"');

    expect(lines).toEqual(["new", "kept"]);
  });

  test.skipIf(process.platform !== "linux")("ends what its steps left running", async () => {
    let pid = 0;
    {
      await using job = await startJob();
      const { lines } = await job.run(`
        mkfifo "$RUNNER_TEMP/never"
        setsid bash -c 'echo $$ > "$RUNNER_TEMP/pid"; read < "$RUNNER_TEMP/never"' > /dev/null 2>&1 &
        until [ -s "$RUNNER_TEMP/pid" ]; do :; done
        cat "$RUNNER_TEMP/pid"
      `);
      const stragglers = await job.stragglers();
      pid = stragglers[0]?.pid ?? 0;

      expect(stragglers.map((straggler) => String(straggler.pid))).toEqual(lines);
    }

    expect(await endedOrZombie(pid)).toBe(true);
  });

  test("runs scripts in a folder of the workspace, and stops at the first failure", async () => {
    await using job = await startJob({
      files: { "api/hello.sh": { content: "#!/bin/sh\necho hello\n", mode: 0o755 } },
    });

    const { lines, exitCode } = await job.run("./hello.sh\nfalse | true\necho never", { workingDirectory: "api" });

    expect(lines).toEqual(["hello"]);
    expect(exitCode).toBe(1);
  });
});

/** Where nothing collects orphans, a killed one stays in the table. */
async function endedOrZombie(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") Z");

  return /\) [ZX]/.test(status);
}
