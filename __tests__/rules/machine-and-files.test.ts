import { expect, test } from "vitest";
import { readableFiles } from "../../src/rules/source.js";
import { knownStack } from "../../src/rules/stack.js";
import { factsOf } from "../support/facts.js";
import { fakeMachine } from "../support/fake-runner.js";
import { idsOf } from "../support/verdicts.js";

test.each([
  ["linux", "x64", []],
  ["linux", "arm64", []],
  ["darwin", "x64", []],
  ["darwin", "arm64", []],
  ["win32", "x64", ["checks::stack::unknown"]],
  ["linux", "arm", ["checks::stack::unknown"]],
  ["freebsd", "x64", ["checks::stack::unknown"]],
])("on %s and %s: %j", (os, arch, ids) => {
  expect(idsOf(knownStack(factsOf({}, { machine: { ...fakeMachine, os, arch } })))).toEqual(ids);
});

test("a file that the build reads and can't is told about, hooks by a rule of their own", () => {
  const gone = { unreadable: "its mode lets nobody read it" };

  const problems = readableFiles(
    factsOf({ "setup.py": gone, Pipfile: gone, "bin/pre_compile": gone, "README.md": gone }),
  );

  expect(problems.map(({ id, location }) => [id, location?.file])).toEqual([
    ["source::unreadable", "Pipfile"],
    ["source::unreadable", "setup.py"],
  ]);
});
