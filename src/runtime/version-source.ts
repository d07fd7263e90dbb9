import type { App } from "../app.js";
import type { Location, Problem } from "../finding.js";
import type { PackageManagerName } from "../package-managers/package-manager.js";
import type { Platform } from "../platforms/platform.js";
import type { Origin, Version } from "./version.js";

/** What a version file is read with. */
export interface VersionContext {
  readonly app: App;
  readonly platform: Platform;
  readonly packageManager: PackageManagerName | undefined;
}

/** What a version file says. Without a version and without an error, the next source has the word. */
export interface Reading {
  readonly version: Version | undefined;
  readonly location: Location | undefined;
  readonly problems: readonly Problem[];
}

/** A place where an app can ask for its Python. */
export interface VersionSource {
  readonly origin: Origin;
  /** Undefined when the app has no such file, or the platform doesn't read it. */
  readonly read: (context: VersionContext) => Reading | undefined;
}
