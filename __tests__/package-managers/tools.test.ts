import { describe, expect, test } from "vitest";
import { toolsFor } from "../../src/package-managers/tools.js";
import tools from "../../src/package-managers/tools.json" with { type: "json" };
import { classic } from "../support/platforms.js";

describe("tools.json", () => {
  test("has a row for each series of classic", () => {
    expect(Object.keys(tools).sort()).toEqual(Object.keys(classic.series).sort());
  });

  test.each(Object.entries(tools))("pins exact versions for %s", (_, row) => {
    const versions = Object.values(row).filter((value) => typeof value === "string");

    expect(versions).toEqual(versions.filter((version) => /^\d+(\.\d+)+$/.test(version)));
    expect(row).toMatchObject({ pip: expect.any(String), pipenv: expect.any(String) });
  });

  test("gives setuptools to series up to 3.12 alone", () => {
    const having = Object.entries(tools).flatMap(([series, row]) => ("setuptools" in row ? [series] : []));

    expect(having.sort()).toEqual(["2.7", "3.10", "3.11", "3.12", "3.6", "3.7", "3.8", "3.9"]);
  });

  test("gives pip to Pipenv apps on 2.7 and 3.6 alone", () => {
    const having = Object.entries(tools).flatMap(([series, row]) => ("pipenvNeedsPip" in row ? [series] : []));

    expect(having.sort()).toEqual(["2.7", "3.6"]);
  });
});

test.each([
  ["3.13", tools["3.13"]],
  ["3.99", tools["3.14"]],
  ["3.5", tools["2.7"]],
  ["1.0", tools["2.7"]],
])("the tools for %s are those of the nearest series", (series, row) => {
  expect(toolsFor(series)).toEqual(row);
});
