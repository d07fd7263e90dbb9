import { createHash } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { outsideWorkspace } from "../errors.js";
import { hasCode } from "./files.js";

/** Where an app stands: absolute, links resolved. */
export interface AppPlace {
  readonly app: string;
  /** Relative to the repository that holds it, `""` when it is its root. */
  readonly appInRepository: string;
  /** A name for the app's own folders: different for each place in a workspace, the same from job to job. */
  readonly name: string;
}

/** Where apps may stand; both are absolute. */
export interface Bounds {
  /** No app stands outside it. */
  readonly workspace: string;
  /** What a working directory is relative to. */
  readonly folder: string;
}

/** Finds the app in a workspace. Throws BuildError `input::outside-workspace`. */
export async function findApp({ workspace, folder }: Bounds, workingDirectory: string): Promise<AppPlace> {
  const root = await resolveLinks(workspace, workingDirectory);
  const app = await resolveLinks(resolve(folder, workingDirectory), workingDirectory);
  const path = relative(root, app);
  if (path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path)) {
    throw outsideWorkspace(workingDirectory, "leads out of the workspace");
  }
  if (!(await stat(app)).isDirectory()) throw outsideWorkspace(workingDirectory, "is not a folder");
  if (!(await mayRead(app))) throw outsideWorkspace(workingDirectory, "can't be read");
  return { app, appInRepository: relative(repositoryOf(app, root), app), name: nameOf(path) };
}

async function mayRead(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function resolveLinks(path: string, workingDirectory: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG")) {
      throw outsideWorkspace(workingDirectory, "is not there");
    }
    if (hasCode(error, "EACCES", "ERR_INVALID_ARG_VALUE")) throw outsideWorkspace(workingDirectory, "can't be read");
    throw error;
  }
}

/** The nearest folder with a `.git`, no further up than the workspace; without one, the workspace. */
function repositoryOf(app: string, workspace: string): string {
  for (let folder = app; folder.startsWith(workspace); folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === workspace) break;
  }
  // On a laptop an app may stand anywhere: outside git, it is all that there is.
  return workspace === "/" ? app : workspace;
}

function nameOf(path: string): string {
  if (path === "") return "app";
  const words = path.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 40);
  return `app-${words}-${createHash("sha256").update(path).digest("hex").slice(0, 8)}`;
}
