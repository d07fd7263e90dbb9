import { spawn } from "node:child_process";
import { posix } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Repository } from "../app.js";
import type { Location } from "../finding.js";

/** Where git is asked, and with which variables. Both folders are absolute. */
export interface GitSetting {
  readonly root: string;
  /** The app's path from the repository's root, `""` when it is the root. */
  readonly appInRepository: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What is committed, as the index of a repository has it. */
export interface Committed extends Pick<Repository, "archiveSize" | "largest"> {
  /** Tells whether a path, relative to the app, is that of a committed file, or of a folder with one. */
  has(path: string): boolean;
}

/** Reads what the repository that holds an app has; undefined outside a repository, and without git. */
export async function readCommitted(setting: GitSetting): Promise<Committed | undefined> {
  const listing = await git(setting, ["ls-files", "-z", "--debug", "--", ":/"]);
  if (!listing) return undefined;
  const files = [...indexedFiles(listing.toString("utf8"))];
  const paths = new Set<string>();
  for (const { path } of files) if (!path.startsWith("../")) addWithFolders(paths, path);
  const inIndex = measure(files);
  const doubtful = inIndex.archiveSize > largestInIndex || files.some(({ checkedOut }) => !checkedOut);
  const exact = doubtful ? await readCommittedSizes(setting) : undefined;
  return { ...(exact ? measure(exact) : inIndex), has: (path) => paths.has(path) };
}

/**
 * The index has the sizes of the files that were checked out, which filters such as Git LFS make other than those
 * committed. Where they sum up to more bytes, it is worth the time to ask for the latter.
 */
const largestInIndex = 64 * 1024 * 1024;

/** A file, its path relative to the app, and its size in bytes. */
interface SizedFile {
  readonly path: string;
  readonly size: number;
}

interface IndexedFile extends SizedFile {
  /** False for what a sparse checkout leaves out: its size is not in the index. */
  readonly checkedOut: boolean;
}

function measure(files: readonly SizedFile[]): Pick<Repository, "archiveSize" | "largest"> {
  const sizes = new Map<string, number>();
  let archiveSize = 0;
  for (const { path, size } of files) {
    const inArchive = 512 * (1 + Math.ceil(size / 512));
    archiveSize += inArchive;
    const top = topOf(path);
    sizes.set(top, (sizes.get(top) ?? 0) + inArchive);
  }
  const largest = [...sizes].sort(([, a], [, b]) => b - a).slice(0, 5);
  return { archiveSize, largest: largest.map(([path, bytes]) => ({ path, bytes })) };
}

/** Undefined in a repository without commits. */
async function readCommittedSizes(setting: GitSetting): Promise<SizedFile[] | undefined> {
  const listing = await git(setting, ["ls-tree", "-r", "-l", "-z", "--full-tree", "HEAD"]);
  return listing
    ?.toString("utf8")
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => {
      const tab = entry.indexOf("\t");
      const size = Number.parseInt(entry.slice(0, tab).split(/ +/)[3] ?? "", 10);
      // A submodule has none.
      return {
        path: posix.relative(setting.appInRepository, entry.slice(tab + 1)),
        size: Number.isNaN(size) ? 0 : size,
      };
    });
}

/** Those of the paths that git ignores, with the line that says so where that is of a file in the repository. */
export async function readIgnored(
  setting: GitSetting,
  paths: readonly string[],
): Promise<Map<string, Location | undefined>> {
  if (paths.length === 0) return new Map();
  // Git takes a colon at the beginning of a path for pathspec magic.
  const input = paths.map((path) => `./${path}`).join("\0");
  const output = await git(setting, ["check-ignore", "-v", "-z", "--stdin"], input);
  const fields = (output ?? Buffer.alloc(0)).toString("utf8").split("\0");
  const ignored = new Map<string, Location | undefined>();
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [source = "", line, pattern = "", path = ""] = fields.slice(at, at + 4);
    if (pattern.startsWith("!")) continue;
    const ofRepository = source !== "" && !posix.isAbsolute(source) && !source.startsWith(".git/");
    const file = posix.relative(setting.appInRepository, source);
    ignored.set(path.slice("./".length), ofRepository ? { file, line: Number(line) } : undefined);
  }
  return ignored;
}

/** Those of the folders in which something would be committed: git has no empty folders, nor any of ignored files alone. */
export async function readFilledFolders(setting: GitSetting, folders: readonly string[]): Promise<Set<string>> {
  if (folders.length === 0) return new Set();
  const options = ["-z", "--others", "--exclude-standard", "--directory", "--no-empty-directory"];
  const output = await git(setting, ["ls-files", ...options, "--", ...folders.map((folder) => `:(literal)${folder}`)]);
  const paths = (output ?? Buffer.alloc(0)).toString("utf8").split("\0");
  return new Set(folders.filter((folder) => paths.some((path) => path.startsWith(`${folder}/`))));
}

/** The listing has, for each file, its path, a NUL, and five lines of what git knows of it, its size in bytes among that. */
function* indexedFiles(listing: string): Generator<IndexedFile> {
  for (let at = 0; at < listing.length; ) {
    const end = listing.indexOf("\0", at);
    const size = listing.indexOf("\n  size: ", end);
    if (end === -1 || size === -1) return;
    const next = listing.indexOf("\n", size + 1) + 1;
    const [bytes = "", flags = ""] = listing.slice(size + 9, next).split("\tflags: ");
    const checkedOut = (Number.parseInt(flags, 16) & skipWorktree) === 0;
    yield { path: listing.slice(at, end), size: Number.parseInt(bytes, 10), checkedOut };
    if (next === 0) return;
    at = next;
  }
}

/** The first name of a path, with what leads up before it: `../../data` of `../../data/a.csv`. */
function topOf(path: string): string {
  let begin = 0;
  while (path.startsWith("../", begin)) begin += 3;
  const end = path.indexOf("/", begin);
  return end === -1 ? path : path.slice(0, end);
}

/** The flag of a file that a sparse checkout leaves out, `CE_SKIP_WORKTREE` in git's read-cache.h. */
const skipWorktree = 0x40000000;

function addWithFolders(paths: Set<string>, path: string): void {
  for (let known = path; !paths.has(known); known = known.slice(0, known.lastIndexOf("/"))) {
    paths.add(known);
    if (!known.includes("/")) return;
  }
}

/**
 * What git prints; undefined when it fails without a word, or isn't there. `check-ignore` fails when it finds nothing, and
 * at a path behind a link, after it told of those before.
 */
async function git({ root, variables }: GitSetting, args: readonly string[], input = ""): Promise<Buffer | undefined> {
  const child = spawn("git", ["-c", "safe.directory=*", ...args], {
    cwd: root,
    env: variables,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(false));
    child.once("close", (status) => resolve(status === 0));
  });
  // Git closes its input at once where there is no repository.
  child.stdin.on("error", () => child.stdin.destroy());
  child.stdin.end(input);
  const [output, succeeded] = await Promise.all([buffer(child.stdout), ended]);
  return succeeded || output.length > 0 ? output : undefined;
}
