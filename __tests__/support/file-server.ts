import type { IncomingHttpHeaders } from "node:http";
import { join, normalize } from "node:path";

import {
  bytesContent,
  type Content,
  commitFault,
  type Exchange,
  type Fault,
  fileContent,
  type LoopbackServer,
  sendAnswer,
  sendContent,
  startLoopbackServer,
} from "./loopback-server.js";

/** A file to serve: its content, or the same with headers. */
export type ServedFile = string | Uint8Array | ServedFileWithHeaders;

/** A file and the headers that it is served with, such as `cache-control` and `etag`. */
export interface ServedFileWithHeaders {
  /** `path` is the absolute path of a file on disk. */
  readonly content: string | Uint8Array | { readonly path: string };
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What to serve. Paths start with `/`. */
export interface FileServerOptions {
  readonly files?: Readonly<Record<string, ServedFile>> | undefined;
  /** An absolute path; asked for what `files` lacks. */
  readonly folder?: string | undefined;
  /** A fault for every request of a path, or a list: one for each of its first requests, `undefined` for none. */
  readonly faults?: Readonly<Record<string, Fault | readonly (Fault | undefined)[]>> | undefined;
}

/** A request that came, in the order of arrival. */
export interface FileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A running file server. */
export interface FileServer extends LoopbackServer {
  readonly requests: readonly FileRequest[];
}

/** Serves files on 127.0.0.1, with ranges, and with faults where they are wanted. */
export async function startFileServer(options: FileServerOptions): Promise<FileServer> {
  const requests: FileRequest[] = [];
  const server = await startLoopbackServer(async (exchange) => {
    const { request, path } = exchange;
    const earlier = requests.filter((other) => other.path === path).length;
    requests.push({ method: request.method ?? "", path, headers: request.headers });

    const fault = faultOf(options.faults?.[path], earlier);
    if (fault === undefined) await serveFile(exchange, options);
    else if (!commitFault(exchange, fault)) await serveFile(exchange, options, fault);
  });

  return { ...server, requests };
}

function faultOf(faults: Fault | readonly (Fault | undefined)[] | undefined, earlier: number): Fault | undefined {
  return isList(faults) ? faults[earlier] : faults;
}

/** `Array.isArray` doesn't narrow read-only arrays. */
function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

async function serveFile(exchange: Exchange, options: FileServerOptions, cut?: "truncate" | "stall"): Promise<void> {
  const file = options.files?.[exchange.path];
  const { content, headers } = typeof file === "object" && "content" in file ? file : { content: file };
  const found = content === undefined ? await inFolder(options.folder, exchange.path) : await asContent(content);

  if (found === undefined) sendAnswer(exchange.response, { status: 404, body: `No file ${exchange.path}` });
  else await sendContent(exchange, found, { headers, cut });
}

async function asContent(content: string | Uint8Array | { readonly path: string }): Promise<Content | undefined> {
  if (typeof content === "object" && "path" in content) return await fileContent(content.path);

  return bytesContent(Buffer.from(content));
}

async function inFolder(folder: string | undefined, path: string): Promise<Content | undefined> {
  return folder === undefined ? undefined : await fileContent(join(folder, normalize(path)));
}
