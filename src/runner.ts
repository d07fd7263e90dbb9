import type { App } from "./app.js";
import type { CacheEntry, Restored } from "./cache/downloads.js";
import type { Finding, Problem } from "./finding.js";
import type { Folders } from "./folders.js";
import type { Machine } from "./machine.js";
import type { Variables } from "./variables.js";

/** A step of a build, as people see it in the log. Times in seconds; `start` counts from the build's begin. */
export interface Step {
  readonly name: string;
  readonly start: number;
  readonly seconds: number;
  readonly outcome: "success" | "failure" | "skipped";
}

/** A program to run: never a shell string. */
export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  /** The working directory, absolute. */
  readonly folder: string;
  /** All variables that the program gets. */
  readonly variables: Variables;
}

/** How a program ended. */
export interface Outcome {
  /** The exit status, 127 when the program was not found; undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly signal: string | undefined;
  /** The last lines of what it printed, at most 200. */
  readonly lastLines: readonly string[];
}

/** Tells whether a program did what it should. */
export function succeeded(outcome: Outcome): boolean {
  return outcome.status === 0;
}

/** Where an installed Python came from, as the report says it. */
export type PythonSourceName = "tool-cache" | "mirror" | "standalone" | "machine";

/** A Python that can make environments. Paths are absolute. */
export interface Python {
  readonly release: string;
  readonly source: PythonSourceName;
  readonly executable: string;
  /** The folder that holds its `bin`, `include` and `lib`. */
  readonly prefix: string;
  /** The newest of pip's wheels in `ensurepip`; undefined when there is none. */
  readonly bundledPip: string | undefined;
  /** It starts only where `LD_LIBRARY_PATH` names its `lib`. */
  readonly needsLibraryPath: boolean;
}

/** A release to have, and where to look for it. */
export interface PythonRequest {
  readonly release: string;
  /** Folder or URL of the user's own manifest. */
  readonly mirror: string | undefined;
}

/** A Python, with what is to be said about how it was got. */
export interface InstalledPython {
  readonly python: Python;
  readonly problems: readonly Problem[];
}

/**
 * The world as a build sees it. The action, the command line and the tests each bring their own.
 *
 * No member decides anything about Python.
 */
export interface Runner {
  readonly machine: Machine;
  /** Seconds since the build began. */
  seconds(): number;

  /** Opens a step of the log: a group on GitHub. */
  beginStep(name: string): void;
  endStep(step: Step): void;
  /** Prints a line of the build's own. */
  print(line: string): void;
  announce(finding: Finding): void;

  /** Finds the folders of a build. Throws BuildError `input::outside-workspace`. */
  locate(workingDirectory: string): Promise<Folders>;
  /** Reads a file by its path from the workspace; undefined when there is none. */
  readText(path: string): Promise<string | undefined>;
  /** Reads the app as it is now. `watched` are paths in it that are looked for, too. */
  readApp(folders: Folders, watched: readonly string[]): Promise<App>;
  /** The commit that is built; undefined outside git. */
  commit(folders: Folders): Promise<string | undefined>;

  /** Removes a folder with all that is in it. */
  remove(folder: string): Promise<void>;
  /** The same, and makes it anew. */
  clear(folder: string): Promise<void>;
  /** Writes files, by their paths in the folder: private to their owner, who may execute them. */
  write(folder: string, files: Readonly<Record<string, string>>): Promise<void>;
  exists(path: string): Promise<boolean>;

  run(command: Command): Promise<Outcome>;
  /** Runs a command while a file is executable; its mode is put back afterwards. */
  runExecutable(file: string, command: Command): Promise<Outcome>;
  installPython(request: PythonRequest): Promise<InstalledPython>;
  restore(entry: CacheEntry): Promise<Restored>;
  /** Saves the folder of an entry. Resolves to what went wrong, undefined when all is well. */
  save(entry: CacheEntry): Promise<string | undefined>;
}
