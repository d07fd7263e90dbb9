// Writes the tables of inputs and outputs in README.md from action.yml. With --check, only tells whether they are stale.
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const action = parse(readFileSync("action.yml", "utf8"));
const readme = readFileSync("README.md", "utf8");

const inputs = Object.entries(action.inputs).map(
  ([name, { description, default: value }]) =>
    `| \`${name}\` | ${value === undefined ? "" : `\`${value}\``} | ${description} |`,
);
const outputs = Object.entries(action.outputs).map(([name, { description }]) => `| \`${name}\` | ${description} |`);

const written = [
  ["inputs", ["| input | default | meaning |", "|---|---|---|", ...inputs]],
  ["outputs", ["| output | value |", "|---|---|", ...outputs]],
].reduce(withTable, readme);

if (process.argv.includes("--check")) {
  if (written !== readme) {
    console.error("README.md is stale: run `npm run readme`.");
    process.exitCode = 1;
  }
} else {
  writeFileSync("README.md", written);
}

function withTable(text, [name, lines]) {
  const [begin, end] = [`<!-- ${name}: written by npm run readme -->`, `<!-- end of ${name} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`README.md has no marks for ${name}`);
  return `${before}${begin}\n\n${lines.join("\n")}\n\n${end}${after}`;
}
