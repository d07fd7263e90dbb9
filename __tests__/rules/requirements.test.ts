import { describe, expect, test } from "vitest";
import { type Problem, weigh } from "../../src/finding.js";
import { readInputs } from "../../src/inputs.js";
import type { Platform } from "../../src/platforms/platform.js";
import { encodings, includes, pathsInApp, pinned, variablesInRequirements } from "../../src/rules/requirements.js";
import type { Facts, Rule } from "../../src/rules/rule.js";
import { type Entries, type Entry, folder, other } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { classic, heroku, ownPlatform, scalingo } from "../support/platforms.js";
import { idsOf } from "../support/verdicts.js";

const withTests = readInputs({ "test-dependencies": "true" });

function judge(rule: Rule, files: Entries, others: Partial<Facts> = {}): readonly Problem[] {
  return rule(factsOf(files, { packageManager: "pip", ...others }));
}

/** What a rule says of the files of a pip app: the id, the file and the line of each problem. */
function said(rule: Rule, files: Entries, others: Partial<Facts> = {}): string[] {
  return judge(rule, files, others).map(({ id, location }) => `${id} ${location?.file}:${location?.line}`);
}

function severities(rule: Rule, files: Entries, others: Partial<Facts> = {}): string[] {
  return [classic, scalingo, heroku].map((platform) => {
    const findings = weigh(judge(rule, files, { platform, ...others }), platform.severities);
    return findings.map(({ severity }) => severity).join(" ");
  });
}

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");
const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("a file that requirements.txt includes", () => {
  const missing = "requirements::missing-include";

  test.each([
    "-r nowhere.txt",
    "-rnowhere.txt",
    "--requirement nowhere.txt",
    "--requirement=nowhere.txt",
    "-c nowhere.txt",
    "--constraint=nowhere.txt",
    "-r nowhere.txt # c",
    '-r "no where.txt"',
    "-r ./nowhere.txt",
    "-r requirements",
    "-r requirements/",
    "-r .",
    "-r ..",
    "-r BASE.txt",
    "-r base.text",
    "-r base.txt#c",
    "-r ../nowhere.txt",
    "-r /srv/nowhere.txt",
    "-r dangling.txt",
    "-r \\\nnowhere.txt",
  ])("is missing: %j", (text) => {
    const files: Entries = { "base.txt": "a==1", requirements: folder, "dangling.txt": other };

    expect(said(includes, { "requirements.txt": `a==1\r\n${text}\r\n`, ...files })).toEqual([
      `${missing} requirements.txt:2`,
    ]);
  });

  test.each([
    "-r base.txt",
    "-rbase.txt",
    "--requirement=base.txt",
    "-c base.txt",
    "-r 'base.txt' # c",
    "-r ./base.txt",
    "-r nowhere/../base.txt",
    "-r more/base.txt",
    "-r ../base.txt",
    "-r unreadable.txt",
    "-r https://example.com/nowhere.txt",
    "-r file:///srv/nowhere.txt",
    `-r \${FOLDER}/nowhere.txt`,
    "# -r nowhere.txt",
    "a==1 -r nowhere.txt",
    "-f ./nowhere",
  ])("is not missing: %j", (text) => {
    const files = { "base.txt": "a==1", "more/base.txt": "b==1", "../base.txt": "c==1" };
    const unreadable = { "unreadable.txt": { unreadable: "its mode lets nobody read it" } };

    expect(said(includes, { "requirements.txt": text, ...files, ...unreadable })).toEqual([]);
  });

  test("is missing relative to the file that has it", () => {
    const files = { "requirements.txt": "-r more/a.txt", "more/a.txt": "\n-r base.txt\n-r ../b.txt", "base.txt": "" };

    expect(said(includes, files)).toEqual([`${missing} more/a.txt:2`, `${missing} more/a.txt:3`]);
  });

  test("is missing where UTF-16 names it", () => {
    expect(said(includes, { "requirements.txt": utf16("a==1\r\n-r nowhere.txt\r\n") })).toEqual([
      `${missing} requirements.txt:2`,
    ]);
  });

  test("is shown as written, and the remedy names the line", () => {
    const [problem] = judge(includes, { "requirements.txt": "\n-r ./requirments/base.txt" });

    expect(problem?.title).toContain("./requirments/base.txt");
    expect(problem?.explanation).toContain("`requirments/base.txt`");
    expect(problem?.remedy).toContain("line 2 of `requirements.txt`");
  });

  test("is compared with the names of files that are there", () => {
    const [problem] = judge(includes, { "requirements.txt": "-r requirements-bse.txt", "requirements-base.txt": "" });

    expect(problem?.explanation).toContain("`requirements-base.txt`");
  });

  test.each<[what: string, files: Entries, at: string]>([
    ["itself", { "requirements.txt": "a==1\n-r requirements.txt" }, "requirements.txt:2"],
    ["itself as constraints", { "requirements.txt": "-c ./requirements.txt" }, "requirements.txt:1"],
    ["what includes it", { "requirements.txt": "-r x/a.txt", "x/a.txt": "\n-r ../requirements.txt" }, "x/a.txt:2"],
    ["a file of a circle", { "requirements.txt": "-r a.txt", "a.txt": "-r b.txt", "b.txt": "-r a.txt" }, "b.txt:1"],
  ])("must not include %s", (_, files, at) => {
    expect(said(includes, files)).toEqual([`requirements::include-cycle ${at}`]);
  });

  test("may be included by two others", () => {
    const files = { "a.txt": "-r c.txt", "b.txt": "-r c.txt", "c.txt": "x==1" };

    expect(said(includes, { "requirements.txt": "-r a.txt\n-r b.txt\n-r c.txt", ...files })).toEqual([]);
  });

  test("is missing twenty times at most", () => {
    const text = Array.from({ length: 30 }, (_, index) => `-r ${index}.txt\n`).join("");

    expect(said(includes, { "requirements.txt": text }).at(-1)).toBe(`${missing} requirements.txt:20`);
  });

  test.each([["-r nowhere.txt"], ["-r requirements.txt"]])("stops a build on every platform by %j", (text) => {
    expect(severities(includes, { "requirements.txt": text })).toEqual(["error", "error", "error"]);
  });

  describe("in a git submodule", () => {
    const files = { ".gitmodules": '[submodule "shared"]\n\tpath = shared\n\turl = https://example.com/s.git\n' };

    test.each<[name: string, platform: Platform, text: string, lines: number[]]>([
      ["heroku", heroku, "-r shared/base.txt\n-c ./shared/more/pins.txt", []],
      ["classic", classic, "-r shared/base.txt\n-c ./shared/more/pins.txt", [1, 2]],
      ["scalingo", scalingo, "-r shared/base.txt\n-c ./shared/more/pins.txt", [1, 2]],
      ["heroku, but is the folder itself", heroku, "-r shared", [1]],
      ["heroku, but is in another folder", heroku, "-r shared-not/base.txt\n-r more/shared/base.txt", [1, 2]],
    ])("is fetched by %s", (_, platform, text, lines) => {
      expect(said(includes, { "requirements.txt": text, ...files }, { platform })).toEqual(
        lines.map((line) => `${missing} requirements.txt:${line}`),
      );
    });

    test("is not fetched by heroku where no submodule is", () => {
      expect(said(includes, { "requirements.txt": "-r shared/base.txt" }, { platform: heroku })).toHaveLength(1);
    });
  });
});

describe("the encoding of a requirements file", () => {
  const strange = ["requirements::encoding requirements.txt:1"];
  const broken = ["requirements::undecodable requirements.txt:1"];

  test.each<[what: string, entry: Entry, problems: string[]]>([
    ["nothing", "", []],
    ["ASCII", "a==1\n", []],
    ["UTF-8", "a==1 # é\n", []],
    ["UTF-8 with a byte order mark", "\uFEFFa==1\n", []],
    ["UTF-8 with a comment that says so", "# -*- coding: utf-8 -*-\na==1 # é\n", []],
    ["UTF-8 with CRLF", "a==1 # é\r\n", []],
    ["UTF-16 as PowerShell writes it", utf16("a==1\r\n"), strange],
    ["UTF-16 of the other order", utf16("a==1\r\n").swap16(), strange],
    ["UTF-16 that breaks off", utf16("a==1\r\n").subarray(0, 7), broken],
    ["latin-1 with a comment that says so", latin1("# -*- coding: iso-8859-1 -*-\na==1 # é\n"), strange],
    ["latin-1 without a comment", latin1("a==1 # é\n"), broken],
    ["latin-1 with a comment in line 3", latin1("\n\n# coding: latin1\n# é\n"), broken],
    ["an encoding that is not known here", "# coding: mac-roman\n", strange],
    ["a folder", folder, []],
    ["unreadable", { unreadable: "its mode lets nobody read it" }, []],
  ])("may be %s", (_, entry, problems) => {
    expect(said(encodings, { "requirements.txt": entry })).toEqual(problems);
  });

  test("is judged in each file that is read, and in no other", () => {
    const files = {
      "requirements.txt": "-r more/a.txt\n-c pins.txt\n",
      "more/a.txt": utf16("a==1"),
      "pins.txt": latin1("# é"),
      "requirements-dev.txt": latin1("# é"),
    };

    expect(said(encodings, files)).toEqual([
      "requirements::encoding more/a.txt:1",
      "requirements::undecodable pins.txt:1",
    ]);
  });

  test("stops a build where pip can't decode it", () => {
    expect(severities(encodings, { "requirements.txt": utf16("a") })).toEqual(["warning", "warning", "warning"]);
    expect(severities(encodings, { "requirements.txt": latin1("é") })).toEqual(["error", "error", "error"]);
  });
});

describe("a path", () => {
  const outside = "requirements::path-outside-app";

  test.each([
    "-e ..",
    "-e ../lib",
    "--editable=../lib[extra]",
    "-e '../my lib'",
    "../lib",
    "../lib ; python_version < '4'",
    "./../lib",
    "vendor/../../lib",
    "../wheels/x-1.0-py3-none-any.whl",
    "/srv/lib",
    "-e /srv/lib",
    "file:../lib",
    "file:///srv/lib",
    "lib @ file:///srv/lib",
    "-r ../base.txt",
    "-c ../pins.txt",
    "-r /srv/base.txt",
    "-r more/../../base.txt # c",
  ])("leaves the app: %j", (text) => {
    expect(said(pathsInApp, { "requirements.txt": `a==1\n\n${text}` })).toEqual([`${outside} requirements.txt:3`]);
  });

  test.each([
    "-e .",
    "-e ./lib",
    "./lib",
    "more/../lib",
    "./..lib",
    "vendor/x-1.0-py3-none-any.whl",
    "file:./lib",
    "-r more/../base.txt",
    "-r nowhere.txt",
    "a==1 # ../lib",
    "git+https://example.com/../a.git",
    "-r https://example.com/../base.txt",
    "-e git+file:///srv/a.git#egg=a",
    `-e \${HOME}/../lib`,
  ])("stays in the app: %j", (text) => {
    expect(said(pathsInApp, { "requirements.txt": text, "base.txt": "" })).toEqual([]);
  });

  test("of code is relative to the app, that of an include to the file that has it", () => {
    const files = { "requirements.txt": "-r more/a.txt", "more/a.txt": "-r ../b.txt\n-e ../lib\n-e lib", "b.txt": "" };

    expect(said(pathsInApp, files)).toEqual([`${outside} more/a.txt:2`]);
  });

  test("of a constraint that leaves the app is found by the include", () => {
    const files = { "requirements.txt": "-c more/pins.txt", "more/pins.txt": "a==1\n-c ../../pins.txt" };

    expect(said(pathsInApp, files)).toEqual([`${outside} more/pins.txt:2`]);
  });

  test("is found twenty times at most", () => {
    expect(said(pathsInApp, { "requirements.txt": "../lib\n".repeat(30) })).toHaveLength(20);
  });

  test("is no error on any platform", () => {
    expect(severities(pathsInApp, { "requirements.txt": "-e ../lib" })).toEqual(["warning", "warning", "warning"]);
  });

  test.each<[what: string, text: string, line: number]>([
    ["an inline table", '[packages]\na = "*"\nlib = {path = "../lib", editable = true}\n', 3],
    ["a table of its own", '[dev-packages.lib]\neditable = true\npath = "/srv/lib"\n', 3],
    ["CRLF", '[packages]\r\nlib = {path = ".."}\r\n', 2],
  ])("of a Pipfile leaves the app: %s", (_, text, line) => {
    expect(said(pathsInApp, { Pipfile: text }, { packageManager: "pipenv" })).toEqual([`${outside} Pipfile:${line}`]);
  });

  test.each<[what: string, text: string, line: number]>([
    ["Poetry's", '[tool.poetry.dependencies]\na = "*"\nlib = { path = "../lib", develop = true }\n', 3],
    ["of a group", '[tool.poetry.group.dev.dependencies.lib]\npath = "../lib"\n', 2],
    ["of a list", '[tool.poetry.dependencies]\nlib = [\n  { path = "./lib" },\n  { path = "../lib" },\n]\n', 4],
    ["uv's", '[tool.uv.sources]\nlib = { path = "../lib", editable = true }\n', 2],
  ])("of pyproject.toml leaves the app: %s", (_, text, line) => {
    const files = { "pyproject.toml": text };
    const expected = [`${outside} pyproject.toml:${line}`];

    expect(said(pathsInApp, files, { packageManager: "poetry" })).toEqual(expected);
    expect(said(pathsInApp, files, { packageManager: "uv" })).toEqual(expected);
    expect(said(pathsInApp, { ...files, "requirements.txt": "" })).toEqual([]);
  });

  test.each<[what: string, files: Entries, packageManager: Facts["packageManager"]]>([
    ["a Pipfile's, within the app", { Pipfile: '[packages]\nlib = {path = "./lib"}\n' }, "pipenv"],
    ["a Pipfile's that is no TOML", { Pipfile: 'lib = {path = "../lib"\n' }, "pipenv"],
    ["a Pipfile's that is no text", { Pipfile: "[packages]\nlib = {path = 1}\n" }, "pipenv"],
    ["no Pipfile's", {}, "pipenv"],
    ["Poetry's, within the app", { "pyproject.toml": '[tool.poetry.dependencies.lib]\npath = "lib"\n' }, "poetry"],
    ["another tool's", { "pyproject.toml": '[tool.other]\npath = "../lib"\n' }, "uv"],
    ["pyproject.toml's that is no TOML", { "pyproject.toml": "[tool.uv" }, "uv"],
    ["requirements.txt's, for Poetry", { "requirements.txt": "-e ../lib" }, "poetry"],
  ])("is fine: %s", (_, files, packageManager) => {
    expect(said(pathsInApp, files, { packageManager })).toEqual([]);
  });
});

describe("a variable in requirements", () => {
  const found = "requirements::environment-variable";
  const url = (name: string) => `https://user:\${${name}}@example.com/simple`;

  test.each([
    `--extra-index-url ${url("TOKEN")}`,
    `-i ${url("TOKEN")}`,
    `-f ${url("TOKEN_2")}`,
    `a @ git+${url("TOKEN")}`,
    `-e git+${url("TOKEN")}#egg=a`,
    `./\${FOLDER}/lib`,
    `a==\${VERSION}`,
  ])("is found: %j", (text) => {
    expect(said(variablesInRequirements, { "requirements.txt": `\r\n${text}\r\n` })).toEqual([
      `${found} requirements.txt:2`,
    ]);
  });

  test.each([`a==1 # ${url("TOKEN")}`, "-i https://$TOKEN@example.com", `-i https://\${token}@example.com`, "a==1"])(
    "is not seen in %j",
    (text) => {
      expect(said(variablesInRequirements, { "requirements.txt": text })).toEqual([]);
    },
  );

  test("is found in an included file", () => {
    const files = { "requirements.txt": "-r more/a.txt", "more/a.txt": `a==1\n--extra-index-url ${url("TOKEN")}` };

    expect(said(variablesInRequirements, files)).toEqual([`${found} more/a.txt:2`]);
  });

  test("weighs more where it does not reach the install", () => {
    const files = { "requirements.txt": `-i ${url("TOKEN")}` };

    expect(severities(variablesInRequirements, files)).toEqual(["notice", "warning", "warning"]);
  });

  test.each<[what: string, platform: Platform, name: string, expected: number]>([
    ["PIP_EXTRA_INDEX_URL does on scalingo", scalingo, "PIP_EXTRA_INDEX_URL", 0],
    ["PIP_EXTRA_INDEX_URL does on heroku", heroku, "PIP_EXTRA_INDEX_URL", 0],
    ["no other does on heroku", heroku, "PIP_INDEX_URL", 1],
    ["what the user's own platform says", ownPlatform({ installVariables: { pip: ["TOKEN"] } }), "TOKEN", 0],
    ["nothing but what it says", ownPlatform({ installVariables: { pip: ["TOKEN"] } }), "PIP_EXTRA_INDEX_URL", 1],
    ["nothing that it says of Pipenv", ownPlatform({ installVariables: { pipenv: ["TOKEN"] } }), "TOKEN", 1],
  ])("may reach the install: %s", (_, platform, name, expected) => {
    const files = { "requirements.txt": `--extra-index-url \${${name}}` };

    expect(said(variablesInRequirements, files, { platform })).toHaveLength(expected);
  });

  test.each<[what: string, text: string, lines: number[]]>([
    ["its source", `[[source]]\nname = "private"\nurl = "${url("TOKEN")}"\n`, [3]],
    ["its second source", `[[source]]\nurl = "https://example.com"\n[[source]]\n  url="${url("TOKEN")}"\n`, [4]],
    ["no source", `[packages]\na = {git = "${url("TOKEN")}"}\n`, []],
    ["a comment", `# url = "${url("TOKEN")}"\n`, []],
  ])("of a Pipfile is found in %s", (_, text, lines) => {
    expect(said(variablesInRequirements, { Pipfile: text }, { packageManager: "pipenv" })).toEqual(
      lines.map((line) => `${found} Pipfile:${line}`),
    );
  });

  test("of a Pipfile may reach Pipenv", () => {
    const facts = { packageManager: "pipenv", platform: heroku } as const;

    expect(said(variablesInRequirements, { Pipfile: `url = "\${PIP_EXTRA_INDEX_URL}"` }, facts)).toEqual([]);
    expect(said(variablesInRequirements, { Pipfile: `url = "\${TOKEN}"` }, facts)).toEqual([`${found} Pipfile:1`]);
  });

  test("is found twenty times at most", () => {
    expect(said(variablesInRequirements, { "requirements.txt": `a==\${V}\n`.repeat(30) })).toHaveLength(20);
  });
});

describe("requirements that are not pinned", () => {
  const unpinned = (file: string, line: number) => [`requirements::unpinned ${file}:${line}`];

  test.each<[text: string, line: number]>([
    ["Django", 1],
    ["a==1\nDjango>=5 # c\nflask", 2],
    ["a==1\nDjango==5.*", 2],
    ["a==1 \\\n  --hash=sha256:aa\ngit+https://example.com/b.git@main", 3],
    ["a==1\r\n\r\nhttps://example.com/b.tar.gz\r\n", 3],
    ["\uFEFFDjango", 1],
    ["-e .\n-e git+https://example.com/b.git#egg=b", 2],
  ])("are told once, at the first: %j", (text, line) => {
    expect(said(pinned, { "requirements.txt": text })).toEqual(unpinned("requirements.txt", line));
  });

  test.each<[Entries]>([
    [{ "requirements.txt": "" }],
    [{ "requirements.txt": "# Django\n--pre\n" }],
    [{ "requirements.txt": "Django==5.2.1\nflask===3.1 ; python_version < '4'\n-e .\n./lib\nx.whl\n" }],
    [{ "requirements.txt": "Django --hash=sha256:aa" }],
    [{ "requirements.txt": "Django\n-c pins.txt", "pins.txt": "django==5.2.1" }],
    [{ "requirements.txt": "a==1", "requirements-test.txt": "pytest" }],
    [{ "requirements.txt": utf16("Django==5.2.1\r\n") }],
  ])("are none in %o", (files) => {
    expect(said(pinned, files)).toEqual([]);
  });

  test("may stand in an included file", () => {
    const files = { "requirements.txt": "-r more/a.txt\nDjango", "more/a.txt": "a==1\nb" };

    expect(said(pinned, files)).toEqual(unpinned("more/a.txt", 2));
  });

  test("are counted, and the first five named", () => {
    const text = "a==1\nb\nc[x]>=1\nd @ https://example.com/d.whl\nhttps://example.com/e.zip\nf\ng\nh\n";

    const [problem] = judge(pinned, { "requirements.txt": text });

    expect(problem?.title).toMatch(/^7 /);
    expect(problem?.explanation.match(/`[^`]+`/g)).toEqual(["`b`", "`c`", "`d`", "`https://example.com/e.zip`", "`f`"]);
    expect(problem?.explanation).toContain("2 more");
  });

  test("are a notice on every platform", () => {
    expect(severities(pinned, { "requirements.txt": "a" })).toEqual(["notice", "notice", "notice"]);
  });

  test.each(["pipenv", "poetry", "uv", "setup.py", undefined] as const)("are pip's alone, not those of %s", (name) => {
    expect(said(pinned, { "requirements.txt": "a" }, { packageManager: name })).toEqual([]);
  });
});

describe("requirements-test.txt", () => {
  const text = `-r nowhere.txt\n-e ../lib\n-i https://\${TOKEN}@example.com\n`;
  const files = { "requirements.txt": "a==1", "requirements-test.txt": utf16(text) };
  const rules = [includes, encodings, pathsInApp, variablesInRequirements];
  const all = [
    "requirements::missing-include requirements-test.txt:1",
    "requirements::encoding requirements-test.txt:1",
    "requirements::path-outside-app requirements-test.txt:2",
    "requirements::environment-variable requirements-test.txt:3",
  ];

  test.each(["pip", "setup.py"] as const)("counts for %s when test dependencies are on", (packageManager) => {
    const facts = { packageManager, inputs: withTests };

    expect(rules.flatMap((rule) => said(rule, files, facts))).toEqual(all);
  });

  test.each(["pip", "setup.py"] as const)("does not count for %s when they are off", (packageManager) => {
    expect(rules.flatMap((rule) => said(rule, files, { packageManager }))).toEqual([]);
  });

  test("may include requirements.txt", () => {
    const included = { "requirements.txt": "a==1", "requirements-test.txt": "-r requirements.txt\npytest" };

    expect(rules.flatMap((rule) => said(rule, included, { inputs: withTests }))).toEqual([]);
  });

  test("must not include what includes it", () => {
    const circle = { "requirements.txt": "-r requirements-test.txt", "requirements-test.txt": "-r requirements.txt" };

    expect(said(includes, circle, { inputs: withTests })).toEqual([
      "requirements::include-cycle requirements-test.txt:1",
      "requirements::include-cycle requirements.txt:1",
    ]);
  });
});

describe("requirements that no pip reads", () => {
  const text = `-r nowhere.txt\n-e ../lib\n-i https://\${TOKEN}@example.com\nb\n`;
  const rules = [includes, encodings, pathsInApp, variablesInRequirements, pinned];

  test.each(["pipenv", "poetry", "uv", undefined] as const)("are left alone with %s", (packageManager) => {
    const files = { "requirements.txt": utf16(text), "requirements-test.txt": utf16(text) };

    expect(rules.flatMap((rule) => idsOf(judge(rule, files, { packageManager, inputs: withTests })))).toEqual([]);
  });

  test("are those of requirements.txt beside a setup.py that counts", () => {
    const files = { "requirements.txt": utf16(text), "setup.py": "" };

    expect(rules.flatMap((rule) => idsOf(judge(rule, files, { packageManager: "setup.py" })))).toEqual([]);
  });
});
