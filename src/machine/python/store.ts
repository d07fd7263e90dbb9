import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Python } from "../../runner.js";
import { exists, hasCode } from "../files.js";
import { run } from "../programs.js";
import { inspectFolder } from "./interpreter.js";

/** Where a kept Python came from, as its provenance file tells. */
export interface Provenance {
  readonly source: "mirror" | "standalone";
  readonly url: string;
  /** Of the archive, in lower-case hex. */
  readonly sha256: string;
}

/** A verified archive on its way into the store. */
export interface Arrival {
  readonly release: string;
  readonly archive: string;
  readonly provenance: Provenance;
}

/** The Pythons that we install, in the layout of a tool cache under a name of our own: other actions never meet them. */
export interface PythonStore {
  /** A folder beside the Pythons, on the same file system, for what is not complete. */
  readonly incoming: string;
  /** Finds a Python that was kept; undefined when there is none, or it no longer starts. */
  readonly find: (release: string) => Promise<Python | undefined>;
  /** Unpacks an archive. Resolves to the Python, or to why it can't be used. */
  readonly keep: (arrival: Arrival) => Promise<Python | string>;
}

/**
 * Opens the store.
 *
 * A Python is unpacked beside its place, started, renamed into place, and only then marked complete. A build that is
 * killed leaves no half Python, and two builds on one machine don't break each other.
 */
export function openStore(toolCache: string): PythonStore {
  const root = join(toolCache, "python-build");
  const incoming = join(root, "incoming");
  const placeOf = (release: string) => join(root, release, process.arch);

  const find = async (release: string): Promise<Python | undefined> => {
    const place = placeOf(release);
    return (await exists(`${place}.complete`)) ? inspectFolder(place, release, "tool-cache") : undefined;
  };
  const keep = async ({ release, archive, provenance }: Arrival): Promise<Python | string> => {
    const draft = join(incoming, randomUUID());
    try {
      const unpacked = await unpack(archive, draft);
      if (unpacked === undefined) return "its archive can't be unpacked";
      if (!(await inspectFolder(unpacked, release, provenance.source))) {
        return `its archive holds no Python ${release} that starts on this machine`;
      }
      await moveIntoPlace(unpacked, placeOf(release), provenance);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    const python = await inspectFolder(placeOf(release), release, provenance.source);
    return python ?? `its Python ${release} does not start`;
  };
  return { incoming, find, keep };
}

/** Unpacks a tar archive; the Python is at its top or in a folder `python`. Undefined when tar fails. */
async function unpack(archive: string, folder: string): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  const { status } = await run(
    {
      program: "tar",
      arguments: ["-xf", archive, "-C", folder, "--no-same-owner"],
      folder,
      variables: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
    },
    () => undefined,
  );
  if (status !== 0) return undefined;
  const inner = join(folder, "python");
  return (await exists(join(inner, "bin"))) ? inner : folder;
}

async function moveIntoPlace(unpacked: string, place: string, provenance: Provenance): Promise<void> {
  const marker = `${place}.complete`;
  await mkdir(join(place, ".."), { recursive: true });
  if (!(await exists(marker))) await rm(place, { recursive: true, force: true });
  try {
    await rename(unpacked, place);
  } catch (error) {
    // Another build was faster: what it put there was verified as well.
    if (!hasCode(error, "ENOTEMPTY", "EEXIST")) throw error;
  }
  await writeFile(`${place}.json`, `${JSON.stringify(provenance, undefined, 2)}\n`);
  await writeFile(marker, "");
}
