import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Python, PythonRequest } from "../../runner.js";
import { compareVersions, seriesOf } from "../../runtime/version.js";
import type { Variables } from "../../variables.js";
import { exists } from "../files.js";
import { inspect } from "./interpreter.js";
import { got, nothing, type PythonSource } from "./source.js";

/** The Pythons that a developer's machine has anyway: on PATH, of pyenv, of uv, of a tool cache. For the command line. */
export function machinePythons(variables: Variables): PythonSource {
  return {
    name: "machine",
    install: async (request) => {
      const found = await findOnMachine(request, variables);
      return found ? got(found) : nothing(`this machine has no Python ${seriesOf(request.release)} with pip's wheel`);
    },
  };
}

/** The release itself when it is there, or else the newest of its series. */
async function findOnMachine({ release }: PythonRequest, variables: Variables): Promise<Python | undefined> {
  const series = seriesOf(release);
  const pythons: Python[] = [];
  for (const executable of await candidates(series, variables)) {
    const python = (await exists(executable)) ? await inspect(executable, "machine") : undefined;
    if (python?.bundledPip !== undefined && seriesOf(python.release) === series) pythons.push(python);
  }
  const newest = pythons.sort((a, b) => compareVersions(a.release, b.release)).at(-1);
  return pythons.find((python) => python.release === release) ?? newest;
}

async function candidates(series: string, variables: Variables): Promise<string[]> {
  const home = variables["HOME"] || homedir();
  const data = variables["XDG_DATA_HOME"] || join(home, ".local/share");
  const program = `python${series}`;
  const onPath = (variables["PATH"] ?? "").split(":").filter((folder) => folder.startsWith("/"));
  const releases = await Promise.all([
    foldersOf(join(variables["PYENV_ROOT"] || join(home, ".pyenv"), "versions"), `${series}.`),
    foldersOf(variables["UV_PYTHON_INSTALL_DIR"] || join(data, "uv/python"), `cpython-${series}.`),
    foldersOf("/opt/hostedtoolcache/Python", `${series}.`),
  ]);
  const [pyenv, uv, toolCache] = releases;
  return [
    ...onPath.map((folder) => join(folder, program)),
    ...[...(pyenv ?? []), ...(uv ?? [])].map((folder) => join(folder, "bin", program)),
    ...(toolCache ?? []).map((folder) => join(folder, process.arch, "bin", program)),
  ];
}

async function foldersOf(parent: string, prefix: string): Promise<string[]> {
  const names = await readdir(parent).catch(() => []);
  return names.filter((name) => name.startsWith(prefix)).map((name) => join(parent, name));
}
