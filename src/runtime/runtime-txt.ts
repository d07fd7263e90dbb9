import { bytesOf, hasFile, textOf } from "../app.js";
import { foreignEncoding } from "./encoding.js";
import { parseLooseVersion, suggestedSeries } from "./loose-grammar.js";
import { invalidRuntimeTxt, looseVersion, misspelledRuntimeTxt } from "./problems.js";
import { parseVersion } from "./version.js";
import { type VersionLine, versionLines } from "./version-lines.js";
import type { Reading, VersionContext, VersionSource } from "./version-source.js";

const file = "runtime.txt";

/** `runtime.txt`: one line, `python-` and a version. */
export const runtimeTxt: VersionSource = {
  origin: file,
  read: ({ app, platform }) => {
    if (!hasFile(app, file)) return undefined;
    const lines = versionLines(textOf(app, file) ?? "");
    return (
      readStrictly(lines) ??
      (platform.grammar === "loose" ? readLoosely(lines) : undefined) ??
      reject(lines, { app, platform })
    );
  },
};

/** Names that people gave to `runtime.txt`; the platforms ignore them. */
const misspellings = ["runtime.txt.txt", "Runtime.txt", "runtimes.txt", "runtime"];

/** A misspelled `runtime.txt`, which gives no version but a warning. */
export const misspelledRuntimeTxtFile: VersionSource = {
  origin: file,
  read: ({ app }) => {
    const found = misspellings.find((name) => hasFile(app, name));
    return found === undefined
      ? undefined
      : { version: undefined, location: undefined, problems: [misspelledRuntimeTxt(found)] };
  },
};

function readStrictly(lines: readonly VersionLine[]): Reading | undefined {
  const [line] = lines;
  if (!line || lines.length > 1 || !line.text.startsWith("python-")) return undefined;
  const version = parseVersion(line.text.slice("python-".length));
  return version && { version, location: { file, line: line.number }, problems: [] };
}

/** The first line counts when no other is a version: people paste requirements below it. */
function readLoosely([first, ...others]: readonly VersionLine[]): Reading | undefined {
  const version = first && parseLooseVersion(first.text);
  if (!version || others.some((line) => parseLooseVersion(line.text))) return undefined;
  const location = { file, line: first.number };
  return { version, location, problems: [looseVersion(file, { value: first.text, location }, version)] };
}

function reject(lines: readonly VersionLine[], { app, platform }: Pick<VersionContext, "app" | "platform">): Reading {
  const location = { file, line: (badLine(lines) ?? lines[0])?.number ?? 1 };
  const value = lines.map((line) => line.text).join(" ");
  const encoding = foreignEncoding(bytesOf(app, file) ?? new Uint8Array());
  const problem = invalidRuntimeTxt({ value, location }, suggestedSeries(value, platform), encoding);
  return { version: undefined, location, problems: [problem] };
}

/** The line to point at: the first that is no version, else the second. */
function badLine(lines: readonly VersionLine[]): VersionLine | undefined {
  return lines.find((line) => !readStrictly([line])) ?? lines[1];
}
