import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { removeFolder } from "./temporary-folder.js";

const cacheFolder = fileURLToPath(new URL("../../node_modules/.cache/python-build-tests", import.meta.url));

/**
 * A folder that takes long to make and is kept from one test run to the next. It is filled beside its place and then
 * renamed, so that test files that run side by side never see half of one: whoever comes second throws its own away.
 * Change `name` whenever `fill` changes.
 */
export async function keptFolder(name: string, fill: (draft: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;

  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  try {
    await fill(draft);
    await chmod(draft, 0o755);
    await rename(draft, folder);
  } catch (error) {
    await removeFolder(draft);
    if (!existsSync(folder)) throw error;
  }

  return folder;
}
