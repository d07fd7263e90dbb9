import { findNodeAtLocation, parseTree } from "jsonc-parser";
import * as v from "valibot";
import { BuildError } from "../build-error.js";
import { parseJson } from "../json.js";
import { lineAt } from "../text.js";
import classic from "./classic.json" with { type: "json" };

/** How much a finding weighs on a platform; `off` keeps a rule silent there. */
export type Severity = "error" | "warning" | "notice" | "off";

/** Id of a rule whose severity a platform chooses. `classic` has a row for each. */
export type AdjustableRule = keyof typeof classic.severities;

const seriesName = v.pipe(v.string(), v.regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)$/, "expected a series such as 3.13"));
const releaseName = v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/, "expected a release such as 3.13.2"));

const seriesSchema = v.strictObject({
  /** The release that a request for the series means. */
  latest: releaseName,
  status: v.picklist(["supported", "deprecated", "end-of-life"]),
  /** When support ends or ended, as people write it. */
  date: v.optional(v.string()),
});

const severitySchema = v.picklist(["error", "warning", "notice", "off"] satisfies Severity[]);

const severitiesSchema = v.strictObject(
  // The cast holds because `mapValues` keeps the keys.
  Object.fromEntries(Object.keys(classic.severities).map((id) => [id, severitySchema])) as Record<
    AdjustableRule,
    typeof severitySchema
  >,
);

/** Shape of a platform file. See docs/platforms.md for what each field means to a build. */
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
  series: v.record(seriesName, seriesSchema),
  /** Names for `STACK` in hooks: the prefix and the Ubuntu release without its `.04`. */
  stacks: v.strictObject({ prefix: v.string(), ubuntu: v.array(v.string()), default: v.string() }),
  severities: severitiesSchema,
});

/** A hosting platform, as its file describes it. */
export type Platform = v.InferOutput<typeof platformSchema>;

/** The severity of each rule on a platform. */
export type Severities = Platform["severities"];

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

  const result = v.safeParse(
    platformSchema,
    withBase(parsed.value, (reason) => invalidFile(file, reason, 1)),
  );
  if (result.success) return checkDefault(file, result.output);

  const issue = result.issues[0];
  const path = (issue.path ?? []).map((item) => String(item.key));
  const expected = issue.expected ? `, expected ${issue.expected}` : "";
  throw invalidFile(
    file,
    `At \`${path.join(".") || "the top"}\`: ${issue.received}${expected} (${issue.message}).`,
    lineOfPath(text, path),
  );
}

function checkDefault(file: string, platform: Platform): Platform {
  if (platform.series[platform.defaultSeries]) return platform;
  throw invalidFile(file, `\`defaultSeries\` is ${platform.defaultSeries}, which \`series\` does not list.`, undefined);
}

function withBase(value: unknown, failure: (reason: string) => BuildError): unknown {
  if (!isObject(value) || value["extends"] === undefined) return value;
  const base = shipped.get(String(value["extends"]));
  if (!isObject(base)) {
    throw failure(`\`extends\` is \`${value["extends"]}\`; accepted: ${shippedPlatforms.join(", ")}.`);
  }
  const { extends: _, ...own } = value;
  return merge(base, own);
}

function merge(base: Record<string, unknown>, own: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const inherited = merged[key];
    merged[key] = isObject(inherited) && isObject(value) ? merge(inherited, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function lineOfPath(text: string, path: readonly string[]): number | undefined {
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, [...path]);
  return node && lineAt(text, node.offset);
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
