import { posix } from "node:path";
import type { Location } from "./finding.js";

/** What stands at a path, links followed; `other` is anything that can't be read as a file: a FIFO, a dangling link. */
export type EntryKind = "file" | "folder" | "other";

/** A file that a build reads. `mode` holds the permission bits. */
export type AppFile =
  | { readonly kind: "read"; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: "unreadable"; readonly reason: string; readonly mode: number };

/**
 * The app as a build sees it, taken at one moment.
 *
 * Paths are relative to the app's root, with `/`; those of files above it begin with `../`. Files that git ignores, and
 * that no hook wrote, are not part of it.
 */
export interface App {
  /** The names at the root and in `bin/`, and what else a build looks for. */
  readonly entries: ReadonlyMap<string, EntryKind>;
  /** Content of those files that a build reads. */
  readonly files: ReadonlyMap<string, AppFile>;
  /** What git knows of the app as it was before any hook; undefined outside a repository. */
  readonly repository: Repository | undefined;
}

/** The git repository that holds an app. */
export interface Repository {
  /** The app's path from the repository's root, `""` when it is the root. */
  readonly folder: string;
  /** Of a tar of all committed files, in bytes. */
  readonly archiveSize: number;
  /** Files and folders that take the most room, largest first, at most five; relative to the app, sizes in bytes. */
  readonly largest: readonly { readonly path: string; readonly bytes: number }[];
  /** Entries of the app that are neither committed nor ignored. */
  readonly uncommitted: readonly string[];
  /** Entries that git ignores, with the line that says so; undefined where the line is of no file in the repository. */
  readonly ignored: ReadonlyMap<string, Location | undefined>;
}

/** The folders whose listing a build looks at; `""` is the app's root. */
export const listedFolders = ["", "bin"] as const;

/** Files below the root that mark a virtual environment. */
export const environmentMarks = [".venv/pyvenv.cfg", "venv/pyvenv.cfg"] as const;

/** Files that also count when they stand in a folder above the app, up to the repository's root: the nearest one. */
export const searchedUpward = [".gitmodules", "app.json", "scalingo.json"] as const;

const filesRead = new Set([
  ".buildpacks",
  ".python-version",
  ".slugignore",
  "Pipfile",
  "Pipfile.lock",
  "Procfile",
  "bin/post_compile",
  "bin/pre_compile",
  "manage.py",
  "pip.conf",
  "poetry.lock",
  "pyproject.toml",
  "runtime.txt",
  "setup.cfg",
  "setup.py",
  "uv.lock",
  ...searchedUpward,
]);

const requirementsFile = /^requirements[^/]*\.txt$/;

/**
 * How large a file may be that is read, in bytes: lockfiles of large apps have a few million, and each line of a
 * requirements file costs more than its bytes.
 */
export function sizeLimit(path: string): number {
  return path.endsWith(".txt") ? 8 * 1024 * 1024 : 32 * 1024 * 1024;
}

/** Tells whether a build reads the content of the file at this path, whatever other files say. */
export function isReadByBuild(path: string): boolean {
  return filesRead.has(path) || requirementsFile.test(path);
}

/** Files of requirements, which may include others; a build reads those, too. */
export const includingFiles = ["requirements.txt", "requirements-test.txt"] as const;

/** Tells whether a regular file, or a link to one, stands at the path. */
export function hasFile(app: App, path: string): boolean {
  return app.entries.get(path) === "file";
}

/** The path of a file in the app or, where it has none, in the nearest folder above; undefined when there is none. */
export function findUpward(app: App, name: string): string | undefined {
  const found = [...app.entries.keys()].filter((path) => hasFile(app, path) && isUpward(path, name));
  return found.sort((a, b) => a.length - b.length)[0];
}

/** Tells whether a path is that of the name in the app's root or in a folder above. */
function isUpward(path: string, name: string): boolean {
  return path.endsWith(name) && /^(\.\.\/)*$/.test(path.slice(0, -name.length));
}

/** Tells whether a normalized path leaves the app's root. */
export function leavesApp(path: string): boolean {
  return path === ".." || path.startsWith("../") || posix.isAbsolute(path);
}

/** The bytes of a file; undefined when there is no such file or it can't be read. */
export function bytesOf(app: App, path: string): Uint8Array | undefined {
  const file = app.files.get(path);
  return file?.kind === "read" ? file.bytes : undefined;
}

/** The text of a file, a byte order mark included, U+FFFD for what is not UTF-8; undefined when it can't be read. */
export function textOf(app: App, path: string): string | undefined {
  const bytes = bytesOf(app, path);
  return bytes && decoder.decode(bytes);
}

/** Makes a reading of an app that is done once for each, however often it is asked for. */
export function oncePerApp<T>(read: (app: App) => T): (app: App) => T {
  const readings = new WeakMap<App, { readonly value: T }>();
  return (app) => {
    const reading = readings.get(app) ?? { value: read(app) };
    readings.set(app, reading);
    return reading.value;
  };
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
