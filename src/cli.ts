#!/usr/bin/env node
import { createHash, randomUUID } from "node:crypto";
import { homedir } from "node:os";
import { basename, isAbsolute, join } from "node:path";
import packageData from "../package.json" with { type: "json" };
import { type Build, compile } from "./compile.js";
import { readMachine } from "./machine/facts.js";
import { keepReport } from "./machine/files.js";
import { folderCache } from "./machine/folder-cache.js";
import { machineRunner } from "./machine/machine-runner.js";
import { cancelledBy, cancelOnSignals, endPrograms } from "./machine/programs.js";
import { machinePythons } from "./machine/python/machine-pythons.js";
import { mirror } from "./machine/python/mirror.js";
import { standalone } from "./machine/python/standalone.js";
import { openStore } from "./machine/python/store.js";
import { toolCache } from "./machine/python/tool-cache.js";
import { type Report, reportOf, verdictOf } from "./report.js";
import type { Runner } from "./runner.js";
import { standaloneTable } from "./runtime/releases.js";
import { type Arguments, readArguments, usage } from "./terminal/arguments.js";
import { terminalLog } from "./terminal/log.js";
import { shellQuoted } from "./text.js";

process.exitCode = await answer(readArguments(process.argv.slice(2)));

async function answer(args: Arguments): Promise<number> {
  switch (args.kind) {
    case "help":
      process.stdout.write(usage);
      return 0;
    case "version":
      process.stdout.write(`${packageData.version}\n`);
      return 0;
    case "wrong":
      process.stderr.write(`${args.reason}\nHow it is used: python-build --help\n`);
      return 2;
    case "build":
      return build(args);
  }
}

async function build({ inputs, folder, json }: Extract<Arguments, { kind: "build" }>): Promise<number> {
  cancelOnSignals();
  const log = json ? process.stderr : process.stdout;
  log.on("error", endWithoutReader);
  const built = await compile({ ...inputs, "working-directory": folder }, terminalRunner(log));
  const report = reportOf(built);
  if (built.folders) await keepReport(built.folders.report, report);
  if (json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  for (const line of lastLines(built, report)) log.write(`${line}\n`);
  return cancelledBy()?.status ?? (report.deployable ? 0 : 1);
}

function terminalRunner(log: NodeJS.WriteStream): Runner {
  const folder = process.cwd();
  const machine = readMachine();
  const { variables } = machine;
  const caches = variables["XDG_CACHE_HOME"] ?? "";
  const home = join(isAbsolute(caches) ? caches : join(homedir(), ".cache"), "python-build");
  const store = openStore(join(home, "tool-cache"));
  return machineRunner({
    machine,
    log: terminalLog({
      write: (text) => log.write(text),
      coloured: log.isTTY === true && !variables["NO_COLOR"],
    }),
    cache: folderCache,
    sources: [
      toolCache(variables["RUNNER_TOOL_CACHE"] || undefined, store),
      mirror({ machine, workspace: folder, store }),
      standalone(standaloneTable, machine.libc, store),
      machinePythons(variables),
    ],
    workspace: "/",
    folder,
    foldersOf: ({ app }) => {
      const own = join(home, "apps", `${basename(app)}-${createHash("sha256").update(app).digest("hex").slice(0, 8)}`);
      return {
        app,
        environment: join(own, "environment"),
        tools: join(own, "tools"),
        downloads: join(home, "downloads"),
        scratch: join(own, "scratch", randomUUID()),
        report: join(own, "report.json"),
      };
    },
  });
}

/** Whoever read the log has left, such as `head`: nobody would see how the build goes on. */
function endWithoutReader(): void {
  endPrograms();
  process.exit(1);
}

/** What the other platforms would say, where that is another answer. */
function elsewhere({ platform, failureReason, platforms }: Report): string[] {
  const others = platforms.filter(({ name, ...other }) => name !== platform && other.failureReason !== failureReason);
  return others.map(({ name, failureReason: reason }) =>
    reason === null ? `It would deploy on ${name}.` : `It would not deploy on ${name}: ${reason}`,
  );
}

/** The verdict and, when there is an environment, how to activate it. */
function lastLines({ folders, path }: Build, report: Report): string[] {
  const { deployable, failureReason } = report;
  if (!deployable) return [...elsewhere(report), `${verdictOf(report)}: ${failureReason}`];
  if (!folders || !path) return [...elsewhere(report), `${verdictOf(report)}.`];
  // The first folder is the environment's own, which its script adds.
  const others = path.slice(1).map((folder) => ` && export PATH="$PATH":${shellQuoted(folder)}`);
  return [
    ...elsewhere(report),
    `${verdictOf(report)}.`,
    `source ${shellQuoted(`${folders.environment}/bin/activate`)}${others.join("")}`,
  ];
}
