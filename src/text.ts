import { closest, distance } from "fastest-levenshtein";

/** The 1-based line of an offset in a text. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** The 1-based line of the first match; undefined when nothing matches. */
export function lineOf(text: string, pattern: RegExp): number | undefined {
  const match = pattern.exec(text);
  return match ? lineAt(text, match.index) : undefined;
}

/** A value of a user's TOML or JSON as a text: that of a table or a list is only hinted at. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return "[…]";
  return typeof value === "object" && value !== null ? "{…}" : String(value);
}

/** A text without the user names, passwords and tokens of its URLs. */
export function withoutCredentials(text: string): string {
  return text.replace(/(:\/{1,2})[^\s/]*@/g, "$1***@");
}

/**
 * A value from a user's file as a message may show it: at most 100 characters, NUL as ␀, U+FFFD for all but printable
 * ASCII, space and tab, and no credentials.
 */
export function visible(value: string): string {
  const shown = withoutCredentials(value.slice(0, 1000)).slice(0, 100).replaceAll("\0", "␀");
  return shown.replace(/[^\x20-\x7e\t␀]/gu, "\uFFFD");
}

/** A text as one word of a shell command, in quotes only where it needs them. */
export function shellQuoted(text: string): string {
  return /^[\w.,/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The candidate that is spelled most like a word, when it differs in few letters; undefined when none does. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const most = Math.max(1, Math.min(3, Math.floor(word.length / 4)));
  const similar = candidates.filter((candidate) => Math.abs(candidate.length - word.length) <= most);
  const found = similar.length === 0 || word.length > 100 ? undefined : closest(word, similar);
  return found !== undefined && distance(word, found) <= most ? found : undefined;
}
