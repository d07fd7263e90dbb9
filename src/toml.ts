import { parse } from "@iarna/toml";

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

/** @iarna/toml counts `line` and `col` from 0. */
function position(error: unknown, key: "line" | "col"): number {
  const value = typeof error === "object" && error !== null ? Object.entries(error).find(([k]) => k === key)?.[1] : 0;
  return typeof value === "number" ? value : 0;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
