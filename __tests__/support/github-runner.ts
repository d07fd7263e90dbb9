import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

import { actionInputs, readAction } from "./action-metadata.js";
import { processesWith, type Straggler, signalIfThere } from "./processes.js";
import { contextEnvironment, type Environment, machineEnvironment } from "./runner-environment.js";
import { type JobState, type RunningStep, type StepResult, startStep } from "./runner-step.js";
import { type Files, removeFolder, temporaryFolder, writeFiles } from "./temporary-folder.js";

/** What a job starts from. Everything has a default: an empty workspace, a push to `main`, no cache service. */
export interface JobOptions {
  /** Files of the workspace, by their path in it. */
  readonly files?: Files | undefined;
  /** A folder whose content is copied into the workspace, before `files`. */
  readonly workspaceFrom?: string | undefined;
  /** Make the workspace a git repository with one commit of all its files. */
  readonly git?: boolean | undefined;
  /** The job's `env:`. A `PATH` here replaces the machine's. */
  readonly env?: Environment | undefined;
  /** The cache service's variables, which actions see and `run:` steps don't: a cache server, for instance. */
  readonly cacheServer?: { readonly environment: Environment } | undefined;
  /** `RUNNER_TOOL_CACHE`; one of the job's own by default. */
  readonly toolCache?: string | undefined;
  /** `owner/name`; the workspace is `<root>/work/<name>/<name>`. */
  readonly repository?: string | undefined;
  /** The event's name, `push` by default. */
  readonly event?: string | undefined;
  /** What stands in the file that `GITHUB_EVENT_PATH` names. */
  readonly eventPayload?: unknown;
  /** Follows from the event by default: `refs/heads/main`, or `refs/pull/1/merge`. */
  readonly ref?: string | undefined;
  /** `GITHUB_…` and `RUNNER_…` variables that are to differ from what the rest makes of them. */
  readonly contexts?: Environment | undefined;
  /** The runner's folder, to be kept after the job, so that a later job has the same paths. Its workspace and `RUNNER_TEMP` are emptied first. */
  readonly root?: string | undefined;
}

/** A `uses:` step: one stage of an action in a folder. */
export interface ActionStep {
  readonly actionFolder: string;
  readonly with?: Readonly<Record<string, string>> | undefined;
  /** The step's `env:`. */
  readonly env?: Environment | undefined;
  /** `main` by default. */
  readonly stage?: "pre" | "main" | "post" | undefined;
  /** What an earlier stage saved: the `state` of its result. */
  readonly state?: Readonly<Record<string, string>> | undefined;
  /** Debug logging: `RUNNER_DEBUG`, debug messages in the log. */
  readonly debug?: boolean | undefined;
}

/** How a `run:` step differs from the default. */
export interface ScriptOptions {
  readonly env?: Environment | undefined;
  /** Relative to the workspace. */
  readonly workingDirectory?: string | undefined;
}

/** A job on the local runner. Disposing of it kills whatever its steps left running and removes its folders. */
export interface Job extends AsyncDisposable {
  readonly root: string;
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  /** Writes files into the workspace. */
  readonly write: (files: Files) => Promise<void>;
  /** Runs a stage of an action to its end. Rejects when it writes a malformed command file. */
  readonly runAction: (step: ActionStep) => Promise<StepResult>;
  /** Starts a stage of an action, for tests that wait for a line or send a signal. */
  readonly startAction: (step: ActionStep) => Promise<RunningStep>;
  /** Runs a Bash script as a `run:` step with `shell: bash`. */
  readonly run: (script: string, options?: ScriptOptions) => Promise<StepResult>;
  /** The processes that finished steps left behind (Linux only): the runner would call them orphans. */
  readonly stragglers: () => Promise<readonly Straggler[]>;
}

/** Prepares a job on a local runner that keeps to what actions/runner does. */
export async function startJob(options: JobOptions = {}): Promise<Job> {
  const state = await prepareJob(options);
  const startAction = (step: ActionStep) => startActionStep(state, step, options.cacheServer?.environment ?? {});
  const { root, workspace, temp, toolCache } = state;

  return {
    ...{ root, workspace, temp, toolCache, startAction },
    write: (files) => writeFiles(workspace, files),
    runAction: async (step) => (await startAction(step)).result,
    run: async (script, scriptOptions = {}) => (await startScriptStep(state, script, scriptOptions)).result,
    stragglers: () => processesWith("RUNNER_TRACKING_ID", state.trackingId),
    [Symbol.asyncDispose]: async () => {
      await endProcesses(state);
      if (options.root === undefined) await removeFolder(root);
    },
  };
}

/** The Node 24 that runs actions: this one, or that of the package `node`. Throws when neither is there. */
export function node24(): string {
  if (process.versions.node.startsWith("24.")) return process.execPath;
  const binary = join(dirname(createRequire(import.meta.url).resolve("node/package.json")), "bin", "node");
  if (!existsSync(binary)) throw new Error("There is no Node 24: npm's package node has not fetched its binary");

  return binary;
}

async function prepareJob(options: JobOptions): Promise<JobState> {
  const repository = options.repository ?? "octo-org/app";
  const name = basename(repository);
  const root = options.root ?? (await temporaryFolder()).path;
  const temp = join(root, "work", "_temp");
  const toolCache = options.toolCache ?? join(root, "work", "_tool");
  const workspace = join(root, "work", name, name);

  await Promise.all([removeFolder(temp), removeFolder(workspace)]);
  for (const folder of [temp, toolCache, workspace]) await mkdir(folder, { recursive: true });
  if (options.workspaceFrom) await cp(options.workspaceFrom, workspace, { recursive: true, verbatimSymlinks: true });
  await writeFiles(workspace, options.files ?? {});
  const sha = options.git ? await commitAll(workspace) : "0".repeat(40);
  const eventPath = join(temp, "_github_workflow", "event.json");
  await writeFiles(temp, { "_github_workflow/event.json": JSON.stringify(options.eventPayload ?? {}) });

  const event = options.event ?? "push";
  const ref = options.ref ?? (event.startsWith("pull_request") ? "refs/pull/1/merge" : "refs/heads/main");
  const facts = { repository, event, ref, sha, eventPath, workspace, temp, toolCache };
  const token = options.cacheServer?.environment["ACTIONS_RUNTIME_TOKEN"];

  return {
    ...{ root, workspace, temp, toolCache },
    contexts: (debug) => ({ ...contextEnvironment({ ...facts, debug }), ...options.contexts }),
    trackingId: `github_${randomUUID()}`,
    masks: new Set(token ? [token] : []),
    running: new Set(),
    env: { ...machineEnvironment(), ...options.env },
    path: [],
  };
}

async function startActionStep(state: JobState, step: ActionStep, service: Environment): Promise<RunningStep> {
  const { stage = "main", debug = false } = step;
  const action = await readAction(step.actionFolder);
  const script = action.runs[stage];
  if (script === undefined) throw new Error(`The action has no stage ${stage}`);
  const inputs = actionInputs(action, step.with ?? {});
  const saved = Object.entries(step.state ?? {}).map(([name, value]) => [`STATE_${name}`, value]);

  return await startStep(state, {
    program: node24(),
    args: [join(step.actionFolder, script)],
    cwd: state.workspace,
    before: { ...step.env, ...Object.fromEntries(saved), ...inputs.variables },
    after: { GITHUB_ACTION: "__self", ...service },
    warnings: inputs.warnings,
    debug,
  });
}

async function startScriptStep(state: JobState, script: string, options: ScriptOptions): Promise<RunningStep> {
  const file = join(state.temp, `${randomUUID()}.sh`);
  await writeFile(file, `${script}\n`);

  return await startStep(state, {
    program: "bash",
    args: ["--noprofile", "--norc", "-e", "-o", "pipefail", file],
    cwd: resolve(state.workspace, options.workingDirectory ?? "."),
    before: options.env ?? {},
    after: { GITHUB_ACTION: "__run" },
    warnings: [],
    debug: false,
  });
}

/** Commits with no settings but its own, at a fixed time, so that the same files always give the same commit. */
async function commitAll(folder: string): Promise<string> {
  const env = {
    ...machineEnvironment(),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    ...{ GIT_AUTHOR_NAME: "Octocat", GIT_AUTHOR_EMAIL: "octocat@example.com", GIT_AUTHOR_DATE: "2024-01-01T00:00:00Z" },
    ...{
      GIT_COMMITTER_NAME: "Octocat",
      GIT_COMMITTER_EMAIL: "octocat@example.com",
      GIT_COMMITTER_DATE: "2024-01-01T00:00:00Z",
    },
  };
  const git = async (...args: string[]) => (await promisify(execFile)("git", args, { cwd: folder, env })).stdout.trim();

  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--allow-empty", "--message=First commit");

  return await git("rev-parse", "HEAD");
}

async function endProcesses(state: JobState): Promise<void> {
  // What a step detached from its process group still carries the job's tracking id.
  for (const { pid } of await processesWith("RUNNER_TRACKING_ID", state.trackingId)) signalIfThere(pid, "SIGKILL");
  for (const running of state.running) await running[Symbol.asyncDispose]();
}
