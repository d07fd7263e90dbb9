import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { lineAt } from "./text.js";

/** JSON read, or where and why it can't be. `line` is 1-based. */
export type Json =
  | { readonly valid: true; readonly value: unknown }
  | { readonly valid: false; readonly reason: string; readonly line: number };

/** Reads JSON, a byte order mark before it included. */
export function parseJson(text: string): Json {
  const content = text.replace(/^\uFEFF/, "");
  try {
    return { valid: true, value: JSON.parse(content) };
  } catch (error) {
    return { valid: false, ...explain(content, error) };
  }
}

/** JSON.parse gives no position for some broken files; jsonc-parser does. */
function explain(text: string, error: unknown): { reason: string; line: number } {
  if (text.trim() === "") return { reason: "it is empty", line: 1 };
  const conflict = /^(<{7}|={7}|>{7})( |$)/m.exec(text);
  if (conflict) return { reason: "it has merge conflict markers", line: lineAt(text, conflict.index) };

  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors[0];
  if (!first) return { reason: error instanceof Error ? error.message : String(error), line: 1 };
  const line = lineAt(text, first.offset);
  const column = first.offset - text.lastIndexOf("\n", first.offset - 1);
  const words = printParseErrorCode(first.error)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return { reason: `${words} at line ${line}, column ${column}`, line };
}
