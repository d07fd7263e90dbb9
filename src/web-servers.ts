/** How a server is told where to listen, and what it does when it isn't. */
export interface Server {
  /** As people know it; empty for programs that aren't known. */
  readonly name: string;
  /** The words that start it; options may stand between them, and the first may be a path. */
  readonly words: readonly string[];
  readonly host: readonly string[];
  readonly port: readonly string[];
  /** Options with host and port in one; either may be left out. */
  readonly bind: readonly string[];
  /** A word that is no option may also say it: an address with a port, or a port alone. */
  readonly positional: "bind" | "port" | undefined;
  /** Options by which it listens on something else, or reads that from a file. */
  readonly elsewhere: readonly string[];
  readonly loopbackByDefault: boolean;
  /** Without an option, it listens on `$PORT`. */
  readonly readsPort: boolean;
  readonly development: boolean;
}

/** A program that isn't known, and what it may be told. */
export const unknownServer: Server = {
  ...{ name: "", words: [], host: ["--host"], port: ["--port", "-p"], bind: ["--bind", "-b"] },
  ...{ positional: undefined, elsewhere: [], loopbackByDefault: false, readsPort: true, development: false },
};

function server(words: string, others: Partial<Server>): Server {
  const none = { host: [], port: [], bind: [] };
  return { ...unknownServer, ...none, readsPort: false, name: words, words: words.split(" "), ...others };
}

const development = { loopbackByDefault: true, development: true };
const hostAndPort = { host: ["--host", "-h"], port: ["--port", "-p"] };

/**
 * Servers of Python apps. Source: the documentation of each; `gunicorn` listens on `0.0.0.0:$PORT` where `PORT` is set
 * and no address is given.
 */
export const servers: readonly Server[] = [
  server("gunicorn", { bind: ["-b", "--bind"], readsPort: true }),
  server("uvicorn", { host: ["--host"], port: ["--port"], elsewhere: ["--uds", "--fd"], loopbackByDefault: true }),
  server("hypercorn", { bind: ["--bind", "-b"], elsewhere: ["-c", "--config"], loopbackByDefault: true }),
  server("daphne", {
    ...{ host: ["-b", "--bind"], port: ["-p", "--port"], loopbackByDefault: true },
    elsewhere: ["-e", "--endpoint", "-u", "--unix-socket", "--fd"],
  }),
  server("flask run", { ...hostAndPort, ...development }),
  // Flask-Script's command of the same name takes options.
  server("manage.py runserver", { ...hostAndPort, positional: "bind", ...development }),
  server("django-admin runserver", { positional: "bind", ...development }),
  server("django runserver", { positional: "bind", ...development }),
  server("waitress-serve", { host: ["--host"], port: ["--port"], bind: ["--listen"], elsewhere: ["--unix-socket"] }),
  server("streamlit run", { host: ["--server.address"], port: ["--server.port"] }),
  server("http.server", { host: ["--bind", "-b"], positional: "port" }),
];

/** Words that may stand before a server's name. */
const before = new Set([
  ...["exec", "env", "nohup", "time", "poetry", "pipenv", "uv", "run", "coverage"],
  ...["newrelic-admin", "run-program", "ddtrace-run", "opentelemetry-instrument"],
]);

/** More words than anybody writes between `flask` and `run`. */
const mostBetween = 8;

/** A server in a command, and the index of the word after those that start it. */
export interface FoundServer {
  readonly server: Server;
  readonly end: number;
}

/** Finds the server that words start; undefined when it isn't known. */
export function findServer(words: readonly string[]): FoundServer | undefined {
  const begin = words.findIndex((word) => !isBefore(word));
  const first = words[begin] ?? "";
  const found = servers.flatMap((candidate) => {
    const [name = "", command] = candidate.words;
    if (first !== name && !first.endsWith(`/${name}`)) return [];
    if (command === undefined) return [{ server: candidate, end: begin + 1 }];
    const at = words.indexOf(command, begin + 1);
    return at === -1 || at - begin > mostBetween ? [] : [{ server: candidate, end: at + 1 }];
  });
  return found[0];
}

function isBefore(word: string): boolean {
  return before.has(word) || /^[A-Za-z_]\w*=|^-|^\(|^(?:\S*\/)?python[\d.]*$/.test(word);
}
