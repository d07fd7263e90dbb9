// Running programs and taking their time.
import { spawnSync } from "node:child_process";
import { setImmediate } from "node:timers/promises";

/** Runs a program to its end and gives its wall time in seconds. Throws with what it printed when it fails. */
export function run({ program, args, cwd, env }) {
  const begin = performance.now();
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 0) {
    throw new Error(`${[program, ...args].join(" ")} failed: ${error?.message ?? status}\n${stdout}\n${stderr}`);
  }
  return seconds;
}

/**
 * Measures the sides in turn, A B A B, so that the machine's moods meet all of them.
 *
 * @param sides functions that give a sample, by the side's name. Gives each side's samples, under its name.
 */
export async function interleave(sides, rounds) {
  const samples = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, measure] of Object.entries(sides)) {
      progress(`${name}: ${round} of ${rounds}`);
      samples[name].push(measure());
      // Signals are seen between two samples.
      await setImmediate();
    }
  }
  progress("");
  return samples;
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** The middle value, or the mean of the two. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}
