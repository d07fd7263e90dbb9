// Results as people read them.
import { median } from "./run.mjs";

const columns = ["", "min", "median", "baseline min", "baseline median", "figure", "budget"];

/** Times are seconds. Below the table stands what else is known of each result. */
export function tableOf(results) {
  const rows = [columns, ...results.map(rowOf)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column], column))
      .join("  ")
      .trimEnd(),
  );
  const notes = results.flatMap(({ name, samples, notes }) =>
    [`${samples.length} rounds`, ...notes].map((note) => `${name}: ${note}`),
  );
  return `${[...lines, "", ...notes].join("\n")}\n`;
}

function rowOf({ name, samples, baseline, figure, unit, budget }) {
  const digits = unit === "times" ? 2 : 3;
  return [
    name,
    ...timesOf(samples),
    ...(baseline ? timesOf(baseline) : ["", ""]),
    `${figure.toFixed(digits)} ${unit}`,
    `${budget.toFixed(2)} ${unit}`,
  ];
}

function timesOf(samples) {
  return [Math.min(...samples), median(samples)].map((seconds) => seconds.toFixed(3));
}

function pad(cell, width, column) {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
