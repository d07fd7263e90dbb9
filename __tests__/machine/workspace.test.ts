import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { BuildError } from "../../src/build-error.js";
import { type Bounds, findApp } from "../../src/machine/workspace.js";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.js";

/** A workspace with `app/web`, and a folder `outside` beside it. */
async function workspaceFolder() {
  const folder = await temporaryFolder();
  const workspace = join(folder.path, "workspace");
  await writeFiles(folder.path, { "workspace/app/web/app.py": "", "workspace/file": "", "outside/app.py": "" });

  return { folder, workspace, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

/** What is said of a working directory that can't be used. */
async function refusal(workspace: string, workingDirectory: string): Promise<unknown> {
  const error = await findApp(only(workspace), workingDirectory).then(
    () => undefined,
    (reason: unknown) => reason,
  );

  return error instanceof BuildError ? error.problem.id : error;
}

test.each([
  [".", ""],
  ["", ""],
  ["./", ""],
  ["app", "app"],
  ["app/web", "app/web"],
  ["./app//web/", "app/web"],
  ["app/../app/web/.", "app/web"],
])("finds the app in %j", async (workingDirectory, path) => {
  await using place = await workspaceFolder();

  const { app, appInRepository } = await findApp(only(place.workspace), workingDirectory);

  expect(app).toBe(join(place.workspace, path));
  expect(appInRepository).toBe(path);
});

/** Nothing but this workspace, and working directories relative to it. */
const only = (workspace: string): Bounds => ({ workspace, folder: workspace });

test("takes an absolute path in the workspace", async () => {
  await using place = await workspaceFolder();

  const { app } = await findApp(only(place.workspace), join(place.workspace, "app"));

  expect(app).toBe(join(place.workspace, "app"));
});

test("takes a link that stays in the workspace, and a workspace that is a link", async () => {
  await using place = await workspaceFolder();
  await symlink("app/web", join(place.workspace, "link"));
  await symlink("workspace", join(place.folder.path, "linked"));

  const direct = await findApp(only(place.workspace), "app/web");

  expect(await findApp(only(place.workspace), "link")).toEqual(direct);
  expect(await findApp(only(join(place.folder.path, "linked")), "link")).toEqual(direct);
});

test.each([
  ["the folder above", ".."],
  ["a folder beside", "../outside"],
  ["a way out through a folder", "app/../../outside"],
  ["an absolute path", "/"],
  ["a link out of it", "escape"],
  ["a folder behind a link out of it", "escape/nested"],
  ["a link to itself", "loop"],
  ["what is not there", "nowhere"],
  ["what is in a file", "file/app"],
  ["a file", "file"],
  ["a name that no folder can have", "a\0b"],
  ["a name that is too long", "x".repeat(300)],
])("refuses %s", async (_, workingDirectory) => {
  await using place = await workspaceFolder();
  await mkdir(join(place.folder.path, "outside/nested"));
  await symlink("../outside", join(place.workspace, "escape"));
  await symlink("loop", join(place.workspace, "loop"));

  expect(await refusal(place.workspace, workingDirectory)).toBe("input::outside-workspace");
});

test("takes a folder whose name begins with two dots", async () => {
  await using place = await workspaceFolder();
  await mkdir(join(place.workspace, "..app"));

  expect((await findApp(only(place.workspace), "..app")).app).toBe(join(place.workspace, "..app"));
});

test("refuses a workspace that is not there, and one that is a file", async () => {
  await using place = await workspaceFolder();

  expect(await refusal(join(place.folder.path, "nowhere"), ".")).toBe("input::outside-workspace");
  expect(await refusal(join(place.workspace, "file"), ".")).toBe("input::outside-workspace");
});

test("gives each place a name of its own, the same each time and in each workspace", async () => {
  await using place = await workspaceFolder();
  await using other = await workspaceFolder();
  const long = "x".repeat(60);
  const folders = ["a/b", "a-b", "a.b", "app-a-b", "ä", "日本", `${long}1`, `${long}2`, "app", "A/B"];
  for (const folder of folders) {
    await mkdir(join(place.workspace, folder), { recursive: true });
    await mkdir(join(other.workspace, folder), { recursive: true });
  }
  const namesIn = (workspace: string) =>
    Promise.all([".", ...folders].map(async (folder) => (await findApp(only(workspace), folder)).name));

  const names = await namesIn(place.workspace);

  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(await namesIn(other.workspace));
  expect(names.filter((name) => !/^[A-Za-z0-9-]{1,60}$/.test(name))).toEqual([]);
});

test.each([
  ["the workspace is the repository", [".git/HEAD"], "app/web"],
  ["there is no repository", [], "app/web"],
  ["the repository is a folder of the workspace", ["app/.git/HEAD"], "web"],
  ["the repository is a worktree", ["app/.git"], "web"],
  ["the app is the repository", [".git/HEAD", "app/web/.git/HEAD"], ""],
])("tells where in the repository the app stands when %s", async (_, files, expected) => {
  await using place = await workspaceFolder();
  await writeFiles(place.workspace, Object.fromEntries(files.map((file) => [file, ""])));

  expect((await findApp(only(place.workspace), "app/web")).appInRepository).toBe(expected);
});

test("looks for the repository no further up than the workspace", async () => {
  await using place = await workspaceFolder();
  await mkdir(join(place.folder.path, ".git"));

  expect((await findApp(only(place.workspace), "app")).appInRepository).toBe("app");
});
