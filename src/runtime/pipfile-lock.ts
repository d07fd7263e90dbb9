import { hasFile } from "../app.js";
import { findMember, parseJson } from "../json.js";
import { lockfileOf } from "../parsed-files.js";
import type { Platform } from "../platforms/platform.js";
import { valueText, visible } from "../text.js";
import { parseLooseField } from "./loose-grammar.js";
import { bareLockedVersion, invalidLockedVersion, invalidLockfile, looseLockedVersion } from "./problems.js";
import { parseVersion, versionText } from "./version.js";
import type { Reading, VersionSource } from "./version-source.js";

const file = "Pipfile.lock";

/** `Pipfile.lock`, `_meta.requires`: read when Pipenv is the package manager. */
export const pipfileLock: VersionSource = {
  origin: file,
  read: ({ app, platform, packageManager }) => {
    if (packageManager !== "pipenv" || !hasFile(app, file)) return undefined;
    const { text, json } = lockfileOf(app) ?? { text: "", json: parseJson("") };
    if (!json.valid) return unreadable(json.reason, json.line);

    const requires = member(member(json.value, "_meta"), "requires");
    const full = member(requires, "python_full_version");
    if (full === notAnObject) return unreadable("`_meta` or `requires` is not an object", lineOfMeta(text));
    const field = isGiven(full) && full !== false ? "python_full_version" : "python_version";
    const value = member(requires, field);
    return isGiven(value) ? readField({ text, field, value }, platform) : silent;
  },
};

const silent: Reading = { version: undefined, location: undefined, problems: [] };
const notAnObject = Symbol("not an object");

/** A member of a JSON value as jq gives it: null of null, and an error of anything but an object. */
function member(value: unknown, key: string): unknown {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object" || Array.isArray(value)) return notAnObject;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

interface Field {
  readonly text: string;
  readonly field: string;
  readonly value: unknown;
}

function readField({ text, field, value }: Field, platform: Platform): Reading {
  const member = findMember(text, ["_meta", "requires", field]);
  const location = { file, line: member?.line };
  const asked = { value: typeof value === "string" ? value : (member?.written ?? valueText(value)), location };

  const version = typeof value === "string" || typeof value === "number" ? parseVersion(asked.value) : undefined;
  if (version) return { version, location, problems: typeof value === "number" ? [bareLockedVersion(asked)] : [] };
  if (platform.grammar === "loose" && typeof value === "string") {
    if (value === "*") return { ...silent, problems: [looseLockedVersion(asked, "any version")] };
    const loose = parseLooseField(value, platform);
    const problems = loose ? [looseLockedVersion(asked, `Python ${visible(versionText(loose))}`)] : [];
    if (loose) return { version: loose, location, problems };
  }
  return { version: undefined, location, problems: [invalidLockedVersion(asked, platform.defaultSeries)] };
}

function unreadable(reason: string, line: number | undefined): Reading {
  return { version: undefined, location: undefined, problems: [invalidLockfile(reason, line)] };
}

function lineOfMeta(text: string): number | undefined {
  return (findMember(text, ["_meta", "requires"]) ?? findMember(text, ["_meta"]) ?? findMember(text, []))?.line;
}
