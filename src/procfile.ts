import { type App, hasFile, oncePerApp, textOf } from "./app.js";

/** An entry of a `Procfile`. */
export interface ProcessType {
  readonly name: string;
  /** For bash, with variables. */
  readonly command: string;
  /** 1-based. */
  readonly line: number;
}

/** What a `Procfile` says. */
export interface Procfile {
  readonly text: string;
  readonly processTypes: readonly ProcessType[];
  /** Lines that are neither an entry, nor blank, nor a comment. */
  readonly invalid: readonly { readonly text: string; readonly line: number }[];
}

/** Reads the `Procfile`; undefined when the app has none that can be read. */
export const procfileOf = oncePerApp((app: App): Procfile | undefined => {
  const text = hasFile(app, "Procfile") ? textOf(app, "Procfile") : undefined;
  return text === undefined ? undefined : parseProcfile(text);
});

/** Reads a `Procfile`: `name: command` on each line, blanks around them don't count. */
export function parseProcfile(text: string): Procfile {
  const processTypes: ProcessType[] = [];
  const invalid: { text: string; line: number }[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === "" || content.startsWith("#")) continue;
    const [, name, command] = /^([^:\s]+)\s*:\s*(.*)$/.exec(content) ?? [];
    if (name && command) processTypes.push({ name, command, line });
    else invalid.push({ text: content, line });
  }
  return { text, processTypes, invalid };
}

/** The entry of a process type; of several with one name the last. */
export function processType(procfile: Procfile, name: string): ProcessType | undefined {
  return procfile.processTypes.findLast((entry) => entry.name === name);
}
