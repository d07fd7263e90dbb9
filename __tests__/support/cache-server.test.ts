import { truncate } from "node:fs/promises";

import { expect, test } from "vitest";

import { type CacheServer, startCacheServer } from "./cache-server.js";
import { type Job, startJob } from "./github-runner.js";
import { temporaryFolder, writeFiles } from "./temporary-folder.js";

/** Saves the folder `data` under a key, or restores it, with the real client: output `saved` is its id, `hit` the key. */
const client = `
import { saveCache, restoreCache } from "${import.meta.resolve("@actions/cache")}";
import { appendFileSync } from "node:fs";
const { INPUT_SAVE: save, INPUT_RESTORE: restore } = process.env;
const keys = restore.split(" ");
const output = save
  ? "saved=" + (await saveCache(["data"], save))
  : "hit=" + ((await restoreCache(["data"], keys[0], keys.slice(1))) ?? "");
appendFileSync(process.env.GITHUB_OUTPUT, output + "\\n");
`;

const actionFile = "inputs: { save: , restore: }\nruns: { using: node24, main: main.mjs }\n";

async function useCache(job: Job, inputs: { save: string } | { restore: string }) {
  await using action = await temporaryFolder();
  await writeFiles(action.path, { "action.yml": actionFile, "main.mjs": client });

  return await job.runAction({ actionFolder: action.path, with: inputs });
}

function jobWith(cacheServer: CacheServer) {
  return startJob({ cacheServer, files: { "data/file": "content" } });
}

test("gives back what was saved, by its key or a prefix, the newest first", async () => {
  await using cacheServer = await startCacheServer();
  await using job = await jobWith(cacheServer);
  await useCache(job, { save: "pip-1" });
  await useCache(job, { save: "pip-2" });
  await job.run("rm -r data");

  const exact = await useCache(job, { restore: "pip-1" });
  const prefix = await useCache(job, { restore: "uv-3 pip-" });
  const miss = await useCache(job, { restore: "uv-3 uv-" });

  expect([exact, prefix, miss].map(({ outputs }) => outputs["hit"])).toEqual(["pip-1", "pip-2", ""]);
  expect((await job.run("cat data/file")).lines).toEqual(["content"]);
  expect(cacheServer.entries()).toMatchObject([{ key: "pip-1" }, { key: "pip-2" }]);
  expect(cacheServer.requests.slice(0, 3)).toMatchObject([
    { operation: "CreateCacheEntry", key: "pip-1" },
    { operation: "upload", key: "pip-1" },
    { operation: "FinalizeCacheEntryUpload", key: "pip-1" },
  ]);
});

test("saves each key once", async () => {
  await using cacheServer = await startCacheServer();
  await using job = await jobWith(cacheServer);
  await useCache(job, { save: "pip-1" });

  const again = await useCache(job, { save: "pip-1" });

  expect(again.outputs["saved"]).toBe("-1");
  expect(again.log).toContain("another job may be creating this cache");
  expect(cacheServer.entries()).toHaveLength(1);
});

test("saves nothing for a token that may only read", async () => {
  await using cacheServer = await startCacheServer({ readOnly: true });
  await using job = await jobWith(cacheServer);

  const { outputs, log } = await useCache(job, { save: "pip-1" });

  expect(outputs["saved"]).toBe("-1");
  expect(log).toContain("cache write denied:");
  expect(cacheServer.entries()).toEqual([]);
});

test("takes large archives in blocks", { timeout: 30_000 }, async () => {
  await using cacheServer = await startCacheServer();
  await using job = await jobWith(cacheServer);
  await job.run("head -c 140000000 /dev/urandom > data/file; ln data/file original");
  await useCache(job, { save: "large" });
  await job.run("rm -r data");

  const { outputs } = await useCache(job, { restore: "large" });

  expect(outputs["hit"]).toBe("large");
  expect((await job.run("cmp data/file original")).exitCode).toBe(0);
  expect(cacheServer.requests.map(({ operation }) => operation)).toContain("commit blocks");
});

test("refuses who has no token", async () => {
  await using cacheServer = await startCacheServer();

  const response = await fetch(`${cacheServer.url}/twirp/github.actions.results.api.v1.CacheService/CreateCacheEntry`, {
    method: "POST",
    body: JSON.stringify({ key: "pip-1", version: "1" }),
  });

  expect(response.status).toBe(401);
});

test("fails where a test wants it to", async () => {
  await using cacheServer = await startCacheServer({
    onRequest: ({ operation }) => (operation === "download" ? "truncate" : undefined),
  });
  await using job = await jobWith(cacheServer);
  await useCache(job, { save: "pip-1" });

  const { outputs, exitCode, annotations } = await useCache(job, { restore: "pip-1" });

  expect({ exitCode, hit: outputs["hit"] }).toEqual({ exitCode: 0, hit: "" });
  expect(annotations).toMatchObject([{ severity: "warning" }]);
});

test("serves damaged archives", async () => {
  await using cacheServer = await startCacheServer();
  await using job = await jobWith(cacheServer);
  await useCache(job, { save: "pip-1" });
  for (const { file, size } of cacheServer.entries()) await truncate(file, size - 10);

  const { outputs } = await useCache(job, { restore: "pip-1" });

  expect(outputs["hit"]).toBe("");
});
