import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findMember, parseJson } from "../src/json.js";

describe("JSON", () => {
  test.each<[string, unknown]>([
    ["{}", {}],
    ["null", null],
    ["\uFEFF[1]", [1]],
    [' "a" \n', "a"],
  ])("%j is read", (text, value) => {
    expect(parseJson(text)).toEqual({ valid: true, value });
  });

  test.each<[text: string, reason: RegExp, line: number | undefined]>([
    ["", /empty/, 1],
    [" \n\t\r\n", /empty/, 1],
    ["\uFEFF", /empty/, 1],
    ['{\n  "a": 1,\n}', /line 3, column 1/, 3],
    ['{\n  "a" 1\n}', /line 2, column 7/, 2],
    ["[1, 2", /line 1, column 6/, 1],
    ["\nx", /line 2, column 1/, 2],
    ["{} x", /line 1, column 4/, 1],
    ["// c\n{}", /line 1, column 1/, 1],
    ["{\r\n<<<<<<< HEAD\r\n=======\r\n>>>>>>> b\r\n}", /conflict/, 2],
    ['{"a": "\n"}', /line 1/, 1],
    ["[".repeat(100_000), /./, undefined],
  ])("%.40j is refused with its place", (text, reason, line) => {
    expect(parseJson(text)).toEqual({ valid: false, reason: expect.stringMatching(reason), line });
  });

  test("is read as JSON.parse does, or refused at a line of the text", () => {
    const pieces = fc.array(
      fc.constantFrom(...'{}[]:,"\\ \n\r\t01.-ex', "null", "\uFEFF", "\u00A0", "=======", "/*", "😀"),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((parts) => parts.join("")),
          fc.json(),
          fc.string({ unit: "binary" }),
        ),
        (text) => {
          const parsed = parseJson(text);

          if (parsed.valid) expect(parsed.value).toEqual(JSON.parse(text.replace(/^\uFEFF/, "")));
          else expect(parsed.line ?? 1).toBeLessThanOrEqual(text.split("\n").length);
        },
      ),
    );
  });
});

describe("a member of JSON", () => {
  const text = '\uFEFF{\n "a": {\n  "b": 3.10\n }\n}';

  test("is found with its line and as it is written", () => {
    expect(findMember(text, ["a", "b"])).toEqual({ line: 3, written: "3.10" });
    expect(findMember(text, ["a"])?.line).toBe(2);
    expect(findMember(text, [])?.line).toBe(1);
  });

  test.each([[["b"]], [["a", "b", "c"]], [["a", "c"]], [["toString"]]])("%j is not found", (path) => {
    expect(findMember(text, path)).toBeUndefined();
  });

  test("is found before what is nested beyond reason", () => {
    expect(findMember(`{"a": 1, "b": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`, ["a"])).toEqual({
      line: 1,
      written: "1",
    });
  });
});
