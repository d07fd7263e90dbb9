import { stripVTControlCharacters } from "node:util";
import { BuildError } from "./build-error.js";
import type { Problem } from "./finding.js";
import type { PackageManager, ToolName } from "./package-managers/package-manager.js";
import type { HookName } from "./rules/hooks.js";
import type { Outcome } from "./runner.js";
import { visible } from "./text.js";

/** The working directory is no folder of the workspace. `reason` completes "it …". */
export function outsideWorkspace(path: string, reason: string): BuildError {
  return new BuildError({
    id: "input::outside-workspace",
    title: "The app's folder can't be used",
    explanation: `The working directory is \`${visible(path)}\`, which ${reason}.`,
    remedy:
      "Name a folder of the repository. On GitHub, its path is relative to the workspace, and this step must come before:\n\n- uses: actions/checkout@v5",
    location: undefined,
  });
}

/** A hook ended with a failure. */
export function hookFailed(name: HookName, outcome: Outcome): BuildError {
  const missing = outcome.status === 127 ? missingCommand(outcome.lastLines) : undefined;
  const because = missing === undefined ? "" : ` The command \`${visible(missing)}\` was not found.`;
  return new BuildError({
    id: `hooks::${name}`,
    title: `bin/${name} failed`,
    explanation: `\`bin/${name}\` ${ending(outcome)}.${because} ${lastLines(outcome, 10)}`,
    remedy: `${missing === undefined ? "" : hint(name, missing)}Run the hook on its own to see why it fails:\n\nchmod +x bin/${name} && BUILD_DIR=$PWD CACHE_DIR=$(mktemp -d) ENV_DIR=$(mktemp -d) bin/${name}`,
    location: { file: `bin/${name}`, line: undefined },
  });
}

/** A hook removed the file that the platform's build keeps in its cache folder. */
export function dataFileDeleted(name: HookName): Problem {
  return {
    id: "build-data::data-file-deleted",
    title: `bin/${name} emptied the cache folder`,
    explanation: `\`bin/${name}\` removed \`$CACHE_DIR/build-data/python.json\`, which the platform keeps there. The platform's build fails for want of it.`,
    remedy: "Remove only what the hook itself put into `$CACHE_DIR`.",
    location: { file: `bin/${name}`, line: undefined },
  };
}

/** A source of Pythons, and why it has none to give. */
export interface SourceTried {
  readonly source: string;
  /** Completes "source: …". */
  readonly reason: string;
}

/** No source has the release. */
export function pythonNotInstalled(release: string, tried: readonly SourceTried[]): BuildError {
  const list = tried.map(({ source, reason }) => `${source}: ${reason}`).join("; ");
  return new BuildError({
    id: "install-python",
    title: `Python ${release} could not be installed`,
    explanation: `No source has Python ${release}. Tried, in order: ${list}.`,
    remedy:
      "If a download failed, run the build again. Without internet access, name a mirror that has this release in the input `python-mirror`.",
    location: undefined,
  });
}

/** The Python is there, and can't make an environment. */
export function environmentNotCreated(release: string, outcome: Outcome): BuildError {
  return new BuildError({
    id: "install-python",
    title: `No virtual environment could be made with Python ${release}`,
    explanation: `The program that makes virtual environments with Python ${release} ${ending(outcome)}. ${lastLines(outcome, 10)}`,
    remedy: "Look for a full disk or missing rights in the lines above, then run the build again.",
    location: undefined,
  });
}

/** The release is out of reach, and another of its series is used. */
export function pythonSubstituted(wanted: string, used: string, executable: string): Problem {
  return {
    id: "python::substituted",
    title: `Python ${used} is used instead of ${wanted}`,
    explanation: `Python ${wanted} is out of reach; ${executable} is of the same series.`,
    remedy: "Name a mirror that has the release by `--python-mirror`, or build again where downloads are in reach.",
    location: undefined,
  };
}

/** The mirror that the user named did not give the Python; another source did. `reason` is in the source's words. */
export function mirrorNotUsed(reason: string): Problem {
  return {
    id: "python-mirror::not-used",
    title: "The mirror was not used",
    explanation: `The mirror in \`python-mirror\` did not give the Python: ${visible(reason)}. Another source did.`,
    remedy: "Correct the mirror's manifest or its address, or leave `python-mirror` out.",
    location: undefined,
  };
}

/** An archive of the user's mirror has no checksum to compare with. */
export function archiveNotVerified(file: string): Problem {
  return {
    id: "python-mirror::no-checksum",
    title: `${visible(file)} was not verified`,
    explanation: "The manifest of the mirror gives no `sha256` for this archive, so it was unpacked as it came.",
    remedy: `Add the field to the file's entry in the manifest; this command prints the value:\n\nsha256sum ${visible(file)}`,
    location: undefined,
  };
}

/** A Python without pip's wheel can't make environments with pip. */
export function bundledPipNotFound(executable: string): BuildError {
  return new BuildError({
    id: "internal-error::bundled-pip-not-found",
    title: "This Python has no pip",
    explanation: `${executable} has no wheel of pip in its \`ensurepip\`, from which pip is installed.`,
    remedy: "Use another build of this Python. If python-build installed it, please report that.",
    location: undefined,
  });
}

/** Installing pip or a package manager failed. */
export function toolNotInstalled(name: "pip" | ToolName, requirements: string, outcome: Outcome): BuildError {
  return new BuildError({
    id: `install-package-manager::${name}`,
    title: `${requirements} could not be installed`,
    explanation: `pip, which was to install ${requirements}, ${ending(outcome)}. ${lastLines(outcome, 10)}`,
    remedy:
      "Mostly the package index could not be reached: look at its status page, then run the build again. Behind a proxy, set `https_proxy` in `env:`.",
    location: undefined,
  });
}

/** The app's dependencies could not be installed. */
export function dependenciesNotInstalled(packageManager: PackageManager, shown: string, outcome: Outcome): BuildError {
  const { name } = packageManager;
  return new BuildError({
    id: `install-dependencies::${name === "setup.py" ? "pip" : name}`,
    title: "The dependencies could not be installed",
    explanation: `\`${shown}\` ${ending(outcome)}. ${lastLines(outcome, 20)}`,
    remedy: `${staleLockfile(packageManager)}Correct what the lines above name in \`${packageManager.manifest}\`, then run the same command in a fresh virtual environment to see it succeed:\n\n${shown}`,
    location: { file: packageManager.manifest, line: undefined },
  });
}

/** Poetry and uv compare their lockfile with `pyproject.toml` themselves. */
function staleLockfile({ name }: PackageManager): string {
  return name === "poetry" || name === "uv"
    ? `If the lockfile is out of date, run \`${name} lock\` and commit what it writes. Otherwise: `
    : "";
}

/** The cache could not be used. `trouble` is the reason, in its own words. */
export function cacheUnavailable(trouble: string): Problem {
  return {
    id: "cache::unavailable",
    title: "The cache was not used",
    explanation: `The cache service is unavailable: ${visible(trouble)}. The build went on without it.`,
    remedy: "Nothing is wrong with the app. If it happens at each build, set `cache: false`.",
    location: undefined,
  };
}

/** Somebody cancelled the build. */
export function buildCancelled(signal: string): BuildError {
  return new BuildError({
    id: "internal-error::abort",
    title: "The build was cancelled",
    explanation: `The build got the signal ${signal}, and ended what it had started.`,
    remedy: "Run it again.",
    location: undefined,
  });
}

/** Anything that is thrown as a finding: a failure that a user can meet as such, all else as our own bug. */
export function problemOf(error: unknown): Problem {
  if (error instanceof BuildError) return error.problem;
  if (error instanceof Error && "code" in error && notWritten.has(String(error.code))) return cannotWrite(error);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    id: "internal-error::unhandled",
    title: "python-build failed",
    explanation: `This is a bug of python-build, not of the app. ${stack}`,
    remedy: "Please report it with this message, at https://github.com/org/python-build/issues.",
    location: undefined,
  };
}

/** Codes of the system's errors that are the machine's fault, not ours. */
const notWritten: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOTDIR"]);

function cannotWrite({ message }: Error): Problem {
  return {
    id: "machine::cannot-write",
    title: "The build can't write its files",
    explanation: `The system said: ${visible(message)}.`,
    remedy: "Free space on the disk, or give the user that runs the build the right to write there.",
    location: undefined,
  };
}

/** More characters of a line say little, and GitHub cuts long messages. */
const longestShown = 500;

function ending({ status, signal }: Outcome): string {
  return status === undefined ? `was ended by ${signal ?? "a signal"}` : `ended with exit status ${status}`;
}

function lastLines({ lastLines: lines }: Outcome, count: number): string {
  const plain = lines.map((line) => stripVTControlCharacters(line).slice(0, longestShown));
  const shown = plain.filter((line) => line.trim() !== "").slice(-count);
  return shown.length === 0 ? "It printed nothing." : `Its last lines:\n\n${shown.join("\n")}`;
}

/** The command that a shell did not find, by its own words. */
function missingCommand(lines: readonly string[]): string | undefined {
  const matches = lines.map((line) => /(?:^|: )([^\s:]+): (?:command not found|not found)$/.exec(line)?.[1]);
  return matches.filter((match) => match !== undefined).at(-1);
}

function hint(name: HookName, command: string): string {
  if (!/^(python|pip)[\d.]*$/.test(command)) return "";
  return name === "pre_compile"
    ? "Python is installed after this hook: move what needs it to `bin/post_compile`. "
    : "Only pip apps have `pip` in their environment, as on the platforms: declare what you need instead. ";
}
