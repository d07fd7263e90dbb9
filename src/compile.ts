import type { App } from "./app.js";
import { type CacheState, cacheState, usesCache } from "./cache/downloads.js";
import { isDeployable } from "./finding.js";
import type { Folders } from "./folders.js";
import { prepareHooks, runHook } from "./hooks.js";
import { type Inputs, invalidInput, type RawInputs, readInputs, requestedByInput } from "./inputs.js";
import { installEnvironment, installPython, type PlannedBuild, saveDownloads } from "./install.js";
import { Journal } from "./journal.js";
import {
  type BuildContext,
  isPythonApp,
  judgePreCompile,
  judgeSource,
  type Plan,
  planBuild,
  planLines,
  type Subject,
  watchedPaths,
} from "./plan.js";
import { type Platform, readPlatform, shippedNames, shippedPlatform } from "./platforms/platform.js";
import type { Python, Runner } from "./runner.js";

/** What a build came to, as far as it got. */
export interface Build {
  readonly journal: Journal;
  inputs?: Inputs;
  platform?: Platform;
  folders?: Folders;
  context?: BuildContext;
  /** The app as it was committed, before any hook. */
  pristine?: App;
  /** The app that was planned. */
  subject?: Subject;
  plan?: Plan;
  python?: Python;
  downloads: CacheState;
  /** Folders for `PATH` of later steps, the first wins; absent until the dependencies are installed. */
  path?: readonly string[];
}

/** Builds an app as its platform would. Resolves whatever happens: failures are findings of the journal. */
export async function compile(raw: RawInputs, runner: Runner): Promise<Build> {
  const build: Build = { journal: new Journal(runner), downloads: "off" };
  try {
    const context = await readRequest(build, raw, runner);
    build.context = context;
    const planned = await planApp(build, context, runner);
    if (planned) await carryOut(build, planned);
  } catch (error) {
    build.journal.fail(error);
  }
  await cleanUp(build, runner);
  return build;
}

/** What is asked: inputs, platform, and where the app stands. */
async function readRequest(build: Build, raw: RawInputs, runner: Runner): Promise<BuildContext> {
  const inputs = readInputs(raw);
  build.inputs = inputs;
  const platform = await findPlatform(inputs.platform, runner);
  build.platform = platform;
  build.journal.judgeBy(platform);
  const requested = inputs.pythonVersion === undefined ? undefined : requestedByInput(inputs.pythonVersion, platform);
  const folders = await locate(inputs, runner);
  build.folders = folders;
  return { inputs, platform, requested, folders, machine: runner.machine };
}

/** Detects the app as it was committed, lets `bin/pre_compile` change it, and plans what is there then. */
async function planApp(build: Build, context: BuildContext, runner: Runner): Promise<PlannedBuild | undefined> {
  const { journal } = build;
  const pristine = await runner.readApp(context.folders, watchedPaths(context.platform));
  build.pristine = pristine;
  journal.add(judgeSource(context, pristine));
  if (!isPythonApp(journal.findings)) return undefined;

  journal.add(judgePreCompile(context, pristine));
  const hookRuns = context.inputs.mode === "build" && journal.deployable;
  const app = hookRuns ? await preCompile({ ...context, runner, journal, app: pristine }) : pristine;
  build.subject = { app, preCompile: hookRuns ? "ran" : "pending" };
  const plan = planBuild(context, build.subject);
  build.plan = plan;
  const say = async () => planLines(plan).forEach(runner.print);
  await journal.step("Planning the build", say, () => isDeployable(plan.findings));
  journal.add(plan.findings);

  const { runtime, packageManager } = plan;
  const goesOn = context.inputs.mode === "build" && journal.deployable;
  return goesOn && runtime && packageManager
    ? { ...context, runner, journal, app, plan, runtime, packageManager }
    : undefined;
}

/** The hook may write any file that a plan reads, so the app is read again after it. */
async function preCompile(setting: BuildContext & { runner: Runner; journal: Journal; app: App }): Promise<App> {
  const { runner, folders, platform } = setting;
  await prepareHooks(setting);
  await runHook("pre_compile", { ...setting, python: undefined });
  return runner.readApp(folders, watchedPaths(platform));
}

/** Python, dependencies, `bin/post_compile`. */
async function carryOut(build: Build, planned: PlannedBuild): Promise<void> {
  const [python, restored] = await installPython(planned);
  build.python = python;
  build.downloads = restored ? cacheState(restored) : "off";

  const { path, runtimePath } = await installEnvironment(planned, python);
  build.path = runtimePath;
  await saveDownloads(planned, restored);
  await runHook("post_compile", { ...planned, python: { prefix: python.prefix, path } });
}

/** The verdict is on the app: what a hook left so that it can't be removed is only told. */
async function cleanUp({ folders }: Build, runner: Runner): Promise<void> {
  if (!folders) return;
  try {
    await runner.remove(folders.scratch);
  } catch (error) {
    runner.print(`${folders.scratch} can't be removed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Throws BuildError `input::invalid` or `platform::invalid-file`. */
async function findPlatform(name: string, runner: Runner): Promise<Platform> {
  const shipped = shippedPlatform(name);
  if (shipped) return shipped;
  const text = await runner.readText(name);
  if (text !== undefined) return readPlatform(name, text);
  throw invalidInput(
    "platform",
    name,
    `${shippedNames}, or the path of a JSON file, from the repository's root; there is no file of this name.`,
  );
}

/** Without the cache, downloads go to a folder of this build alone. */
async function locate(inputs: Inputs, runner: Runner): Promise<Folders> {
  const folders = await runner.locate(inputs.workingDirectory);
  await runner.clear(folders.scratch);
  return usesCache(inputs.cache, runner.machine.variables)
    ? folders
    : { ...folders, downloads: `${folders.scratch}/downloads` };
}
