/** What stands at a path, links followed; `other` is anything that can't be read as a file: a FIFO, a dangling link. */
export type EntryKind = "file" | "folder" | "other";

/** A file that a build reads. `mode` holds the permission bits. */
export type AppFile =
  | { readonly kind: "read"; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: "unreadable"; readonly reason: string; readonly mode: number };

/**
 * The app as a build sees it, taken at one moment.
 *
 * Paths are relative to the app's root, with `/`. Files that git ignores, and that no hook wrote, are not part of it.
 */
export interface App {
  /** The names at the root and in `bin/`. */
  readonly entries: ReadonlyMap<string, EntryKind>;
  /** Content of those files that {@link isReadByBuild} names. */
  readonly files: ReadonlyMap<string, AppFile>;
}

/** The folders whose listing a build looks at; `""` is the app's root. */
export const listedFolders = ["", "bin"] as const;

const filesRead = new Set([
  ".python-version",
  "Pipfile",
  "Pipfile.lock",
  "bin/post_compile",
  "bin/pre_compile",
  "pyproject.toml",
  "requirements-test.txt",
  "requirements.txt",
  "runtime.txt",
  "setup.cfg",
  "setup.py",
]);

/** Tells whether a build reads the content of the file at this path. */
export function isReadByBuild(path: string): boolean {
  return filesRead.has(path);
}

/** Tells whether a regular file, or a link to one, stands at the path. */
export function hasFile(app: App, path: string): boolean {
  return app.entries.get(path) === "file";
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

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
