import type { App } from "../app.js";
import type { Folders } from "../folders.js";
import type { Runtime } from "../runtime/version.js";
import type { Variables } from "../variables.js";

/** The value of the output `package-manager`. */
export type PackageManagerName = "pip" | "setup.py" | ToolName;

/** A package manager that lives in an environment of its own. */
export type ToolName = "pipenv" | "poetry" | "uv";

/** What an install is planned from. */
export interface InstallContext {
  readonly app: App;
  readonly runtime: Runtime;
  readonly folders: Folders;
  readonly testDependencies: boolean;
  /** The app's own statement of its Python differs from the runtime, and the platform lets that pass. */
  readonly pythonMismatch: boolean;
}

/** How an app's dependencies get into its environment. */
export interface Install {
  /** Requirements put into the environment before the app's own, such as `pip==26.2.1`. */
  readonly bootstrap: readonly string[];
  /** A package manager in an environment of its own; undefined when the app's pip serves. */
  readonly tool: Tool | undefined;
  /** The command as people type it. */
  readonly shown: string;
  readonly program: string;
  readonly arguments: readonly string[];
  /** On top of the variables that all steps after Python get. */
  readonly variables: Variables;
  /** Compile to bytecode afterwards, on all cores: the command does not. */
  readonly compileBytecode: boolean;
}

/** A package manager that is installed for a build. */
export interface Tool {
  readonly name: ToolName;
  /** Such as `pipenv==2026.7.1`. */
  readonly requirement: string;
  /** Whether the platform has it in the app's container, too. */
  readonly atRunTime: boolean;
}

/** A way to install an app's dependencies. */
export interface PackageManager {
  readonly name: PackageManagerName;
  /** The file that failures of the install point at. */
  readonly manifest: string;
  /** Files whose content decides what is downloaded. */
  readonly downloadInputs: readonly string[];
  readonly install: (context: InstallContext) => Install;
}
