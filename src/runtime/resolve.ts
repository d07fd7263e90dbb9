import type { Problem } from "../finding.js";
import type { PackageManagerName } from "../package-managers/package-manager.js";
import type { Platform } from "../platforms/platform.js";
import {
  deprecatedRuntimeTxt,
  deprecatedSeries,
  endOfLife,
  notSpecified,
  patchUpdate,
  unknownRelease,
  unknownSeries,
  uvWithoutVersion,
  uvWithRuntimeTxt,
} from "./release-problems.js";
import { knownReleases, newestKnown } from "./releases.js";
import { compareVersions, type RequestedVersion, type Runtime } from "./version.js";

/** A runtime with what is to be said about it, errors first. */
export interface Resolution {
  readonly runtime: Runtime;
  readonly problems: readonly Problem[];
}

/**
 * Resolves a request against the platform's list: a series to its latest release there, a release to itself.
 *
 * @param packageManager uv wants the version in one file alone.
 */
export function resolve(
  requested: RequestedVersion,
  platform: Platform,
  packageManager?: PackageManagerName,
): Resolution {
  const listed = platform.series[requested.series];
  const latest = listed?.latest ?? newestKnown(requested.series);
  const release = requested.release ?? latest ?? `${requested.series}.0`;
  const runtime = { release, series: requested.series, requested };
  const origin = packageManager === "uv" ? judgeOrigin(runtime) : [];
  const problems = [...judgeSeries(runtime, platform), ...origin, ...judgeRelease(runtime, platform)];
  // A platform that refuses the origin says so instead of warning of the default.
  const refused = origin.some(({ id }) => platform.severities[id] === "error");
  return {
    runtime,
    problems: refused ? problems.filter(({ id }) => id !== "python-version::not-specified") : problems,
  };
}

/** The platform's series that are not end-of-life, newest first. */
export function supportedSeries(platform: Platform): string[] {
  return Object.entries(platform.series)
    .filter(([, series]) => series.status !== "end-of-life")
    .map(([name]) => name)
    .sort((a, b) => compareVersions(b, a));
}

/** What to test an app on: its own release first, then every newer series of the platform that is not end-of-life. */
export function testVersions(runtime: Runtime, platform: Platform): string[] {
  const newer = supportedSeries(platform).filter((series) => compareVersions(series, runtime.series) > 0);
  return [runtime.release, ...newer];
}

function judgeSeries({ requested }: Runtime, platform: Platform): Problem[] {
  const listed = platform.series[requested.series];
  const dropped =
    !listed &&
    platform.endOfLifeBefore !== undefined &&
    compareVersions(requested.series, platform.endOfLifeBefore) < 0;
  if (dropped || listed?.status === "end-of-life") return [endOfLife(requested, platform)];
  return listed ? [] : [unknownSeries(requested, platform)];
}

function judgeOrigin({ requested, series }: Runtime) {
  if (requested.origin === "default") return [uvWithoutVersion(series)];
  return requested.origin === "runtime.txt" ? [uvWithRuntimeTxt(requested)] : [];
}

function judgeRelease(runtime: Runtime, platform: Platform): Problem[] {
  const { requested, release } = runtime;
  const listed = platform.series[requested.series];
  if (!listed) return [];
  const tooNew = platform.newerReleases === "refused" && compareVersions(release, listed.latest) > 0;
  if (tooNew || !knownReleases.includes(release)) return [unknownRelease(requested, listed.latest)];
  return [
    requested.origin === "default" ? [notSpecified(runtime)] : [],
    requested.origin === "runtime.txt" ? [deprecatedRuntimeTxt(runtime)] : [],
    listed.status === "deprecated" ? [deprecatedSeries(runtime, platform)] : [],
    compareVersions(release, listed.latest) < 0 ? [patchUpdate(requested, listed.latest)] : [],
  ].flat();
}
