import { type ParseError, parse, printParseErrorCode, visit } from "jsonc-parser";
import { lineAt, visible } from "./text.js";

/** JSON read, or where and why it can't be. `line` is 1-based, undefined where it isn't known. */
export type Json =
  | { readonly valid: true; readonly value: unknown }
  | { readonly valid: false; readonly reason: string; readonly line: number | undefined };

/** Reads JSON, a byte order mark before it included. */
export function parseJson(text: string): Json {
  const content = text.replace(/^\uFEFF/, "");
  try {
    return { valid: true, value: JSON.parse(content) };
  } catch (error) {
    return { valid: false, ...explain(content, error) };
  }
}

/** Tells whether a value of JSON is an object: no list, and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member as it stands in a JSON text. */
export interface Member {
  /** 1-based, of its name. */
  readonly line: number;
  /** Its value; empty for an object or a list. */
  readonly written: string;
}

/** Finds a member by its path from the top; undefined when the text has none. */
export function findMember(text: string, path: readonly string[]): Member | undefined {
  return findMembers(text, [path])[0];
}

/** The same for several members, in one reading: of a large file, no tree is made. */
export function findMembers(text: string, paths: readonly (readonly string[])[]): (Member | undefined)[] {
  const content = text.replace(/^\uFEFF/, "");
  const keyOf = (path: readonly (string | number)[]) => JSON.stringify(path.map(String));
  const wanted = new Set(paths.map(keyOf));
  const onTheWay = new Set(paths.flatMap((path) => path.map((_, index) => keyOf(path.slice(0, index)))));
  const found = new Map<string, Member>();
  const lines = new Map<string, number>();
  const keep = (key: string, [offset, length, line]: readonly [number, number, number]) => {
    // A member begins with its name, an item of a list with its value.
    if (wanted.has(key))
      found.set(key, { line: lines.get(key) ?? line + 1, written: content.slice(offset, offset + length) });
    return onTheWay.has(key);
  };
  unlessTooDeep(() =>
    visit(content, {
      onObjectProperty: (...[name, , , line, , path]) => void lines.set(keyOf([...path(), name]), line + 1),
      onObjectBegin: (...[offset, , line, , path]) => keep(keyOf(path()), [offset, 0, line]),
      onArrayBegin: (...[offset, , line, , path]) => keep(keyOf(path()), [offset, 0, line]),
      onLiteralValue: (...[, offset, length, line, , path]) => void keep(keyOf(path()), [offset, length, line]),
      // The library counts by them how deep it is in what is passed over.
      onObjectEnd: () => undefined,
      onArrayEnd: () => undefined,
    }),
  );
  return paths.map((path) => found.get(keyOf(path)) ?? (path.length === 0 ? topOf(content) : undefined));
}

function topOf(content: string): Member {
  const begin = content.search(/\S/);
  return { line: lineAt(content, begin === -1 ? 0 : begin), written: "" };
}

/** jsonc-parser calls itself for each level of a text: undefined where the stack is too small for that. */
function unlessTooDeep<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** JSON.parse gives no position for some broken files; jsonc-parser does. */
function explain(text: string, error: unknown): { reason: string; line: number | undefined } {
  if (text.trim() === "") return { reason: "it is empty", line: 1 };
  const conflict = /^(<{7}|={7}|>{7})( |$)/m.exec(text);
  if (conflict) return { reason: "it has merge conflict markers", line: lineAt(text, conflict.index) };

  const errors: ParseError[] = [];
  unlessTooDeep(() => parse(text, errors, { disallowComments: true, allowTrailingComma: false }));
  const first = errors[0];
  if (!first) return { reason: visible(error instanceof Error ? error.message : String(error)), line: undefined };
  const line = lineAt(text, first.offset);
  const column = first.offset - text.lastIndexOf("\n", first.offset - 1);
  const words = printParseErrorCode(first.error)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return { reason: `${words} at line ${line}, column ${column}`, line };
}
