// The Python that both sides build with.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { machineEnvironment } from "./environment.mjs";

const question = `
import glob, json, os, platform, sys
wheels = os.path.join(os.path.dirname(os.__file__), "ensurepip", "_bundled", "pip-*.whl")
print(json.dumps({"release": platform.python_version(), "prefix": os.path.realpath(sys.base_prefix), "pip": bool(glob.glob(wheels))}))`;

/** Finds this machine's newest Python of a series, of pyenv or on PATH, that can make environments with pip. */
export function findPython(series) {
  const pythons = candidates(series).flatMap((executable) => ask(executable));
  const newestFirst = pythons.sort((a, b) => b.release.localeCompare(a.release, "en", { numeric: true }));
  const [newest] = newestFirst.filter(({ release, pip }) => pip && release.startsWith(`${series}.`));
  if (!newest) throw new Error(`This machine has no Python ${series} with pip's wheel`);
  return newest;
}

/** Copies a Python into a tool cache, as on a runner's image, and gives the interpreter there. */
export function packIntoToolCache({ release, prefix }, toolCache) {
  const target = join(toolCache, "Python", release, process.arch);
  const name = `python${release.split(".").slice(0, 2).join(".")}`;
  mkdirSync(join(target, "bin"), { recursive: true });
  cpSync(realpathSync(join(prefix, "bin", name)), join(target, "bin", name));
  for (const alias of ["python", "python3"]) symlinkSync(name, join(target, "bin", alias));
  const libraries = readdirSync(join(prefix, "lib")).filter((file) => /^libpython3.*\.(so.*|dylib)$/.test(file));
  for (const path of [join("lib", name), join("include", name), ...libraries.map((file) => join("lib", file))]) {
    if (existsSync(join(prefix, path))) cpSync(join(prefix, path), join(target, path), copying);
  }
  writeFileSync(`${target}.complete`, "");
  return join(target, "bin", name);
}

/** Without Python's own tests and static library, which are most of it. Bytecode keeps to the time of its source. */
const copying = {
  recursive: true,
  verbatimSymlinks: true,
  preserveTimestamps: true,
  filter: (path) => basename(path) !== "test" && !path.endsWith(".a"),
};

function candidates(series) {
  const { PYENV_ROOT, PATH = "" } = process.env;
  const pyenv = PYENV_ROOT ?? join(homedir(), ".pyenv");
  const versions = join(pyenv, "versions");
  const ofPyenv = existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, "bin")) : [];
  // pyenv's shims start what its versions hold.
  const onPath = PATH.split(delimiter).filter((folder) => folder !== "" && folder !== join(pyenv, "shims"));
  return [...ofPyenv, ...onPath].map((folder) => join(folder, `python${series}`)).filter((file) => existsSync(file));
}

function ask(executable) {
  const { status, stdout } = spawnSync(executable, ["-E", "-s", "-c", question], { env: machineEnvironment() });
  return status === 0 ? [JSON.parse(stdout.toString())] : [];
}
