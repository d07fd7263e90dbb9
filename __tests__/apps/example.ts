import { pipfileHash } from "../../src/package-managers/pipfile-hash.js";
import { parseToml } from "../../src/toml.js";
import type { Files } from "../support/temporary-folder.js";

/** The platforms that an app is judged by. */
export const platforms = ["classic", "scalingo", "heroku"] as const;

/**
 * What a platform says of an app.
 *
 * A finding is written `W python-version::eol .python-version:1`: the first letter of its severity, its id and its place.
 * The line, or the place and the line, may be left out.
 */
export interface Expected {
  /** The id of the first error; null when the app would deploy. */
  readonly reason: string | null;
  /** Where the first error is: `file:line` or `file`. */
  readonly at?: string;
  readonly python?: string;
  readonly origin?: string;
  /** Null when none was chosen. */
  readonly manager?: string | null;
  /** Findings that must be there. */
  readonly also?: readonly string[];
  /** Ids that must not be there. */
  readonly never?: readonly string[];
  /** All findings, in order. */
  readonly all?: readonly string[];
}

/** What the platforms say: one thing, two where Scalingo and Heroku agree, or three. */
type Verdicts =
  | { readonly every: Expected }
  | { readonly classic: Expected; readonly strict: Expected }
  | { readonly classic: Expected; readonly scalingo: Expected; readonly heroku: Expected };

/** An app, and what each platform says of it. */
export type Example = { readonly name: string; readonly files: Files } & Verdicts;

/** What one platform is expected to say. */
export function expectedOn(app: Example, platform: (typeof platforms)[number]): Expected {
  if ("every" in app) return app.every;
  if (platform === "classic") return app.classic;
  return "strict" in app ? app.strict : app[platform];
}

type More = Omit<Expected, "reason" | "at" | "python" | "origin">;

/** The app would deploy with this release, which that source asks for; with pip unless `more` says otherwise. */
export function runs(python: string, origin: string, more: More = {}): Expected {
  return { manager: "pip", ...more, reason: null, python, origin };
}

/** The app would deploy, and the Python is of no interest. */
export function deploys(more: More = {}): Expected {
  return { ...more, reason: null };
}

/** The app would not deploy. */
export function fails(reason: string, at?: string, more: More = {}): Expected {
  return at === undefined ? { ...more, reason } : { ...more, reason, at };
}

/** The app would not deploy, and there is nothing else to say. */
export function onlyFails(reason: string, at: string): Expected {
  return fails(reason, at, { all: [`E ${reason} ${at}`] });
}

/** A Procfile of which there is nothing to say. */
export const Procfile = "web: gunicorn app\n";

/** A pip app of which there is nothing to say but what these files make of it. */
export function pip(files: Files = {}): Files {
  return { "requirements.txt": "", Procfile, ...files };
}

/** A Pipenv app whose lockfile has no hash to compare: neither file has a source. */
export function pipenv(lock: string, files: Files = {}): Files {
  return { Pipfile: "[packages]\n", "Pipfile.lock": lock, Procfile, ...files };
}

/** A Poetry app. */
export function poetry(files: Files = {}): Files {
  return { "pyproject.toml": "[tool.poetry]\n", "poetry.lock": "package = []\n", Procfile, ...files };
}

/** A uv app. */
export function uv(files: Files = {}): Files {
  return { "pyproject.toml": '[project]\nname = "a"\nversion = "1"\n', "uv.lock": "version = 1\n", Procfile, ...files };
}

/** The `Pipfile.lock` that the Pipenv of Python 3.10 and newer writes for a `Pipfile` with a source. */
export function lockOf(
  pipfile: string,
  requires: unknown = {},
  names: "normalized" | "verbatim" = "normalized",
): string {
  const parsed = parseToml(pipfile);
  if (!parsed.valid) throw new Error(parsed.reason);
  const sources = parsed.table["source"];
  const sha256 = pipfileHash({ pipfile: parsed.table, sources, names });

  return JSON.stringify({ _meta: { hash: { sha256 }, "pipfile-spec": 6, requires, sources }, default: {} }, null, 4);
}

/** Text in UTF-16, with its byte order mark, as PowerShell's `>` writes it. */
export function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le"));
}
