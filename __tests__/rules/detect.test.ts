import { describe, expect, test } from "vitest";
import { pythonApp } from "../../src/rules/detect.js";
import { type Entries, folder, other } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { idsOf } from "../support/verdicts.js";

function detect(files: Entries) {
  return pythonApp(factsOf(files));
}

const either = [
  ...[".python-version", "__init__.py", "app.py", "main.py", "manage.py", "pdm.lock", "Pipfile", "Pipfile.lock"],
  ...[
    "poetry.lock",
    "pyproject.toml",
    "requirements.txt",
    "runtime.txt",
    "server.py",
    "setup.cfg",
    "setup.py",
    "uv.lock",
  ],
  ...["requeriments.txt", "requirement.txt", "requirements", "requirements.text", "Requirements.txt"],
  ...["requirements.txt.txt", "requirments.txt"],
];

describe("a Python app", () => {
  test.each(either)("is one with %s, as a file or a folder", (name) => {
    expect([detect({ [name]: "" }), detect({ [name]: folder })]).toEqual([[], []]);
  });

  test.each(["__pycache__", ".venv", "venv"])("is one with the folder %s, and not with a file of that name", (name) => {
    expect(detect({ [name]: folder })).toEqual([]);
    expect(idsOf(detect({ [name]: "" }))).toEqual(["detect::no-python-files"]);
  });

  test.each<[Entries]>([
    [{}],
    [{ "package.json": "{}" }],
    [{ pipfile: "", "PIPFILE.lock": "", "REQUIREMENTS.TXT": "" }],
    [{ "requirements.txt": other, venv: other }],
    [{ "bin/app.py": "", "bin/requirements.txt": "" }],
    [{ "requirements-dev.txt": "" }],
  ])("is not %o", (files) => {
    expect(detect(files)).toMatchObject([{ id: "detect::no-python-files", location: undefined }]);
  });
});

describe("what is no Python app", () => {
  const shown = (files: Entries) => detect(files)[0]?.explanation ?? "";

  test("is listed, sorted, with hidden entries, and folders with a slash", () => {
    const explanation = shown({ "b.txt": "", src: folder, ".env": "", "bin/x": "" });

    expect(explanation).toMatch(/`\.env`, `b\.txt`, `bin\/`, `src\/`\.$/);
  });

  test("is listed up to 50 entries", () => {
    const names = Array.from({ length: 52 }, (_, index) => `file-${String(index).padStart(2, "0")}`);

    const explanation = shown(Object.fromEntries(names.map((name) => [name, ""])));

    expect(explanation.match(/`file-\d\d`/g)).toEqual(names.slice(0, 50).map((name) => `\`${name}\``));
    expect(explanation).toMatch(/ and 2 more\.$/);
  });

  test("may be nothing", () => {
    expect(shown({})).toMatch(/nothing\.$/);
  });

  test("is listed with hidden characters in sight", () => {
    expect(shown({ "a\u001b[31m": "" })).toContain("`a\uFFFD[31m`");
  });
});
