import { type App, oncePerApp, textOf } from "./app.js";
import { type Json, parseJson } from "./json.js";
import { parseNewerToml, parseToml, type Toml } from "./toml.js";

/** A TOML file of an app: its text, and what it holds. */
export interface TomlFile {
  readonly text: string;
  readonly toml: Toml;
}

/** Reads `Pipfile`; undefined when the app has none that can be read. */
export const pipfileOf = oncePerApp((app) => readToml(app, "Pipfile"));

/** Reads `pyproject.toml`; undefined when the app has none that can be read. */
export const pyprojectOf = oncePerApp((app) => readToml(app, "pyproject.toml"));

/** `Pipfile.lock`: its text, and what it holds. */
export interface Lockfile {
  readonly text: string;
  readonly json: Json;
}

/** Reads `Pipfile.lock`; undefined when the app has none that can be read. */
export const lockfileOf = oncePerApp((app): Lockfile | undefined => {
  const text = textOf(app, "Pipfile.lock");
  return text === undefined ? undefined : { text, json: parseJson(text) };
});

/** The same as uv reads it. */
export const pyprojectOfUv = oncePerApp((app): TomlFile | undefined => {
  const found = pyprojectOf(app);
  return !found || found.toml.valid ? found : { text: found.text, toml: parseNewerToml(found.text) };
});

/** What a path of keys leads to in parsed TOML or JSON; undefined where it leads nowhere. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => {
    const isTable = typeof found === "object" && found !== null && Object.hasOwn(found, key);
    return isTable ? Reflect.get(found, key) : undefined;
  }, value);
}

function readToml(app: App, file: string): TomlFile | undefined {
  const text = textOf(app, file);
  return text === undefined ? undefined : { text, toml: parseToml(text) };
}
