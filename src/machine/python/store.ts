import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
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
    const place = placeOf(release);
    const draft = join(incoming, randomUUID());
    try {
      const trouble = await unpack(archive, join(draft, "new"));
      if (trouble !== undefined) return `its archive can't be unpacked (${trouble})`;
      const unpacked = await findPython(join(draft, "new"));
      if (!(await inspectFolder(unpacked, release, provenance.source))) {
        return `its archive holds no Python ${release} that starts on this machine`;
      }
      const moved = await moveIntoPlace({ unpacked, place, aside: join(draft, "old") }, release);
      const told = !moved && (await exists(`${place}.json`));
      await markComplete(place, told ? undefined : provenance);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    return (await inspectFolder(place, release, provenance.source)) ?? `its Python ${release} does not start`;
  };
  return { incoming, find, keep };
}

/** Unpacks a tar archive. Resolves to why it can't be, undefined when all is well. */
async function unpack(archive: string, folder: string): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  const { status, lastLines } = await run(
    {
      program: "tar",
      arguments: ["-xf", archive, "-C", folder, "--no-same-owner"],
      folder,
      variables: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
    },
    () => undefined,
  );
  return status === 0 ? undefined : (lastLines.find((line) => line.trim() !== "") ?? "tar says nothing");
}

/** At the top of what was unpacked, as in archives for the tool cache, or in `python`, as in those of python-build-standalone. */
async function findPython(folder: string): Promise<string> {
  const inner = join(folder, "python");
  return (await exists(join(inner, "bin"))) ? inner : folder;
}

/** An unpacked Python, and where it is to go. */
interface Move {
  readonly unpacked: string;
  readonly place: string;
  /** Where to put what stands in the way. */
  readonly aside: string;
}

/** Resolves to whether it was moved: a Python that stands there already, and starts, may be in use by another build. */
async function moveIntoPlace({ unpacked, place, aside }: Move, release: string): Promise<boolean> {
  await mkdir(dirname(place), { recursive: true });
  while (!(await renamed(unpacked, place, ["ENOTEMPTY", "EEXIST", "ENOTDIR"]))) {
    if (await inspectFolder(place, release, "tool-cache")) return false;
    await rm(aside, { recursive: true, force: true });
    await renamed(place, aside, ["ENOENT"]);
  }
  return true;
}

/** Resolves to false for an error with one of the codes. */
async function renamed(from: string, to: string, codes: readonly string[]): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, ...codes)) return false;
    throw error;
  }
}

async function markComplete(place: string, provenance: Provenance | undefined): Promise<void> {
  if (provenance) await writeFile(`${place}.json`, `${JSON.stringify(provenance, undefined, 2)}\n`);
  await writeFile(`${place}.complete`, "");
}
