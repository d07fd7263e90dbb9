import { join } from "node:path";
import type { PythonRequest } from "../../runner.js";
import { exists } from "../files.js";
import { inspectFolder } from "./interpreter.js";
import { got, nothing, type PythonSource, type SourceResult } from "./source.js";
import type { PythonStore } from "./store.js";

/**
 * The Pythons of the runner's image, and those that an earlier build left in our own part of the tool cache.
 *
 * @param folder the tool cache of the image, absolute; undefined or empty when the machine has none.
 */
export function toolCache(folder: string | undefined, store: PythonStore): PythonSource {
  return {
    name: "tool-cache",
    install: async (request) => {
      const kept = await store.find(request.release);
      if (kept) return got(kept);
      return folder ? findInImage(folder, request) : nothing("there is none on this machine");
    },
  };
}

/**
 * The layout is `@actions/tool-cache`'s own. That package reads the folder from the process's variables, and prints debug
 * commands to standard output, where the command line prints its report.
 */
async function findInImage(folder: string, { release }: PythonRequest): Promise<SourceResult> {
  const place = join(folder, "Python", release, process.arch);
  if (!(await exists(`${place}.complete`))) return nothing(`it has no Python ${release}`);
  const python = await inspectFolder(place, release, "tool-cache");
  return python ? got(python) : nothing(`its Python ${release} does not start`);
}
