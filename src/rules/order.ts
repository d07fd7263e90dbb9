import { buildpacks } from "./buildpacks.js";
import { noCredentials } from "./credentials.js";
import { pythonApp } from "./detect.js";
import { environmentKept } from "./environment-cache.js";
import { hookRule } from "./hooks.js";
import { installerSettings } from "./installer-variables.js";
import { manifest } from "./manifest.js";
import { packageManagerSupport } from "./package-manager-support.js";
import { pipenvFiles } from "./pipenv.js";
import { procfile } from "./procfile.js";
import { pyproject } from "./pyproject.js";
import { encodings, includes, pathsInApp, pinned, variablesInRequirements } from "./requirements.js";
import type { Rule } from "./rule.js";
import { slugignore } from "./slugignore.js";
import { archiveFits, committedFiles, submodules } from "./source.js";
import { knownStack, stackOfPlatform } from "./stack.js";

/** What can be told of the machine and of the pristine app, before any hook: the last finding says that it is no app. */
export const sourceRules: readonly Rule[] = [
  knownStack,
  stackOfPlatform,
  archiveFits,
  submodules,
  committedFiles,
  noCredentials,
  buildpacks,
  slugignore,
  pythonApp,
];

/** What is judged once package manager and Python are chosen. */
export const planRules: readonly Rule[] = [
  pipenvFiles,
  pyproject,
  includes,
  encodings,
  pathsInApp,
  variablesInRequirements,
  pinned,
  installerSettings,
  manifest,
  procfile,
  environmentKept,
  packageManagerSupport,
  hookRule("post_compile"),
];
