import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";
import type { Job } from "../support/github-runner.js";
import { packIntoToolCache } from "../support/python-packing.js";
import { type MachinePython, machinePythons } from "../support/pythons.js";
import type { StepResult } from "../support/runner-step.js";
import { removeFolder } from "../support/temporary-folder.js";

/** The repository's root, where action.yml and dist/ stand: what is tested is what users run. */
export const actionFolder = resolve(import.meta.dirname, "../..");

/** Where a test puts {@link platformFile}. */
export const platformPath = "machine-platform.json";

/** `classic`, but each series means the release that this machine has, which may stand in for the one it promises. */
export function platformFile(): Readonly<Record<string, string>> {
  const series = Object.fromEntries(machinePythons().map(({ series, release }) => [series, { latest: release }]));
  return { [platformPath]: JSON.stringify({ extends: "classic", name: "machine", series }) };
}

/** A tool cache with these Pythons, for all tests of a file. */
export async function toolCacheOf(...pythons: readonly (MachinePython | undefined)[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tool-cache-"));
  afterAll(() => removeFolder(folder));
  for (const python of pythons) if (python) await packIntoToolCache(python, folder);
  return folder;
}

/** Runs the built action on the job's workspace, on the platform of {@link platformFile}; without the cache unless asked. */
export async function build(job: Job, inputs: Readonly<Record<string, string>> = {}): Promise<StepResult> {
  await job.write(platformFile());
  return job.runAction({ actionFolder, with: { platform: platformPath, cache: "false", ...inputs } });
}

/** The first Python that this machine has, newest first, of 3.9 or newer: `npm test` needs one. */
export function anyPython(): MachinePython {
  const found = machinePythons().find(({ series }) => Number(series.split(".")[1]) >= 9 && series.startsWith("3."));
  if (!found) throw new Error("These tests need a Python 3.9 or newer that has pip's wheel in ensurepip.");
  return found;
}
