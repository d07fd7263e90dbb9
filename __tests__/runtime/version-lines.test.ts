import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { versionLines } from "../../src/runtime/version-lines.js";

const trimmed = [
  ..."\t\v\f\r \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200A\u2028\u2029\u205F\u3000",
];
const kept = [..."\u0085\u00A0\u2007\u200B\u202F\uFEFF"];

describe("the lines of a version file", () => {
  test.each(trimmed)("lose %j at both ends", (space) => {
    expect(versionLines(`${space}${space}3.12${space}`)).toEqual([{ text: "3.12", number: 1 }]);
  });

  test.each(kept)("keep %j", (character) => {
    expect(versionLines(`${character}3.12${character}`)).toEqual([{ text: `${character}3.12${character}`, number: 1 }]);
  });

  test("end at LF alone, and are counted with blanks and comments", () => {
    expect(versionLines("# a\r\n\n 3.12\r3.13 \r\n\t# b\n3.14#c")).toEqual([
      { text: "3.12\r3.13", number: 3 },
      { text: "3.14#c", number: 5 },
    ]);
  });

  test("are never blank, a comment or untrimmed", () => {
    const text = fc.string({ unit: fc.constantFrom(...trimmed, ...kept, "\n", "#", "3", ".") });
    fc.assert(
      fc.property(text, (content) => {
        for (const line of versionLines(content)) {
          expect(line.text).not.toMatch(/^(#|$)/);
          expect(trimmed).not.toContain(line.text.at(0));
          expect(trimmed).not.toContain(line.text.at(-1));
          expect(content.split("\n")[line.number - 1]).toContain(line.text);
        }
      }),
    );
  });
});
