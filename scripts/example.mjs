// Builds the Django example with the command line, and runs its tests in the environment that it made.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const app = "examples/django";
/** Newest first. */
const allSeries = Object.keys(JSON.parse(readFileSync(`${root}src/platforms/classic.json`, "utf8")).series);

const first = await build();
const built = first.failureReason === "install-python" ? await onAnotherSeries() : first;
if (built.activate === undefined) process.exit(1);

console.log(`\n$ ${built.activate} && python manage.py test`);
const tests = spawnSync("bash", ["-c", `${built.activate} && python manage.py test`], {
  cwd: `${root}${app}`,
  stdio: "inherit",
});
process.exit(tests.status ?? 1);

/** Neither a download nor this machine has the example's series: take the newest series that the machine has. */
async function onAnotherSeries() {
  for (const series of allSeries) {
    console.log(`\nThe example's Python can't be had here. Trying another series: --python-version ${series}\n`);
    const result = await build("--python-version", series);
    if (result.failureReason !== "install-python") return result;
  }
  console.error("This machine has no Python that the example runs on, and none can be downloaded.");
  return first;
}

/** Builds with the log on the terminal; the log's last line says how to activate the environment. */
async function build(...options) {
  const args = ["dist/cli/index.js", "build", app, "--json", ...options];
  console.log(`$ node ${args.join(" ")}`);
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const [report, log] = await Promise.all([text(child.stdout), text(child.stderr, process.stderr)]);
  const { failureReason } = JSON.parse(report);
  const lastLine = log.trimEnd().split("\n").at(-1);
  return { failureReason, activate: failureReason === null ? lastLine : undefined };
}

async function text(stream, echo) {
  let all = "";
  for await (const chunk of stream) {
    all += chunk;
    echo?.write(chunk);
  }
  return all;
}
