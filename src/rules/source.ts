import { posix } from "node:path";
import { type App, findUpward, hasFile, leavesApp, textOf } from "../app.js";
import { firstFew, type Problem } from "../finding.js";
import { requirementsOf } from "../requirements/requirements.js";
import { lineAt, shellQuoted, visible } from "../text.js";
import type { Rule } from "./rule.js";

/** The committed files fit into the archive that the platform takes. */
export const archiveFits: Rule = ({ app, platform }) => {
  const { repository } = app;
  const { largestArchive } = platform;
  if (!repository || largestArchive === undefined || repository.archiveSize <= largestArchive) return [];
  const largest = repository.largest.map(({ path, bytes }) => `\`${visible(path)}\` (${megabytes(bytes)})`);
  return [
    {
      id: "source::archive-too-large",
      title: "The repository is too large for the platform",
      explanation: `A tar of the committed files has ${repository.archiveSize} bytes, and the platform takes ${largestArchive} (${megabytes(largestArchive)}), uncompressed. The most room at its root takes ${largest.join(", ")}.`,
      remedy: `Keep large files in an object store, and take them out of the repository:\n\ngit rm -r --cached ${shellQuoted(visible(repository.largest[0]?.path ?? ""))}`,
      location: undefined,
    },
  ];
};

/** The platform fetches the code of submodules, or there are none in the app. */
export const submodules: Rule = ({ app, platform }) => {
  const file = findUpward(app, ".gitmodules");
  const text = file === undefined ? undefined : textOf(app, file);
  const header = /^[ \t]*\[submodule /im.exec(text ?? "");
  const folders = submoduleFolders(app).filter((folder) => !leavesApp(folder));
  if (file === undefined || text === undefined || !header) return [];
  // Those of a whole repository may stand beside the app.
  if (file !== ".gitmodules" && folders.length === 0) return [];
  return [
    {
      id: "source::submodules",
      title: "The app has git submodules",
      explanation: `\`.gitmodules\` names ${folders.map((folder) => `\`${visible(folder)}\``).join(", ") || "a submodule"}. ${
        platform.fetchesSubmodules
          ? "The platform fetches submodules, which `actions/checkout` does on request alone."
          : "Scalingo fetches no submodules, so the folder is empty there."
      }`,
      remedy: platform.fetchesSubmodules
        ? "Let the checkout fetch them:\n\nwith:\n  submodules: true"
        : "Vendor the code, or make it a dependency.",
      location: { file, line: lineAt(text, header.index) },
    },
  ];
};

/** Folders of the app that are git submodules, relative to its root. */
export function submoduleFolders(app: App): string[] {
  const file = findUpward(app, ".gitmodules");
  const text = file === undefined ? undefined : textOf(app, file);
  if (file === undefined || text === undefined) return [];
  const paths = [...text.matchAll(/^[ \t]*path[ \t]*=[ \t]*"?([^"\n]+)"?/gim)].map(([, path = ""]) => path.trim());
  // They are relative to the repository's root, which the file stands at.
  const above = posix.dirname(file) === "." ? "" : (app.repository?.folder ?? "");
  return paths.map((path) => posix.relative(above, path));
}

/** Files that decide a build, by what they are about. */
const kinds = [
  ["Pipfile.lock", "requirements.txt", "poetry.lock", "uv.lock", "pdm.lock"],
  ["Pipfile"],
  ["pyproject.toml"],
  ["setup.py"],
  ["setup.cfg"],
  [".python-version", "runtime.txt"],
  ["app.py", "main.py", "manage.py", "server.py"],
];

/** What decides the build is committed. */
export const committedFiles: Rule = ({ app }) => {
  if (!app.repository) return [];
  const { uncommitted, ignored } = app.repository;
  return [
    ...firstFew(uncommitted.filter((file) => app.files.has(file)).sort()).map(notCommitted),
    ...kinds.flatMap((kind) => {
      const file = kind.find((name) => ignored.has(name));
      return file === undefined || kind.some((name) => hasFile(app, name)) ? [] : [ignoredFile(file, app)];
    }),
  ];
};

function notCommitted(file: string): Problem {
  return {
    id: "source::uncommitted",
    title: `${visible(file)} is not committed`,
    explanation: `\`${visible(file)}\` is here, and git neither has nor ignores it. The platform gets what is committed.`,
    remedy: `Commit it:\n\ngit add ${shellQuoted(visible(file))}`,
    location: { file, line: undefined },
  };
}

function ignoredFile(file: string, app: App): Problem {
  const location = app.repository?.ignored.get(file);
  const place = location
    ? `line ${location.line} of \`${visible(location.file)}\``
    : "the settings of this machine's git";
  return {
    id: "source::ignored-file",
    title: `${file} is ignored by git`,
    explanation: `\`${file}\` is on this machine only: ${place} hides it, so the platform does not get it, and this build leaves it out.`,
    remedy: `Take it out of the ignored files, and commit it:\n\ngit add --force ${file}`,
    location,
  };
}

/** Every file that the build needs can be read. Hooks have a rule of their own. */
export const readableFiles: Rule = ({ app }) => {
  const included = new Set(requirementsOf(app).includes.map(({ path }) => path));
  return [...app.files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, content]) => {
      if (content.kind === "read" || (mayBeUnreadable.test(file) && !included.has(file))) return [];
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
};

/** Hooks, and files that are looked at for advice alone. */
const mayBeUnreadable =
  /^(?:bin\/.*|\.\.\/.*|requirements(?!-test\.txt$)[^/]+\.txt|\.buildpacks|\.slugignore|\.gitmodules|app\.json|scalingo\.json|manage\.py|pip\.conf)$/;

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}
