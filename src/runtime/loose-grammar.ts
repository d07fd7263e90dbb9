import type { Platform } from "../platforms/platform.js";
import { compareVersions, parseVersion, type Version } from "./version.js";

const invisible = "[\\uFEFF\\u00A0\\u2007\\u202F\\u200B-\\u200D\\u2060]";
const leading = new RegExp(`^${invisible}+`);
/** Bounded, since a run that doesn't end the line is tried from each of its characters. */
const trailing = new RegExp(`${invisible}{1,100}$`);

/** What people write around a version, in the order in which it is taken off. */
const steps: readonly ((text: string) => string)[] = [
  (text) => text.replace(leading, "").replace(trailing, ""),
  withoutComment,
  (text) => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text,
  (text) => text.replace(/^python(?:==|=|-|[ \t]+)?/i, ""),
  (text) => /^(.*\d)(?:\.|\*|\.\*|\.x)$/.exec(text)?.[1] ?? text,
];

/**
 * Reads a line that people meant as a version: with `python` before it, in quotes, with a comment, a final dot or
 * wildcard, or invisible characters around it. Undefined when the intention isn't clear.
 */
export function parseLooseVersion(line: string): Version | undefined {
  return parseVersion(steps.reduce((text, step) => step(text), line));
}

/** Reads a field of `Pipfile` or its lockfile that people meant as a version: a final `.` or `.*`, or a major version. */
export function parseLooseField(value: string, platform: Platform): Version | undefined {
  if (/^[1-9][0-9]?$/.test(value)) return newestOfMajor(value, platform);
  const version = /^(.*\d)\.\*?$/.exec(value)?.[1];
  return version === undefined ? undefined : parseVersion(version);
}

/** The series to suggest for a text that is no version: the one that it names, when the platform has it, else its default. */
export function suggestedSeries(text: string, { series, defaultSeries }: Platform): string {
  const named = /\d{1,3}\.\d{1,3}/.exec(text)?.[0];
  return named !== undefined && Object.hasOwn(series, named) ? named : defaultSeries;
}

/** `3` means the platform's default, another major version the newest series of it. */
function newestOfMajor(major: string, { defaultSeries, series }: Platform): Version | undefined {
  const ofMajor = [...Object.keys(series).sort(compareVersions), defaultSeries].filter((name) =>
    name.startsWith(`${major}.`),
  );
  const newest = ofMajor.at(-1);
  return newest === undefined ? undefined : { series: newest, release: undefined };
}

/** Takes off white space, `#` and what follows. */
function withoutComment(text: string): string {
  let end = text.search(/[ \t]#/);
  if (end === -1) return text;
  while (end > 0 && /[ \t]/.test(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
}
