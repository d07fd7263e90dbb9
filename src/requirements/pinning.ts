import { type App, oncePerApp } from "../app.js";
import { normalizedName } from "../package-managers/pipfile-hash.js";
import { packageName, sourceOf } from "./requirement.js";
import { type Requirement, type Requirements, requirementsOf, testRequirementsOf } from "./requirements.js";

/** Requirements of pip that no `==`, hash, commit or constraint ties to one version. */
export const unpinnedOf = oncePerApp((app: App) => unpinnedIn(requirementsOf(app)));

/** The same of what the tests need. */
export const unpinnedTestsOf = oncePerApp((app: App) => unpinnedIn(testRequirementsOf(app)));

function unpinnedIn({ requirements, constraints }: Requirements): Requirement[] {
  const pinned = constraints.filter((constraint) => sourceOf(constraint) === "pinned");
  const tied = new Set(pinned.map(({ text }) => nameOf(text)));
  return requirements.filter((requirement) => {
    const source = sourceOf(requirement);
    return (source === "unpinned" || source === "moving") && !tied.has(nameOf(requirement.text));
  });
}

function nameOf(text: string): string {
  return normalizedName(packageName(text) ?? text);
}
