import { type Example, fails, pip, pipenv, poetry, runs, uv } from "./example.js";

const origin = ".python-version";
const at = `${origin}:1`;
const files = (version: string) => pip({ [origin]: `${version}\n` });
const unsupported = "install-package-manager::unsupported-python";

const supported = (version: string, release = version, more: readonly string[] = []): Example => ({
  name: `${version} is ${release}`,
  files: files(version),
  classic: runs(release, origin, { all: more.map((id) => `N ${id} ${at}`) }),
  strict: runs(release, origin, { all: more.map((id) => `W ${id} ${at}`) }),
});

const ended = (version: string, release = version, more: readonly string[] = []): Example => ({
  name: `${version} has ended, and classic installs ${release}`,
  files: files(version),
  classic: runs(release, origin, { all: [`W python-version::eol ${at}`, ...more] }),
  strict: fails("python-version::eol", at),
});

const refused = (version: string, classic: string, strict = classic): Example => ({
  name: `${version} is refused`,
  files: files(version),
  classic: fails(classic, at),
  strict: fails(strict, at),
});

const patch = "python-version::patch-update";
const major = "python-version::unknown-major";

export const releases: readonly Example[] = [
  supported("3.14", "3.14.7"),
  supported("3.13", "3.13.15"),
  supported("3.12", "3.12.14"),
  supported("3.11", "3.11.16"),
  supported("3.10", "3.10.21", ["python-version::deprecated"]),
  supported("3.14.7"),
  supported("3.14.0", "3.14.0", [patch]),
  supported("3.13.9", "3.13.9", [patch]),
  supported("3.13.0", "3.13.0", [patch]),
  supported("3.11.9", "3.11.9", [patch]),
  supported("3.10.21", "3.10.21", ["python-version::deprecated"]),
  ended("3.9", "3.9.25"),
  ended("3.8", "3.8.20"),
  ended("3.7", "3.7.17"),
  ended("3.6", "3.6.6"),
  ended("2.7", "2.7.15"),
  ended("3.9.1", "3.9.1", [`N ${patch} ${at}`]),
  ended("3.6.15"),
  ended("2.7.18"),
  ended("2.7.9", "2.7.9", [`N ${patch} ${at}`]),
  refused("2.6", major, "python-version::eol"),
  refused("2.8", major, "python-version::eol"),
  refused("3.0", major, "python-version::eol"),
  refused("3.1", major, "python-version::eol"),
  refused("3.4.10", major, "python-version::eol"),
  refused("1.5", major, "python-version::eol"),
  refused("3.16", major),
  refused("5.1.2", major),
  refused("20.10", major),
  refused("3.13.99", "python-version::unknown-patch"),
  refused("3.10.100", "python-version::unknown-patch"),
  refused("3.6.99", "python-version::unknown-patch", "python-version::eol"),
  refused("2.7.99", "python-version::unknown-patch", "python-version::eol"),
  {
    name: "Poetry does not run on 3.8",
    files: poetry({ [origin]: "3.8\n" }),
    classic: fails(unsupported, at, { also: [`W python-version::eol ${at}`] }),
    strict: fails("python-version::eol", at),
  },
  {
    name: "Poetry runs on 3.9",
    files: poetry({ [origin]: "3.9\n" }),
    classic: runs("3.9.25", origin, { manager: "poetry", never: [unsupported] }),
    strict: fails("python-version::eol", at),
  },
  {
    name: "Poetry does not run on 2.7",
    files: poetry({ [origin]: "2.7\n" }),
    classic: fails(unsupported, at),
    strict: fails("python-version::eol", at),
  },
  {
    name: "uv does not run on 3.7",
    files: uv({ [origin]: "3.7\n" }),
    classic: fails(unsupported, at),
    strict: fails("python-version::eol", at),
  },
  {
    name: "uv runs on 3.8",
    files: uv({ [origin]: "3.8\n" }),
    classic: runs("3.8.20", origin, { manager: "uv", never: [unsupported] }),
    strict: fails("python-version::eol", at),
  },
  {
    name: "Pipenv runs on 2.7",
    files: pipenv("{}", { [origin]: "2.7\n" }),
    classic: runs("2.7.15", origin, { manager: "pipenv", never: [unsupported] }),
    strict: fails("python-version::eol", at),
  },
  {
    name: "setup.py on 3.6",
    files: { "setup.py": "", [origin]: "3.6\n" },
    classic: runs("3.6.6", origin, { manager: "setup.py", never: [unsupported] }),
    strict: fails("package-manager::setup-py-only", "setup.py:1", { also: [`E python-version::eol ${at}`] }),
  },
];
