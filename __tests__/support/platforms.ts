import { type Platform, readPlatform, shippedPlatform } from "../../src/platforms/platform.js";

/** A platform as a user's own file, built on `classic`, describes it. */
export function ownPlatform(own: Readonly<Record<string, unknown>>): Platform {
  return readPlatform("own.json", JSON.stringify({ extends: "classic", name: "own", ...own }));
}

/** The platform that is the default. */
export const classic: Platform = shippedPlatform("classic") ?? ownPlatform({});

/** Today's Scalingo, which reads and refuses what its buildpack does. */
export const scalingo: Platform = shippedPlatform("scalingo") ?? ownPlatform({});

/** Today's Heroku. */
export const heroku: Platform = shippedPlatform("heroku") ?? ownPlatform({});

/** A platform that reads and refuses what today's platforms do. */
export const strict = scalingo;

/** The latest release of a series on `classic`. */
export function latest(series: string): string {
  const listed = classic.series[series];
  if (!listed) throw new Error(`classic does not list Python ${series}`);

  return listed.latest;
}
