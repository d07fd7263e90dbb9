import { findServer, type Server, unknownServer } from "./web-servers.js";

/** What the text of a `web` command shows to be wrong, and the command put right. */
export interface WebCommand {
  /** It listens on the loopback address: what it says, or undefined when its server does so unless told otherwise. */
  readonly loopback: { readonly address: string | undefined } | undefined;
  /** It listens on a port of its own choice: what it says, or undefined when its server has a default. */
  readonly fixedPort: { readonly port: string | undefined } | undefined;
  /** The server in it, as people know it; undefined for one that isn't known. */
  readonly server: string | undefined;
  readonly development: boolean;
  readonly corrected: string;
}

/**
 * Judges a `web` command by its text alone; undefined for one that is too long to be read. A command that is only a
 * script has nothing to judge.
 */
export function judgeWebCommand(command: string): WebCommand | undefined {
  if (command.length > longestCommand) return undefined;
  const parts = splitCommand(command);
  const words = parts.map(wordsOf);
  const at = words.findLastIndex((part) => findServer(part) !== undefined);
  const index = at === -1 ? parts.length - 1 : at;
  const setting = {
    usesPort: portVariable.test(command),
    // What a script or a variable before it says is not known.
    hostElsewhere: /\b[A-Z_]*(?:HOST|ADDRESS|BIND)=/.test(command),
    scripted: parts.length > 1 && parts.some((part) => /^\s*(?:(?:sh|bash|source|\.)\s|\S*\.sh\b)/.test(part)),
  };
  const judged = judge(words[index] ?? [], setting);
  return { ...judged, corrected: parts.with(index, corrected(parts[index] ?? "", judged.edits)).join("") };
}

/** In characters: a longer command is not judged. */
export const longestCommand = 2000;

const portVariable = /\$(?:PORT\b|\{PORT\b)/;

/** The commands in a line, the operators between them as parts of their own. */
function splitCommand(command: string): string[] {
  const tokens = command.match(/"[^"]*"|'[^']*'|[<>]&|&&|\|\|?|;|&|[^"'&|;<>]+|[\s\S]/g) ?? [];
  const parts = [""];
  for (const token of tokens) {
    if (/^(?:&&|\|\|?|;|&)$/.test(token)) parts.push(token, "");
    else parts.push((parts.pop() ?? "") + token);
  }
  return parts;
}

/** A word of a command, and where it begins. */
interface Word {
  readonly text: string;
  readonly begin: number;
}

function positionsOf(part: string): Word[] {
  const words = [...part.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map((match) => ({
    text: match[0],
    begin: match.index,
  }));
  const comment = words.findIndex(({ text }) => text.startsWith("#"));
  return comment === -1 ? words : words.slice(0, comment);
}

function wordsOf(part: string): string[] {
  return positionsOf(part).map(({ text }) => text);
}

interface Setting {
  readonly usesPort: boolean;
  readonly hostElsewhere: boolean;
  readonly scripted: boolean;
}

/** What to put in the place of a word or, at the end of those that start the server, before the next. */
interface Edits {
  readonly replaced: ReadonlyMap<number, string>;
  readonly inserted: { readonly before: number; readonly words: readonly string[] };
}

function judge(words: readonly string[], { usesPort, hostElsewhere, scripted }: Setting) {
  const found = findServer(words);
  const server = found?.server ?? unknownServer;
  const end = found?.end ?? 0;
  const places = placesOf(words, server, end);
  const hosts = places.flatMap(({ host }) => host ?? []);
  const port = places.map((place) => place.port).find((value) => value !== undefined && /^\d+$/.test(value));
  const elsewhere = scripted || places.some(({ kind }) => kind === "elsewhere");
  const named = places.some((place) => place.port !== undefined);
  const bound = places.some(({ kind }) => kind === "bind");

  const ownPort = !named && !usesPort && !elsewhere && (!server.readsPort || (bound && server !== unknownServer));
  const byDefault = hosts.length === 0 && server.loopbackByDefault && !elsewhere && !hostElsewhere;
  const loopback = byDefault || (hosts.length > 0 && hosts.every(isLoopback));
  const fixedPort = (port !== undefined && !usesPort) || ownPort;
  const missing = { host: byDefault, port: ownPort };
  return {
    loopback: loopback ? { address: hosts[0] } : undefined,
    fixedPort: fixedPort ? { port } : undefined,
    server: found?.server.name,
    development: server.development,
    edits: loopback || fixedPort ? editsFor({ server, places, end, missing }) : noEdits,
  };
}

function isLoopback(host: string): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/i.test(host);
}

/** A word that says where to listen. */
interface Place {
  readonly index: number;
  /** What comes before the value in the word, such as `--bind=`. */
  readonly before: string;
  readonly kind: "host" | "port" | "bind" | "elsewhere";
  readonly host?: string | undefined;
  readonly port?: string | undefined;
}

function placesOf(words: readonly string[], server: Server, end: number): Place[] {
  const options = (["host", "port", "bind", "elsewhere"] as const).flatMap((kind) =>
    server[kind].flatMap((option) => optionPlaces(words, { option, kind, from: end })),
  );
  const { positional } = server;
  const named = new Set(options.map(({ index }) => index));
  const at = words.findIndex((word, index) => index >= end && !named.has(index) && addressWord.test(plain(word)));
  const word = words[at];
  const extra =
    positional && word !== undefined ? [placeAt({ index: at, before: "", kind: positional, value: word })] : [];
  const all = [...extra, ...options];
  // `-p` of a program that isn't known may be anything but a port.
  return server === unknownServer ? all.filter(({ port }) => !port || !/^\d{1,3}$/.test(port)) : all;
}

/** A port, or an address with one. */
const addressWord = /^(?:[\w.-]*:|\[[\da-f:]*\]:)?(?:\d+|\$PORT|\$\{PORT[^}]*\})$/i;

function optionPlaces(
  words: readonly string[],
  { option, kind, from }: { readonly option: string; readonly kind: Place["kind"]; readonly from: number },
): Place[] {
  return words.flatMap((word, index) => {
    if (index < from || !word.startsWith(option)) return [];
    const next = words[index + 1];
    if (word === option)
      return next === undefined ? [] : [placeAt({ index: index + 1, before: "", kind, value: next })];
    const before = word.startsWith(`${option}=`) ? `${option}=` : option;
    // Only short options are joined to their value: `--bind` is not the beginning of `--binding`.
    if (before === option && option.startsWith("--")) return [];
    return [placeAt({ index, before, kind, value: word.slice(before.length) })];
  });
}

function placeAt({ value, ...place }: { index: number; before: string; kind: Place["kind"]; value: string }): Place {
  const text = plain(value);
  switch (place.kind) {
    case "host":
      return { ...place, host: text };
    case "port":
      return { ...place, port: text };
    case "elsewhere":
      return place;
    case "bind":
      return { ...place, ...addressOf(text) };
  }
}

function addressOf(text: string): Pick<Place, "kind" | "host" | "port"> {
  const address = text.replace(/^tcp:\/\//, "");
  if (/^(?:unix|fd):/.test(address)) return { kind: "elsewhere" };
  const [, host, port] = /^(?:(.*):)?(\d+|\$PORT|\$\{PORT[^}]*\})$/.exec(address) ?? [undefined, address];
  // A port alone is on the server's usual address; one after a colon on all.
  return { kind: "bind", host: host === "" ? "0.0.0.0" : host, port };
}

function plain(word: string): string {
  return word.replace(/^(["'])(.*)\1$/, "$2");
}

const listening = { host: "0.0.0.0", port: "$PORT", bind: "0.0.0.0:$PORT" };
const noEdits: Edits = { replaced: new Map(), inserted: { before: 0, words: [] } };

interface Judged {
  readonly server: Server;
  readonly places: readonly Place[];
  readonly end: number;
  readonly missing: { readonly host: boolean; readonly port: boolean };
}

function editsFor({ server, places, end, missing }: Judged): Edits {
  const replaced = new Map(
    places.flatMap(({ index, before, kind }) =>
      kind === "elsewhere" ? [] : [[index, before + listening[kind]] as const],
    ),
  );
  return { replaced, inserted: { before: end, words: added(server, places, missing) } };
}

/** Options come before the app's name: some servers take them only there. */
function added(server: Server, places: readonly Place[], missing: Judged["missing"]): string[] {
  const { host, port, bind, positional } = server;
  if (places.some(({ kind }) => kind === "bind") || (!missing.host && !missing.port)) return [];
  if (bind[0] && host.length === 0) return [bind[0], listening.bind];
  if (positional && places.length === 0) return [listening[positional]];
  return [
    ...(missing.host && host[0] ? [host[0], listening.host] : []),
    ...(missing.port && port[0] ? [port[0], listening.port] : []),
  ];
}

/** The text with its edits; white space between words stays as it is. */
function corrected(part: string, { replaced, inserted }: Edits): string {
  const words = positionsOf(part);
  let written = "";
  let from = 0;
  for (const [index, { text, begin }] of words.entries()) {
    const extra = index === inserted.before && inserted.words.length > 0 ? `${inserted.words.join(" ")} ` : "";
    written += part.slice(from, begin) + extra + (replaced.get(index) ?? text);
    from = begin + text.length;
  }
  const last = inserted.before >= words.length && inserted.words.length > 0 ? ` ${inserted.words.join(" ")}` : "";
  return written + last + part.slice(from);
}
