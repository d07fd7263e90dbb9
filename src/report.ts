import type { CacheState } from "./cache/downloads.js";
import type { Build } from "./compile.js";
import { type Finding, isDeployable } from "./finding.js";
import type { Mode } from "./inputs.js";
import type { PackageManagerName } from "./package-managers/package-manager.js";
import type { Python, PythonSourceName, Step } from "./runner.js";
import type { Runtime } from "./runtime/version.js";
import { type Origin, versionText } from "./runtime/version.js";
import { type Verdict, verdictsOf } from "./verdicts.js";

/** The JSON report. Its schema is schemas/report.schema.json. */
export interface Report {
  readonly schema: 1;
  readonly platform: string;
  readonly mode: Mode;
  readonly deployable: boolean;
  readonly failureReason: string | null;
  readonly python: {
    readonly requested: string | null;
    readonly origin: Origin;
    readonly version: string;
    readonly source: PythonSourceName | null;
  } | null;
  readonly packageManager: PackageManagerName | null;
  /** What each shipped platform says. */
  readonly platforms: readonly Verdict[];
  readonly steps: readonly Step[];
  readonly findings: readonly {
    readonly id: Finding["id"];
    readonly severity: Finding["severity"];
    readonly title: string;
    readonly explanation: string;
    readonly remedy: string;
    readonly file: string | null;
    readonly line: number | null;
  }[];
  readonly cache: {
    readonly environment: CacheState;
    readonly downloads: CacheState;
    readonly python: CacheState;
  };
}

/** The report of a build, however it ended. */
export function reportOf(build: Build): Report {
  const { journal, inputs, platform, plan, python, downloads } = build;
  const { findings, steps } = journal;
  const deployable = isDeployable(findings);
  const failureReason = findings.find((finding) => finding.severity === "error")?.id ?? null;
  return {
    schema: 1,
    platform: platform?.name ?? inputs?.platform ?? "classic",
    mode: inputs?.mode ?? "build",
    deployable,
    failureReason,
    python: plan?.runtime ? pythonOf(plan.runtime, python) : null,
    packageManager: plan?.packageManager?.name ?? null,
    platforms: verdictsOf(build),
    steps,
    findings: findings.map(({ id, severity, title, explanation, remedy, location }) => {
      return { id, severity, title, explanation, remedy, file: location?.file ?? null, line: location?.line ?? null };
    }),
    cache: { environment: "off", downloads, python: "off" },
  };
}

/** What a build says of a deploy, as a sentence without its full stop. */
export function verdictOf({ platform, deployable, failureReason, findings }: Report): string {
  if (!deployable) {
    return isDecided(failureReason)
      ? `The app would not deploy on ${platform}`
      : "It can't be told whether the app would deploy";
  }
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const beside = warnings === 0 ? "" : `, with ${warnings} ${warnings === 1 ? "warning" : "warnings"}`;
  return `The app would deploy on ${platform}${beside}`;
}

/** Tells whether a failure says something of the app. */
export function isDecided(failureReason: string | null): boolean {
  return !undecided.test(failureReason ?? "");
}

/** Failures of the run, the network or the machine: they say nothing of the app. */
const undecided = /^(input|platform|machine|internal-error|install-package-manager)::|^install-python$/;

function pythonOf({ requested, release }: Runtime, python: Python | undefined): Report["python"] {
  return {
    requested: requested.origin === "default" ? null : versionText(requested),
    origin: requested.origin,
    version: python?.release ?? release,
    source: python?.source ?? null,
  };
}
