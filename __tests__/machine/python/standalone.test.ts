import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { standalone } from "../../../src/machine/python/standalone.js";
import { openStore } from "../../../src/machine/python/store.js";
import { startFileServer } from "../../support/file-server.js";
import { packArchive } from "../../support/python-packing.js";
import { type MachinePython, machinePythons } from "../../support/pythons.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const newest = machinePythons()[0];
const system = `${process.platform}-${process.arch}`;

/** A table with one build of a real Python, which a server serves under a name as python-build-standalone's. */
async function builds(python: MachinePython) {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const file = join(folder.path, "served/python.tar.gz");
  const sha256 = await packArchive(python, { layout: "python", file });
  const server = await startFileServer({ files: { "/cpython+1.tar.gz": { content: { path: file } } } });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const build = { url: `${server.url}/cpython%2B1.tar.gz`, sha256, build: "20260814" };
  const store = openStore(join(folder.path, "tool-cache"));
  const request = { release: python.release, mirror: undefined };

  return { build, server, store, request, table: { [python.release]: { [system]: build } } };
}

describe.skipIf(newest === undefined)("the standalone builds", () => {
  if (newest === undefined) return;

  test("give a release that the table has", async () => {
    const { table, store, request, build } = await builds(newest);

    const result = await standalone(table, "glibc", store).install(request, () => undefined);

    const place = join(store.incoming, "..", newest.release, process.arch);
    expect(result).toMatchObject({
      found: true,
      python: { release: newest.release, source: "standalone", prefix: place },
      problems: [],
    });
    expect(JSON.parse(await readFile(`${place}.json`, "utf8"))).toEqual({
      source: "standalone",
      url: build.url,
      sha256: build.sha256,
    });
    expect(await readdir(store.incoming)).toEqual([]);
  });

  test("are not unpacked when the checksum is wrong", async () => {
    const { build, store, request } = await builds(newest);
    const table = { [newest.release]: { [system]: { ...build, sha256: "0".repeat(64) } } };

    const result = await standalone(table, "glibc", store).install(request, () => undefined);

    expect(result).toMatchObject({ found: false, reason: expect.stringContaining("checksum") });
    expect(await readdir(join(store.incoming, ".."))).toEqual(["incoming"]);
    expect(await readdir(store.incoming)).toEqual([]);
  });

  test("are not asked for what the table has not, nor on musl", async () => {
    const { build, table, server, store, request } = await builds(newest);
    const other = { [newest.release]: { "plan9-mips": build } };

    const results = await Promise.all([
      standalone(table, "glibc", store).install({ ...request, release: "3.13.99" }, () => undefined),
      standalone(other, "glibc", store).install(request, () => undefined),
      standalone(table, "musl", store).install(request, () => undefined),
      standalone({}, undefined, store).install(request, () => undefined),
    ]);

    expect(results.map(({ found }) => found)).toEqual([false, false, false, false]);
    expect(server.requests).toEqual([]);
  });

  test("have a reason when the server has none", async () => {
    const { build, store, request } = await builds(newest);
    const table = { [newest.release]: { [system]: { ...build, url: `${build.url}.missing` } } };

    const result = await standalone(table, "glibc", store).install(request, () => undefined);

    expect(result).toMatchObject({ found: false, reason: expect.stringContaining("404") });
  });
});
