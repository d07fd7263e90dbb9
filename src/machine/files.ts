import { constants } from "node:fs";
import { access, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Report } from "../report.js";

/** Removes a folder with all that is in it. */
export async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** The same, and makes it anew. */
export async function clear(folder: string): Promise<void> {
  await remove(folder);
  await mkdir(folder, { recursive: true });
}

/** Writes files, by their paths in the folder: private to their owner, who may execute them. */
export async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { mode: 0o700 });
  }
}

/** Keeps the report of a build as JSON. */
export async function keepReport(path: string, report: Report): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`);
}

/** Tells whether anything stands at a path. */
export async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}

/** A file that a build reads may have this many bytes; lockfiles of large apps have a few million. */
export const largestFile = 32 * 1024 * 1024;

/** Reads a text file of a user's; undefined when there is none that may be read, or it is no regular file of a usual size. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    const stats = await stat(path);
    // A FIFO would be waited for.
    return stats.isFile() && stats.size <= largestFile ? await readFile(path, "utf8") : undefined;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "EISDIR", "ELOOP", "ENAMETOOLONG", "EACCES")) return undefined;
    throw error;
  }
}

/** Tells whether an error is one of the system's with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
