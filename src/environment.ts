import { bundledPipNotFound } from "./errors.js";
import type { Folders } from "./folders.js";
import type { Install } from "./package-managers/package-manager.js";
import { toolsFor } from "./package-managers/tools.js";
import type { Command, Python } from "./runner.js";
import { seriesOf } from "./runtime/version.js";
import { shellQuoted } from "./text.js";
import { type InstallerSetup, installerVariables, type Variables } from "./variables.js";

/** What the commands of an installation are made from. */
export interface EnvironmentContext {
  readonly python: Python;
  readonly folders: Folders;
  readonly install: Install;
  readonly setup: InstallerSetup;
}

/** Commands that make the app's environment, empty but for Python. Nothing may stand at its place. */
export function createEnvironment(context: EnvironmentContext): Command[] {
  return [...installVirtualenv(context), createVirtualEnvironment(context, context.folders.environment)];
}

/** Commands that put pip and setuptools into the environment, as far as the platform has them there. */
export function bootstrapEnvironment(context: EnvironmentContext): Command[] {
  return bootstrap(context, `${context.folders.environment}/bin/python`);
}

/** Commands that install the package manager into an environment of its own; none when the app's own pip serves. */
export function installTool(context: EnvironmentContext): Command[] {
  const { tool } = context.install;
  if (!tool) return [];
  const folder = toolFolder(context.folders, tool.name);
  const python = `${folder}/bin/python`;
  return [
    createVirtualEnvironment(context, folder),
    // A Pipenv so old that apps need pip for it has dependencies so old that they need setuptools.
    ...bootstrap(context, python),
    pipInstall(context, python, [tool.requirement]),
  ];
}

/** The one command of the package manager that goes on `PATH`: no other script of its environment does. */
export function toolScript(context: EnvironmentContext): Readonly<Record<string, string>> {
  const { tool } = context.install;
  if (!tool) return {};
  const program = `${toolFolder(context.folders, tool.name)}/bin/${tool.name}`;
  return { [tool.name]: `#!/bin/sh\nexec ${shellQuoted(program)} "$@"\n` };
}

/** The command that installs the app's dependencies. */
export function installDependencies(context: EnvironmentContext): Command {
  const { install, folders } = context;
  const variables = {
    ...variablesInEnvironment(context),
    ...install.variables,
    VIRTUAL_ENV: folders.environment,
  };
  return { program: install.program, arguments: install.arguments, folder: folders.app, variables };
}

/** Commands that compile what was installed to bytecode, on all cores; none when the installer did it. */
export function compileBytecode(context: EnvironmentContext): Command[] {
  const { install, folders } = context;
  if (!install.compileBytecode) return [];
  const program = `${folders.environment}/bin/python`;
  const compileall = ["-m", "compileall", "-qq", "-j", "0", `${folders.environment}/lib`];
  return [{ program, arguments: compileall, folder: folders.app, variables: variablesInEnvironment(context) }];
}

/** Folders for `PATH` during the build, once the environment is there: the first wins. */
export function environmentPath({ folders, install }: EnvironmentContext): string[] {
  return [`${folders.environment}/bin`, ...(install.tool ? [`${folders.tools}/bin`] : [])];
}

/** The same after the build: on the platforms, not each package manager is in the app's container. */
export function runtimePath(context: EnvironmentContext): string[] {
  return environmentPath(context).slice(0, context.install.tool?.atRunTime === false ? 1 : undefined);
}

function variablesInEnvironment(context: EnvironmentContext): Variables {
  const paths = { prefix: context.python.prefix, path: environmentPath(context) };
  return installerVariables(context.setup, paths);
}

function bootstrap(context: EnvironmentContext, executable: string): Command[] {
  const { bootstrap: requirements } = context.install;
  return requirements.length === 0 ? [] : [pipInstall(context, executable, requirements)];
}

function toolFolder(folders: Folders, name: string): string {
  return `${folders.tools}/${name}`;
}

/** Python 2.7 has no `venv`: its environments are made by virtualenv, in a folder of its own. */
function installVirtualenv(context: EnvironmentContext): Command[] {
  const { virtualenv } = toolsFor(seriesOf(context.python.release));
  if (virtualenv === undefined) return [];
  const target = virtualenvFolder(context.folders);
  return [pipInstall(context, context.python.executable, ["--target", target, `virtualenv==${virtualenv}`])];
}

function createVirtualEnvironment(context: EnvironmentContext, folder: string): Command {
  const { executable, release } = context.python;
  if (toolsFor(seriesOf(release)).virtualenv === undefined) {
    return runPython(context, executable, ["-m", "venv", "--without-pip", folder]);
  }
  const bare = ["--no-download", "--no-pip", "--no-setuptools", "--no-wheel"];
  const command = runPython(context, executable, ["-m", "virtualenv", "--quiet", ...bare, folder]);
  return { ...command, variables: { ...command.variables, PYTHONPATH: virtualenvFolder(context.folders) } };
}

function virtualenvFolder({ tools }: Folders): string {
  return `${tools}/virtualenv`;
}

/** pip comes from the wheel inside `ensurepip`, which runs from where it lies. */
function pipInstall(context: EnvironmentContext, executable: string, what: readonly string[]): Command {
  const { bundledPip } = context.python;
  if (bundledPip === undefined) throw bundledPipNotFound(context.python.executable);
  const command = runPython(context, executable, [`${bundledPip}/pip`, "install", "--quiet", "--no-input", ...what]);
  const variables = {
    ...command.variables,
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_CACHE_DIR: `${context.folders.downloads}/pip`,
  };
  return { ...command, variables };
}

function runPython(context: EnvironmentContext, executable: string, args: readonly string[]): Command {
  const { python, folders, setup } = context;
  const paths = { prefix: python.prefix, path: [`${python.prefix}/bin`] };
  return { program: executable, arguments: args, folder: folders.scratch, variables: installerVariables(setup, paths) };
}
