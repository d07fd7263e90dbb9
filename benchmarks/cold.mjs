// A build with no caches at all against the same by hand.
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { coldApp } from "./repository.mjs";
import { interleave, median, run } from "./run.mjs";

/** Times what it takes by hand. */
const budget = 0.8;

/** Measures a pip app of pinned packages, by the command line and by hand. */
export async function measureCold(scratch, rounds = 3) {
  const { hand, cli } = await interleave(
    { hand: () => inFreshFolder(scratch, buildByHand), cli: () => inFreshFolder(scratch, buildByCommandLine) },
    rounds,
  );
  const samples = cli.map(({ seconds }) => seconds);
  const baseline = hand.map(({ seconds }) => seconds);
  const pairs = samples.map((seconds, round) => (seconds / baseline[round]).toFixed(2));
  return [
    {
      ...{ name: "cold build, pip", samples, baseline, budget },
      figure: median(samples) / median(baseline),
      unit: "times",
      notes: [`pair by pair: ${pairs.join(", ")}`, `steps: ${medians(cli)}`, `by hand: ${medians(hand)}`],
    },
  ];
}

/** Builds a fresh copy of the app with empty caches, and looks whether all is there. */
function inFreshFolder(scratch, build) {
  const folder = join(scratch.root, "cold");
  const app = join(folder, "app");
  const caches = join(folder, "caches");
  cpSync(coldApp, app, { recursive: true });
  mkdirSync(caches);
  try {
    const built = build({ ...scratch, app, caches, env: { ...scratch.environment, XDG_CACHE_HOME: caches } });
    checkBuild(folder);
    return built;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function buildByHand({ python, app, caches, env }) {
  const environment = join(caches, "environment");
  const bin = join(environment, "bin");
  const path = [bin, env.PATH].join(delimiter);
  const steps = [
    { name: "venv", program: python.executable, args: ["-m", "venv", environment] },
    { name: "pip install", program: join(bin, "pip"), args: ["install", "-r", "requirements.txt"] },
    { name: "post_compile", program: "bash", args: ["bin/post_compile"], env: { ...env, PATH: path } },
  ].map(({ name, ...command }) => ({ name, seconds: run({ cwd: app, env, ...command }) }));
  return { seconds: steps.reduce((sum, step) => sum + step.seconds, 0), steps };
}

function buildByCommandLine({ cli, app, caches, env, toolCache, python }) {
  const args = [cli, "build", "--python-version", python.release];
  const variables = { ...env, RUNNER_TOOL_CACHE: toolCache };
  const seconds = run({ program: process.execPath, args, cwd: app, env: variables });
  const [report] = globSync("python-build/apps/*/report.json", { cwd: caches });
  return { seconds, steps: JSON.parse(readFileSync(join(caches, report), "utf8")).steps };
}

function checkBuild(folder) {
  const wanted = readFileSync(join(coldApp, "requirements.txt"), "utf8").trim().split("\n").length;
  const found = globSync("caches/**/environment/lib/python*/site-packages/*.dist-info", { cwd: folder }).length;
  if (found < wanted) throw new Error(`The build has ${found} packages, and ${wanted} are required`);
  if (!existsSync(join(folder, "app", "post_compile.marker"))) throw new Error("bin/post_compile was not run");
}

function medians(builds) {
  const secondsOf = (step) => median(builds.map(({ steps }) => steps[step].seconds)).toFixed(2);
  return builds[0].steps.map(({ name }, step) => `${name} ${secondsOf(step)}`).join(", ");
}
