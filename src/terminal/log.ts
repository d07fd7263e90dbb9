import { type Finding, rulePage } from "../finding.js";
import { tidy } from "../log-lines.js";
import type { Log } from "../machine/machine-runner.js";
import { visible } from "../text.js";

/** A place to write lines to. */
export interface Terminal {
  readonly write: (text: string) => void;
  /** Whether it shows colours. */
  readonly coloured: boolean;
}

/** The log in the buildpacks' manner: `----->` for steps, indented output, ` !` before messages. */
export function terminalLog({ write, coloured }: Terminal): Log {
  const print = (line: string) => write(`       ${line}\n`);
  return {
    beginStep: (name) => write(`-----> ${name}\n`),
    endStep: ({ name, outcome }) => {
      if (outcome === "failure") print(`${name}: failed`);
    },
    print,
    announce: (finding) => {
      for (const line of messageLines(finding)) write(`${coloured && line !== "" ? paint(line, finding) : line}\n`);
    },
    quote: (action) => action((line) => print(tidy(line))),
  };
}

const labels = { error: "Error", warning: "Warning", notice: "Note" };

/** ANSI colours: red, yellow, blue. */
const colours = { error: 31, warning: 33, notice: 34 };

function paint(line: string, { severity }: Finding): string {
  return `\u001b[${colours[severity]}m${line}\u001b[0m`;
}

function messageLines({ severity, id, title, explanation, remedy, location }: Finding): string[] {
  const place = location ? ` (${visible(location.file)}${location.line === undefined ? "" : `:${location.line}`})` : "";
  const text = `${labels[severity]}: ${title}${place}\n\n${explanation}\n\n${remedy}\n\n${rulePage(id)}\n${id}`;
  return ["", ...text.split("\n").map((line) => ` !     ${line}`.trimEnd()), ""];
}
