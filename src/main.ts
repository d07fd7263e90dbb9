import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as core from "@actions/core";
import { githubCache } from "./actions/cache.js";
import { actionsLog } from "./actions/log.js";
import { type Build, compile } from "./compile.js";
import { inputNames, type RawInputs } from "./inputs.js";
import { laterSteps, outputsOf } from "./later-steps.js";
import { readMachine } from "./machine/facts.js";
import { keepReport } from "./machine/files.js";
import { machineRunner } from "./machine/machine-runner.js";
import { cancelledBy, cancelOnSignals } from "./machine/programs.js";
import { mirror } from "./machine/python/mirror.js";
import { standalone } from "./machine/python/standalone.js";
import { openStore } from "./machine/python/store.js";
import { toolCache } from "./machine/python/tool-cache.js";
import { type Report, reportOf } from "./report.js";
import type { Runner } from "./runner.js";
import { standaloneTable } from "./runtime/releases.js";
import { summaryOf } from "./summary.js";

cancelOnSignals();
const build = await compile(rawInputs(), actionsRunner());
const report = reportOf(build);
await publish(build, report);
// An unfinished call to the cache service must not keep the job waiting.
process.exit(cancelledBy()?.status ?? (report.deployable ? 0 : 1));

function rawInputs(): RawInputs {
  return Object.fromEntries(inputNames.map((name) => [name, core.getInput(name)]));
}

function actionsRunner(): Runner {
  const machine = readMachine();
  const { variables } = machine;
  const temp = variables["RUNNER_TEMP"] ?? tmpdir();
  const workspace = variables["GITHUB_WORKSPACE"] ?? process.cwd();
  const image = variables["RUNNER_TOOL_CACHE"] || undefined;
  const store = openStore(image ?? join(temp, "tool-cache"));
  let appInRepository = "";
  return machineRunner({
    machine,
    log: actionsLog(() => appInRepository),
    cache: githubCache,
    sources: [
      toolCache(image, store),
      mirror({ machine, workspace, store }),
      standalone(standaloneTable, machine.libc, store),
    ],
    workspace,
    folder: workspace,
    foldersOf: (place) => {
      appInRepository = place.appInRepository;
      const own = join(temp, "python-build", place.name);
      return {
        app: place.app,
        environment: join(own, "environment"),
        tools: join(own, "tools"),
        downloads: join(own, "downloads"),
        scratch: join(own, "scratch", randomUUID()),
        report: join(own, "report.json"),
      };
    },
  });
}

async function publish(build: Build, report: Report): Promise<void> {
  for (const [name, value] of Object.entries(outputsOf(build, report))) core.setOutput(name, value);
  const later = laterSteps(build, process.env["LD_LIBRARY_PATH"]);
  for (const [name, value] of Object.entries(later?.variables ?? {})) core.exportVariable(name, value);
  for (const folder of [...(later?.path ?? [])].reverse()) core.addPath(folder);
  if (build.folders) await keepReport(build.folders.report, report);
  if (process.env["GITHUB_STEP_SUMMARY"]) await core.summary.addRaw(summaryOf(report)).write();
}
