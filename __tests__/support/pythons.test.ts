import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { packArchive, packIntoToolCache, writeMirror } from "./python-packing.js";
import { machinePythons, needsPython } from "./pythons.js";
import { temporaryFolder } from "./temporary-folder.js";

const pythons = machinePythons();
const run = promisify(execFile);

/** Asks an interpreter for its prefix and, on Linux, for the files of libpython that it has loaded. */
async function ask(interpreter: string): Promise<{ prefix: string; libraries: readonly string[] }> {
  const [prefix, libraries] = JSON.parse((await run(interpreter, ["-c", question])).stdout);

  return { prefix, libraries };
}

const question = `
import json, os, ssl, sqlite3, sys
maps = open("/proc/self/maps").read().split() if os.path.exists("/proc/self/maps") else []
print(json.dumps([sys.prefix, sorted(set(path for path in maps if "/libpython" in path))]))
`;

test("finds each release once, newest first", () => {
  const releases = pythons.map(({ release }) => release);

  expect(new Set(releases).size).toBe(releases.length);
  expect(releases).toEqual(releases.toSorted((a, b) => b.localeCompare(a, "en", { numeric: true })));
});

test.each(pythons)("packs $release into a tool cache, where it stands alone", { timeout: 120_000 }, async (python) => {
  await using folder = await temporaryFolder();

  const place = await packIntoToolCache(python, folder.path);

  const { prefix, libraries } = await ask(join(place, "bin", "python"));
  expect(place).toBe(join(folder.path, "Python", python.release, process.arch));
  expect(await readFile(`${place}.complete`, "utf8")).toBe("");
  expect(prefix).toBe(place);
  expect(libraries.filter((library) => !library.startsWith(place))).toEqual([]);
  expect((await run(join(place, "bin", "python"), ["-m", "pip", "--version"])).stdout).toContain(place);
});

const python = needsPython("3.13") ?? pythons[0];

test.skipIf(python === undefined).each([
  ["root", "."],
  ["python", "python"],
] as const)("packs an archive with Python in its %s", { timeout: 120_000 }, async (layout, inside) => {
  if (python === undefined) return;
  await using folder = await temporaryFolder();
  const file = join(folder.path, "downloads", "python.tar.gz");

  const sha256 = await packArchive(python, { layout, file });

  const unpacked = join(folder.path, "unpacked");
  await mkdir(unpacked);
  await run("tar", ["-xzf", file, "-C", unpacked]);
  const { prefix } = await ask(join(unpacked, inside, "bin", `python${python.series}`));
  expect(sha256).toBe((await run("sha256sum", [file])).stdout.split(" ")[0]);
  expect(prefix).toBe(join(unpacked, inside));
});

test("writes a mirror's manifest", async () => {
  await using folder = await temporaryFolder();

  await writeMirror(folder.path, [
    { release: "3.9.18", downloadUrl: "python-3.9.18.tar.gz", arch: "x64", platform: "linux" },
    { release: "3.13.0", downloadUrl: "a/python-3.13.0.tar.gz", sha256: "ab12", arch: "x64", platform: "linux" },
  ]);

  const manifest = JSON.parse(await readFile(join(folder.path, "versions-manifest.json"), "utf8"));
  expect(manifest).toMatchObject([
    {
      version: "3.13.0",
      stable: true,
      files: [
        {
          filename: "python-3.13.0.tar.gz",
          arch: "x64",
          platform: "linux",
          download_url: "a/python-3.13.0.tar.gz",
          sha256: "ab12",
        },
      ],
    },
    { version: "3.9.18" },
  ]);
});
