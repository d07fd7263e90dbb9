// `plan` of a repository with many files against one with few.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stepEnvironment } from "./environment.mjs";
import { inRepository } from "./repository.mjs";
import { interleave, median, run } from "./run.mjs";
import { makeWorkspace } from "./workspace.mjs";

/** Seconds more than with few files. */
const budget = 0.2;

const few = 50;
const many = 50_000;

/** Measures the decisions for the same app, beside few and many other files, by the command line and by the action. */
export async function measureFiles(scratch, rounds = 9) {
  const { root, environment, main, cli, toolCache } = scratch;
  const env = { ...environment, XDG_CACHE_HOME: join(root, "files", "cache"), RUNNER_TOOL_CACHE: toolCache };
  const sides = [few, many].flatMap((count) => {
    const workspace = repositoryWith(count, join(root, "files", String(count)), environment);
    const temp = join(root, "files", `temp-${count}`);
    const node = (args, variables) => run({ program: process.execPath, args, cwd: workspace, env: variables });
    return [
      [`cli ${count}`, () => node([cli, "plan"], env)],
      [`action ${count}`, () => node([main], stepEnvironment(scratch, { workspace, temp, inputs: { mode: "plan" } }))],
    ];
  });
  await interleave(Object.fromEntries(sides), 1);
  const samples = await interleave(Object.fromEntries(sides), rounds);
  return [resultOf("command line", "cli", samples), resultOf("action", "action", samples)];
}

function repositoryWith(count, folder, environment) {
  for (let index = 0; index < count; index++) {
    const place = join(folder, "data", String(index % 500));
    if (index < 500) mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${index}.txt`), `${index}\n`);
  }
  return makeWorkspace(folder, { from: inRepository("examples/django"), environment });
}

function resultOf(name, side, samples) {
  const [withMany, withFew] = [samples[`${side} ${many}`], samples[`${side} ${few}`]];
  return {
    ...{ name: `plan of ${many} files, ${name}`, samples: withMany, baseline: withFew, budget },
    figure: median(withMany) - median(withFew),
    unit: "s more",
    notes: [`${few} files beside it`],
  };
}
