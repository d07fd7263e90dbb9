import { BuildError } from "./build-error.js";
import type { Platform } from "./platforms/platform.js";
import { parseVersion, type RequestedVersion, versionText } from "./runtime/version.js";
import { visible } from "./text.js";

/** The names of the inputs, as action.yml declares them. */
export const inputNames = [
  "working-directory",
  "platform",
  "python-version",
  "mode",
  "test-dependencies",
  "cache",
  "python-mirror",
] as const;

/** The text of each input; an empty text means that it was not given. */
export type RawInputs = Readonly<Partial<Record<(typeof inputNames)[number], string>>>;

/** `plan` decides from files alone; `build` builds. */
export type Mode = "plan" | "build";

/** What a user asks of a build. */
export interface Inputs {
  /** Relative to the workspace. */
  readonly workingDirectory: string;
  /** The name of a shipped platform, or a path from the repository's root. */
  readonly platform: string;
  /** As given; {@link requestedByInput} reads it. */
  readonly pythonVersion: string | undefined;
  readonly mode: Mode;
  readonly testDependencies: boolean;
  readonly cache: "auto" | "on" | "off";
  /** A folder or URL. */
  readonly pythonMirror: string | undefined;
}

/** Reads the inputs. Throws BuildError `input::invalid`. */
export function readInputs(raw: RawInputs): Inputs {
  return {
    workingDirectory: raw["working-directory"] || ".",
    platform: raw.platform || "classic",
    pythonVersion: raw["python-version"] || undefined,
    mode: readMode(raw.mode || "build"),
    testDependencies: readBoolean("test-dependencies", raw["test-dependencies"] || "false"),
    cache: readCache(raw.cache || "auto"),
    pythonMirror: raw["python-mirror"] || undefined,
  };
}

/** Reads the input `python-version` as the platform's grammar allows. Throws BuildError `input::invalid`. */
export function requestedByInput(text: string, platform: Platform): RequestedVersion {
  const bare = text.replace(/^python-/, "");
  const version = parseVersion(platform.grammar === "loose" ? bare.replace(/\.$/, "") : bare);
  if (!version || versionText(version) === "3.1") {
    const hint = version ? ' YAML reads an unquoted 3.10 as 3.1: write python-version: "3.10".' : "";
    throw invalidInput("python-version", text, `a series such as "3.13" or a release such as "3.13.2".${hint}`);
  }
  return { ...version, origin: "input", location: undefined };
}

/** The value of an input is none that it accepts. `accepted` completes "Accepted: …". */
export function invalidInput(name: string, value: string, accepted: string): BuildError {
  return new BuildError({
    id: "input::invalid",
    title: `The input ${name} is not valid`,
    explanation: `The input \`${name}\` is \`${visible(value)}\`.`,
    remedy: `Accepted: ${accepted}`,
    location: undefined,
  });
}

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
};

function readBoolean(name: string, text: string): boolean {
  const value = Object.hasOwn(booleans, text) ? booleans[text] : undefined;
  if (value === undefined) throw invalidInput(name, text, "`true` or `false`.");
  return value;
}

function readMode(text: string): Mode {
  if (text === "plan" || text === "build") return text;
  throw invalidInput("mode", text, "`plan` or `build`.");
}

function readCache(text: string): Inputs["cache"] {
  if (text === "auto") return "auto";
  if (!Object.hasOwn(booleans, text)) throw invalidInput("cache", text, "`auto`, `true` or `false`.");
  return booleans[text] ? "on" : "off";
}
