/**
 * Parses what a step wrote to `GITHUB_ENV`, `GITHUB_OUTPUT` or `GITHUB_STATE`: `NAME=VALUE`, or `NAME<<DELIMITER`,
 * lines, `DELIMITER`. A later assignment wins. Throws on text that the runner refuses, in its words.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
 */
export function parseAssignments(text: string): Record<string, string> {
  const assignments: Record<string, string> = {};
  const lines = text.split("\n");

  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");

    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      assignments[nameIn(line, equals)] = line.slice(equals + 1);
    } else if (heredoc >= 0) {
      const end = heredocEnd(lines, index, line.slice(heredoc + 2));
      assignments[nameIn(line, heredoc)] = lines.slice(index + 1, end).join("\n");
      index = end;
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }

  return assignments;
}

/** Parses what a step wrote to `GITHUB_PATH`: one folder a line, in the order written, each at its last position. */
export function parsePaths(text: string): string[] {
  const folders = text.split(/\r?\n/).filter((line) => line !== "");

  return folders.filter((folder, index) => folders.lastIndexOf(folder) === index);
}

function nameIn(line: string, length: number): string {
  if (length === 0) throw new Error(`Invalid format '${line}'. Name must not be empty`);

  return line.slice(0, length);
}

function heredocEnd(lines: readonly string[], start: number, delimiter: string): number {
  if (delimiter === "") throw new Error(`Invalid format '${lines[start]}'. Delimiter must not be empty`);
  const end = lines.indexOf(delimiter, start + 1);
  if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);

  return end;
}
