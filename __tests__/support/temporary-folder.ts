import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder that is removed, with all that it holds, when it is disposed of. `path` is absolute and free of symlinks. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** What a file of a test holds; `mode` is for scripts (`0o755`). */
export type FileContent = string | Uint8Array | { readonly content: string | Uint8Array; readonly mode: number };

/** Files by their path below some folder, with `/` as the separator. */
export type Files = Readonly<Record<string, FileContent>>;

/** Makes an empty folder, for `await using`. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "python-build-test-")));

  return { path, [Symbol.asyncDispose]: () => removeFolder(path) };
}

/** Writes files below a folder, making the folders between. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, file] of Object.entries(files)) {
    const target = join(folder, path);
    const plain = typeof file === "string" || file instanceof Uint8Array;

    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, plain ? file : file.content);
    if (!plain) await chmod(target, file.mode);
  }
}

/** Removes a folder, even while a process that was just killed may still be writing its last file. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5 });
}
