import { readdir } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { CacheEntry } from "../cache/downloads.js";
import type { CacheService } from "../machine/machine-runner.js";

/** How long the service may take; in milliseconds. */
export interface Deadlines {
  /** To answer at all. */
  readonly answer: number;
  /** For a call with its download or upload. */
  readonly call: number;
}

/** GitHub's cache service. Trouble is told, and never a failure. */
export const githubCache: CacheService = cacheService({ answer: 5000, call: 120_000 });

/** GitHub's cache service, with deadlines of the caller's own. */
export function cacheService({ answer, call }: Deadlines): CacheService {
  return {
    restore: async (entry) => {
      const reached = await withDeadline(answer, () => reach(answer));
      if ("trouble" in reached) return { matchedKey: undefined, trouble: reached.trouble };
      const result = await withDeadline(call, () => restore(entry));
      if ("trouble" in result) return { matchedKey: undefined, trouble: result.trouble };
      return { matchedKey: result.value, trouble: undefined };
    },
    save: async (entry) => {
      const result = await withDeadline(call, () => save(entry));
      return "trouble" in result ? result.trouble : undefined;
    },
  };
}

/**
 * Asks the service for an entry that nobody saved. `@actions/cache` can't tell that it is out of reach: it tries for half
 * a minute, prints an annotation of its own, and calls it a miss. Throws when the service does not answer as it should.
 */
async function reach(silence: number): Promise<void> {
  const service = process.env["ACTIONS_CACHE_SERVICE_V2"] ? process.env["ACTIONS_RESULTS_URL"] : undefined;
  if (!service) return;
  const { HttpClient } = await import("@actions/http-client");
  const client = new HttpClient("python-build", [], { socketTimeout: silence });
  try {
    const url = new URL("/twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL", service);
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${process.env["ACTIONS_RUNTIME_TOKEN"] ?? ""}`,
    };
    const body = JSON.stringify({ key: "python-build-reach", restore_keys: [], version: "0".repeat(64) });
    const { message } = await client.post(url.href, body, headers);
    message.resume();
    // Not found: an address of the first version, with which `@actions/cache` gets on.
    if (![200, 404].includes(message.statusCode ?? 0)) throw new Error(`it answered ${message.statusCode}`);
  } finally {
    client.dispose();
  }
}

async function restore({ folder, key, restoreKeys }: CacheEntry): Promise<string | undefined> {
  const cache = await import("@actions/cache");
  if (!cache.isFeatureAvailable()) throw new Error("this runner has none");
  return cache.restoreCache([folder], key, [...restoreKeys]);
}

async function save({ folder, key }: CacheEntry): Promise<void> {
  if ((await readdir(folder).catch(() => [])).length === 0) return;
  const cache = await import("@actions/cache");
  await cache.saveCache([folder], key);
}

type Result<T> = { readonly value: T } | { readonly trouble: string };

async function withDeadline<T>(deadline: number, action: () => Promise<T>): Promise<Result<T>> {
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
