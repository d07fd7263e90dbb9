// Prints how fast the built action and command line are, beside what they are measured against: see README.md.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { measureCold } from "./cold.mjs";
import { measureFiles } from "./files.mjs";
import { measureOwn } from "./own.mjs";
import { measurePlan } from "./plan.mjs";
import { openScratch } from "./scratch.mjs";
import { tableOf } from "./table.mjs";

const measures = { plan: measurePlan, files: measureFiles, own: measureOwn, cold: measureCold };

const usage = `Usage: npm run bench -- [OPTIONS]

  --only plan|files|own|cold   measure this one; may be given more than once (default: all)
  --rounds N             rounds of each (default: plan 15, files 9, own 5, cold 3)
  --wheels               download the wheels first: no network in own and cold
  --json FILE            also write all samples, in seconds
  --help
`;

const options = readOptions();
if (options.help) process.stdout.write(usage);
else await measure(options);

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: Object.keys(measures) },
      rounds: { type: "string" },
      wheels: { type: "boolean", default: false },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = values.only.filter((name) => !(name in measures));
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(", ")}\n\n${usage}`);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds takes a number above 0\n\n${usage}`);
  return { ...values, rounds };
}

async function measure({ only, rounds, wheels, json }) {
  const scratch = openScratch({ wheels });
  for (const [signal, status] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
    process.once(signal, () => {
      scratch.remove();
      process.exit(status);
    });
  }
  try {
    for (const [name, value] of Object.entries(scratch.facts)) process.stdout.write(`${name}: ${value}\n`);
    const results = [];
    for (const name of only) results.push(...(await measures[name](scratch, rounds)));
    process.stdout.write(`\n${tableOf(results)}`);
    if (json) writeFileSync(json, `${JSON.stringify({ machine: scratch.facts, results }, undefined, 2)}\n`);
  } finally {
    scratch.remove();
  }
}
