import type { RuleId, Severities, Severity } from "./platforms/severities.js";

/** A place in the app: a path relative to the app's root, and a 1-based line where one is known. */
export interface Location {
  readonly file: string;
  readonly line: number | undefined;
}

/** What a check has to say, before a platform weighs it. */
export interface Problem {
  readonly id: RuleId;
  /** What happened, without cause or remedy. */
  readonly title: string;
  /** What happened and why, from the user's side. */
  readonly explanation: string;
  /** An instruction that can be followed as it stands. */
  readonly remedy: string;
  readonly location: Location | undefined;
}

/** A problem with the weight that the platform gives it. */
export interface Finding extends Problem {
  readonly severity: Exclude<Severity, "off">;
}

/** Weighs problems by a platform's severities, in the same order; those that are `off` fall away. */
export function weigh(problems: readonly Problem[], severities: Partial<Severities>): Finding[] {
  const table: Readonly<Record<string, Severity | undefined>> = severities;
  return problems.flatMap((problem) => {
    const severity = table[problem.id] ?? "error";
    return severity === "off" ? [] : [{ ...problem, severity }];
  });
}

/** Tells whether a build can go on: none of the findings is an error. */
export function isDeployable(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.severity !== "error");
}

/** As many problems of one kind as anybody reads. */
export function firstFew<T>(problems: readonly T[]): readonly T[] {
  return problems.slice(0, 20);
}

/** The page that explains a rule. */
export function rulePage(id: RuleId): string {
  return `https://github.com/org/python-build/blob/v1/docs/rules.md#${rulePageAnchor(id)}`;
}

/** How GitHub names the anchor of a heading that holds the id alone. */
export function rulePageAnchor(id: string): string {
  return id.replaceAll(":", "");
}
