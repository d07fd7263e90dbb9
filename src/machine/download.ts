import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { hasCode } from "./files.js";

/** How long, in milliseconds, a connection may stay silent. */
const patience = 30_000;

/** How often a download is tried, and how long it waits, in milliseconds, before each further try. */
const pauses = [1000, 3000];

/** A download failed. The message completes "source: …" and names no credentials. */
export class DownloadError extends Error {}

/** Downloads a URL of the network, or of this machine, to a file. Resolves to the SHA-256 of its bytes in lower-case hex. Throws DownloadError. */
export async function download(url: URL, file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  return attempt(url, async (body) => {
    const hash = createHash("sha256");
    const hashing = new Transform({
      transform: (chunk, _, next) => {
        hash.update(chunk);
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
export async function downloadText(url: URL): Promise<string> {
  return attempt(url, async (body) => {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString("utf8");
  });
}

/** A URL as a message may show it. */
export function withoutCredentials(url: URL): string {
  return url.protocol === "file:" ? fileURLToPath(url) : `${url.origin}${url.pathname}`;
}

async function attempt<T>(url: URL, receive: (body: AsyncIterable<Buffer>) => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await request(url, receive);
    } catch (error) {
      const pause = pauses[tries];
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

async function request<T>(url: URL, receive: (body: AsyncIterable<Buffer>) => Promise<T>): Promise<T> {
  if (url.protocol === "file:") return receive(createReadStream(url));
  const { HttpClient } = await import("@actions/http-client");
  const client = new HttpClient("python-build", [], { socketTimeout: patience, allowRetries: false });
  try {
    const { message } = await client.get(url.href);
    const status = message.statusCode ?? 0;
    if (status !== 200) {
      message.destroy();
      throw new StatusError(status);
    }
    return await receive(message);
  } finally {
    client.dispose();
  }
}

function isTransient(error: unknown): boolean {
  if (error instanceof StatusError) return error.status >= 500 || [408, 429].includes(error.status);
  return hasCode(error, "ECONNRESET", "ETIMEDOUT", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE");
}

function asDownloadError(url: URL, error: unknown): DownloadError {
  const place = withoutCredentials(url);
  const reason = (error instanceof Error ? error.message : String(error)).replaceAll(url.href, place);
  return new DownloadError(`${place} can't be had (${reason})`, { cause: error });
}
