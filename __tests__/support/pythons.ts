import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

import * as v from "valibot";

import { machineEnvironment } from "./runner-environment.js";

/** A Python installation of this machine. */
export interface MachinePython {
  /** `3.13.0`. */
  readonly release: string;
  /** `3.13`. */
  readonly series: string;
  /** The folder that holds its `bin` and `lib`. */
  readonly prefix: string;
  /** Absolute. */
  readonly interpreter: string;
}

/**
 * The final releases of CPython on this machine, newest first, each once: of pyenv, of uv, in tool caches and on PATH.
 * Only those that can make environments with pip: distributions take ensurepip's wheels out.
 */
export function machinePythons(): readonly MachinePython[] {
  pythons ??= findPythons();

  return pythons;
}

/** The machine's newest Python of a series; `undefined` is for `test.skipIf`. */
export function needsPython(series: string): MachinePython | undefined {
  return machinePythons().find((python) => python.series === series);
}

let pythons: readonly MachinePython[] | undefined;

// Old Pythons read it too. Without `site`, the prefix is that of the installation, even in a virtual environment.
const question = `
import glob, json, os, platform, sys, sysconfig
print(json.dumps({
  "release": platform.python_version(),
  "implementation": platform.python_implementation(),
  "prefix": sys.prefix,
  "final": sys.version_info[3] == "final",
  "freeThreaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
  "pip": bool(glob.glob(os.path.join(os.path.dirname(os.__file__), "ensurepip", "_bundled", "pip-*.whl"))),
}))`;

const Facts = v.object({
  release: v.string(),
  implementation: v.literal("CPython"),
  prefix: v.string(),
  final: v.literal(true),
  freeThreaded: v.literal(false),
  pip: v.literal(true),
});

function findPythons(): readonly MachinePython[] {
  const found = new Map<string, MachinePython>();
  for (const interpreter of new Set(candidates().map((candidate) => realpathSync(candidate)))) {
    const python = askPython(interpreter);
    if (python && !found.has(python.release)) found.set(python.release, python);
  }

  return [...found.values()].sort((a, b) => b.release.localeCompare(a.release, "en", { numeric: true }));
}

function candidates(): string[] {
  const { PATH = "", PYENV_ROOT, UV_PYTHON_INSTALL_DIR, RUNNER_TOOL_CACHE } = process.env;
  const pyenv = PYENV_ROOT ?? join(homedir(), ".pyenv");
  const uv = UV_PYTHON_INSTALL_DIR ?? join(homedir(), ".local", "share", "uv", "python");
  const toolCaches = [RUNNER_TOOL_CACHE ?? "", "/opt/hostedtoolcache"].map((folder) => join(folder, "Python"));
  const prefixes = [
    ...foldersIn(join(pyenv, "versions")),
    ...foldersIn(uv),
    ...toolCaches.flatMap(foldersIn).flatMap(foldersIn),
  ];
  // pyenv's shims start what its versions hold, slowly.
  const searched = PATH.split(delimiter).filter((folder) => folder !== "" && folder !== join(pyenv, "shims"));

  return [...prefixes.map((prefix) => join(prefix, "bin")), ...searched].flatMap(interpretersIn);
}

function foldersIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function interpretersIn(folder: string): string[] {
  return foldersIn(folder).filter((file) => /\/python(2\.7|3\.\d+)$/.test(file) && existsSync(file));
}

/** `undefined` for anything but a working Python of the kind that is looked for. */
function askPython(interpreter: string): MachinePython | undefined {
  const { stdout, status } = spawnSync(interpreter, ["-E", "-s", "-S", "-c", question], {
    encoding: "utf8",
    env: machineEnvironment(),
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (status !== 0) return undefined;
  const facts = v.safeParse(Facts, JSON.parse(stdout));
  if (!facts.success) return undefined;
  const { release, prefix } = facts.output;

  return { release, prefix, series: release.split(".").slice(0, 2).join("."), interpreter };
}
