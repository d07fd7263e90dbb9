import { createHash } from "node:crypto";

/** A value of a `Pipfile`, as the TOML reader gives it. */
type Value = unknown;

/** What the hash of a `Pipfile` is made from. */
export interface HashInput {
  /** The parsed `Pipfile`. */
  readonly pipfile: Readonly<Record<string, Value>>;
  /** Its `[[source]]` or, when it has none, those of the lockfile. */
  readonly sources: Value;
  /** `normalized` from Pipenv 2026.4.0 on, which writes package names in their PEP 503 form; before, `verbatim`. */
  readonly names: "normalized" | "verbatim";
}

/** Top-level tables of a `Pipfile` that are no category of packages. */
const reserved = new Set([
  "source",
  "packages",
  "dev-packages",
  "requires",
  "scripts",
  "pipfile",
  "pipenv",
  "default",
  "develop",
]);

/**
 * The hash that Pipenv writes to `_meta.hash.sha256` of `Pipfile.lock`, in lower-case hex.
 *
 * Source: `Pipfile.get_hash` of plette, which Pipenv carries.
 */
export function pipfileHash({ pipfile, sources, names }: HashInput): string {
  const packages = (table: Value) => (names === "normalized" ? withNormalizedNames(table ?? {}) : (table ?? {}));
  const categories = Object.entries(pipfile).filter(([name]) => !reserved.has(name));
  const content = {
    _meta: { sources, requires: pipfile["requires"] ?? {} },
    default: packages(pipfile["packages"]),
    develop: packages(pipfile["dev-packages"]),
    ...Object.fromEntries(categories.map(([name, table]) => [name, packages(table)])),
  };
  return createHash("sha256").update(pythonJson(content)).digest("hex");
}

/** A package name as PEP 503 compares it. */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

function withNormalizedNames(table: Value): Value {
  if (!isTable(table)) return table;
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [normalizedName(name), value]));
}

/** JSON as Python's `json.dumps(value, sort_keys=True, separators=(",", ":"))` writes it, which is ASCII only. */
export function pythonJson(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(",")}]`;
  if (isTable(value)) {
    const members = Object.keys(value)
      .sort(compareCodePoints)
      .map((key) => `${pythonJson(key)}:${pythonJson(value[key])}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "bigint") return String(value);
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function isTable(value: Value): value is Record<string, Value> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
