/** A line of a version file that is neither blank nor a comment. `number` is 1-based, as in the file. */
export interface VersionLine {
  readonly text: string;
  readonly number: number;
}

/**
 * What the platforms trim off a line. JavaScript's `trim` also takes U+00A0, U+202F and U+FEFF, which make a version
 * invalid on the platforms.
 */
const space = "[\\t\\n\\v\\f\\r \\u1680\\u2000-\\u2006\\u2008-\\u200A\\u2028\\u2029\\u205F\\u3000]";
const leading = new RegExp(`^${space}+`);
const trailing = new RegExp(`${space}$`);

/** The lines of a version file, trimmed as the platforms do it, without blank lines and `#` lines. */
export function versionLines(text: string): VersionLine[] {
  return text
    .split("\n")
    .map((line, index) => ({ text: trim(line), number: index + 1 }))
    .filter((line) => line.text !== "" && !line.text.startsWith("#"));
}

function trim(line: string): string {
  const start = line.replace(leading, "");
  // A regular expression anchored at the end alone takes quadratic time on long runs of blanks.
  let end = start.length;
  while (end > 0 && trailing.test(start[end - 1] ?? "")) end--;
  return start.slice(0, end);
}
