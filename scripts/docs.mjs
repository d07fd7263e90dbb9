// Writes what the documentation and the schemas take from action.yml, the platforms and the rules. With --check, only
// tells what is stale.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const json = (file) => JSON.parse(readFileSync(file, "utf8"));
const platforms = ["classic", "scalingo", "heroku"].map((name) => json(`src/platforms/${name}.json`));
const catalogue = json("src/rules/catalogue.json");
const adjustable = Object.keys(platforms[0].severities);

const stale = [
  ["README.md", withTables(readFileSync("README.md", "utf8"), readmeTables())],
  ["docs/platforms.md", withTables(readFileSync("docs/platforms.md", "utf8"), platformTables())],
  ["docs/rules.md", rulesPage()],
  ["schemas/platform.schema.json", platformSchema()],
].filter(([file, content]) => !existsSync(file) || readFileSync(file, "utf8") !== content);

if (!process.argv.includes("--check")) {
  for (const [file, content] of stale) writeFileSync(file, content);
} else if (stale.length > 0) {
  console.error(`${stale.map(([file]) => file).join(", ")} is stale: run \`npm run docs\`.`);
  process.exitCode = 1;
}

function readmeTables() {
  const action = parse(readFileSync("action.yml", "utf8"));
  const inputs = Object.entries(action.inputs).map(([name, { description, default: value }]) => [
    `\`${name}\``,
    value === undefined ? "" : `\`${value}\``,
    description,
  ]);
  const outputs = Object.entries(action.outputs).map(([name, { description }]) => [`\`${name}\``, description]);
  return { inputs: table(["input", "default", "meaning"], inputs), outputs: table(["output", "value"], outputs) };
}

function platformTables() {
  const series = [...new Set(platforms.flatMap((platform) => Object.keys(platform.series)))];
  const releases = series.map((name) => [name, ...platforms.map((platform) => releaseCell(platform, name))]);
  const schema = json("schemas/platform.schema.json").properties;
  const fields = Object.entries(schema)
    .filter(([name]) => !["extends", "series", "severities"].includes(name))
    .map(([name, { description }]) => [
      `\`${name}\``,
      description,
      ...platforms.map((platform) => (platform[name] === undefined ? "–" : `\`${JSON.stringify(platform[name])}\``)),
    ]);
  const names = platforms.map(({ name }) => `\`${name}\``);
  return {
    releases: table(["series", ...names], releases),
    fields: table(["field", "meaning", ...names], fields),
  };
}

function releaseCell({ series, endOfLifeBefore }, name) {
  const listed = series[name];
  if (!listed) return endOfLifeBefore ? "refused" : "–";
  const { latest, status, date } = listed;
  return status === "supported" ? latest : `${latest}, ${status} (${date})`;
}

function rulesPage() {
  const rules = Object.entries(catalogue).map(([id, { when, remedy }]) => {
    const severities = platforms.map(({ name, severities }) => `${severities[id]} on \`${name}\``);
    const weight = adjustable.includes(id) ? `Severity: ${severities.join(", ")}.` : "Always an error: the build ends.";
    return `## \`${id}\`\n\n${when}\n\n**What to do.** ${remedy}\n\n${weight}\n`;
  });
  const intro = `# Rules

Everything that a build can report, in the order of the build. The first error is the output \`failure-reason\`. The ids are those of the platforms' buildpacks where these have one, and never change.

An error stops the build, a warning and a notice don't. The severity is part of a [platform](platforms.md), and [a platform of your own](platforms.md#a-platform-of-your-own) may change it. Where \`mode: plan\` meets a \`bin/pre_compile\`, errors about missing or clashing files are warnings, since the hook, which is not run, may write or remove them.

This page is written by \`npm run docs\` from \`src/rules/catalogue.json\` and the platforms' files.
`;
  return `${intro}\n${rules.join("\n")}`;
}

function platformSchema() {
  const schema = json("schemas/platform.schema.json");
  schema.properties.extends.enum = platforms.map(({ name }) => name);
  schema.properties.severities.propertyNames.enum = adjustable;
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function table(header, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), `|${"---|".repeat(header.length)}`, ...rows.map(line)].join("\n");
}

/** Replaces what stands between the marks of each table. */
function withTables(text, tables) {
  return Object.entries(tables).reduce((written, [name, content]) => {
    const [begin, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- end of ${name} -->`];
    const [before, rest] = written.split(begin);
    const after = rest?.split(end)[1];
    if (after === undefined) throw new Error(`There are no marks for ${name}`);
    return `${before}${begin}\n\n${content}\n\n${end}${after}`;
  }, text);
}
