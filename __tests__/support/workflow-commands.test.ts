import { expect, test } from "vitest";

import { parseWorkflowCommand } from "./workflow-commands.js";

const names = new Set(["error", "group"]);

test.each([
  ["::group::Install", { name: "group", properties: {}, data: "Install" }],
  ["  ::ERROR::indented, in capitals", { name: "error", properties: {}, data: "indented, in capitals" }],
  [
    "::error file=app/Procfile,line=2,title=A%3A b%2C c::50%25 done%0Anext: %250A",
    { name: "error", properties: { file: "app/Procfile", line: "2", title: "A: b, c" }, data: "50% done\nnext: %0A" },
  ],
  ["::error title=::a value may be missing", { name: "error", properties: {}, data: "a value may be missing" }],
  [
    "text before ##[error file=a%3Bb;line=1]data%5D",
    { name: "error", properties: { file: "a;b", line: "1" }, data: "data]" },
  ],
])("reads %s", (line, command) => {
  expect(parseWorkflowCommand(line, names)).toEqual(command);
});

test.each(["plain text", "text before ::error::x", "::error", "::unknown::x", "##[unknown]x", "C++: std::error::code"])(
  "takes %s for text",
  (line) => {
    expect(parseWorkflowCommand(line, names)).toBeUndefined();
  },
);
