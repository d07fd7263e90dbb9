// Preloaded into a measured Node process: writes when the programs that it starts run, to the file that its own URL names.
import childProcess from "node:child_process";
import { writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const file = new URL(import.meta.url).searchParams.get("file");
const intervals = [];

function begin(program) {
  const interval = { program, begin: performance.now() / 1000, end: undefined };
  intervals.push(interval);
  return () => {
    interval.end = performance.now() / 1000;
  };
}

// All of spawn, exec, execFile and fork come through here. Starting a program counts as the process's own time.
const { prototype } = childProcess.ChildProcess;
const start = prototype.spawn;
prototype.spawn = function spawn(options) {
  const status = start.call(this, options);
  if (this.pid !== undefined) this.once("exit", begin(options.args.join(" ")));
  return status;
};

for (const name of ["spawnSync", "execSync", "execFileSync"]) {
  const original = childProcess[name];
  childProcess[name] = (...args) => {
    const end = begin([args[0], ...(Array.isArray(args[1]) ? args[1] : [])].join(" "));
    try {
      return original(...args);
    } finally {
      end();
    }
  };
}
syncBuiltinESMExports();

process.once("exit", () => {
  const now = performance.now() / 1000;
  writeFileSync(file, JSON.stringify(intervals.map((interval) => ({ ...interval, end: interval.end ?? now }))));
});
