import { type Platform, readPlatform, shippedPlatform } from "../../src/platforms/platform.js";

/** A platform as a user's own file, built on `classic`, describes it. */
export function ownPlatform(own: Readonly<Record<string, unknown>>): Platform {
  return readPlatform("own.json", JSON.stringify({ extends: "classic", name: "own", ...own }));
}

/** The platform that is the default. */
export const classic: Platform = shippedPlatform("classic") ?? ownPlatform({});

/** A platform that reads and refuses what today's platforms do. */
export const strict: Platform = ownPlatform({
  name: "strict",
  grammar: "strict",
  readsPipfileVersion: false,
  endOfLifeBefore: "3.10",
  severities: {
    "package-manager::pipenv-missing-lockfile": "error",
    "package-manager::multiple-found": "error",
    "package-manager::setup-py-only": "error",
    "python-version-file::misspelled": "error",
    "python-version-file::no-version": "error",
    "python-version::eol": "error",
    "runtime-txt::deprecated": "warning",
    "python-version::deprecated": "warning",
    "python-version::patch-update": "warning",
    "pipfile::python-mismatch": "error",
  },
});

/** The latest release of a series on `classic`. */
export function latest(series: string): string {
  const listed = classic.series[series];
  if (!listed) throw new Error(`classic does not list Python ${series}`);

  return listed.latest;
}
