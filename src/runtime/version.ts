import compare from "semver/functions/compare.js";
import type { Location } from "../finding.js";

/** A version as an app may ask for it: a series, `3.13`, or a release of it, `3.13.2`. */
export interface Version {
  readonly series: string;
  /** Undefined when only the series was asked for. */
  readonly release: string | undefined;
}

/** Where a request for a version came from; the value of the output `python-version-origin`. */
export type Origin = "input" | "runtime.txt" | ".python-version" | "Pipfile.lock" | "Pipfile" | "default";

/** What was asked for, and where. */
export interface RequestedVersion extends Version {
  readonly origin: Origin;
  /** Undefined for an input and for the default. */
  readonly location: Location | undefined;
}

/** The exact Python of a build, and the request that chose it. */
export interface Runtime {
  readonly release: string;
  readonly series: string;
  readonly requested: RequestedVersion;
}

/** Reads `INT.INT` or `INT.INT.INT` in ASCII digits without leading zeros; undefined for any other text. */
export function parseVersion(text: string): Version | undefined {
  const match = /^((?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*))(\.(?:0|[1-9][0-9]*))?$/.exec(text);
  if (!match?.[1]) return undefined;
  return { series: match[1], release: match[2] === undefined ? undefined : text };
}

/** The text that asks for a version. */
export function versionText(version: Version): string {
  return version.release ?? version.series;
}

/** The series of a release, or of a series itself: `3.13` of `3.13.2`. */
export function seriesOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** Compares two series, or two releases, by their numbers: negative when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  return compare(asRelease(a), asRelease(b));
}

/** semver wants three numbers, and refuses those past 2^53: the largest that it takes stands for them. */
function asRelease(version: string): string {
  const numbers = version.split(".").map((part) => (part.length > 15 ? Number.MAX_SAFE_INTEGER : part));
  return (numbers.length === 2 ? [...numbers, 0] : numbers).join(".");
}
