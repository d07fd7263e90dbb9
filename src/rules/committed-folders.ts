import { environmentMarks, hasFile } from "../app.js";
import { shellQuoted } from "../text.js";
import type { Rule } from "./rule.js";

/** The place where the buildpack installs Python is free. */
export const privateFolders: Rule = ({ app, platform }) =>
  platform.privateFolders
    .filter((folder) => app.entries.has(folder))
    .map((folder) => ({
      id: "checks::existing-python-dir",
      title: `The app has a ${folder}`,
      explanation: `The buildpack installs Python into \`${folder}\`, and the app already has something there: it was committed, or \`bin/pre_compile\` made it.`,
      remedy: `Take it out of git, and list it in \`.gitignore\`. If a hook makes it, let the hook use another folder:\n\ngit rm -r --cached ${shellQuoted(folder)}`,
      location: { file: folder, line: undefined },
    }));

/** No virtual environment is part of the app. */
export const committedEnvironment: Rule = ({ app }) =>
  environmentMarks
    .filter((mark) => hasFile(app, mark))
    .map((mark) => {
      const folder = mark.slice(0, mark.indexOf("/"));
      return {
        id: "checks::existing-venv-dir",
        title: `A virtual environment is part of the app`,
        explanation: `\`${folder}/\` holds a \`pyvenv.cfg\`. A virtual environment works on the machine that made it alone, so the platforms refuse it.`,
        remedy: `Take it out of git, and add the line \`${folder}/\` to \`.gitignore\`. If \`bin/pre_compile\` made it, let the hook use a folder outside the app:\n\ngit rm -r --cached ${folder}`,
        location: { file: mark, line: undefined },
      };
    });
