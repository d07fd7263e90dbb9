import { execFile } from "node:child_process";
import { cp, realpath, rename, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { expect, onTestFinished, test } from "vitest";

import { type App, textOf } from "../../src/app.js";
import { appReader } from "../../src/machine/app-files.js";
import { type Files, temporaryFolder, writeFiles } from "../support/temporary-folder.js";

const exec = promisify(execFile);

const variables = {
  PATH: process.env["PATH"] ?? "",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  ...{ GIT_AUTHOR_NAME: "Octocat", GIT_AUTHOR_EMAIL: "octocat@example.com" },
  ...{ GIT_COMMITTER_NAME: "Octocat", GIT_COMMITTER_EMAIL: "octocat@example.com" },
};

/** A folder with these files, until the test has ended. */
async function folderWith(files: Files): Promise<string> {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  await writeFiles(folder.path, files);

  return folder.path;
}

async function git(folder: string, ...args: string[]): Promise<void> {
  await exec("git", args, { cwd: folder, env: variables });
}

/** The same, as a git repository whose files are committed, unless ignored. */
async function repositoryWith(files: Files): Promise<string> {
  const folder = await folderWith(files);
  await git(folder, "init", "--quiet");
  await git(folder, "add", "--all");
  await git(folder, "commit", "--quiet", "--allow-empty", "--message=First commit");

  return folder;
}

/** The app in a folder, as it is read for the first time; `appInRepository` is its path from the repository's root. */
function readApp(folder: string, appInRepository = "", watched: readonly string[] = []): Promise<App> {
  return appReader({ root: folder, appInRepository, variables })(watched);
}

async function entriesOf(folder: string, appInRepository?: string): Promise<Record<string, string>> {
  const { entries } = await readApp(folder, appInRepository);

  return Object.fromEntries([...entries].toSorted());
}

test("takes the listing of the root and of bin, and the content of what a build reads", async () => {
  const folder = await folderWith({
    "requirements.txt": "flask\n",
    "app.py": "",
    "bin/pre_compile": { content: "#!/bin/bash\n", mode: 0o755 },
    "bin/other": "",
    "web/requirements.txt": "django\n",
  });

  const app = await readApp(folder);

  expect(Object.fromEntries(app.entries)).toEqual({
    "requirements.txt": "file",
    "app.py": "file",
    bin: "folder",
    web: "folder",
    "bin/pre_compile": "file",
    "bin/other": "file",
  });
  expect([...app.files.keys()].toSorted()).toEqual(["bin/pre_compile", "requirements.txt"]);
  expect(textOf(app, "requirements.txt")).toBe("flask\n");
  expect(app.files.get("bin/pre_compile")?.mode).toBe(0o755);
});

test("follows links, and knows where they lead to nothing", async () => {
  const folder = await folderWith({ "settings/requirements.txt": "flask\n", "scripts/pre_compile": "true\n" });
  await symlink("settings/requirements.txt", join(folder, "requirements.txt"));
  await symlink("scripts", join(folder, "bin"));
  await symlink("nowhere", join(folder, "Pipfile"));
  await symlink("runtime.txt", join(folder, "runtime.txt"));
  await symlink("settings/requirements.txt/file", join(folder, "setup.py"));

  const app = await readApp(folder);

  expect(Object.fromEntries(app.entries)).toEqual({
    settings: "folder",
    scripts: "folder",
    "requirements.txt": "file",
    bin: "folder",
    "bin/pre_compile": "file",
    Pipfile: "other",
    "runtime.txt": "other",
    "setup.py": "other",
  });
  expect(textOf(app, "requirements.txt")).toBe("flask\n");
  expect(textOf(app, "bin/pre_compile")).toBe("true\n");
});

test("takes a link to itself for what it is, also as bin", async () => {
  const folder = await folderWith({ "app.py": "" });
  await symlink("bin", join(folder, "bin"));

  expect(await entriesOf(folder)).toEqual({ "app.py": "file", bin: "other" });
});

test("does not wait for a FIFO, nor for a link to one", async () => {
  const folder = await folderWith({ bin: "a file\n" });
  await exec("mkfifo", [join(folder, "runtime.txt")]);
  await symlink("runtime.txt", join(folder, "Pipfile"));

  const app = await readApp(folder);

  expect(Object.fromEntries(app.entries)).toEqual({ bin: "file", "runtime.txt": "other", Pipfile: "other" });
  expect(app.files.size).toBe(0);
});

test("does not take a folder for a file", async () => {
  const folder = await folderWith({ "requirements.txt/base.txt": "flask\n" });

  const app = await readApp(folder);

  expect(Object.fromEntries(app.entries)).toEqual({ "requirements.txt": "folder" });
  expect(app.files.size).toBe(0);
});

test("tells why a file can't be read", async () => {
  const folder = await folderWith({ Pipfile: { content: "", mode: 0 }, "Pipfile.lock": "", "setup.py": "" });
  await truncate(join(folder, "Pipfile.lock"), 32 * 1024 * 1024 + 1);
  await truncate(join(folder, "setup.py"), 32 * 1024 * 1024);

  const { entries, files } = await readApp(folder);

  expect(entries.get("Pipfile")).toBe("file");
  expect(files.get("Pipfile")).toMatchObject({ kind: "unreadable", mode: 0 });
  expect(files.get("Pipfile.lock")).toMatchObject({ kind: "unreadable", reason: expect.stringContaining("33554433") });
  expect(files.get("setup.py")).toMatchObject({ kind: "read" });
});

test("takes everything outside git, whatever .gitignore says", async () => {
  const folder = await folderWith({ ".gitignore": "*.txt\n", "requirements.txt": "flask\n" });

  expect(await entriesOf(folder)).toEqual({ ".gitignore": "file", "requirements.txt": "file" });
});

test("leaves out what git ignores, and takes what is not committed", async () => {
  const folder = await repositoryWith({ ".gitignore": "requirements.txt\n.venv/\n/bin/\n", Pipfile: "" });
  await writeFiles(folder, {
    "requirements.txt": "flask\n",
    ".venv/pyvenv.cfg": "",
    "bin/pre_compile": "",
    "Pipfile.lock": "{}",
  });

  const app = await readApp(folder);

  expect(Object.fromEntries([...app.entries].toSorted())).toEqual({
    ".git": "folder",
    ".gitignore": "file",
    Pipfile: "file",
    "Pipfile.lock": "file",
  });
  expect([...app.files.keys()].toSorted()).toEqual(["Pipfile", "Pipfile.lock"]);
});

test("takes a file that git ignores and has", async () => {
  const folder = await repositoryWith({ ".gitignore": "requirements.txt\nbin/\n" });
  await writeFiles(folder, { "requirements.txt": "flask\n", "bin/pre_compile": "", "bin/own": "" });
  await git(folder, "add", "--force", "requirements.txt", "bin/pre_compile");

  const entries = await entriesOf(folder);

  expect(entries).toMatchObject({ "requirements.txt": "file", bin: "folder", "bin/pre_compile": "file" });
  expect(entries).not.toHaveProperty("bin/own");
});

test("leaves out what git ignores in an app below the repository's root", async () => {
  const folder = await repositoryWith({ ".gitignore": "*.txt\n", "web/app.py": "", "web/runtime.txt": "3.13" });

  expect(await entriesOf(join(folder, "web"), "web")).toEqual({ "app.py": "file" });
});

test("leaves out what git ignores where .git is a file", async () => {
  const main = await repositoryWith({ ".gitignore": "*.txt\n", "app.py": "" });
  const worktree = join(await folderWith({}), "worktree");
  await git(main, "worktree", "add", "--quiet", worktree);
  await writeFiles(worktree, { "runtime.txt": "3.13" });

  expect(await entriesOf(worktree)).toEqual({ ".git": "file", ".gitignore": "file", "app.py": "file" });
});

test("asks git also where bin is a link, which git does not look behind", async () => {
  const folder = await repositoryWith({ ".gitignore": "*.txt\n", "scripts/pre_compile": "" });
  await symlink("scripts", join(folder, "bin"));
  await writeFiles(folder, { "runtime.txt": "3.13", "zzz.txt": "" });

  const entries = await entriesOf(folder);

  expect(entries).toMatchObject({ bin: "folder", "bin/pre_compile": "file" });
  expect(Object.keys(entries).filter((path) => path.endsWith(".txt"))).toEqual([]);
});

const oddNames = [
  ...["a b.txt", 'quo"te.txt', "new\nline.txt", "tab\t.txt", "ünï-日本.txt", "back\\slash.txt", "-dash.txt", " .txt"],
  ...["*.txt", "[a].txt", ":(top).txt", ":!x.txt", "#hash.txt", "!bang.txt", "$HOME.txt"],
];

test("understands git about names of every kind", async () => {
  const folder = await repositoryWith({ ".gitignore": "*.txt\n" });
  const odd = Object.fromEntries(
    oddNames.flatMap((name) => [name, name.replace(".txt", ".py")]).map((name) => [name, ""]),
  );
  await writeFiles(folder, odd);

  const names = Object.keys(await entriesOf(folder));

  expect(names.toSorted()).toEqual(
    [".git", ".gitignore", ...oddNames.map((name) => name.replace(".txt", ".py"))].toSorted(),
  );
});

test("does without git when it is not on PATH", async () => {
  const folder = await repositoryWith({ ".gitignore": "*.txt\n", "app.py": "" });
  await writeFiles(folder, { "runtime.txt": "3.13" });

  const { entries } = await appReader({ root: folder, appInRepository: "", variables: { PATH: folder } })([]);

  expect(entries.get("runtime.txt")).toBe("file");
});

test("does without a git that fails", async () => {
  const folder = await folderWith({
    "app.py": "",
    "path/git": { content: "#!/bin/sh\nexec </dev/null\necho broken >&2\nexit 1\n", mode: 0o755 },
  });

  const { entries } = await appReader({
    root: folder,
    appInRepository: "",
    variables: { PATH: `${folder}/path:/usr/bin:/bin` },
  })([]);

  expect(entries.get("app.py")).toBe("file");
});

test("takes no notice of git's words in a repository that is broken", async () => {
  const folder = await folderWith({ "app.py": "", ".git": "gitdir: nowhere\n" });

  expect(await entriesOf(folder)).toEqual({ ".git": "file", "app.py": "file" });
});

/** A repository with an ignored `requirements.txt` and folder `bin`, and its reader, which has read it once. */
async function readOnce() {
  const folder = await repositoryWith({ ".gitignore": "*.txt\n/bin/\n" });
  await writeFiles(folder, { "requirements.txt": "flask==1\n", "bin/tool": "" });
  const before = new Date("2024-01-01");
  await utimes(join(folder, "requirements.txt"), before, before);
  const reader = appReader({ root: folder, appInRepository: "", variables });
  const read = () => reader([]);
  expect([...(await read()).entries.keys()].toSorted()).toEqual([".git", ".gitignore"]);

  return { folder, read, requirements: join(folder, "requirements.txt") };
}

test("leaves out what was ignored before the hook, as long as that is unchanged", async () => {
  const { read } = await readOnce();

  const { entries, files } = await read();

  expect([...entries.keys()].toSorted()).toEqual([".git", ".gitignore"]);
  expect(files.size).toBe(0);
});

test.each<[string, (requirements: string) => Promise<void>]>([
  ["rewrites", (requirements) => writeFile(requirements, "flask==2\n")],
  ["lengthens", (requirements) => writeFile(requirements, "django\n", { flag: "a" })],
  ["touches", (requirements) => utimes(requirements, new Date(), new Date())],
  [
    "replaces",
    async (requirements) => {
      await cp(requirements, `${requirements}.new`, { preserveTimestamps: true });
      await rename(`${requirements}.new`, requirements);
    },
  ],
])("takes an ignored file that a hook %s", async (_, hook) => {
  const { read, requirements } = await readOnce();

  await hook(requirements);

  const app = await read();
  expect(app.entries.get("requirements.txt")).toBe("file");
  expect(textOf(app, "requirements.txt")).toMatch(/^flask==/);
});

test("takes an ignored file that a hook creates", async () => {
  const { folder, read } = await readOnce();

  await writeFiles(folder, { "runtime.txt": "3.13\n", "bin/post_compile": "" });

  const { entries, files } = await read();
  expect([...entries.keys()].toSorted()).toEqual([".git", ".gitignore", "bin", "bin/post_compile", "runtime.txt"]);
  expect([...files.keys()].toSorted()).toEqual(["bin/post_compile", "runtime.txt"]);
});

test("knows nothing of a file that a hook removes", async () => {
  const { folder, read, requirements } = await readOnce();

  await rm(requirements);
  await rm(join(folder, ".gitignore"));

  expect([...(await read()).entries.keys()]).toEqual([".git"]);
});

test("reads an app by a path with a link in it", async () => {
  const folder = await folderWith({ "app/runtime.txt": "3.13\n" });
  await symlink("app", join(folder, "link"));

  const app = await readApp(join(folder, "link"));

  expect(textOf(app, "runtime.txt")).toBe("3.13\n");
  expect(dirname(await realpath(join(folder, "link/runtime.txt")))).toBe(join(folder, "app"));
});
