import { parse } from "@iarna/toml";
import { parse as parseNewer } from "smol-toml";
import { lineAt } from "./text.js";

/** TOML read, or where and why it can't be. `line` is 1-based. */
export type Toml =
  | { readonly valid: true; readonly table: Readonly<Record<string, unknown>> }
  | { readonly valid: false; readonly reason: string; readonly line: number };

/** Reads TOML. */
export function parseToml(text: string): Toml {
  try {
    return { valid: true, table: parse(text) };
  } catch (error) {
    const [line, column] = [position(error, "line") + 1, position(error, "col") + 1];
    const words = (error instanceof Error ? error.message : String(error)).split(/ at row /)[0] ?? "";
    return { valid: false, reason: `${lowerFirst(words)} at line ${line}, column ${column}`, line };
  }
}

/**
 * Reads TOML 1.1, too, as uv does: a byte order mark, line ends and a last comma in inline tables, `\\e`. What neither
 * reader takes is told in the words of the first.
 */
export function parseNewerToml(text: string): Toml {
  const older = parseToml(text);
  if (older.valid) return older;
  try {
    return { valid: true, table: parseNewer(text) };
  } catch {
    return older;
  }
}

/** @iarna/toml counts `line` and `col` from 0. */
function position(error: unknown, key: "line" | "col"): number {
  const value = typeof error === "object" && error !== null ? Object.entries(error).find(([k]) => k === key)?.[1] : 0;
  return typeof value === "number" ? value : 0;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/**
 * The 1-based line of a key in a table, as `[table]` begins it; undefined when the text writes it in another way.
 *
 * @param table undefined for the top of the file.
 */
export function lineOfKey(text: string, table: string | undefined, key: string): number | undefined {
  const begin = table === undefined ? 0 : endOfHeader(text, table);
  if (begin === undefined) return undefined;
  const content = text.slice(begin).split(/^[ \t]*\[/m, 1)[0] ?? "";
  const match = new RegExp(`^[ \\t]*["']?${escaped(key)}["']?[ \\t]*=`, "m").exec(content);
  return match ? lineAt(text, begin + match.index) : undefined;
}

function endOfHeader(text: string, table: string): number | undefined {
  const name = table.split(".").map((part) => `["']?${escaped(part)}["']?`);
  const header = new RegExp(`^[ \\t]*\\[[ \\t]*${name.join("[ \\t]*\\.[ \\t]*")}[ \\t]*\\][^\\n]*\\n`, "m").exec(text);
  return header ? header.index + header[0].length : undefined;
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
