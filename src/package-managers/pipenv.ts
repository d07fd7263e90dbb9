import { hasFile } from "../app.js";
import { compareVersions } from "../runtime/version.js";
import type { InstallContext, PackageManager } from "./package-manager.js";
import { toolsFor } from "./tools.js";

/** Pipenv, selected by `Pipfile.lock` or, where the platform allows, by `Pipfile` alone. */
export const pipenv: PackageManager = {
  name: "pipenv",
  manifest: "Pipfile",
  downloadInputs: ["Pipfile", "Pipfile.lock"],
  install: (context) => {
    const { runtime, folders } = context;
    const tools = toolsFor(runtime.series);
    const command = pipenvCommand(context);
    return {
      bootstrap: tools.pipenvNeedsPip ? [`pip==${tools.pip}`, `setuptools==${tools.setuptools}`] : [],
      tool: { name: "pipenv", requirement: `pipenv==${tools.pipenv}`, atRunTime: true },
      shown: `pipenv ${command.join(" ")}`,
      program: `${folders.tools}/bin/pipenv`,
      arguments: command,
      variables: {
        PIPENV_VERBOSITY: "-1",
        PIPENV_NOSPIN: "1",
        PIP_SRC: `${folders.environment}/src`,
        PIP_CACHE_DIR: `${folders.downloads}/pip`,
        PIPENV_CACHE_DIR: `${folders.downloads}/pipenv`,
        // With it, older Pipenvs leave out what their own environment has.
        ...(compareVersions(runtime.series, "3.10") >= 0 ? { PIPENV_SYSTEM: "1" } : {}),
      },
      compileBytecode: false,
    };
  },
};

/** `install --deploy` also refuses another Python than `Pipfile`'s; `sync` only warns. */
function pipenvCommand({ app, testDependencies, pythonMismatch }: InstallContext): string[] {
  const dev = testDependencies ? ["--dev"] : [];
  if (!hasFile(app, "Pipfile.lock")) return ["install", "--skip-lock", ...dev];
  return pythonMismatch ? ["sync", ...dev] : ["install", "--deploy", ...dev];
}
