import { findUpward, textOf } from "../app.js";
import { firstFew, type Problem } from "../finding.js";
import { findMembers, isObject, parseJson } from "../json.js";
import { valueAt } from "../parsed-files.js";
import type { Platform } from "../platforms/platform.js";
import { visible } from "../text.js";
import type { Rule } from "./rule.js";

/** The file that describes the app for review apps, and the variables that it names. */
export const manifest: Rule = ({ app, platform }) => {
  const file = findUpward(app, platform.manifest);
  const text = file === undefined ? undefined : textOf(app, file);
  if (file === undefined || text === undefined) return [];
  const parsed = parseJson(text);
  if (!parsed.valid) return [invalidManifest(file, parsed.reason, parsed.line)];
  if (!isObject(parsed.value)) return [invalidManifest(file, "it is not an object", 1)];
  const { env } = parsed.value;
  return isObject(env) ? variables({ file, text, env }, platform) : [];
};

function invalidManifest(file: string, reason: string, line: number | undefined): Problem {
  return {
    id: "manifest::invalid-json",
    title: `${file} is not valid`,
    explanation: `\`${file}\` can't be read: ${reason}. The platform reads it for review apps and one-click deploys only.`,
    remedy: `Correct line ${line ?? 1} of \`${file}\`.`,
    location: { file, line },
  };
}

interface Environment {
  readonly file: string;
  readonly text: string;
  /** Each entry is a text, or an object with a `value`. */
  readonly env: Readonly<Record<string, unknown>>;
}

function variables({ file, text, env }: Environment, platform: Platform): Problem[] {
  const { longestVariableName: longestName = Infinity, longestVariableValue: longestValue = Infinity } = platform;
  const wrong = Object.keys(env).filter(
    (name) => !/^[A-Za-z0-9][A-Za-z0-9_]*$/.test(name) || name.length > longestName,
  );
  const lengths = Object.entries(env).map(([name, entry]) => ({ name, length: lengthOf(entry) }));
  const long = firstFew(lengths.filter(({ length }) => length > longestValue));
  const named = [...new Set([...firstFew(wrong), ...long.map(({ name }) => name)])];
  const members = findMembers(
    text,
    named.map((name) => ["env", name]),
  );
  const at = (name: string) => ({ file, line: members[named.indexOf(name)]?.line });
  return [
    ...firstFew(wrong).map((name) => ({
      id: "environment::invalid-name" as const,
      title: `${visible(name)} is no name for a config var`,
      explanation: `\`env\` in \`${file}\` has \`${visible(name)}\`. A name has letters, digits and \`_\`, and does not begin with \`_\`${Number.isFinite(longestName) ? `; it has at most ${longestName} characters` : ""}.`,
      remedy: `Rename it in \`${file}\`, and where the app reads it.`,
      location: at(name),
    })),
    ...long.map(({ name, length }) => ({
      id: "environment::value-too-long" as const,
      title: `The value of ${visible(name)} is too long`,
      explanation: `The value of \`${visible(name)}\` in \`${file}\` has ${length} characters, and the platform takes ${longestValue}.`,
      remedy: "Keep it in a file of the app, or in a service, and give the app its address.",
      location: at(name),
    })),
  ];
}

/** In characters; 0 for an entry without a text. */
function lengthOf(entry: unknown): number {
  const value = typeof entry === "string" ? entry : valueAt(entry, ["value"]);
  return typeof value === "string" ? [...value].length : 0;
}
