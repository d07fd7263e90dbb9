import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseToml } from "../src/toml.js";

describe("TOML", () => {
  test("is read", () => {
    expect(parseToml('a = "x"\n[b]\nc = 1\n')).toEqual({ valid: true, table: { a: "x", b: { c: 1 } } });
  });

  test.each<[text: string, line: number]>([
    ["a = ", 1],
    ["[a]\nb = 1\nb = 2\n", 3],
    ["[a]\n\n  c == 1", 3],
    ["\uFEFFa = 1", 1],
    ["a = 3.12.4", 1],
    ["x\r\n", 1],
  ])("%j is refused with its place", (text, line) => {
    const parsed = parseToml(text);

    expect(parsed).toMatchObject({ valid: false, line });
    expect(parsed.valid ? "" : parsed.reason).toMatch(new RegExp(`^[^A-Z\\n].* at line ${line}, column \\d+$`));
  });

  test("is read or refused, whatever it holds", () => {
    const pieces = fc.array(
      fc.constantFrom(..."[]{}=.,\"'#\\ \n\r\t01-", '"""', "'''", "a", "__proto__", "inf", "1979-05-27", "😀"),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((parts) => parts.join("")),
          fc.string({ unit: "binary" }),
        ),
        (text) => {
          const parsed = parseToml(text);

          if (parsed.valid) expect(typeof parsed.table).toBe("object");
          else expect(parsed.line).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });
});
