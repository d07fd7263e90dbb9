import { describe, expect, test } from "vitest";
import { unpinnedOf } from "../../src/requirements/pinning.js";
import { localPath, packageName, type Source, sourceOf } from "../../src/requirements/requirement.js";
import { parseRequirements } from "../../src/requirements/requirements-file.js";
import { appOf, type Entries } from "../support/app.js";

const commit = "0123456789abcdef0123456789abcdef01234567";
const sha256 = "a".repeat(64);

/** The requirement of a line. */
function requirementOf(text: string) {
  const [line] = parseRequirements(text);
  if (line?.kind !== "requirement") throw new Error(`${text} is no requirement`);

  return line;
}

describe("the name of a requirement", () => {
  test.each<[text: string, name: string | undefined]>([
    ["Django", "Django"],
    ["Django==5.2.1", "Django"],
    ["Django == 5.2.1", "Django"],
    ["Django>=5,<6", "Django"],
    ["Django~=5.2", "Django"],
    ["Django!=5", "Django"],
    ["Django(==5.2.1)", "Django"],
    ["Django[argon2]==5.2.1", "Django"],
    ["Django [argon2]", "Django"],
    ["Django; python_version < '4'", "Django"],
    ["Django --hash=sha256:aa", "Django"],
    ["zope.interface", "zope.interface"],
    ["my_lib-2.x", "my_lib-2.x"],
    ["3to2==1", "3to2"],
    ["Django @ https://example.com/d.whl", "Django"],
    ["Django@https://example.com/d.whl", "Django"],
    ["Django[argon2] @ git+https://example.com/d.git", "Django"],
    ["git+https://example.com/d.git#egg=django", "django"],
    ["git+https://example.com/d.git@main#subdirectory=x&egg=django", "django"],
    ["git+https://example.com/d.git", undefined],
    ["https://example.com/django-5.2.1.tar.gz", undefined],
    ["https://example.com/django-5.2.1.tar.gz#egg=django", "django"],
    ["./lib", undefined],
    [".", undefined],
    ["lib/", undefined],
  ])("%j is %j", (text, name) => {
    expect(packageName(text)).toBe(name);
  });
});

describe("the source of a requirement", () => {
  test.each<[source: Source, texts: string[]]>([
    ["pinned", ["Django==5.2.1", "Django == 5.2.1", "Django===5.2.1", "Django==5.2.1;python_version<'4'"]],
    ["pinned", ["Django==5.2.1 ; python_version < '4'", "Django(==5.2.1)", "Django (==5.2.1)", "Django==5.2.1;"]],
    [
      "pinned",
      ["Django[argon2]==5.2.1", "Django[argon2, bcrypt] == 5.2.1", "a==1!2.0", "a==1.0+local", "a==1.0.post1"],
    ],
    ["pinned", [`Django==5.2.1 --hash=sha256:${sha256}`, `Django>=5 --hash=sha256:${sha256}`]],
    ["pinned", [`Django --hash sha256:${sha256}`, `Django==5.2.1     --hash=sha256:${sha256}`]],
    ["pinned", [`Django==5.2.1 ; python_version < "4" --hash=sha256:${sha256}`]],
    ["pinned", [`git+https://example.com/d.git@${commit}`, `git+https://example.com/d.git@${commit}#egg=d`]],
    ["pinned", [`git+ssh://git@example.com/d.git@${commit}#egg=d`, `d @ git+https://example.com/d.git@${commit}`]],
    ["pinned", [`d[e]@git+https://example.com/d.git@${commit}#subdirectory=p`, `git+file:///srv/d.git@${commit}`]],
    ["pinned", [`d @ git+https://example.com/d.git@${commit} ; python_version < "4"`]],
    ["pinned", [`https://example.com/d.tar.gz#sha256=${sha256}`, `d @ https://example.com/d.whl#sha256=${sha256}`]],
    ["pinned", [`https://example.com/d.tar.gz#egg=d&sha256=${sha256}`]],
    ["unpinned", ["Django", "Django>=5", "Django~=5.2", "Django!=5", "Django<6,>=5", "Django>=5,<6", "Django[argon2]"]],
    ["unpinned", ["Django==5.2.*", "Django == 5.*", 'Django; python_version == "3.13"']],
    ["unpinned", ['Django>=5 ; python_version == "3.13"', "lib", "zope.interface"]],
    ["moving", ["git+https://example.com/d.git", "git+https://example.com/d.git@main#egg=d"]],
    [
      "moving",
      ["git+https://example.com/d.git@v1.0", "git+ssh://git@example.com/d.git", "svn+svn://example.com/d#egg=d"],
    ],
    ["moving", ["https://example.com/d.tar.gz", "d @ https://example.com/d.whl", "d@https://example.com/d.whl"]],
    [
      "moving",
      [`d @ git+https://example.com/d.git@${commit.slice(0, 7)}`, "d[e] @ git+https://example.com/d.git@main"],
    ],
    ["local", [".", "..", ".[dev]", "./lib", "../lib", "./lib[extra]", "lib/", "packages/lib", "/srv/lib"]],
    [
      "local",
      ["./lib ; python_version < '4'", "file:./lib", "file:///srv/lib", "d @ file:///srv/lib", "d @ file:./lib"],
    ],
    ["local", ["x-1.0-py3-none-any.whl", "vendor/y-1.0.tar.gz", "z-1.0.zip", "w-1.0.tgz", "v.tar.bz2", "u.tar.xz"]],
    ["local", ["x-1.0-py3-none-any.whl[extra]", `vendor/y-1.0.tar.gz --hash=sha256:${sha256}`]],
  ])("is %s for %j", (source, texts) => {
    expect(texts.map((text) => [text, sourceOf(requirementOf(text))])).toEqual(texts.map((text) => [text, source]));
  });
});

describe("the path of a requirement", () => {
  test.each<[text: string, path: string | undefined]>([
    [".", "."],
    ["..", ".."],
    [".[dev]", "."],
    ["./lib", "./lib"],
    ["./lib[extra]", "./lib"],
    ["./lib ; python_version < '4'", "./lib"],
    ["./lib;python_version<'4'", "./lib"],
    ["../lib", "../lib"],
    ["lib/", "lib/"],
    ["packages/lib", "packages/lib"],
    ["/srv/lib", "/srv/lib"],
    ["vendor/y-1.0.tar.gz", "vendor/y-1.0.tar.gz"],
    ["x-1.0-py3-none-any.whl", "x-1.0-py3-none-any.whl"],
    ["file:./lib", "./lib"],
    ["file:lib", "lib"],
    ["file:../lib", "../lib"],
    ["file:///srv/lib", "/srv/lib"],
    ["file://localhost/srv/lib", "/srv/lib"],
    ["file:./lib#egg=lib", "./lib"],
    ["lib @ file:///srv/lib", "/srv/lib"],
    ["lib[extra] @ file:///srv/lib ; python_version < '4'", "/srv/lib"],
    ["lib@file:./lib", "./lib"],
    ["lib", undefined],
    ["my-lib", undefined],
    ["zope.interface", undefined],
    ["Django[argon2]==5.2.1", undefined],
    ["Django==5.2.1 --hash=sha256:aa/bb", undefined],
    ["Django; sys_platform == 'a/b'", undefined],
    ["https://example.com/d.whl", undefined],
    ["d @ https://example.com/d.whl", undefined],
    ["git+file:///srv/d.git", undefined],
    ["git+ssh://git@example.com/d.git", undefined],
    [`./\${FOLDER}/lib`, undefined],
    [`lib @ file:///\${PROJECT_ROOT}/lib`, undefined],
  ])("%j is %j", (text, path) => {
    expect(localPath(text)).toBe(path);
  });
});

describe("requirements that are tied to no version", () => {
  const unpinned = (files: Entries) => unpinnedOf(appOf(files)).map(({ text, location }) => [text, location]);
  const at = (file: string, line: number) => ({ file, line });

  test("are found in every file that is read, in pip's order", () => {
    const found = unpinned({
      "requirements.txt": "a\nb==1\n-r more/base.txt\nc>=2\n",
      "more/base.txt": "d==1\ne # newest\n",
    });

    expect(found).toEqual([
      ["a", at("requirements.txt", 1)],
      ["e", at("more/base.txt", 2)],
      ["c>=2", at("requirements.txt", 4)],
    ]);
  });

  test("are not what a constraint pins, however the name is written", () => {
    const found = unpinned({
      "requirements.txt": "-c pins.txt\nzope.interface\nMy_Lib[extra]>=1\nDjango\nflask\n",
      "pins.txt": "Zope-Interface==7\nmy.lib==2\nDjango>=5\n",
    });

    expect(found).toEqual([
      ["Django", at("requirements.txt", 4)],
      ["flask", at("requirements.txt", 5)],
    ]);
  });

  test("are not what a constraint of constraints pins", () => {
    const found = unpinned({ "requirements.txt": "a\n-c c.txt", "c.txt": "-c d.txt", "d.txt": "a==1" });

    expect(found).toEqual([]);
  });

  test("are never constraints themselves", () => {
    expect(unpinned({ "requirements.txt": "-c pins.txt\na==1", "pins.txt": "b>=1\nc" })).toEqual([]);
  });

  test.each<[text: string, count: number]>([
    ["git+https://example.com/d.git@main#egg=d", 1],
    ["https://example.com/d.tar.gz", 1],
    ["-e git+https://example.com/d.git#egg=d", 1],
    [`-e git+https://example.com/d.git@${commit}#egg=d`, 0],
    ["-e .", 0],
    ["-e lib", 0],
    ["-e lib[extra]", 0],
    ["./lib", 0],
    ["vendor/y-1.0.tar.gz", 0],
    ["a==1 \\\n  --hash=sha256:aa", 0],
    ["a \\\n  --hash=sha256:aa", 0],
    ["--pre", 0],
    ["", 0],
  ])("are counted in %j: %i", (text, count) => {
    expect(unpinned({ "requirements.txt": text })).toHaveLength(count);
  });

  test("are not looked for in requirements-test.txt", () => {
    expect(unpinned({ "requirements.txt": "a==1", "requirements-test.txt": "pytest" })).toEqual([]);
  });
});
