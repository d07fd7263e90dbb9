import { compareVersions } from "../runtime/version.js";
import tools from "./tools.json" with { type: "json" };

/** Versions of the tools that build an app on a series of Python: what the platforms pin, or the newest that run. */
export interface Tools {
  readonly pip: string;
  /** Undefined where the platforms put none into the environment of a pip app. */
  readonly setuptools?: string;
  readonly pipenv: string;
  /** Undefined where there is none that the platforms' command works with. */
  readonly poetry?: string;
  readonly uv?: string;
  /** This Pipenv installs with the pip of the app's environment, not with one of its own. */
  readonly pipenvNeedsPip?: boolean;
  /** Makes the environments of a Python that has no `venv` module. */
  readonly virtualenv?: string;
}

const table: Readonly<Record<string, Tools>> = tools;

/** The oldest series that a tool has a version for. */
export function oldestSeriesWith(tool: "poetry" | "uv"): string {
  const series = Object.keys(table).filter((name) => table[name]?.[tool] !== undefined);
  return series.sort(compareVersions)[0] ?? "";
}

/** The tools for a series; for one that is newer than the table, those of its newest. */
export function toolsFor(series: string): Tools {
  const listed = Object.keys(table).sort(compareVersions);
  const fitting = listed.filter((name) => compareVersions(name, series) <= 0).at(-1) ?? listed[0];
  const found = fitting === undefined ? undefined : table[fitting];
  if (!found) throw new Error("tools.json is empty");
  return found;
}
