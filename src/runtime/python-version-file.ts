import { bytesOf, hasFile, textOf } from "../app.js";
import { foreignEncoding } from "./encoding.js";
import { parseLooseVersion, suggestedSeries } from "./loose-grammar.js";
import {
  invalidEncoding,
  invalidPythonVersion,
  looseVersion,
  misspelledPythonVersion,
  multipleVersions,
  noVersion,
} from "./problems.js";
import { parseVersion, type Version } from "./version.js";
import { type VersionLine, versionLines } from "./version-lines.js";
import type { Reading, VersionContext, VersionSource } from "./version-source.js";

const file = ".python-version";

/** `.python-version`: one line, a version without prefix. */
export const pythonVersionFile: VersionSource = {
  origin: file,
  read: (context) => {
    const { app, platform } = context;
    if (!hasFile(app, file)) return undefined;
    const lines = versionLines(textOf(app, file) ?? "");
    const versions = lines.map((line) => readLine(line, platform.grammar === "loose"));

    const invalid = lines[versions.indexOf(undefined)];
    if (invalid) return rejectLine(context, invalid);
    const [first, second] = lines;
    if (!first) return { version: undefined, location: undefined, problems: [noVersion(platform.defaultSeries)] };
    if (second) {
      const all = lines.map((line) => line.text);
      return { version: undefined, location: undefined, problems: [multipleVersions(all, at(second))] };
    }
    return accept(first, versions[0]);
  },
};

/** Names that people gave to `.python-version`, in the order in which they are reported. */
const misspellings = [
  " .python-version",
  ". python-version",
  ".python_version.txt",
  ".python_version",
  ".python-version ",
  ",python-version",
  ".python-version.",
  ".python-version.py",
  ".python-version.rtf",
  ".python-version.txt",
  ".python-version.TXT",
  ".Python-version",
  ".python.version",
  ".pythonversion",
  "'.python-version'",
  "python_version.txt",
  "python_version",
  "python-version.",
  "python-version.txt",
  "python-version",
];

/** A misspelled `.python-version`: an error on the platforms even beside a good one. */
export const misspelledPythonVersionFile: VersionSource = {
  origin: file,
  read: ({ app }) => {
    const found = misspellings.find((name) => hasFile(app, name));
    return found === undefined
      ? undefined
      : { version: undefined, location: undefined, problems: [misspelledPythonVersion(found, hasFile(app, file))] };
  },
};

function readLine(line: VersionLine, loose: boolean): Version | undefined {
  return parseVersion(line.text) ?? (loose ? parseLooseVersion(line.text) : undefined);
}

function accept(line: VersionLine, version: Version | undefined): Reading {
  const location = at(line);
  const strict = parseVersion(line.text) !== undefined;
  const problems = strict || !version ? [] : [looseVersion(file, { value: line.text, location }, version)];
  return { version, location, problems };
}

function rejectLine({ app, platform }: VersionContext, line: VersionLine): Reading {
  const encoding = foreignEncoding(bytesOf(app, file) ?? new Uint8Array());
  const location = at(line);
  const problem = encoding
    ? invalidEncoding(encoding, { file, line: 1 }, platform.defaultSeries)
    : invalidPythonVersion({ value: line.text, location }, suggestedSeries(line.text, platform));
  return { version: undefined, location, problems: [problem] };
}

function at(line: VersionLine): { file: string; line: number } {
  return { file, line: line.number };
}
