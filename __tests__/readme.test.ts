import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { inputNames } from "../src/inputs.js";

const root = join(import.meta.dirname, "..");
const action = parse(readFileSync(join(root, "action.yml"), "utf8"));

test("the documentation has what action.yml, the platforms and the rules say", () => {
  expect(() =>
    execFileSync(process.execPath, ["scripts/docs.mjs", "--check"], { cwd: root, stdio: "pipe" }),
  ).not.toThrow();
});

test("action.yml declares the inputs that are read", () => {
  expect(Object.keys(action.inputs)).toEqual([...inputNames]);
});
