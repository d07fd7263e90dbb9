import { visible } from "../text.js";
import type { Rule } from "./rule.js";

/** Every file that the build reads can be read. Hooks have a rule of their own. */
export const readableFiles: Rule = ({ app }) =>
  [...app.files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, content]) => {
      if (content.kind === "read" || file.startsWith("bin/")) return [];
      return [
        {
          id: "source::unreadable",
          title: `${visible(file)} can't be read`,
          explanation: `The build reads \`${visible(file)}\`, but ${content.reason}.`,
          remedy: "Make it a text file of the usual size that everyone may read (`chmod a+r`), or delete it.",
          location: { file, line: undefined },
        },
      ];
    });
