import { type Example, fails, lockOf, runs } from "./example.js";

const source = '[[source]]\nurl = "https://packages.example.com/simple"\nverify_ssl = true\nname = "pypi"\n\n';
const oldPipfile = `${source}[packages]\ndjango = "==2.0.5"\ngunicorn = "*"\n\n[requires]\npython_version = "3.6"\n`;
const pinned = "asgiref==3.8.1\nDjango==5.1.4\ngunicorn==23.0.0\nsqlparse==0.5.3\nwhitenoise==6.8.2\n";
const uvProject =
  '[project]\nname = "api"\nversion = "0.1.0"\nrequires-python = ">=3.12"\ndependencies = ["fastapi[standard]>=0.115"]\n';

export const realApps: readonly Example[] = [
  {
    name: "Django with Procfile and runtime.txt",
    files: {
      "manage.py": "#!/usr/bin/env python\n",
      "requirements.txt": pinned,
      "runtime.txt": "python-3.12.8\n",
      Procfile: "release: python manage.py migrate\nweb: gunicorn blog.wsgi --log-file -\n",
      "blog/settings.py": "",
    },
    classic: runs("3.12.8", "runtime.txt", {
      all: [
        "N runtime-txt::deprecated runtime.txt:1",
        "N python-version::patch-update runtime.txt:1",
        "W procfile::release-entry Procfile:1",
      ],
    }),
    scalingo: runs("3.12.8", "runtime.txt", {
      all: [
        "W runtime-txt::deprecated runtime.txt:1",
        "W python-version::patch-update runtime.txt:1",
        "W procfile::release-entry Procfile:1",
      ],
    }),
    heroku: runs("3.12.8", "runtime.txt", {
      all: ["W runtime-txt::deprecated runtime.txt:1", "W python-version::patch-update runtime.txt:1"],
    }),
  },
  {
    name: "Django of 2018 with the dot in runtime.txt",
    files: {
      "manage.py": "",
      "requirements.txt": "Django==2.0.5\ngunicorn==19.8.1\n",
      "runtime.txt": "python-3.6.",
      Procfile: "web: gunicorn site.wsgi\n",
    },
    classic: runs("3.6.6", "runtime.txt", { also: ["W runtime-txt::loose-version", "W python-version::eol"] }),
    strict: fails("runtime-txt::invalid-version", "runtime.txt:1"),
  },
  {
    name: "Django of 2018 with Pipfile and its lockfile",
    files: {
      "manage.py": "",
      Pipfile: oldPipfile,
      "Pipfile.lock": lockOf(oldPipfile, { python_version: "3.6" }, "verbatim"),
      Procfile: "web: gunicorn site.wsgi\n",
    },
    classic: runs("3.6.6", "Pipfile.lock", { manager: "pipenv", all: ["W python-version::eol Pipfile.lock:8"] }),
    strict: fails("python-version::eol", "Pipfile.lock:8"),
  },
  {
    name: "Python 2 with a Pipfile",
    files: {
      "app.py": "",
      Pipfile: `${source}[packages]\nflask = "*"\n\n[requires]\npython_version = "2.7"\n`,
      Procfile: "web: gunicorn app:app\n",
    },
    classic: runs("2.7.15", "Pipfile", {
      manager: "pipenv",
      also: ["W package-manager::pipenv-missing-lockfile Pipfile:1", "W python-version::eol Pipfile:10"],
    }),
    strict: fails("package-manager::pipenv-missing-lockfile", "Pipfile:1"),
  },
  {
    name: "Flask with unpinned requirements and no version",
    files: {
      "app.py": "",
      "requirements.txt": "Flask\ngunicorn\n",
      Procfile: "web: gunicorn app:app\n",
      "templates/index.html": "",
    },
    classic: runs("3.13.15", "default", {
      also: ["W python-version::not-specified", "N requirements::unpinned requirements.txt:1"],
    }),
    scalingo: runs("3.13.15", "default", { also: ["W python-version::not-specified"] }),
    heroku: runs("3.14.7", "default", { also: ["W python-version::not-specified"] }),
  },
  {
    name: "Flask started by its development server",
    files: {
      "app.py": "",
      "requirements.txt": "Flask==3.1.0\n",
      "runtime.txt": "python-3.10.12\n",
      Procfile: "web: flask run --host 0.0.0.0 --port 5000\n",
    },
    every: runs("3.10.12", "runtime.txt", {
      also: ["W procfile::fixed-port Procfile:1", "N procfile::development-server Procfile:1"],
    }),
  },
  {
    name: "Flask from Windows: UTF-16 requirements",
    files: {
      "app.py": "",
      "requirements.txt": new Uint8Array(Buffer.from("\uFEFFFlask==3.1.0\r\n", "utf16le")),
      ".python-version": "3.12\r\n",
      Procfile: "web: gunicorn app:app\r\n",
    },
    every: runs("3.12.14", ".python-version", {
      also: ["W requirements::encoding requirements.txt:1", "W procfile::crlf Procfile:1"],
    }),
  },
  {
    name: "FastAPI with uv",
    files: {
      "main.py": "",
      "pyproject.toml": uvProject,
      "uv.lock": 'version = 1\nrequires-python = ">=3.12"\n',
      ".python-version": "3.12\n",
      Procfile: "web: fastapi run --port $PORT\n",
    },
    every: runs("3.12.14", ".python-version", { manager: "uv", all: [] }),
  },
  {
    name: "FastAPI with uv, and the .python-version ignored",
    files: {
      "main.py": "",
      "pyproject.toml": uvProject,
      "uv.lock": 'version = 1\nrequires-python = ">=3.12"\n',
      Procfile: `web: uvicorn main:app --host 0.0.0.0 --port \${PORT}\n`,
    },
    classic: runs("3.13.15", "default", { manager: "uv" }),
    strict: fails("python-version-file::not-found", "uv.lock:1"),
  },
  {
    name: "FastAPI that moved from pip to uv, and kept both",
    files: {
      "main.py": "",
      "pyproject.toml": uvProject,
      "uv.lock": "version = 1\n",
      "requirements.txt": "fastapi==0.115.6\n",
      ".python-version": "3.12\n",
      Procfile: "web: uvicorn main:app\n",
    },
    classic: runs("3.12.14", ".python-version", {
      manager: "pip",
      also: ["W package-manager::multiple-found uv.lock", "W procfile::loopback-address"],
    }),
    strict: fails("package-manager::multiple-found", "uv.lock"),
  },
];
