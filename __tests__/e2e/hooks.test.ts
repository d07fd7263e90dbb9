import { stat } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { startJob } from "../support/github-runner.js";
import type { Files } from "../support/temporary-folder.js";
import { actionFolder, anyPython, build, platformFile, platformPath, toolCacheOf } from "./action.js";

const python = anyPython();
const toolCache = await toolCacheOf(python);

/** An app without dependencies and with hooks. */
async function jobWith(hooks: Files, env: Readonly<Record<string, string>> = {}) {
  const app = { "requirements.txt": "", ".python-version": `${python.release}\n`, Procfile: "web: gunicorn app:app\n" };
  const files = { ...app, ...hooks };
  return startJob({ files, git: true, toolCache, env });
}

const ids = (annotations: readonly { readonly message: string }[]) =>
  annotations.map(({ message }) => /\[([a-z0-9:_-]+)\]$/.exec(message)?.[1]);

describe("a hook", () => {
  test("runs with mode 644, in bash though it has no shebang, and keeps its mode", async () => {
    await using job = await jobWith({
      "bin/pre_compile": { content: "[[ two == t* ]] && echo two $BASH_VERSION\n", mode: 0o644 },
    });

    const result = await build(job);

    expect(result.exitCode).toBe(0);
    expect(groupOf(result.groups, "bin/pre_compile")[0]).toMatch(/^ {7}two \d/);
    expect((await stat(`${job.workspace}/bin/pre_compile`)).mode & 0o777).toBe(0o644);
  });

  test("is a step with a group, an outcome and a time of its own", async () => {
    await using job = await jobWith({ "bin/post_compile": "echo hello\n" });

    const result = await build(job);
    const report = JSON.parse((await job.run(`cat "${result.outputs["report"]}"`)).log);

    expect(groupOf(result.groups, "bin/post_compile")).toEqual(["       hello"]);
    expect(result.log).toMatch(/^Running bin\/post_compile: success, \d+\.\d s$/m);
    expect(report.steps.at(-1)).toMatchObject({ name: "Running bin/post_compile", outcome: "success" });
    expect(report.steps.at(-1).seconds).toBeGreaterThan(0);
  });

  test("runs at the app's root, with empty input, and gets the platform's variables and the config vars", async () => {
    await using job = await jobWith(
      {
        "bin/pre_compile": `
cat; pwd
echo "build $([ "$BUILD_DIR" = "$PWD" ] && echo ok)"
echo "cache $(cat "$CACHE_DIR/build-data/python.json")"
echo "env $(cat "$ENV_DIR/GREETING")"
echo "stack $STACK source $SOURCE_VERSION arguments $#"
`,
      },
      { GREETING: "hello", PYTHONPATH: "kept" },
    );

    const result = await build(job);

    expect(groupOf(result.groups, "bin/pre_compile").map((line) => line.trim())).toEqual([
      job.workspace,
      "build ok",
      "cache {}",
      "env hello",
      expect.stringMatching(/^stack scalingo-\d\d source [0-9a-f]{40} arguments 0$/),
    ]);
  });

  test("can't see the runner's variables, nor write its command files", async () => {
    await using job = await jobWith(
      { "bin/pre_compile": "env | cut -d= -f1 | sort; ls $ENV_DIR\n", "bin/post_compile": "env | cut -d= -f1\n" },
      { SECRET_OF_THE_APP: "x" },
    );

    const result = await build(job);
    const seen = [...groupOf(result.groups, "bin/pre_compile"), ...groupOf(result.groups, "bin/post_compile")];

    expect(seen.filter((line) => /^ *(GITHUB|RUNNER|ACTIONS|INPUT|STATE)_|^ *CI$/.test(line))).toEqual([]);
    expect(seen.filter((line) => line.trim() === "SECRET_OF_THE_APP")).toHaveLength(3);
  });

  test("can't give the runner commands by what it prints", async () => {
    await using job = await jobWith({
      "bin/pre_compile":
        "echo '::error::forged'; echo '::set-output name=deployable::false'; echo '##[warning]forged'\n",
    });

    const result = await build(job);

    expect(result.annotations).toEqual([]);
    expect(result.outputs["deployable"]).toBe("true");
  });

  test("prints standard output and standard error in order, as they come", async () => {
    await using job = await jobWith({ "bin/pre_compile": "for i in 1 2 3; do echo out $i; echo err $i >&2; done\n" });

    const result = await build(job);

    const lines = groupOf(result.groups, "bin/pre_compile").map((line) => line.trim());
    expect(lines).toEqual(["out 1", "err 1", "out 2", "err 2", "out 3", "err 3"]);
  });

  test("leaves files behind, but no variables: what pre_compile writes is planned", async () => {
    await using job = await jobWith({
      "bin/pre_compile": 'export LEFT=behind; cd /; echo six==1.16.0 > "$BUILD_DIR/requirements.txt"\n',
      "bin/post_compile": "echo \"left: $LEFT\"; pwd; python -c 'import six; print(six.__version__)'; command -v pip\n",
    });

    const result = await build(job);

    expect(groupOf(result.groups, "bin/post_compile").map((line) => line.trim())).toEqual([
      "left:",
      job.workspace,
      "1.16.0",
      `${result.outputs["virtual-env"]}/bin/pip`,
    ]);
  });

  test("without content succeeds", async () => {
    await using job = await jobWith({ "bin/pre_compile": "", "bin/post_compile": "" });

    const result = await build(job);

    expect(result.exitCode).toBe(0);
  });

  test("that leaves a process behind does not hold up the build", async () => {
    await using job = await jobWith({ "bin/pre_compile": "sleep 1000 &\necho done\n" });

    const result = await build(job);

    expect(result.exitCode).toBe(0);
    expect(await job.stragglers()).toEqual([]);
  });

  test("may remove itself", async () => {
    await using job = await jobWith({ "bin/pre_compile": { content: "rm bin/pre_compile\n", mode: 0o644 } });

    const result = await build(job);

    expect(result.exitCode).toBe(0);
  });
});

describe("a hook that fails", () => {
  test.each([
    ["with an exit status", "echo before; exit 3\n", "ended with exit status 3"],
    ["by a signal", "kill -KILL $$\n", "was ended by SIGKILL"],
    ["for want of a command", "no-such-command\n", "`no-such-command` was not found"],
  ])("%s stops the build", async (_, script, expected) => {
    await using job = await jobWith({ "bin/pre_compile": script });

    const result = await build(job);

    expect(result.exitCode).toBe(1);
    expect(result.outputs).toMatchObject({ deployable: "false", "failure-reason": "hooks::pre_compile" });
    expect(result.annotations).toHaveLength(1);
    expect(result.annotations[0]).toMatchObject({ severity: "error", file: "bin/pre_compile" });
    expect(result.annotations[0]?.message).toContain(expected);
    expect(result.groups.map((group) => group.title)).toEqual(["Running bin/pre_compile"]);
  });

  test("after the install tells where the environment is, and leaves later steps as they were", async () => {
    await using job = await jobWith({ "bin/post_compile": "false\n" });

    const result = await build(job);

    expect(result.exitCode).toBe(1);
    expect(result.outputs).toMatchObject({
      "failure-reason": "hooks::post_compile",
      "python-version": python.release,
      "virtual-env": expect.stringContaining(job.temp),
    });
    expect(result.env).toEqual({});
  });

  test("earlier, but whose last command succeeds, passes, as on the platforms", async () => {
    await using job = await jobWith({ "bin/pre_compile": "false\necho fine\n" });

    expect((await build(job)).exitCode).toBe(0);
  });
});

describe("a cancelled build", () => {
  test("ends the hook, puts its mode back, and leaves no config var on the disk", async () => {
    const hook = { content: "echo started\nsleep 1000\n", mode: 0o644 };
    await using job = await jobWith({ "bin/pre_compile": hook }, { SECRET_OF_THE_APP: "x" });
    await job.write(platformFile());

    const step = await job.startAction({ actionFolder, with: { platform: platformPath, cache: "false" } });
    await step.line(/started/);
    step.kill("SIGINT");
    const result = await step.result;
    const left = await job.run('find "$RUNNER_TEMP" -name SECRET_OF_THE_APP');

    expect(result.exitCode).toBe(130);
    expect(result.outputs["failure-reason"]).toBe("internal-error::abort");
    expect((await stat(`${job.workspace}/bin/pre_compile`)).mode & 0o777).toBe(0o644);
    expect(left.lines).toEqual([]);
    expect(await job.stragglers()).toEqual([]);
  });
});

describe("an odd hook", () => {
  test.each([
    ["a shebang that ends in CR", "#!/usr/bin/env bash\r\necho hi\r\n", "hooks::crlf", 1],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x65, 0x00, 0x0a, 0x00]), "hooks::binary", undefined],
  ])("with %s stops the build before it runs", async (_, content, id, line) => {
    await using job = await jobWith({ "bin/pre_compile": content });

    const result = await build(job);

    expect(result.exitCode).toBe(1);
    expect(ids(result.annotations)).toEqual([id]);
    expect(result.annotations[0]).toMatchObject({ severity: "error", file: "bin/pre_compile", line });
  });

  test.each([
    ["with CR in other lines", { "bin/pre_compile": "echo hi\r\n" }, "hooks::stray-carriage-return"],
    ["with a byte order mark", { "bin/pre_compile": "\uFEFFtrue\ntrue\n" }, "hooks::byte-order-mark"],
    ["with a misspelled name", { "bin/precompile": "exit 1\n" }, "hooks::misspelled"],
    ["that is a folder", { "bin/pre_compile/file": "exit 1\n" }, "hooks::not-a-file"],
    ["that uses Python too early", { "bin/pre_compile": "python -c '' || true\n" }, "hooks::python-in-pre-compile"],
    ["that empties the cache folder", { "bin/pre_compile": 'rm -r "$CACHE_DIR"/*\n' }, "build-data::data-file-deleted"],
  ])("%s is a warning", async (_, hooks: Files, id) => {
    await using job = await jobWith(hooks);

    const result = await build(job);

    expect(ids(result.annotations)).toEqual([id]);
    expect(result.annotations[0]?.severity).toBe("warning");
    expect(result.exitCode).toBe(0);
  });
});

function groupOf(
  groups: readonly { readonly title: string; readonly lines: readonly string[] }[],
  hook: string,
): readonly string[] {
  const lines = groups.find(({ title }) => title === `Running ${hook}`)?.lines ?? [];
  // The lines between which the runner takes no commands.
  return lines.filter((line) => !line.startsWith("::"));
}
