import type { Problem } from "./finding.js";

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** The runner's own variables: no program that a build starts gets them. */
const ofTheRunner = /^(GITHUB|RUNNER|ACTIONS|INPUT|STATE|AGENT)_|^(CI|ImageOS|ImageVersion)$/;

/** Installer settings that say where packages go: they would break the environment, so they are removed. */
const unsafe = new RegExp(
  `^(${[
    "PIP_(CACHE_DIR|PREFIX|PYTHON|ROOT|TARGET|USER)",
    "POETRY_(CACHE_DIR|DATA_DIR|HOME)",
    "POETRY_VIRTUALENVS_.*",
    "PYTHON(HOME|PATH|INSPECT|NOUSERSITE|PLATLIBDIR|USERBASE)",
    "UV_(CACHE_DIR|LINK_MODE|MANAGED_PYTHON|NO_CACHE|NO_MANAGED_PYTHON|PROJECT|PROJECT_ENVIRONMENT|PYTHON)",
    "UV_PYTHON_(DOWNLOADS|PREFERENCE)",
    "VIRTUAL_ENV",
    "PIPENV_(ACTIVE|IGNORE_VIRTUALENVS|VENV_IN_PROJECT|PYTHON|DEFAULT_PYTHON_VERSION|PIPFILE|CUSTOM_VENV_NAME)",
    "WORKON_HOME",
  ].join("|")})$`,
);

/** Set on many machines as a matter of course: removed without a word. */
const silentlyRemoved = /^(VIRTUAL_ENV|PYTHONPATH|(PIP|POETRY|UV)_CACHE_DIR)$/;

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

/** What is to be said about the caller's installer settings. */
export function unsafeVariables(variables: Variables): Problem[] {
  const names = Object.keys(variables).filter((name) => unsafe.test(name) && !silentlyRemoved.test(name));
  return names.sort().map((name) => ({
    id: "environment::unsafe-variable" as const,
    title: `${name} was removed for the install`,
    explanation: `The variable \`${name}\` says where packages go or which Python installs them, so it would break the app's environment. The platform does not know it either.`,
    remedy: `Take \`${name}\` out of the job's \`env:\`, or set it for the one step that needs it.`,
    location: undefined,
  }));
}

/** Folders of the Python that an environment is made from. */
export interface PythonPaths {
  /** The folder that holds its `include` and `lib`. */
  readonly prefix: string;
  /** Folders for `PATH`, the first wins. */
  readonly path: readonly string[];
}

/** The variables of a program that makes or fills the environment: config vars but those that would break it. */
export function installerVariables(given: Variables, python: PythonPaths, locale: string): Variables {
  const kept = pick(configVars(given), (name) => !unsafe.test(name));
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
