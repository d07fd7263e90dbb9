import * as v from "valibot";
import { BuildError } from "../build-error.js";
import { findMember, parseJson } from "../json.js";
import { seriesOf } from "../runtime/version.js";
import { valueText, visible } from "../text.js";
import classic from "./classic.json" with { type: "json" };
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

const severitiesSchema = v.strictObject(
  // The cast holds because each id of `classic` gets a schema.
  Object.fromEntries(Object.keys(classic.severities).map((id) => [id, severitySchema])) as Record<
    AdjustableRule,
    typeof severitySchema
  >,
);

/** Shape of a platform file. Users' own are described by schemas/platform.schema.json. */
export const platformSchema = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty()),
  /** `strict` reads version files as today's platforms do; `loose` also understands what people meant. */
  grammar: v.picklist(["strict", "loose"]),
  /** Whether `[requires]` of a `Pipfile` can choose the Python. */
  readsPipfileVersion: v.boolean(),
  /** Used when the app asks for nothing. */
  defaultSeries: seriesName,
  /** An unlisted series below this one is end-of-life, not unknown. */
  endOfLifeBefore: v.optional(seriesName),
  series: v.pipe(v.unknown(), v.check(isObject, "expected an object"), v.record(seriesName, seriesSchema)),
  /** Names for `STACK` in hooks: the prefix and the Ubuntu release without its `.04`. */
  stacks: v.strictObject({ prefix: v.string(), ubuntu: v.array(v.string()), default: v.string() }),
  severities: severitiesSchema,
});

/** A hosting platform, as its file describes it. */
export type Platform = v.InferOutput<typeof platformSchema>;

/** A series in a platform's list. */
export type Series = v.InferOutput<typeof seriesSchema>;

const shipped = new Map<string, unknown>([["classic", classic]]);

/** Names of the platforms that come with python-build. */
export const shippedPlatforms: readonly string[] = [...shipped.keys()];

/** A platform that comes with python-build; undefined when there is none of this name. */
export function shippedPlatform(name: string): Platform | undefined {
  const data = shipped.get(name);
  return data === undefined ? undefined : v.parse(platformSchema, data);
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
  const field = visible(path.join("."));
  if (issue.expected === "never") return fail(path, `There is no field \`${field}\`.`);
  if (issue.received === "undefined") return fail(path, `The field \`${field}\` is missing.`);
  return fail(
    path,
    `\`${field}\` is ${visible(issue.received)}; accepted: ${visible(issue.expected ?? issue.message)}.`,
  );
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
  const base = typeof name === "string" ? shipped.get(name) : undefined;
  if (isObject(base)) return merge(base, own);
  const accepted = shippedPlatforms.join(", ");
  return fail(["extends"], `\`extends\` is \`${visible(valueText(name))}\`; accepted: ${accepted}.`);
}

/** Members of both are merged, those of one are taken over; `__proto__` is a name like any other. */
function merge(base: Record<string, unknown>, own: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(own).map(([key, value]) => {
    const inherited = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, isObject(inherited) && isObject(value) ? merge(inherited, value) : value];
  });
  return Object.fromEntries([...Object.entries(base), ...members]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
