import { randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

import { parseAssignments, parsePaths } from "./file-commands.js";
import { lineSplitter } from "./line-splitter.js";
import { hasCode, type ProcessEnd, type RunningProcess, startProcess } from "./processes.js";
import type { Environment } from "./runner-environment.js";
import { type Annotation, type LogGroup, StepLog } from "./step-log.js";

/** What all steps of a job share; `env` and `path` grow from step to step, the last folder of `path` being the first to search. */
export interface JobState {
  readonly root: string;
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  readonly contexts: (debug: boolean) => Environment;
  readonly trackingId: string;
  readonly masks: Set<string>;
  readonly running: Set<RunningProcess>;
  env: Environment;
  path: readonly string[];
}

/** What a step did, as GitHub would see it. */
export interface StepResult extends ProcessEnd {
  /** `failure` when the process failed, or one of its workflow commands. */
  readonly outcome: "success" | "failure";
  /** Standard output and standard error as they came, with commands, without masking. */
  readonly log: string;
  /** What a person sees: commands carried out, secrets masked, `##[error]` and its like before messages. */
  readonly lines: readonly string[];
  /** All of them; GitHub keeps ten of a kind for a step. */
  readonly annotations: readonly Annotation[];
  readonly groups: readonly LogGroup[];
  readonly outputs: Readonly<Record<string, string>>;
  /** The variables that it set for later steps. */
  readonly env: Environment;
  /** The folders that it added for later steps, in the order added: the last one is searched first. */
  readonly path: readonly string[];
  /** The job summary, with secrets masked. */
  readonly summary: string;
  /** What it saved for the later stages of the same action. */
  readonly state: Readonly<Record<string, string>>;
}

/** A step under way. */
export interface RunningStep {
  readonly pid: number;
  /** Signals the step's process, not its children. The runner cancels with `SIGINT`, then `SIGTERM`. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** The first line, past or to come, that holds a text or matches a pattern. Rejects when the step ends without it. */
  readonly line: (wanted: string | RegExp) => Promise<string>;
  readonly result: Promise<StepResult>;
}

/** A step's process: its variables before and after those of the contexts, which can't be overridden by `before`. */
export interface StepCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly before: Environment;
  readonly after: Environment;
  readonly warnings: readonly string[];
  readonly debug: boolean;
}

/** Starts a step of a job. What it sets for later steps reaches the job when it has ended. */
export async function startStep(job: JobState, command: StepCommand): Promise<RunningStep> {
  const files = await createCommandFiles(job.temp);
  const env = stepEnvironment(job, command, files);
  const log = new StepLog({
    masks: job.masks,
    workspace: job.workspace,
    debug: command.debug,
    unsecureCommands: env["ACTIONS_ALLOW_UNSECURE_COMMANDS"]?.toLowerCase() === "true",
  });
  for (const warning of command.warnings) log.annotate("warning", warning);
  const output = collectOutput(log);
  const { program, args, cwd } = command;
  const running = await startProcess({ program, args, cwd, env, onOutput: output.take });
  job.running.add(running);

  return {
    pid: running.pid,
    kill: running.kill,
    line: (wanted) => log.waitFor(wanted),
    result: running.ended.then(async (end) => {
      output.end();
      job.running.delete(running);

      return await finishStep(job, { end, log, files, raw: output.text() });
    }),
  };
}

interface CommandFiles {
  readonly GITHUB_ENV: string;
  readonly GITHUB_OUTPUT: string;
  readonly GITHUB_PATH: string;
  readonly GITHUB_STATE: string;
  readonly GITHUB_STEP_SUMMARY: string;
}

async function createCommandFiles(temp: string): Promise<CommandFiles> {
  const folder = join(temp, "_runner_file_commands");
  const id = randomUUID();
  const files = {
    GITHUB_ENV: join(folder, `set_env_${id}`),
    GITHUB_OUTPUT: join(folder, `set_output_${id}`),
    GITHUB_PATH: join(folder, `add_path_${id}`),
    GITHUB_STATE: join(folder, `save_state_${id}`),
    GITHUB_STEP_SUMMARY: join(folder, `step_summary_${id}`),
  };

  await mkdir(folder, { recursive: true });
  for (const file of Object.values(files)) await writeFile(file, "");

  return files;
}

/** In the runner's order: job, step, PATH, contexts, service. */
function stepEnvironment(
  job: JobState,
  { before, after, debug }: StepCommand,
  files: CommandFiles,
): Record<string, string> {
  const own = { ...job.env, ...before };
  const path = [...job.path.toReversed(), own["PATH"] ?? ""].filter((folders) => folders !== "").join(delimiter);

  return { ...own, PATH: path, ...job.contexts(debug), ...files, ...after, RUNNER_TRACKING_ID: job.trackingId };
}

function collectOutput(log: StepLog) {
  const chunks: string[] = [];
  const write = (line: string) => log.write(line);
  const streams = { stdout: lineSplitter(write), stderr: lineSplitter(write) };

  return {
    take(stream: "stdout" | "stderr", text: string) {
      chunks.push(text);
      streams[stream].write(text);
    },
    end() {
      streams.stdout.end();
      streams.stderr.end();
      log.end();
    },
    text: () => chunks.join(""),
  };
}

interface EndedStep {
  readonly end: ProcessEnd;
  readonly log: StepLog;
  readonly files: CommandFiles;
  readonly raw: string;
}

async function finishStep(job: JobState, { end, log, files, raw }: EndedStep): Promise<StepResult> {
  const env = { ...log.env, ...withoutBlocked(parseAssignments(await readIfThere(files.GITHUB_ENV)), log) };
  const path = [...log.path, ...parsePaths(await readIfThere(files.GITHUB_PATH))];
  const outputs = { ...log.outputs, ...parseAssignments(await readIfThere(files.GITHUB_OUTPUT)) };
  const state = { ...log.state, ...parseAssignments(await readIfThere(files.GITHUB_STATE)) };
  const summary = checkedSummary(await readIfThere(files.GITHUB_STEP_SUMMARY), log);

  job.env = { ...job.env, ...env };
  job.path = [...job.path.filter((folder) => !path.includes(folder)), ...path];
  const { lines, annotations, groups } = log;
  const outcome = end.exitCode === 0 && !log.commandFailed ? "success" : "failure";

  return { ...end, outcome, log: raw, lines, annotations, groups, outputs, env, path, summary, state };
}

function withoutBlocked(variables: Record<string, string>, log: StepLog): Record<string, string> {
  const blocked = Object.keys(variables).filter((name) => name.toUpperCase() === "NODE_OPTIONS");
  for (const name of blocked) {
    log.annotate("error", `Can't store ${name} output parameter using '$GITHUB_ENV' command.`);
  }

  return Object.fromEntries(Object.entries(variables).filter(([name]) => !blocked.includes(name)));
}

function checkedSummary(markdown: string, log: StepLog): string {
  const limit = 1024 * 1024;
  const size = Buffer.byteLength(markdown);
  if (size <= limit) return log.mask(markdown);
  log.annotate(
    "error",
    `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.floor(size / 1024)}k.`,
  );

  return "";
}

/** A step may remove its command files: the runner then finds nothing in them. */
async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return "";
    throw error;
  }
}
