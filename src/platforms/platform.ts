import * as v from "valibot";
import { BuildError } from "../build-error.js";
import { findMember, isObject, parseJson } from "../json.js";
import type { PackageManagerName } from "../package-managers/package-manager.js";
import { seriesOf } from "../runtime/version.js";
import { nearest, valueText, visible } from "../text.js";
import classic from "./classic.json" with { type: "json" };
import heroku from "./heroku.json" with { type: "json" };
import scalingo from "./scalingo.json" with { type: "json" };
import type { AdjustableRule, Severity } from "./severities.js";

const seriesName = v.pipe(v.string(), v.regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)$/, "expected a series such as 3.13"));
const releaseName = v.pipe(v.string(), v.regex(/^((0|[1-9]\d*)(\.|$)){3}$/, "expected a release such as 3.13.2"));

const seriesSchema = v.strictObject({
  /** The release that a request for the series means. */
  latest: releaseName,
  status: v.picklist(["supported", "deprecated", "end-of-life"]),
  /** When support ends or ended, as people write it. */
  date: v.optional(v.string()),
});

const severitySchema = v.picklist(["error", "warning", "notice", "off"] satisfies Severity[]);

/** Rules without which there is nothing to build: a platform can't make less of them. */
const stopping: ReadonlySet<string> = new Set([
  "checks::stack::unknown",
  "detect::no-python-files",
  "source::unreadable",
  "package-manager::none-found",
  "install-package-manager::unsupported-python",
]);

const severitiesSchema = v.strictObject(
  // The cast holds because each id of `classic` gets a schema.
  Object.fromEntries(
    Object.keys(classic.severities).map((id) => [id, stopping.has(id) ? v.literal("error") : severitySchema]),
  ) as Record<AdjustableRule, typeof severitySchema>,
);

const texts = v.array(v.string());
const paths = v.array(v.pipe(v.string(), v.regex(/^(?!\/)(?!(.*\/)?\.\.?(\/|$))./, "expected a path in the app")));
const size = v.pipe(v.number(), v.integer("expected a whole number"), v.minValue(1, "expected a number above 0"));
/** Names of variables by the package manager whose install they reach. */
const variablesByPackageManager = v.strictObject({
  pip: v.optional(texts),
  pipenv: v.optional(texts),
  poetry: v.optional(texts),
  uv: v.optional(texts),
  "setup.py": v.optional(texts),
} satisfies Record<PackageManagerName, unknown>);

const procfileSchema = v.strictObject({
  /** What the name of a process type may hold beside letters and digits. */
  nameSymbols: v.string(),
  /** In characters; absent where there is no limit. */
  longestName: v.optional(size),
  /** The entry that runs once for each deploy, and when: before the new version starts, or after it booted. */
  postdeploy: v.strictObject({ entry: v.string(), runs: v.picklist(["before-boot", "after-boot"]) }),
});

/**
 * Shape of a platform file. Users' own are described by schemas/platform.schema.json, and all by docs/platforms.md.
 * Paths are relative to the app's root.
 */
export const platformSchema = v.strictObject({
  name: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9][\w. -]{0,49}$/, "expected a name of letters, digits, `.`, `_` and `-`"),
  ),
  /** `strict` reads version files as today's platforms do; `loose` also understands what people meant. */
  grammar: v.picklist(["strict", "loose"]),
  /** Whether `[requires]` of a `Pipfile` can choose the Python. */
  readsPipfileVersion: v.boolean(),
  /** Used when the app asks for nothing. */
  defaultSeries: seriesName,
  /** An unlisted series below this one is end-of-life, not unknown. */
  endOfLifeBefore: v.optional(seriesName),
  series: v.pipe(v.unknown(), v.check(isObject, "expected an object"), v.record(seriesName, seriesSchema)),
  /** Whether a release can be had that is newer than the latest of its series here. */
  newerReleases: v.picklist(["accepted", "refused"]),
  /** Where the buildpack keeps its Python: no app may have them. */
  privateFolders: paths,
  /** Each of these files turns collectstatic off. */
  collectstaticDisabledFiles: paths,
  /** Names for `STACK` in hooks: the prefix and the Ubuntu release without its `.04`. */
  stacks: v.strictObject({ prefix: v.string(), ubuntu: texts, default: v.string() }),
  /** Commands that `bin/pre_compile` finds missing, though the machine may have them. */
  hookStubs: texts,
  /** Which of the app's config vars reach the install. */
  installVariables: v.lazy((value) =>
    isObject(value) ? variablesByPackageManager : v.literal("all", 'expected "all" or an object'),
  ),
  /** What the platform sets for the container of `web`. */
  runVariables: v.record(v.string(), v.string()),
  procfile: procfileSchema,
  /** The URL of the Python buildpack. */
  buildpack: v.string(),
  /** What to type to have an app taken for one of Python, and to deploy one without `web`. */
  commands: v.strictObject({ choosePython: v.string(), withoutWeb: v.string() }),
  fetchesSubmodules: v.boolean(),
  /** Of the app's source, as a tar, in bytes; absent where there is no limit. */
  largestArchive: v.optional(size),
  /** The file that describes the app for review apps. */
  manifest: v.string(),
  /** Limits of config vars, in characters; absent where there are none. */
  longestVariableName: v.optional(size),
  longestVariableValue: v.optional(size),
  severities: severitiesSchema,
});

/** A hosting platform, as its file describes it. */
export type Platform = v.InferOutput<typeof platformSchema>;

/** A series in a platform's list. */
export type Series = v.InferOutput<typeof seriesSchema>;

/** The platforms that come with python-build, the default first. */
export const shippedPlatforms: readonly Platform[] = [classic, scalingo, heroku].map((data) =>
  v.parse(platformSchema, data),
);

/** Their names, for messages. */
export const shippedNames: string = shippedPlatforms.map(({ name }) => name).join(", ");

/** A platform that comes with python-build; undefined when there is none of this name. */
export function shippedPlatform(name: string): Platform | undefined {
  return shippedPlatforms.find((platform) => platform.name === name);
}

/**
 * Reads a user's own platform file. `"extends": "classic"` takes over what the file doesn't name.
 *
 * @param file path from the repository's root, for messages.
 * Throws BuildError `platform::invalid-file` with the line of the mistake.
 */
export function readPlatform(file: string, text: string): Platform {
  const parsed = parseJson(text);
  if (!parsed.valid) throw invalidFile(file, `It is not JSON: ${parsed.reason}.`, parsed.line);

  const fail: Fail = (path, reason) => {
    throw invalidFile(file, reason, lineOfField(text, path));
  };
  if (!isObject(parsed.value)) return fail([], "It is not an object.");
  const result = v.safeParse(platformSchema, withBase(parsed.value, fail));
  if (result.success) return checkSeries(result.output, fail);

  const [issue] = result.issues;
  const path = (issue.path ?? []).map((item) => String(item.key));
  const field = visible(jsonPath(path));
  if (issue.expected === "never") return fail(path, `There is no field \`${field}\`.${didYouMean(path)}`);
  if (issue.received === "undefined") return fail(path, `The field \`${field}\` is missing.`);
  return fail(
    path,
    `\`${field}\` is ${visible(issue.received)}; ${visible(issue.message.startsWith("expected") ? issue.message : `expected ${issue.expected}`)}.`,
  );
}

function didYouMean(path: readonly string[]): string {
  const known = path[0] === "severities" ? Object.keys(classic.severities) : Object.keys(platformSchema.entries);
  const similar = nearest(path.at(-1) ?? "", known);
  return similar === undefined ? "" : ` Did you mean \`${similar}\`?`;
}

/** Throws BuildError `platform::invalid-file` at the line of a field. */
type Fail = (path: readonly string[], reason: string) => never;

function checkSeries(platform: Platform, fail: Fail): Platform {
  const { defaultSeries, series } = platform;
  if (!Object.hasOwn(series, defaultSeries)) {
    fail(["defaultSeries"], `\`defaultSeries\` is ${defaultSeries}, which \`series\` does not list.`);
  }
  for (const [name, { latest }] of Object.entries(series)) {
    if (seriesOf(latest) !== name) fail(["series", name, "latest"], `${latest} is no release of Python ${name}.`);
  }
  return platform;
}

function withBase(value: Record<string, unknown>, fail: Fail): unknown {
  if (value["extends"] === undefined) return value;
  const { extends: name, ...own } = value;
  const base = typeof name === "string" ? shippedPlatform(name) : undefined;
  if (base) return merge(base, own);
  return fail(["extends"], `\`extends\` is \`${visible(valueText(name))}\`; accepted: ${shippedNames}.`);
}

/** Members of both are merged, those of one are taken over; `__proto__` is a name like any other. */
function merge(base: Readonly<Record<string, unknown>>, own: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(own).map(([key, value]) => {
    const inherited = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, isObject(inherited) && isObject(value) ? merge(inherited, value) : value];
  });
  return Object.fromEntries([...Object.entries(base), ...members]);
}

/** `series["3.13"].latest`. */
function jsonPath(path: readonly string[]): string {
  return path
    .map((key) => (/^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${/^\d+$/.test(key) ? key : JSON.stringify(key)}]`))
    .join("")
    .replace(/^\./, "");
}

/** The line of a field or, where it is missing, of the one that it belongs in. */
function lineOfField(text: string, path: readonly string[]): number | undefined {
  return findMember(text, path)?.line ?? (path.length > 1 ? lineOfField(text, path.slice(0, -1)) : undefined);
}

function invalidFile(file: string, reason: string, line: number | undefined): BuildError {
  return new BuildError({
    id: "platform::invalid-file",
    title: "The platform file is not valid",
    explanation: `The input \`platform\` names ${file}, which does not describe a platform. ${reason}`,
    remedy:
      'Correct the file, or begin with one that changes only what differs: {"extends": "classic", "name": "my-platform"}.',
    location: { file, line },
  });
}
