import { posix } from "node:path";
import { readOptions } from "./options.js";

/** What a line of a requirements file asks pip for. `line` is 1-based, and that of the first piece of a longer one. */
export type RequirementLine =
  /** By name, URL or path: `Django==5.2.1`. `editable` after `-e`, `hashed` when `--hash` follows. */
  | {
      readonly kind: "requirement";
      readonly text: string;
      readonly editable: boolean;
      readonly hashed: boolean;
      readonly line: number;
    }
  /** Another file, relative to this one: `-r`, or `-c` for constraints. */
  | { readonly kind: "include"; readonly path: string; readonly constraint: boolean; readonly line: number }
  /** Other options, such as `--index-url`. */
  | { readonly kind: "option"; readonly text: string; readonly line: number };

/**
 * Reads a requirements file as pip does: a line that ends in a backslash goes on, `#` at its beginning or after white
 * space begins a comment, and what follows the first word that begins with `-` is options.
 *
 * Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function parseRequirements(text: string): RequirementLine[] {
  return logicalLines(text).flatMap(({ content, line }) => {
    if (content === "") return [];
    if (content.startsWith("-")) return [parseOptions(content, line)];
    const options = content.indexOf(" -");
    const requirement = options === -1 ? content : content.slice(0, options).trim();
    const hashed = options !== -1 && content.includes(" --hash", options);
    return [{ kind: "requirement", text: requirement, editable: false, hashed, line }];
  });
}

/**
 * Where an include leads: a normalized path, relative to what the path of the including file is relative to. Undefined
 * for a URL, and for a path with a variable in it.
 */
export function includedPath(file: string, path: string): string | undefined {
  if (/^(?:https?|file):/i.test(path) || namedVariable.test(path)) return undefined;
  const target = posix.isAbsolute(path) ? posix.normalize(path) : posix.join(posix.dirname(file), path);
  return target.length > 1 && target.endsWith("/") ? target.slice(0, -1) : target;
}

/** A variable that pip puts in, such as `${TOKEN}`. */
export const namedVariable = /\$\{([A-Z0-9_]+)\}/;

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

/** pip takes backslashes off both ends of a line that goes on. */
function withoutBackslashes(line: string): string {
  let [begin, end] = [0, line.length];
  while (line[end - 1] === "\\") end--;
  while (begin < end && line[begin] === "\\") begin++;
  return line.slice(begin, end);
}

function withoutComment(line: string): string {
  const start = line.search(/(?:^|\s)#/);
  return (start === -1 ? line : line.slice(0, start)).trim();
}

/** Of a line's options, pip takes the first editable requirement, else the first file, else the first constraints. */
function parseOptions(content: string, line: number): RequirementLine {
  const values = readOptions(content);
  const value = (name: string) => values.find((option) => option.name === name)?.value;
  const editable = value("--editable");
  if (editable) return { kind: "requirement", text: editable, editable: true, hashed: false, line };
  const requirement = value("--requirement");
  const path = requirement ?? value("--constraint");
  if (path === undefined) return { kind: "option", text: content, line };
  return { kind: "include", path, constraint: requirement === undefined, line };
}
