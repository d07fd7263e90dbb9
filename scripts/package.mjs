// Bundles the action and the command line into dist/, each a folder that runs by itself.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ncc = fileURLToPath(new URL("../node_modules/@vercel/ncc/dist/ncc/cli.js", import.meta.url));
const draft = "node_modules/.cache/dist";

rmSync(draft, { recursive: true, force: true });
mkdirSync(draft, { recursive: true });
for (const [source, folder] of [
  ["src/main.ts", "main"],
  ["src/cli.ts", "cli"],
]) {
  execFileSync(process.execPath, [ncc, "build", source, "--out", `${draft}/${folder}`, "--license", "licenses.txt"], {
    stdio: "inherit",
  });
}
chmodSync(`${draft}/cli/index.js`, 0o755);
// Replaced at once, so that nobody meets half a bundle.
rmSync("dist", { recursive: true, force: true });
renameSync(draft, "dist");
