import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareVersions, parseVersion, seriesOf, versionText } from "../../src/runtime/version.js";

describe("a version", () => {
  test.each([
    ["3.12", { series: "3.12", release: undefined }],
    ["3.12.0", { series: "3.12", release: "3.12.0" }],
    ["0.0", { series: "0.0", release: undefined }],
    ["10.20.30", { series: "10.20", release: "10.20.30" }],
  ])("%s is one", (text, version) => {
    expect(parseVersion(text)).toEqual(version);
    expect(versionText(version)).toBe(text);
    expect(seriesOf(text)).toBe(version.series);
  });

  test.each([
    ...["", "3", "3.", "3.12.", ".12", "3..12", "3.12.1.0", "03.12", "3.012", "3.12.00", "3.12\n", "\n3.12", " 3.12"],
    ...["3.12a1", "+3.12", "-3.12", "3,12", "3.x", "٣.١٢", "3.１２", "1e3.1", "3.12.-1"],
  ])("%j is none", (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  test.each([
    ["3.9", "3.10"],
    ["3.13.9", "3.13.15"],
    ["2.7.18", "3.0.0"],
    ["3.13", "3.13.1"],
    ["3.99", "99999999999999999999.0"],
  ])("%s is older than %s", (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
    expect(compareVersions(newer, newer)).toBe(0);
  });

  test("is compared as its numbers are", () => {
    const numbers = fc.tuple(fc.nat(), fc.nat(), fc.nat());
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [index = 0] = [0, 1, 2].filter((at) => a[at] !== b[at]);

        expect(compareVersions(a.join("."), b.join("."))).toBe(Math.sign((a[index] ?? 0) - (b[index] ?? 0)));
      }),
    );
  });
});
