import { type App, type AppFile, type EntryKind, isReadByBuild } from "../../src/app.js";

/** Stands for a folder in {@link appOf}. */
export const folder = Symbol("folder");

/** Stands for what is neither file nor folder in {@link appOf}: a dangling link, a FIFO. */
export const other = Symbol("other");

/** What stands at a path: text, bytes, or one of the odd things. */
export type Entry = string | Uint8Array | typeof folder | typeof other | { readonly unreadable: string };

/** Paths relative to the app's root, and what stands there. */
export type Entries = Readonly<Record<string, Entry>>;

/** An app as a build would read it from a disk, in the order of the record. */
export function appOf(record: Entries): App {
  const entries = new Map<string, EntryKind>();
  const files = new Map<string, AppFile>();
  for (const [path, entry] of Object.entries(record)) {
    if (path.startsWith("bin/")) entries.set("bin", "folder");
    entries.set(path, kindOf(entry));
    if (kindOf(entry) === "file" && isReadByBuild(path)) files.set(path, fileOf(entry));
  }

  return { entries, files };
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
