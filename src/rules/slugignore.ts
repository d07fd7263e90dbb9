import ignore from "ignore";
import { type App, hasFile, includingFiles, oncePerApp, textOf } from "../app.js";
import { firstFew, type Problem } from "../finding.js";
import { requirementsOf } from "../requirements/requirements.js";
import { visible } from "../text.js";
import type { Rule } from "./rule.js";

const file = ".slugignore";

/** More lines than anybody writes, and characters in one: each costs time. */
const mostLines = 1000;
const longestLine = 200;

/** `.slugignore` leaves what the build needs. Its patterns are those of `.gitignore`, but for `!`, which it has not. */
export const slugignore: Rule = ({ app }) => neededFilesIn(app);

const neededFilesIn = oncePerApp((app: App): Problem[] => {
  const lines = (textOf(app, file) ?? "").split("\n").slice(0, mostLines);
  const patterns = lines.map((line) => line.trim().slice(0, longestLine));
  const needed = neededFiles(app);
  const matches = patterns.map((pattern) => matching(pattern, needed));
  return needed.flatMap((path) => {
    const index = matches.findIndex((paths) => paths.includes(path));
    if (index === -1) return [];
    return [
      {
        id: "slugignore::needed-file",
        title: `.slugignore removes ${visible(path)}`,
        explanation: `\`${visible(patterns[index] ?? "")}\` in \`.slugignore\` matches \`${visible(path)}\`, which the platform removes before the build.`,
        remedy: `Remove line ${index + 1} of \`.slugignore\`:\n\nsed -i ${index + 1}d .slugignore`,
        location: { file, line: index + 1 },
      },
    ];
  });
});

/** Those of the paths that a pattern matches; none for a pattern that is not valid. */
function matching(pattern: string, paths: readonly string[]): string[] {
  if (pattern === "" || pattern.startsWith("#") || pattern.startsWith("!")) return [];
  const matcher = ignore({ ignorecase: false }).add(pattern);
  try {
    return paths.filter((path) => matcher.ignores(path));
  } catch (error) {
    // The library makes a regular expression of it, and some patterns give none.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function neededFiles(app: App): string[] {
  const names = [
    ...[
      "manage.py",
      "nltk.txt",
      ".python-version",
      "runtime.txt",
      "Pipfile",
      "Pipfile.lock",
      "poetry.lock",
      "uv.lock",
      "pyproject.toml",
    ],
    ...["setup.py", "setup.cfg", includingFiles[0], "Procfile", "bin/pre_compile", "bin/post_compile"],
  ];
  const included = requirementsOf(app).files.filter((path) => !path.startsWith("../") && !path.startsWith("/"));
  return [...new Set([...names.filter((name) => hasFile(app, name)), ...firstFew(included)])];
}
