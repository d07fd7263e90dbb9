import type { App } from "./app.js";
import { type CacheEntry, type CacheState, cacheState, type Restored, usesCache } from "./cache/downloads.js";
import * as environment from "./environment.js";
import {
  dependenciesNotInstalled,
  environmentNotCreated,
  inOrder,
  pythonSubstituted,
  succeeded,
  toolNotInstalled,
} from "./errors.js";
import type { Folders } from "./folders.js";
import { prepareHooks, runHook } from "./hooks.js";
import { type Inputs, invalidInput, type RawInputs, readInputs } from "./inputs.js";
import { Journal } from "./journal.js";
import type { PackageManager } from "./package-managers/package-manager.js";
import { type BuildContext, detect, judgePreCompile, type Plan, planBuild, planInstall, planLines } from "./plan.js";
import { type Platform, readPlatform, shippedPlatform, shippedPlatforms } from "./platforms/platform.js";
import type { InstalledPython, Python, Runner } from "./runner.js";
import type { Runtime } from "./runtime/version.js";

/** What a build came to, as far as it got. */
export interface Build {
  readonly journal: Journal;
  inputs?: Inputs;
  platform?: Platform;
  folders?: Folders;
  plan?: Plan;
  python?: Python;
  downloads: CacheState;
  /** Folders for the `PATH` of later steps; absent until the dependencies are installed. */
  path?: readonly string[];
}

/** Builds an app as its platform would. Resolves whatever happens: failures are findings of the journal. */
export async function compile(raw: RawInputs, runner: Runner): Promise<Build> {
  const build: Build = { journal: new Journal(runner), downloads: "off" };
  try {
    await start(build, raw, runner);
  } catch (error) {
    build.journal.fail(error);
  }
  return build;
}

async function start(build: Build, raw: RawInputs, runner: Runner): Promise<void> {
  const { journal } = build;
  const inputs = readInputs(raw);
  build.inputs = inputs;
  const platform = await findPlatform(inputs.platform, runner);
  build.platform = platform;
  journal.judgeBy(platform);
  const folders = await locate(inputs, runner);
  build.folders = folders;

  const context = { inputs, platform, folders, machine: runner.machine };
  const pristine = await runner.readApp(folders);
  journal.add(detect(context, pristine));
  if (!journal.deployable) return;

  journal.add(judgePreCompile(context, pristine));
  const hookRuns = inputs.mode === "build" && journal.deployable;
  const app = hookRuns ? await preCompile({ ...context, runner, journal, app: pristine }) : pristine;
  const plan = planBuild(context, { app, preCompile: hookRuns ? "ran" : "pending" });
  build.plan = plan;
  await journal.step("Planning the build", async () => {
    for (const line of planLines(plan)) runner.print(line);
    journal.add(plan.findings);
  });
  const { runtime, packageManager } = plan;
  if (inputs.mode === "plan" || !journal.deployable || !runtime || !packageManager) return;
  await carryOut(build, { ...context, runner, journal, app, plan, runtime, packageManager });
}

interface Setting extends BuildContext {
  readonly runner: Runner;
  readonly journal: Journal;
  readonly app: App;
}

/** The hook may write any file that a plan reads, so the app is read again after it. */
async function preCompile(setting: Setting): Promise<App> {
  const { runner, folders, app } = setting;
  await prepareHooks(runner, folders);
  await runHook("pre_compile", { ...setting, app, python: undefined });
  return runner.readApp(folders);
}

interface Carried extends Setting {
  readonly plan: Plan;
  readonly runtime: Runtime;
  readonly packageManager: PackageManager;
}

async function carryOut(build: Build, setting: Carried): Promise<void> {
  const { runner, folders, plan, journal } = setting;
  const [{ python }, restored] = await journal.step(`Installing Python ${setting.runtime.release}`, () =>
    Promise.all([installPython(setting), plan.downloads && runner.restore(plan.downloads)]),
  );
  build.python = python;
  build.downloads = restored ? cacheState(restored) : "off";
  journal.cacheTrouble(restored?.trouble);

  const context = environmentContext(setting, python);
  try {
    await installPackageManager(setting, context);
    await installDependencies(setting, context);
  } catch (error) {
    await runner.clear(folders.environment);
    throw error;
  }
  if (plan.downloads) await saveDownloads(setting, plan.downloads, restored);

  const path = environment.environmentPath(context);
  await runHook("post_compile", { ...setting, python: { prefix: python.prefix, path } });
  build.path = path;
}

async function installPython({ runner, journal, runtime, inputs }: Carried): Promise<InstalledPython> {
  const installed = await runner.installPython({ release: runtime.release, mirror: inputs.pythonMirror });
  const { python, problems } = installed;
  journal.report(problems);
  if (python.release !== runtime.release) {
    journal.report([pythonSubstituted(runtime.release, python.release, python.executable)]);
  }
  return installed;
}

/** Where another release stands in, the install is planned for that one. */
function environmentContext(setting: Carried, python: Python): environment.EnvironmentContext {
  const { app, runtime, packageManager, folders, runner } = setting;
  const install = planInstall(setting, packageManager, { app, runtime: { ...runtime, release: python.release } });
  return { python, folders, install, variables: runner.machine.variables, locale: runner.machine.locale };
}

async function installPackageManager(setting: Carried, context: environment.EnvironmentContext): Promise<void> {
  const { runner, journal, folders } = setting;
  const { install, python } = context;
  const requirements = install.tool ? [install.tool.requirement] : install.bootstrap;
  await journal.step(`Installing ${requirements.join(" and ").replaceAll("==", " ")}`, async () => {
    await runner.clear(folders.environment);
    await runner.clear(folders.tools);
    const run = runner.run.bind(runner);
    await inOrder(environment.createEnvironment(context), run, (outcome) =>
      environmentNotCreated(python.release, outcome),
    );
    const failed = (outcome: Parameters<typeof succeeded>[0]) =>
      toolNotInstalled(install.tool?.name ?? "pip", requirements.join(" "), outcome);
    await inOrder(environment.bootstrapEnvironment(context), run, failed);
    await inOrder(environment.installTool(context), run, failed);
    await runner.write(`${folders.tools}/bin`, environment.toolScript(context));
  });
}

async function installDependencies(setting: Carried, context: environment.EnvironmentContext): Promise<void> {
  const { runner, journal, packageManager } = setting;
  const { install } = context;
  await journal.step(`Installing dependencies with ${install.shown}`, async () => {
    const outcome = await runner.run(environment.installDependencies(context));
    if (!succeeded(outcome)) throw dependenciesNotInstalled(packageManager, install.shown, outcome);
    // A package may carry files of another Python that don't compile: pip ignores them, too.
    for (const command of environment.compileBytecode(context)) await runner.run(command);
  });
}

/** Saved as soon as the dependencies are there, so that a later failure loses nothing. */
async function saveDownloads(setting: Carried, entry: CacheEntry, restored: Restored | undefined): Promise<void> {
  if (restored?.matchedKey === entry.key || restored?.trouble !== undefined) return;
  const { journal, runner } = setting;
  await journal.step("Saving the download cache", async () => journal.cacheTrouble(await runner.save(entry)));
}

/** Throws BuildError `input::invalid` or `platform::invalid-file`. */
async function findPlatform(name: string, runner: Runner): Promise<Platform> {
  const shipped = shippedPlatform(name);
  if (shipped) return shipped;
  const text = await runner.readText(name);
  if (text !== undefined) return readPlatform(name, text);
  throw invalidInput("platform", name, `${shippedPlatforms.join(", ")}, or the path of a JSON file in the repository.`);
}

async function locate(inputs: Inputs, runner: Runner): Promise<Folders> {
  const folders = await runner.locate(inputs.workingDirectory);
  await runner.clear(folders.scratch);
  return usesCache(inputs.cache, runner.machine.variables)
    ? folders
    : { ...folders, downloads: `${folders.scratch}/downloads` };
}
