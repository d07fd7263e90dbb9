import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { expect, test } from "vitest";

import { removeFolder, temporaryFolder, writeFiles } from "./temporary-folder.js";
import { keptFolder } from "./test-cache.js";

test("makes a folder once, even when two want it at the same time", async () => {
  await using unique = await temporaryFolder();
  const name = `test-cache/${basename(unique.path)}`;
  const make = (text: string) => keptFolder(name, (draft) => writeFiles(draft, { text }));

  const [one, other] = await Promise.all([make("first"), make("first")]);
  const later = await make("second");

  expect([other, later]).toEqual([one, one]);
  expect(await readFile(join(one, "text"), "utf8")).toBe("first");
  await removeFolder(dirname(one));
});

test("leaves nothing when it fails", async () => {
  await using unique = await temporaryFolder();
  const name = `test-cache-failing/${basename(unique.path)}`;

  await expect(keptFolder(name, () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");

  const folder = await keptFolder(name, (draft) => writeFiles(draft, { text: "second try" }));
  expect(await readFile(join(folder, "text"), "utf8")).toBe("second try");
  await removeFolder(dirname(folder));
});
