import { describe, expect, test } from "vitest";
import type { PackageManagerName } from "../../src/package-managers/package-manager.js";
import { pyproject } from "../../src/rules/pyproject.js";
import type { Origin, Runtime } from "../../src/runtime/version.js";
import { type Entries, folder } from "../support/app.js";
import { factsOf } from "../support/facts.js";

/** Python as the app gets it. */
function python(release: string, origin: Origin = ".python-version"): Runtime {
  const series = release.split(".").slice(0, 2).join(".");
  const location = origin === "input" || origin === "default" ? undefined : { file: origin, line: 1 };

  return { release, series, requested: { series, release: undefined, origin, location } };
}

interface Case {
  readonly packageManager: PackageManagerName | undefined;
  readonly runtime?: Runtime | undefined;
}

/** What is said, as `id file:line`. */
function judge(files: Entries, { packageManager, runtime = python("3.13.15") }: Case): string[] {
  const problems = pyproject(factsOf(files, { packageManager, runtime }));

  return problems.map(({ id, location }) => `${id} ${location?.file}:${location?.line ?? "-"}`);
}

const mismatch = "pyproject::python-mismatch";

describe("with uv", () => {
  const project = (requiresPython: string) => `[project]\nname = "x"\nrequires-python = "${requiresPython}"\n`;
  const lock = (requiresPython: string) => `version = 1\nrevision = 3\nrequires-python = "${requiresPython}"\n`;

  // As uv 0.12.5 has it. What it can't read is left to it.
  test.each<[requiresPython: string, release: string, fits: boolean]>([
    [">=3.9", "3.13.15", true],
    [">=3.14", "3.13.15", false],
    [">=3.9,<3.13", "3.12.14", true],
    [">=3.9,<3.13", "3.13.15", false],
    [">= 3.9, < 4", "3.13.15", true],
    ["~=3.12", "3.13.15", true],
    ["~=3.12.0", "3.13.15", false],
    ["==3.13.*", "3.13.15", true],
    ["==3.12.*", "3.13.15", false],
    ["==3.13", "3.13.15", false],
    ["==3.13.15", "3.13.15", true],
    ["===3.13.15", "3.13.15", true],
    ["<=3.13", "3.13.15", false],
    [">3.13", "3.13.15", true],
    ["!=3.13.*", "3.13.15", false],
    ["!=3.13.15", "3.13.15", false],
    ["!=3.13.9", "3.13.15", true],
    [">=3.13.0rc1", "3.13.15", true],
    [">=3.13.9", "3.13.15", true],
    [">=3.13.9", "3.13.2", false],
    ["", "3.13.15", true],
    ["3.12", "3.13.15", true],
    ["^3.12", "3.11.16", true],
    ["~3.12", "3.13.15", true],
    ["*", "3.13.15", true],
    [">=3.9 <3.13", "3.13.15", true],
    ["latest", "3.13.15", true],
  ])("requires-python = %j and Python %s go together: %j", (requiresPython, release, fits) => {
    const files = { "pyproject.toml": project(requiresPython), "uv.lock": "" };

    const said = judge(files, { packageManager: "uv", runtime: python(release) });

    expect(said).toEqual(fits ? [] : [`${mismatch} pyproject.toml:3`]);
  });

  test.each<[what: string, pyproject: string, lockfile: string, said: string[]]>([
    ["both", project(">=3.9"), lock(">=3.9"), []],
    ["the lockfile alone", project(">=3.9"), lock(">=3.14"), [`${mismatch} uv.lock:3`]],
    ["pyproject.toml alone", project(">=3.14"), lock(">=3.9"), [`${mismatch} pyproject.toml:3`]],
    ["none", project("<3"), lock(">=3.14"), [`${mismatch} pyproject.toml:3`, `${mismatch} uv.lock:3`]],
    ["a lockfile without the field", project(">=3.9"), "version = 1\n", []],
    ["a pyproject.toml without the field", '[project]\nname = "x"\n', lock(">=3.14"), [`${mismatch} uv.lock:3`]],
    ["a lockfile that can't be read", project(">=3.9"), "<<<<<<< HEAD\n", []],
    ["an empty lockfile", project(">=3.9"), "", []],
    ["a lockfile in which a package has one", project(">=3.9"), `version = 1\n[[package]]\n${lock(">=3.14")}`, []],
  ])("%s may accept the app's Python", (_, text, lockfile, said) => {
    const files = { "pyproject.toml": text, "uv.lock": lockfile };

    expect(judge(files, { packageManager: "uv" })).toEqual(said);
  });

  test("reads the top of a lockfile of any length", () => {
    const packages = Array.from({ length: 5000 }, (_, n) => `[[package]]\nname = "p${n}"\nversion = "1"\n`).join("");
    const files = { "pyproject.toml": project(">=3.9"), "uv.lock": lock(">=3.14") + packages };

    expect(judge(files, { packageManager: "uv" })).toEqual([`${mismatch} uv.lock:3`]);
  });

  test("does not read Poetry's field, nor poetry.lock", () => {
    const files = {
      "pyproject.toml": `${project(">=3.9")}[tool.poetry.dependencies]\npython = "^2.7"\n`,
      "uv.lock": lock(">=3.9"),
      "poetry.lock": lock(">=3.14"),
    };

    expect(judge(files, { packageManager: "uv" })).toEqual([]);
  });
});

describe("with Poetry", () => {
  const poetry = (python: string) => `[tool.poetry]\nname = "x"\n\n[tool.poetry.dependencies]\npython = "${python}"\n`;
  const both = (requiresPython: string, python: string) =>
    `[project]\nrequires-python = "${requiresPython}"\n\n${poetry(python)}`;

  test.each<[python: string, release: string, fits: boolean]>([
    ["^3.9", "3.13.15", true],
    ["^3.14", "3.13.15", false],
    ["~3.13", "3.13.15", true],
    ["~3.12", "3.13.15", false],
    ["3.13.*", "3.13.15", true],
    ["3.13", "3.13.15", false],
    ["*", "3.13.15", true],
    [">=3.9 <3.13", "3.13.15", false],
    [">=3.9,<3.13 || ^3.13.2", "3.13.15", true],
    ["^2.7 || ~3.12", "3.13.15", false],
    ["^3.13.9", "3.13.2", false],
    ["latest", "3.13.15", true],
    ["", "3.13.15", true],
  ])("python = %j and Python %s go together: %j", (python_, release, fits) => {
    const files = { "pyproject.toml": poetry(python_), "poetry.lock": "" };

    const said = judge(files, { packageManager: "poetry", runtime: python(release) });

    expect(said).toEqual(fits ? [] : [`${mismatch} pyproject.toml:5`]);
  });

  test.each<[requiresPython: string, python: string, said: string[]]>([
    [">=3.9", "^3.13", []],
    [">=3.9", "~3.12", [`${mismatch} pyproject.toml:8`]],
    [">=3.14", "^3.9", [`${mismatch} pyproject.toml:2`]],
    ["<3.13", "~3.12", [`${mismatch} pyproject.toml:2`, `${mismatch} pyproject.toml:8`]],
    ["^3.14", "^3.9", []],
  ])("requires-python = %j and python = %j are both judged", (requiresPython, python_, said) => {
    const files = { "pyproject.toml": both(requiresPython, python_), "poetry.lock": "" };

    expect(judge(files, { packageManager: "poetry" })).toEqual(said);
  });

  test.each<[what: string, pyproject: string, said: string[]]>([
    ["requires-python alone", '[project]\nrequires-python = ">=3.14"\n', [`${mismatch} pyproject.toml:2`]],
    ["a table for python", '[tool.poetry.dependencies]\npython = { version = "^3.14" }\n', []],
    ["python in another group", '[tool.poetry.group.dev.dependencies]\npython = "^3.14"\n', []],
    ["python-dotenv", '[tool.poetry.dependencies]\npython-dotenv = "^3.14"\n', []],
    ["neither field", "[tool.poetry]\n", []],
    ["nothing", "", []],
  ])("with %s", (_, text, said) => {
    const files = { "pyproject.toml": text, "poetry.lock": "", "uv.lock": 'requires-python = ">=3.14"\n' };

    expect(judge(files, { packageManager: "poetry" })).toEqual(said);
  });
});

describe("the line of a field", () => {
  test.each<[what: string, pyproject: string, line: number | "-"]>([
    ["at the first line of its table", '[project]\nrequires-python = ">=3.14"\n', 2],
    ["after others", '[build-system]\nrequires = []\n\n[project]\nname = "x"\nrequires-python = ">=3.14"', 6],
    ["after one of the same name", '[tool.x]\nrequires-python = ">=3"\n[project]\nrequires-python = ">=3.14"\n', 4],
    ["in quotes", '[project]\n"requires-python" = ">=3.14"\n', 2],
    ["indented", "  [project]  # the app\n  requires-python='>=3.14'\n", 2],
    ["with CRLF", '[project]\r\nname = "x"\r\nrequires-python = ">=3.14"\r\n', 3],
    ["after a comment that names it", '[project]\n# requires-python = ">=3.9"\nrequires-python = ">=3.14"\n', 3],
    ["after a list", '[project]\ndependencies = ["flask"]\nrequires-python = ">=3.14"\n', 3],
    ["in a dotted key", 'project.requires-python = ">=3.14"\n', "-"],
    ["in an inline table", 'project = { requires-python = ">=3.14" }\n', "-"],
  ])("%s", (_, text, line) => {
    const files = { "pyproject.toml": text, "uv.lock": "" };

    expect(judge(files, { packageManager: "uv" })).toEqual([`${mismatch} pyproject.toml:${line}`]);
  });
});

describe("whoever chose the version", () => {
  const files = {
    "pyproject.toml": '[project]\nrequires-python = ">=3.14"\n[tool.poetry.dependencies]\npython = "^3.14"\n',
    "uv.lock": 'requires-python = ">=3.14"\n',
    "poetry.lock": "",
  };

  test.each<[Origin, told: boolean]>([
    ["input", false],
    [".python-version", true],
    ["runtime.txt", true],
    ["default", true],
  ])("%s: a mismatch is told about: %j", (origin, told) => {
    for (const packageManager of ["uv", "poetry"] as const) {
      const said = judge(files, { packageManager, runtime: python("3.13.15", origin) });

      expect(said.length > 0).toBe(told);
    }
  });

  test("nothing is said where no Python could be chosen", () => {
    const problems = pyproject(factsOf(files, { packageManager: "uv" }));

    expect(problems).toEqual([]);
  });
});

describe("a pyproject.toml that is not there", () => {
  test.each<[PackageManagerName, Entries, said: string[]]>([
    ["poetry", { "poetry.lock": "" }, ["pyproject::not-found poetry.lock:1"]],
    ["uv", { "uv.lock": "" }, ["pyproject::not-found uv.lock:1"]],
    ["uv", { "uv.lock": "", "pyproject.toml": folder }, ["pyproject::not-found uv.lock:1"]],
    ["uv", { "uv.lock": "", "Pyproject.toml": "" }, ["pyproject::not-found uv.lock:1"]],
    ["pip", { "requirements.txt": "-e .\n" }, []],
    ["pipenv", { Pipfile: "", "Pipfile.lock": "{}" }, []],
    ["setup.py", { "setup.py": "" }, []],
  ])("is missed by %s with %o: %j", (packageManager, files, said) => {
    expect(judge(files, { packageManager })).toEqual(said);
  });

  test("is of another rule where it can't be read", () => {
    const files = { "uv.lock": "", "pyproject.toml": { unreadable: "the system does not let it be read" } };

    expect(judge(files, { packageManager: "uv" })).toEqual([]);
  });
});

describe("a pyproject.toml that is not TOML", () => {
  const broken = '[project]\nname = "x"\nrequires-python = >=3.9\n';

  test.each<[PackageManagerName, lockfile: string]>([
    ["poetry", "poetry.lock"],
    ["uv", "uv.lock"],
    ["setup.py", "setup.py"],
  ])("stops %s", (packageManager, lockfile) => {
    const files = { "pyproject.toml": broken, [lockfile]: "" };

    expect(judge(files, { packageManager })).toEqual(["pyproject::invalid-toml pyproject.toml:3"]);
  });

  test.each<[text: string, line: number]>([
    ["<<<<<<< HEAD\n[project]\n", 1],
    ['[project]\nname = "x"\nname = "y"\n', 3],
    ['[project]\nname = "x"\n\n[project]\n', 4],
    ["[project]\nname = x\n", 2],
    ['[project\nname = "x"\n', 1],
  ])("is told about with its line: %j", (text, line) => {
    const files = { "pyproject.toml": text, "poetry.lock": "" };

    expect(judge(files, { packageManager: "poetry" })).toEqual([`pyproject::invalid-toml pyproject.toml:${line}`]);
  });

  test("is told about also where the input chose the version, and where no Python could be chosen", () => {
    const files = { "pyproject.toml": broken, "uv.lock": "" };
    const facts = factsOf(files, { packageManager: "uv" });

    expect(judge(files, { packageManager: "uv", runtime: python("3.13.15", "input") })).toHaveLength(1);
    expect(pyproject(facts)).toHaveLength(1);
  });

  test.each<[requirements: string, read: boolean]>([
    ["-e .\n", true],
    [".\n", true],
    ["./\n", true],
    ["--editable=.\n", true],
    ["-e .[dev]\n", true],
    ["flask\n.\n", true],
    ["--editable .\n", true],
    ['-e "."\n', true],
    ["-e . # the app\n", true],
    ["flask\n", false],
    ["-e ./lib\n", false],
    ["# -e .\n", false],
    ["", false],
  ])("stops pip with %j: %j", (requirements, read) => {
    const files = { "pyproject.toml": broken, "requirements.txt": requirements };

    const said = judge(files, { packageManager: "pip" });

    expect(said).toEqual(read ? ["pyproject::invalid-toml pyproject.toml:3"] : []);
  });

  test("stops pip where an included file names the app", () => {
    const files = { "pyproject.toml": broken, "requirements.txt": "-r base.in\n", "base.in": "-e .\n" };

    expect(judge(files, { packageManager: "pip" })).toEqual(["pyproject::invalid-toml pyproject.toml:3"]);
  });

  test.each<[PackageManagerName | undefined, Entries]>([
    ["pip", { "requirements.txt": "" }],
    ["pipenv", { Pipfile: "", "Pipfile.lock": "{}" }],
    [undefined, {}],
  ])("is of no interest to %s", (packageManager, files) => {
    expect(judge({ "pyproject.toml": broken, ...files }, { packageManager })).toEqual([]);
  });
});

test("a mismatch is no matter of pip, which reads requirements.txt alone", () => {
  const files = { "pyproject.toml": '[project]\nrequires-python = ">=3.14"\n', "requirements.txt": "flask\n" };

  expect(judge(files, { packageManager: "pip" })).toEqual([]);
});
