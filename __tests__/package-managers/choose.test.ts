import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import { choosePackageManager } from "../../src/package-managers/choose.js";
import { appOf, type Entries, folder, other } from "../support/app.js";
import { classic, strict } from "../support/platforms.js";
import { idsOf } from "../support/verdicts.js";

const missing = "package-manager::pipenv-missing-lockfile";
const multiple = "package-manager::multiple-found";
const setupPyOnly = "package-manager::setup-py-only";
const none = "package-manager::none-found";

describe("the package manager", () => {
  test.each<[Entries, string | undefined, string[]]>([
    [{ Pipfile: "", "Pipfile.lock": "{}" }, "pipenv", []],
    [{ "Pipfile.lock": "{}" }, "pipenv", []],
    [{ Pipfile: "" }, "pipenv", [missing]],
    [{ "requirements.txt": "" }, "pip", []],
    [{ "requirements.txt": "", "setup.py": "" }, "pip", []],
    [{ Pipfile: "", "Pipfile.lock": "{}", "setup.py": "" }, "pipenv", []],
    [{ Pipfile: "", "Pipfile.lock": "{}", "requirements.txt": "" }, "pipenv", [multiple]],
    [{ Pipfile: "", "requirements.txt": "" }, "pipenv", [missing, multiple]],
    [{ "setup.py": "" }, "setup.py", [setupPyOnly]],
    [{ "pyproject.toml": "", "setup.cfg": "", "pdm.lock": "" }, undefined, [none]],
    [{ "requirements.txt": folder, "Pipfile.lock": other, "setup.py": folder }, undefined, [none]],
    [{ "venv/": folder }, undefined, [none]],
    [{}, undefined, [none]],
  ])("of %o is %s", (files, name, ids) => {
    const { packageManager, problems } = choosePackageManager(appOf(files));

    expect(packageManager?.name).toBe(name);
    expect(idsOf(problems)).toEqual(ids);
  });

  test("that clashes or lacks a lockfile stops a strict platform and not classic", () => {
    const { problems } = choosePackageManager(appOf({ Pipfile: "", "requirements.txt": "" }));

    const severities = [classic, strict].map(({ severities }) => weigh(problems, severities).map((f) => f.severity));

    expect(severities).toEqual([
      ["warning", "warning"],
      ["error", "error"],
    ]);
  });

  test.each<[Entries, string, number | undefined]>([
    [{ Pipfile: "", "requirements.txt": "", "Pipfile.lock": "{}" }, "requirements.txt", undefined],
    [{ Pipfile: "" }, "Pipfile", 1],
    [{ "setup.py": "" }, "setup.py", 1],
  ])("of %o is told about at its file", (files, file, line) => {
    const [problem] = choosePackageManager(appOf(files)).problems;

    expect(problem?.location).toEqual({ file, line });
  });

  test.each([
    ["[tool.poetry]", "poetry lock"],
    ["[tool.uv]", "uv lock"],
    ["[tool.pdm.scripts]", "pdm export"],
    ["tool = 1", "one on a line"],
    ["[tool", "one on a line"],
    ["", "one on a line"],
  ])("that a pyproject.toml of %j can't select is got by %j", (content, command) => {
    const [problem] = choosePackageManager(appOf({ "pyproject.toml": content })).problems;

    expect(problem?.remedy).toContain(command);
  });
});

describe("a misspelled requirements.txt", () => {
  test.each([
    ...["requeriments.txt", "requirement.txt", "requirements", "requirements.text", "Requirements.txt"],
    ...["requirements.txt.txt", "requirments.txt", "REQUIREMENTS.TXT"],
  ])("%s is told about", (name) => {
    const { packageManager, problems } = choosePackageManager(appOf({ [name]: "" }));

    expect(packageManager).toBeUndefined();
    expect(idsOf(problems)).toEqual([none, "requirements::misspelled"]);
    expect(problems[1]?.location).toEqual({ file: name, line: undefined });
    expect(problems[1]?.remedy).toContain(`git mv ${name} requirements.txt`);
  });

  test.each<[Entries]>([
    [{ "requirements.txt": "", "Requirements.txt": "" }],
    [{ requirements: folder, "setup.py": "" }],
    [{ "requirements-dev.txt": "", "setup.py": "" }],
  ])("is not seen in %o", (files) => {
    expect(idsOf(choosePackageManager(appOf(files)).problems)).not.toContain("requirements::misspelled");
  });
});
