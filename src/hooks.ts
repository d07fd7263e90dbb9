import type { App } from "./app.js";
import { hasFile } from "./app.js";
import { dataFileDeleted, hookFailed } from "./errors.js";
import type { Folders } from "./folders.js";
import type { Journal } from "./journal.js";
import type { Machine } from "./machine.js";
import type { Platform } from "./platforms/platform.js";
import type { HookName } from "./rules/hooks.js";
import { type Command, type Runner, succeeded } from "./runner.js";
import { shellQuoted } from "./text.js";
import { envDirVars, hookVariables, type PythonPaths, type Variables } from "./variables.js";

/** What a hook is run with. */
export interface HookContext {
  readonly runner: Runner;
  readonly journal: Journal;
  readonly platform: Platform;
  readonly folders: Folders;
  readonly app: App;
  /** Undefined before Python is installed. */
  readonly python: PythonPaths | undefined;
}

/** The file that the platform keeps in the cache folder of a build, relative to it. */
const dataFile = "build-data/python.json";

/** Runs a hook as a step of its own, if the app has it. Throws BuildError `hooks::…` when it fails. */
export async function runHook(name: HookName, context: HookContext): Promise<void> {
  const { runner, journal, folders, app } = context;
  const path = `bin/${name}`;
  if (!hasFile(app, path)) return;

  await journal.step(`Running ${path}`, async () => {
    const { cache, variables } = hookFolders(folders);
    await runner.write(variables, envDirVars(runner.machine.variables));
    try {
      const command = hookCommand(context, path, await runner.commit(folders));
      const outcome = await runner.runExecutable(`${folders.app}/${path}`, command);
      if (!succeeded(outcome)) throw hookFailed(name, outcome);
    } finally {
      await runner.remove(variables);
    }
    if (!(await runner.exists(`${cache}/${dataFile}`))) journal.report([dataFileDeleted(name)]);
  });
}

/** Makes the folders that hooks are told of, and commands that are missing on the platform before Python is there. */
export async function prepareHooks({ runner, folders, platform }: Omit<HookContext, "app" | "python">): Promise<void> {
  const { cache, stubs } = hookFolders(folders);
  await runner.write(cache, { [dataFile]: "{}\n" });
  if (platform.hookStubs.length > 0) {
    await runner.write(stubs, Object.fromEntries(platform.hookStubs.map((name) => [name, stub(name)])));
  }
}

/** Ends as a shell does that doesn't find the command, and says why. */
function stub(name: string): string {
  const why = `bin/pre_compile runs before Python is installed: move what needs ${name} to bin/post_compile`;
  return `#!/bin/sh\necho ${shellQuoted(why)} >&2\necho ${shellQuoted(`${name}: command not found`)} >&2\nexit 127\n`;
}

function withFirst(folder: string, variables: Variables): Variables {
  return { ...variables, PATH: [folder, variables["PATH"]].filter(Boolean).join(":") };
}

function hookFolders({ scratch }: Folders): { cache: string; variables: string; stubs: string } {
  return { cache: `${scratch}/cache`, variables: `${scratch}/env`, stubs: `${scratch}/stubs` };
}

/**
 * bash runs the path, so that a script without a shebang is run by bash, and joins its two outputs in order. An empty
 * file succeeds without the odd message that `exec` would print.
 */
function hookCommand(context: HookContext, path: string, commit: string | undefined): Command {
  const { runner, platform, folders, python } = context;
  const { cache, variables, stubs } = hookFolders(folders);
  const stubbed = python === undefined && platform.hookStubs.length > 0;
  const given = stubbed ? withFirst(stubs, runner.machine.variables) : runner.machine.variables;
  const build = {
    BUILD_DIR: folders.app,
    CACHE_DIR: cache,
    ENV_DIR: variables,
    STACK: stackName(runner.machine, platform),
    LANG: runner.machine.locale,
    ...(python ? { VIRTUAL_ENV: folders.environment } : {}),
    ...(commit === undefined ? {} : { SOURCE_VERSION: commit }),
  };
  return {
    program: "bash",
    arguments: ["-c", 'if [ -s "$0" ]; then exec "$0" 2>&1; fi', `${folders.app}/${path}`],
    folder: folders.app,
    variables: hookVariables({ given, python, build }),
  };
}

/** `scalingo-24` on Ubuntu 24.04. */
function stackName({ osRelease }: Machine, { stacks }: Platform): string {
  const release = stacks.ubuntu.find((ubuntu) => osRelease === `ubuntu-${ubuntu}`) ?? stacks.default;
  return `${stacks.prefix}-${release.split(".")[0]}`;
}
