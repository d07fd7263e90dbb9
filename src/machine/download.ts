import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { hasCode } from "./files.js";

/** How patient a download is; all in milliseconds. */
export interface Patience {
  /** How long a connection may stay silent. */
  readonly silence: number;
  /** Before each further try. */
  readonly pauses: readonly number[];
}

/** How a download is carried out, where it differs from the usual. */
export interface DownloadOptions {
  readonly patience?: Patience;
  /** Called as bytes come in; `total` is undefined when the server does not say it. */
  readonly progress?: (received: number, total: number | undefined) => void;
}

const usualPatience: Patience = { silence: 30_000, pauses: [1000, 3000] };

const mostRedirects = 10;

/** A download failed. The message completes "source: …" and names no credentials. */
export class DownloadError extends Error {}

/** Downloads a URL of the network, or of this machine, to a file. Resolves to the SHA-256 of its bytes in lower-case hex. Throws DownloadError. */
export async function download(url: URL, file: string, options: DownloadOptions = {}): Promise<string> {
  const { patience = usualPatience, progress } = options;
  await mkdir(dirname(file), { recursive: true });
  return attempt(url, patience, async (body, total) => {
    const hash = createHash("sha256");
    let received = 0;
    const hashing = new Transform({
      transform: (chunk, _, next) => {
        hash.update(chunk);
        received += chunk.length;
        progress?.(received, total);
        next(undefined, chunk);
      },
    });
    try {
      await pipeline(body, hashing, createWriteStream(file));
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    return hash.digest("hex");
  });
}

/** Downloads a text. Throws DownloadError. */
export async function downloadText(url: URL, patience = usualPatience): Promise<string> {
  return attempt(url, patience, async (body) => {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString("utf8");
  });
}

/** A URL as a message may show it. */
export function withoutCredentials(url: URL): string {
  if (url.protocol !== "file:") return `${url.origin}${url.pathname}`;
  try {
    return fileURLToPath(url);
  } catch (error) {
    // Such as `file:///50%.tar`, which names no file.
    if (!(error instanceof URIError || error instanceof TypeError)) throw error;
    return url.pathname;
  }
}

type Receive<T> = (body: AsyncIterable<Buffer>, total: number | undefined) => Promise<T>;

async function attempt<T>(url: URL, patience: Patience, receive: Receive<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await request(url, patience.silence, receive);
    } catch (error) {
      const pause = patience.pauses[tries];
      if (pause === undefined || !isTransient(error)) throw asDownloadError(url, error);
      await setTimeout(pause);
    }
  }
}

class StatusError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the server answered ${status}`);
    this.status = status;
  }
}

class SilenceError extends Error {}

async function request<T>(url: URL, silence: number, receive: Receive<T>): Promise<T> {
  if (url.protocol === "file:") return receive(await openFile(url), undefined);
  if (!isOfTheWeb(url)) throw new Error("it is neither a file nor an HTTP URL");
  const { HttpClient } = await import("@actions/http-client");
  // It would follow neither relative redirects nor send the credentials of a URL.
  const client = new HttpClient("python-build", [], { socketTimeout: silence, allowRedirects: false });
  const get = async (place: URL) => (await client.get(place.href, authorization(place))).message;
  try {
    const message = await follow(url, get);
    message.setTimeout(silence, () => message.destroy(new SilenceError("the server stopped sending")));
    return await receive(message, Number(message.headers["content-length"]) || undefined);
  } finally {
    client.dispose();
  }
}

/** A FIFO would be waited for. */
async function openFile(url: URL): Promise<AsyncIterable<Buffer>> {
  if (!(await stat(url)).isFile()) throw new Error("it is no regular file");
  return createReadStream(url);
}

async function follow(url: URL, get: (url: URL) => Promise<IncomingMessage>): Promise<IncomingMessage> {
  let place = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const message = await get(place);
    const status = message.statusCode ?? 0;
    if (status === 200) return message;
    message.destroy();
    const { location } = message.headers;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) throw new StatusError(status);
    place = redirected(place, location);
  }
  throw new Error(`the server redirects more than ${mostRedirects} times`);
}

/** Credentials go along to the same host only. */
function redirected(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw new Error("the server redirects to what is no URL");
  const to = new URL(location, from);
  if (from.protocol === "https:" && to.protocol !== "https:") throw new Error("the server redirects away from HTTPS");
  if (!isOfTheWeb(to)) throw new Error("the server redirects away from HTTP");
  if (to.host === from.host) [to.username, to.password] = [from.username, from.password];
  return to;
}

function isOfTheWeb({ protocol }: URL): boolean {
  return protocol === "https:" || protocol === "http:";
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

function isTransient(error: unknown): boolean {
  if (error instanceof StatusError) return error.status >= 500 || [408, 429].includes(error.status);
  if (error instanceof SilenceError) return true;
  return hasCode(error, "ECONNRESET", "ETIMEDOUT", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE");
}

/** A query may hold credentials, also that of the URL that a server redirects to. */
function asDownloadError(url: URL, error: unknown): DownloadError {
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\?\S*/g, "");
  return new DownloadError(`${withoutCredentials(url)} can't be had (${reason})`, { cause: error });
}
