import { rm } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { openStore } from "../../../src/machine/python/store.js";
import { toolCache } from "../../../src/machine/python/tool-cache.js";
import { packIntoToolCache } from "../../support/python-packing.js";
import { type MachinePython, machinePythons } from "../../support/pythons.js";
import { temporaryFolder, writeFiles } from "../../support/temporary-folder.js";
import { packTinyArchive } from "../../support/tiny-python.js";

const newest = machinePythons()[0];

/** The tool cache of an image that has the Python, and the source that looks in it. */
async function imageWith(python: MachinePython) {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const image = join(folder.path, "image");
  const place = await packIntoToolCache(python, image);
  const store = openStore(image);
  const request = { release: python.release, mirror: undefined };

  return { folder: folder.path, image, place, store, request, source: toolCache(image, store) };
}

describe.skipIf(newest === undefined)("the tool cache", () => {
  if (newest === undefined) return;

  test("gives the image's Python of the exact release", async () => {
    const { place, source, request } = await imageWith(newest);

    expect(await source.install(request, () => undefined)).toMatchObject({
      found: true,
      python: { release: newest.release, source: "tool-cache", prefix: place },
      problems: [],
    });
    expect(await source.install({ ...request, release: `${newest.series}.99` }, () => undefined)).toMatchObject({
      found: false,
    });
  });

  test("looks where it is told, whatever the process's own variables say", async () => {
    const { source, request } = await imageWith(newest);
    const before = process.env["RUNNER_TOOL_CACHE"];
    process.env["RUNNER_TOOL_CACHE"] = "/no/such/folder";

    const result = await source.install(request, () => undefined);

    if (before === undefined) delete process.env["RUNNER_TOOL_CACHE"];
    else process.env["RUNNER_TOOL_CACHE"] = before;
    expect(result.found).toBe(true);
  });

  test("does not give a Python that is not complete", async () => {
    const { place, source, request } = await imageWith(newest);
    await rm(`${place}.complete`);

    expect(await source.install(request, () => undefined)).toMatchObject({ found: false });
  });

  test("does not give a Python that does not start", async () => {
    const { folder, store, request } = await imageWith(newest);
    const other = join(folder, "other");
    await writeFiles(join(other, "Python", newest.release), {
      [`${process.arch}/bin/python`]: { content: "#!/bin/sh\nexit 1\n", mode: 0o755 },
      [`${process.arch}.complete`]: "",
    });

    expect(await toolCache(other, store).install(request, () => undefined)).toMatchObject({ found: false });
  });

  test("gives what an earlier build kept before what the image has", async () => {
    const { folder, store, source, request } = await imageWith(newest);
    const archive = join(folder, "python.tar.gz");
    await packTinyArchive(newest, { layout: "root", file: archive });
    const provenance = { source: "mirror", url: "https://mirror.example/python.tar.gz", sha256: "ab12" } as const;
    await store.keep({ release: newest.release, archive, provenance });

    // The kept one passes everything on to the machine's.
    expect(await source.install(request, () => undefined)).toMatchObject({
      python: { executable: newest.interpreter, source: "tool-cache" },
    });
  });

  test.each([undefined, ""])("has nothing on a machine without one (%j)", async (folder) => {
    const { folder: empty, request } = await imageWith(newest);

    expect(await toolCache(folder, openStore(join(empty, "own"))).install(request, () => undefined)).toMatchObject({
      found: false,
    });
  });
});
