import { readdir } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { CacheEntry } from "../cache/downloads.js";
import type { CacheService } from "../machine/machine-runner.js";

/** How long, in milliseconds, a call to the service may take in all. */
const deadline = 120_000;

/** GitHub's cache service. Trouble is told, and never a failure. */
export const githubCache: CacheService = {
  restore: async (entry) => {
    const result = await withDeadline(() => restore(entry));
    if ("trouble" in result) return { matchedKey: undefined, trouble: result.trouble };
    return { matchedKey: result.value, trouble: undefined };
  },
  save: async (entry) => {
    const result = await withDeadline(() => save(entry));
    return "trouble" in result ? result.trouble : undefined;
  },
};

async function restore({ folder, key, restoreKeys }: CacheEntry): Promise<string | undefined> {
  const cache = await import("@actions/cache");
  if (!cache.isFeatureAvailable()) throw new Error("there is none here");
  return cache.restoreCache([folder], key, [...restoreKeys]);
}

async function save({ folder, key }: CacheEntry): Promise<void> {
  if ((await readdir(folder).catch(() => [])).length === 0) return;
  const cache = await import("@actions/cache");
  await cache.saveCache([folder], key);
}

type Result<T> = { readonly value: T } | { readonly trouble: string };

async function withDeadline<T>(action: () => Promise<T>): Promise<Result<T>> {
  const stop = new AbortController();
  const late = setTimeout(deadline, { trouble: `it took more than ${deadline / 1000} seconds` }, stop);
  try {
    return await Promise.race([action().then((value) => ({ value })), late]);
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  } finally {
    stop.abort();
  }
}
