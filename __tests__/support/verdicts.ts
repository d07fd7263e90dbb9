import { type Finding, weigh } from "../../src/finding.js";
import { choosePackageManager } from "../../src/package-managers/choose.js";
import type { Platform } from "../../src/platforms/platform.js";
import { requestedVersion } from "../../src/runtime/requested-version.js";
import { type Resolution, resolve } from "../../src/runtime/resolve.js";
import { appOf, type Entries } from "./app.js";

/** What a platform says of the Python that an app asks for. */
export interface Verdict {
  /** Undefined when an error stands in the way. */
  readonly resolution: Resolution | undefined;
  readonly findings: readonly Finding[];
}

/** Reads and resolves the version that files ask for. */
export function versionVerdict(platform: Platform, files: Entries): Verdict {
  const app = appOf(files);
  const packageManager = choosePackageManager(app).packageManager?.name;
  const { requested, problems } = requestedVersion({ app, platform, packageManager });
  const resolution = requested && resolve(requested, platform);
  const findings = weigh([...problems, ...(resolution?.problems ?? [])], platform.severities);

  return { resolution, findings };
}

/** What is said at any rate, and of no interest where a table is about something else. */
const alwaysSaid = new Set<Finding["id"]>([
  "runtime-txt::deprecated",
  "python-version::patch-update",
  "python-version::deprecated",
  "python-version::not-specified",
]);

/** A verdict for a table: the first error alone, else the release and the ids of what else is said. */
export function versionAnswer(platform: Platform, files: Entries): string[] {
  const { resolution, findings } = versionVerdict(platform, files);
  const error = findings.find(({ severity }) => severity === "error");
  if (error || !resolution) return [error?.id ?? "no release"];

  return [resolution.runtime.release, ...findings.map(({ id }) => id).filter((id) => !alwaysSaid.has(id))];
}

/** The ids of findings, in order. */
export function idsOf(findings: readonly { readonly id: string }[]): string[] {
  return findings.map(({ id }) => id);
}
