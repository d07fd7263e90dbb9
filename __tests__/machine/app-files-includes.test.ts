import { appendFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { type App, findUpward, hasFile, textOf } from "../../src/app.js";
import { appReader } from "../../src/machine/app-files.js";
import { folderWith, git, gitVariables, repositoryWith } from "../support/git-repository.js";
import { type Files, writeFiles } from "../support/temporary-folder.js";

/** The app in a folder; `appInRepository` is its path from the repository's root. */
function readApp(root: string, appInRepository = "", watched: readonly string[] = []): Promise<App> {
  return appReader({ root, appInRepository, variables: gitVariables })(watched);
}

function contents(app: App): string[] {
  return [...app.files.keys()].toSorted();
}

describe("requirements that include others", () => {
  test.each<[what: string, files: Files, read: string[]]>([
    ["-r", { "requirements.txt": "-r base.txt\n", "base.txt": "flask\n" }, ["base.txt", "requirements.txt"]],
    ["-c", { "requirements.txt": "-c pins.txt\n", "pins.txt": "flask==3\n" }, ["pins.txt", "requirements.txt"]],
    [
      "their long names",
      { "requirements.txt": "--requirement=a.in\n--constraint b.in\n", "a.in": "", "b.in": "" },
      ["a.in", "b.in", "requirements.txt"],
    ],
    [
      "a path from the including file",
      {
        "requirements.txt": "-r requirements/production.txt\n",
        "requirements/production.txt": "-r base.txt\n-c ../pins.txt\n",
        "requirements/base.txt": "-r ./more/last.in\n",
        "requirements/more/last.in": "flask\n",
        "base.txt": "not this one\n",
        "pins.txt": "",
      },
      [
        ...["pins.txt", "requirements.txt", "requirements/base.txt", "requirements/more/last.in"],
        "requirements/production.txt",
      ],
    ],
    [
      "requirements-test.txt",
      { "requirements-test.txt": "-r test/base.in\n", "test/base.in": "pytest\n" },
      ["requirements-test.txt", "test/base.in"],
    ],
    [
      "quotes and spaces",
      { "requirements.txt": '-r "more files/a b.txt"\n', "more files/a b.txt": "" },
      ["more files/a b.txt", "requirements.txt"],
    ],
    ["a file twice", { "requirements.txt": "-r a.in\n-r ./a.in\n-c a.in\n", "a.in": "" }, ["a.in", "requirements.txt"]],
    [
      "a cycle",
      { "requirements.txt": "-r a.in\n", "a.in": "-r b.in\n-r a.in\n", "b.in": "-r requirements.txt\n-r a.in\n" },
      ["a.in", "b.in", "requirements.txt"],
    ],
    ["themselves", { "requirements.txt": "-r requirements.txt\n" }, ["requirements.txt"]],
    ["nothing that is there", { "requirements.txt": "-r gone.txt\n-r gone/too.txt\n" }, ["requirements.txt"]],
    ["a URL", { "requirements.txt": "-r https://example.com/base.txt\n", "base.txt": "" }, ["requirements.txt"]],
    ["a folder", { "requirements.txt": "-r more\n", "more/base.txt": "" }, ["requirements.txt"]],
    ["a file that no one includes", { "requirements.txt": "flask\n", "more/base.txt": "" }, ["requirements.txt"]],
    ["a file by a comment", { "requirements.txt": "# -r base.txt\n", "base.txt": "" }, ["requirements.txt"]],
  ])("are followed by %s", async (_, files, read) => {
    const app = await readApp(await folderWith(files));

    expect(contents(app)).toEqual(read);
    expect(read.every((path) => hasFile(app, path))).toBe(true);
  });

  test("are not followed from other files", async () => {
    const folder = await folderWith({ "requirements-dev.txt": "-r more/base.in\n", "more/base.in": "" });

    const app = await readApp(folder);

    expect(contents(app)).toEqual(["requirements-dev.txt"]);
  });

  test("know of a folder, and of a link to nothing", async () => {
    const folder = await folderWith({ "requirements.txt": "-r a/b\n-r a/link\n-r a/none\n", "a/b/c": "" });
    await symlink("nowhere", join(folder, "a/link"));

    const { entries } = await readApp(folder);

    expect(["a/b", "a/link", "a/none"].map((path) => entries.get(path))).toEqual(["folder", undefined, undefined]);
  });

  test("are read through links", async () => {
    const folder = await folderWith({ "deploy/all.txt": "-r more/base.txt\n", "shared/base.txt": "flask\n" });
    await symlink("deploy/all.txt", join(folder, "requirements.txt"));
    await symlink("shared", join(folder, "more"));

    const app = await readApp(folder);

    expect(contents(app)).toEqual(["more/base.txt", "requirements.txt"]);
    expect(textOf(app, "more/base.txt")).toBe("flask\n");
  });

  test("stop at a chain without end", async () => {
    const files = Object.fromEntries(Array.from({ length: 1200 }, (_, n) => [`r/${n}.in`, `-r ${n + 1}.in\n`]));
    const folder = await folderWith({ "requirements.txt": "-r r/0.in\n", ...files });

    const { files: read } = await readApp(folder);

    expect(read.size).toBeGreaterThan(900);
    expect(read.size).toBeLessThan(1100);
  });

  test("leave out one that git ignores, until a hook writes it", async () => {
    const folder = await repositoryWith({
      ".gitignore": "generated.in\nmore/\n",
      "requirements.txt": "-r generated.in\n-r more/base.in\n-r hook/new.in\n",
    });
    await writeFiles(folder, { "generated.in": "old", "more/base.in": "" });
    const read = appReader({ root: folder, appInRepository: "", variables: gitVariables });

    const before = await read([]);
    await writeFiles(folder, { "generated.in": "new and longer", "hook/new.in": "" });
    const after = await read([]);

    expect(contents(before)).toEqual(["requirements.txt"]);
    expect(contents(after)).toEqual(["generated.in", "hook/new.in", "requirements.txt"]);
    expect(after.entries.has("more/base.in")).toBe(false);
  });
});

describe("a file outside the app that requirements include", () => {
  test("is known and not read", async () => {
    const folder = await folderWith({
      "web/requirements.txt": "-r ../base.txt\n-c ../more/pins.txt\n-r ../gone.txt\n-r ../more\n",
      "base.txt": "-r other.txt\n",
      "other.txt": "",
      "more/pins.txt": "",
    });

    const app = await readApp(join(folder, "web"));

    expect(Object.fromEntries(app.entries)).toEqual({
      "requirements.txt": "file",
      "../base.txt": "file",
      "../more/pins.txt": "file",
      "../more": "folder",
    });
    expect(contents(app)).toEqual(["requirements.txt"]);
  });

  test("is known by an absolute path", async () => {
    const outside = await folderWith({ "base.txt": "" });
    const folder = await folderWith({ "requirements.txt": `-r ${outside}/base.txt\n-r ${outside}/gone.txt\n` });

    const app = await readApp(folder);

    expect(app.entries.get(`${outside}/base.txt`)).toBe("file");
    expect(app.entries.has(`${outside}/gone.txt`)).toBe(false);
    expect(contents(app)).toEqual(["requirements.txt"]);
  });

  test("is none where the path comes back into the app", async () => {
    const folder = await folderWith({ "requirements.txt": "-r more/../base.in\n", "base.in": "flask\n" });

    const app = await readApp(folder);

    expect(contents(app)).toEqual(["base.in", "requirements.txt"]);
  });
});

describe("files that select a package manager, as links", () => {
  test.each([
    "Pipfile",
    "Pipfile.lock",
    "requirements.txt",
    "poetry.lock",
    "uv.lock",
    "pyproject.toml",
    ".python-version",
  ])("%s is read where it leads", async (name) => {
    const folder = await folderWith({ "deploy/the file": "content\n" });
    await symlink("deploy/the file", join(folder, name));

    const app = await readApp(folder);

    expect(app.entries.get(name)).toBe("file");
    expect(textOf(app, name)).toBe("content\n");
  });

  test("are read also out of the app, and in a repository", async () => {
    const folder = await repositoryWith({ "shared/uv.lock": "version = 1\n", "web/app.py": "" });
    await symlink("../shared/uv.lock", join(folder, "web/uv.lock"));
    await git(folder, "add", "--all");

    const app = await readApp(join(folder, "web"), "web");

    expect(textOf(app, "uv.lock")).toBe("version = 1\n");
    expect(app.repository?.uncommitted).toEqual([]);
  });
});

describe("files that count in a folder above the app", () => {
  test("are read up to the repository's root", async () => {
    const folder = await repositoryWith({
      "scalingo.json": "{}",
      ".gitmodules": "[submodule]\n",
      "apps/app.json": "[]",
      "apps/scalingo.json": "[]",
      "apps/web/app.py": "",
      "apps/other/app.json": "",
      Procfile: "",
      "requirements.txt": "",
    });

    const app = await readApp(join(folder, "apps/web"), "apps/web");

    expect(contents(app)).toEqual(["../../.gitmodules", "../../scalingo.json", "../app.json", "../scalingo.json"]);
    expect([...app.entries.keys()].toSorted()).toEqual([...contents(app), "app.py"].toSorted());
  });

  test.each<[name: string, found: string | undefined]>([
    ["scalingo.json", "scalingo.json"],
    ["app.json", "../app.json"],
    [".gitmodules", "../../.gitmodules"],
    ["requirements.txt", undefined],
  ])("%s is found at %s, the nearest", async (name, found) => {
    const folder = await repositoryWith({
      ...{ "scalingo.json": "", "app.json": "", ".gitmodules": "", "requirements.txt": "" },
      ...{ "apps/app.json": "", "apps/scalingo.json": "", "apps/web/scalingo.json": "" },
    });

    const app = await readApp(join(folder, "apps/web"), "apps/web");

    expect(findUpward(app, name)).toBe(found);
  });

  test("are not looked for above the repository", async () => {
    const folder = await folderWith({ "scalingo.json": "{}", "repository/app.py": "" });
    await git(join(folder, "repository"), "init", "--quiet");

    const app = await readApp(join(folder, "repository"));

    expect(findUpward(app, "scalingo.json")).toBeUndefined();
  });

  test("are files, not folders of that name", async () => {
    const folder = await repositoryWith({ "scalingo.json/a": "", "web/app.py": "" });

    const app = await readApp(join(folder, "web"), "web");

    expect(app.entries.get("../scalingo.json")).toBe("folder");
    expect(findUpward(app, "scalingo.json")).toBeUndefined();
  });
});

describe("watched paths", () => {
  test("are told of where something stands", async () => {
    const folder = await folderWith({ "web/manage.py": "print()", ".heroku/python/bin/x": "", "nltk.txt": "" });
    const watched = ["web/manage.py", ".heroku/python", "nltk.txt", ".scalingo/python", "nltk.txt/x"];

    const app = await readApp(folder, "", watched);

    expect(watched.map((path) => app.entries.get(path))).toEqual(["file", "folder", "file", undefined, undefined]);
    expect(contents(app)).toEqual([]);
  });

  test("are looked for anew in each reading", async () => {
    const folder = await folderWith({ "a/b": "" });
    const read = appReader({ root: folder, appInRepository: "", variables: gitVariables });

    const first = await read(["a/b", "c/d"]);
    await rm(join(folder, "a"), { recursive: true });
    await writeFiles(folder, { "c/d": "" });
    const second = await read(["a/b", "c/d"]);

    expect(["a/b", "c/d"].map((path) => first.entries.has(path))).toEqual([true, false]);
    expect(["a/b", "c/d"].map((path) => second.entries.has(path))).toEqual([false, true]);
  });

  test("are no part of the app where git ignores them", async () => {
    const folder = await repositoryWith({ ".gitignore": "/.scalingo/\n" });
    await writeFiles(folder, { ".scalingo/python/bin/python": "", ".heroku/python/bin/python": "" });

    const { entries } = await readApp(folder, "", [".scalingo/python", ".heroku/python"]);

    expect([entries.has(".scalingo/python"), entries.has(".heroku/python")]).toEqual([false, true]);
  });
});

describe.each(["venv", ".venv"])("the environment %s", (name) => {
  const mark = `${name}/pyvenv.cfg`;

  test("is part of the app where it is committed", async () => {
    const folder = await repositoryWith({ [mark]: "", [`${name}/bin/python`]: "" });

    const { entries, repository } = await readApp(folder);

    expect(entries.get(mark)).toBe("file");
    expect(repository?.uncommitted).not.toContain(mark);
  });

  test("is part of the app where git neither has nor ignores it", async () => {
    const folder = await repositoryWith({ "app.py": "" });
    await writeFiles(folder, { [mark]: "" });

    const { entries, repository } = await readApp(folder);

    expect(entries.get(mark)).toBe("file");
    expect(repository?.uncommitted).toContain(mark);
  });

  test("is part of the app outside git", async () => {
    const folder = await folderWith({ [mark]: "", ".gitignore": `${name}/\n` });

    expect((await readApp(folder)).entries.get(mark)).toBe("file");
  });

  test.each<[by: string, gitignore: string]>([
    ["by its name", `${name}\n`],
    ["as a folder", `/${name}/\n`],
    ["by all that is in it", `${name}/*\n`],
  ])("is no part of the app where .gitignore names it %s", async (_, gitignore) => {
    const folder = await repositoryWith({ ".gitignore": gitignore });
    await writeFiles(folder, { [mark]: "", [`${name}/bin/python`]: "" });

    expect((await readApp(folder)).entries.has(mark)).toBe(false);
  });

  test("is no part of the app where its own .gitignore names all that is in it", async () => {
    const folder = await repositoryWith({ "app.py": "" });
    await writeFiles(folder, { [mark]: "", [`${name}/.gitignore`]: "*\n" });

    expect((await readApp(folder)).entries.has(mark)).toBe(false);
  });

  test("is no part of the app where the repository's own settings ignore it", async () => {
    const folder = await repositoryWith({ "app.py": "" });
    await writeFiles(folder, { [mark]: "" });
    await appendFile(join(folder, ".git/info/exclude"), `${name}/\n`);

    expect((await readApp(folder)).entries.has(mark)).toBe(false);
  });

  test("is part of the app where git ignores and has it", async () => {
    const folder = await repositoryWith({ ".gitignore": `${name}/\n`, "app.py": "" });
    await writeFiles(folder, { [mark]: "" });
    await git(folder, "add", "--force", mark);

    expect((await readApp(folder)).entries.get(mark)).toBe("file");
  });

  test("is part of the app where a hook makes it, even if git ignores it", async () => {
    const folder = await repositoryWith({ ".gitignore": `${name}/\n`, "app.py": "" });
    const read = appReader({ root: folder, appInRepository: "", variables: gitVariables });
    await read([]);
    await writeFiles(folder, { [mark]: "" });

    expect((await read([])).entries.get(mark)).toBe("file");
  });
});
