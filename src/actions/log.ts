import { randomUUID } from "node:crypto";
import { posix } from "node:path";
import * as core from "@actions/core";
import { type Finding, rulePage } from "../finding.js";
import { secondsText, tidy } from "../log-lines.js";
import type { Log } from "../machine/machine-runner.js";

/**
 * The log of a job on GitHub: a group for each step, an annotation for each finding.
 *
 * @param appInRepository tells where the app stands, once that is known: annotations name files from the repository's root.
 */
export function actionsLog(appInRepository: () => string): Log {
  return {
    beginStep: core.startGroup,
    endStep: ({ name, outcome, seconds }) => {
      core.endGroup();
      core.info(`${name}: ${outcome}, ${secondsText(seconds)}`);
    },
    print: core.info,
    announce: (finding) => annotate(finding, appInRepository()),
    quote: async (action) => {
      let token: string | undefined;
      try {
        return await action((line) => {
          token ??= stopCommands();
          process.stdout.write(`       ${tidy(line)}\n`);
        });
      } finally {
        if (token !== undefined) process.stdout.write(`::${token}::\n`);
      }
    },
  };
}

/** From here to the token, the runner takes every line for text. */
function stopCommands(): string {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n`);
  return token;
}

const annotations = { error: core.error, warning: core.warning, notice: core.notice };

function annotate({ severity, id, title, explanation, remedy, location }: Finding, folder: string): void {
  const file = location && posix.join(folder, location.file);
  annotations[severity](`${explanation}\n\n${remedy}\n\n${rulePage(id)}\n\n[${id}]`, {
    title,
    ...(file === undefined ? {} : { file }),
    ...(location?.line === undefined ? {} : { startLine: location.line }),
  });
}
