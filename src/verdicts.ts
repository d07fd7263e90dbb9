import type { Build } from "./compile.js";
import { type Finding, weigh } from "./finding.js";
import { type BuildContext, judgePreCompile, judgeSource, planBuild } from "./plan.js";
import { type Platform, shippedPlatforms } from "./platforms/platform.js";

/** What a platform says of an app. `failureReason` is the id of the first error, null when there is none. */
export interface Verdict {
  readonly name: string;
  readonly deployable: boolean;
  readonly failureReason: string | null;
}

/**
 * What each shipped platform would say of the app, a user's own platform before them. Where inputs are wrong nothing is
 * known of the app, and the one platform that was asked for stands alone.
 */
export function verdictsOf(build: Build): Verdict[] {
  const { journal, platform, inputs, context } = build;
  const own = verdictOf(platform?.name ?? inputs?.platform ?? "classic", journal.findings);
  if (!context || !platform) return [own];
  const shipped = shippedPlatforms.map((other) =>
    other === platform ? own : verdictOf(other.name, findingsOn(other, { ...context, platform: other }, build)),
  );
  return shippedPlatforms.includes(platform) ? shipped : [own, ...shipped];
}

/** What another platform would have planned, and what came up in this build, which it would have met, too. */
function findingsOn(platform: Platform, context: BuildContext, { pristine, subject, journal }: Build): Finding[] {
  return [
    ...(pristine ? [...judgeSource(context, pristine), ...judgePreCompile(context, pristine)] : []),
    ...(subject ? planBuild(context, subject).findings : []),
    ...weigh(journal.happened, platform.severities),
  ];
}

function verdictOf(name: string, findings: readonly Finding[]): Verdict {
  const failureReason = findings.find(({ severity }) => severity === "error")?.id ?? null;
  return { name, deployable: failureReason === null, failureReason };
}
