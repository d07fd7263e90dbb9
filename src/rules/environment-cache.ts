import { type App, hasFile, leavesApp, oncePerApp, textOf } from "../app.js";
import { usesCache } from "../cache/downloads.js";
import type { Location } from "../finding.js";
import { findMember } from "../json.js";
import { lockfileOf, valueAt } from "../parsed-files.js";
import { unpinnedOf, unpinnedTestsOf } from "../requirements/pinning.js";
import { sourceOf } from "../requirements/requirement.js";
import {
  type Requirement,
  type Requirements,
  requirementsOf,
  testRequirementsOf,
} from "../requirements/requirements.js";
import { lineOf, visible } from "../text.js";
import type { Facts, Rule } from "./rule.js";

/** An install of the same files gives the same environment, so that it can be kept. */
export const environmentKept: Rule = (facts) => {
  const cause = usesCache(facts.inputs.cache, facts.machine.variables) ? causeOf(facts) : undefined;
  if (!cause) return [];
  return [
    {
      id: "cache::environment-off",
      title: "The environment is installed anew in each build",
      explanation: `${cause.reason}, so the same files need not give the same environment again, and none is kept for the next build.`,
      remedy:
        "Pin every requirement by `==` or by a hash, or use the lockfile of a package manager, for faster builds.",
      location: cause.location,
    },
  ];
};

/** Why an environment can't be kept. */
interface Cause {
  /** The beginning of a sentence. */
  readonly reason: string;
  readonly location: Location;
}

function causeOf({ app, packageManager, inputs }: Facts): Cause | undefined {
  switch (packageManager) {
    case undefined:
      return undefined;
    case "pip":
      return causeInRequirements(app) ?? (inputs.testDependencies ? causeInTestRequirements(app) : undefined);
    case "setup.py":
      return { reason: "The app itself is installed as editable", location: { file: "setup.py", line: 1 } };
    case "pipenv":
      return hasFile(app, "Pipfile.lock")
        ? (causeInPipfileLock(app, "default") ??
            (inputs.testDependencies ? causeInPipfileLock(app, "develop") : undefined))
        : { reason: "`Pipfile` has no lockfile", location: { file: "Pipfile", line: 1 } };
    case "poetry":
      return localSource(app, "poetry.lock", /^type = "(?:directory|file)"$/m);
    case "uv":
      return localSource(app, "uv.lock", /^source = \{ (?:editable|directory|path) = "(?!\.")/m);
  }
}

const causeInRequirements = oncePerApp((app: App) => causeIn(requirementsOf(app), unpinnedOf(app)));

const causeInTestRequirements = oncePerApp((app: App) => causeIn(testRequirementsOf(app), unpinnedTestsOf(app)));

function causeIn({ requirements, includes }: Requirements, unpinned: readonly Requirement[]): Cause | undefined {
  const loose = new Set(unpinned);
  const first = requirements.find(
    (requirement) => requirement.editable || sourceOf(requirement) === "local" || loose.has(requirement),
  );
  if (first) {
    const because = loose.has(first) ? "is not pinned to one version" : "is installed from code that may change";
    return { reason: `\`${visible(first.text)}\` ${because}`, location: first.location };
  }
  const unread = includes.find(({ path }) => path === undefined || leavesApp(path));
  return unread && { reason: `What \`${visible(unread.written)}\` holds is not known`, location: unread.location };
}

function causeInPipfileLock(app: App, group: "default" | "develop"): Cause | undefined {
  const lockfile = lockfileOf(app);
  if (!lockfile?.json.valid) return undefined;
  const packages = Object.entries(Object(valueAt(lockfile.json.value, [group])));
  const found = packages.find(([, entry]) => typeof valueAt(entry, ["path"]) === "string");
  if (!found) return undefined;
  const line = findMember(lockfile.text, [group, found[0]])?.line;
  return {
    reason: `\`${visible(found[0])}\` is installed from code of the app`,
    location: { file: "Pipfile.lock", line },
  };
}

function localSource(app: App, file: string, pattern: RegExp): Cause | undefined {
  const line = lineOf(textOf(app, file) ?? "", pattern);
  return line === undefined
    ? undefined
    : { reason: "A package is installed from code of the app", location: { file, line } };
}
