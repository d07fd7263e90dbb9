import { type App, oncePerApp } from "../app.js";
import { normalizedName } from "../package-managers/pipfile-hash.js";
import { packageName, sourceOf } from "./requirement.js";
import { requirementsOf } from "./requirements.js";

/** Requirements that no `==`, hash, commit or constraint ties to one version. */
export const unpinnedOf = oncePerApp((app: App) => {
  const { requirements, constraints } = requirementsOf(app);
  const tied = new Set(constraints.filter(({ text }) => sourceOf(text) === "pinned").map(({ text }) => nameOf(text)));
  return requirements.filter(({ text, editable }) => {
    const source = editable && sourceOf(text) === "unpinned" ? "local" : sourceOf(text);
    return source !== "pinned" && source !== "local" && !tied.has(nameOf(text));
  });
});

function nameOf(text: string): string {
  return normalizedName(packageName(text) ?? text);
}
