import classic from "./classic.json" with { type: "json" };

/** How much a finding weighs on a platform; `off` keeps a rule silent there. */
export type Severity = "error" | "warning" | "notice" | "off";

/** Id of a rule whose severity a platform chooses. `classic` has a row for each. */
export type AdjustableRule = keyof typeof classic.severities;

/** The severity of each rule on a platform. */
export type Severities = Readonly<Record<AdjustableRule, Severity>>;
