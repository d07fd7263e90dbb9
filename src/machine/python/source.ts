import type { Problem } from "../../finding.js";
import type { Python, PythonRequest, PythonSourceName } from "../../runner.js";

/** What came of asking a source: a Python, or why it has none. */
export type SourceResult =
  | { readonly found: true; readonly python: Python; readonly problems: readonly Problem[] }
  /** `reason` completes "source: …". */
  | { readonly found: false; readonly reason: string };

/** Prints a line of the log. */
export type Print = (line: string) => void;

/** A place that Pythons come from. */
export interface PythonSource {
  readonly name: PythonSourceName;
  /** Never throws for want of a Python: that is a reason. */
  readonly install: (request: PythonRequest, print: Print) => Promise<SourceResult>;
}

/** A source has no Python to give. */
export function nothing(reason: string): SourceResult {
  return { found: false, reason };
}

/** A source gives a Python. */
export function got(python: Python, problems: readonly Problem[] = []): SourceResult {
  return { found: true, python, problems };
}
