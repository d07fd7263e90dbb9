// The app as a checkout leaves it.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";

/** Makes a git repository of one commit. `from` is copied when it is given, then `files` are written. */
export function makeWorkspace(folder, { from, files = {}, environment }) {
  mkdirSync(folder, { recursive: true });
  if (from) cpSync(from, folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  const identity = ["-c", "user.name=Octocat", "-c", "user.email=octocat@example.com", "-c", "commit.gpgsign=false"];
  for (const args of [
    ["init", "--quiet"],
    ["add", "--all"],
    ["commit", "--quiet", "--message=First commit"],
  ]) {
    run({ program: "git", args: [...identity, ...args], cwd: folder, env: environment });
  }
  return folder;
}
