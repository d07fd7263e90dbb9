import { type Example, fails, pipenv, runs } from "./example.js";

const manager = "pipenv";
const loose = "W pipfile-lock::loose-version Pipfile.lock:1";
const unspecified = "W python-version::not-specified";
const invalid = "pipfile-lock::invalid-version";
const notJson = "pipfile-lock::invalid-json";

const requires = (fields: string) => `{"_meta": {"requires": {${fields}}}}`;
const short = (value: string) => requires(`"python_version": ${value}`);
const full = (value: string) => requires(`"python_full_version": ${value}`);

/** The lockfile asks for nothing. */
function silent(lock: string): Example {
  const said = { manager, all: [unspecified] };
  return {
    name: `a lockfile ${lock}`,
    files: pipenv(lock),
    classic: runs("3.13.15", "default", said),
    scalingo: runs("3.13.15", "default", said),
    heroku: runs("3.14.7", "default", said),
  };
}

const read = (lock: string, release: string): Example => ({
  name: `a lockfile ${lock}`,
  files: pipenv(lock),
  every: runs(release, "Pipfile.lock", { manager, never: [unspecified] }),
});

const looselyRead = (lock: string, release: string, origin = "Pipfile.lock"): Example => ({
  name: `a lockfile ${lock}`,
  files: pipenv(lock),
  classic: runs(release, origin, { manager, also: [loose] }),
  strict: fails(invalid, "Pipfile.lock:1"),
});

const refused = (lock: string, reason = invalid, at = "Pipfile.lock:1"): Example => ({
  name: `a lockfile ${JSON.stringify(lock)}`,
  files: pipenv(lock),
  every: fails(reason, at),
});

export const pipfileLocks: readonly Example[] = [
  silent("{}"),
  silent('{"_meta": {}}'),
  silent('{"_meta": {"requires": {}}}'),
  silent("null"),
  silent(requires('"python_full_version": null, "python_version": null')),
  read(short('"3.12"'), "3.12.14"),
  read(full('"3.12.4"'), "3.12.4"),
  read(full('"3.12"'), "3.12.14"),
  read(short('"3.12.4"'), "3.12.4"),
  read(requires('"python_full_version": "3.12.4", "python_version": "3.11"'), "3.12.4"),
  read(requires('"python_full_version": null, "python_version": "3.12"'), "3.12.14"),
  read(requires('"python_full_version": false, "python_version": "3.12"'), "3.12.14"),
  read(`\uFEFF${short('"3.12"')}`, "3.12.14"),
  read(short("3.12"), "3.12.14"),
  read(short("3.10"), "3.10.21"),
  looselyRead(short('"*"'), "3.13.15", "default"),
  looselyRead(short('"3"'), "3.13.15"),
  looselyRead(short('"3.12."'), "3.12.14"),
  looselyRead(short('"3.9.*"'), "3.9.25"),
  looselyRead(short('"2"'), "2.7.15"),
  refused(short('"^3.12"')),
  refused(short('">=3.11"')),
  refused(short('" 3.12"')),
  refused(short('"3.12\\n"')),
  refused(short('""')),
  refused(short("true")),
  refused(short("{}")),
  refused(short("false")),
  refused(requires('"python_full_version": "", "python_version": "3.12"')),
  refused(
    '{\n  "_meta": {\n    "requires": {\n      "python_version": ">=3.11"\n    }\n  }\n}\n',
    invalid,
    "Pipfile.lock:4",
  ),
  refused('{"_meta": []}', notJson),
  refused('{"_meta": "x"}', notJson),
  refused('{"_meta": {"requires": []}}', notJson),
  refused('{"_meta": {"requires": "3.12"}}', notJson),
  refused("[]", notJson),
  refused("Pipfile.lock", notJson),
  refused('{\n<<<<<<< HEAD\n  "_meta": {}\n=======\n>>>>>>> main\n}', notJson, "Pipfile.lock:2"),
  refused('{"_meta": {"requires":', notJson, "Pipfile.lock"),
  refused("", notJson, "Pipfile.lock"),
  refused(" \n\n", notJson, "Pipfile.lock"),
  {
    name: "a lockfile of Python 3.9",
    files: pipenv(short('"3.9"')),
    classic: runs("3.9.25", "Pipfile.lock", { manager, also: ["W python-version::eol Pipfile.lock:1"] }),
    strict: fails("python-version::eol", "Pipfile.lock:1"),
  },
  {
    name: "a lockfile of Python 3.99",
    files: pipenv(short('"3.99"')),
    every: fails("python-version::unknown-major", "Pipfile.lock:1"),
  },
  {
    name: "a lockfile of a release there is not",
    files: pipenv(full('"3.12.99"')),
    every: fails("python-version::unknown-patch", "Pipfile.lock:1"),
  },
  silent('{"_meta": null}'),
  silent('{"_meta": {"requires": null}}'),
  silent('{"requires": {"python_version": "3.12"}}'),
  refused(requires('"python_full_version": ">=3", "python_version": "3.12"')),
  refused(short("3.12.4"), notJson),
  refused('{"_meta": {},}', notJson),
  refused("// made by hand\n{}", notJson),
];
