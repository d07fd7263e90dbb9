import type { App } from "../../src/app.js";
import type { Restored } from "../../src/cache/downloads.js";
import type { Folders } from "../../src/folders.js";
import type { Machine } from "../../src/machine.js";
import type { Command, InstalledPython, Outcome, Runner } from "../../src/runner.js";

/** What a fake runner's world is like, where it differs from one in which all goes well. */
export interface FakeWorld {
  /** The app, as it is found each time that it is read; the last stays. */
  readonly apps: readonly App[];
  /** How a program ends that the effect's line matches; the first match counts. */
  readonly outcomes?: readonly (readonly [RegExp, Partial<Outcome>])[];
  /** The release that is installed, whatever is asked for. */
  readonly release?: string;
  /** Instead of a Python: what is thrown. */
  readonly pythonError?: Error;
  readonly restored?: Restored;
  readonly saveTrouble?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Texts by their path from the workspace. */
  readonly texts?: Readonly<Record<string, string>>;
  /** A folder that can't be removed. */
  readonly stuck?: string;
  /** Paths that a hook removed. */
  readonly removed?: readonly string[];
}

/** A runner that does nothing but write down, in order, what it was asked to do. Its clock counts the times it is read. */
export interface FakeRunner extends Runner {
  /** Lines such as `run python -m venv …` and `announce warning pipfile::loose-version`. */
  readonly effects: readonly string[];
  /** The commands that were run, hooks included. */
  readonly commands: readonly Command[];
}

/** The folders of a build on a fake runner. */
export const fakeFolders: Folders = {
  app: "/app",
  environment: "/own/environment",
  tools: "/own/tools",
  downloads: "/own/downloads",
  scratch: "/own/scratch",
  report: "/own/report.json",
};

/** A machine like a hosted runner. */
export const fakeMachine: Machine = {
  os: "linux",
  osRelease: "ubuntu-24.04",
  arch: "x64",
  libc: "glibc",
  locale: "C.UTF-8",
  variables: { PATH: "/usr/bin", HOME: "/home/runner" },
};

/** Makes a fake runner. */
export function fakeRunner(world: FakeWorld): FakeRunner {
  const effects: string[] = [];
  const commands: Command[] = [];
  let readings = 0;
  let clock = 0;
  const act = (command: Command): Promise<Outcome> => {
    const line = [command.program, ...command.arguments].join(" ");
    effects.push(`run ${line}`);
    commands.push(command);
    const [, outcome] = world.outcomes?.find(([pattern]) => pattern.test(line)) ?? [];
    return Promise.resolve({ status: 0, signal: undefined, lastLines: [], ...outcome });
  };
  return {
    effects,
    commands,
    machine: { ...fakeMachine, variables: { ...fakeMachine.variables, ...world.variables } },
    seconds: () => clock++,
    beginStep: (name) => void effects.push(`begin ${name}`),
    endStep: ({ name, outcome }) => void effects.push(`end ${name}: ${outcome}`),
    print: (line) => void effects.push(`print ${line}`),
    announce: ({ severity, id }) => void effects.push(`announce ${severity} ${id}`),
    locate: () => Promise.resolve(fakeFolders),
    readText: (path) => Promise.resolve(world.texts?.[path]),
    readApp: () => {
      effects.push("read the app");
      const app = world.apps[Math.min(readings++, world.apps.length - 1)];
      return app ? Promise.resolve(app) : Promise.reject(new Error("this world has no app"));
    },
    commit: () => Promise.resolve("0123456789abcdef0123456789abcdef01234567"),
    remove: (folder) =>
      folder === world.stuck ? Promise.reject(new Error("EACCES")) : record(effects, `remove ${folder}`),
    clear: (folder) => record(effects, `clear ${folder}`),
    write: (folder, files) => record(effects, `write ${Object.keys(files).join(" ")} to ${folder}`),
    exists: (path) => Promise.resolve(!world.removed?.includes(path)),
    run: act,
    runExecutable: (_, command) => act(command),
    installPython: ({ release }) => {
      effects.push(`install Python ${release}`);
      return world.pythonError ? Promise.reject(world.pythonError) : Promise.resolve(python(world.release ?? release));
    },
    restore: ({ folder }) => {
      effects.push(`restore ${folder}`);
      return Promise.resolve(world.restored ?? { matchedKey: undefined, trouble: undefined });
    },
    save: ({ folder }) => {
      effects.push(`save ${folder}`);
      return Promise.resolve(world.saveTrouble);
    },
  };
}

function record(effects: string[], line: string): Promise<void> {
  effects.push(line);
  return Promise.resolve();
}

function python(release: string): InstalledPython {
  const prefix = `/pythons/${release}`;
  return {
    python: {
      release,
      source: "tool-cache",
      executable: `${prefix}/bin/python`,
      prefix,
      bundledPip: `${prefix}/pip.whl`,
      needsLibraryPath: false,
    },
    problems: [],
  };
}
