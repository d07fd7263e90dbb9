/** A line of a program's output as the log shows it: pip's "already satisfied" lines lose their path. */
export function tidy(line: string): string {
  return line.replace(/^(\s*Requirement already satisfied: .+?) in \/.*?( \(.*\))?$/, "$1$2");
}

/** A duration in seconds, as people read it. */
export function secondsText(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
