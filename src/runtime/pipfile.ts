import { hasFile, textOf } from "../app.js";
import type { Platform } from "../platforms/platform.js";
import { lineAt, valueText } from "../text.js";
import { parseToml } from "../toml.js";
import { parseLooseField } from "./loose-grammar.js";
import { invalidPipfile, invalidPipfileVersion, loosePipfileVersion } from "./problems.js";
import { parseVersion } from "./version.js";
import type { Reading, VersionSource } from "./version-source.js";

const file = "Pipfile";

/** `Pipfile`, `[requires]`: read on platforms that do so, when Pipenv is the package manager. */
export const pipfile: VersionSource = {
  origin: file,
  read: ({ app, platform, packageManager }) => {
    if (packageManager !== "pipenv" || !platform.readsPipfileVersion || !hasFile(app, file)) return undefined;
    const text = textOf(app, file) ?? "";
    const parsed = parseToml(text);
    if (!parsed.valid) {
      return { version: undefined, location: undefined, problems: [invalidPipfile(parsed.reason, parsed.line)] };
    }
    const field = requiresField(parsed.table);
    return field && readField({ text, ...field }, platform);
  },
};

/** The field of `[requires]` that names a Python; undefined when none does. */
export function requiresField(table: Readonly<Record<string, unknown>>): RequiresField | undefined {
  const requires = Object.entries(table["requires"] ?? {});
  for (const field of ["python_full_version", "python_version"]) {
    const value: unknown = requires.find(([name]) => name === field)?.[1];
    if (value !== undefined && value !== "*" && value !== "") return { field, value };
  }
  return undefined;
}

/** A field of `[requires]` and its value, of whatever type. */
export interface RequiresField {
  readonly field: string;
  readonly value: unknown;
}

/** The line of a field of `[requires]` in a `Pipfile`; undefined when the table is written in another way. */
export function lineOfField(text: string, field: string): number | undefined {
  const header = /^[ \t]*\[[ \t]*["']?requires["']?[ \t]*\][^\n]*\n/m.exec(text);
  if (!header) return undefined;
  const begin = header.index + header[0].length;
  const table = text.slice(begin).split(/^[ \t]*\[/m, 1)[0] ?? "";
  const match = new RegExp(`^[ \\t]*["']?${field}["']?[ \\t]*=`, "m").exec(table);
  return match ? lineAt(text, begin + match.index) : undefined;
}

function readField({ text, field, value }: RequiresField & { readonly text: string }, platform: Platform): Reading {
  const location = { file, line: lineOfField(text, field) };
  const asked = { value: valueText(value), location };
  const version = typeof value === "string" ? parseVersion(value) : undefined;
  if (version) return { version, location, problems: [] };
  const loose = typeof value === "string" ? parseLooseField(value, platform) : undefined;
  if (loose) return { version: loose, location, problems: [loosePipfileVersion(asked, loose)] };
  return { version: undefined, location, problems: [invalidPipfileVersion(asked, platform.defaultSeries)] };
}
