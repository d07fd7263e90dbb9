import { mkdir, readdir, readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { clear, exists, hasCode, readText, write } from "../../src/machine/files.js";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.js";

test("empties a folder, and leaves what its links lead to", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "own/a/b": "", "own/.hidden": "", "other/file": "" });
  await symlink("../other", join(folder.path, "own/link"));

  await clear(join(folder.path, "own"));

  expect(await readdir(join(folder.path, "own"))).toEqual([]);
  expect(await readdir(join(folder.path, "other"))).toEqual(["file"]);
});

test("makes a folder that is not there, with those above it", async () => {
  await using folder = await temporaryFolder();

  await clear(join(folder.path, "a/b"));

  expect(await readdir(join(folder.path, "a/b"))).toEqual([]);
});

test("makes a folder in place of a file", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { own: "" });

  await clear(join(folder.path, "own"));

  expect(await readdir(join(folder.path, "own"))).toEqual([]);
});

test("writes files that only their owner may read, and execute", async () => {
  await using folder = await temporaryFolder();

  await write(join(folder.path, "own"), { "bin/tool": "#!/bin/sh\n", SECRET: "ünï\0" });

  expect(await readFile(join(folder.path, "own/bin/tool"), "utf8")).toBe("#!/bin/sh\n");
  expect(await readFile(join(folder.path, "own/SECRET"), "utf8")).toBe("ünï\0");
  expect((await stat(join(folder.path, "own/bin/tool"))).mode & 0o777).toBe(0o700);
});

test("tells what exists", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { file: "" });
  await symlink("nowhere", join(folder.path, "dangling"));
  const paths = ["file", ".", "nowhere", "dangling", "file/below"].map((path) => join(folder.path, path));

  expect(await Promise.all(paths.map(exists))).toEqual([true, true, false, false, false]);
});

test("reads a text, and nothing where there is no file", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { text: "ünï\n" });
  await mkdir(join(folder.path, "folder"));
  await symlink("loop", join(folder.path, "loop"));
  const paths = ["text", "nowhere", "folder", "text/below", "loop", "x".repeat(300)];

  const texts = await Promise.all(paths.map((path) => readText(join(folder.path, path))));

  expect(texts).toEqual(["ünï\n", undefined, undefined, undefined, undefined, undefined]);
});

test("knows the system's errors by their code", () => {
  const error = Object.assign(new Error("no such file"), { code: "ENOENT" });

  expect(hasCode(error, "ENOTDIR", "ENOENT")).toBe(true);
  expect(hasCode(error, "ENOTDIR")).toBe(false);
  expect(hasCode({ code: "ENOENT" }, "ENOENT")).toBe(false);
  expect(hasCode(new Error("ENOENT"), "ENOENT")).toBe(false);
});
