import { hasFile } from "../app.js";
import { pipfileOf } from "../parsed-files.js";
import type { Platform } from "../platforms/platform.js";
import { valueText } from "../text.js";
import { lineOfKey, parseToml } from "../toml.js";
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
    const { text, toml } = pipfileOf(app) ?? { text: "", toml: parseToml("") };
    if (!toml.valid) {
      return { version: undefined, location: undefined, problems: [invalidPipfile(toml.reason, toml.line)] };
    }
    const field = requiresField(toml.table);
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

function readField({ text, field, value }: RequiresField & { readonly text: string }, platform: Platform): Reading {
  const location = { file, line: lineOfKey(text, "requires", field) };
  const asked = { value: valueText(value), location };
  const version = typeof value === "string" ? parseVersion(value) : undefined;
  if (version) return { version, location, problems: [] };
  const loose = typeof value === "string" ? parseLooseField(value, platform) : undefined;
  if (loose) return { version: loose, location, problems: [loosePipfileVersion(asked, loose)] };
  return { version: undefined, location, problems: [invalidPipfileVersion(asked, platform.defaultSeries)] };
}
