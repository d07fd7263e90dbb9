// The action's own time in a build: wall time less the time in which a program that it started was running.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stepEnvironment } from "./environment.mjs";
import { interleave, median, run } from "./run.mjs";
import { makeWorkspace } from "./workspace.mjs";

/** Seconds. */
const budget = 0.35;

/** Measures a build of an app without dependencies, by the command line and by the action. */
export async function measureOwn(scratch, rounds = 5) {
  const { root, environment, toolCache, python } = scratch;
  const files = { "requirements.txt": "", ".python-version": `${python.release}\n` };
  const workspace = makeWorkspace(join(root, "own", "app"), { files, environment });
  const fresh = (name) => {
    const folder = join(root, "own", name);
    rmSync(folder, { recursive: true, force: true });
    return folder;
  };
  const cliEnvironment = () => ({ ...environment, RUNNER_TOOL_CACHE: toolCache, XDG_CACHE_HOME: fresh("cache") });
  const step = () => stepEnvironment(scratch, { workspace, temp: fresh("temp"), inputs: {} });
  const measure = (args, env) => measureNode({ args, env, cwd: workspace, file: join(root, "own", "programs.json") });
  const sides = {
    cli: () => measure([scratch.cli, "build"], cliEnvironment()),
    action: () => measure([scratch.main], step()),
  };
  await interleave(sides, 1);
  const samples = await interleave(sides, rounds);
  return [resultOf("own time, command line", samples.cli), resultOf("own time, action", samples.action)];
}

function measureNode({ args, env, cwd, file }) {
  const preload = new URL("child-time.mjs", import.meta.url);
  preload.searchParams.set("file", file);
  const wall = run({ program: process.execPath, args: ["--import", preload.href, ...args], cwd, env });
  const programs = JSON.parse(readFileSync(file, "utf8"));
  return { wall, inPrograms: covered(programs), programs };
}

/** Seconds in which at least one of the intervals runs. */
function covered(intervals) {
  let seconds = 0;
  let until = 0;
  for (const { begin, end } of [...intervals].sort((a, b) => a.begin - b.begin)) {
    seconds += Math.max(0, end - Math.max(begin, until));
    until = Math.max(until, end);
  }
  return seconds;
}

function resultOf(name, runs) {
  const samples = runs.map(({ wall, inPrograms }) => wall - inPrograms);
  const wall = median(runs.map((one) => one.wall)).toFixed(2);
  const inPrograms = median(runs.map((one) => one.inPrograms)).toFixed(2);
  return {
    ...{ name, samples, budget, runs },
    figure: median(samples),
    unit: "s",
    notes: [`of ${wall} s in all, ${inPrograms} s in ${runs[0].programs.length} programs`],
  };
}
