import type { App } from "./app.js";
import type { BuildError } from "./build-error.js";
import type { Restored } from "./cache/downloads.js";
import {
  bootstrapEnvironment,
  compileBytecode,
  createEnvironment,
  type EnvironmentContext,
  environmentPath,
  installDependencies,
  installTool,
  runtimePath,
  toolScript,
} from "./environment.js";
import { dependenciesNotInstalled, environmentNotCreated, pythonSubstituted, toolNotInstalled } from "./errors.js";
import type { Journal } from "./journal.js";
import type { PackageManager } from "./package-managers/package-manager.js";
import { type BuildContext, type Plan, planInstall } from "./plan.js";
import { type Command, type Outcome, type Python, type Runner, succeeded } from "./runner.js";
import type { Runtime } from "./runtime/version.js";
import { reachOf } from "./variables.js";

/** A plan without errors, and what it is carried out with. */
export interface PlannedBuild extends BuildContext {
  readonly runner: Runner;
  readonly journal: Journal;
  readonly app: App;
  readonly plan: Plan;
  readonly runtime: Runtime;
  readonly packageManager: PackageManager;
}

/** Installs the runtime and, meanwhile, restores the installer's downloads; undefined when the cache is off. */
export async function installPython(build: PlannedBuild): Promise<readonly [Python, Restored | undefined]> {
  const { runner, journal, runtime, inputs, plan } = build;
  const [{ python, problems }, restored] = await journal.step(`Installing Python ${runtime.release}`, () =>
    Promise.all([
      runner.installPython({ release: runtime.release, mirror: inputs.pythonMirror }),
      plan.downloads && runner.restore(plan.downloads),
    ]),
  );
  const substituted = python.release !== runtime.release;
  journal.report(problems);
  if (substituted) journal.report([pythonSubstituted(runtime.release, python.release, python.executable)]);
  journal.cacheTrouble(restored?.trouble);
  return [python, restored];
}

/** Folders for `PATH` of an environment, the first wins. */
export interface InstalledEnvironment {
  /** For hooks. */
  readonly path: readonly string[];
  /** For the steps after the build. */
  readonly runtimePath: readonly string[];
}

/**
 * Makes the app's environment, and installs its dependencies into it. After a failure nothing is left of it.
 *
 */
export async function installEnvironment(build: PlannedBuild, python: Python): Promise<InstalledEnvironment> {
  const context = environmentContext(build, python);
  try {
    await installPackageManager(build, context);
    await installRequirements(build, context);
  } catch (error) {
    await build.runner.remove(build.folders.environment);
    throw error;
  }
  return { path: environmentPath(context), runtimePath: runtimePath(context) };
}

/** Saved as soon as the dependencies are there, so that a later failure loses nothing. */
export async function saveDownloads(build: PlannedBuild, restored: Restored | undefined): Promise<void> {
  const { journal, runner, plan } = build;
  const entry = plan.downloads;
  if (!entry || restored?.matchedKey === entry.key || restored?.trouble !== undefined) return;
  await journal.step("Saving the download cache", async () => journal.cacheTrouble(await runner.save(entry)));
}

/** Where another release stands in, the install is planned for that one. */
function environmentContext(build: PlannedBuild, python: Python): EnvironmentContext {
  const { app, runtime, packageManager, folders, runner, platform } = build;
  const install = planInstall(build, packageManager, { app, runtime: { ...runtime, release: python.release } });
  const { variables, locale } = runner.machine;
  return {
    python,
    folders,
    install,
    setup: { given: variables, reach: reachOf(platform, packageManager.name), locale },
  };
}

async function installPackageManager(build: PlannedBuild, context: EnvironmentContext): Promise<void> {
  const { runner, journal, folders } = build;
  const { install, python } = context;
  const requirements = install.tool ? [install.tool.requirement] : install.bootstrap;
  const run = runner.run.bind(runner);
  const notCreated = (outcome: Outcome) => environmentNotCreated(python.release, outcome);
  const notInstalled = (outcome: Outcome) =>
    toolNotInstalled(install.tool?.name ?? "pip", requirements.join(" "), outcome);

  await journal.step(`Installing ${requirements.join(" and ").replaceAll("==", " ")}`, async () => {
    await runner.clear(folders.environment);
    await runner.clear(folders.tools);
    await inOrder(createEnvironment(context), run, notCreated);
    await inOrder([...bootstrapEnvironment(context), ...installTool(context)], run, notInstalled);
    await runner.write(`${folders.tools}/bin`, toolScript(context));
  });
}

async function installRequirements(build: PlannedBuild, context: EnvironmentContext): Promise<void> {
  const { runner, journal, packageManager } = build;
  const { install } = context;
  await journal.step(`Installing dependencies with ${install.shown}`, async () => {
    const outcome = await runner.run(installDependencies(context));
    if (!succeeded(outcome)) throw dependenciesNotInstalled(packageManager, install.shown, outcome);
    // A package may carry files of another Python that don't compile: pip ignores them, too.
    for (const command of compileBytecode(context)) await runner.run(command);
  });
}

/** Runs commands in order, up to the first that fails. Throws what `failure` makes of its outcome. */
async function inOrder(
  commands: readonly Command[],
  run: (command: Command) => Promise<Outcome>,
  failure: (outcome: Outcome) => BuildError,
): Promise<void> {
  for (const command of commands) {
    const outcome = await run(command);
    if (!succeeded(outcome)) throw failure(outcome);
  }
}
