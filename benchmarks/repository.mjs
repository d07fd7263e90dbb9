// Where things stand in this repository.
import { fileURLToPath } from "node:url";

/** Absolute path of a file of the repository. */
export function inRepository(path) {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** The app that the cold build is measured with. */
export const coldApp = inRepository("benchmarks/app/pip");
