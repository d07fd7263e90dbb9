/** A line of a program's output as the log shows it: pip's "already satisfied" lines lose their path. */
export function tidy(line: string): string {
  const [, requirement, path = ""] = /^(\s*Requirement already satisfied: .+?) in (\/.*)$/.exec(line) ?? [];
  if (requirement === undefined) return line;
  const remark = path.endsWith(")") ? path.indexOf(" (") : -1;
  return remark === -1 ? requirement : requirement + path.slice(remark);
}

/** A duration in seconds, as people read it. */
export function secondsText(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
