import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startFileServer } from "../support/file-server.js";
import { startJob } from "../support/github-runner.js";
import { packArchive, writeMirror } from "../support/python-packing.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { anyPython, build } from "./action.js";

const python = anyPython();
const files = {
  "requirements.txt": "",
  ".python-version": `${python.release}\n`,
  Procfile: "web: gunicorn app:app\n",
};

describe("a Python that the tool cache lacks", () => {
  test("comes from a mirror in a folder, and from our own part of the tool cache the next time", async () => {
    await using folder = await temporaryFolder();
    const sha256 = await packArchive(python, { layout: "root", file: join(folder.path, "python.tar.gz") });
    await writeMirror(folder.path, [{ release: python.release, downloadUrl: "python.tar.gz", sha256 }]);
    await using job = await startJob({ files });

    const first = await build(job, { "python-mirror": folder.path });
    const second = await build(job);

    expect(first.exitCode).toBe(0);
    expect(await sourceOf(second.outputs)).toBe("tool-cache");
    expect(first.annotations).toEqual([]);
    expect(first.log).toContain('from the source "mirror"');
    expect(second.exitCode).toBe(0);
    expect(second.log).toContain('from the source "tool-cache"');
  });

  test("comes from a mirror behind a URL", async () => {
    await using folder = await temporaryFolder();
    const sha256 = await packArchive(python, { layout: "python", file: join(folder.path, "python.tar.gz") });
    await using server = await startFileServer({ folder: folder.path });
    await writeMirror(folder.path, [{ release: python.release, downloadUrl: `${server.url}/python.tar.gz`, sha256 }]);
    await using job = await startJob({ files });

    const result = await build(job, { "python-mirror": server.url });
    const after = await job.run("python -c 'import sys; print(sys.version.split()[0])'");

    expect(result.exitCode).toBe(0);
    expect(await sourceOf(result.outputs)).toBe("mirror");
    expect(after.lines).toEqual([python.release]);
  });

  test("whose archive has the wrong checksum is not unpacked, and the error names all that was tried", async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "python.tar.gz"), "not what was promised");
    await writeMirror(folder.path, [{ release: python.release, downloadUrl: "python.tar.gz", sha256: "0".repeat(64) }]);
    await using job = await startJob({ files, env: unreachable });

    const result = await build(job, { "python-mirror": folder.path });
    const kept = await job.run('find "$RUNNER_TOOL_CACHE" -type f');

    expect(result.exitCode).toBe(1);
    expect(result.outputs["failure-reason"]).toBe("install-python");
    const [error] = result.annotations;
    for (const part of ["tool-cache: ", "mirror: ", "wrong checksum", "standalone: "]) {
      expect(error?.message).toContain(part);
    }
    expect(kept.lines).toEqual([]);
  });

  test("without a checksum in the manifest is installed with a warning", async () => {
    await using folder = await temporaryFolder();
    await packArchive(python, { layout: "root", file: join(folder.path, "python.tar.gz") });
    await writeMirror(folder.path, [{ release: python.release, downloadUrl: "python.tar.gz" }]);
    await using job = await startJob({ files });

    const result = await build(job, { "python-mirror": folder.path });

    expect(result.exitCode).toBe(0);
    expect(result.annotations.map(({ severity, title }) => ({ severity, title }))).toEqual([
      { severity: "warning", title: "python.tar.gz was not verified" },
    ]);
  });

  test("and that no source has is an error that names the sources", async () => {
    await using job = await startJob({ files: { "requirements.txt": "", "runtime.txt": "python-3.6.\n" } });

    const result = await job.runAction({ actionFolder: join(import.meta.dirname, "../.."), with: { cache: "false" } });

    const error = result.annotations.find(({ severity }) => severity === "error");
    expect(result.exitCode).toBe(1);
    expect(result.outputs).toMatchObject({ "python-version": "3.6.6", "failure-reason": "install-python" });
    expect(error?.message).toContain("standalone: there is no build of Python 3.6.6");
  });
});

/** A proxy at which nobody listens: nothing of the internet is reached, and the test does not depend on it. */
const unreachable = { https_proxy: "http://127.0.0.1:9", http_proxy: "http://127.0.0.1:9" };

async function sourceOf(outputs: Readonly<Record<string, string>>): Promise<string | undefined> {
  const report = JSON.parse(await readFile(outputs["report"] ?? "", "utf8"));
  return report.python.source;
}
