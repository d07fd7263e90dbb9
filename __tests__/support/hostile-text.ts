import fc from "fast-check";

const pieces = [
  ...[
    "3.12",
    "3.6.",
    "python-",
    "#",
    "'",
    '"',
    '"""',
    "\n",
    "\r\n",
    "\t",
    " ",
    "\0",
    "\uFEFF",
    "\u00A0",
    "\u2003",
    "😀",
  ],
  ...["{", "}", "[", "]", ":", ",", "=", "null", "3.10", "-1", "1e5", "\\", "<<<<<<< HEAD\n", "=======\n", "__proto__"],
  ...[
    "[[source]]\n",
    'name = "a"\n',
    'url = "u"\n',
    "[requires]\n",
    'python_version = "3"\n',
    "[packages]\n",
    'a = "*"\n',
  ],
  ...[
    '{"_meta": {',
    '"requires": {',
    '"python_version": ',
    '"hash": {"sha256": ',
    '"sources": [',
    '"extends": "classic"',
  ],
  ...["#!/bin/bash\n", "python x\n", "$(", "`", ";", "[tool.poetry]\n", '"version": "3.13.2"', '"files": ['],
];

/** Texts as a broken or malicious file may hold them: pieces of real ones in any order, or any characters. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.json() },
);

const million = 1_000_000;

/** Texts of a megabyte on which a careless parser takes quadratic time. */
export const endlessTexts: readonly (readonly [what: string, text: string])[] = [
  ["blanks", " ".repeat(million)],
  ["blanks before a character", `${" ".repeat(million)}x`],
  ["blanks in a version", `3.12${" ".repeat(million)}x`],
  ["blanks before a comment", `3.12${" \t".repeat(million / 2)}# c`],
  ["wide blanks in a version", `3.12${"\u2003".repeat(million)}x`],
  ["hidden characters", `3.12${"\u200B".repeat(million)}x`],
  ["line ends", "\n".repeat(million)],
  ["carriage returns", "\r".repeat(million)],
  ["quotes", '"'.repeat(million)],
  ["single quotes", "'".repeat(million)],
  ["escaped quotes", `a = "${'\\"'.repeat(million / 2)}`],
  ["escaped quotes in a comment", `# "${'\\"'.repeat(million / 2)}\n[packages]\na = "*"\n`],
  ["a long string", `a = "${"\\\\".repeat(million / 2)}"\n`],
  ["a long text of several lines", `a = """${"x\\\n".repeat(million / 3)}"""\n`],
  ["hashes", "#".repeat(million)],
  ["hashes between blanks", " #".repeat(million / 2)],
  ["digits", "1".repeat(million)],
  ["digits with dots", "1.".repeat(million / 2)],
  ["a long version", `3.${"1".repeat(million)}`],
  ["many versions", "3.12\n".repeat(million / 5)],
  ["open brackets", "[".repeat(million)],
  ["open braces", "{".repeat(million)],
  ["nested lists", `a = ${"[".repeat(50_000)}${"]".repeat(50_000)}`],
  ["nested JSON", `${"[".repeat(million / 2)}${"]".repeat(million / 2)}`],
  ["nested members", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
  ["assignments", "a=b ".repeat(million / 4)],
  ["assignments between semicolons", "a=b;".repeat(million / 4)],
  ["words that run the next", "exec ".repeat(million / 5)],
  ["semicolons", ";".repeat(million)],
  ["semicolons between blanks", "; ".repeat(million / 2)],
  ["a shebang", `#!${"/python ".repeat(million / 8)}x`],
  ["substitutions in quotes", `"${"$(".repeat(million / 2)}"`],
  ["sources", "[[source]]\n".repeat(million / 11)],
];
