import { type App, bytesOf, hasFile, includingFiles, oncePerApp } from "../app.js";
import type { Location } from "../finding.js";
import { decodeRequirements } from "./decode.js";
import { includedPath, parseRequirements, type RequirementLine } from "./requirements-file.js";

/** A line of a requirements file, and where it stands. */
export type Requirement = Extract<RequirementLine, { kind: "requirement" }> & Placed;

interface Placed {
  readonly location: Location & { readonly line: number };
}

/** Another file that a requirements file names. */
export interface Include extends Placed {
  /** As written. */
  readonly written: string;
  /** Normalized, relative to the app's root; undefined for a URL, and for a path with a variable in it. */
  readonly path: string | undefined;
}

/** What pip reads for an app, beginning with one file: in the order in which it reads. */
export interface Requirements {
  /** Paths of all files that are read, the first included. */
  readonly files: readonly string[];
  readonly requirements: readonly Requirement[];
  /** Requirements that only say which version, should something ask for the package. */
  readonly constraints: readonly Requirement[];
  readonly options: readonly (Extract<RequirementLine, { kind: "option" }> & Placed)[];
  readonly includes: readonly Include[];
  /** Includes of a file that is being read: pip gives up on them. */
  readonly cycles: readonly Include[];
}

/** What pip reads for `requirements.txt`. */
export const requirementsOf = oncePerApp((app) => follow(app, includingFiles[0]));

/** What pip reads for `requirements-test.txt`. */
export const testRequirementsOf = oncePerApp((app) => follow(app, includingFiles[1]));

/** The paths that a requirements file includes, normalized and relative to the app's root, which they may leave. */
export function includesOf(file: string, bytes: Uint8Array): string[] {
  const lines = parseRequirements(decodeRequirements(bytes).text);
  return lines.flatMap((line) => (line.kind === "include" ? (includedPath(file, line.path) ?? []) : []));
}

type Collected = { -readonly [Key in keyof Requirements]: Requirements[Key][number][] };

function follow(app: App, root: string): Requirements {
  const found: Collected = { files: [], requirements: [], constraints: [], options: [], includes: [], cycles: [] };
  if (hasFile(app, root)) collect({ app, found, read: new Set(), open: [], constraint: false }, root);
  return found;
}

interface Walk {
  readonly app: App;
  readonly found: Collected;
  /** What has been read, and how. */
  readonly read: Set<string>;
  /** The files that led here: pip does not read one of them again. */
  readonly open: readonly string[];
  readonly constraint: boolean;
}

function collect({ app, found, read, open, constraint }: Walk, file: string): void {
  const bytes = bytesOf(app, file);
  // pip reads a file as often as it is named; for us, once as requirements and once as constraints is enough.
  const reading = `${constraint ? "-c" : "-r"} ${file}`;
  if (!bytes || read.has(reading)) return;
  read.add(reading);
  if (!found.files.includes(file)) found.files.push(file);
  for (const line of parseRequirements(decodeRequirements(bytes).text)) {
    const placed = { ...line, location: { file, line: line.line } };
    if (placed.kind === "requirement") (constraint ? found.constraints : found.requirements).push(placed);
    else if (placed.kind === "option") found.options.push(placed);
    else {
      const path = includedPath(file, placed.path);
      const include = { written: placed.path, path, location: placed.location };
      found.includes.push(include);
      if (path === undefined) continue;
      const inside = [...open, file];
      if (inside.includes(path)) found.cycles.push(include);
      else collect({ app, found, read, open: inside, constraint: placed.constraint }, path);
    }
  }
}
