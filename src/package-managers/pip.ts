import { hasFile } from "../app.js";
import type { Install, InstallContext, PackageManager } from "./package-manager.js";
import { toolsFor } from "./tools.js";

/** pip, selected by `requirements.txt`. */
export const pip: PackageManager = {
  name: "pip",
  manifest: "requirements.txt",
  downloadInputs: ["requirements.txt", "requirements-test.txt"],
  install: (context) => pipInstall(["-r", "requirements.txt"], context),
};

/** `setup.py` alone: the app is installed as an editable package. */
export const setupPy: PackageManager = {
  name: "setup.py",
  manifest: "setup.py",
  downloadInputs: ["setup.py", "setup.cfg", "pyproject.toml", "requirements-test.txt"],
  install: (context) => pipInstall(["-e", "."], context),
};

function pipInstall(what: readonly string[], { app, runtime, folders, testDependencies }: InstallContext): Install {
  const tools = toolsFor(runtime.series);
  const withTests = testDependencies && hasFile(app, "requirements-test.txt");
  const targets = [...what, ...(withTests ? ["-r", "requirements-test.txt"] : [])];
  const setuptools = tools.setuptools === undefined ? [] : [`setuptools==${tools.setuptools}`];
  // Python 2.7's compileall has no workers, so there pip may as well compile.
  const compileBytecode = runtime.series !== "2.7";
  return {
    bootstrap: [`pip==${tools.pip}`, ...setuptools],
    tool: undefined,
    shown: `pip install ${targets.join(" ")}`,
    program: `${folders.environment}/bin/python`,
    arguments: [
      "-m",
      "pip",
      "install",
      ...targets,
      "--exists-action=w",
      "--no-input",
      "--progress-bar",
      "off",
      `--src=${folders.environment}/src`,
      ...(compileBytecode ? ["--no-compile"] : []),
    ],
    variables: { PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_CACHE_DIR: `${folders.downloads}/pip` },
    compileBytecode,
  };
}
