import type { App } from "../app.js";
import type { Problem } from "../finding.js";
import type { Inputs } from "../inputs.js";
import type { Machine } from "../machine.js";
import type { PackageManagerName } from "../package-managers/package-manager.js";
import type { Platform } from "../platforms/platform.js";
import type { Runtime } from "../runtime/version.js";

/** What rules judge. */
export interface Facts {
  readonly app: App;
  readonly platform: Platform;
  readonly machine: Machine;
  readonly inputs: Inputs;
  /** Undefined when none could be chosen, and before the plan. */
  readonly packageManager: PackageManagerName | undefined;
  /** Undefined when no Python could be chosen, and before the plan. */
  readonly runtime: Runtime | undefined;
}

/** A check of files: what it has to say, in the order of the files; empty when all is well. */
export type Rule = (facts: Facts) => readonly Problem[];
