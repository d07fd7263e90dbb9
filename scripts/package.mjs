// Bundles the action and the command line into dist/, each a folder that runs by itself.
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
for (const [source, folder] of [
  ["src/main.ts", "dist/main"],
  ["src/cli.ts", "dist/cli"],
]) {
  execFileSync("ncc", ["build", source, "--out", folder, "--license", "licenses.txt"], { stdio: "inherit" });
}
chmodSync("dist/cli/index.js", 0o755);
