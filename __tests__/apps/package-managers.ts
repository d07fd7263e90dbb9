import type { Files } from "../support/temporary-folder.js";
import { type Example, fails, Procfile, pip, pipenv, poetry, runs, uv } from "./example.js";

const version = { ".python-version": "3.12\n" };
const multiple = "package-manager::multiple-found";
const missingLock = "package-manager::pipenv-missing-lockfile";

const alone = { pipenv: pipenv("{}", version), pip: pip(version), poetry: poetry(version), uv: uv(version) };
const files = { pipenv: "Pipfile.lock", pip: "requirements.txt", poetry: "poetry.lock", uv: "uv.lock" };
type Name = keyof typeof alone;

function together(...names: [Name, ...Name[]]): Example {
  const [first, ...rest] = names;
  const places = rest.map((name) => files[name]);
  return {
    name: names.join(" and "),
    files: Object.assign({}, ...names.map((name) => alone[name])),
    classic: runs("3.12.14", ".python-version", {
      manager: first,
      all: places.map((place) => `W ${multiple} ${place}`),
    }),
    strict: fails(multiple, places[0], { also: places.map((place) => `E ${multiple} ${place}`) }),
  };
}

const withSetupPy = (name: Name): Example => ({
  name: `${name} beside setup.py`,
  files: { ...alone[name], "setup.py": "" },
  every: runs("3.12.14", ".python-version", { manager: name, all: [] }),
});

const noSelection = (name: string, others: Files): Example => ({
  name,
  files: { ...others, ...version, Procfile },
  every: fails("package-manager::none-found", undefined, { manager: null, all: ["E package-manager::none-found"] }),
});

export const packageManagers: readonly Example[] = [
  ...(["pipenv", "pip", "poetry", "uv"] as const).map<Example>((name) => ({
    name: `${name} alone`,
    files: alone[name],
    every: runs("3.12.14", ".python-version", { manager: name, all: [] }),
  })),
  together("pipenv", "pip"),
  together("pipenv", "poetry"),
  together("pipenv", "uv"),
  together("pip", "poetry"),
  together("pip", "uv"),
  together("poetry", "uv"),
  together("pipenv", "pip", "poetry"),
  together("pip", "poetry", "uv"),
  together("pipenv", "pip", "poetry", "uv"),
  withSetupPy("pipenv"),
  withSetupPy("pip"),
  withSetupPy("poetry"),
  withSetupPy("uv"),
  {
    name: "Pipfile without a lockfile, and requirements.txt",
    files: { ...pip(version), Pipfile: "" },
    classic: runs("3.12.14", ".python-version", {
      manager: "pipenv",
      also: [`W ${missingLock} Pipfile:1`, `W ${multiple} requirements.txt`],
    }),
    strict: fails(missingLock, "Pipfile:1"),
  },
  {
    name: "Pipfile without a lockfile, and uv.lock",
    files: { ...uv(version), Pipfile: "" },
    classic: runs("3.12.14", ".python-version", { manager: "pipenv", also: [`W ${multiple} uv.lock`] }),
    strict: fails(missingLock, "Pipfile:1"),
  },
  {
    name: "Pipfile without a lockfile, and setup.py",
    files: { Pipfile: "", "setup.py": "", Procfile, ...version },
    classic: runs("3.12.14", ".python-version", {
      manager: "pipenv",
      all: [`W ${missingLock} Pipfile:1`, "N cache::environment-off Pipfile:1"],
    }),
    strict: fails(missingLock, "Pipfile:1", { never: ["package-manager::setup-py-only"] }),
  },
  {
    name: "Pipfile.lock without Pipfile, and requirements.txt",
    files: { ...pip(version), "Pipfile.lock": "{}" },
    classic: fails("pipfile::not-found", "Pipfile.lock:1", {
      manager: "pipenv",
      also: [`W ${multiple} requirements.txt`],
    }),
    strict: fails(multiple, "requirements.txt"),
  },
  {
    name: "setup.py with a version",
    files: { "setup.py": "", Procfile, ...version },
    classic: runs("3.12.14", ".python-version", {
      manager: "setup.py",
      also: ["W package-manager::setup-py-only setup.py:1"],
    }),
    strict: fails("package-manager::setup-py-only", "setup.py:1"),
  },
  {
    name: "setup.py, setup.cfg and pyproject.toml",
    files: { "setup.py": "", "setup.cfg": "[metadata]\n", "pyproject.toml": "[build-system]\n", Procfile, ...version },
    classic: runs("3.12.14", ".python-version", { manager: "setup.py" }),
    strict: fails("package-manager::setup-py-only", "setup.py:1"),
  },
  noSelection("pyproject.toml of Poetry without a lockfile", { "pyproject.toml": "[tool.poetry]\n" }),
  noSelection("pyproject.toml of uv without a lockfile", { "pyproject.toml": "[tool.uv]\n" }),
  noSelection("pyproject.toml and pdm.lock", { "pyproject.toml": "[tool.pdm]\n", "pdm.lock": "" }),
  noSelection("pyproject.toml that is not TOML, alone", { "pyproject.toml": "[tool.\n" }),
  noSelection("setup.cfg", { "setup.cfg": "[metadata]\nname = x\n" }),
  noSelection("folders with the names of lockfiles", { "poetry.lock/x": "", "uv.lock/x": "", "Pipfile.lock/x": "" }),
  {
    name: "requirements.txt that holds a blank line only",
    files: pip({ "requirements.txt": "\n", ...version }),
    every: runs("3.12.14", ".python-version", { all: [] }),
  },
  {
    name: "requirements.txt beside a pyproject.toml of Poetry",
    files: pip({ "pyproject.toml": "[tool.poetry]\n", ...version }),
    every: runs("3.12.14", ".python-version", { all: [] }),
  },
  {
    name: "requirements.txt beside pdm.lock",
    files: pip({ "pdm.lock": "", "pyproject.toml": "[tool.pdm]\n", ...version }),
    every: runs("3.12.14", ".python-version", { all: [] }),
  },
];
