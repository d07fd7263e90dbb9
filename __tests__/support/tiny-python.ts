import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import type { ArchiveLayout } from "./python-packing.js";
import type { MachinePython } from "./pythons.js";
import { temporaryFolder, writeFiles } from "./temporary-folder.js";

/** A script that passes everything on to a Python of this machine: it answers as that one does. */
export function tinyInterpreter({ interpreter }: MachinePython) {
  return { content: `#!/bin/sh\nexec '${interpreter}' "$@"\n`, mode: 0o755 };
}

/** Writes a `.tar.gz` of a few hundred bytes with such a script in `bin`, and gives its SHA-256 in hexadecimal digits. */
export async function packTinyArchive(
  python: MachinePython,
  { layout, file }: { readonly layout: ArchiveLayout; readonly file: string },
): Promise<string> {
  await using draft = await temporaryFolder();
  const top = layout === "root" ? "" : "python/";
  await writeFiles(draft.path, { [`${top}bin/python${python.series}`]: tinyInterpreter(python) });
  await mkdir(dirname(file), { recursive: true });
  await promisify(execFile)("tar", ["-czf", file, "-C", draft.path, layout === "root" ? "." : "python"]);

  return createHash("sha256")
    .update(await readFile(join(file)))
    .digest("hex");
}
