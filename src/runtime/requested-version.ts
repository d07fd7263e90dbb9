import { isDeployable, type Problem, weigh } from "../finding.js";
import { pipfile } from "./pipfile.js";
import { pipfileLock } from "./pipfile-lock.js";
import { misspelledPythonVersionFile, pythonVersionFile } from "./python-version-file.js";
import { misspelledRuntimeTxtFile, runtimeTxt } from "./runtime-txt.js";
import type { RequestedVersion } from "./version.js";
import type { VersionContext, VersionSource } from "./version-source.js";

/** The places where an app can ask for its Python, first match wins. */
export const versionSources: readonly VersionSource[] = [
  runtimeTxt,
  misspelledRuntimeTxtFile,
  misspelledPythonVersionFile,
  pythonVersionFile,
  pipfileLock,
  pipfile,
];

/** A request and what is to be said about it; no request when an error stands in its way. */
export interface Request {
  readonly requested: RequestedVersion | undefined;
  readonly problems: readonly Problem[];
}

/**
 * The version that an app's files ask for, or else the platform's default. A file that can't be read asks for nothing
 * that is known, and has a rule of its own.
 */
export function requestedVersion(context: VersionContext): Request {
  const problems: Problem[] = [];
  for (const { origin, read } of versionSources) {
    // A rule of its own says so, and what the file asks for can't be known.
    if (context.app.files.get(origin)?.kind === "unreadable") return { requested: undefined, problems };
    const reading = read(context);
    if (!reading) continue;
    problems.push(...reading.problems);
    if (!isDeployable(weigh(reading.problems, context.platform.severities))) return { requested: undefined, problems };
    if (reading.version) {
      return { requested: { ...reading.version, origin, location: reading.location }, problems };
    }
  }
  const series = context.platform.defaultSeries;
  return { requested: { series, release: undefined, origin: "default", location: undefined }, problems };
}
