import { appendFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { describe, expect, onTestFinished, test } from "vitest";

import { mirror } from "../../../src/machine/python/mirror.js";
import type { PythonSource, SourceResult } from "../../../src/machine/python/source.js";
import { installFrom } from "../../../src/machine/python/sources.js";
import { openStore } from "../../../src/machine/python/store.js";
import { fakeMachine } from "../../support/fake-runner.js";
import { type FileServerOptions, startFileServer } from "../../support/file-server.js";
import { type MirrorEntry, packArchive, writeMirror } from "../../support/python-packing.js";
import { type MachinePython, machinePythons } from "../../support/pythons.js";
import { temporaryFolder, writeFiles } from "../../support/temporary-folder.js";
import { packTinyArchive } from "../../support/tiny-python.js";

const newest = machinePythons()[0];
const machine = { ...fakeMachine, os: process.platform, arch: process.arch };

/** A folder `mirror` in a workspace with an archive of a tiny Python and no manifest, and an empty store. */
async function mirrorOf(python: MachinePython) {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const workspace = join(folder.path, "workspace");
  const place = join(workspace, "mirror");
  const sha256 = await packTinyArchive(python, { layout: "root", file: join(place, "archives/python.tar.gz") });
  const store = openStore(join(folder.path, "tool-cache"));
  const source = mirror({ machine, workspace, store });
  const { release } = python;
  const install = (given: string | undefined) => source.install({ release, mirror: given }, () => undefined);
  const entry: MirrorEntry = { release, downloadUrl: "archives/python.tar.gz", sha256 };

  return { workspace, place, store, source, release, entry, install, write: writer(place) };
}

function writer(place: string) {
  return (...entries: readonly MirrorEntry[]) => writeMirror(place, entries);
}

async function serve(options: FileServerOptions) {
  const server = await startFileServer(options);
  onTestFinished(() => server[Symbol.asyncDispose]());

  return server;
}

function reasonOf(result: SourceResult): string {
  return result.found ? `found ${result.python.executable}` : result.reason;
}

function idsOf(result: SourceResult): string[] | undefined {
  return result.found ? result.problems.map(({ id }) => id) : undefined;
}

describe.skipIf(newest === undefined)("a mirror", () => {
  if (newest === undefined) return;

  test("is not asked when none is given", async () => {
    const { install } = await mirrorOf(newest);

    expect(await install(undefined)).toMatchObject({ found: false });
  });

  test.each(["root", "python"] as const)("gives a real Python with the layout %s", async (layout) => {
    const { place, install, write, release, entry } = await mirrorOf(newest);
    const sha256 = await packArchive(newest, { layout, file: join(place, "real.tar.gz") });
    await write({ ...entry, downloadUrl: "real.tar.gz", sha256 });

    expect(await install("mirror")).toMatchObject({ found: true, python: { release, source: "mirror" }, problems: [] });
  });

  test("is a folder relative to the workspace, an absolute folder, or a manifest by its name", async () => {
    const { place, write, entry, release, install } = await mirrorOf(newest);
    await write(entry);
    await writeFiles(place, { "copy.json": JSON.stringify([manifestEntry(release, entry)]) });

    for (const given of ["mirror", "./mirror/", place, "mirror/versions-manifest.json", "mirror/copy.json"]) {
      expect(idsOf(await install(given))).toEqual([]);
    }
  });

  test("is a URL of a folder, or of a manifest", async () => {
    const { place, write, entry, install } = await mirrorOf(newest);
    await write(entry);
    const server = await serve({ folder: place });

    for (const given of ["", "/", "/versions-manifest.json", "/versions-manifest.json?token=1"]) {
      expect(idsOf(await install(server.url + given))).toEqual([]);
    }
    expect(new Set(server.requests.map(({ path }) => path))).toEqual(
      new Set(["/versions-manifest.json", "/archives/python.tar.gz"]),
    );
  });

  test("may say where an archive is by a URL of its own", async () => {
    const { place, write, entry, install } = await mirrorOf(newest);
    const server = await serve({ folder: place });
    const file = pathToFileURL(join(place, "archives/python.tar.gz")).href;

    for (const downloadUrl of [`${server.url}/archives/python.tar.gz`, file]) {
      await write({ ...entry, downloadUrl });
      expect(idsOf(await install("mirror"))).toEqual([]);
    }
  });

  test("verifies an archive by a checksum in capitals as well", async () => {
    const { write, entry, install } = await mirrorOf(newest);
    await write({ ...entry, sha256: entry.sha256?.toUpperCase() });

    expect(idsOf(await install("mirror"))).toEqual([]);
  });

  test("without a checksum gives a Python with a word about that", async () => {
    const { write, entry, install } = await mirrorOf(newest);
    await write({ ...entry, sha256: undefined });

    expect(idsOf(await install("mirror"))).toEqual(["python-mirror::no-checksum"]);
  });

  test("with the wrong checksum gives nothing, and the next source is asked", async () => {
    const { place, store, source, write, entry, release } = await mirrorOf(newest);
    await write(entry);
    await appendFile(join(place, "archives/python.tar.gz"), "x");
    const lines: string[] = [];
    const python = { release, source: "standalone", executable: "/next", prefix: "/" } as const;
    const next: PythonSource = {
      name: "standalone",
      install: async () => ({
        found: true,
        python: { ...python, bundledPip: undefined, needsLibraryPath: false },
        problems: [],
      }),
    };

    const installed = await installFrom([source, next], { release, mirror: "mirror" }, (line) => lines.push(line));

    expect(installed.python.executable).toBe("/next");
    expect(lines[1]).toMatch(/^mirror: .*checksum/);
    expect(lines[1]).toContain(entry.sha256);
    expect(await readdir(join(store.incoming, ".."))).toEqual(["incoming"]);
    expect(await readdir(store.incoming)).toEqual([]);
  });

  test.each<[string, Partial<MirrorEntry>, boolean]>([
    ["another architecture", { arch: "riscv64" }, false],
    ["another system", { platform: "win32" }, false],
    ["this machine", {}, true],
  ])("with archives for %s", async (_, change, found) => {
    const { write, entry, install } = await mirrorOf(newest);
    await write({ ...entry, arch: "mips", downloadUrl: "other.tar.gz" }, { ...entry, ...change });

    expect((await install("mirror")).found).toBe(found);
  });

  test("gives the archive for this release of the system", async () => {
    const { place, entry, release, install } = await mirrorOf(newest);
    const { files, ...rest } = manifestEntry(release, entry);
    const [file] = files;
    const choices = [
      { ...file, platform_version: "22.04", download_url: "jammy.tar.gz" },
      { ...file, platform_version: "24.04" },
    ];
    await writeFiles(place, { "versions-manifest.json": JSON.stringify([{ ...rest, files: choices }]) });
    expect(fakeMachine.osRelease).toBe("ubuntu-24.04");

    expect(await install("mirror")).toMatchObject({ found: true });
  });

  test.each<[string, string | undefined, RegExp]>([
    ["no manifest", undefined, /versions-manifest\.json can't be had/],
    ["an empty manifest", "", /is not JSON/],
    ["a broken manifest", '[{"version": "3.13.0",', /is not JSON/],
    ["a page for a manifest", "<html></html>", /is not JSON/],
    ["a manifest of another shape", '{"version": "3.13.0"}', /is not valid/],
    [
      "a manifest with a wrong checksum's form",
      manifestText({ sha256: "ab12" }),
      /is not valid: at 0\.files\.0\.sha256/,
    ],
    ["a manifest without the release", "[]", /has no Python/],
    ["an archive that is not there", manifestText({ download_url: "missing.tar.gz" }), /missing\.tar\.gz can't be had/],
    ["an archive by what is no URL", manifestText({ download_url: "http://u:secret@[none" }), /not a valid URL/],
    ["an archive by a broken name", manifestText({ download_url: "50%.tar.gz" }), /50%\.tar\.gz can't be had/],
    ["an archive on another machine", manifestText({ download_url: "file://server/x" }), /can't be had/],
  ])("gives a reason when there is %s", async (_, manifest, reason) => {
    const { place, store, install } = await mirrorOf(newest);
    if (manifest !== undefined) await writeFile(join(place, "versions-manifest.json"), manifest);

    const result = await install("mirror");

    expect(reasonOf(result)).toMatch(reason);
    expect(reasonOf(result)).not.toContain("secret");
    await mkdir(store.incoming, { recursive: true });
    expect(await readdir(store.incoming)).toEqual([]);
  });

  test("gives a reason when its folder or server is not there", async () => {
    const { install } = await mirrorOf(newest);
    const server = await serve({});

    expect(reasonOf(await install("nowhere"))).toContain("can't be had");
    expect(reasonOf(await install(`${server.url}/nowhere`))).toBe(
      `${server.url}/nowhere/versions-manifest.json can't be had (the server answered 404)`,
    );
  });

  test.each(["https://user:secret@mirror.example:99999/", "http://user:secret@[/"])(
    "gives a reason without credentials when it is no URL: %s",
    async (given) => {
      const { install } = await mirrorOf(newest);

      expect(reasonOf(await install(given))).toBe("`python-mirror` is not a valid URL");
    },
  );

  test("sends its credentials, and keeps them out of what it says and writes", async () => {
    const { place, write, entry, install, store, release } = await mirrorOf(newest);
    await write({ ...entry, sha256: undefined });
    const server = await serve({ folder: place });

    const result = await install(server.url.replace("//", "//user:secret@"));

    expect(JSON.stringify(result)).not.toContain("secret");
    expect(server.requests.every(({ headers }) => headers.authorization?.startsWith("Basic "))).toBe(true);
    const provenance = join(store.incoming, "..", release, `${process.arch}.json`);
    expect(JSON.parse(await readFile(provenance, "utf8"))).toMatchObject({
      source: "mirror",
      url: `${server.url}/archives/python.tar.gz`,
    });
  });

  test("is asked again after trouble that passes, with the manifest and with the archive", async () => {
    const { place, write, entry, install } = await mirrorOf(newest);
    await write(entry);
    const faults = { "/versions-manifest.json": [{ status: 503 }], "/archives/python.tar.gz": ["truncate"] } as const;
    const server = await serve({ folder: place, faults });

    expect(idsOf(await install(server.url))).toEqual([]);
    expect(server.requests).toHaveLength(4);
  });

  test("gives nothing when its archive is always cut off, and keeps nothing of that", async () => {
    const { place, write, entry, install, store } = await mirrorOf(newest);
    await write({ ...entry, sha256: undefined });
    const server = await serve({ folder: place, faults: { "/archives/python.tar.gz": "truncate" } });

    expect(reasonOf(await install(server.url))).toContain("python.tar.gz can't be had");
    expect(await readdir(store.incoming)).toEqual([]);
  });
});

function manifestEntry(release: string, { downloadUrl, sha256 }: MirrorEntry) {
  const file = { arch: process.arch, platform: process.platform, download_url: downloadUrl, sha256 };

  return { version: release, stable: true, files: [file] };
}

/** A manifest with one archive that differs from a right one. */
function manifestText(change: Readonly<Record<string, string>>): string {
  const file = { arch: process.arch, platform: process.platform, download_url: "archives/python.tar.gz", ...change };

  return JSON.stringify([{ version: newest?.release, files: [file] }]);
}
