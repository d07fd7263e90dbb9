import type { Dirent, Stats } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import {
  type App,
  type AppFile,
  type EntryKind,
  environmentMarks,
  includingFiles,
  isReadByBuild,
  leavesApp,
  listedFolders,
  type Repository,
  searchedUpward,
  sizeLimit,
} from "../app.js";
import type { Location } from "../finding.js";
import { includesOf } from "../requirements/requirements.js";
import { hasCode } from "./files.js";
import { type Committed, type GitSetting, readCommitted, readFilledFolders, readIgnored } from "./repository.js";

/** Takes a snapshot of an app. `watched` are paths that a build also looks for. */
export type AppReader = (watched: readonly string[]) => Promise<App>;

/**
 * Makes the reader of an app.
 *
 * The first snapshot leaves out what git ignores. Later ones leave out the same files as long as they are unchanged: what
 * a hook writes counts even if git ignores it.
 */
export function appReader(setting: GitSetting): AppReader {
  const { root } = setting;
  let pristine:
    | { readonly repository: Repository | undefined; readonly stamps: ReadonlyMap<string, string> }
    | undefined;
  return async (watched) => {
    const committed = pristine ? undefined : readCommitted(setting);
    const found = await readFound(setting, watched);
    if (!pristine) {
      const repository = await describe(setting, await committed, found);
      pristine = { repository, stamps: await stamps(root, [...(repository?.ignored.keys() ?? [])]) };
    }
    const now = await stamps(root, [...pristine.stamps.keys()]);
    for (const [path, stamp] of pristine.stamps) {
      if (now.get(path) !== stamp) continue;
      found.entries.delete(path);
      found.files.delete(path);
    }
    return { entries: found.entries, files: found.files, repository: pristine.repository };
  };
}

/** What git knows of the paths; of one behind a link, what it knows of the link. */
async function describe(
  setting: GitSetting,
  committed: Committed | undefined,
  { entries, links }: Found,
): Promise<Repository | undefined> {
  if (!committed) return undefined;
  const asked = (path: string) => ancestry(path).find((at) => links.has(at)) ?? path;
  const others = [...entries.keys()].filter((path) => !leavesApp(path) && !committed.has(asked(path)));
  const told = await readIgnored(setting, [...new Set(others.map(asked))]);
  const ignored = new Map<string, Location | undefined>();
  for (const path of others) {
    const by = ancestry(asked(path)).find((at) => told.has(at));
    if (by !== undefined) ignored.set(path, told.get(by));
  }
  const folders = others.filter((path) => !ignored.has(path) && path !== ".git" && entries.get(path) === "folder");
  const filled = await readFilledFolders(setting, folders);
  for (const path of folders) if (!filled.has(path) && !links.has(path)) ignored.set(path, undefined);
  const { archiveSize, largest } = committed;
  const uncommitted = others.filter((path) => !ignored.has(path));
  return { folder: setting.appInRepository, archiveSize, largest, ignored, uncommitted };
}

/** The folders that a path is in, from the top, and the path itself. */
function ancestry(path: string): string[] {
  const names = path.split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

interface Found {
  readonly entries: Map<string, EntryKind>;
  /** Those entries of the root that are links. */
  readonly links: ReadonlySet<string>;
  readonly files: Map<string, AppFile>;
}

async function readFound(setting: GitSetting, watched: readonly string[]): Promise<Found> {
  const { root } = setting;
  const { entries, links } = await list(root);
  const others = [...environmentMarks, ...watched, ...pathsAbove(setting)];
  for (const path of others) await probe(root, path, entries);
  const files = new Map<string, AppFile>();
  for (const [path, kind] of entries) {
    const name = posix.basename(path);
    const read = isReadByBuild(path) || (path.startsWith("../") && isReadByBuild(name));
    if (kind === "file" && read) files.set(path, await readAppFile(root, path));
  }
  await followIncludes(root, { entries, links, files });
  return { entries, links, files };
}

/** Where the files that count in a folder above may stand, up to the repository's root. */
function pathsAbove({ appInRepository }: GitSetting): string[] {
  const depth = appInRepository === "" ? 0 : appInRepository.split("/").length;
  return Array.from({ length: depth }, (_, index) => "../".repeat(index + 1)).flatMap((above) =>
    searchedUpward.map((name) => above + name),
  );
}

/** More included files than any app has: a chain of them could go on for ever. */
const mostIncludes = 1000;

async function followIncludes(root: string, { entries, files }: Found): Promise<void> {
  const queue: string[] = [...includingFiles];
  for (const including of queue) {
    const file = files.get(including);
    if (file?.kind !== "read") continue;
    for (const path of includesOf(including, file.bytes)) {
      if (queue.includes(path) || queue.length > mostIncludes) continue;
      queue.push(path);
      await probe(root, path, entries);
      const read = entries.get(path) === "file" && !leavesApp(path) && !files.has(path);
      if (read) files.set(path, await readAppFile(root, path));
    }
  }
}

async function probe(root: string, path: string, entries: Map<string, EntryKind>): Promise<void> {
  const found = entries.has(path) ? undefined : await statOf(posix.resolve(root, path));
  if (found) entries.set(path, kindOfStats(found));
}

async function list(root: string): Promise<Pick<Found, "entries" | "links">> {
  const entries = new Map<string, EntryKind>();
  const links = new Set<string>();
  for (const folder of listedFolders) {
    for (const entry of await listFolder(join(root, folder))) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      entries.set(path, await kindOf(join(root, path), entry));
      if (folder === "" && entry.isSymbolicLink()) links.add(path);
    }
  }
  return { entries, links };
}

async function listFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "ELOOP", "EACCES")) return [];
    throw error;
  }
}

async function kindOf(path: string, entry: Dirent): Promise<EntryKind> {
  const found = entry.isSymbolicLink() ? await statOf(path) : entry;
  return found ? kindOfStats(found) : "other";
}

function kindOfStats(found: Stats | Dirent): EntryKind {
  if (found.isFile()) return "file";
  return found.isDirectory() ? "folder" : "other";
}

/** Undefined when nothing is there, or a link leads nowhere. */
async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "ELOOP", "EACCES", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE")) {
      return undefined;
    }
    throw error;
  }
}

async function readAppFile(root: string, name: string): Promise<AppFile> {
  const path = join(root, name);
  const { mode, size } = await stat(path);
  const most = sizeLimit(name);
  const permissions = mode & 0o7777;
  if ((permissions & 0o444) === 0) {
    return { kind: "unreadable", reason: "its mode lets nobody read it", mode: permissions };
  }
  if (size > most) {
    return {
      kind: "unreadable",
      reason: `it has ${size} bytes, and at most ${most} are read`,
      mode: permissions,
    };
  }
  try {
    return { kind: "read", bytes: await readFile(path), mode: permissions };
  } catch (error) {
    if (!hasCode(error, "EACCES", "EPERM", "EIO")) throw error;
    return { kind: "unreadable", reason: "the system does not let it be read", mode: permissions };
  }
}

/** What tells a file from what a hook may have put in its place. */
async function stamps(root: string, paths: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of paths) {
    const stats = await statOf(join(root, path));
    found.set(path, stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : "absent");
  }
  return found;
}
