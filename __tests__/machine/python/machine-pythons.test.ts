import { symlink } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { machinePythons } from "../../../src/machine/python/machine-pythons.js";
import type { Variables } from "../../../src/variables.js";
import { packIntoToolCache } from "../../support/python-packing.js";
import { type MachinePython, machinePythons as pythonsOfMachine } from "../../support/pythons.js";
import { type FileContent, temporaryFolder, writeFiles } from "../../support/temporary-folder.js";
import { tinyInterpreter } from "../../support/tiny-python.js";

const newest = pythonsOfMachine()[0];

/** An interpreter that says that it is of this release, with pip's wheel or without. */
function saying(
  release: string,
  wheels: readonly string[] = ["/ensurepip/_bundled/pip-24.0-py3-none-any.whl"],
): FileContent {
  const facts = { release, final: true, ordinary: true, isEnvironment: false, prefix: "/", wheels };
  const json = JSON.stringify({ ...facts, executable: `/of/${release}` });

  return { content: `#!/bin/sh\necho '${json}'\n`, mode: 0o755 };
}

/** A home folder with these files. Nothing of the machine's own is in reach. */
async function home(files: Readonly<Record<string, FileContent>> = {}) {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  await writeFiles(folder.path, files);
  const find = async (release: string, variables: Variables = {}) => {
    const result = await machinePythons({ HOME: folder.path, PATH: "", ...variables }).install(
      {
        release,
        mirror: undefined,
      },
      () => undefined,
    );

    return result.found ? result.python.executable : undefined;
  };

  return { path: folder.path, find };
}

// Of a series that no machine's tool cache has.
const pyenv = {
  ".pyenv/versions/3.98.2/bin/python3.98": saying("3.98.2"),
  ".pyenv/versions/3.98.10/bin/python3.98": saying("3.98.10"),
  ".pyenv/versions/3.98.9/bin/python3.98": saying("3.98.9"),
  ".pyenv/versions/3.9.1/bin/python3.9": saying("3.9.1"),
  ".pyenv/versions/3.98.11/bin/python3": saying("3.98.11"),
};

test("prefers the release itself, or else the newest of its series by number", async () => {
  const { find } = await home(pyenv);

  expect(await find("3.98.2")).toBe("/of/3.98.2");
  expect(await find("3.98.7")).toBe("/of/3.98.10");
  expect(await find("3.97.1")).toBeUndefined();
});

test("looks where PYENV_ROOT says, and at its usual place when that is empty", async () => {
  const { find, path } = await home(pyenv);
  const other = await home({ "versions/3.98.20/bin/python3.98": saying("3.98.20") });

  expect(await find("3.98.2", { PYENV_ROOT: other.path })).toBe("/of/3.98.20");
  expect(await other.find("3.98.2", { PYENV_ROOT: join(path, ".pyenv") })).toBe("/of/3.98.2");
  expect(await find("3.98.2", { PYENV_ROOT: "" })).toBe("/of/3.98.2");
});

test("looks among uv's Pythons, also at a place of the user's own", async () => {
  const name = `cpython-3.98.4-${process.platform}-x86_64-gnu`;
  const { find } = await home({ [`.local/share/uv/python/${name}/bin/python3.98`]: saying("3.98.4") });
  const other = await home({ [`uv/python/${name}/bin/python3.98`]: saying("3.98.5") });

  expect(await find("3.98.4")).toBe("/of/3.98.4");
  expect(await find("3.98.4", { XDG_DATA_HOME: "" })).toBe("/of/3.98.4");
  expect(await find("3.98.4", { XDG_DATA_HOME: other.path })).toBe("/of/3.98.5");
  expect(await find("3.98.4", { UV_PYTHON_INSTALL_DIR: join(other.path, "uv/python") })).toBe("/of/3.98.5");
});

test("looks on PATH, and in absolute folders only", async () => {
  const { find, path } = await home({ "one/python3.98": saying("3.98.1"), "two/python3.98": saying("3.98.2") });
  const PATH = ["", ".", "one", `${path}/nowhere`, `${path}/one/python3.98`, `${path}/one`, `${path}/two`].join(":");

  expect(await find("3.98.1", { PATH })).toBe("/of/3.98.1");
  expect(await find("3.98.5", { PATH })).toBe("/of/3.98.2");
});

test("takes no interpreter without pip's wheel, and none of another series than its name says", async () => {
  const { find, path } = await home({
    "one/python3.98": saying("3.98.9", []),
    "two/python3.98": saying("3.97.9"),
    "three/python3.98": { content: "#!/bin/sh\nexit 127\n", mode: 0o755 },
    "four/python3.98": "not executable",
    "five/python3.98/folder": "",
    "six/python3.98": saying("3.98.1"),
  });
  const PATH = ["one", "two", "three", "four", "five", "six"].map((name) => join(path, name)).join(":");

  expect(await find("3.98.9", { PATH })).toBe("/of/3.98.1");
});

describe.skipIf(newest === undefined)("a Python of this machine", () => {
  if (newest === undefined) return;

  test("is found through a link on PATH", async () => {
    const { find, path } = await home({ "bin/other": "" });
    await symlink(newest.interpreter, join(path, "bin", `python${newest.series}`));

    expect(await find(newest.release, { PATH: join(path, "bin") })).toContain(`python${newest.series}`);
  });

  test("is found in pyenv's layout, and not by pyenv's shims", async () => {
    const { find, path } = await pyenvHome(newest);
    const shims = join(path, ".pyenv/shims");

    const found = await find(newest.release, { PATH: `${shims}:/usr/bin:/bin` });

    expect(found).toBe(join(path, ".pyenv/versions", newest.release, "bin", `python${newest.series}`));
  });

  /** pyenv's versions with the Python, and shims: one that works, one that has no version to start. */
  async function pyenvHome(python: MachinePython) {
    const own = await home({
      ".pyenv/shims/python3": {
        content: "#!/bin/sh\necho 'pyenv: python3: command not found' >&2\nexit 127\n",
        mode: 0o755,
      },
    });
    const { path } = own;
    const place = await packIntoToolCache(python, join(path, "copy"));
    const version = join(path, ".pyenv/versions", python.release);
    await writeFiles(path, { ".pyenv/versions/keep": "" });
    await symlink(place, version);
    const interpreter = join(version, "bin", `python${python.series}`);
    await writeFiles(path, { [`.pyenv/shims/python${python.series}`]: tinyInterpreter({ ...python, interpreter }) });

    return own;
  }
});
