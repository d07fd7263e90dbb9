import { describe, expect, test } from "vitest";
import type { Repository } from "../../src/app.js";
import { type Location, weigh } from "../../src/finding.js";
import type { Platform } from "../../src/platforms/platform.js";
import type { Rule } from "../../src/rules/rule.js";
import { archiveFits, committedFiles, readableFiles, submoduleFolders, submodules } from "../../src/rules/source.js";
import { appOf, type Entries, folder, other } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { classic, heroku, ownPlatform, scalingo } from "../support/platforms.js";
import { idsOf } from "../support/verdicts.js";

/** A small repository in which all is committed, and whatever else a test sets. */
function repositoryOf(others: Partial<Repository> = {}): Repository {
  return { folder: "", archiveSize: 10_240, largest: [], uncommitted: [], ignored: new Map(), ...others };
}

/** What a rule says of these files in a repository, and outside one where that is undefined. */
function judge(rule: Rule, files: Entries, repository?: Repository) {
  return rule(factsOf({}, { app: appOf(files, repository) }));
}

/** The severities that `classic`, `scalingo` and `heroku` give, in this order. */
function weighed(rule: Rule, files: Entries, repository?: Repository): string[] {
  return [classic, scalingo, heroku].map((platform) => {
    const problems = rule(factsOf({}, { platform, app: appOf(files, repository) }));
    return weigh(problems, platform.severities)
      .map(({ severity }) => severity)
      .join(" ");
  });
}

describe("the archive of the repository", () => {
  const limit = 314_572_800;

  function fits(archiveSize: number, platform: Platform): boolean {
    const app = appOf({}, repositoryOf({ archiveSize, largest: [{ path: "data", bytes: archiveSize }] }));

    return archiveFits(factsOf({}, { platform, app })).length === 0;
  }

  test.each([
    [0, true],
    [limit - 1, true],
    [limit, true],
    [limit + 1, false],
    [10 * limit, false],
  ])("of %i bytes fits: %j", (archiveSize, does) => {
    expect([fits(archiveSize, scalingo), fits(archiveSize, classic)]).toEqual([does, does]);
  });

  test("has no limit on Heroku", () => {
    expect(fits(100 * limit, heroku)).toBe(true);
  });

  test("has the limit of a platform of one's own", () => {
    const own = ownPlatform({ largestArchive: 20_000 });

    expect([fits(20_000, own), fits(20_001, own)]).toEqual([true, false]);
  });

  test("is not judged outside a repository", () => {
    expect(judge(archiveFits, {})).toEqual([]);
  });

  test("is told about with its size, the limit, and what takes the most room", () => {
    const largest = [
      { path: "data", bytes: limit },
      { path: "../video", bytes: 1000 },
    ];

    const problems = judge(archiveFits, {}, repositoryOf({ archiveSize: limit + 512, largest }));

    expect(problems).toMatchObject([{ id: "source::archive-too-large", location: undefined }]);
    for (const told of [String(limit + 512), String(limit), "`data`", "`../video`"]) {
      expect(problems[0]?.explanation).toContain(told);
    }
    expect(problems[0]?.remedy).toContain("git rm -r --cached data");
  });

  test("can have something with an odd name in it", () => {
    const largest = [{ path: "it's\nlarge", bytes: limit }];

    const [problem] = judge(archiveFits, {}, repositoryOf({ archiveSize: limit + 512, largest }));

    expect(problem?.explanation).not.toContain("\n");
    expect(problem?.remedy).toContain(`'it'\\''s`);
  });

  test("that is too large stops Scalingo alone, and is a warning on classic", () => {
    const repository = repositoryOf({ archiveSize: limit + 1, largest: [{ path: "data", bytes: limit }] });

    expect(weighed(archiveFits, {}, repository)).toEqual(["warning", "error", ""]);
  });
});

describe("git submodules", () => {
  const one = '[submodule "lib"]\n\tpath = lib\n\turl = https://example.com/lib.git\n';
  const at = (file: string, line: number) => [{ id: "source::submodules", location: { file, line } }];

  test.each<[what: string, files: Entries, said: object[]]>([
    ["one", { ".gitmodules": one }, at(".gitmodules", 1)],
    ["two", { ".gitmodules": `${one}[submodule "b"]\n  path = b\n` }, at(".gitmodules", 1)],
    ["one after a comment", { ".gitmodules": `# Libraries\n\n  ${one}` }, at(".gitmodules", 3)],
    ["one with CRLF", { ".gitmodules": one.replaceAll("\n", "\r\n") }, at(".gitmodules", 1)],
    ["one without a path", { ".gitmodules": '[submodule "lib"]\n' }, at(".gitmodules", 1)],
    ["none in an empty file", { ".gitmodules": "" }, []],
    ["none but a comment", { ".gitmodules": '# [submodule "lib"]\n' }, []],
    ["none but other settings", { ".gitmodules": "[core]\n\tpath = x\n" }, []],
    ["none without the file", {}, []],
    ["none in a folder of that name", { ".gitmodules": folder }, []],
    ["none in a file that can't be read", { ".gitmodules": { unreadable: "the system does not let it be read" } }, []],
    [
      "one in the app of a repository",
      { "../../.gitmodules": one.replace("= lib", "= apps/web/lib") },
      at("../../.gitmodules", 1),
    ],
    ["one beside the app", { "../../.gitmodules": one }, []],
  ])("%s: told with the file and its line", (_, files, said) => {
    const problems = judge(submodules, files, repositoryOf({ folder: "apps/web" })).map(({ id, location }) => ({
      id,
      location,
    }));

    expect(problems).toEqual(said);
  });

  test.each<[fetches: boolean, told: string]>([
    [true, "submodules: true"],
    [false, "Vendor"],
  ])("are fetched by the platform: %j", (fetchesSubmodules, told) => {
    const facts = factsOf({ ".gitmodules": one }, { platform: ownPlatform({ fetchesSubmodules }) });

    const problems = submodules(facts);

    expect(problems.map(({ remedy }) => remedy.includes(told))).toEqual([true]);
  });

  test("are a warning where the platform fetches none", () => {
    expect(weighed(submodules, { ".gitmodules": one })).toEqual(["warning", "warning", "notice"]);
  });

  test.each<[files: Entries, folders: string[]]>([
    [{ ".gitmodules": `${one}[submodule "b"]\n  path=vendor/b/\n` }, ["lib", "vendor/b"]],
    [{ "../../.gitmodules": one }, ["../../lib"]],
    [{ ".gitmodules": one, "../.gitmodules": '[submodule "b"]\n\tpath = b\n' }, ["lib"]],
    [{}, []],
  ])("of %o stand in %j", (files, folders) => {
    expect(submoduleFolders(appOf(files, repositoryOf({ folder: "apps/web" })))).toEqual(folders);
  });
});

describe("files that git does not have", () => {
  const decisive = [
    ...["Pipfile.lock", "requirements.txt", "poetry.lock", "uv.lock", "Pipfile", "pyproject.toml", "setup.py"],
    ...[".python-version", "runtime.txt", "bin/pre_compile", "bin/post_compile", "Procfile"],
  ];

  test.each(decisive)("%s is told about where it is neither committed nor ignored", (file) => {
    const problems = judge(committedFiles, { [file]: "" }, repositoryOf({ uncommitted: [file] }));

    expect(problems).toMatchObject([{ id: "source::uncommitted", location: { file, line: undefined } }]);
    expect(problems[0]?.remedy).toContain(`git add ${file}`);
  });

  test("are told about one by one", () => {
    const uncommitted = [".git", "Procfile", "uv.lock", "pyproject.toml"];

    const files = { Procfile: "", "uv.lock": "", "pyproject.toml": "" };
    const problems = judge(committedFiles, files, repositoryOf({ uncommitted }));

    expect(problems.map(({ location }) => location?.file)).toEqual(["Procfile", "pyproject.toml", "uv.lock"]);
  });

  test.each(["README.md", "docs", ".git", "requirements.txt.bak", "web/requirements.txt", "bin/tool"])(
    "%s is of no interest",
    (file) => {
      expect(judge(committedFiles, { [file]: "" }, repositoryOf({ uncommitted: [file] }))).toEqual([]);
    },
  );

  test("are not known outside a repository", () => {
    expect(judge(committedFiles, { "requirements.txt": "" })).toEqual([]);
  });

  test("are a notice on every platform", () => {
    const repository = repositoryOf({ uncommitted: ["requirements.txt"] });

    expect(weighed(committedFiles, { "requirements.txt": "" }, repository)).toEqual(["notice", "notice", "notice"]);
  });
});

describe("files that git ignores", () => {
  const line: Location = { file: ".gitignore", line: 3 };

  function said(ignored: readonly string[], files: Entries = {}) {
    const repository = repositoryOf({ ignored: new Map(ignored.map((file) => [file, line])) });
    return judge(committedFiles, files, repository);
  }

  test.each<[ignored: string[], files: Entries, told: string[]]>([
    [["requirements.txt"], {}, ["requirements.txt"]],
    [["uv.lock"], { "pyproject.toml": "" }, ["uv.lock"]],
    [["poetry.lock"], { "pyproject.toml": "", ".python-version": "" }, ["poetry.lock"]],
    [["Pipfile.lock"], { Pipfile: "" }, ["Pipfile.lock"]],
    [["Pipfile"], { "Pipfile.lock": "" }, ["Pipfile"]],
    [[".python-version"], { "uv.lock": "" }, [".python-version"]],
    [["runtime.txt"], {}, ["runtime.txt"]],
    [["setup.py"], {}, ["setup.py"]],
    [["pyproject.toml", "uv.lock"], {}, ["uv.lock", "pyproject.toml"]],
    [["requirements.txt", "uv.lock"], {}, ["requirements.txt"]],
    [["requirements.txt"], { "uv.lock": "" }, []],
    [["poetry.lock"], { "requirements.txt": "" }, []],
    [["runtime.txt"], { ".python-version": "" }, []],
    [[".venv", "README.md", "requirements-test.txt", "bin/pre_compile"], {}, []],
    [[], {}, []],
  ])("%j beside %o: told of %j, of each kind that is missing then", (ignored, files, told) => {
    const problems = said(ignored, files);

    expect(idsOf(problems)).toEqual(told.map(() => "source::ignored-file"));
    expect(problems.map(({ remedy }) => remedy.split(" ").at(-1))).toEqual(told);
  });

  test("are told about at the line that hides them", () => {
    const [problem] = said(["requirements.txt"]);

    expect(problem?.location).toEqual(line);
  });

  test("have no place where that is of no file in the repository", () => {
    const repository = repositoryOf({ ignored: new Map([["requirements.txt", undefined]]) });

    const problems = judge(committedFiles, {}, repository);

    expect(problems).toMatchObject([{ id: "source::ignored-file", location: undefined }]);
  });

  test("are missed by every platform", () => {
    const repository = repositoryOf({ ignored: new Map([["requirements.txt", line]]) });

    expect(weighed(committedFiles, {}, repository)).toEqual(["warning", "warning", "warning"]);
  });

  test("are told about after what is not committed", () => {
    const repository = repositoryOf({ uncommitted: ["Procfile"], ignored: new Map([["uv.lock", line]]) });

    expect(idsOf(judge(committedFiles, { Procfile: "" }, repository))).toEqual([
      "source::uncommitted",
      "source::ignored-file",
    ]);
  });
});

describe("a file that can't be read", () => {
  const gone = { unreadable: "the system does not let it be read" };

  test.each([
    ...["Pipfile", "Pipfile.lock", "Procfile", "requirements.txt", "requirements-test.txt", "runtime.txt", "uv.lock"],
    ...[".python-version", "poetry.lock", "pyproject.toml", "setup.py", "setup.cfg"],
  ])("stops the build where it is %s", (file) => {
    const problems = judge(readableFiles, { [file]: gone });

    expect(problems).toMatchObject([{ id: "source::unreadable", location: { file, line: undefined } }]);
  });

  test.each([
    ...["requirements-dev.txt", "requirements_old.txt", "bin/pre_compile", ".buildpacks", ".slugignore", ".gitmodules"],
    ...["app.json", "scalingo.json", "../scalingo.json", "manage.py", "pip.conf", "README.md"],
  ])("is of no matter where it is %s", (file) => {
    expect(judge(readableFiles, { [file]: gone })).toEqual([]);
  });

  test("stops the build also where requirements include it", () => {
    const files = { "requirements.txt": "-r more/base.in\n", "more/base.in": gone };

    expect(judge(readableFiles, files).map(({ location }) => location?.file)).toEqual(["more/base.in"]);
  });

  test("is told about by name, in order", () => {
    const files: Entries = { "uv.lock": gone, "pyproject.toml": gone, Procfile: gone, "runtime.txt": other };

    const problems = judge(readableFiles, files);

    expect(problems.map(({ location }) => location?.file)).toEqual(["Procfile", "pyproject.toml", "uv.lock"]);
  });

  test("stops every platform", () => {
    expect(weighed(readableFiles, { "uv.lock": gone })).toEqual(["error", "error", "error"]);
  });
});
