import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { json } from "node:stream/consumers";

import * as v from "valibot";

import {
  blobFile,
  blobUrl,
  readStorageCall,
  type StorageCall,
  type StorageOperation,
  serveStorageCall,
} from "./blob-storage.js";
import {
  type Answer,
  commitFault,
  type Exchange,
  type Fault,
  type LoopbackServer,
  sendAnswer,
  startLoopbackServer,
} from "./loopback-server.js";
import type { Environment } from "./runner-environment.js";
import { temporaryFolder } from "./temporary-folder.js";

/** What a client asks of the cache service, or of the storage behind it. */
export type CacheOperation = CacheMethod | StorageOperation;

/** A request that came, in the order of arrival. */
export interface CacheRequest {
  readonly operation: CacheOperation;
  /** Of the entry that it is about. */
  readonly key: string | undefined;
  readonly restoreKeys: readonly string[];
  readonly headers: IncomingHttpHeaders;
}

/** An entry that was saved. */
export interface CacheEntry {
  readonly key: string;
  readonly version: string;
  /** In bytes. */
  readonly size: number;
  /** The archive on disk, which a test may damage. */
  readonly file: string;
}

/** How the service behaves. */
export interface CacheServerOptions {
  /** Refuse to save, as for the token of a run that may only read. */
  readonly readOnly?: boolean | undefined;
  /** Asked for each request before it is served: a fault, or `undefined` to serve it. A promise holds the request back. */
  readonly onRequest?: ((request: CacheRequest) => Fault | undefined | Promise<Fault | undefined>) | undefined;
}

/** A running cache service. */
export interface CacheServer extends LoopbackServer {
  /** The `ACTIONS_…` variables that lead an action to it. */
  readonly environment: Environment;
  /** What was saved, oldest first. */
  readonly entries: () => readonly CacheEntry[];
  readonly requests: readonly CacheRequest[];
}

/**
 * Starts a service that speaks version 2 of the cache protocol, as `@actions/cache` 6 does when
 * `ACTIONS_CACHE_SERVICE_V2` is set and `GITHUB_SERVER_URL` is on github.com. Every ref sees all entries.
 */
export async function startCacheServer(options: CacheServerOptions = {}): Promise<CacheServer> {
  const folder = await temporaryFolder();
  const requests: CacheRequest[] = [];
  const store: Store = { folder: folder.path, token: randomUUID(), readOnly: options.readOnly ?? false, reserved: [] };
  const server = await startLoopbackServer(async (exchange) => {
    const call = await readCall(store, exchange);
    if (call === undefined) return sendAnswer(exchange.response, { status: 404 });
    requests.push(call.request);

    const fault = await options.onRequest?.(call.request);
    if (fault === undefined) await call.serve(undefined);
    else if (!commitFault(exchange, fault)) await call.serve(fault);
  });

  return {
    url: server.url,
    environment: serviceEnvironment(server.url, store.token),
    entries: () => store.reserved.filter(isSaved).map(({ key, version, size, file }) => ({ key, version, size, file })),
    requests,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Reserved for whoever created it until its upload is finalized; `size` is undefined so long. */
interface ReservedEntry {
  readonly id: string;
  readonly key: string;
  readonly version: string;
  readonly file: string;
  size: number | undefined;
}

interface Store {
  readonly folder: string;
  readonly token: string;
  readonly readOnly: boolean;
  /** Oldest first. */
  readonly reserved: ReservedEntry[];
}

const Message = v.object({
  key: v.string(),
  version: v.string(),
  restore_keys: v.optional(v.array(v.string()), []),
  size_bytes: v.optional(v.string(), "0"),
});

type Message = v.InferOutput<typeof Message>;

/** A request that was understood, and how to serve it; `cut` can only apply to a download. */
interface Call {
  readonly request: CacheRequest;
  readonly serve: (cut: "truncate" | "stall" | undefined) => Promise<void>;
}

/** The name of one of the service's methods. */
export type CacheMethod = keyof typeof methods;

const methods = {
  GetCacheEntryDownloadURL: findEntry,
  CreateCacheEntry: createEntry,
  FinalizeCacheEntryUpload: finalizeEntry,
};

function serviceEnvironment(url: string, token: string): Environment {
  return {
    ACTIONS_RUNTIME_URL: `${url}/`,
    ACTIONS_RUNTIME_TOKEN: token,
    ACTIONS_RESULTS_URL: `${url}/`,
    ACTIONS_CACHE_SERVICE_V2: "True",
  };
}

async function readCall(store: Store, exchange: Exchange): Promise<Call | undefined> {
  const storageCall = readStorageCall(exchange);
  if (storageCall !== undefined) return readBlobCall(store, exchange, storageCall);
  const operation = exchange.path.split("/twirp/github.actions.results.api.v1.CacheService/")[1] ?? "";
  if (!isMethod(operation)) return undefined;
  const { headers } = exchange.request;
  const message = v.parse(Message, await json(exchange.request));

  return {
    request: { operation, key: message.key, restoreKeys: message.restore_keys, headers },
    serve: async () => {
      const authorized = headers.authorization === `Bearer ${store.token}`;
      const origin = `http://${headers.host}`;
      const answer = authorized ? await methods[operation](store, message, origin) : failure(401, "unauthenticated");

      sendAnswer(exchange.response, answer);
    },
  };
}

function readBlobCall(store: Store, exchange: Exchange, call: StorageCall): Call {
  const entry = store.reserved.find(({ id }) => id === call.id);

  return {
    request: { operation: call.operation, key: entry?.key, restoreKeys: [], headers: exchange.request.headers },
    serve: async (cut) => {
      if (exchange.query.get("sig") !== store.token) return sendAnswer(exchange.response, { status: 403 });
      await serveStorageCall(store.folder, exchange, { ...call, cut });
    },
  };
}

function isMethod(name: string): name is CacheMethod {
  return Object.hasOwn(methods, name);
}

/** The key as a whole, then as a prefix, then each restore key likewise; among several the newest. */
function findEntry(store: Store, { key, restore_keys, version }: Message, origin: string): Answer {
  const candidates = store.reserved.filter((entry) => isSaved(entry) && entry.version === version);
  for (const wanted of [key, ...restore_keys]) {
    const entry =
      candidates.find((candidate) => candidate.key === wanted) ??
      candidates.findLast((candidate) => candidate.key.startsWith(wanted));
    if (entry === undefined) continue;

    return success({ signed_download_url: blobUrl(origin, entry.id, store.token), matched_key: entry.key });
  }

  return reply(200, { ok: false });
}

function createEntry(store: Store, { key, version }: Message, origin: string): Answer {
  if (store.readOnly) return reply(200, { ok: false, message: "cache write denied: the token may only read" });
  if (reservation(store, key, version)) {
    return failure(409, "already_exists", "cache entry with the same key, version, and scope already exists");
  }
  const id = String(store.reserved.length + 1);
  store.reserved.push({ id, key, version, file: blobFile(store.folder, id), size: undefined });

  return success({ signed_upload_url: blobUrl(origin, id, store.token) });
}

async function finalizeEntry(store: Store, { key, version, size_bytes }: Message): Promise<Answer> {
  const entry = reservation(store, key, version);
  if (entry === undefined) return failure(404, "not_found");
  const { size } = await stat(entry.file);
  if (String(size) !== size_bytes) return failure(400, "invalid_argument", `${size} bytes came, not ${size_bytes}`);
  entry.size = size;

  return success({ entry_id: entry.id });
}

function reservation(store: Store, key: string, version: string): ReservedEntry | undefined {
  return store.reserved.find((entry) => entry.key === key && entry.version === version);
}

function isSaved(entry: ReservedEntry): entry is ReservedEntry & { size: number } {
  return entry.size !== undefined;
}

function success(fields: Readonly<Record<string, string>>): Answer {
  return reply(200, { ok: true, ...fields });
}

function failure(status: number, code: string, message = code): Answer {
  return reply(status, { code, msg: message });
}

function reply(status: number, body: Readonly<Record<string, unknown>>): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
