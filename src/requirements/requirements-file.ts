import { posix } from "node:path";

/** What a line of a requirements file asks pip for. `line` is 1-based, and that of the first piece of a longer one. */
export type RequirementLine =
  /** By name, URL or path, with options of its own: `Django==5.2.1 --hash=…`. `editable` when it stands after `-e`. */
  | { readonly kind: "requirement"; readonly text: string; readonly editable: boolean; readonly line: number }
  /** Another file, relative to this one: `-r`, or `-c` for constraints. */
  | { readonly kind: "include"; readonly path: string; readonly constraint: boolean; readonly line: number }
  /** Any other option, such as `--index-url`. */
  | { readonly kind: "option"; readonly text: string; readonly line: number };

/**
 * Reads a requirements file as pip does: a line that ends in a backslash goes on, `#` at its beginning or after white
 * space begins a comment, and what begins with `-` is an option.
 *
 * Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function parseRequirements(text: string): RequirementLine[] {
  return logicalLines(text).flatMap(({ content, line }) => {
    if (content === "") return [];
    if (content.startsWith("-")) return [parseOption(content, line)];
    return [{ kind: "requirement", text: content, editable: false, line }];
  });
}

/**
 * Where an include leads: a normalized path, relative to what the path of the including file is relative to. Undefined
 * for a URL, and for a path with a variable in it.
 */
export function includedPath(file: string, path: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path) || namedVariable.test(path)) return undefined;
  return posix.isAbsolute(path) ? posix.normalize(path) : posix.join(posix.dirname(file), path);
}

/** A variable that pip puts in, such as `${TOKEN}`. */
export const namedVariable = /\$\{([A-Z0-9_]+)\}/;

/** How pip reads the bytes of a requirements file. */
export interface DecodedRequirements {
  /** With U+FFFD for what can't be decoded. */
  readonly text: string;
  /** In lower case, such as `utf-8`. */
  readonly encoding: string;
  readonly decodable: boolean;
}

/**
 * Decodes a requirements file as pip does: by a byte order mark, by a comment in the first two lines, else as UTF-8.
 * What isn't UTF-8 then is read in the locale's encoding, which is UTF-8 on the platforms, so pip gives up.
 */
export function decodeRequirements(bytes: Uint8Array): DecodedRequirements {
  const mark = marks.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte));
  const encoding = (mark?.encoding ?? codingComment(bytes) ?? "utf-8").toLowerCase();
  const text = decode(bytes, encoding, true);
  return { text: text ?? decode(bytes, "utf-8", false) ?? "", encoding, decodable: text !== undefined };
}

const marks = [
  { begins: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { begins: [0xff, 0xfe], encoding: "utf-16le" },
  { begins: [0xfe, 0xff], encoding: "utf-16be" },
] as const;

function codingComment(bytes: Uint8Array): string | undefined {
  const begin = new TextDecoder("latin1").decode(bytes.subarray(0, 400)).split("\n").slice(0, 2);
  const comment = begin.find((line) => line.startsWith("#") && /coding[:=]/.test(line));
  return comment === undefined ? undefined : /coding[:=]\s*([-\w.]+)/.exec(comment)?.[1];
}

/** Undefined for an unknown encoding and, when `fatal`, for bytes that are none of it. */
function decode(bytes: Uint8Array, label: string, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(label, { fatal }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

interface LogicalLine {
  readonly content: string;
  readonly line: number;
}

/** Where Python's `splitlines` ends a line. */
const lineEnds = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029";
const lineEnd = new RegExp(`\r\n|[${lineEnds}]`);

function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let begun: { pieces: string[]; line: number } | undefined;
  for (const [index, raw] of text.split(lineEnd).entries()) {
    const comment = /^\s*#/.test(raw);
    begun ??= { pieces: [], line: index + 1 };
    // A comment ends the line before it, even one that would go on.
    const goesOn = raw.endsWith("\\") && !comment;
    begun.pieces.push(goesOn ? withoutBackslashes(raw) : comment ? ` ${raw}` : raw);
    if (goesOn) continue;
    lines.push({ content: withoutComment(begun.pieces.join("")), line: begun.line });
    begun = undefined;
  }
  if (begun) lines.push({ content: withoutComment(begun.pieces.join("")), line: begun.line });
  return lines;
}

/** A regular expression that is anchored at the end alone takes quadratic time on a long run. */
function withoutBackslashes(line: string): string {
  let end = line.length;
  while (line[end - 1] === "\\") end--;
  return line.slice(0, end);
}

function withoutComment(line: string): string {
  const start = line.search(/(?:^|\s)#/);
  return (start === -1 ? line : line.slice(0, start)).trim();
}

/** Options with a file or a requirement, and the shortest beginning of their long names that pip's reader takes. */
const valued = [
  { kind: "requirement", short: "-r", long: "--requirement", shortest: "--requirem" },
  { kind: "constraint", short: "-c", long: "--constraint", shortest: "--c" },
  { kind: "editable", short: "-e", long: "--editable", shortest: "--ed" },
] as const;

function parseOption(content: string, line: number): RequirementLine {
  const [first = "", second = ""] = shellWords(content);
  const [, name = "", joined] = /^(--[A-Za-z-]+(?==|$)|-[A-Za-z])=?([\s\S]+)?$/.exec(first) ?? [];
  const value = joined ?? second;
  const option = valued.find(
    ({ short, long, shortest }) => name === short || (long.startsWith(name) && name.startsWith(shortest)),
  );
  if (!option || value === "") return { kind: "option", text: content, line };
  if (option.kind === "editable") return { kind: "requirement", text: value, editable: true, line };
  return { kind: "include", path: value, constraint: option.kind === "constraint", line };
}

/** The first two words of an option's line, as a shell would split it. */
function shellWords(text: string): string[] {
  const words = text.slice(0, longestOption).match(/(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+/g) ?? [];
  return words.slice(0, 2).map((word) => word.replace(/\\([\s\S])|"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'/g, "$1$2$3"));
}

/** In characters: more than any path. */
const longestOption = 10_000;
