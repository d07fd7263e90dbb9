import type { PackageManagerName } from "./package-managers/package-manager.js";
import type { Platform } from "./platforms/platform.js";

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** The runner's own variables: no program that a build starts gets them. */
const ofTheRunner = /^(GITHUB|RUNNER|ACTIONS|INPUT|STATE|AGENT)_|^(CI|ImageOS|ImageVersion)$/;

/** What an installer setting is about; see {@link kindOfVariable}. */
export type InstallerSetting = "network" | "index" | "target" | "setting";

/** Names of installer settings, the first kind that fits counts. */
const kinds: readonly (readonly [InstallerSetting, RegExp])[] = [
  [
    "network",
    anyOf(
      "(https?|all|ftp|no)_proxy",
      "(HTTPS?|ALL|FTP|NO)_PROXY",
      "SSL_CERT_.*|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NETRC",
      "PIP_(CERT|CLIENT_CERT|PROXY|TRUSTED_HOST|DEFAULT_TIMEOUT|RETRIES|CONFIG_FILE)",
      "UV_(HTTP_TIMEOUT|NATIVE_TLS|SYSTEM_CERTS)",
      "POETRY_CERTIFICATES_.*|GIT_.*|SSH_.*",
    ),
  ],
  [
    "index",
    anyOf(
      "PIP_(INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|NO_INDEX)|PIPENV_PYPI_MIRROR",
      "UV_(DEFAULT_INDEX|INDEX.*|EXTRA_INDEX_URL|FIND_LINKS)",
      "POETRY_(REPOSITORIES|HTTP_BASIC|PYPI_TOKEN)_.*",
    ),
  ],
  [
    "target",
    anyOf(
      "PIP_(CACHE_DIR|PREFIX|PYTHON|ROOT|TARGET|USER)",
      "POETRY_(CACHE_DIR|DATA_DIR|HOME)|POETRY_VIRTUALENVS_.*",
      "PYTHON(HOME|PATH|INSPECT|NOUSERSITE|PLATLIBDIR|USERBASE)",
      "UV_(CACHE_DIR|LINK_MODE|MANAGED_PYTHON|NO_CACHE|NO_MANAGED_PYTHON|PROJECT|PROJECT_ENVIRONMENT|PYTHON)",
      "UV_PYTHON_(DOWNLOADS|PREFERENCE)",
      "PIPENV_(ACTIVE|IGNORE_VIRTUALENVS|VENV_IN_PROJECT|PYTHON|DEFAULT_PYTHON_VERSION|PIPFILE|CUSTOM_VENV_NAME)",
      "VIRTUAL_ENV|WORKON_HOME",
    ),
  ],
  ["setting", anyOf("(PIP|PIPENV|POETRY|UV)_.*")],
];

/**
 * What an installer setting is about: the reach of the network, where packages come from (`index`), where they go
 * (`target`, which would break the environment), or anything else. Undefined for other variables.
 */
export function kindOfVariable(name: string): InstallerSetting | undefined {
  return kinds.find(([, pattern]) => pattern.test(name))?.[0];
}

function anyOf(...patterns: readonly string[]): RegExp {
  return new RegExp(`^(?:${patterns.join("|")})$`);
}

/** Variables that a hook must not get from the caller. */
const keptFromHooks = /^(PATH|CPATH|CPPATH|LD_PRELOAD|LIBRARY_PATH|LD_LIBRARY_PATH|PYTHONHOME|VIRTUAL_ENV)$/;

/** What a login or a shell brings along: no config var, though it reaches programs. */
const ofTheMachine = /^(HOME|USER|LOGNAME|HOSTNAME|SHELL|TERM|TMPDIR|PWD|OLDPWD|SHLVL|SSH_AUTH_SOCK|LANG|LC_[A-Z]+|_)$/;

/** Config vars for `ENV_DIR`, where hooks read them, one by one, into their own environment. */
export function envDirVars(variables: Variables): Variables {
  return pick(
    configVars(variables),
    (name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keptFromHooks.test(name) && !ofTheMachine.test(name),
  );
}

/** The app's config vars, as far as the machine knows them: all variables but the runner's. */
export function configVars(variables: Variables): Variables {
  return pick(variables, (name) => !ofTheRunner.test(name));
}

/** Which of the app's config vars reach an install: all, or those of these names alone. */
export type Reach = "all" | readonly string[];

/** Which config vars reach the install on a platform. */
export function reachOf({ installVariables }: Platform, packageManager: PackageManagerName | undefined): Reach {
  if (installVariables === "all") return "all";
  return (packageManager && installVariables[packageManager]) ?? [];
}

/** What a program needs of the machine, on every platform. */
const neededByPrograms = /^(PATH|HOME|USER|TMPDIR|TERM|SHELL|SSH_AUTH_SOCK)$/;

/** Tells whether an install gets a variable. */
export function reachesInstall(name: string, reach: Reach): boolean {
  const kind = kindOfVariable(name);
  if (kind === "target") return false;
  return (
    reach === "all" || reach.includes(name) || kind === "network" || kind === "index" || neededByPrograms.test(name)
  );
}

/** Folders of the Python that an environment is made from. */
export interface PythonPaths {
  /** The folder that holds its `include` and `lib`. */
  readonly prefix: string;
  /** Folders for `PATH`, the first wins. */
  readonly path: readonly string[];
}

/** What an installer is run with, beside the Python. */
export interface InstallerSetup {
  /** The variables that the step or the shell was given. */
  readonly given: Variables;
  readonly reach: Reach;
  readonly locale: string;
}

/** The variables of a program that makes or fills the environment. */
export function installerVariables({ given, reach, locale }: InstallerSetup, python: PythonPaths): Variables {
  const kept = pick(configVars(given), (name) => reachesInstall(name, reach));
  // Installers compile what they install all the same; only the shared Python's own folder stays as it is.
  const others = { LANG: kept["LANG"] ?? locale, PYTHONDONTWRITEBYTECODE: "1" };
  return { ...kept, ...pythonVariables(kept, python), ...others };
}

/** What a hook is run with. */
export interface HookSetting {
  readonly given: Variables;
  /** Undefined before Python is installed. */
  readonly python: PythonPaths | undefined;
  /** Variables of the build, such as `BUILD_DIR`. */
  readonly build: Variables;
}

/** The variables of a hook: those of the build, and config vars, which win where a hook may have them. */
export function hookVariables({ given, python, build }: HookSetting): Variables {
  const own = pick(configVars(given), (name) => !keptFromHooks.test(name));
  const machine = pick(given, (name) => name === "PATH");
  return { ...build, ...(python ? pythonVariables(machine, python) : machine), ...own };
}

/**
 * `PATH`, and the folders in which compilers look for Python's headers and libraries. An empty element, which means the
 * working directory, is left out.
 */
export function pythonVariables(given: Variables, { prefix, path }: PythonPaths): Variables {
  const before = (name: string, ...folders: readonly string[]) =>
    [...folders, ...(given[name] ?? "").split(":")].filter((folder) => folder !== "").join(":");
  return {
    PATH: before("PATH", ...path),
    C_INCLUDE_PATH: before("C_INCLUDE_PATH", `${prefix}/include`),
    CPLUS_INCLUDE_PATH: before("CPLUS_INCLUDE_PATH", `${prefix}/include`),
    LIBRARY_PATH: before("LIBRARY_PATH", `${prefix}/lib`),
    LD_LIBRARY_PATH: before("LD_LIBRARY_PATH", `${prefix}/lib`),
    PKG_CONFIG_PATH: before("PKG_CONFIG_PATH", `${prefix}/lib/pkgconfig`),
    PYTHONUNBUFFERED: "1",
  };
}

function pick(variables: Variables, keep: (name: string) => boolean): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => keep(name)));
}
