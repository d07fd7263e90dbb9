import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PackageManagerName } from "../src/package-managers/package-manager.js";
import { installerSettings } from "../src/rules/installer-variables.js";
import { configVars, hookVariables, installerVariables, pythonVariables, reachOf } from "../src/variables.js";
import { factsOf } from "./support/facts.js";
import { fakeMachine } from "./support/fake-runner.js";
import { classic, heroku, scalingo } from "./support/platforms.js";

const runners = [
  ...["GITHUB_TOKEN", "GITHUB_ENV", "GITHUB_PATH", "RUNNER_TEMP", "ACTIONS_RUNTIME_TOKEN", "ACTIONS_CACHE_URL"],
  ...["INPUT_PYTHON-VERSION", "STATE_x", "AGENT_TOOLSDIRECTORY", "CI", "ImageOS", "ImageVersion"],
];
const unsafe = [
  ...["PIP_CACHE_DIR", "PIP_PREFIX", "PIP_PYTHON", "PIP_ROOT", "PIP_TARGET", "PIP_USER"],
  ...["POETRY_CACHE_DIR", "POETRY_DATA_DIR", "POETRY_HOME", "POETRY_VIRTUALENVS_PATH", "POETRY_VIRTUALENVS_CREATE"],
  ...["PYTHONHOME", "PYTHONPATH", "PYTHONINSPECT", "PYTHONNOUSERSITE", "PYTHONPLATLIBDIR", "PYTHONUSERBASE"],
  ...["UV_CACHE_DIR", "UV_LINK_MODE", "UV_MANAGED_PYTHON", "UV_NO_CACHE", "UV_NO_MANAGED_PYTHON", "UV_PROJECT"],
  ...["UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_PYTHON_DOWNLOADS", "UV_PYTHON_PREFERENCE", "VIRTUAL_ENV"],
  ...["PIPENV_ACTIVE", "PIPENV_IGNORE_VIRTUALENVS", "PIPENV_VENV_IN_PROJECT", "PIPENV_PYTHON", "PIPENV_PIPFILE"],
  ...["PIPENV_DEFAULT_PYTHON_VERSION", "PIPENV_CUSTOM_VENV_NAME", "WORKON_HOME"],
];
const silent = ["VIRTUAL_ENV", "PYTHONPATH", "PIP_CACHE_DIR", "POETRY_CACHE_DIR", "UV_CACHE_DIR"];
const installers = [
  ...["https_proxy", "HTTP_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NETRC", "PIP_CERT", "PIP_RETRIES"],
  ...["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIPENV_PYPI_MIRROR", "UV_INDEX_X", "PIP_NO_BINARY"],
  ...["PIPENV_MAX_DEPTH", "GIT_SSH_COMMAND", "SSH_AUTH_SOCK", "CFLAGS", "TOKEN", "HOME"],
];
const keptFromHooks = ["CPATH", "CPPATH", "LD_PRELOAD", "LIBRARY_PATH", "LD_LIBRARY_PATH", "PYTHONHOME"];
const python = { prefix: "/p", path: ["/e/bin", "/t/bin"] };

function settings(variables: Record<string, string>, platform = classic, packageManager?: PackageManagerName) {
  return installerSettings(factsOf({}, { machine: { ...fakeMachine, variables }, platform, packageManager }));
}

const all = (names: readonly string[], value = "x") => Object.fromEntries(names.map((name) => [name, value]));

describe("config vars", () => {
  test("are all variables but the runner's", () => {
    const own = all(["CIRCLE", "MY_CI", "GITHUB", "Input_x", "ImageOSx", "SECRET_KEY", ...installers, ...unsafe]);

    expect(configVars({ ...all(runners), ...own })).toEqual(own);
  });
});

describe("an installer", () => {
  test("gets what can change where packages come from, and nothing that changes where they go", () => {
    const given = all([...runners, ...unsafe, ...installers]);

    const variables = installerVariables({ given, reach: "all", locale: "C.UTF-8" }, python);

    expect(variables).toMatchObject(all(installers));
    expect(Object.keys(variables).filter((name) => [...runners, ...unsafe].includes(name))).toEqual([]);
  });

  test("finds Python's folders first, and keeps those of the machine", () => {
    const given = { PATH: "/usr/bin:/bin", LIBRARY_PATH: "/l", PKG_CONFIG_PATH: "/k", LANG: "de_DE.UTF-8" };

    expect(installerVariables({ given, reach: "all", locale: "C.UTF-8" }, python)).toEqual({
      PATH: "/e/bin:/t/bin:/usr/bin:/bin",
      C_INCLUDE_PATH: "/p/include",
      CPLUS_INCLUDE_PATH: "/p/include",
      LIBRARY_PATH: "/p/lib:/l",
      LD_LIBRARY_PATH: "/p/lib",
      PKG_CONFIG_PATH: "/p/lib/pkgconfig:/k",
      PYTHONUNBUFFERED: "1",
      LANG: "de_DE.UTF-8",
      PYTHONDONTWRITEBYTECODE: "1",
    });
  });

  test("gets the machine's locale where none is set", () => {
    expect(installerVariables({ given: {}, reach: "all", locale: "en_US.UTF-8" }, python)["LANG"]).toBe("en_US.UTF-8");
  });
});

describe("a hook", () => {
  test("gets config vars, PYTHONPATH and the installers' settings too", () => {
    const given = all(["SECRET_KEY", "PYTHONPATH", "PIP_TARGET", ...installers]);

    expect(hookVariables({ given, python: undefined, build: {} })).toEqual(given);
  });

  test("gets nothing of the runner's, and nothing that would break programs", () => {
    const given = { ...all([...runners, ...keptFromHooks]), PATH: "/usr/bin" };

    expect(hookVariables({ given, python: undefined, build: {} })).toEqual({ PATH: "/usr/bin" });
  });

  test("gets the build's variables, and config vars beat them", () => {
    const given = { LANG: "de_DE.UTF-8", CACHE_DIR: "/mine", C_INCLUDE_PATH: "/mine", PYTHONUNBUFFERED: "" };
    const build = { LANG: "C.UTF-8", CACHE_DIR: "/c", BUILD_DIR: "/b" };

    const variables = hookVariables({ given, python, build });

    expect(variables).toMatchObject({ ...given, BUILD_DIR: "/b", LD_LIBRARY_PATH: "/p/lib", PATH: "/e/bin:/t/bin" });
  });

  test("gets the environment that the build made, not the caller's", () => {
    const given = { VIRTUAL_ENV: "/callers", PATH: "/usr/bin", LIBRARY_PATH: "/callers" };

    const variables = hookVariables({ given, python, build: { VIRTUAL_ENV: "/e" } });

    expect(variables).toMatchObject({ VIRTUAL_ENV: "/e", PATH: "/e/bin:/t/bin:/usr/bin", LIBRARY_PATH: "/p/lib" });
  });

  test("gets nothing of Python before there is one", () => {
    const variables = hookVariables({ given: { PATH: "/usr/bin" }, python: undefined, build: { BUILD_DIR: "/b" } });

    expect(variables).toEqual({ PATH: "/usr/bin", BUILD_DIR: "/b" });
  });
});

describe("variables that say where packages go", () => {
  test("are told about by name, never by value", () => {
    const problems = settings(all([...unsafe, ...installers], "secret"));

    expect(problems.map(({ title }) => title.split(" ")[0])).toEqual(
      unsafe.filter((name) => !silent.includes(name)).sort(),
    );
    expect(new Set(problems.map(({ id }) => id))).toEqual(new Set(["environment::unsafe-variable"]));
    expect(JSON.stringify(problems)).not.toContain("secret");
  });

  test.each(silent)("%s is removed without a word", (name) => {
    expect(settings({ [name]: "x" })).toEqual([]);
  });
});

/** Variables that a login or the machine brings along. */
const ofMachine = ["PATH", "HOME", "USER", "TMPDIR", "TERM", "SHELL", "SSH_AUTH_SOCK"];
const network = [
  ...["https_proxy", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NETRC"],
  ...["PIP_CERT", "PIP_CLIENT_CERT", "PIP_PROXY", "PIP_TRUSTED_HOST", "PIP_DEFAULT_TIMEOUT", "PIP_RETRIES"],
  ...["PIP_CONFIG_FILE", "UV_HTTP_TIMEOUT", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS", "POETRY_CERTIFICATES_X_CERT"],
  ...["GIT_SSH_COMMAND", "SSH_ASKPASS"],
];
const index = [
  ...["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "PIPENV_PYPI_MIRROR"],
  ...["UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_INDEX_X_PASSWORD", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"],
  ...["POETRY_REPOSITORIES_X_URL", "POETRY_HTTP_BASIC_X_PASSWORD", "POETRY_PYPI_TOKEN_X"],
];
const setting = ["PIP_NO_BINARY", "PIP_PRE", "PIPENV_MAX_DEPTH", "POETRY_INSTALLER_PARALLEL", "UV_COMPILE_BYTECODE"];
const configVarsOfApp = ["SECRET_KEY", "DATABASE_URL", "CFLAGS", "TOKEN"];

describe("an install on a platform of today", () => {
  const given = all([...ofMachine, ...network, ...index, ...setting, ...configVarsOfApp, ...unsafe]);
  const namesOf = (reach: ReturnType<typeof reachOf>) =>
    Object.keys(installerVariables({ given, reach, locale: "C.UTF-8" }, python)).filter((name) => name in given);

  test("gets the machine's variables, the network's and the indexes', and no others", () => {
    expect(new Set(namesOf([]))).toEqual(new Set([...ofMachine, ...network, ...index]));
    expect(new Set(namesOf(["TOKEN"]))).toEqual(new Set([...ofMachine, ...network, ...index, "TOKEN"]));
    expect(namesOf("all")).toEqual(expect.arrayContaining([...setting, ...configVarsOfApp]));
  });

  test.each([classic, scalingo, heroku])("of $name is told what does not reach it, and never a value", (platform) => {
    const problems = settings(all([...network, ...index, ...setting, ...configVarsOfApp], "secret"), platform, "pip");
    const weighed = platform === classic ? 0 : 1;

    const named = problems.filter(({ id }) => id === "environment::not-on-platform").map(({ title }) => title);
    expect(named.map((title) => title.split(" ")[0])).toEqual(
      weighed === 0 ? [] : index.filter((name) => name !== "PIP_EXTRA_INDEX_URL").sort(),
    );
    const withheld = problems.filter(({ id }) => id === "environment::withheld");
    expect(withheld).toHaveLength(weighed);
    for (const name of weighed === 0 ? [] : setting) expect(withheld[0]?.explanation).toContain(`\`${name}\``);
    expect(JSON.stringify(problems)).not.toContain("secret");
  });

  test.each<[PackageManagerName, string[]]>([
    ["pip", ["PIP_EXTRA_INDEX_URL"]],
    ["pipenv", ["PIP_EXTRA_INDEX_URL"]],
    ["poetry", []],
    ["uv", []],
  ])("by %s gets %j of the config vars", (name, names) => {
    expect([scalingo, heroku].map((platform) => reachOf(platform, name))).toEqual([names, names]);
    expect(reachOf(classic, name)).toBe("all");
  });
});

test("no list of folders has an empty element, which would mean the working directory", () => {
  const folders = fc.array(fc.constantFrom("", "/a", "/b")).map((parts) => parts.join(":"));
  const given = fc.record({ PATH: folders, LIBRARY_PATH: folders, PKG_CONFIG_PATH: folders }, { requiredKeys: [] });
  fc.assert(
    fc.property(given, (variables) => {
      const { PYTHONUNBUFFERED: _, ...lists } = pythonVariables(variables, python);

      for (const list of Object.values(lists)) expect(list.split(":")).not.toContain("");
    }),
  );
});
