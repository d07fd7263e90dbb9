import { satisfies } from "@renovatebot/pep440";
import { type App, hasFile, oncePerApp } from "../app.js";
import type { Problem } from "../finding.js";
import { findMember } from "../json.js";
import { pipfileHash } from "../package-managers/pipfile-hash.js";
import { toolsFor } from "../package-managers/tools.js";
import { lockfileOf, pipfileOf, valueAt } from "../parsed-files.js";
import { type RequiresField, requiresField } from "../runtime/pipfile.js";
import { invalidPipfile } from "../runtime/problems.js";
import type { Runtime } from "../runtime/version.js";
import { compareVersions } from "../runtime/version.js";
import { valueText, visible } from "../text.js";
import { lineOfKey } from "../toml.js";
import type { Rule } from "./rule.js";

/** What Pipenv would stop at before it installs anything. */
export const pipenvFiles: Rule = (facts) => {
  const { app, packageManager, platform, runtime } = facts;
  if (packageManager !== "pipenv") return [];
  if (!hasFile(app, "Pipfile")) return [pipfileNotFound()];
  const lockfile = lockfileOf(app);
  const broken = lockfile && !lockfile.json.valid ? [notJson(lockfile.json.reason, lockfile.json.line)] : [];
  const found = pipfileOf(app);
  if (!found) return broken;
  if (!found.toml.valid) return [invalidPipfile(found.toml.reason, found.toml.line), ...broken];
  const pipfile = { text: found.text, table: found.toml.table };
  const sources = invalidSources(pipfile);
  return [
    ...sources,
    ...broken,
    ...(sources.length === 0 ? outOfDate(app, runtime) : []),
    // Without a lockfile, and where `Pipfile` has no word, nothing is known of the Python yet.
    ...(runtime && (lockfile || platform.readsPipfileVersion) ? pythonMismatch(pipfile, runtime) : []),
  ];
};

/** Tells whether `[requires]` of the `Pipfile` asks for another Python than the runtime. */
export function pipfileMismatches(app: App, release: string): boolean {
  const toml = pipfileOf(app)?.toml;
  const field = toml?.valid ? comparedField(toml.table) : undefined;
  return field !== undefined && !accepts(valueText(field.value), release);
}

/** Pipenv looks at the short field only where the full one is missing: a `*` there means any Python. */
function comparedField(table: Readonly<Record<string, unknown>>): RequiresField | undefined {
  return Object(table["requires"])["python_full_version"] === "*" ? undefined : requiresField(table);
}

interface Pipfile {
  readonly text: string;
  readonly table: Readonly<Record<string, unknown>>;
}

function pipfileNotFound(): Problem {
  return {
    id: "pipfile::not-found",
    title: "Pipfile.lock has no Pipfile",
    explanation: "There is a `Pipfile.lock` and no `Pipfile`, and Pipenv refuses to install without it.",
    remedy: "Check that `.gitignore` does not list `Pipfile`, and commit it:\n\ngit add Pipfile",
    location: { file: "Pipfile.lock", line: 1 },
  };
}

function sourcesOf({ table }: Pipfile): unknown[] {
  const sources = table["source"];
  return Array.isArray(sources) ? sources : [];
}

function invalidSources(pipfile: Pipfile): Problem[] {
  const header = /^[ \t]*\[\[[ \t]*source[ \t]*\]\]/;
  const lines = pipfile.text.split("\n").flatMap((line, index) => (header.test(line) ? [index + 1] : []));
  return sourcesOf(pipfile).flatMap((source, index) => {
    const missing = ["name", "url"].find((field) => !Object.hasOwn(Object(source), field));
    if (missing === undefined) return [];
    return [
      {
        id: "pipfile::invalid-source" as const,
        title: `A source in Pipfile has no ${missing}`,
        explanation: `Each \`[[source]]\` needs a \`name\` and a \`url\`; Pipenv stops at one without \`${missing}\`.`,
        remedy: `Add the line below this \`[[source]]\`:\n\n${missing} = ${missing === "name" ? '"private"' : '"https://…"'}`,
        location: { file: "Pipfile", line: lines[index] },
      },
    ];
  });
}

/** The version source before it had no use for the lockfile, so nothing has been said of it yet. */
function notJson(reason: string, line: number | undefined): Problem {
  return {
    id: "pipfile-lock::not-json",
    title: "Pipfile.lock is not valid",
    explanation: `\`Pipfile.lock\` can't be read: ${reason}. Pipenv stops at it when it installs.`,
    remedy:
      "Write it anew, and commit it. Pipenv does not replace a file that it can't read:\n\nrm Pipfile.lock && pipenv lock",
    location: { file: "Pipfile.lock", line },
  };
}

/** Pipenv compares the hash that it left in the lockfile with that of `Pipfile`. */
function outOfDate(app: App, runtime: Runtime | undefined): Problem[] {
  const hashes = hashesOf(app);
  if (!hashes) return [];
  const { recorded, normalized, verbatim } = hashes;
  const { pipenv } = toolsFor(runtime?.series ?? "3.13");
  const normalizes = compareVersions(pipenv, "2026.4.0") >= 0;
  const expected = normalizes ? normalized : verbatim;
  // Which form is compared depends on the Python: without one, either is fine.
  if (recorded === expected || (!runtime && recorded === verbatim)) return [];
  const line = findMember(lockfileOf(app)?.text ?? "", ["_meta", "hash", "sha256"])?.line;
  const madeBy = recorded === verbatim ? "older" : recorded === normalized ? "newer" : undefined;
  return [staleLockfile({ recorded, expected, madeBy, pipenv, line })];
}

/** The hash in the lockfile, and those that it may have; undefined where the check is left to Pipenv. */
const hashesOf = oncePerApp((app: App) => {
  const lock = lockfileOf(app)?.json;
  const found = pipfileOf(app);
  if (!lock?.valid || !found?.toml.valid) return undefined;
  const pipfile = { text: found.text, table: found.toml.table };
  if (!isHashable(pipfile)) return undefined;
  const own = sourcesOf(pipfile);
  const sources = own.length > 0 ? own : valueAt(lock.value, ["_meta", "sources"]);
  if (!Array.isArray(sources) || sources.length === 0 || !isPlain(sources)) return undefined;
  const recorded = valueAt(lock.value, ["_meta", "hash", "sha256"]);
  const hash = (names: "normalized" | "verbatim") => pipfileHash({ pipfile: pipfile.table, sources, names });
  return {
    recorded: typeof recorded === "string" ? recorded : "",
    normalized: hash("normalized"),
    verbatim: hash("verbatim"),
  };
});

/** The TOML reader doesn't keep floats, dates and big integers as written, so their hash can't be known. */
function isHashable({ text, table }: Pipfile): boolean {
  const outsideStrings = text.replace(stringOrComment, (token) => (token.startsWith("#") ? "" : '""'));
  return !/[=,]\s*(?:\[\s*)*[+-]?(?:\d[\d_]*[.eE]|(?:inf|nan)\b)/.test(outsideStrings) && isPlain(table);
}

/** One pattern for both, since each may hold what looks like the other. */
const stringOrComment = /"""(?:\\[\s\S]|[^\\])*?"{3,5}|'''[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#.*/g;

/** Python's JSON writer gives up on deep nesting, too. */
const deepest = 100;

function isPlain(value: unknown, depth = 0): boolean {
  if (value instanceof Date || typeof value === "bigint" || depth > deepest) return false;
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every((item) => isPlain(item, depth + 1));
}

interface Staleness {
  readonly recorded: string;
  readonly expected: string;
  /** The Pipenv that wrote it hashes names in another form; undefined when `Pipfile` has changed. */
  readonly madeBy: "older" | "newer" | undefined;
  /** The version that installs. */
  readonly pipenv: string;
  readonly line: number | undefined;
}

const causes = {
  older: "The lockfile is of a Pipenv before 2026.4, which hashed package names as written; `Pipfile` has not changed.",
  newer: "The lockfile is of Pipenv 2026.4 or newer, and the one for this Python is older; `Pipfile` has not changed.",
  changed: "`Pipfile` was changed after the last `pipenv lock`, or the two were merged from different branches.",
};

function staleLockfile({ recorded, expected, madeBy, pipenv, line }: Staleness): Problem {
  const ends = (hash: string) => (hash === "" ? "no hash" : `\`${hash.slice(0, 6)}…${hash.slice(-6)}\``);
  return {
    id: "pipfile-lock::out-of-date",
    title: "Pipfile.lock is out of date",
    explanation: `\`Pipfile.lock\` records ${ends(visible(recorded))}, and \`Pipfile\` now has the hash ${ends(expected)}. ${causes[madeBy ?? "changed"]} \`pipenv install --deploy\` aborts.`,
    remedy: `Write the lockfile anew with the Pipenv that installs, and commit both files:\n\npip install pipenv==${pipenv} && pipenv lock`,
    location: { file: "Pipfile.lock", line },
  };
}

function pythonMismatch(pipfile: Pipfile, { release, requested }: Runtime): Problem[] {
  const field = comparedField(pipfile.table);
  if (!field || requested.origin === "input") return [];
  const wanted = valueText(field.value);
  if (accepts(wanted, release)) return [];
  const origin = requested.location ? `\`${requested.location.file}\`` : "the platform's default";
  return [
    {
      id: "pipfile::python-mismatch",
      title: "Pipfile asks for another Python",
      explanation: `\`${field.field}\` in \`Pipfile\` is \`${visible(wanted)}\`, which is not the Python ${release} that the app gets by ${origin}. On today's platforms Pipenv aborts the deploy.`,
      remedy: `Make the two equal, or drop one. In \`Pipfile\`, below \`[requires]\`, then run \`pipenv lock\`:\n\npython_version = "${requested.series}"`,
      location: { file: "Pipfile", line: lineOfKey(pipfile.text, "requires", field.field) },
    },
  ];
}

/** As Pipenv compares: a specifier by PEP 440, else only the parts that are given. */
function accepts(wanted: string, release: string): boolean {
  if (/[<>]|!=|~=/.test(wanted)) return satisfies(release, wanted);
  return /^\d+(\.\d+){0,2}$/.test(wanted) ? `${release}.`.startsWith(`${wanted}.`) : wanted === release;
}
