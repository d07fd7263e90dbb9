import { randomBytes } from "node:crypto";
import { appendFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { Repository } from "../../src/app.js";
import { appReader } from "../../src/machine/app-files.js";
import { type Committed, readCommitted, readIgnored } from "../../src/machine/repository.js";
import { commitAll, folderWith, git, gitVariables, repositoryWith } from "../support/git-repository.js";
import { type Files, writeFiles } from "../support/temporary-folder.js";

/** What git has of an app in a folder; `appInRepository` is its path from the repository's root. */
async function committedIn(root: string, appInRepository = ""): Promise<Committed> {
  const committed = await readCommitted({ root, appInRepository, variables: gitVariables });
  if (!committed) throw new Error("git knows of no repository here");

  return committed;
}

function ignoredIn(root: string, paths: readonly string[], appInRepository = "") {
  return readIgnored({ root, appInRepository, variables: gitVariables }, paths);
}

/** What git says of an app in a build. */
async function repositoryOf(root: string, appInRepository = "", watched: readonly string[] = []) {
  const { repository } = await appReader({ root, appInRepository, variables: gitVariables })(watched);

  return repository;
}

/** What git does not have, beside its own folder. */
function uncommittedOf(repository: Repository | undefined): string[] {
  return (repository?.uncommitted ?? []).filter((path) => path !== ".git").toSorted();
}

/** `git archive` adds a header for each folder, two empty blocks at the end, and fills its last record. */
function asArchive(archiveSize: number, folders: number): number {
  const record = 10240;

  return Math.ceil((archiveSize + 512 * folders + 1024) / record) * record;
}

describe("the size of the archive", () => {
  test.each<[what: string, files: Files, folders: number]>([
    ["no files", {}, 0],
    ["an empty file", { "a.py": "" }, 0],
    ["files about a block long", { a: "x".repeat(511), b: "x".repeat(512), c: "x".repeat(513) }, 0],
    ["files in folders", { "a/b/c.py": "x", "a/d.py": "x".repeat(5000), "e/f.py": "" }, 3],
    ["many small files", Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`m${n}.py`, "x"])), 0],
    ["content that does not compress", { "data.bin": randomBytes(3_000_000), "a.py": "" }, 0],
    ["a program", { "bin/run": { content: "#!/bin/sh\n", mode: 0o755 } }, 1],
    ["text with CRLF", { "a.txt": "x\r\n".repeat(1000) }, 0],
    [
      "names of every kind",
      { "a b": "1", 'quo"te': "22", "new\nline": "333", "ünï-日本": "4444", "\n  size: 9": "5" },
      0,
    ],
  ])("with %s is that of git's own, uncompressed", async (_, files, folders) => {
    const folder = await repositoryWith(files);

    const { archiveSize } = await committedIn(folder);

    const archive = await git(folder, "archive", "--format=tar", "HEAD^{tree}");
    expect(asArchive(archiveSize, folders)).toBe(archive.length);
  });

  test("is that of the whole repository for an app in a folder of it", async () => {
    const folder = await repositoryWith({ "web/app.py": "x", "data/a.bin": "x".repeat(100_000), "README.md": "" });

    const { archiveSize } = await committedIn(join(folder, "web"), "web");

    expect(archiveSize).toBe((await committedIn(folder)).archiveSize);
    expect(asArchive(archiveSize, 2)).toBe((await git(folder, "archive", "--format=tar", "HEAD^{tree}")).length);
  });

  test("leaves out what is not committed", async () => {
    const folder = await repositoryWith({ ".gitignore": "*.bin\n", "app.py": "x" });
    const before = await committedIn(folder);
    await writeFiles(folder, { "a.bin": "x".repeat(100_000), "b.csv": "x".repeat(100_000) });

    const { archiveSize } = await committedIn(folder);

    expect(archiveSize).toBe(before.archiveSize);
  });

  test("is that of what is committed, whatever became of the file", async () => {
    const folder = await repositoryWith({ "a.csv": "x".repeat(100_000), "b.csv": "x".repeat(2000) });
    const before = await committedIn(folder);
    await rm(join(folder, "a.csv"));
    await writeFile(join(folder, "b.csv"), "");

    const { archiveSize } = await committedIn(folder);

    expect(archiveSize).toBe(before.archiveSize);
  });

  test("counts a link as a small file, not what it leads to", async () => {
    const folder = await repositoryWith({ ".gitignore": "large.bin\n", "large.bin": "x".repeat(100_000) });
    await symlink("large.bin", join(folder, "link"));
    await commitAll(folder);

    const { archiveSize } = await committedIn(folder);

    expect(archiveSize).toBeLessThan(5000);
  });
});

describe("what takes the most room", () => {
  const kilobytes = (count: number) => "x".repeat(count * 1024);

  test("is named at the repository's root, largest first, at most five", async () => {
    const folder = await repositoryWith({
      "a.csv": kilobytes(1),
      "b/1.csv": kilobytes(4),
      "b/c/2.csv": kilobytes(4),
      "d.csv": kilobytes(6),
      "e e.csv": kilobytes(5),
      "f.csv": kilobytes(3),
      "g.csv": kilobytes(2),
    });

    const { largest } = await committedIn(folder);

    expect(largest).toEqual([
      { path: "b", bytes: 2 * (512 + 4096) },
      { path: "d.csv", bytes: 512 + 6144 },
      { path: "e e.csv", bytes: 512 + 5120 },
      { path: "f.csv", bytes: 512 + 3072 },
      { path: "g.csv", bytes: 512 + 2048 },
    ]);
  });

  test("is named by its path from an app in a folder of the repository", async () => {
    const folder = await repositoryWith({
      "data/1.csv": kilobytes(4),
      "apps/data/2.csv": kilobytes(3),
      "apps/web/static/3.csv": kilobytes(2),
      "apps/web/app.py": "",
    });

    const { largest } = await committedIn(join(folder, "apps/web"), "apps/web");

    expect(largest.map(({ path }) => path)).toEqual(["../../data", "../data", "static", "app.py"]);
  });

  test("adds up to the archive where there are few", async () => {
    const folder = await repositoryWith({ "a/1": kilobytes(1), "a/2": kilobytes(2), b: "", "c/d/e": "x" });

    const { archiveSize, largest } = await committedIn(folder);

    expect(largest.map(({ bytes }) => bytes).reduce((a, b) => a + b)).toBe(archiveSize);
  });

  test("is nothing in a repository without files", async () => {
    const folder = await repositoryWith({});

    expect(await committedIn(folder)).toMatchObject({ archiveSize: 0, largest: [] });
  });
});

describe("what is committed", () => {
  const odd = [
    "a b",
    'quo"te',
    "new\nline",
    "tab\t",
    "ünï-日本",
    "back\\slash",
    "-dash",
    ":(top)x",
    "*",
    "\n  size: 9",
  ];

  test("is known under names of every kind", async () => {
    const folder = await repositoryWith(Object.fromEntries(odd.map((name) => [name, "x"])));

    const { has } = await committedIn(folder);

    expect(odd.filter((name) => !has(name))).toEqual([]);
    expect(has("other")).toBe(false);
  });

  test("includes each folder with a committed file", async () => {
    const folder = await repositoryWith({ "a/b/c.py": "", "a/d.py": "" });

    const { has } = await committedIn(folder);

    expect(["a", "a/b", "a/b/c.py", "a/d.py"].map(has)).toEqual([true, true, true, true]);
    expect(["", "a/b/c", "b", "c.py", "a/", "d.py"].map(has)).toEqual([false, false, false, false, false, false]);
  });

  test("is that of the app where it stands in a folder of the repository", async () => {
    const folder = await repositoryWith({ "web/app.py": "", "webs/b.py": "", "app/c.py": "", "d.py": "" });

    const { has } = await committedIn(join(folder, "web"), "web");

    expect(["app.py", "b.py", "s/b.py", "web", "web/app.py", "d.py", "c.py"].filter(has)).toEqual(["app.py"]);
  });

  test("includes what is staged and not yet committed, and files that git ignores and has", async () => {
    const folder = await repositoryWith({ ".gitignore": "*.txt\n" });
    await writeFiles(folder, { "requirements.txt": "", "runtime.txt": "", "app.py": "", "other.py": "" });
    await git(folder, "add", "--force", "requirements.txt", "app.py");

    const { has } = await committedIn(folder);

    expect(["requirements.txt", "app.py", "runtime.txt", "other.py"].map(has)).toEqual([true, true, false, false]);
  });

  test("is nothing in a repository without commits", async () => {
    const folder = await folderWith({ "app.py": "" });
    await git(folder, "init", "--quiet");

    const committed = await committedIn(folder);

    expect(committed).toMatchObject({ archiveSize: 0, largest: [] });
    expect(committed.has("app.py")).toBe(false);
  });

  test("is known in a worktree", async () => {
    const main = await repositoryWith({ "app.py": "x", "web/app.py": "x" });
    const worktree = join(await folderWith({}), "worktree");
    await git(main, "worktree", "add", "--quiet", worktree);

    const { has, archiveSize } = await committedIn(worktree);

    expect(["app.py", "web", "web/app.py"].map(has)).toEqual([true, true, true]);
    expect(archiveSize).toBe(2048);
  });

  test("includes the folder of a submodule, and not what is in it", async () => {
    const library = await repositoryWith({ "large.bin": "x".repeat(100_000) });
    const folder = await repositoryWith({ "app.py": "" });
    await git(folder, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "lib");
    await commitAll(folder);

    const { has, archiveSize } = await committedIn(folder);

    expect(["lib", ".gitmodules", "lib/large.bin"].map(has)).toEqual([true, true, false]);
    expect(archiveSize).toBeLessThan(10_000);
  });

  test("is that of the submodule for an app in it", async () => {
    const library = await repositoryWith({ "app.py": "x" });
    const folder = await repositoryWith({ "large.bin": "x".repeat(100_000) });
    await git(folder, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "lib");

    const { has, archiveSize } = await committedIn(join(folder, "lib"));

    expect(["app.py", "large.bin"].map(has)).toEqual([true, false]);
    expect(archiveSize).toBe(1024);
  });

  test("includes what a sparse checkout leaves out", async () => {
    const folder = await repositoryWith({ "web/app.py": "x", "data/a.csv": "x", "b.py": "" });
    await git(folder, "sparse-checkout", "set", "web");

    const { has } = await committedIn(join(folder, "web"), "web");

    expect(has("app.py")).toBe(true);
    expect((await committedIn(folder)).has("data/a.csv")).toBe(true);
  });

  test("is unknown outside a repository", async () => {
    const folder = await folderWith({ "app.py": "" });

    expect(await readCommitted({ root: folder, appInRepository: "", variables: gitVariables })).toBeUndefined();
    expect(await repositoryOf(folder)).toBeUndefined();
  });

  test("is unknown in a folder whose .git is broken", async () => {
    const folder = await folderWith({ "app.py": "", ".git": "gitdir: nowhere\n" });

    expect(await readCommitted({ root: folder, appInRepository: "", variables: gitVariables })).toBeUndefined();
  });

  test("is unknown without git on PATH", async () => {
    const folder = await repositoryWith({ "app.py": "" });
    const setting = { root: folder, appInRepository: "", variables: { PATH: folder } };

    expect(await readCommitted(setting)).toBeUndefined();
    expect(await readIgnored(setting, ["app.py"])).toEqual(new Map());
  });
});

describe("what git ignores", () => {
  test.each<[what: string, gitignore: string, line: number]>([
    ["its name", "runtime.txt\n", 1],
    ["a pattern", "# Text\n\n*.txt\n", 3],
    ["a path from the root", "a\n/runtime.txt", 2],
    ["a pattern that comes after one that takes it back", "*.txt\n!runtime.txt\nrun*\n", 3],
    ["a line that ends in CR and LF", "a\r\n*.t?t*\r\n", 2],
    ["the last of the lines that match", "*.txt\nruntime.txt\n", 2],
  ])("is told with its line for %s", async (_, gitignore, line) => {
    const folder = await repositoryWith({ ".gitignore": gitignore });

    const ignored = await ignoredIn(folder, ["runtime.txt", "app.py"]);

    expect(ignored).toEqual(new Map([["runtime.txt", { file: ".gitignore", line }]]));
  });

  test.each<[what: string, gitignore: string]>([
    ["no line", ""],
    ["a comment", "#runtime.txt\n"],
    ["another case", "Runtime.txt\n"],
    ["a pattern that is taken back", "*.txt\n!runtime.txt\n"],
    ["a pattern for folders", "runtime.txt/\n"],
  ])("does not include a file for %s", async (_, gitignore) => {
    const folder = await repositoryWith({ ".gitignore": gitignore });
    await writeFiles(folder, { "runtime.txt": "" });

    expect(await ignoredIn(folder, ["runtime.txt"])).toEqual(new Map());
  });

  test("can't be taken back within an ignored folder", async () => {
    const folder = await repositoryWith({ ".gitignore": "bin/\n!bin/pre_compile\n" });
    await writeFiles(folder, { "bin/pre_compile": "" });

    expect(await ignoredIn(folder, ["bin", "bin/pre_compile"])).toEqual(
      new Map([
        ["bin", { file: ".gitignore", line: 1 }],
        ["bin/pre_compile", { file: ".gitignore", line: 1 }],
      ]),
    );
  });

  test("is told with the line of a .gitignore below the root", async () => {
    const folder = await repositoryWith({ ".gitignore": "*.log\n", "bin/.gitignore": "\npre_*\n" });

    expect(await ignoredIn(folder, ["bin/pre_compile", "pre_compile", "bin/a.log"])).toEqual(
      new Map([
        ["bin/pre_compile", { file: "bin/.gitignore", line: 2 }],
        ["bin/a.log", { file: ".gitignore", line: 1 }],
      ]),
    );
  });

  test("takes the nearest .gitignore's word", async () => {
    const folder = await repositoryWith({ ".gitignore": "*.txt\n", "web/.gitignore": "!runtime.txt\nPipfile\n" });
    const web = join(folder, "web");

    expect(await ignoredIn(web, ["runtime.txt", "requirements.txt", "Pipfile"], "web")).toEqual(
      new Map([
        ["requirements.txt", { file: "../.gitignore", line: 1 }],
        ["Pipfile", { file: ".gitignore", line: 2 }],
      ]),
    );
  });

  test("is told by a path from an app deep in the repository", async () => {
    const folder = await repositoryWith({
      ".gitignore": "*.txt\n",
      "apps/.gitignore": "Pipfile\n",
      "apps/web/a.py": "",
    });

    expect(await ignoredIn(join(folder, "apps/web"), ["runtime.txt", "Pipfile"], "apps/web")).toEqual(
      new Map([
        ["runtime.txt", { file: "../../.gitignore", line: 1 }],
        ["Pipfile", { file: "../.gitignore", line: 1 }],
      ]),
    );
  });

  test("has no place where the line is of no file of the repository", async () => {
    const folder = await repositoryWith({ "app.py": "", "web/app.py": "" });
    const settings = await folderWith({ ignore: "Pipfile\n" });
    await appendFile(join(folder, ".git/info/exclude"), "runtime.txt\n");
    await git(folder, "config", "core.excludesFile", join(settings, "ignore"));
    const nowhere = new Map([
      ["runtime.txt", undefined],
      ["Pipfile", undefined],
    ]);

    expect(await ignoredIn(folder, ["runtime.txt", "Pipfile", "setup.py"])).toEqual(nowhere);
    expect(await ignoredIn(join(folder, "web"), ["runtime.txt", "Pipfile", "setup.py"], "web")).toEqual(nowhere);
  });

  test("has no place in a worktree whose repository ignores it", async () => {
    const main = await repositoryWith({ ".gitignore": "*.txt\n" });
    await appendFile(join(main, ".git/info/exclude"), "Pipfile\n");
    const worktree = join(await folderWith({}), "worktree");
    await git(main, "worktree", "add", "--quiet", worktree);

    expect(await ignoredIn(worktree, ["runtime.txt", "Pipfile"])).toEqual(
      new Map([
        ["runtime.txt", { file: ".gitignore", line: 1 }],
        ["Pipfile", undefined],
      ]),
    );
  });

  test("is told of names of every kind", async () => {
    const folder = await repositoryWith({ ".gitignore": "*.log\n" });
    const odd = [
      "a b.log",
      'quo"te.log',
      "new\nline.log",
      "ünï-日本.log",
      "-dash.log",
      ":(top).log",
      "*.log",
      "!a.log",
    ];

    const ignored = await ignoredIn(folder, [...odd, "a.py"]);

    expect([...ignored.keys()]).toEqual(odd);
  });

  test("does not include what git has", async () => {
    const folder = await repositoryWith({ ".gitignore": "*.txt\n" });
    await writeFiles(folder, { "runtime.txt": "" });
    await git(folder, "add", "--force", "runtime.txt");

    expect(await ignoredIn(folder, ["runtime.txt"])).toEqual(new Map());
  });

  test("is nothing outside a repository", async () => {
    const folder = await folderWith({ ".gitignore": "*.txt\n", "runtime.txt": "" });

    expect(await ignoredIn(folder, ["runtime.txt"])).toEqual(new Map());
  });
});

describe("of an app in a build", () => {
  test("git tells what is neither committed nor ignored", async () => {
    const folder = await repositoryWith({ ".gitignore": "*.txt\n", "app.py": "", "bin/run": "" });
    await writeFiles(folder, { Pipfile: "", "runtime.txt": "", "bin/pre_compile": "", "docs/a.md": "", "app.py": "x" });

    const repository = await repositoryOf(folder);

    expect(uncommittedOf(repository)).toEqual(["Pipfile", "bin/pre_compile", "docs"]);
    expect(repository?.ignored).toEqual(new Map([["runtime.txt", { file: ".gitignore", line: 1 }]]));
  });

  test("git tells that nothing is committed where there are no commits", async () => {
    const folder = await folderWith({ "requirements.txt": "", ".gitignore": "Pipfile\n", Pipfile: "" });
    await git(folder, "init", "--quiet");

    const repository = await repositoryOf(folder);

    expect(uncommittedOf(repository)).toEqual([".gitignore", "requirements.txt"]);
    expect([...(repository?.ignored.keys() ?? [])]).toEqual(["Pipfile"]);
    expect(repository).toMatchObject({ archiveSize: 0, largest: [] });
  });

  test("git tells of watched paths and included files, too", async () => {
    const folder = await repositoryWith({
      ".gitignore": "dev.txt\n",
      "requirements.txt": "-r requirements/base.txt\n-r requirements/new.txt\n-r requirements/dev.txt\n",
      "requirements/base.txt": "",
      "web/manage.py": "",
    });
    await writeFiles(folder, { "requirements/new.txt": "", "requirements/dev.txt": "", "web/new.py": "" });

    const repository = await repositoryOf(folder, "", ["web/manage.py", "web/new.py", "web/none.py"]);

    expect(uncommittedOf(repository)).toEqual(["requirements/new.txt", "web/new.py"]);
    expect(repository?.ignored).toEqual(new Map([["requirements/dev.txt", { file: ".gitignore", line: 1 }]]));
  });

  test("git is not asked about files above it", async () => {
    const folder = await repositoryWith({ "web/requirements.txt": "-r ../base.txt\n" });
    await writeFiles(folder, { "scalingo.json": "{}", "base.txt": "" });

    const repository = await repositoryOf(join(folder, "web"), "web");

    expect(repository?.uncommitted).toEqual([]);
  });

  test("git tells the same after a hook", async () => {
    const folder = await repositoryWith({ ".gitignore": "*.txt\n" });
    const read = appReader({ root: folder, appInRepository: "", variables: gitVariables });
    const { repository } = await read([]);
    await writeFiles(folder, { "runtime.txt": "", Pipfile: "" });

    const app = await read([]);

    expect(app.entries.get("runtime.txt")).toBe("file");
    expect(app.repository).toEqual(repository);
  });
});

describe("what is not in the checkout as it was committed", () => {
  test("counts in the archive where the checkout is sparse", async () => {
    const folder = await repositoryWith({ "app.py": "", "data/large.bin": "x".repeat(100_000) });
    const whole = await committedIn(folder);

    await git(folder, "sparse-checkout", "set", "--no-cone", "/app.py");
    const sparse = await committedIn(folder);

    expect(sparse).toMatchObject({ archiveSize: whole.archiveSize, largest: [{ path: "data" }, { path: "app.py" }] });
  });

  test("does not make an app of a folder whose files git ignores, one and all", async () => {
    const folder = await repositoryWith({ "README.md": "", ".gitignore": "*.pyc\n" });
    await writeFiles(folder, {
      "venv/.gitignore": "*\n",
      "venv/pyvenv.cfg": "",
      "__pycache__/a.pyc": "",
      "docs/a.md": "",
    });

    const app = await appReader({ root: folder, appInRepository: "", variables: gitVariables })([]);

    expect([...app.entries.keys()].toSorted()).toEqual([".git", ".gitignore", "README.md", "docs"]);
  });

  test("leaves an environment out behind a folder that is a link", async () => {
    const folder = await repositoryWith({ "scripts/pre_compile": "", "requirements.txt": "" });
    await symlink("scripts", join(folder, "bin"));
    await commitAll(folder);
    await writeFiles(folder, { "venv/.gitignore": "*\n", "venv/pyvenv.cfg": "" });

    const app = await appReader({ root: folder, appInRepository: "", variables: gitVariables })([]);

    expect(app.entries.has("venv/pyvenv.cfg")).toBe(false);
    expect(uncommittedOf(app.repository)).toEqual([]);
  });
});
