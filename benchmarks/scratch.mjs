// The folder that everything runs in, and what it is prepared with.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { machineEnvironment } from "./environment.mjs";
import { findPython, packIntoToolCache } from "./python.mjs";
import { coldApp, inRepository } from "./repository.mjs";
import { run } from "./run.mjs";

const tmpfsType = 0x01021994;

/**
 * Makes the folder, on tmpfs where there is one, with a copy of `dist` that nobody rebuilds meanwhile, and a tool cache
 * that holds the machine's Python.
 */
export function openScratch({ wheels }) {
  const dist = inRepository("dist");
  if (!["main", "cli"].every((name) => existsSync(join(dist, name, "index.js")))) {
    throw new Error("dist/ is not complete: npm run package makes it");
  }
  const root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "python-build-bench-"));
  const remove = () => rmSync(root, { recursive: true, force: true });
  try {
    return prepare({ root, remove, dist, wheels });
  } catch (error) {
    remove();
    throw error;
  }
}

function prepare({ root, remove, dist, wheels }) {
  for (const name of ["dist", "temporary", "tool-cache"]) mkdirSync(join(root, name));
  cpSync(dist, join(root, "dist"), { recursive: true });
  const series = readFileSync(join(coldApp, ".python-version"), "utf8").trim();
  const python = findPython(series);
  const toolCache = join(root, "tool-cache");
  const packed = packIntoToolCache(python, toolCache);
  const environment = { ...machineEnvironment(), TMPDIR: join(root, "temporary") };
  // Python writes the bytecode of its own modules now, not in the first round.
  run({ program: packed, args: ["-m", "venv", join(root, "warm-up")], cwd: root, env: environment });
  const offline = wheels ? downloadWheels({ packed, series, folder: join(root, "wheels"), environment }) : {};
  return {
    ...{ root, remove, toolCache },
    python: { executable: packed, release: python.release },
    environment: { ...environment, ...offline },
    main: join(root, "dist", "main", "index.js"),
    cli: join(root, "dist", "cli", "index.js"),
    facts: factsOf({ root, python, wheels }),
  };
}

/** Gives the variables that keep pip to the folder. It also holds the pip that a build puts into the environment. */
function downloadWheels({ packed, series, folder, environment }) {
  const tools = JSON.parse(readFileSync(inRepository("src/package-managers/tools.json"), "utf8"))[series];
  const requirements = ["-r", join(coldApp, "requirements.txt"), `pip==${tools.pip}`];
  const args = ["-m", "pip", "download", "--quiet", "--no-cache-dir", "--dest", folder, ...requirements];
  run({ program: packed, args, cwd: coldApp, env: environment });
  return { PIP_FIND_LINKS: folder, PIP_NO_INDEX: "1" };
}

function factsOf({ root, python, wheels }) {
  return {
    CPUs: `${availableParallelism()}, ${cpus()[0]?.model ?? "unknown"}`,
    Node: process.versions.node,
    Python: python.release,
    "File system": statfsSync(root).type === tmpfsType ? "tmpfs" : `that of ${tmpdir()}, not tmpfs`,
    Packages: wheels ? "wheels in a folder, no network" : "from the index, over the network",
  };
}
