import { chmod, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { CacheEntry, Restored } from "../cache/downloads.js";
import type { Finding } from "../finding.js";
import type { Folders } from "../folders.js";
import type { Machine } from "../machine.js";
import type { Command, Outcome, Runner, Step } from "../runner.js";
import { configVars } from "../variables.js";
import { type AppReader, appReader } from "./app-files.js";
import { clear, exists, hasCode, readText, remove, write } from "./files.js";
import { capture, run } from "./programs.js";
import type { PythonSource } from "./python/source.js";
import { installFrom } from "./python/sources.js";
import { type AppPlace, findApp } from "./workspace.js";

/** Where a build is told to the user. */
export interface Log {
  /** Opens a step: a group on GitHub. */
  beginStep(name: string): void;
  endStep(step: Step): void;
  /** Prints a line of the build's own. */
  print(line: string): void;
  announce(finding: Finding): void;
  /** Runs what prints the output of other people's programs, and takes their lines for no more than text. */
  quote<T>(action: (print: (line: string) => void) => Promise<T>): Promise<T>;
}

/** Where folders are kept from build to build. */
export interface CacheService {
  restore(entry: CacheEntry): Promise<Restored>;
  /** Resolves to what went wrong, undefined when all is well. */
  save(entry: CacheEntry): Promise<string | undefined>;
}

/** What makes the action's runner differ from the command line's. */
export interface MachineSetting {
  readonly machine: Machine;
  readonly log: Log;
  readonly cache: CacheService;
  /** In the order in which they are asked. */
  readonly sources: readonly PythonSource[];
  /** No app stands outside it; absolute. */
  readonly workspace: string;
  /** What relative paths of inputs are relative to; absolute. */
  readonly folder: string;
  readonly foldersOf: (place: AppPlace) => Folders;
}

/** A runner that acts on this machine. */
export function machineRunner({ machine, log, cache, sources, workspace, folder, foldersOf }: MachineSetting): Runner {
  const begin = performance.now();
  let place: AppPlace | undefined;
  let reader: AppReader | undefined;
  return {
    machine,
    seconds: () => (performance.now() - begin) / 1000,
    beginStep: log.beginStep,
    endStep: log.endStep,
    print: log.print,
    announce: log.announce,
    locate: async (workingDirectory) => {
      place = await findApp({ workspace, folder }, workingDirectory);
      return foldersOf(place);
    },
    readText: (path) => readText(resolve(folder, path)),
    readApp: ({ app }, watched) => {
      const appInRepository = place?.appInRepository ?? "";
      reader ??= appReader({ root: app, appInRepository, variables: configVars(machine.variables) });
      return reader(watched);
    },
    commit: ({ app }) => commitOf(app, configVars(machine.variables)),
    remove,
    clear,
    write,
    exists,
    run: (command) => log.quote((print) => run(command, print)),
    runExecutable: (file, command) => log.quote((print) => runExecutable(file, command, print)),
    installPython: (request) => installFrom(sources, request, log.print),
    restore: cache.restore,
    save: cache.save,
  };
}

async function commitOf(folder: string, variables: Readonly<Record<string, string>>): Promise<string | undefined> {
  const output = await capture({
    program: "git",
    arguments: ["-c", "safe.directory=*", "rev-parse", "--verify", "--quiet", "HEAD"],
    folder,
    variables,
  });
  return output?.split("\n").find((line) => /^[0-9a-f]{40,64}$/.test(line));
}

/** The platforms set the execute bit on their copy of a hook; here it is set for the run and put back. */
async function runExecutable(file: string, command: Command, print: (line: string) => void): Promise<Outcome> {
  const mode = (await stat(file)).mode & 0o7777;
  if (mode & 0o100 || !(await changedMode(file, mode | 0o100))) return run(command, print);
  try {
    return await run(command, print);
  } finally {
    await changedMode(file, mode);
  }
}

/** Sets a file's mode. Resolves to false where it is not there any more, or is another user's. */
async function changedMode(file: string, mode: number): Promise<boolean> {
  try {
    await chmod(file, mode);
    return true;
  } catch (error) {
    // A hook may remove itself, and the folder it is in.
    if (hasCode(error, "ENOENT", "ENOTDIR", "EPERM", "EROFS")) return false;
    throw error;
  }
}
