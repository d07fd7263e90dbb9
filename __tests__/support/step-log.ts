import { isAbsolute, relative } from "node:path";

import { parseWorkflowCommand, type WorkflowCommand } from "./workflow-commands.js";

/** A message that GitHub ties to a run, and with a file to a line. Lines and columns are 1-based. */
export interface Annotation {
  readonly severity: "error" | "warning" | "notice";
  readonly message: string;
  readonly title: string | undefined;
  /** Relative to the workspace when the file is inside it. */
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly endLine: number | undefined;
  readonly column: number | undefined;
  readonly endColumn: number | undefined;
}

/** A foldable part of the log. */
export interface LogGroup {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a log needs to know of its job. `masks` are the job's secrets, shared by its steps. */
export interface StepLogOptions {
  readonly masks: Set<string>;
  readonly workspace: string;
  readonly debug: boolean;
  /** `ACTIONS_ALLOW_UNSECURE_COMMANDS` is `true`. */
  readonly unsecureCommands: boolean;
}

interface Waiter {
  readonly wanted: string | RegExp;
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Carries out the workflow commands in a step's output and keeps what a person would see of it. Not done: problem
 * matchers (their commands are accepted and do nothing), and the limit of ten annotations of a kind for a step.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs
 */
export class StepLog {
  readonly lines: string[] = [];
  readonly annotations: Annotation[] = [];
  readonly groups: { title: string; lines: string[] }[] = [];
  readonly outputs: Record<string, string> = {};
  readonly state: Record<string, string> = {};
  readonly env: Record<string, string> = {};
  readonly path: string[] = [];
  /** A command failed, and with it the step, whatever its exit code. */
  commandFailed = false;

  readonly #options: StepLogOptions;
  readonly #waiters = new Set<Waiter>();
  readonly #names = new Set([...Object.keys(commands), "stop-commands"]);
  #group: { title: string; lines: string[] } | undefined;
  #stopToken: string | undefined;
  #echo: boolean;

  constructor(options: StepLogOptions) {
    this.#options = options;
    this.#echo = options.debug;
  }

  /** Takes one line of standard output or standard error. */
  write(line: string): void {
    const command = parseWorkflowCommand(line, this.#names);

    if (command === undefined) this.show(line);
    else if (this.#stopToken !== undefined) this.#waitForResume(line, command);
    else if (command.name === "stop-commands") this.#stop(line, command.data);
    else this.#carryOut(line, command);
  }

  /** Shows text, with secrets masked, as one line or more. */
  show(text: string): void {
    for (const line of this.mask(text).split("\n")) {
      this.lines.push(line);
      this.#group?.lines.push(line);
      for (const waiter of [...this.#waiters].filter(({ wanted }) => holds(line, wanted))) {
        this.#waiters.delete(waiter);
        waiter.resolve(line);
      }
    }
  }

  /** Adds an annotation, and shows its message. */
  annotate(severity: Annotation["severity"], message: string, properties: WorkflowCommand["properties"] = {}): void {
    const position = (name: string) => (properties[name] === undefined ? undefined : Number(properties[name]));
    this.annotations.push({
      severity,
      message: this.mask(message),
      title: properties["title"] && this.mask(properties["title"]),
      file: properties["file"] && this.#fromWorkspace(properties["file"]),
      line: position("line"),
      endLine: position("endline"),
      column: position("col"),
      endColumn: position("endcolumn"),
    });
    this.show(`##[${severity}]${message}`);
  }

  /** Shows a message in debug mode only. */
  debug(message: string): void {
    if (this.#options.debug) this.show(`##[debug]${message}`);
  }

  /** Opens a group, or with `undefined` closes the open one. Groups don't nest. */
  group(title: string | undefined): void {
    this.#group = undefined;
    this.show(title === undefined ? "##[endgroup]" : `##[group]${title}`);
    if (title === undefined) return;
    this.#group = { title: this.mask(title), lines: [] };
    this.groups.push(this.#group);
  }

  /** Hides a secret, and each line of it, from now on in the whole job. */
  addMask(secret: string): void {
    if (secret.trim() === "")
      this.annotate("warning", "Can't add secret mask for empty string in ##[add-mask] command.");
    for (const text of [secret, ...secret.split(/\r?\n/)]) if (text.trim() !== "") this.#options.masks.add(text);
  }

  /** Switches the showing of commands as they were written. Throws on anything but `on` and `off`. */
  echo(value: string): void {
    const setting = value.trim().toLowerCase();
    if (setting !== "on" && setting !== "off")
      throw new Error(`Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '${value}'.`);
    this.#echo = setting === "on";
  }

  /** Throws unless the workflow allows the commands that anything printing to the log could abuse. */
  requireUnsecureCommands(name: string): void {
    if (!this.#options.unsecureCommands)
      throw new Error(`The \`${name}\` command is disabled. Please upgrade to using Environment Files.`);
  }

  /** Replaces each secret of the job by `***`, the longest first. */
  mask(text: string): string {
    const secrets = [...this.#options.masks].sort((a, b) => b.length - a.length);

    return secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
  }

  /** The first line, past or to come, that holds a text or matches a pattern. Rejects when the step ends without it. */
  waitFor(wanted: string | RegExp): Promise<string> {
    const line = this.lines.find((shown) => holds(shown, wanted));
    if (line !== undefined) return Promise.resolve(line);

    return new Promise((resolve, reject) => this.#waiters.add({ wanted, resolve, reject }));
  }

  /** Says that no more lines come. */
  end(): void {
    for (const { wanted, reject } of this.#waiters) {
      reject(new Error(`The step ended without a line that holds ${wanted}:\n${this.lines.join("\n")}`));
    }
    this.#waiters.clear();
  }

  #stop(line: string, token: string): void {
    this.show(line);
    this.#stopToken = token.toLowerCase();
    this.#names.add(this.#stopToken);
  }

  #waitForResume(line: string, command: WorkflowCommand): void {
    this.show(line);
    if (command.name !== this.#stopToken) return;
    this.#names.delete(this.#stopToken);
    this.#stopToken = undefined;
  }

  #carryOut(line: string, command: WorkflowCommand): void {
    const { echoed, run } = commands[command.name] ?? unknownCommand;
    if (this.#echo && echoed) this.show(line);
    try {
      run(this, command);
    } catch (error) {
      this.annotate("error", `Unable to process command '${echoed ? line : command.name}' successfully.`);
      this.annotate("error", error instanceof Error ? error.message : String(error));
      this.commandFailed = true;
    }
  }

  #fromWorkspace(file: string): string {
    const path = relative(this.#options.workspace, file);

    return isAbsolute(file) && !path.startsWith("..") ? path : file;
  }
}

function holds(line: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? line.includes(wanted) : wanted.test(line);
}

interface CommandExtension {
  /** Whether `::echo::on` shows the command. */
  readonly echoed: boolean;
  readonly run: (log: StepLog, command: WorkflowCommand) => void;
}

const unknownCommand: CommandExtension = {
  echoed: true,
  run: (log, { name }) => log.annotate("warning", `Can't find command extension for ##[${name}.command].`),
};

const commands: Readonly<Record<string, CommandExtension>> = {
  error: { echoed: false, run: (log, { data, properties }) => log.annotate("error", data, properties) },
  warning: { echoed: false, run: (log, { data, properties }) => log.annotate("warning", data, properties) },
  notice: { echoed: false, run: (log, { data, properties }) => log.annotate("notice", data, properties) },
  debug: { echoed: false, run: (log, { data }) => log.debug(data) },
  group: { echoed: true, run: (log, { data }) => log.group(data) },
  endgroup: { echoed: true, run: (log) => log.group(undefined) },
  echo: { echoed: true, run: (log, { data }) => log.echo(data) },
  "add-mask": { echoed: false, run: (log, { data }) => log.addMask(data) },
  "add-matcher": { echoed: true, run: () => undefined },
  "remove-matcher": { echoed: true, run: () => undefined },
  "set-output": {
    echoed: true,
    run(log, command) {
      log.outputs[required(command, "name")] = command.data;
      log.annotate("warning", deprecated("set-output"));
    },
  },
  "save-state": {
    echoed: true,
    run(log, command) {
      log.state[required(command, "name")] = command.data;
      log.annotate("warning", deprecated("save-state"));
    },
  },
  "set-env": {
    echoed: true,
    run(log, command) {
      log.requireUnsecureCommands("set-env");
      log.env[required(command, "name")] = command.data;
    },
  },
  "add-path": {
    echoed: true,
    run(log, { data }) {
      log.requireUnsecureCommands("add-path");
      log.path.push(data);
    },
  },
};

function required({ name, properties }: WorkflowCommand, property: string): string {
  const value = properties[property];
  if (value === undefined) throw new Error(`Required field '${property}' is missing in ##[${name}] command.`);

  return value;
}

function deprecated(name: string): string {
  return `The \`${name}\` command is deprecated and will be disabled soon. Please upgrade to using Environment Files.`;
}
