import type { EntryKind } from "../app.js";
import { rootListing } from "../listing.js";
import type { Rule } from "./rule.js";

/** Names at the root that make a Python app, as a file or a folder. */
const names = new Set([
  ".python-version",
  "__init__.py",
  "app.py",
  "main.py",
  "manage.py",
  "pdm.lock",
  "Pipfile",
  "Pipfile.lock",
  "poetry.lock",
  "pyproject.toml",
  "requirements.txt",
  "runtime.txt",
  "server.py",
  "setup.cfg",
  "setup.py",
  "uv.lock",
  "requeriments.txt",
  "requirement.txt",
  "requirements",
  "requirements.text",
  "Requirements.txt",
  "requirements.txt.txt",
  "requirments.txt",
]);

/** Names that must be folders. */
const folders = new Set(["__pycache__", ".venv", "venv"]);

/** The app is a Python app: something at its root says so. */
export const pythonApp: Rule = ({ app }) => {
  const root = [...app.entries].filter(([path]) => !path.includes("/"));
  const counts = (name: string, kind: EntryKind) =>
    (kind !== "other" && names.has(name)) || (kind === "folder" && folders.has(name));
  if (root.some(([name, kind]) => counts(name, kind))) return [];
  return [
    {
      id: "detect::no-python-files",
      title: "This is not a Python app",
      explanation: `No file at the app's root makes it one: a \`requirements.txt\`, \`Pipfile\`, \`poetry.lock\`, \`uv.lock\` or \`setup.py\`, exactly so. At the root: ${rootListing(app)}.`,
      remedy:
        "If the app is in a folder, name it in the input `working-directory`. Check the spelling, and that `.gitignore` does not list the file. An app without dependencies needs an empty `requirements.txt`:\n\ntouch requirements.txt",
      location: undefined,
    },
  ];
};
