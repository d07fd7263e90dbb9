import type { PackageManager } from "./package-manager.js";
import { toolsFor } from "./tools.js";

/** Poetry, selected by `poetry.lock`. Its tools have no row for the series on which it has no `sync`. */
export const poetry: PackageManager = {
  name: "poetry",
  manifest: "pyproject.toml",
  downloadInputs: ["poetry.lock", "pyproject.toml"],
  install: ({ runtime, folders, testDependencies }) => {
    const command = ["sync", ...(testDependencies ? [] : ["--only", "main"])];
    return {
      bootstrap: [],
      tool: { name: "poetry", requirement: `poetry==${toolsFor(runtime.series).poetry}`, atRunTime: false },
      shown: `poetry ${command.join(" ")}`,
      program: `${folders.tools}/bin/poetry`,
      arguments: [...command, "--compile", "--no-ansi", "--no-interaction"],
      variables: {
        // It installs into the active environment, and never makes one.
        POETRY_VIRTUALENVS_CREATE: "false",
        POETRY_VIRTUALENVS_USE_POETRY_PYTHON: "true",
        POETRY_CACHE_DIR: `${folders.downloads}/poetry`,
      },
      compileBytecode: false,
    };
  },
};
