import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import { slugignore } from "../../src/rules/slugignore.js";
import { type Entries, folder } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { classic, heroku, scalingo } from "../support/platforms.js";

function judge(files: Entries, platform = heroku) {
  return weigh(slugignore(factsOf(files, { platform })), platform.severities);
}

/** The lines of `.slugignore` that are reported, in order. */
function lines(files: Entries) {
  const findings = judge(files);
  expect(findings.map(({ id, severity, location }) => [id, severity, location?.file])).toEqual(
    findings.map(() => ["slugignore::needed-file", "warning", ".slugignore"]),
  );

  return findings.map(({ location }) => location?.line).sort();
}

const needed = [
  ...[".python-version", "runtime.txt", "requirements.txt", "Pipfile", "Pipfile.lock", "poetry.lock", "uv.lock"],
  ...["pyproject.toml", "setup.py", "setup.cfg", "Procfile", "bin/pre_compile", "bin/post_compile"],
];

describe(".slugignore", () => {
  test.each(needed)("that removes %s is reported on Heroku alone", (file) => {
    const files = { [file]: "", ".slugignore": `docs\n${file}\n` };

    expect(judge(files)).toMatchObject([
      { id: "slugignore::needed-file", severity: "warning", location: { file: ".slugignore", line: 2 } },
    ]);
    expect([...judge(files, classic), ...judge(files, scalingo)]).toEqual([]);
  });

  test.each(needed)("may name %s when the app has no such file", (file) => {
    expect(lines({ "app.py": "", ".slugignore": `${file}\n` })).toEqual([]);
    expect(lines({ [file]: folder, ".slugignore": `${file}\n` })).toEqual([]);
  });

  const app = { "requirements.txt": "-r requirements/base.txt\n", "requirements/base.txt": "", Procfile: "web: x" };
  const hooks = { ...app, "bin/post_compile": "" };

  test.each<[text: string, lines: number[]]>([
    ["*.txt\n", [1, 1]],
    ["/*.txt\n", [1]],
    ["/requirements.txt", [1]],
    ["docs\n\n# pins\nrequirements\n", [4]],
    ["/requirements/\n", [1]],
    ["requirements/*.txt\n", [1]],
    ["base.txt\n", [1]],
    ["**/base.txt\n", [1]],
    ["Proc*\n", [1]],
    ["Procfil?\n", [1]],
    ["[P]rocfile\n", [1]],
    ["*\n", [1, 1, 1, 1]],
    ["bin\n", [1]],
    ["bin/\n", [1]],
    ["bin/*\n", [1]],
    ["post_compile\n", [1]],
    ["*.md\r\nProcfile\r\n", [2]],
    ["Procfile  \n", [1]],
    ["tests\nProcfile\nbin\n", [2, 3]],
    ["Procfile\nProcfile\n", [1]],
  ])("that removes what is needed: %j", (text, expected) => {
    expect(lines({ ...hooks, ".slugignore": text })).toEqual(expected);
  });

  test.each([
    "",
    "\n\r\n\n",
    "# Procfile\n# *\n",
    "*.md\ndocs\ntests/\n*.psd\n",
    "procfile\nPROCFILE\n",
    "Procfile/\n",
    "Procfile.dev\n",
    "/base.txt\n",
    "/post_compile\n",
    "requirements/dev.txt\n",
    "requirements-dev.txt\n",
    "src/*\n",
    "*.lock\n",
    "[\n",
    "\\\n",
    "[z-a]\n",
  ])("that removes nothing that is needed: %j", (text) => {
    expect(lines({ ...hooks, ".slugignore": text })).toEqual([]);
  });

  test.each<[Entries]>([[{}], [app], [{ ...app, ".slugignore": folder }], [{ ...app, ".gitignore": "Procfile" }]])(
    "may be missing: %o",
    (files) => {
      expect(lines(files)).toEqual([]);
    },
  );

  test("points to the line of each name that it removes, wherever it stands", () => {
    const filler = fc.array(fc.constantFrom("", "# c", "docs", "*.md", "!x", "tests/"), { maxLength: 5 });

    fc.assert(
      fc.property(fc.constantFrom(...needed), filler, filler, fc.constantFrom("\n", "\r\n"), (file, a, b, end) => {
        const text = [...a, file, ...b].join(end);

        expect(lines({ [file]: "", ".slugignore": text })).toEqual([a.length + 1]);
      }),
    );
  });
});
