import { deploys, type Example, fails, lockOf, runs } from "./example.js";

const source = '[[source]]\nurl = "https://packages.example.com/simple"\nverify_ssl = true\nname = "pypi"\n\n';
const botPipfile = `${source}[packages]\n"discord.py" = "*"\npython-dotenv = "*"\n\n[dev-packages]\nblack = "*"\n\n[requires]\npython_version = "3.11"\n`;
const pinned = "asgiref==3.8.1\nDjango==5.1.4\ngunicorn==23.0.0\nsqlparse==0.5.3\nwhitenoise==6.8.2\n";
const poetryProject =
  '[tool.poetry]\nname = "shop"\nversion = "0.1.0"\ndescription = ""\nauthors = []\npackage-mode = false\n\n[tool.poetry.dependencies]\npython = "^3.11"\nflask = "^3.0"\n\n[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n';
const notRun = "N hooks::not-run-in-plan bin/pre_compile";

export const realMixtures: readonly Example[] = [
  {
    name: "a Poetry app with runtime.txt",
    files: {
      "pyproject.toml": poetryProject,
      "poetry.lock": "package = []\n",
      "runtime.txt": "python-3.11.9\n",
      Procfile: "web: gunicorn shop:app\n",
    },
    every: runs("3.11.9", "runtime.txt", { manager: "poetry", also: [] }),
  },
  {
    name: "a Poetry app with an export to requirements.txt",
    files: {
      "pyproject.toml": poetryProject,
      "poetry.lock": "package = []\n",
      "requirements.txt": "flask==3.0.3\n",
      "runtime.txt": "python-3.11\n",
    },
    classic: runs("3.11.16", "runtime.txt", { manager: "pip" }),
    strict: fails("package-manager::multiple-found", "poetry.lock"),
  },
  {
    name: "a Poetry library without a lockfile",
    files: { "pyproject.toml": poetryProject, "shop/__init__.py": "", "tests/test_shop.py": "", "README.md": "" },
    every: fails("package-manager::none-found"),
  },
  {
    name: "a library with setup.py, tox.ini and a list for pyenv",
    files: { "setup.py": "", "tox.ini": "[tox]\n", ".python-version": "3.12.1\n3.11.7\n3.10.13\n" },
    classic: fails("python-version-file::multiple-versions", ".python-version:2"),
    strict: fails("package-manager::setup-py-only", "setup.py:1"),
  },
  {
    name: "a PDM project",
    files: {
      "pyproject.toml": '[project]\nname = "bot"\nrequires-python = ">=3.10"\n\n[tool.pdm]\ndistribution = false\n',
      "pdm.lock": "",
      ".pdm-python": "/x/python",
      "src/bot/__init__.py": "",
    },
    every: fails("package-manager::none-found"),
  },
  {
    name: "a Hatch project",
    files: {
      "pyproject.toml": '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
      "src/x/__init__.py": "",
    },
    every: fails("package-manager::none-found"),
  },
  {
    name: "notebooks without requirements",
    files: { "analysis.ipynb": "{}", "data/iris.csv": "", "README.md": "# Data\n", LICENSE: "" },
    every: fails("detect::no-python-files"),
  },
  {
    name: "notebooks with an environment.yml of conda",
    files: { "analysis.ipynb": "{}", "environment.yml": "name: x\ndependencies:\n  - python=3.11\n  - pip\n" },
    every: fails("detect::no-python-files"),
  },
  {
    name: "scripts with an environment.yml of conda",
    files: {
      "main.py": "",
      "environment.yml": "name: x\ndependencies:\n  - python=3.11\n",
      Procfile: "web: python main.py\n",
    },
    every: fails("package-manager::none-found"),
  },
  {
    name: "the root of a monorepo",
    files: {
      "backend/requirements.txt": "flask\n",
      "backend/app.py": "",
      "frontend/package.json": "{}\n",
      "docker-compose.yml": "",
    },
    every: fails("detect::no-python-files"),
  },
  {
    name: "a React front end and a Django back end in one root",
    files: {
      "package.json": '{"scripts": {"build": "vite build"}}\n',
      "manage.py": "",
      "requirements.txt": pinned,
      ".python-version": "3.13\n",
      Procfile: "web: gunicorn site.wsgi\n",
    },
    classic: runs("3.13.15", ".python-version", { all: ["N buildpacks::other-first package.json:1"] }),
    scalingo: runs("3.13.15", ".python-version", { all: ["W buildpacks::other-first package.json:1"] }),
    heroku: runs("3.13.15", ".python-version", { all: ["N buildpacks::other-first package.json:1"] }),
  },
  {
    name: "Node.js and Python with .buildpacks",
    files: {
      "package.json": "{}\n",
      ".buildpacks": "https://github.com/Scalingo/nodejs-buildpack\nhttps://github.com/Scalingo/python-buildpack\n",
      "requirements.txt": pinned,
      ".python-version": "3.13\n",
      Procfile: "web: gunicorn site.wsgi\n",
    },
    classic: runs("3.13.15", ".python-version", { all: ["N buildpacks::not-run .buildpacks:1"] }),
    scalingo: runs("3.13.15", ".python-version", { all: ["N buildpacks::not-run .buildpacks:1"] }),
    heroku: runs("3.13.15", ".python-version", { never: ["buildpacks::not-run"] }),
  },
  {
    name: "an app with its environment committed",
    files: {
      "app.py": "",
      "requirements.txt": "Flask==3.1.0\n",
      "venv/pyvenv.cfg": "home = C:\\Python311\n",
      "venv/Scripts/python.exe": "",
    },
    classic: deploys({ also: ["W checks::existing-venv-dir venv/pyvenv.cfg"] }),
    strict: fails("checks::existing-venv-dir", "venv/pyvenv.cfg"),
  },
  {
    name: "a Discord bot with Pipenv and only a worker",
    files: {
      "bot.py": "",
      Pipfile: botPipfile,
      "Pipfile.lock": lockOf(botPipfile, { python_version: "3.11" }),
      Procfile: "worker: python bot.py\n",
    },
    classic: runs("3.11.16", "Pipfile.lock", { manager: "pipenv", all: ["N procfile::no-web Procfile:1"] }),
    scalingo: runs("3.11.16", "Pipfile.lock", { manager: "pipenv", all: ["W procfile::no-web Procfile:1"] }),
    heroku: runs("3.11.16", "Pipfile.lock", { manager: "pipenv", all: ["N procfile::no-web Procfile:1"] }),
  },
  {
    name: "a bot with Pipenv, and a .python-version of pyenv",
    files: {
      "bot.py": "",
      Pipfile: botPipfile,
      "Pipfile.lock": lockOf(botPipfile, { python_version: "3.11" }),
      ".python-version": "3.12.4\n",
    },
    classic: runs("3.12.4", ".python-version", { manager: "pipenv", also: ["W pipfile::python-mismatch Pipfile:14"] }),
    strict: fails("pipfile::python-mismatch", "Pipfile:14"),
  },
  {
    name: "Pipenv with an export to requirements.txt",
    files: {
      "bot.py": "",
      Pipfile: botPipfile,
      "Pipfile.lock": lockOf(botPipfile, { python_version: "3.11" }),
      "requirements.txt": "discord.py==2.4.0\n",
    },
    classic: runs("3.11.16", "Pipfile.lock", {
      manager: "pipenv",
      also: ["W package-manager::multiple-found requirements.txt"],
    }),
    strict: fails("package-manager::multiple-found", "requirements.txt"),
  },
  {
    name: "requirements split into files, with a hook",
    files: {
      "requirements.txt": "-r requirements/production.txt\n",
      "requirements/production.txt": "-r base.txt\ngunicorn==23.0.0\n",
      "requirements/base.txt": "Django==5.1.4\n",
      "bin/post_compile": "#!/usr/bin/env bash\nset -eo pipefail\npython manage.py compilemessages\n",
      ".python-version": "3.12\n",
      Procfile: "web: gunicorn site.wsgi\npostdeploy: python manage.py migrate --noinput\n",
    },
    classic: runs("3.12.14", ".python-version", { all: [] }),
    scalingo: runs("3.12.14", ".python-version", { all: [] }),
    heroku: runs("3.12.14", ".python-version", { all: ["N procfile::postdeploy-entry Procfile:2"] }),
  },
  {
    name: "an app whose hook exports its requirements",
    files: {
      "pyproject.toml": poetryProject,
      "bin/pre_compile": "#!/usr/bin/env bash\npip install poetry\npoetry export -o requirements.txt\n",
      Procfile: "web: gunicorn shop:app\n",
    },
    every: deploys({
      also: [notRun, "W hooks::python-in-pre-compile bin/pre_compile:2", "W package-manager::none-found"],
    }),
  },
  {
    name: "a dashboard with Streamlit for another host",
    files: {
      "app.py": "",
      "requirements.txt": "streamlit==1.41.1\n",
      "packages.txt": "ffmpeg\n",
      "runtime.txt": "python-3.9\n",
      Procfile: "web: sh setup.sh && streamlit run app.py\n",
    },
    classic: runs("3.9.25", "runtime.txt", { also: ["W python-version::eol runtime.txt:1"] }),
    strict: fails("python-version::eol", "runtime.txt:1"),
  },
  {
    name: "an app whose runtime.txt was written by a shell command gone wrong",
    files: { "app.py": "", "requirements.txt": "Flask==3.1.0\n", "runtime.txt": 'echo "python-3.11.9" > runtime.txt' },
    every: fails("runtime-txt::invalid-version", "runtime.txt:1"),
  },
];
