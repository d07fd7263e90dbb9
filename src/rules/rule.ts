import type { App } from "../app.js";
import type { Problem } from "../finding.js";
import type { Machine } from "../machine.js";
import type { PackageManagerName } from "../package-managers/package-manager.js";
import type { Platform } from "../platforms/platform.js";
import type { Runtime } from "../runtime/version.js";

/** What rules judge. */
export interface Facts {
  readonly app: App;
  readonly platform: Platform;
  readonly machine: Machine;
  readonly packageManager: PackageManagerName | undefined;
  /** Undefined when no Python could be chosen. */
  readonly runtime: Runtime | undefined;
}

/** A check of files: what it has to say, in the order of the files; empty when all is well. */
export type Rule = (facts: Facts) => readonly Problem[];
