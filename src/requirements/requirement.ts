import type { RequirementLine } from "./requirements-file.js";
import { namedVariable } from "./requirements-file.js";

/**
 * What is installed for a requirement, as far as its text tells: `pinned` always the same; `unpinned` whatever is newest;
 * `moving` what a URL gives that day; `local` a folder or an archive of the machine.
 */
export type Source = "pinned" | "unpinned" | "moving" | "local";

/** The name of a package, as written; undefined where the requirement is a URL or a path without one. */
export function packageName(text: string): string | undefined {
  const named = /^([A-Za-z0-9][\w.-]*)[ \t]{0,9}(?:\[[^\]]*\])?[ \t]{0,9}@/.exec(text)?.[1];
  if (named !== undefined) return named;
  if (localPath(text) !== undefined || /^[\w+.-]+:\/\//.test(text)) return /[#&]egg=([\w.-]+)/.exec(text)?.[1];
  return /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?/.exec(text)?.[0];
}

/** Tells where a requirement comes from. */
export function sourceOf({ text, editable, hashed }: Extract<RequirementLine, { kind: "requirement" }>): Source {
  if (localPath(text) !== undefined || /(?:^|@\s*)file:/i.test(text)) return "local";
  if (hashed) return "pinned";
  const url = /(?:^|@\s*)([\w+.-]+:\/\/\S+)/.exec(text)?.[1];
  if (url !== undefined) {
    return /@[0-9a-f]{40}(?:[#?]|$)|[#&](?:sha\d+|md5)=[0-9a-f]+/i.test(url) ? "pinned" : "moving";
  }
  // A name after `-e` is a folder.
  if (editable) return "local";
  return /^[^=<>~!;@]*===?\s*[^\s*,;]+\s*(?:;|$)/.test(text) ? "pinned" : "unpinned";
}

/** The path of a requirement that is a folder or an archive of the machine; undefined for any other. */
export function localPath(text: string): string | undefined {
  const target = /^[A-Za-z0-9][\w.-]*[ \t]{0,9}(?:\[[^\]]*\])?[ \t]{0,9}@\s*(.*)$/.exec(text)?.[1] ?? text;
  const path = /^file:(?:\/\/(?:localhost)?(?=\/))?([^#;\s]+)/i.exec(target)?.[1] ?? bare(target);
  return path === undefined || namedVariable.test(path) ? undefined : path;
}

const archive = /\.(?:whl|zip|tar(?:\.(?:gz|bz2|xz|lzma|Z))?|tgz|tbz2?|txz|tlz)$/i;

/** pip takes for a path what begins with a dot or holds a slash, and names of archives. */
function bare(text: string): string | undefined {
  const [word = ""] = text.split(/\s|;/, 1);
  if (/^[\w+.-]+:/.test(word)) return undefined;
  const extras = word.endsWith("]") ? word.lastIndexOf("[") : -1;
  const path = extras === -1 ? word : word.slice(0, extras);
  return path.startsWith(".") || path.includes("/") || archive.test(path) ? path : undefined;
}
