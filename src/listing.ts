import type { App } from "./app.js";
import { visible } from "./text.js";

/** What stands at an app's root, hidden entries too, for a message: at most 50 names, folders with a slash. */
export function rootListing(app: App): string {
  const root = [...app.entries].filter(([path]) => !path.includes("/"));
  if (root.length === 0) return "nothing";
  const shown = root
    .map(([name, kind]) => visible(kind === "folder" ? `${name}/` : name))
    .sort()
    .slice(0, 50);
  const more = root.length > shown.length ? ` and ${root.length - shown.length} more` : "";
  return `${shown.map((name) => `\`${name}\``).join(", ")}${more}`;
}
