import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { onTestFinished } from "vitest";

import { type Files, temporaryFolder, writeFiles } from "./temporary-folder.js";

const exec = promisify(execFile);

/** Variables with which git knows its user, and no settings of this machine. */
export const gitVariables: Readonly<Record<string, string>> = {
  PATH: process.env["PATH"] ?? "",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Octocat",
  GIT_AUTHOR_EMAIL: "octocat@example.com",
  GIT_COMMITTER_NAME: "Octocat",
  GIT_COMMITTER_EMAIL: "octocat@example.com",
};

/** A folder with these files, until the test has ended. */
export async function folderWith(files: Files): Promise<string> {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  await writeFiles(folder.path, files);

  return folder.path;
}

/** Runs git in a folder, and gives what it prints. */
export async function git(folder: string, ...args: string[]): Promise<Buffer> {
  const { stdout } = await exec("git", args, {
    cwd: folder,
    env: gitVariables,
    encoding: "buffer",
    maxBuffer: 64 * 1024 * 1024,
  });

  return stdout;
}

/** A folder as {@link folderWith} makes it, as a git repository whose files are committed, unless ignored. */
export async function repositoryWith(files: Files): Promise<string> {
  const folder = await folderWith(files);
  await git(folder, "init", "--quiet");
  await commitAll(folder);

  return folder;
}

/** Commits all that stands in a folder and is not ignored. */
export async function commitAll(folder: string): Promise<void> {
  await git(folder, "add", "--all");
  await git(folder, "commit", "--quiet", "--allow-empty", "--message=A commit");
}
