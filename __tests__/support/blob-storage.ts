import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";

import { type Exchange, fileContent, sendAnswer, sendContent } from "./loopback-server.js";

/** What a client does with a blob. */
export type StorageOperation = "upload" | "upload block" | "commit blocks" | "download";

/** A request to the storage, for the blob with this id. */
export interface StorageCall {
  readonly operation: StorageOperation;
  readonly id: string;
}

// The storage's client takes the account from the path when the host is an address.
const storagePath = "/devstoreaccount1/cache/";

/** The URL of a blob, which carries its own permission. `origin` is that of the server. */
export function blobUrl(origin: string, id: string, signature: string): string {
  return `${origin}${storagePath}${id}?sig=${signature}`;
}

/** Where a blob lies below the storage's folder. */
export function blobFile(folder: string, id: string): string {
  return join(folder, id);
}

/** What a request asks of the storage; `undefined` when it is meant for something else. */
export function readStorageCall({ request, path, query }: Exchange): StorageCall | undefined {
  if (!path.startsWith(storagePath)) return undefined;
  const id = path.slice(storagePath.length);
  if (request.method !== "PUT") return { operation: "download", id };
  const operations: Readonly<Record<string, StorageOperation>> = { block: "upload block", blocklist: "commit blocks" };

  return { operation: operations[query.get("comp") ?? ""] ?? "upload", id };
}

/** Serves a request to the storage, in the manner of Azure's: blobs go up whole or in blocks, and down in ranges. */
export async function serveStorageCall(
  folder: string,
  exchange: Exchange,
  { operation, id, cut }: StorageCall & { readonly cut: "truncate" | "stall" | undefined },
): Promise<void> {
  const file = blobFile(folder, id);
  const { request, response, query } = exchange;

  if (operation === "download") return await download(exchange, file, cut);
  if (operation === "upload") await pipeline(request, createWriteStream(file));
  if (operation === "upload block")
    await pipeline(request, createWriteStream(blockFile(file, query.get("blockid") ?? "")));
  if (operation === "commit blocks") await joinBlocks(file, await text(request));
  const headers = { etag: '"0x1"', "last-modified": "Mon, 01 Jan 2024 00:00:00 GMT", "x-ms-request-id": id };
  sendAnswer(response, { status: 201, headers });
}

async function download(exchange: Exchange, file: string, cut: "truncate" | "stall" | undefined): Promise<void> {
  const content = await fileContent(file);
  if (content === undefined) return sendAnswer(exchange.response, { status: 404, body: "There is no such blob" });

  await sendContent(exchange, content, { headers: { "content-type": "application/octet-stream" }, cut });
}

/** Blocks come in any order; this list has the order that they belong in. */
async function joinBlocks(file: string, list: string): Promise<void> {
  await pipeline(async function* () {
    for (const [, block = ""] of list.matchAll(/<Latest>(.*?)<\/Latest>/g))
      yield* createReadStream(blockFile(file, block));
  }, createWriteStream(file));
}

/** Block ids are base64, which may hold a slash. */
function blockFile(file: string, block: string): string {
  return `${file}-${Buffer.from(block).toString("hex")}`;
}
