import { createReadStream, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { hasCode } from "./processes.js";

/** A whole answer in place of the right one: an error, a redirect (`headers: { location }`), a `retry-after`. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
}

/**
 * What goes wrong with a request. `hang`: it is read and never answered. `disconnect`: the connection breaks before
 * the answer. `truncate`, `stall`: the right answer is announced, and half of its body comes; then the connection
 * ends, or nothing more follows.
 */
export type Fault = Answer | "hang" | "disconnect" | "truncate" | "stall";

/** A request and the answer to write to. `path` is decoded and without the query. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** A server on 127.0.0.1. `url` has no slash at its end. Disposing of it breaks open connections. */
export interface LoopbackServer extends AsyncDisposable {
  readonly url: string;
}

/** A body to send, whole or in part. */
export interface Content {
  readonly size: number;
  /** From the first to the last byte, both included, counted from 0. */
  readonly read: (first: number, last: number) => Readable;
}

/** How content is sent. `cut`: only half of it. */
export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly cut?: "truncate" | "stall" | undefined;
}

/** Starts a server on a free port. What `serve` throws is answered with status 500 and the message. */
export async function startLoopbackServer(serve: (exchange: Exchange) => Promise<void>): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");

    serve({ request, response, path: decodeURIComponent(pathname), query: searchParams }).catch((error: unknown) => {
      // Without a connection there is nobody to tell: the client left, and that is why it failed.
      if (response.headersSent || response.destroyed) response.destroy();
      else sendAnswer(response, { status: 500, body: String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");

  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Sends a whole answer. */
export function sendAnswer(response: ServerResponse, { status, headers, body = "" }: Answer): void {
  response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers }).end(body);
}

/** Does what a fault says, unless it concerns the body: then the caller sends that, cut. `true` when nothing is left to do. */
export function commitFault(
  { request, response }: Exchange,
  fault: Fault,
): fault is Exclude<Fault, "truncate" | "stall"> {
  if (fault === "truncate" || fault === "stall") return false;
  request.resume();
  if (fault === "disconnect") response.destroy();
  else if (fault !== "hang") sendAnswer(response, fault);

  return true;
}

/** Sends content, or the one range of it that the request asks for. */
export async function sendContent(exchange: Exchange, content: Content, options: SendOptions = {}): Promise<void> {
  const { request, response } = exchange;
  const range = requestedRange(request.headers.range, content.size);
  if (range === "unsatisfiable") {
    return sendAnswer(response, { status: 416, headers: { "content-range": `bytes */${content.size}` } });
  }
  const { first, last } = range ?? { first: 0, last: content.size - 1 };
  const length = last - first + 1;
  response.writeHead(range ? 206 : 200, {
    "accept-ranges": "bytes",
    "content-length": length,
    ...(range ? { "content-range": `bytes ${first}-${last}/${content.size}` } : {}),
    ...options.headers,
  });
  const sent = options.cut ? Math.floor(length / 2) : length;

  response.flushHeaders();
  if (request.method !== "HEAD" && sent > 0) {
    await pipeline(content.read(first, first + sent - 1), response, { end: false });
  }
  if (options.cut === "truncate") response.socket?.end();
  else if (options.cut !== "stall") response.end();
}

/** A file as content; `undefined` when there is no file of that name. */
export async function fileContent(path: string): Promise<Content | undefined> {
  const status = await statIfThere(path);
  if (!status?.isFile()) return undefined;

  return { size: status.size, read: (first, last) => createReadStream(path, { start: first, end: last }) };
}

/** Bytes in memory as content. */
export function bytesContent(bytes: Uint8Array): Content {
  return { size: bytes.length, read: (first, last) => Readable.from([bytes.subarray(first, last + 1)]) };
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return undefined;
    throw error;
  }
}

/** The range of a header such as `bytes=0-99`, `bytes=100-` or `bytes=-100`; `undefined` for the whole. */
function requestedRange(header: string | undefined, size: number) {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || from + to === "") return undefined;
  const first = from === "" ? Math.max(size - Number(to), 0) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);

  return first > last ? "unsatisfiable" : { first, last };
}
