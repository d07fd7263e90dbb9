import { type ChildProcess, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";

/** Milliseconds that the output of an ended process may stay open, as in the real runner: a background child can hold it. */
const outputGrace = 5000;

/** What to start. `env` is the whole environment; `onOutput` sees the decoded text of both streams as it comes. */
export interface ProcessOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onOutput: (stream: "stdout" | "stderr", text: string) => void;
}

/** How a process ended: one of the two is present. */
export interface ProcessEnd {
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

/** A started process, leader of its own process group. Disposing of it kills the whole group. */
export interface RunningProcess extends AsyncDisposable {
  readonly pid: number;
  /** Resolves when the process has ended and its output is read. */
  readonly ended: Promise<ProcessEnd>;
  /** Signals the process alone, not its children, as the runner does on cancellation. */
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** A process that is still there, and its command line. */
export interface Straggler {
  readonly pid: number;
  readonly command: string;
}

/** Starts a program without standard input. Rejects when it can't be started. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { program, args, cwd, env, onOutput } = options;
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.setEncoding("utf8").on("data", (text: string) => onOutput("stdout", text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => onOutput("stderr", text));
  const pid = await started(child);
  endWithTestProcess(child, pid);
  const ended = processEnd(child);

  return {
    pid,
    ended,
    kill: (signal) => void child.kill(signal),
    [Symbol.asyncDispose]: async () => {
      signalIfThere(-pid, "SIGKILL");
      await ended;
    },
  };
}

/** The living processes that carry a variable in their environment. Knows only Linux; elsewhere the list is empty. */
export async function processesWith(name: string, value: string): Promise<Straggler[]> {
  if (process.platform !== "linux") return [];
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readProcessFile(pid, "environ");
      if (!environment.includes(`${name}=${value}`)) return undefined;

      return { pid: Number(pid), command: (await readProcessFile(pid, "cmdline")).join(" ").trim() };
    }),
  );

  return found.filter((straggler) => straggler !== undefined);
}

/** Signals a process, or with a negative id a process group. `false` when it is no longer there. */
export function signalIfThere(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (hasCode(error, "ESRCH")) return false;
    throw error;
  }
}

/** Whether an error of Node carries this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

async function started(child: ChildProcess): Promise<number> {
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  if (child.pid === undefined) throw new Error(`${child.spawnfile} has no process id`);

  return child.pid;
}

function processEnd(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    const end = () => resolve({ exitCode: child.exitCode ?? undefined, signal: child.signalCode ?? undefined });

    child.once("exit", () => {
      const grace = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, outputGrace);
      child.once("close", () => clearTimeout(grace));
    });
    child.once("close", end);
  });
}

const living = new Set<number>();

/** A test that times out never disposes of anything: whatever still lives goes with the test's own process. */
function endWithTestProcess(child: ChildProcess, pid: number): void {
  if (living.size === 0) process.once("exit", killLiving);
  living.add(pid);
  child.once("close", () => {
    living.delete(pid);
    if (living.size === 0) process.off("exit", killLiving);
  });
}

function killLiving(): void {
  for (const pid of living) signalIfThere(-pid, "SIGKILL");
}

/** The NUL-separated strings of a process's file; empty when it has ended or isn't ours. */
async function readProcessFile(pid: string, name: "environ" | "cmdline"): Promise<string[]> {
  try {
    return (await readFile(`/proc/${pid}/${name}`, "utf8")).split("\0");
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES", "EPERM"].some((code) => hasCode(error, code))) return [];
    throw error;
  }
}
