// `plan` against an empty script.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stepEnvironment } from "./environment.mjs";
import { inRepository } from "./repository.mjs";
import { interleave, median, run } from "./run.mjs";
import { makeWorkspace } from "./workspace.mjs";

/** Seconds more than an empty script takes. */
const budget = 0.1;

/** Measures the decisions for an example app, by the command line and by the action. */
export async function measurePlan(scratch, rounds = 15) {
  const { root, environment, main, cli, toolCache } = scratch;
  const workspace = makeWorkspace(join(root, "plan", "app"), { from: inRepository("examples/django"), environment });
  const empty = join(root, "plan", "empty.mjs");
  writeFileSync(empty, "");
  const env = { ...environment, XDG_CACHE_HOME: join(root, "plan", "cache"), RUNNER_TOOL_CACHE: toolCache };
  const node = (args, variables = env) => run({ program: process.execPath, args, cwd: workspace, env: variables });
  const sides = {
    baseline: () => node([empty]),
    cli: () => node([cli, "plan"]),
    action: () =>
      node([main], stepEnvironment(scratch, { workspace, temp: join(root, "plan", "temp"), inputs: { mode: "plan" } })),
  };
  await interleave(sides, 1);
  const samples = await interleave(sides, rounds);
  return [
    resultOf("plan, command line", samples.cli, samples.baseline),
    resultOf("plan, action", samples.action, samples.baseline),
  ];
}

function resultOf(name, samples, baseline) {
  const difference = Math.min(...samples) - Math.min(...baseline);
  return {
    ...{ name, samples, baseline, budget },
    figure: median(samples) - median(baseline),
    unit: "s more",
    notes: [`${difference.toFixed(3)} s more by the minima`],
  };
}
