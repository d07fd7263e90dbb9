import { expect, test } from "vitest";

import { BuildError } from "../../../src/build-error.js";
import type { PythonSource } from "../../../src/machine/python/source.js";
import { installFrom } from "../../../src/machine/python/sources.js";
import type { PythonRequest, PythonSourceName } from "../../../src/runner.js";

const request: PythonRequest = { release: "3.13.2", mirror: "mirror" };

/** Sources that note that they were asked; the named one has a Python. */
function sourcesWith(found: PythonSourceName | undefined) {
  const asked: [PythonSourceName, PythonRequest][] = [];
  const names = ["tool-cache", "mirror", "standalone"] as const;
  const sources = names.map((name): PythonSource => {
    const python = { release: "3.13.2", source: name, executable: `/${name}/python`, prefix: `/${name}` };
    const whole = { ...python, bundledPip: undefined, needsLibraryPath: false };

    return {
      name,
      install: async (wanted) => {
        asked.push([name, wanted]);
        return name === found
          ? { found: true, python: whole, problems: [] }
          : { found: false, reason: `${name} has none` };
      },
    };
  });

  return { sources, asked };
}

test("asks in order, and no further than the first that has it", async () => {
  const { sources, asked } = sourcesWith("mirror");
  const lines: string[] = [];

  const { python } = await installFrom(sources, request, (line) => lines.push(line));

  expect(python.executable).toBe("/mirror/python");
  expect(asked).toEqual([
    ["tool-cache", request],
    ["mirror", request],
  ]);
  expect(lines).toEqual(["tool-cache: tool-cache has none", expect.stringContaining("/mirror/python")]);
});

test("names each source with its reason when none has it", async () => {
  const { sources, asked } = sourcesWith(undefined);

  const error = await installFrom(sources, request, () => undefined).catch((reason: unknown) => reason);

  expect(asked).toHaveLength(3);
  expect(error).toBeInstanceOf(BuildError);
  expect(error).toMatchObject({ problem: { id: "install-python", title: expect.stringContaining("3.13.2") } });
  const { explanation } = (error as BuildError).problem;
  const places = sources.map(({ name }) => explanation.indexOf(`${name}: ${name} has none`));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test("fails as such when a source breaks", async () => {
  const broken: PythonSource = { name: "mirror", install: () => Promise.reject(new TypeError("a bug")) };

  await expect(installFrom([broken], request, () => undefined)).rejects.toThrow(TypeError);
});
