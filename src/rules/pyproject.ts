import { satisfies, validRange } from "@renovatebot/pep440";
import { type App, bytesOf, hasFile, oncePerApp } from "../app.js";
import type { Location, Problem } from "../finding.js";
import { pyprojectOf, pyprojectOfUv, type TomlFile, valueAt } from "../parsed-files.js";
import { localPath } from "../requirements/requirement.js";
import { requirementsOf } from "../requirements/requirements.js";
import type { Runtime } from "../runtime/version.js";
import { visible } from "../text.js";
import { lineOfKey, parseNewerToml } from "../toml.js";
import { poetrySpecifiers } from "./poetry-constraint.js";
import type { Facts, Rule } from "./rule.js";

const file = "pyproject.toml";

/** What Poetry, uv, or pip with an editable app would stop at in `pyproject.toml`. */
export const pyproject: Rule = (facts) => {
  const { app, packageManager, runtime } = facts;
  const lockfile = packageManager === "poetry" ? "poetry.lock" : packageManager === "uv" ? "uv.lock" : undefined;
  if (lockfile && !hasFile(app, file)) return [notFound(lockfile)];
  const read = lockfile === "uv.lock" ? pyprojectOfUv : pyprojectOf;
  const found = lockfile || isReadByPip(facts) ? read(app) : undefined;
  if (!found) return [];
  if (!found.toml.valid) return [invalidToml(found.toml.reason, found.toml.line)];
  const judged = lockfile && runtime && runtime.requested.origin !== "input";
  return judged ? statements(app, lockfile, found).flatMap((statement) => mismatch(statement, runtime)) : [];
};

/** pip builds the app's own project: by `-e .` or `.`, or `setup.py` alone. */
function isReadByPip({ app, packageManager }: Facts): boolean {
  if (packageManager === "setup.py") return true;
  if (packageManager !== "pip") return false;
  return requirementsOf(app).requirements.some(({ text }) => /^\.\/?$/.test(localPath(text) ?? ""));
}

function notFound(lockfile: string): Problem {
  return {
    id: "pyproject::not-found",
    title: `${lockfile} has no pyproject.toml`,
    explanation: `There is a \`${lockfile}\` and no \`pyproject.toml\`, without which nothing is installed.`,
    remedy: "Check that `.gitignore` does not list `pyproject.toml`, and commit it:\n\ngit add pyproject.toml",
    location: { file: lockfile, line: 1 },
  };
}

function invalidToml(reason: string, line: number): Problem {
  return {
    id: "pyproject::invalid-toml",
    title: "pyproject.toml is not valid",
    explanation: `\`pyproject.toml\` is not TOML: ${reason}.`,
    remedy: `Correct line ${line} of \`pyproject.toml\`.`,
    location: { file, line },
  };
}

/** Which Pythons a file accepts. */
interface Statement {
  readonly field: string;
  readonly written: string;
  /** A release fits when it satisfies one of these. */
  readonly specifiers: readonly string[];
  readonly location: Location;
}

function statements(app: App, lockfile: "poetry.lock" | "uv.lock", { text, toml }: TomlFile): Statement[] {
  const table = toml.valid ? toml.table : {};
  const requiresPython = valueAt(table, ["project", "requires-python"]);
  const own = statement("requires-python", requiresPython, {
    specifiers: pep440,
    location: { file, line: lineOfKey(text, "project", "requires-python") },
  });
  if (lockfile === "uv.lock") {
    const locked = lockedPython(app);
    const inLock = statement("requires-python", locked?.value, {
      specifiers: pep440,
      location: { file: lockfile, line: locked?.line },
    });
    return [...own, ...inLock.filter(({ written }) => written !== requiresPython)];
  }
  // Poetry's own field is for a project that has no `requires-python`, or narrows it down.
  const ofPoetry = statement("python", valueAt(table, ["tool", "poetry", "dependencies", "python"]), {
    specifiers: poetrySpecifiers,
    location: { file, line: lineOfKey(text, "tool.poetry.dependencies", "python") },
  });
  return [...own, ...ofPoetry];
}

function statement(
  field: string,
  written: unknown,
  { specifiers, location }: { specifiers: (text: string) => string[] | undefined; location: Location },
): Statement[] {
  const read = typeof written === "string" ? specifiers(written) : undefined;
  return typeof written === "string" && read ? [{ field, written, specifiers: read, location }] : [];
}

/** Undefined for what PEP 440 does not know. */
function pep440(specifier: string): string[] | undefined {
  return specifier.length < 500 && validRange(specifier) ? [specifier] : undefined;
}

/** `requires-python` stands at the top of `uv.lock`, before its thousands of packages. */
const lockedPython = oncePerApp((app: App) => {
  const bytes = bytesOf(app, "uv.lock")?.subarray(0, 10_000);
  const [top = ""] = new TextDecoder().decode(bytes).split(/^\[\[/m, 1);
  const toml = parseNewerToml(top);
  const value = toml.valid ? toml.table["requires-python"] : undefined;
  return { value, line: lineOfKey(top, undefined, "requires-python") };
});

function mismatch({ field, written, specifiers, location }: Statement, { release, requested }: Runtime): Problem[] {
  if (specifiers.some((specifier) => specifier === "" || satisfies(release, specifier))) return [];
  const origin = requested.location ? `\`${requested.location.file}\`` : "the platform's default";
  return [
    {
      id: "pyproject::python-mismatch",
      title: `${location.file} does not accept the app's Python`,
      explanation: `\`${field}\` in \`${location.file}\` is \`${visible(written)}\`, and by ${origin} the app gets Python ${release}. The package manager refuses to install.`,
      remedy: `Ask for a Python that it accepts in \`.python-version\`, or change \`${field}\` in \`pyproject.toml\` and write the lockfile anew.`,
      location,
    },
  ];
}
