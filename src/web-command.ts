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

/** How a server is told where to listen, and what it does when it isn't. */
interface Server {
  readonly name: string;
  /** The words that start it; the first may be a path. */
  readonly words: readonly string[];
  readonly host?: readonly string[];
  readonly port?: readonly string[];
  /** Options with host and port in one; the host may be left out. */
  readonly bind?: readonly string[];
  /** The word after those that start it is an address or a port. */
  readonly positional?: true;
  readonly loopbackByDefault: boolean;
  /** It reads `$PORT` by itself. */
  readonly readsPort?: true;
  readonly development?: true;
}

const servers: readonly Server[] = [
  { name: "gunicorn", words: ["gunicorn"], bind: ["-b", "--bind"], loopbackByDefault: false, readsPort: true },
  { name: "uvicorn", words: ["uvicorn"], host: ["--host"], port: ["--port"], loopbackByDefault: true },
  { name: "hypercorn", words: ["hypercorn"], bind: ["--bind", "-b"], loopbackByDefault: true },
  { name: "daphne", words: ["daphne"], host: ["-b", "--bind"], port: ["-p", "--port"], loopbackByDefault: true },
  {
    ...{ name: "flask run", words: ["flask", "run"], host: ["--host", "-h"], port: ["--port", "-p"] },
    ...{ loopbackByDefault: true, development: true },
  },
  {
    ...{ name: "manage.py runserver", words: ["manage.py", "runserver"], positional: true },
    ...{ loopbackByDefault: true, development: true },
  },
  {
    ...{ name: "django-admin runserver", words: ["django-admin", "runserver"], positional: true },
    ...{ loopbackByDefault: true, development: true },
  },
  {
    ...{ name: "waitress-serve", words: ["waitress-serve"], host: ["--host"], port: ["--port"], bind: ["--listen"] },
    loopbackByDefault: false,
  },
  {
    ...{ name: "streamlit run", words: ["streamlit", "run"], host: ["--server.address"], port: ["--server.port"] },
    loopbackByDefault: false,
  },
  {
    ...{ name: "http.server", words: ["http.server"], host: ["--bind", "-b"], positional: true },
    loopbackByDefault: false,
  },
];

/** Options of programs that aren't known. */
const unknown: Server = {
  ...{ name: "", words: [], host: ["--host"], port: ["--port", "-p"], bind: ["--bind", "-b"] },
  ...{ loopbackByDefault: false, readsPort: true },
};

/**
 * Judges a `web` command by its text alone; undefined for one that is too long to be read. A command that is only a
 * script has nothing to judge.
 *
 * Source: the defaults in each server's documentation; `gunicorn` binds `0.0.0.0:$PORT` where `PORT` is set.
 */
export function judgeWebCommand(command: string): WebCommand | undefined {
  if (command.length > longestCommand) return undefined;
  const parts = command.split(/(\s*(?:&&|\|\|?|;|&)\s*)/);
  const at = parts.findLastIndex((part, index) => index % 2 === 0 && serverOf(wordsOf(part)) !== undefined);
  const index = at === -1 ? parts.length - 1 : at;
  const judged = judge(wordsOf(parts[index] ?? ""));
  return { ...judged, corrected: parts.with(index, judged.corrected).join("") };
}

function judge(words: readonly string[]): WebCommand {
  const found = serverOf(words);
  const server = found?.server ?? unknown;
  const places = placesOf(words, server, found?.end ?? 0);
  const host = places.map((place) => place.host).find((value) => value !== undefined);
  const port = places.map((place) => place.port).find((value) => value !== undefined);
  const usesPort = words.some((word) => variable.test(word));
  const elsewhere = places.some((place) => place.socket);

  const literal = port !== undefined && /^\d+$/.test(port) && !usesPort;
  const ownPort = port === undefined && !server.readsPort && !usesPort && !elsewhere;
  const byDefault = host === undefined && server.loopbackByDefault && !elsewhere;
  const loopback = host === undefined ? byDefault : isLoopback(host);
  return {
    loopback: loopback ? { address: host } : undefined,
    fixedPort: literal || ownPort ? { port } : undefined,
    server: found?.server.name,
    development: server.development === true,
    corrected: correct({ words, server, places, end: found?.end ?? 0, missingPort: ownPort, missingHost: byDefault }),
  };
}

/** In characters. */
const longestCommand = 2000;

const variable = /\$(?:PORT\b|\{PORT\b)/;

function isLoopback(host: string): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/i.test(host);
}

function wordsOf(command: string): string[] {
  return command.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
}

/** The server that a command starts, and the index of the word after those that do so. */
function serverOf(words: readonly string[]): { server: Server; end: number } | undefined {
  for (const index of words.keys()) {
    const server = servers.find(({ words: start }) =>
      start.every((word, offset) => {
        const given = words[index + offset] ?? "";
        return given === word || (offset === 0 && given.endsWith(`/${word}`));
      }),
    );
    if (server) return { server, end: index + server.words.length };
  }
  return undefined;
}

/** A word that says where to listen: what it says, and where its value stands in the word. */
interface Place {
  readonly index: number;
  /** What comes before the value in the word, such as `--bind=`. */
  readonly before: string;
  readonly kind: "host" | "port" | "bind";
  readonly host: string | undefined;
  readonly port: string | undefined;
  /** A Unix socket or a file descriptor. */
  readonly socket: boolean;
}

function placesOf(words: readonly string[], server: Server, end: number): Place[] {
  const options = (["host", "port", "bind"] as const).flatMap((kind) =>
    (server[kind] ?? []).flatMap((option) => optionPlaces({ words, option, kind, from: end })),
  );
  const sockets = words.flatMap((word, index) => (/^--(?:uds|fd|unix-socket)\b/.test(word) ? [socketAt(index)] : []));
  const first = words[end];
  const positional = server.positional && first !== undefined && !first.startsWith("-") ? [bindAt(end, "", first)] : [];
  return [...positional, ...options, ...sockets];
}

function optionPlaces(search: {
  words: readonly string[];
  option: string;
  kind: Place["kind"];
  from: number;
}): Place[] {
  const { words, option, kind, from } = search;
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

function placeAt({
  index,
  before,
  kind,
  value,
}: {
  index: number;
  before: string;
  kind: Place["kind"];
  value: string;
}) {
  const text = value.replace(/^(["'])(.*)\1$/, "$2");
  if (kind === "bind") return bindAt(index, before, text);
  const [host, port] = kind === "host" ? [text, undefined] : [undefined, text];
  return { index, before, kind, host, port, socket: false };
}

function bindAt(index: number, before: string, text: string): Place {
  if (/^(?:unix|fd):/.test(text)) return { ...socketAt(index), before };
  const [, host, port] = /^(?:(.*):)?([^:]*)$/.exec(text) ?? [];
  const isPort = /^\d+$/.test(port ?? "") || variable.test(port ?? "");
  const given = host === undefined && !isPort ? port : host;
  return {
    ...{ index, before, kind: "bind", socket: false },
    host: given === "" ? "0.0.0.0" : given,
    port: isPort ? port : undefined,
  };
}

function socketAt(index: number): Place {
  return { index, before: "", kind: "bind", host: undefined, port: undefined, socket: true };
}

interface Correction {
  readonly words: readonly string[];
  readonly server: Server;
  readonly places: readonly Place[];
  readonly end: number;
  readonly missingHost: boolean;
  readonly missingPort: boolean;
}

const listening = { host: "0.0.0.0", port: "$PORT", bind: "0.0.0.0:$PORT" };

function correct({ words, server, places, end, missingHost, missingPort }: Correction): string {
  const corrected = [...words];
  for (const { index, before, kind, socket } of places) {
    if (!socket) corrected[index] = before + listening[kind];
  }
  if (server.positional && (missingHost || missingPort) && places.every((place) => place.index !== end)) {
    corrected.splice(end, 0, server.loopbackByDefault ? listening.bind : listening.port);
  } else {
    if (missingHost || missingPort) corrected.push(...added(server, { missingHost, missingPort }));
  }
  return corrected.join(" ");
}

function added(server: Server, missing: { missingHost: boolean; missingPort: boolean }): string[] {
  const { host, port, bind } = server;
  if (!host && bind?.[0]) return [bind[0], listening.bind];
  return [
    ...(missing.missingHost && host?.[0] ? [host[0], listening.host] : []),
    ...(missing.missingPort && port?.[0] ? [port[0], listening.port] : []),
  ];
}
