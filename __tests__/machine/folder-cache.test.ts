import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { folderCache } from "../../src/machine/folder-cache.js";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.js";

test("hits when an earlier build left something in the folder", async () => {
  await using home = await temporaryFolder();
  const folder = join(home.path, "downloads/pip");
  const entry = { folder, key: "pip-1", restoreKeys: ["pip-"] };

  expect(await folderCache.restore(entry)).toEqual({ matchedKey: undefined, trouble: undefined });
  expect(await readdir(folder)).toEqual([]);

  await writeFiles(folder, { "wheels/a.whl": "" });
  expect(await folderCache.save(entry)).toBeUndefined();
  expect(await folderCache.restore(entry)).toEqual({ matchedKey: "pip-1", trouble: undefined });
});
