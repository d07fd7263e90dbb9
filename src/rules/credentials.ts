import { type App, oncePerApp, textOf } from "../app.js";
import type { Problem } from "../finding.js";
import { lineAt, visible } from "../text.js";
import type { Rule } from "./rule.js";

/** No file of the package managers holds a password or token. */
export const noCredentials: Rule = ({ app }) => credentialsIn(app);

const searched = /^(?:Pipfile|Pipfile\.lock|pyproject\.toml|uv\.lock|poetry\.lock|pip\.conf|.*\.txt)$/;

const credentialsIn = oncePerApp((app: App): Problem[] =>
  [...app.files.keys()].sort().flatMap((file) => {
    const text = searched.test(file) ? (textOf(app, file) ?? "") : "";
    const found = findCredentials(text);
    if (!found) return [];
    return [
      {
        id: "source::credentials",
        title: `${visible(file)} holds a password or token`,
        explanation: `A URL of \`${visible(found.host)}\` in \`${visible(file)}\` carries credentials. Whoever can read the repository can use them.`,
        remedy: `Replace them where they were issued, take them out of the file, and give the URL with them in a variable:\n\nPIP_EXTRA_INDEX_URL: \${{ secrets.INDEX_URL }}`,
        location: { file, line: lineAt(text, found.offset) },
      },
    ];
  }),
);

const userinfo = /:\/\/([^\s/:@"'<>]*)(?::([^\s/@"'<>]+))?@([^\s/:"'?#,<>\\]+)/g;

function findCredentials(text: string): { host: string; offset: number } | undefined {
  for (const { 1: user = "", 2: password, 3: host = "", index } of text.matchAll(userinfo)) {
    if (password === undefined ? isToken(user) : isSecret(password)) return { host, offset: index };
  }
  return undefined;
}

/** A variable or a placeholder is no secret. */
function isSecret(password: string): boolean {
  return !/^\$|^%|^\*+$|^(?:password|pass|token|secret|x-oauth-basic)$/i.test(password);
}

function isToken(user: string): boolean {
  return isSecret(user) && (/^(?:gh[a-z]_|github_pat_|glpat-|pypi-)/.test(user) || /^[A-Za-z0-9_-]{32,}$/.test(user));
}
