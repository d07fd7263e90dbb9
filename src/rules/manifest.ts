import { findUpward, textOf } from "../app.js";
import type { Problem } from "../finding.js";
import { findMember, parseJson } from "../json.js";
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
  return isObject(env)
    ? Object.entries(env).flatMap(([name, entry]) => variable({ file, text, name, entry }, platform))
    : [];
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalidManifest(file: string, reason: string, line: number | undefined): Problem {
  return {
    id: "manifest::invalid-json",
    title: `${file} is not valid`,
    explanation: `\`${file}\` can't be read: ${reason}. The platform reads it for review apps and one-click deploys only.`,
    remedy: `Correct line ${line ?? 1} of \`${file}\`.`,
    location: { file, line },
  };
}

interface Variable {
  readonly file: string;
  readonly text: string;
  readonly name: string;
  /** A text, or an object with a `value`. */
  readonly entry: unknown;
}

function variable({ file, text, name, entry }: Variable, platform: Platform): Problem[] {
  const value = typeof entry === "string" ? entry : valueAt(entry, ["value"]);
  const { longestVariableName: longestName = Infinity, longestVariableValue: longestValue = Infinity } = platform;
  const location = () => ({ file, line: findMember(text, ["env", name])?.line });
  const problems: Problem[] = [];
  if (!/^[A-Za-z0-9][A-Za-z0-9_]*$/.test(name) || name.length > longestName) {
    problems.push({
      id: "environment::invalid-name",
      title: `${visible(name)} is no name for a config var`,
      explanation: `\`env\` in \`${file}\` has \`${visible(name)}\`. A name has letters, digits and \`_\`, does not begin with \`_\`, and has at most ${longestName} characters.`,
      remedy: `Rename it in \`${file}\`, and where the app reads it.`,
      location: location(),
    });
  }
  if (typeof value === "string" && [...value].length > longestValue) {
    problems.push({
      id: "environment::value-too-long",
      title: `The value of ${visible(name)} is too long`,
      explanation: `The value of \`${visible(name)}\` in \`${file}\` has ${[...value].length} characters, and the platform takes ${longestValue}.`,
      remedy: "Keep it in a file of the app, or in a service, and give the app its address.",
      location: location(),
    });
  }
  return problems;
}
