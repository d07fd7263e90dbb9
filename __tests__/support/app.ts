import {
  type App,
  type AppFile,
  type EntryKind,
  includingFiles,
  isReadByBuild,
  leavesApp,
  type Repository,
} from "../../src/app.js";
import { includesOf } from "../../src/requirements/requirements.js";

/** Stands for a folder in {@link appOf}. */
export const folder = Symbol("folder");

/** Stands for what is neither file nor folder in {@link appOf}: a dangling link, a FIFO. */
export const other = Symbol("other");

/** What stands at a path: text, bytes, or one of the odd things. */
export type Entry = string | Uint8Array | typeof folder | typeof other | { readonly unreadable: string };

/** Paths relative to the app's root, and what stands there. */
export type Entries = Readonly<Record<string, Entry>>;

/** An app as a build would read it from a disk, in the order of the record. */
export function appOf(record: Entries, repository?: Repository): App {
  const entries = new Map<string, EntryKind>();
  const files = new Map<string, AppFile>();
  for (const [path, entry] of Object.entries(record)) {
    if (path.startsWith("bin/")) entries.set("bin", "folder");
    entries.set(path, kindOf(entry));
    const read = isReadByBuild(path) || (path.startsWith("../") && isReadByBuild(path.replace(/^(\.\.\/)+/, "")));
    if (kindOf(entry) === "file" && read) files.set(path, fileOf(entry));
  }
  followIncludes(record, files);

  return { entries, files, repository };
}

function followIncludes(record: Entries, files: Map<string, AppFile>): void {
  const queue: string[] = [...includingFiles];
  for (const including of queue) {
    const file = files.get(including);
    if (file?.kind !== "read") continue;
    for (const path of includesOf(including, file.bytes)) {
      const entry = Object.hasOwn(record, path) ? record[path] : undefined;
      if (entry === undefined || queue.includes(path)) continue;
      queue.push(path);
      if (kindOf(entry) === "file" && !leavesApp(path)) files.set(path, fileOf(entry));
    }
  }
}

function kindOf(entry: Entry): EntryKind {
  if (entry === folder) return "folder";
  return entry === other ? "other" : "file";
}

function fileOf(entry: Entry): AppFile {
  if (typeof entry === "string") return { kind: "read", bytes: new TextEncoder().encode(entry), mode: 0o644 };
  if (entry instanceof Uint8Array) return { kind: "read", bytes: entry, mode: 0o644 };
  const reason = typeof entry === "object" ? entry.unreadable : "it can't be read";

  return { kind: "unreadable", reason, mode: 0 };
}
