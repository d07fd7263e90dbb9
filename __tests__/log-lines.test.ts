import { expect, test } from "vitest";
import { secondsText, tidy } from "../src/log-lines.js";

test.each([
  [
    "Requirement already satisfied: flask in /e/lib/python3.13/site-packages (from -r requirements.txt (line 1)) (3.1.0)",
    "Requirement already satisfied: flask (from -r requirements.txt (line 1)) (3.1.0)",
  ],
  ["  Requirement already satisfied: pip>=20 in /e/lib (26.2.1)", "  Requirement already satisfied: pip>=20 (26.2.1)"],
  ["Requirement already satisfied: pip in /my own/e/lib", "Requirement already satisfied: pip"],
  ["Collecting flask in /e", "Collecting flask in /e"],
  ["", ""],
])("%j is shown as %j", (line, shown) => {
  expect(tidy(line)).toBe(shown);
});

test("an endless line is shown, too", () => {
  const line = `Requirement already satisfied: x${" in /e (".repeat(20_000)}`;

  expect(tidy(line)).toMatch(/^Requirement already satisfied: x/);
});

test.each([
  [0, "0.0 s"],
  [1.26, "1.3 s"],
  [75, "75.0 s"],
])("%d seconds are shown as %s", (seconds, text) => {
  expect(secondsText(seconds)).toBe(text);
});
