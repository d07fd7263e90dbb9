import { spawn } from "node:child_process";
import type { Dirent, Stats } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type App, type AppFile, type EntryKind, isReadByBuild, listedFolders } from "../app.js";
import { hasCode, largestFile } from "./files.js";

/** Takes a snapshot of an app. */
export type AppReader = () => Promise<App>;

/**
 * Makes the reader of an app.
 *
 * The first snapshot leaves out what git ignores. Later ones leave out the same files as long as they are unchanged: what
 * a hook writes counts even if git ignores it.
 *
 * @param root absolute path of the app.
 * @param variables of the git that tells what is ignored.
 */
export function appReader(root: string, variables: Readonly<Record<string, string>>): AppReader {
  let ignored: ReadonlyMap<string, string> | undefined;
  return async () => {
    const entries = await list(root);
    ignored ??= await stamps(root, await ignoredByGit(root, [...entries.keys()], variables));
    const now = await stamps(root, [...ignored.keys()]);
    for (const [path, stamp] of ignored) {
      if (now.get(path) === stamp) entries.delete(path);
    }
    return { entries, files: await readFiles(root, entries) };
  };
}

async function list(root: string): Promise<Map<string, EntryKind>> {
  const entries = new Map<string, EntryKind>();
  for (const folder of listedFolders) {
    for (const entry of await listFolder(join(root, folder))) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      entries.set(path, await kindOf(join(root, path), entry));
    }
  }
  return entries;
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
  if (found?.isFile()) return "file";
  return found?.isDirectory() ? "folder" : "other";
}

/** Undefined when nothing is there, or a link leads nowhere. */
async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "ELOOP", "EACCES")) return undefined;
    throw error;
  }
}

async function readFiles(root: string, entries: ReadonlyMap<string, EntryKind>): Promise<Map<string, AppFile>> {
  const files = new Map<string, AppFile>();
  for (const [path, kind] of entries) {
    if (kind === "file" && isReadByBuild(path)) files.set(path, await readAppFile(join(root, path)));
  }
  return files;
}

async function readAppFile(path: string): Promise<AppFile> {
  const { mode, size } = await stat(path);
  const permissions = mode & 0o7777;
  if ((permissions & 0o444) === 0) {
    return { kind: "unreadable", reason: "its mode lets nobody read it", mode: permissions };
  }
  if (size > largestFile) {
    return {
      kind: "unreadable",
      reason: `it has ${size} bytes, and at most ${largestFile} are read`,
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

/** Paths that git ignores and has not got; none outside a repository or without git. */
async function ignoredByGit(
  root: string,
  paths: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<string[]> {
  const git = spawn("git", ["-c", "safe.directory=*", "check-ignore", "-z", "--stdin"], {
    cwd: root,
    env: variables,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const failed = new Promise<string>((resolve) => git.once("error", () => resolve("")));
  // Git closes its input at once where there is no repository.
  git.stdin.on("error", () => git.stdin.destroy());
  // Git takes a colon at the beginning of a path for pathspec magic.
  git.stdin.end(paths.map((path) => `./${path}`).join("\0"));
  const output = await Promise.race([text(git.stdout), failed]);
  return output
    .split("\0")
    .filter((path) => path !== "")
    .map((path) => path.slice("./".length));
}
