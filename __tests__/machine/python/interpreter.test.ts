import { execFile } from "node:child_process";
import { readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { describe, expect, onTestFinished, test } from "vitest";

import { inspect, inspectFolder } from "../../../src/machine/python/interpreter.js";
import { packIntoToolCache } from "../../support/python-packing.js";
import { machinePythons, needsPython } from "../../support/pythons.js";
import { type FileContent, temporaryFolder, writeFiles } from "../../support/temporary-folder.js";

const pythons = machinePythons();
const newest = pythons[0];
const exec = promisify(execFile);

async function folderOfTest(): Promise<string> {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());

  return folder.path;
}

function script(content: string): FileContent {
  return { content: `#!/bin/sh\n${content}\n`, mode: 0o755 };
}

/** A script that answers for an interpreter. */
async function answering(answer: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await folderOfTest();
  const usual = { release: "3.13.0", final: true, ordinary: true, executable: "/python", prefix: "/", wheels: [] };
  const json = JSON.stringify({ ...usual, isEnvironment: false, ...answer });
  await writeFiles(folder, { "bin/python": script(`cat <<'END'\n${json}\nEND`) });

  return join(folder, "bin/python");
}

test.each(pythons)("knows Python $release", async ({ interpreter, release, prefix }) => {
  const python = await inspect(interpreter, "machine");

  expect(python).toEqual({
    release,
    source: "machine",
    executable: interpreter,
    prefix,
    bundledPip: expect.stringMatching(/\/ensurepip\/_bundled\/pip-[\d.]+-py[^/]+\.whl$/),
    needsLibraryPath: false,
  });
});

test.each(pythons.filter(({ series }) => series !== "2.7"))(
  "refuses an environment of Python $series",
  async (python) => {
    const environment = join(await folderOfTest(), "environment");
    await exec(python.interpreter, ["-m", "venv", "--without-pip", environment]);

    expect(await inspect(join(environment, "bin/python"), "machine")).toBeUndefined();
  },
);

test.each([
  ["a program that is none", script("echo 'I am no Python'")],
  ["a program that prints JSON of its own", script(`echo '{"version": 1}'`)],
  ["a program that prints what begins like JSON", script("echo '{ usage }'")],
  ["a program that prints nothing", script("")],
  ["a program that fails", script("exit 1")],
  ["what has no execute bit", "#!/bin/sh\n"],
  ["a binary that is none", { content: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), mode: 0o755 }],
])("refuses %s", async (_, file) => {
  const folder = await folderOfTest();
  await writeFiles(folder, { "bin/python": file });

  expect(await inspect(join(folder, "bin/python"), "machine")).toBeUndefined();
  expect(await inspect(join(folder, "bin/nothing"), "machine")).toBeUndefined();
  expect(await inspect(join(folder, "bin"), "machine")).toBeUndefined();
});

test.each([
  ["a release that is not final", { final: false }],
  ["PyPy, and free-threaded builds", { ordinary: false }],
  ["an environment", { isEnvironment: true }],
])("refuses %s", async (_, answer) => {
  expect(await inspect(await answering({}), "machine")).toBeDefined();
  expect(await inspect(await answering(answer), "machine")).toBeUndefined();
});

test.each([
  [["pip-9.0.1-py2.py3-none-any.whl", "pip-19.2.3-py2.py3-none-any.whl"], "pip-19.2.3-py2.py3-none-any.whl"],
  [["pip-24.0-py3-none-any.whl", "pip-23.3.2-py3-none-any.whl"], "pip-24.0-py3-none-any.whl"],
  [["pip-25.10-py3-none-any.whl", "pip-25.9.1-py3-none-any.whl"], "pip-25.10-py3-none-any.whl"],
  [[], undefined],
])("takes the newest by number of the wheels %j", async (names, expected) => {
  const folder = "/opt/pip-99/lib/ensurepip/_bundled";
  for (const order of [names, names.toReversed()]) {
    const python = await inspect(await answering({ wheels: order.map((name) => `${folder}/${name}`) }), "machine");

    expect(python?.bundledPip).toBe(expected && `${folder}/${expected}`);
  }
});

test("understands an interpreter that is talkative", async () => {
  const folder = await folderOfTest();
  const real = await answering({});
  await writeFiles(folder, { "bin/python": script(`echo warning >&2; echo '{banner}'; ${real}; echo bye >&2`) });

  expect((await inspect(join(folder, "bin/python"), "machine"))?.release).toBe("3.13.0");
});

describe.skipIf(newest === undefined)("of a copy that stands alone", () => {
  /** A copy of a Python in a folder with a name that is not ASCII. */
  async function copyOf(series: string | undefined): Promise<string> {
    const python = (series && needsPython(series)) || newest;
    if (!python) throw new Error("There is no Python");

    return await packIntoToolCache(python, join(await folderOfTest(), "tôol câche"));
  }

  test.each(["2.7", "3.6", undefined])("works in a folder whose name is not ASCII (%s)", async (series) => {
    const place = await copyOf(series);

    const python = await inspect(join(place, "bin/python"), "tool-cache");

    expect(python).toMatchObject({ prefix: place, executable: join(place, "bin/python") });
    expect(python?.bundledPip).toContain(place);
  });

  test("writes nothing into it", async () => {
    const place = await copyOf(undefined);
    const before = await readdir(place, { recursive: true });

    await inspect(join(place, "bin/python"), "tool-cache");

    expect((await readdir(place, { recursive: true })).toSorted()).toEqual(before.toSorted());
  });

  test("tells free-threaded builds by the flags of their ABI", async () => {
    const place = await copyOf(undefined);
    const [library] = (await readdir(join(place, "lib"))).filter((name) => /^python3\.\d+$/.test(name));
    await writeFile(
      join(place, "lib", String(library), "site-packages/sitecustomize.py"),
      "import sys; sys.abiflags = 't'\n",
    );

    expect(await inspect(join(place, "bin/python"), "tool-cache")).toBeUndefined();
  });

  test("tells the Python behind a shim", async () => {
    const place = await copyOf(undefined);
    const folder = await folderOfTest();
    await writeFiles(folder, { "shims/python": script(`exec '${place}/bin/python' "$@"`) });

    expect((await inspect(join(folder, "shims/python"), "machine"))?.executable).toBe(join(place, "bin/python"));
  });

  test("finds the interpreter of a folder by its series, its major version, or as python", async () => {
    const folder = await folderOfTest();
    const release = newest?.release ?? "";
    const names = [`python${newest?.series}`, "python3", "python"];

    for (const name of names) {
      const prefix = join(folder, name);
      await writeFiles(prefix, { "bin/other": "" });
      await symlink(newest?.interpreter ?? "", join(prefix, "bin", name));
      expect((await inspectFolder(prefix, release, "mirror"))?.executable).toBe(join(prefix, "bin", name));
      expect(await inspectFolder(prefix, "3.13.99", "mirror")).toBeUndefined();
    }
    expect(await inspectFolder(join(folder, "nothing"), release, "mirror")).toBeUndefined();
  });
});
