import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, expect, onTestFinished, test, vi } from "vitest";

import { cacheService, githubCache } from "../../src/actions/cache.js";
import { type CacheServer, type CacheServerOptions, startCacheServer } from "../support/cache-server.js";
import type { Environment } from "../support/runner-environment.js";
import { removeFolder, temporaryFolder, writeFiles } from "../support/temporary-folder.js";

const before = { ...process.env };

// The client prints to the log of the job, even after it was given up.
const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);

afterEach(() => {
  written.mockClear();
  process.env = { ...before };
});

/** An entry with a folder that holds a file, and a job's variables, with those of a cache service. */
async function jobWith(environment: Environment = {}) {
  const root = await temporaryFolder();
  onTestFinished(() => root[Symbol.asyncDispose]());
  const [workspace, temp, folder] = ["workspace", "temp", "temp/downloads"].map((name) => join(root.path, name));
  if (!workspace || !temp || !folder) throw new Error("There are three");
  await mkdir(workspace);
  await writeFiles(folder, { "pip/a.whl": "wheel" });
  const job = { GITHUB_SERVER_URL: "https://github.com", GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp };
  const own = Object.entries(before).filter(([name]) => !/^(ACTIONS|GITHUB|RUNNER)_/.test(name));
  process.env = { ...Object.fromEntries(own), ...job, ...environment };

  return { folder, key: "pip-1", restoreKeys: ["pip-"] };
}

async function serve(options?: CacheServerOptions): Promise<CacheServer> {
  const server = await startCacheServer(options);
  onTestFinished(() => server[Symbol.asyncDispose]());

  return server;
}

/** What the job's log says at the level of warnings, and above. */
function annotations(): string[] {
  const chunks = written.mock.calls.map(([chunk]) => String(chunk));

  return chunks.filter((chunk) => /^::(warning|error)/.test(chunk));
}

test("misses what was never saved", async () => {
  const { environment } = await serve();
  const entry = await jobWith(environment);

  expect(await githubCache.restore(entry)).toEqual({ matchedKey: undefined, trouble: undefined });
});

test("gives back what was saved, by its key or by a prefix", async () => {
  const { environment, entries } = await serve();
  const entry = await jobWith(environment);

  expect(await githubCache.save(entry)).toBeUndefined();
  await removeFolder(entry.folder);
  const exact = await githubCache.restore(entry);
  const content = await readFile(join(entry.folder, "pip/a.whl"), "utf8");
  const prefix = await githubCache.restore({ ...entry, key: "pip-2" });
  const miss = await githubCache.restore({ ...entry, key: "uv-1", restoreKeys: ["uv-"] });

  expect(entries()).toMatchObject([{ key: "pip-1" }]);
  expect(content).toBe("wheel");
  expect([exact, prefix, miss]).toEqual([
    { matchedKey: "pip-1", trouble: undefined },
    { matchedKey: "pip-1", trouble: undefined },
    { matchedKey: undefined, trouble: undefined },
  ]);
  expect(annotations()).toEqual([]);
});

test("saves nothing of a folder that is empty, or not there", async () => {
  const { environment, requests } = await serve();
  const entry = await jobWith(environment);

  await removeFolder(join(entry.folder, "pip"));
  expect(await githubCache.save(entry)).toBeUndefined();
  await removeFolder(entry.folder);
  expect(await githubCache.save(entry)).toBeUndefined();

  expect(requests).toEqual([]);
});

test.each([500, 503, 401, 403, 429])("tells trouble at once when the service answers %i", async (status) => {
  const { environment, requests } = await serve({ onRequest: () => ({ status, body: "{}" }) });
  const entry = await jobWith(environment);

  expect(await githubCache.restore(entry)).toEqual({ matchedKey: undefined, trouble: `it answered ${status}` });
  expect(requests).toHaveLength(1);
  expect(annotations()).toEqual([]);
});

test("tells trouble when the service breaks connections", async () => {
  const { environment } = await serve({ onRequest: () => "disconnect" });
  const entry = await jobWith(environment);

  expect(await githubCache.restore(entry)).toEqual({ matchedKey: undefined, trouble: expect.any(String) });
  expect(annotations()).toEqual([]);
});

test("tells trouble when nobody listens", async () => {
  const { environment } = await (async () => {
    await using server = await startCacheServer();
    return { environment: server.environment };
  })();
  const entry = await jobWith(environment);

  const { trouble } = await githubCache.restore(entry);

  expect(trouble).toContain("ECONNREFUSED");
});

test("tells trouble when the service never answers", async () => {
  const { environment } = await serve({ onRequest: () => "hang" });
  const entry = await jobWith(environment);

  const { trouble } = await cacheService({ answer: 50, call: 120_000 }).restore(entry);

  expect(trouble).toEqual(expect.any(String));
  expect(annotations()).toEqual([]);
});

test("tells trouble when a call takes too long", async () => {
  const { environment } = await serve({
    onRequest: ({ operation }) => (operation === "FinalizeCacheEntryUpload" ? "hang" : undefined),
  });
  const entry = await jobWith(environment);
  const cache = cacheService({ answer: 5000, call: 1000 });

  expect(await cache.save(entry)).toBe("it took more than 1 seconds");
});

test("tells that a runner has no cache", async () => {
  const entry = await jobWith({});

  const { matchedKey, trouble } = await githubCache.restore(entry);

  expect(matchedKey).toBeUndefined();
  expect(trouble).toBe("this runner has none");
});

test("goes on where it may only read", async () => {
  const { environment, entries } = await serve({ readOnly: true });
  const entry = await jobWith(environment);

  expect(await githubCache.restore(entry)).toEqual({ matchedKey: undefined, trouble: undefined });
  expect(await githubCache.save(entry)).toBeUndefined();
  expect(entries()).toEqual([]);
});

test.each(["none", "read", "write", "write-only"])("honours the cache mode %s", async (mode) => {
  const { environment, entries, requests } = await serve();
  const entry = await jobWith({ ...environment, ACTIONS_CACHE_MODE: mode });

  await githubCache.save(entry);
  const { matchedKey, trouble } = await githubCache.restore(entry);

  expect(entries()).toHaveLength(mode.startsWith("write") ? 1 : 0);
  expect(matchedKey).toBe(mode === "write" ? "pip-1" : undefined);
  expect(trouble).toBeUndefined();
  expect(requests.filter(({ operation }) => operation === "upload")).toHaveLength(entries().length);
});

test("goes on with the service's first version, which knows no such question", async () => {
  const { environment } = await serve({ onRequest: () => ({ status: 404 }) });
  const entry = await jobWith({ ...environment, GITHUB_SERVER_URL: "https://github.example" });

  expect((await githubCache.restore(entry)).trouble).toBe("this runner has none");
});
