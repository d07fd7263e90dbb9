import { rm } from "node:fs/promises";
import { archiveNotVerified } from "../../errors.js";
import { DownloadError, download, withoutCredentials } from "../download.js";
import { got, nothing, type Print, type SourceResult } from "./source.js";
import type { Provenance, PythonStore } from "./store.js";

/** An archive to fetch. */
export interface RemoteArchive {
  readonly release: string;
  readonly url: URL;
  /** Lower-case hex; undefined when nobody says what it should be. */
  readonly sha256: string | undefined;
  readonly source: Provenance["source"];
  /** Where it is put for the time being; absolute. */
  readonly file: string;
}

/** Downloads an archive, checks it, and only then unpacks it into the store. */
export async function fetchIntoStore(archive: RemoteArchive, store: PythonStore, print: Print): Promise<SourceResult> {
  const { release, url, source, file } = archive;
  try {
    print(`Downloading ${withoutCredentials(url)}`);
    const sha256 = await download(url, file, { progress: progressLines(print) });
    if (archive.sha256 !== undefined && archive.sha256 !== sha256) {
      return nothing(
        `${withoutCredentials(url)} has the wrong checksum: SHA-256 ${sha256} instead of ${archive.sha256}, so it was not unpacked`,
      );
    }
    const provenance = { source, url: withoutCredentials(url), sha256 };
    const python = await store.keep({ release, archive: file, provenance });
    if (typeof python === "string") return nothing(python);
    const name = url.pathname.split("/").at(-1) ?? "";
    return got(python, archive.sha256 === undefined ? [archiveNotVerified(name)] : []);
  } catch (error) {
    if (error instanceof DownloadError) return nothing(error.message);
    throw error;
  } finally {
    await rm(file, { force: true });
  }
}

/** A line for each further ten megabytes. */
function progressLines(print: Print): (received: number, total: number | undefined) => void {
  const megabyte = 1_000_000;
  let next = 10 * megabyte;
  return (received, total) => {
    if (received < next) return;
    const whole = total === undefined ? "" : ` of ${Math.round(total / megabyte)}`;
    print(`${Math.floor(received / megabyte)}${whole} MB`);
    next = received + 10 * megabyte;
  };
}
