import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { buildCancelled } from "../errors.js";
import type { Command, Outcome } from "../runner.js";
import { hasCode } from "./files.js";

/** Programs that were started and have not ended, each the leader of a process group of its own. */
const running = new Set<number>();

/** How many of a program's last lines an outcome keeps. */
const keptLines = 200;

/** A line that is longer, in characters, is printed in pieces. */
const longestLine = 65_536;

/** How long, in milliseconds, a program's children may hold on to its output after it ended. */
const lingering = 2000;

/**
 * Runs a program, with nothing on its standard input, and passes on the lines that it prints as they come.
 *
 * Children that keep its output open after it ended are killed. Throws BuildError when the build is cancelled.
 *
 * @param deadline in milliseconds; the program and its children are killed then.
 */
export async function run(command: Command, print: (line: string) => void, deadline?: number): Promise<Outcome> {
  throwIfCancelled();
  const outcome = await runToEnd(command, print, deadline);
  throwIfCancelled();
  return outcome;
}

/** Runs a program whose output is for us, not for the user; undefined when it fails, or takes half a minute. */
export async function capture(command: Command, deadline = 30_000): Promise<string | undefined> {
  const lines: string[] = [];
  const { status } = await run(command, (line) => lines.push(line), deadline);
  return status === 0 ? lines.join("\n") : undefined;
}

function runToEnd(command: Command, print: (line: string) => void, deadline?: number): Promise<Outcome> {
  const lastLines: string[] = [];
  const keep = (line: string) => {
    lastLines.push(line);
    if (lastLines.length > keptLines) lastLines.shift();
    print(line);
  };
  return new Promise((resolve) => {
    const child = start(command);
    if (child instanceof Error) return resolve(notStarted(child));
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    const late = deadline && pid ? setTimeout(() => killGroup(pid), deadline) : undefined;
    const flush = [onLines(child.stdout, keep), onLines(child.stderr, keep)];
    child.once("error", (error) => resolve(notStarted(error)));
    whenEnded(child, (status, signal) => {
      clearTimeout(late);
      for (const rest of flush) rest();
      resolve({ status: status ?? undefined, signal: signal ?? undefined, lastLines });
    });
  });
}

/** Kills every program that is running, with its children. */
export function endPrograms(): void {
  for (const pid of running) killGroup(pid);
}

/** A signal that cancelled the build, and the exit status that shells give to it. */
export interface Cancellation {
  readonly signal: string;
  readonly status: number;
}

let cancellation: Cancellation | undefined;

/** What cancelled the build; undefined as long as nothing did. */
export function cancelledBy(): Cancellation | undefined {
  return cancellation;
}

/**
 * Cancels the build at the first signal: its programs end, no other starts, and it cleans up after itself. It has five
 * seconds for that; GitHub grants ten.
 */
export function cancelOnSignals(): void {
  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, () => {
      cancellation ??= { signal, status };
      endPrograms();
      setTimeout(() => process.exit(status), 5000).unref();
    });
  }
}

function throwIfCancelled(): void {
  if (cancellation) throw buildCancelled(cancellation.signal);
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Some of the reasons why a program can't be started are thrown, others are events. */
function start({ program, arguments: args, folder, variables }: Command): Child | Error {
  try {
    return spawn(program, args, { cwd: folder, env: variables, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    if (error instanceof Error && "code" in error) return error;
    throw error;
  }
}

function notStarted({ message }: Error): Outcome {
  return { status: 127, signal: undefined, lastLines: [message] };
}

function whenEnded(child: Child, ended: (status: number | null, signal: NodeJS.Signals | null) => void): void {
  let timer: NodeJS.Timeout | undefined;
  child.once("exit", () => {
    timer = setTimeout(() => {
      if (child.pid !== undefined) killGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
    }, lingering);
  });
  child.once("close", (status, signal) => {
    clearTimeout(timer);
    if (child.pid !== undefined) running.delete(child.pid);
    ended(status, signal);
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // The group ended by itself, or is that of another user: `sudo` starts such.
    if (!hasCode(error, "ESRCH", "EPERM")) throw error;
  }
}

/** Calls back for each line, without its end and without what a carriage return overwrote; returns what flushes the rest. */
function onLines(stream: Readable, print: (line: string) => void): () => void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  /** Prints all but the last piece of a line. */
  const lastPiece = (line: string) => {
    let from = 0;
    for (; line.length - from > longestLine; from += longestLine) {
      print(visibleLine(line.slice(from, from + longestLine)));
    }
    return line.slice(from);
  };
  const take = (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) print(visibleLine(lastPiece(line)));
    rest = lastPiece(rest);
  };
  stream.on("data", (chunk: Buffer) => take(decoder.write(chunk)));
  return () => {
    take(decoder.end());
    if (rest !== "") print(visibleLine(rest));
    rest = "";
  };
}

function visibleLine(line: string): string {
  const text = line.replace(/\r+$/, "");
  return text.slice(text.lastIndexOf("\r") + 1);
}
