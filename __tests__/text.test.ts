import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineAt, lineOf, valueText, visible } from "../src/text.js";

test.each([
  ["", 0, 1],
  ["a\nb", 0, 1],
  ["a\nb", 1, 1],
  ["a\nb", 2, 2],
  ["\n\n\n", 3, 4],
  ["a\r\nb\rc", 6, 2],
])("in %j, offset %i is on line %i", (text, offset, line) => {
  expect(lineAt(text, offset)).toBe(line);
});

test("the line of a match is told, or that there is none", () => {
  expect(lineOf("a\n b\n", /^ b/m)).toBe(2);
  expect(lineOf("a\n", /b/)).toBeUndefined();
});

describe("what a message shows of a value", () => {
  test.each([
    ["python-3.12", "python-3.12"],
    ["\t a", "\t a"],
    ["a\0b", "a␀b"],
    ["\uFEFF3.12\u00A0", "\uFFFD3.12\uFFFD"],
    ["\u001b[31m\r\n\u007F", "\uFFFD[31m\uFFFD\uFFFD\uFFFD"],
    ["é😀", "\uFFFD\uFFFD"],
    ["x".repeat(101), "x".repeat(100)],
    [`${"x".repeat(99)}😀`, `${"x".repeat(99)}\uFFFD`],
  ])("of %j is %j", (value, shown) => {
    expect(visible(value)).toBe(shown);
  });

  test("is printable ASCII, tab, U+FFFD and ␀ alone, and 100 characters at most", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (value) => {
        expect(visible(value)).toMatch(/^[\x20-\x7e\t\uFFFD␀]{0,100}$/u);
      }),
    );
  });

  test.each<[unknown, string]>([
    ["a", "a"],
    [1, "1"],
    [10n ** 20n, "100000000000000000000"],
    [true, "true"],
    [null, "null"],
    [[1], "[…]"],
    [{ toString: 1 }, "{…}"],
    [new Date(0), "{…}"],
  ])("of the parsed value %o is %j", (value, shown) => {
    expect(valueText(value)).toBe(shown);
  });
});
