import { existsSync } from "node:fs";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { capture, endPrograms, run } from "../../src/machine/programs.js";
import type { Command } from "../../src/runner.js";
import { signalIfThere } from "../support/processes.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const path = { PATH: "/usr/bin:/bin" };

function bash(script: string, change: Partial<Command> = {}): Command {
  return { program: "bash", arguments: ["-c", script], folder: "/", variables: path, ...change };
}

/** Runs a Bash script, and keeps the lines that were printed. */
async function linesOf(script: string) {
  const lines: string[] = [];
  const outcome = await run(bash(script), (line) => lines.push(line));

  return { lines, outcome };
}

/** Waits until a process, which was killed, is gone. An orphan may stay as a zombie: nobody has to reap it. */
async function gone(pid: number): Promise<void> {
  while (existsSync(`/proc/${pid}`) && !/\) Z/.test(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") Z")));
}

test.each([
  ["in order", "echo one; echo two; echo; echo three", ["one", "two", "", "three"]],
  ["with Windows line ends", "printf 'one\\r\\ntwo\\r\\n'", ["one", "two"]],
  ["with more than one carriage return at the end", "printf 'one\\r\\r\\n'", ["one"]],
  ["without what a carriage return overwrote", "printf ' 10%%\\r 50%%\\r100%%\\ndone\\n'", ["100%", "done"]],
  ["with a carriage return that is the last thing printed", "printf '100%%\\r'", ["100%"]],
  ["without a final newline", "printf 'one\\ntwo'", ["one", "two"]],
  ["none when nothing is printed", "true", []],
])("prints lines %s", async (_, script, expected) => {
  const { lines, outcome } = await linesOf(script);

  expect(lines).toEqual(expected);
  expect(outcome).toMatchObject({ status: 0, signal: undefined, lastLines: lines });
});

test("prints the lines of both streams", async () => {
  const { lines } = await linesOf("echo out; echo err >&2");

  expect(lines.toSorted()).toEqual(["err", "out"]);
});

test("prints characters whole that arrive in pieces", async () => {
  const { lines } = await linesOf("head -c 70001 /dev/zero | sed 's/\\x00/é/g'");

  expect(lines.join("")).toBe("é".repeat(70_001));
});

test("prints what is not UTF-8 with replacement characters", async () => {
  const { lines } = await linesOf("printf 'caf\\351\\n\\377\\376\\nfine\\n\\303'");

  expect(lines).toEqual(["caf\uFFFD", "\uFFFD\uFFFD", "fine", "\uFFFD"]);
});

test("prints a very long line in pieces, and loses nothing of it", async () => {
  const { lines } = await linesOf("head -c 300000 /dev/zero | tr '\\0' x; echo; echo end");

  expect(lines.length).toBeGreaterThan(2);
  expect(lines.slice(0, -1).join("")).toBe("x".repeat(300_000));
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(65_536);
  expect(lines.at(-1)).toBe("end");
});

test("keeps the last 200 lines", async () => {
  const { lines, outcome } = await linesOf("seq 1 1000");

  expect(lines).toHaveLength(1000);
  expect(outcome.lastLines).toEqual(lines.slice(-200));
});

test.each([
  ["exit 3", { status: 3, signal: undefined }],
  ["kill -TERM $$", { status: undefined, signal: "SIGTERM" }],
  ["kill -KILL $$", { status: undefined, signal: "SIGKILL" }],
])("tells how a program ended: %s", async (script, expected) => {
  const { outcome } = await linesOf(script);

  expect(outcome).toMatchObject(expected);
});

test.each([
  ["is not there", { program: "no-such-program" }],
  ["is not there, by its path", { program: "/no/such/program" }],
  ["stands in a file", { program: "/etc/passwd/program" }],
  ["is a folder", { program: "/etc" }],
  ["has a working folder that is not there", { folder: "/no/such/folder" }],
  ["has a working folder that is a file", { folder: "/etc/passwd" }],
  ["gets more variables than the system takes", { variables: { LONG: "x".repeat(3_000_000) } }],
  ["gets an argument with NUL", { arguments: ["a\0b"] }],
])("ends with status 127 when the program %s", async (_, change) => {
  const outcome = await run(bash("true", change), () => undefined);

  expect(outcome).toMatchObject({ status: 127, signal: undefined });
  expect(outcome.lastLines).toHaveLength(1);
});

test("gives an empty standard input", async () => {
  const { lines, outcome } = await linesOf("cat; read -r line; echo status $?");

  expect(lines).toEqual(["status 1"]);
  expect(outcome.status).toBe(0);
});

test("passes exactly the given variables, and finds the program on their PATH", async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, "bin"));
  await symlink("/usr/bin/env", join(folder.path, "bin/tell"));
  process.env["PYTHON_BUILD_SECRET"] = "leaked";
  const variables = { PATH: join(folder.path, "bin"), NAME: "line one\nline two", EMPTY: "" };

  const output = await capture({ program: "tell", arguments: [], folder: "/", variables });

  delete process.env["PYTHON_BUILD_SECRET"];
  expect(output?.split("\n").toSorted()).toEqual(
    [`PATH=${variables.PATH}`, "NAME=line one", "line two", "EMPTY="].toSorted(),
  );
});

test("gives up a program that does not answer, and ends its children", async () => {
  await using folder = await temporaryFolder();
  const pipe = join(folder.path, "never");
  const waiting = `mkfifo ${pipe}; (read -r line < ${pipe}) & read -r line < ${pipe}`;

  const output = await capture(
    { program: "bash", arguments: ["-c", waiting], folder: "/", variables: { PATH: "/usr/bin:/bin" } },
    100,
  );

  expect(output).toBeUndefined();
});

test("passes arguments as they are, and runs in the given folder", async () => {
  await using folder = await temporaryFolder();
  const place = join(folder.path, "an app");
  await mkdir(place);

  const output = await capture(
    bash("", { arguments: ["-c", 'printf "%s|" "$@"; pwd', "bash", "a b", "$HOME", "", "ü;"], folder: place }),
  );

  expect(output).toBe(`a b|$HOME||ü;|${place}`);
});

test("captures nothing of a program that fails", async () => {
  expect(await capture(bash("echo text; exit 1"))).toBeUndefined();
  expect(await capture(bash("", { program: "no-such-program" }))).toBeUndefined();
});

test("ends, and kills the child, when a child in the background keeps the output open", async () => {
  const { lines, outcome } = await linesOf("sleep 1000 & echo $!");

  expect(outcome.status).toBe(0);
  await gone(Number(lines[0]));
});

test("ends when a child that left the process group keeps the output open", async () => {
  const { lines, outcome } = await linesOf("setsid sleep 1000 & echo $!; exit 4");

  expect(outcome.status).toBe(4);
  signalIfThere(Number(lines[0]), "SIGKILL");
});

test("ends every running program with its children", async () => {
  const started = [1, 2].map(() => {
    const { promise: firstLine, resolve } = Promise.withResolvers<string>();

    return { outcome: run(bash("trap '' TERM INT; sleep 1000 & echo $$ $!; sleep 1000"), resolve), firstLine };
  });
  const lines = await Promise.all(started.map(({ firstLine }) => firstLine));

  endPrograms();

  const outcomes = await Promise.all(started.map(({ outcome }) => outcome));
  expect(outcomes).toMatchObject([{ signal: "SIGKILL" }, { signal: "SIGKILL" }]);
  for (const line of lines) for (const pid of line.split(" ")) await gone(Number(pid));
});

test("has nothing to end when all programs ended", async () => {
  await linesOf("true");

  expect(endPrograms).not.toThrow();
});
