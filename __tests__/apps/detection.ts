import { deploys, type Example, fails, Procfile, runs } from "./example.js";

const notDetected = "detect::no-python-files";
const noneFound = "package-manager::none-found";

/** Detected, but there is nothing to install from. */
const traces: Readonly<Record<string, string>> = {
  ".python-version": "3.12\n",
  "__init__.py": "",
  "app.py": "",
  "main.py": "",
  "manage.py": "",
  "pdm.lock": "",
  "pyproject.toml": "",
  "runtime.txt": "python-3.12\n",
  "server.py": "",
  "setup.cfg": "",
  "__pycache__/app.cpython-312.pyc": "",
  ".venv/bin/activate": "",
  "venv/bin/activate": "",
  // A folder counts as a file does, though nothing can be installed from it.
  "app.py/views.py": "",
  "requirements/base.txt": "flask\n",
  "requirements.txt/base.txt": "flask\n",
  "Pipfile/x": "",
  "setup.py/x": "",
  "Pipfile.lock/x": "",
  "poetry.lock/x": "",
  "uv.lock/x": "",
};

const misspelledRequirements = [
  "requeriments.txt",
  "requirement.txt",
  "requirements",
  "requirements.text",
  "Requirements.txt",
  "requirements.txt.txt",
  "requirments.txt",
];

/** None of these makes a Python app. */
const others: Readonly<Record<string, string>> = {
  "README.md": "# An app\n",
  "wsgi.py": "",
  "index.py": "",
  "Main.py": "",
  "App.py": "",
  pipfile: "[packages]\n",
  PIPFILE: "[packages]\n",
  "REQUIREMENTS.TXT": "flask\n",
  "Pyproject.toml": "",
  "requirements.in": "flask\n",
  "requirements-dev.txt": "pytest\n",
  "dev-requirements.txt": "pytest\n",
  "reqs.txt": "flask\n",
  "environment.yml": "dependencies: [python=3.12]\n",
  Procfile: "web: gunicorn app\n",
  ".tool-versions": "python 3.12.3\n",
  "python-version": "3.12\n",
  Runtime: "python-3.12\n",
  venv: "a file\n",
  ".venv": "a file\n",
  __pycache__: "a file\n",
  "src/app.py": "",
  "backend/requirements.txt": "flask\n",
  "env/pyvenv.cfg": "home = /usr/bin\n",
  "node_modules/x/requirements.txt": "",
};

export const detection: readonly Example[] = [
  ...Object.entries(traces).map<Example>(([path, text]) => ({
    name: `${path} alone`,
    files: { [path]: text },
    every: fails(noneFound, undefined, { manager: null, never: [notDetected, "requirements::misspelled"] }),
  })),
  ...misspelledRequirements.map<Example>((path) => ({
    name: `${path} alone`,
    files: { [path]: "flask==3.1.0\n", Procfile },
    every: fails(noneFound, undefined, { manager: null, also: [`W requirements::misspelled ${path}`] }),
  })),
  ...Object.entries(others).map<Example>(([path, text]) => ({
    name: `${path} is no trace`,
    files: { [path]: text },
    every: fails(notDetected, undefined, { all: [`E ${notDetected}`], manager: null }),
  })),
  { name: "an empty folder", files: {}, every: fails(notDetected, undefined, { all: [`E ${notDetected}`] }) },
  {
    name: "another case of requirements.txt beside app.py",
    files: { "app.py": "", "REQUIREMENTS.TXT": "flask\n" },
    every: fails(noneFound, undefined, { also: ["W requirements::misspelled REQUIREMENTS.TXT"] }),
  },
  {
    name: "a misspelling beside requirements.txt",
    files: { "requirements.txt": "", "requirement.txt": "flask\n" },
    every: deploys({ manager: "pip", never: ["requirements::misspelled"] }),
  },
  {
    name: "a folder with the name of a misspelling",
    files: { "app.py": "", "requirement.txt/x": "" },
    every: fails(noneFound, undefined, { never: ["requirements::misspelled"] }),
  },
  {
    name: "only a hook that would write requirements.txt",
    files: { "bin/pre_compile": "echo flask > requirements.txt\n" },
    every: fails(notDetected),
  },
  {
    name: "requirements.txt alone",
    files: { "requirements.txt": "" },
    classic: runs("3.13.15", "default", { all: ["W python-version::not-specified", "N procfile::missing"] }),
    scalingo: runs("3.13.15", "default", { all: ["W python-version::not-specified", "W procfile::missing"] }),
    heroku: runs("3.14.7", "default", { all: ["W python-version::not-specified", "W procfile::missing"] }),
  },
  {
    name: "Pipfile alone",
    files: { Pipfile: "" },
    classic: runs("3.13.15", "default", {
      manager: "pipenv",
      also: ["W package-manager::pipenv-missing-lockfile Pipfile:1"],
    }),
    strict: fails("package-manager::pipenv-missing-lockfile", "Pipfile:1"),
  },
  {
    name: "Pipfile.lock alone",
    files: { "Pipfile.lock": "{}" },
    every: fails("pipfile::not-found", "Pipfile.lock:1", { manager: "pipenv" }),
  },
  {
    name: "setup.py alone",
    files: { "setup.py": "from setuptools import setup\nsetup()\n" },
    classic: runs("3.13.15", "default", { manager: "setup.py", also: ["W package-manager::setup-py-only setup.py:1"] }),
    strict: fails("package-manager::setup-py-only", "setup.py:1"),
  },
];
