// Bundles the action and the command line into dist/, each a folder that runs by itself.
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ncc = fileURLToPath(new URL("../node_modules/@vercel/ncc/dist/ncc/cli.js", import.meta.url));

for (const [source, folder] of [
  ["src/main.ts", "dist/main"],
  ["src/cli.ts", "dist/cli"],
]) {
  rmSync(folder, { recursive: true, force: true });
  execFileSync(process.execPath, [ncc, "build", source, "--out", folder, "--license", "licenses.txt"], {
    stdio: "inherit",
  });
}
chmodSync("dist/cli/index.js", 0o755);
