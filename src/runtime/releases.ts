import sourceReleases from "./source-releases.json" with { type: "json" };
import standalonePythons from "./standalone-pythons.json" with { type: "json" };
import { compareVersions, seriesOf } from "./version.js";

/** An archive of a Python, and the SHA-256 of its bytes in lower-case hex. */
export interface Archive {
  readonly url: string;
  readonly sha256: string;
}

/** A build of python-build-standalone; `build` is the date of its release, `20260814`. */
export interface StandaloneBuild extends Archive {
  readonly build: string;
}

/** The builds of each release by machine: `linux-x64`, `linux-arm64`, `darwin-x64`, `darwin-arm64`. */
export type StandaloneTable = Readonly<Record<string, Readonly<Record<string, StandaloneBuild>>>>;

/** The builds of python-build-standalone that python-build knows. */
export const standaloneTable: StandaloneTable = standalonePythons;

/** Every release of CPython that python-build knows, newest first. */
export const knownReleases: readonly string[] = [
  ...new Set([...Object.keys(standalonePythons), ...Object.keys(sourceReleases)]),
].sort((a, b) => compareVersions(b, a));

/** The newest release known of a series; undefined when there is none. */
export function newestKnown(series: string): string | undefined {
  return knownReleases.find((release) => seriesOf(release) === series);
}
