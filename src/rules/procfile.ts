import { type App, bytesOf, hasFile, textOf } from "../app.js";
import { firstFew, type Problem } from "../finding.js";
import type { Platform } from "../platforms/platform.js";
import { type ProcessType, type Procfile, processType, procfileOf } from "../procfile.js";
import { foreignEncoding } from "../runtime/encoding.js";
import { lineOf, shellQuoted, visible, withoutCredentials } from "../text.js";
import { judgeWebCommand, longestCommand } from "../web-command.js";
import type { Rule } from "./rule.js";

const file = "Procfile";

/** The `Procfile` is one that the platform reads as it was meant. */
export const procfile: Rule = ({ app, platform }) => {
  if (!hasFile(app, file)) return noProcfile(app);
  const bytes = bytesOf(app, file);
  const found = procfileOf(app);
  if (!bytes || !found) return [];
  const encoding = foreignEncoding(bytes);
  // What stands in it can't be told.
  if (bytes.includes(0)) return [wrongEncoding(encoding ?? "UTF-16 or binary")];
  const web = processType(found, "web");
  return [
    firstFew(found.invalid).map(invalidLine),
    encoding ? [wrongEncoding(encoding)] : [],
    /\r\n/.test(found.text) ? [crlf(found.text)] : [],
    firstFew(found.processTypes.filter((entry) => !isName(entry.name, platform))).map((entry) =>
      invalidName(entry, platform),
    ),
    firstFew(duplicates(found)).map(duplicateName),
    web ? [] : [noWeb(found, platform)],
    deployEntries(found, platform),
    web ? webCommand(web, webLine(app)) : [],
  ].flat();
};

function noProcfile(app: App): Problem[] {
  const pattern = /^procfile(?:\.(?:txt|ya?ml|rtf))?$/i;
  const misspelled = [...app.entries.keys()].sort().find((name) => pattern.test(name) && hasFile(app, name));
  if (misspelled !== undefined) {
    return [
      {
        id: "procfile::misspelled",
        title: `${misspelled} is not read`,
        explanation: `The platforms read \`Procfile\`, exactly so; this app has a \`${misspelled}\`.`,
        remedy: `Rename it:\n\ngit mv ${shellQuoted(misspelled)} Procfile`,
        location: { file: misspelled, line: undefined },
      },
    ];
  }
  return [
    {
      id: "procfile::missing",
      title: "The app has no Procfile",
      explanation:
        "The Python buildpack starts nothing by itself, so without a `Procfile` the platform has nothing to run.",
      remedy: `Write a \`Procfile\` with this line:\n\n${webLine(app)}`,
      location: undefined,
    },
  ];
}

/** The `web` entry that an app most likely needs. */
function webLine(app: App): string {
  const settings = /["']DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]{1,100}?)\.settings/.exec(
    textOf(app, "manage.py") ?? "",
  );
  if (settings) return `web: gunicorn ${settings[1]}.wsgi`;
  const module = ["app.py", "main.py", "server.py"].find((name) => hasFile(app, name)) ?? "app.py";
  return `web: gunicorn ${module.replace(".py", "")}:app`;
}

function wrongEncoding(encoding: string): Problem {
  return {
    id: "procfile::encoding",
    title: "Procfile is not plain UTF-8",
    explanation: `\`Procfile\` is ${encoding}, and the platforms read UTF-8. \`>\` in Windows PowerShell writes UTF-16.`,
    remedy: "Save it as UTF-8 without a byte order mark.",
    location: { file, line: 1 },
  };
}

function crlf(text: string): Problem {
  const line = lineOf(text, /\r\n/);
  return {
    id: "procfile::crlf",
    title: "Procfile has Windows line ends",
    explanation: `Lines of \`Procfile\` end in CR LF, beginning with line ${line}. The CR may become part of the command.`,
    remedy:
      "Convert it with the command below. To keep it so, add the line `Procfile text eol=lf` to `.gitattributes`. Commit both:\n\nsed -i 's/\\r$//' Procfile && git add --renormalize Procfile",
    location: { file, line: 1 },
  };
}

function invalidLine({ text, line }: Procfile["invalid"][number]): Problem {
  return {
    id: "procfile::invalid-line",
    title: "A line of the Procfile is not valid",
    explanation: `Line ${line} of \`Procfile\` is \`${visible(text)}\`, which is not of the form \`name: command\`.`,
    remedy: `Write it like this, or remove it:\n\n${meant(text)}`,
    location: { file, line },
  };
}

/** An entry as the line may have been meant: people leave the colon out. */
function meant(text: string): string {
  const [, name, command] = /^([A-Za-z0-9_-]+)\s+(\S.*)$/.exec(text) ?? [];
  return name && command ? `${name}: ${shown(command)}` : "web: gunicorn app:app";
}

function isName(name: string, { procfile: { nameSymbols, longestName } }: Platform): boolean {
  return withoutInvalid(name, nameSymbols) === name && name.length <= (longestName ?? name.length);
}

function withoutInvalid(name: string, symbols: string): string {
  return [...name].filter((letter) => /[A-Za-z0-9]/.test(letter) || symbols.includes(letter)).join("");
}

function invalidName(
  { name, command, line }: ProcessType,
  { procfile: { nameSymbols, longestName } }: Platform,
): Problem {
  const valid = withoutInvalid(name, nameSymbols).slice(0, longestName) || "worker";
  const others = nameSymbols === "" ? "" : `, ${[...nameSymbols].map((symbol) => `\`${symbol}\``).join(", ")}`;
  return {
    id: "procfile::invalid-name",
    title: "A process type has no valid name",
    explanation: `\`${visible(name)}\` in \`Procfile\` is not a name for the platform: it may hold letters and digits${others}${longestName === undefined ? "" : `, at most ${longestName} of them`}.`,
    remedy: `Rename it, for example:\n\n${valid}: ${shown(command)}`,
    location: { file, line },
  };
}

function duplicates({ processTypes }: Procfile): ProcessType[] {
  const seen = new Set<string>();
  return processTypes.filter(({ name }) => seen.size === seen.add(name).size);
}

function duplicateName({ name, line }: ProcessType): Problem {
  return {
    id: "procfile::duplicate-name",
    title: "The Procfile names a process type twice",
    explanation: `Line ${line} of \`Procfile\` is another entry for \`${visible(name)}\`. The last one may win; the platform does not promise it.`,
    remedy: `Keep one of them:\n\nsed -i ${line}d Procfile`,
    location: { file, line },
  };
}

function noWeb({ processTypes }: Procfile, { commands }: Platform): Problem {
  const names = processTypes.slice(0, 10).map(({ name }) => `\`${visible(name)}\``);
  return {
    id: "procfile::no-web",
    title: "The Procfile has no web entry",
    explanation: `\`Procfile\` names ${names.join(", ") || "nothing"}, and no \`web\`, so the app gets no requests. Scalingo even waits for \`web\` at each deploy, unless it is scaled to 0.`,
    remedy: `Add a \`web\` entry or, for an app without one:\n\n${commands.withoutWeb}`,
    location: { file, line: 1 },
  };
}

/** Entries that run once for each deploy go by another name on another platform. */
function deployEntries(found: Procfile, { procfile: { postdeploy } }: Platform): Problem[] {
  const release = processType(found, "release");
  const after = processType(found, "postdeploy");
  return [
    ...(release && postdeploy.entry !== "release"
      ? [
          {
            id: "procfile::release-entry" as const,
            title: "The release entry is never run",
            explanation: `Line ${release.line} of \`Procfile\` is a \`release\` entry, which Heroku runs. Scalingo runs \`${visible(postdeploy.entry)}\` instead, after the boot and before the new version gets requests.`,
            remedy: `Rename it:\n\n${visible(postdeploy.entry)}: ${shown(release.command)}`,
            location: { file, line: release.line },
          },
        ]
      : []),
    ...(after && postdeploy.entry !== "postdeploy"
      ? [
          {
            id: "procfile::postdeploy-entry" as const,
            title: "The postdeploy entry is an ordinary process type",
            explanation: `Line ${after.line} of \`Procfile\` is a \`postdeploy\` entry, which Scalingo runs once for each deploy. Here that is \`${visible(postdeploy.entry)}\`.`,
            remedy: `Rename it:\n\n${visible(postdeploy.entry)}: ${shown(after.command)}`,
            location: { file, line: after.line },
          },
        ]
      : []),
  ];
}

function webCommand({ command, line }: ProcessType, usual: string): Problem[] {
  const judged = judgeWebCommand(command);
  if (!judged) return [];
  const { loopback, fixedPort, server, development, corrected } = judged;
  const location = { file, line };
  const remedy = `Let it listen where the platform looks for it:\n\nweb: ${shown(corrected)}`;
  return [
    ...(loopback
      ? [
          {
            id: "procfile::loopback-address" as const,
            title: "web listens on the loopback address",
            explanation: `\`${shown(command)}\` listens on ${
              loopback.address === undefined ? `127.0.0.1, as ${server} does by default` : visible(loopback.address)
            }, where the platform's router can't reach it.`,
            remedy,
            location,
          },
        ]
      : []),
    ...(fixedPort
      ? [
          {
            id: "procfile::fixed-port" as const,
            title: "web does not listen on $PORT",
            explanation: `\`${shown(command)}\` listens on ${
              fixedPort.port === undefined ? `the default port of ${server}` : `port ${visible(fixedPort.port)}`
            }. The platform chooses the port, and names it in \`$PORT\`.`,
            remedy,
            location,
          },
        ]
      : []),
    ...(development
      ? [
          {
            id: "procfile::development-server" as const,
            title: `web runs ${server}`,
            explanation: `${server} is a server for development: it is slow, and not meant to be reached from outside.`,
            remedy: `Declare gunicorn as a dependency, and use it:\n\n${usual}`,
            location,
          },
        ]
      : []),
  ];
}

/** A command as it stands, so that it can be pasted, but for control characters and passwords. */
function shown(command: string): string {
  return command.length > longestCommand ? visible(command) : withoutCredentials(command).replace(/\p{C}/gu, "\uFFFD");
}
