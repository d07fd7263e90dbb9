import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { describe, expect, onTestFinished, test } from "vitest";

import { type Arrival, openStore, type PythonStore } from "../../../src/machine/python/store.js";
import type { Python } from "../../../src/runner.js";
import { packArchive } from "../../support/python-packing.js";
import { type MachinePython, machinePythons } from "../../support/pythons.js";
import { temporaryFolder, writeFiles } from "../../support/temporary-folder.js";
import { packTinyArchive, tinyInterpreter } from "../../support/tiny-python.js";

const exec = promisify(execFile);
const newest = machinePythons()[0];
const provenance = { source: "mirror", url: "https://mirror.example/python.tar.gz", sha256: "ab12" } as const;

/** An empty tool cache, its store, and what a keep of a tiny Python takes. */
async function emptyStore(python: MachinePython) {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const archive = join(folder.path, "downloads/python.tar.gz");
  await packTinyArchive(python, { layout: "root", file: archive });
  const toolCache = join(folder.path, "tool cache");
  const store = openStore(toolCache);
  const { release } = python;
  const place = join(toolCache, "python-build", release, process.arch);

  return { folder: folder.path, store, place, archive, release, arrival: { release, archive, provenance } };
}

async function keepPython(store: PythonStore, arrival: Arrival): Promise<Python> {
  const python = await store.keep(arrival);
  if (typeof python === "string") throw new Error(python);

  return python;
}

describe.skipIf(newest === undefined)("the store", () => {
  if (newest === undefined) return;

  test.each(["root", "python"] as const)("keeps a Python of an archive with the layout %s", async (layout) => {
    const { folder, store, place, release } = await emptyStore(newest);
    const archive = join(folder, "real.tar.gz");
    await packArchive(newest, { layout, file: archive });

    const python = await keepPython(store, { release, archive, provenance });

    expect(python).toMatchObject({ release, source: "mirror", prefix: place });
    expect(python.executable).toBe(join(place, "bin", `python${newest.series}`));
    expect(python.bundledPip).toContain(place);
    expect(JSON.parse(await readFile(`${place}.json`, "utf8"))).toEqual(provenance);
    expect(await readFile(`${place}.complete`, "utf8")).toBe("");
    expect(await readdir(store.incoming)).toEqual([]);
    expect(await store.find(release)).toEqual({ ...python, source: "tool-cache" });
  });

  test("stands apart from the Pythons of the runner's image", async () => {
    const { folder, store, release, arrival } = await emptyStore(newest);
    await keepPython(store, arrival);

    expect(await readdir(join(folder, "tool cache"))).toEqual(["python-build"]);
    expect((await readdir(dirname(store.incoming))).toSorted()).toEqual([release, "incoming"].toSorted());
    expect((await readdir(join(dirname(store.incoming), release))).toSorted()).toEqual([
      process.arch,
      `${process.arch}.complete`,
      `${process.arch}.json`,
    ]);
  });

  test("has no Python before one is kept", async () => {
    const { store, release } = await emptyStore(newest);

    expect(await store.find(release)).toBeUndefined();
  });

  test("does not find what is not marked complete", async () => {
    const { store, place, arrival, release } = await emptyStore(newest);
    await keepPython(store, arrival);

    await rm(`${place}.complete`);

    expect(await store.find(release)).toBeUndefined();
  });

  test.each<[string, (place: string, incoming: string) => Promise<void>]>([
    ["while it unpacked", (_, incoming) => writeFiles(incoming, { "draft/new/bin/half": "", "download.tar": "half" })],
    ["with a folder that is no Python", (place) => writeFiles(place, { "bin/half": "" })],
    [
      "with a Python that does not start",
      (place) => writeFiles(place, { [`bin/python${newest.series}`]: { content: "#!/bin/sh\nexit 1\n", mode: 0o755 } }),
    ],
    ["with an empty folder", async (place) => void (await mkdir(place, { recursive: true }))],
    ["before it marked it", (place) => writeFiles(place, { [`bin/python${newest.series}`]: tinyInterpreter(newest) })],
    ["with a file in its place", (place) => writeFiles(dirname(place), { [process.arch]: "" })],
  ])("keeps a Python after a build that was killed %s", async (_, killed) => {
    const { store, place, release, arrival } = await emptyStore(newest);
    await killed(place, store.incoming);
    expect(await store.find(release)).toBeUndefined();

    const python = await keepPython(store, arrival);

    expect(python.release).toBe(release);
    expect(await readdir(place)).toEqual(["bin"]);
    expect(await readdir(join(place, "bin"))).toEqual([`python${newest.series}`]);
    expect(JSON.parse(await readFile(`${place}.json`, "utf8"))).toEqual(provenance);
    expect((await store.find(release))?.release).toBe(release);
  });

  test("replaces a Python that was complete and does not start any more", async () => {
    const { store, place, release, arrival } = await emptyStore(newest);
    await keepPython(store, arrival);
    await writeFiles(place, { [`bin/python${newest.series}`]: "" });
    expect(await store.find(release)).toBeUndefined();

    await keepPython(store, { ...arrival, provenance: { ...provenance, sha256: "cd34" } });

    expect((await store.find(release))?.release).toBe(release);
    expect(JSON.parse(await readFile(`${place}.json`, "utf8"))).toMatchObject({ sha256: "cd34" });
    expect(await readdir(store.incoming)).toEqual([]);
  });

  test("lets two builds keep the same Python at the same time", async () => {
    const { folder, store, place, release } = await emptyStore(newest);
    const archive = join(folder, "real.tar.gz");
    await packArchive(newest, { layout: "root", file: archive });
    const builds = Array.from({ length: 2 }, () => openStore(join(store.incoming, "../..")));

    const kept = await Promise.all(builds.map((own) => own.keep({ release, archive, provenance })));

    expect(kept).toEqual(kept.map(() => expect.objectContaining({ release, prefix: place })));
    expect((await store.find(release))?.prefix).toBe(place);
    expect(await readdir(store.incoming)).toEqual([]);
  });

  test.each([
    ["and marked", true],
    ["and is about to mark", false],
  ])("leaves a Python alone that another build put there %s", async (_, marked) => {
    const { store, place, arrival } = await emptyStore(newest);
    await keepPython(store, arrival);
    await writeFiles(place, { "in-use": "by another build" });
    if (!marked) await rm(`${place}.complete`);

    await keepPython(store, { ...arrival, provenance: { ...provenance, source: "standalone" } });

    expect(await readdir(place)).toContain("in-use");
    expect(JSON.parse(await readFile(`${place}.json`, "utf8"))).toEqual(provenance);
  });

  test.each<[string, (archive: string) => Promise<void>]>([
    ["is none", (archive) => writeFile(archive, "<html>Not found</html>")],
    ["is empty", (archive) => writeFile(archive, "")],
    ["is cut off", (archive) => truncate(archive, 150)],
    ["is not there", (archive) => rm(archive)],
  ])("keeps nothing of an archive that %s", async (_, spoil) => {
    const { store, archive, release, arrival } = await emptyStore(newest);
    await spoil(archive);

    expect(await store.keep(arrival)).toEqual(expect.any(String));
    expect(await store.find(release)).toBeUndefined();
    expect(await readdir(join(store.incoming, ".."))).toEqual(["incoming"]);
    expect(await readdir(store.incoming)).toEqual([]);
  });

  test("keeps nothing of an archive with another release", async () => {
    const { store, arrival } = await emptyStore(newest);

    expect(await store.keep({ ...arrival, release: `${newest.series}.99` })).toContain(`${newest.series}.99`);
    expect(await store.find(`${newest.series}.99`)).toBeUndefined();
    expect(await readdir(store.incoming)).toEqual([]);
  });

  test.each([
    ["xz", "-J"],
    ["no compression", "--no-auto-compress"],
  ])("unpacks archives with %s, whatever their name", async (_, option) => {
    const { folder, store, arrival } = await emptyStore(newest);
    await writeFiles(folder, { [`content/bin/python${newest.series}`]: tinyInterpreter(newest) });
    const archive = join(folder, "python.tar");
    await exec("tar", ["-cf", archive, option, "-C", join(folder, "content"), "."]);

    expect((await keepPython(store, { ...arrival, archive })).release).toBe(newest.release);
  });

  test("lets no member of an archive escape", async () => {
    const { folder, store, arrival } = await emptyStore(newest);
    await writeFiles(folder, { [`content/bin/python${newest.series}`]: tinyInterpreter(newest), "outside/kept": "" });
    const absolute = join(folder, "outside/absolute");
    const archive = join(folder, "evil.tar");
    await writeEvilArchive(archive, join(folder, "content"), [
      ["../../../../../escaped", "file"],
      [absolute, "file"],
      ["bin/../../../../escaped", "file"],
    ]);

    await store.keep({ ...arrival, archive });

    expect(await readdir(join(folder, "outside"))).toEqual(["kept"]);
    expect(await namesBelow(folder)).not.toContain("escaped");
  });

  test("lets no member of an archive escape through a link", async () => {
    const { folder, store, arrival } = await emptyStore(newest);
    const outside = join(folder, "outside");
    await writeFiles(folder, { [`content/bin/python${newest.series}`]: tinyInterpreter(newest), "outside/kept": "" });
    const archive = join(folder, "evil.tar");
    await writeEvilArchive(archive, join(folder, "content"), [
      ["link", outside],
      ["link/escaped", "file"],
      ["relative", "../../../../../outside"],
      ["relative/escaped", "file"],
    ]);

    await store.keep({ ...arrival, archive });

    expect(await readdir(outside)).toEqual(["kept"]);
  });
});

/** Writes a tar archive of a folder, with members more: files, or links to a target, with whatever names. */
async function writeEvilArchive(archive: string, folder: string, members: readonly (readonly [string, string])[]) {
  const script = `
import io, json, sys, tarfile
archive = tarfile.open(sys.argv[1], "w")
archive.add(sys.argv[2], ".")
for name, target in json.loads(sys.argv[3]):
    member = tarfile.TarInfo(name)
    if target == "file":
        member.size = 4
        archive.addfile(member, io.BytesIO(b"evil"))
    else:
        member.type = tarfile.SYMTYPE
        member.linkname = target
        archive.addfile(member)
archive.close()
`;
  await exec(newest?.interpreter ?? "", ["-c", script, archive, folder, JSON.stringify(members)]);
  const { stdout } = await exec("tar", ["-tPf", archive]);
  for (const [name] of members) expect(stdout.split("\n")).toContain(name);
}

async function namesBelow(folder: string): Promise<string[]> {
  const above = await readdir(dirname(folder));
  const below = await readdir(folder, { recursive: true });

  return [...above, ...below].map((path) => path.replace(/^.*\//, ""));
}
