import type { PythonRequest } from "../../runner.js";
import { inspectFolder } from "./interpreter.js";
import { got, nothing, type PythonSource, type SourceResult } from "./source.js";
import type { PythonStore } from "./store.js";

/** The Pythons of the runner's image, and those that an earlier build left in our own part of the tool cache. */
export function toolCache(folder: string | undefined, store: PythonStore): PythonSource {
  return {
    name: "tool-cache",
    install: async (request) => {
      const kept = await store.find(request.release);
      if (kept) return got(kept);
      return folder === undefined ? nothing("there is none on this machine") : findInImage(request);
    },
  };
}

async function findInImage({ release }: PythonRequest): Promise<SourceResult> {
  const { find } = await import("@actions/tool-cache");
  const folder = find("Python", release);
  if (folder === "") return nothing(`it has no Python ${release}`);
  const python = await inspectFolder(folder, release, "tool-cache");
  return python ? got(python) : nothing(`its Python ${release} does not start`);
}
