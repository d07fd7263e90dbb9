import type catalogue from "../rules/catalogue.json";
import type classic from "./classic.json";

/** How much a finding weighs on a platform; `off` keeps a rule silent there. */
export type Severity = "error" | "warning" | "notice" | "off";

/** Id of whatever a build can report; each has its entry in `catalogue.json`, in the order of the build. */
export type RuleId = keyof typeof catalogue;

/** Id of a rule whose severity a platform chooses. Each platform has a row for it. */
export type AdjustableRule = keyof typeof classic.severities & RuleId;

/** Id of a failure that stops a build whatever the platform says. */
export type FatalRule = Exclude<RuleId, AdjustableRule>;

/** The severity of each rule on a platform. */
export type Severities = Readonly<Record<AdjustableRule, Severity>>;
