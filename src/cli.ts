#!/usr/bin/env node
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import packageData from "../package.json" with { type: "json" };
import { type Build, compile } from "./compile.js";
import { readMachine } from "./machine/facts.js";
import { keepReport } from "./machine/files.js";
import { folderCache } from "./machine/folder-cache.js";
import { machineRunner } from "./machine/machine-runner.js";
import { exitOnSignals } from "./machine/programs.js";
import { machinePythons } from "./machine/python/machine-pythons.js";
import { mirror } from "./machine/python/mirror.js";
import { standalone } from "./machine/python/standalone.js";
import { openStore } from "./machine/python/store.js";
import { toolCache } from "./machine/python/tool-cache.js";
import { shippedPlatforms } from "./platforms/platform.js";
import { type Report, reportOf } from "./report.js";
import type { Runner } from "./runner.js";
import { standaloneTable } from "./runtime/releases.js";
import { type Arguments, readArguments, usage } from "./terminal/arguments.js";
import { terminalLog } from "./terminal/log.js";

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
      process.stderr.write(`${args.reason}\n\n${usage}`);
      return 2;
    case "build":
      return build(args);
  }
}

async function build({ inputs, folder, json }: Extract<Arguments, { kind: "build" }>): Promise<number> {
  exitOnSignals();
  const log = json ? process.stderr : process.stdout;
  const platform = inputs.platform ?? "";
  const mirrorGiven = inputs["python-mirror"] ?? "";
  const built = await compile(
    {
      ...inputs,
      "working-directory": resolve(folder),
      platform: platform === "" || shippedPlatforms.includes(platform) ? platform : resolve(platform),
      "python-mirror": mirrorGiven === "" || /^https?:/i.test(mirrorGiven) ? mirrorGiven : resolve(mirrorGiven),
    },
    terminalRunner(log),
  );
  const report = reportOf(built);
  if (built.folders) await keepReport(built.folders.report, report);
  if (json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  log.write(`${lastLine(built, report)}\n`);
  return report.deployable ? 0 : 1;
}

function terminalRunner(log: NodeJS.WriteStream): Runner {
  // An app may stand anywhere: paths are made absolute before they are inputs.
  const workspace = "/";
  const machine = readMachine();
  const { variables } = machine;
  const home = join(variables["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "python-build");
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
      mirror({ machine, workspace, store }),
      standalone(standaloneTable, machine.libc, store),
      machinePythons(variables),
    ],
    workspace,
    foldersOf: ({ app }) => {
      const own = join(home, "apps", `${basename(app)}-${createHash("sha256").update(app).digest("hex").slice(0, 8)}`);
      return {
        app,
        environment: join(own, "environment"),
        tools: join(own, "tools"),
        downloads: join(home, "downloads"),
        scratch: join(own, "scratch"),
        report: join(own, "report.json"),
      };
    },
  });
}

function lastLine({ folders, path }: Build, { deployable, failureReason }: Report): string {
  if (!deployable) return `The app would not deploy: ${failureReason}`;
  return folders && path
    ? `source '${folders.environment.replaceAll("'", "'\\''")}/bin/activate'`
    : "The app would deploy.";
}
