import { mirrorNotUsed, pythonNotInstalled, type SourceTried } from "../../errors.js";
import type { InstalledPython, PythonRequest } from "../../runner.js";
import type { Print, PythonSource } from "./source.js";

/**
 * Asks the sources in order, and takes the first Python.
 *
 * @param print says which source had none, and why.
 * Throws BuildError `install-python` when all are without.
 */
export async function installFrom(
  sources: readonly PythonSource[],
  request: PythonRequest,
  print: Print,
): Promise<InstalledPython> {
  const tried: SourceTried[] = [];
  for (const { name, install } of sources) {
    const result = await install(request, print);
    if (result.found) {
      const mirror = request.mirror === undefined ? undefined : tried.find(({ source }) => source === "mirror");
      print(`Python ${result.python.release} from the source "${name}": ${result.python.executable}`);
      return { ...result, problems: [...result.problems, ...(mirror ? [mirrorNotUsed(mirror.reason)] : [])] };
    }
    tried.push({ source: name, reason: result.reason });
    print(`${name}: ${result.reason}`);
  }
  throw pythonNotInstalled(request.release, tried);
}
