import type { PackageManager } from "./package-manager.js";
import { toolsFor } from "./tools.js";

/** uv, selected by `uv.lock`. */
export const uv: PackageManager = {
  name: "uv",
  manifest: "pyproject.toml",
  downloadInputs: ["uv.lock", "pyproject.toml"],
  install: ({ runtime, folders, testDependencies }) => {
    const command = ["sync", "--locked", ...(testDependencies ? [] : ["--no-default-groups"])];
    return {
      bootstrap: [],
      tool: { name: "uv", requirement: `uv==${toolsFor(runtime.series).uv}`, atRunTime: false },
      shown: `uv ${command.join(" ")}`,
      program: `${folders.tools}/bin/uv`,
      arguments: [...command, "--compile-bytecode", "--no-progress"],
      variables: {
        UV_PROJECT_ENVIRONMENT: folders.environment,
        // Beats `.python-version`, which the input `python-version` may contradict.
        UV_PYTHON: `${folders.environment}/bin/python`,
        UV_NO_MANAGED_PYTHON: "1",
        UV_PYTHON_DOWNLOADS: "never",
        UV_LINK_MODE: "hardlink",
        UV_CACHE_DIR: `${folders.downloads}/uv`,
      },
      compileBytecode: false,
    };
  },
};
