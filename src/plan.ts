import { type App, hasFile } from "./app.js";
import { type CacheEntry, downloadCache, usesCache } from "./cache/downloads.js";
import { type Finding, isDeployable, type Problem, weigh } from "./finding.js";
import type { Folders } from "./folders.js";
import type { Inputs } from "./inputs.js";
import type { Machine } from "./machine.js";
import { choosePackageManager } from "./package-managers/choose.js";
import type { Install, PackageManager } from "./package-managers/package-manager.js";
import { type Platform, shippedPlatforms } from "./platforms/platform.js";
import { committedEnvironment, privateFolders } from "./rules/committed-folders.js";
import { hookRule, notRunInPlan } from "./rules/hooks.js";
import { planRules, sourceRules } from "./rules/order.js";
import { packageManagerSupport } from "./rules/package-manager-support.js";
import { pipfileMismatches } from "./rules/pipenv.js";
import type { Facts } from "./rules/rule.js";
import { readableFiles } from "./rules/source.js";
import { inputOverrides } from "./runtime/problems.js";
import { requestedVersion } from "./runtime/requested-version.js";
import { resolve } from "./runtime/resolve.js";
import type { Runtime } from "./runtime/version.js";
import { type RequestedVersion, versionText } from "./runtime/version.js";

/** What a build is decided from, beside the app. */
export interface BuildContext {
  readonly inputs: Inputs;
  readonly platform: Platform;
  readonly machine: Machine;
  readonly folders: Folders;
  /** By the input `python-version`; undefined when the app has the word. */
  readonly requested: RequestedVersion | undefined;
}

/** The app that is planned. */
export interface Subject {
  readonly app: App;
  /** Whether `bin/pre_compile`, if there is one, has had its say on the files. */
  readonly preCompile: "ran" | "pending";
}

/** Every decision of a build, known from files alone. */
export interface Plan {
  readonly platform: string;
  /** Undefined when an error stands in the way of choosing one. */
  readonly runtime: Runtime | undefined;
  readonly packageManager: PackageManager | undefined;
  /** Undefined when runtime or package manager are. */
  readonly install: Install | undefined;
  /** The installer's download cache; undefined when it is off. */
  readonly downloads: CacheEntry | undefined;
  /** In the order of the build. */
  readonly findings: readonly Finding[];
}

/** Paths that a build looks for in the app, since they mean something to a platform. */
export function watchedPaths(platform: Platform): string[] {
  return [...new Set([platform, ...shippedPlatforms].flatMap(({ privateFolders: folders }) => folders))];
}

/** Judges the machine and the pristine app, as it is before any hook. */
export function judgeSource(context: BuildContext, app: App): Finding[] {
  const facts = beforePlan(context, app);
  return weigh(
    sourceRules.flatMap((rule) => rule(facts)),
    context.platform.severities,
  );
}

/** Tells whether the pristine app is one to build at all. */
export function isPythonApp(findings: readonly Finding[]): boolean {
  return findings.every(({ id }) => id !== "detect::no-python-files");
}

/** Judges `bin/pre_compile` before it runs. */
export function judgePreCompile(context: BuildContext, app: App): Finding[] {
  const { inputs, platform } = context;
  const pending = inputs.mode === "plan" ? notRunInPlan(app) : [];
  return weigh([...hookRule("pre_compile")(beforePlan(context, app)), ...pending], platform.severities);
}

/** Plans the build of an app. */
export function planBuild(context: BuildContext, { app, preCompile }: Subject): Plan {
  const { platform, machine, inputs } = context;
  const { packageManager, problems: choiceProblems } = choosePackageManager(app);
  const choice = chooseRuntime(context, app, packageManager);
  // Nothing follows from a Python that the platform refuses.
  const runtime = refused(choice.problems, platform) ? undefined : choice.runtime;
  const facts: Facts = { app, platform, machine, inputs, packageManager: packageManager?.name, runtime };

  const problems = [
    ...readableFiles(facts),
    ...privateFolders(facts),
    ...choiceProblems,
    ...committedEnvironment(facts),
    ...choice.problems,
    ...planRules.flatMap((rule) => rule(facts)),
  ];
  const findings = weigh(withoutRepetition(problems), platform.severities);
  const planned = packageManager && runtime && canInstall(facts) ? { app, runtime } : undefined;
  return {
    platform: platform.name,
    runtime: choice.runtime,
    packageManager,
    install: packageManager && planned && planInstall(context, packageManager, planned),
    downloads: packageManager && planned && planDownloads(context, packageManager, planned),
    findings: preCompile === "pending" && hasFile(app, "bin/pre_compile") ? soften(findings) : findings,
  };
}

function refused(problems: readonly Problem[], { severities }: Platform): boolean {
  return severities["python-version::eol"] === "error" && problems.some(({ id }) => id === "python-version::eol");
}

function canInstall(facts: Facts): boolean {
  return packageManagerSupport(facts).length === 0;
}

/** An app, and the Python that it is built with. */
export interface Target {
  readonly app: App;
  readonly runtime: Runtime;
}

/** How a package manager installs the app's dependencies. */
export function planInstall(context: BuildContext, packageManager: PackageManager, { app, runtime }: Target): Install {
  const { folders, inputs } = context;
  const pythonMismatch = packageManager.name === "pipenv" && pipfileMismatches(app, runtime.release);
  return packageManager.install({ app, folders, runtime, testDependencies: inputs.testDependencies, pythonMismatch });
}

/** What the log says of a plan. */
export function planLines({ platform, runtime, packageManager, install }: Plan): string[] {
  return [
    `Platform: ${platform}`,
    ...(runtime ? [pythonLine(runtime)] : []),
    ...(packageManager ? [`Package manager: ${packageManager.name}`] : []),
    ...(install ? [`Dependencies: ${install.shown}`] : []),
  ];
}

function pythonLine({ requested, release }: Runtime): string {
  if (requested.origin === "default") return `No Python version was specified. Using the default: Python ${release}`;
  const asked = versionText(requested);
  const resolved = asked === release ? "" : `, which means ${release}`;
  return `Using Python ${asked} specified in ${requested.origin}${resolved}`;
}

function beforePlan({ platform, machine, inputs }: BuildContext, app: App): Facts {
  return { app, platform, machine, inputs, packageManager: undefined, runtime: undefined };
}

function planDownloads(context: BuildContext, packageManager: PackageManager, target: Target): CacheEntry | undefined {
  const { machine, folders, inputs } = context;
  if (!usesCache(inputs.cache, machine.variables)) return undefined;
  const { app, runtime } = target;
  return downloadCache({ app, machine, packageManager, series: runtime.series, folder: folders.downloads });
}

interface RuntimeChoice {
  readonly runtime: Runtime | undefined;
  readonly problems: readonly Problem[];
}

function chooseRuntime(context: BuildContext, app: App, packageManager?: PackageManager): RuntimeChoice {
  const { requested, platform } = context;
  const byFiles = requestedVersion({ app, platform, packageManager: packageManager?.name });
  if (requested) {
    const chosen = resolve(requested, platform, packageManager?.name);
    const overridden = overriddenBy(chosen.runtime, byFiles.requested, platform);
    return usable({ ...chosen, problems: [...chosen.problems, ...overridden] }, platform);
  }
  if (!byFiles.requested) return { runtime: undefined, problems: byFiles.problems };
  const { runtime, problems } = resolve(byFiles.requested, platform, packageManager?.name);
  return usable({ runtime, problems: [...byFiles.problems, ...problems] }, platform);
}

/** A platform may refuse a release that is known: one past its end of life, or asked for in a file that uv does not read. */
const knownAllTheSame: ReadonlySet<Problem["id"]> = new Set<Problem["id"]>([
  "python-version::eol",
  "python-version-file::not-found",
  "runtime-txt::not-supported",
]);

/** No runtime where there is none to be had. */
function usable({ runtime, problems }: RuntimeChoice, platform: Platform): RuntimeChoice {
  const unknown = problems.filter(({ id }) => !knownAllTheSame.has(id));
  return { runtime: isDeployable(weigh(unknown, platform.severities)) ? runtime : undefined, problems };
}

function overriddenBy(chosen: Runtime, files: RequestedVersion | undefined, platform: Platform): Problem[] {
  if (!files || files.origin === "default") return [];
  const { release } = resolve(files, platform).runtime;
  return release === chosen.release ? [] : [inputOverrides(chosen.release, files, release)];
}

function withoutRepetition(problems: readonly Problem[]): Problem[] {
  const key = ({ id, title, location }: Problem) => `${id} ${title} ${JSON.stringify(location)}`;
  const seen = new Map(problems.map((problem) => [key(problem), problem]));
  // Both say that `Pipfile.lock` is not JSON, the one for the version, the other for the install.
  const said = problems.some(({ id }) => id === "pipfile-lock::invalid-json");
  return [...seen.values()].filter(({ id }) => !said || id !== "pipfile-lock::not-json");
}

/** Errors about files that `bin/pre_compile` may yet write or remove. */
const curableByHook: ReadonlySet<Finding["id"]> = new Set<Finding["id"]>([
  "package-manager::pipenv-missing-lockfile",
  "package-manager::multiple-found",
  "package-manager::setup-py-only",
  "package-manager::none-found",
  "python-version-file::not-found",
  "runtime-txt::not-supported",
  "pipfile::not-found",
  "pyproject::not-found",
  "requirements::missing-include",
]);

function soften(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => {
    if (finding.severity !== "error" || !curableByHook.has(finding.id)) return finding;
    const explanation = `${finding.explanation} \`bin/pre_compile\`, which was not run, may write or remove the file.`;
    return { ...finding, severity: "warning", explanation };
  });
}
