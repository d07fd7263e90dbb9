import { createHash } from "node:crypto";
import { type App, bytesOf } from "../app.js";
import type { Inputs } from "../inputs.js";
import type { Machine } from "../machine.js";
import type { PackageManager } from "../package-managers/package-manager.js";
import type { Variables } from "../variables.js";

/** An entry of the cache: a folder, the key it is saved under, and prefixes under which an older one may serve. */
export interface CacheEntry {
  readonly folder: string;
  readonly key: string;
  readonly restoreKeys: readonly string[];
}

/** What a cache did: `off` was not asked, `unavailable` did not answer. */
export type CacheState = "hit" | "miss" | "off" | "unavailable";

/** What came of a restore. */
export interface Restored {
  /** The key of the entry that was unpacked; undefined when there was none. */
  readonly matchedKey: string | undefined;
  /** What went wrong; undefined when the cache answered. */
  readonly trouble: string | undefined;
}

/** How a report tells what came of a restore. */
export function cacheState({ matchedKey, trouble }: Restored): CacheState {
  if (trouble !== undefined) return "unavailable";
  return matchedKey === undefined ? "miss" : "hit";
}

/** What the key of the download cache is made from. */
export interface DownloadsContext {
  readonly app: App;
  readonly machine: Machine;
  readonly packageManager: PackageManager;
  readonly series: string;
  readonly folder: string;
}

/** Raise it when the content of the folder changes its meaning. */
const schema = 1;

/** The installer's download cache: any earlier one of the same machine and Python helps. */
export function downloadCache({ app, machine, packageManager, series, folder }: DownloadsContext): CacheEntry {
  const prefix = `python-build-downloads-${schema}-${machine.osRelease}-${machine.arch}-${series}-${packageManager.name}-`;
  const hash = createHash("sha256");
  for (const file of packageManager.downloadInputs) {
    const bytes = bytesOf(app, file);
    hash.update(`${file} ${bytes?.length ?? "absent"}\n`);
    if (bytes) hash.update(bytes);
  }
  return { folder, key: prefix + hash.digest("hex").slice(0, 32), restoreKeys: [prefix] };
}

/**
 * Tells whether a build uses the cache. `auto` does not for a release or a tag, whose artifacts a poisoned cache would
 * reach, nor for triggers that run with the base branch's rights on a stranger's code.
 */
export function usesCache(input: Inputs["cache"], variables: Variables): boolean {
  if (input === "off" || variables["ACTIONS_CACHE_MODE"] === "none") return false;
  if (input === "on") return true;
  const exposed = ["pull_request_target", "workflow_run", "release"];
  const tag = variables["GITHUB_REF"]?.startsWith("refs/tags/") ?? false;
  return !tag && !exposed.includes(variables["GITHUB_EVENT_NAME"] ?? "");
}
