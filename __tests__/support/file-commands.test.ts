import { expect, test } from "vitest";

import { parseAssignments, parsePaths } from "./file-commands.js";

test.each([
  ["a=1\n\nb=x=y\n", { a: "1", b: "x=y" }],
  ["a=\n", { a: "" }],
  ["a=1<<2", { a: "1<<2" }],
  ["a<<END\none\n\ntwo=2\nEND\nb=1", { a: "one\n\ntwo=2", b: "1" }],
  ["a<<END\nEND", { a: "" }],
  ["a<<END\n END\nENDE\nEND\n", { a: " END\nENDE" }],
  ["a<<=\nx\n=\n", { a: "x" }],
  ["a=1\na=2", { a: "2" }],
])("reads %j", (text, assignments) => {
  expect(parseAssignments(text)).toEqual(assignments);
});

test.each(["no assignment", "=1", "<<END\nEND", "a<<\n\n", "a<<END\nvalue"])("refuses %j", (text) => {
  expect(() => parseAssignments(text)).toThrow("Invalid");
});

test("keeps the last of equal folders", () => {
  expect(parsePaths("/a\n/b\n\n/a\n")).toEqual(["/b", "/a"]);
});
