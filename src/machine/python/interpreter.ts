import * as v from "valibot";
import { parseJson } from "../../json.js";
import type { Python, PythonSourceName } from "../../runner.js";
import { compareVersions, seriesOf } from "../../runtime/version.js";
import { exists } from "../files.js";
import { capture } from "../programs.js";

/** Prints what a build must know of an interpreter. Runs on 2.7 and all later. */
const script = `
import json, os, sys
try:
    import ensurepip
    folder = os.path.join(os.path.dirname(os.path.abspath(ensurepip.__file__)), "_bundled")
    wheels = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("pip-")]
except (ImportError, OSError):
    wheels = []
print(json.dumps({
    "release": "%d.%d.%d" % sys.version_info[:3],
    "final": sys.version_info[3] == "final",
    "ordinary": not hasattr(sys, "pypy_version_info") and "t" not in getattr(sys, "abiflags", ""),
    "executable": sys.executable,
    "prefix": os.path.realpath(sys.prefix),
    "isEnvironment": getattr(sys, "base_prefix", sys.prefix) != sys.prefix or hasattr(sys, "real_prefix"),
    "wheels": wheels,
}))
`;

const answerSchema = v.object({
  release: v.string(),
  final: v.boolean(),
  /** Neither PyPy nor free-threaded: wheels of the platforms fit. */
  ordinary: v.boolean(),
  executable: v.string(),
  prefix: v.string(),
  isEnvironment: v.boolean(),
  wheels: v.array(v.string()),
});

type Answer = v.InferOutput<typeof answerSchema>;

/**
 * Starts an interpreter to see what it is; undefined when it does not start, or can't make environments.
 *
 * The Python that it tells of may be another than the file that was started, such as a shim of pyenv's.
 */
export async function inspect(executable: string, source: PythonSourceName): Promise<Python | undefined> {
  const prefix = executable.replace(/\/bin\/[^/]+$/, "");
  const alone = await ask(executable, {});
  const answer = alone ?? (await ask(executable, { LD_LIBRARY_PATH: `${prefix}/lib` }));
  if (!answer?.final || !answer.ordinary || answer.isEnvironment) return undefined;
  return {
    release: answer.release,
    source,
    executable: answer.executable,
    prefix: answer.prefix,
    bundledPip: newestWheel(answer.wheels),
    needsLibraryPath: alone === undefined,
  };
}

/** Finds the interpreter of a Python that was unpacked to a folder; undefined when none of the release starts there. */
export async function inspectFolder(
  folder: string,
  release: string,
  source: PythonSourceName,
): Promise<Python | undefined> {
  const names = [`python${seriesOf(release)}`, `python${release.split(".")[0]}`, "python"];
  for (const name of names) {
    const executable = `${folder}/bin/${name}`;
    if (!(await exists(executable))) continue;
    const python = await inspect(executable, source);
    if (python?.release === release) return python;
  }
  return undefined;
}

async function ask(executable: string, variables: Readonly<Record<string, string>>): Promise<Answer | undefined> {
  const output = await capture({
    program: executable,
    arguments: ["-B", "-E", "-s", "-c", script],
    folder: "/",
    // The locale lets Python 3.6 print paths that are not ASCII.
    variables: { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8", ...variables },
  });
  const json = parseJson(output?.split("\n").findLast((line) => line.startsWith("{")) ?? "");
  const answer = v.safeParse(answerSchema, json.valid ? json.value : undefined);
  return answer.success ? answer.output : undefined;
}

function newestWheel(wheels: readonly string[]): string | undefined {
  const version = (path: string) => /\/pip-(\d+(?:\.\d+)*)[^/]*$/.exec(path)?.[1] ?? "0";
  const full = (path: string) => [...version(path).split("."), "0", "0"].slice(0, 3).join(".");
  return [...wheels].sort((a, b) => compareVersions(full(a), full(b))).at(-1);
}
