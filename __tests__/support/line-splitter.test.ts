import { expect, test } from "vitest";

import { lineSplitter } from "./line-splitter.js";

test.each([
  [["one\ntwo\r\nthree\rfour"], ["one", "two", "three", "four"]],
  [
    ["o", "ne\r", "\ntwo\r", "three\r"],
    ["one", "two", "three"],
  ],
  [["\n\n"], ["", ""]],
  [[], []],
])("makes lines of %j", (chunks, lines) => {
  const seen: string[] = [];
  const splitter = lineSplitter((line) => seen.push(line));

  for (const chunk of chunks) splitter.write(chunk);
  splitter.end();

  expect(seen).toEqual(lines);
});
