import { type App, bytesOf, oncePerApp } from "../app.js";
import type { Problem } from "../finding.js";
import { decodeRequirements } from "../requirements/decode.js";
import { requirementsOf, testRequirementsOf } from "../requirements/requirements.js";
import { lineAt, visible } from "../text.js";
import type { Rule } from "./rule.js";

/** No file of the package managers holds a password or token. */
export const noCredentials: Rule = ({ app }) => credentialsIn(app);

const searched = /^(?:Pipfile|Pipfile\.lock|pyproject\.toml|uv\.lock|poetry\.lock|pip\.conf|.*\.txt)$/;

const credentialsIn = oncePerApp((app: App): Problem[] => {
  const included = new Set([...requirementsOf(app).files, ...testRequirementsOf(app).files]);
  return [...app.files.keys()].sort().flatMap((file) => {
    const found = searched.test(file) || included.has(file) ? findCredentials(contentOf(app, file)) : undefined;
    if (!found) return [];
    return [
      {
        id: "source::credentials",
        title: `${visible(file)} holds a password or token`,
        explanation: `A URL of \`${visible(found.host)}\` in \`${visible(file)}\` carries credentials. Whoever can read the repository can use them.`,
        remedy: `Replace them where they were issued, take them out of the file, and give the URL with them in a variable:\n\nPIP_EXTRA_INDEX_URL: \${{ secrets.INDEX_URL }}`,
        location: { file, line: lineAt(contentOf(app, file), found.offset) },
      },
    ];
  });
});

/** Requirements may be UTF-16, which pip reads. */
function contentOf(app: App, file: string): string {
  const bytes = bytesOf(app, file);
  return bytes ? decodeRequirements(bytes).text : "";
}

/** The last `@` before the path ends the password. */
const userinfo = /:\/\/([^\s/:@"'<>]*)(?::([^\s/"'<>]*))?@([^\s/:@"'?#,<>\\]+)/g;

function findCredentials(text: string): { host: string; offset: number } | undefined {
  for (const { 1: user = "", 2: password, 3: host = "", index } of text.matchAll(userinfo)) {
    if (isToken(user) || (password !== undefined && isSecret(password))) return { host, offset: index };
  }
  return undefined;
}

/** A variable or a placeholder is no secret. */
function isSecret(password: string): boolean {
  return (
    password !== "" &&
    !/^\$|^%[(s]|^%\w+%$|^\*+$|[{}]|^(?:(?:your|my)[-_])?(?:password|pass|passwd|token|secret|changeme|x+|x-oauth-basic)$/i.test(
      password,
    )
  );
}

function isToken(user: string): boolean {
  return isSecret(user) && (/^(?:gh[a-z]_|github_pat_|glpat-|pypi-)/.test(user) || /^[A-Za-z0-9_-]{32,}$/.test(user));
}
