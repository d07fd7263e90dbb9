import { deploys, type Example, type Expected, fails, lockOf, pipenv, runs } from "./example.js";

const manager = "pipenv";
const loose = "W pipfile-lock::loose-version Pipfile.lock:1";
const unspecified = "W python-version::not-specified";
const invalid = "pipfile-lock::invalid-version";
const missingLock = "package-manager::pipenv-missing-lockfile";

const short = (value: string) => `{"_meta": {"requires": {"python_version": ${value}}}}`;

/** A `Pipfile` without a lockfile, which `classic` alone builds. */
function alone(table: string, classic: Expected): Example {
  return {
    name: `a Pipfile ${JSON.stringify(table)}`,
    files: { Pipfile: `[requires]\n${table}\n` },
    classic,
    strict: fails(missingLock, "Pipfile:1"),
  };
}

const asked = (release: string, also: readonly string[] = []) => runs(release, "Pipfile", { manager, also });
const unasked = runs("3.13.15", "default", { manager, also: [unspecified] });
const looseFile = "W pipfile::loose-version Pipfile:2";
const eol = "W python-version::eol Pipfile:2";
const noVersion = fails("pipfile::invalid-version", "Pipfile:2");

const source = '[[source]]\nname = "private"\nurl = "https://packages.example.com/simple"\nverify_ssl = true\n\n';
const django = `${source}[packages]\nDjango = "*"\n\n[requires]\npython_version = "3.12"\n`;
const python312 = { python_version: "3.12" };

/** Whether the 3.12.14 of `.python-version` fits what `Pipfile` says, as Pipenv understands it. */
function fitsOnly(text: string, fits: boolean): Example {
  const mismatch = "pipfile::python-mismatch";
  return {
    name: `a Pipfile of ${JSON.stringify(text)} beside .python-version`,
    files: pipenv("{}", { ".python-version": "3.12\n", Pipfile: `[requires]\npython_version = "${text}"\n` }),
    classic: deploys({ all: fits ? [] : [`W ${mismatch} Pipfile:2`] }),
    strict: fits ? deploys({ all: [] }) : fails(mismatch, "Pipfile:2"),
  };
}

export const pipfiles: readonly Example[] = [
  {
    name: "a lockfile with an asterisk beside a Pipfile with a version",
    files: pipenv(short('"*"'), { Pipfile: '[requires]\npython_version = "3.12"\n' }),
    classic: runs("3.12.14", "Pipfile", { manager, also: [loose] }),
    strict: fails(invalid, "Pipfile.lock:1"),
  },
  {
    name: "a lockfile without a version beside a Pipfile with one",
    files: pipenv("{}", { Pipfile: '[requires]\npython_version = "3.12"\n' }),
    classic: runs("3.12.14", "Pipfile", { manager, all: [] }),
    strict: fails("pipfile::python-mismatch", "Pipfile:2"),
  },
  {
    name: "a lockfile without a version beside a Pipfile of 3.13",
    files: pipenv("{}", { Pipfile: '[requires]\npython_version = "3.13"\n' }),
    classic: runs("3.13.15", "Pipfile", { manager }),
    scalingo: runs("3.13.15", "default", { manager, also: [unspecified] }),
    heroku: fails("pipfile::python-mismatch", "Pipfile:2"),
  },
  {
    name: "a lockfile without a version beside a Pipfile with a range",
    files: pipenv("{}", { Pipfile: '[requires]\npython_version = ">=3.8"\n' }),
    classic: noVersion,
    scalingo: runs("3.13.15", "default", { manager }),
    heroku: runs("3.14.7", "default", { manager }),
  },
  {
    name: ".python-version beside a Pipfile with a range it fits",
    files: pipenv("{}", { ".python-version": "3.12\n", Pipfile: '[requires]\npython_version = ">=3.8"\n' }),
    every: runs("3.12.14", ".python-version", { manager, all: [] }),
  },
  {
    name: ".python-version beside a Pipfile with a range it does not fit",
    files: pipenv("{}", { ".python-version": "3.12\n", Pipfile: '[requires]\npython_version = "~=3.13.0"\n' }),
    classic: runs("3.12.14", ".python-version", { manager, also: ["W pipfile::python-mismatch Pipfile:2"] }),
    strict: fails("pipfile::python-mismatch", "Pipfile:2"),
  },
  {
    name: ".python-version of a series beside a Pipfile of an older release",
    files: pipenv("{}", { ".python-version": "3.12\n", Pipfile: '[requires]\npython_full_version = "3.12.9"\n' }),
    classic: runs("3.12.14", ".python-version", { manager, also: ["W pipfile::python-mismatch Pipfile:2"] }),
    strict: fails("pipfile::python-mismatch", "Pipfile:2"),
  },
  {
    name: "a Pipfile of 3, which any release of it fits",
    files: pipenv("{}", { ".python-version": "3.12\n", Pipfile: '[requires]\npython_version = "3"\n' }),
    every: runs("3.12.14", ".python-version", { manager, all: [] }),
  },
  {
    name: "a Pipfile with an asterisk, which any release fits",
    files: pipenv("{}", { ".python-version": "3.12\n", Pipfile: '[requires]\npython_version = "*"\n' }),
    every: runs("3.12.14", ".python-version", { manager, all: [] }),
  },
  alone('python_version = "3.6"', asked("3.6.6", [eol])),
  alone('python_version = "2.7"', asked("2.7.15", [eol])),
  alone('python_version = "3.6.5"', asked("3.6.5", [eol])),
  alone('python_full_version = "3.12"', asked("3.12.14")),
  alone('python_full_version = "3.12.4"\npython_version = "3.11"', asked("3.12.4")),
  alone('python_version = "3.11"\npython_full_version = "3.12.4"', asked("3.12.4")),
  alone('python_version = "3.6."', asked("3.6.6", [looseFile, eol])),
  alone('python_version = "3.6.*"', asked("3.6.6", [looseFile, eol])),
  alone('python_version = "3"', asked("3.13.15", [looseFile])),
  alone('python_version = "2"', asked("2.7.15", [looseFile, eol])),
  alone('python_version = "*"', unasked),
  alone('python_version = ""', unasked),
  alone("", unasked),
  alone('python_version = "^3.12"', noVersion),
  alone('python_version = ">=3.8"', noVersion),
  alone('python_version = "~=3.9"', noVersion),
  alone('python_version = "three"', noVersion),
  alone("python_version = 3.10", noVersion),
  alone("python_version = 3", noVersion),
  alone('python_version = "3.15"', fails("python-version::unknown-major", "Pipfile:2")),
  alone('python_version = "3.12.99"', fails("python-version::unknown-patch", "Pipfile:2")),
  alone("python_version =", fails("pipfile::invalid-toml", "Pipfile:2")),
  {
    name: "a Pipfile that is not TOML, with a lockfile",
    files: pipenv(short('"3.12"'), { Pipfile: "[packages]\ndjango ==\n" }),
    every: fails("pipfile::invalid-toml", "Pipfile:2", { manager }),
  },
  {
    name: "a Pipfile and the lockfile made of it",
    files: pipenv(lockOf(django, python312), { Pipfile: django }),
    every: runs("3.12.14", "Pipfile.lock", { manager, all: [] }),
  },
  {
    name: "a lockfile made of it by an older Pipenv",
    files: pipenv(lockOf(django, python312, "verbatim"), { Pipfile: django }),
    every: fails("pipfile-lock::out-of-date", "Pipfile.lock:4", { manager }),
  },
  {
    name: "a lockfile made of it by an older Pipenv, on Python 3.9",
    files: pipenv(lockOf(django.replace("3.12", "3.9"), { python_version: "3.9" }, "verbatim"), {
      Pipfile: django.replace("3.12", "3.9"),
    }),
    classic: runs("3.9.25", "Pipfile.lock", { manager }),
    strict: fails("python-version::eol", "Pipfile.lock"),
  },
  {
    name: "a Pipfile that changed after the lock",
    files: pipenv(lockOf(django, python312), { Pipfile: django.replace('"*"', '">=5"') }),
    every: fails("pipfile-lock::out-of-date", "Pipfile.lock:4", { manager }),
  },
  {
    name: "a lockfile without a hash",
    files: pipenv(short('"3.12"'), { Pipfile: django }),
    every: fails("pipfile-lock::out-of-date", "Pipfile.lock", { manager }),
  },
  {
    name: "a Pipfile with a category of its own",
    files: pipenv(lockOf(`${django}\n[docs]\nSphinx = "*"\n`, python312), {
      Pipfile: `${django}\n[docs]\nSphinx = "*"\n`,
    }),
    every: deploys({ manager, all: [] }),
  },
  {
    name: "a Pipfile whose scripts changed after the lock",
    files: pipenv(lockOf(django, python312), { Pipfile: `${django}\n[scripts]\nserve = "python app.py"\n` }),
    every: deploys({ manager, all: [] }),
  },
  {
    name: "a source without a name",
    files: pipenv(short('"3.12"'), { Pipfile: '[[source]]\nurl = "https://packages.example.com/simple"\n' }),
    every: fails("pipfile::invalid-source", "Pipfile", { manager }),
  },
  {
    name: "a variable in a source",
    files: pipenv(lockOf(django.replace("://", `://\${USER}@`), python312), {
      Pipfile: django.replace("://", `://\${USER}@`),
    }),
    classic: deploys({ all: ["N requirements::environment-variable Pipfile:3"] }),
    strict: deploys({ all: ["W requirements::environment-variable Pipfile:3"] }),
  },
  fitsOnly("==3.12.*", false),
  fitsOnly("3.12.*", false),
  fitsOnly("^3.12", false),
  fitsOnly(">=3.8,<3.12", false),
  fitsOnly("!=3.12.14", false),
  fitsOnly("3.12.14", true),
  fitsOnly("3.1", false),
  fitsOnly(">=3.8,<3.13", true),
  fitsOnly("", true),
];
