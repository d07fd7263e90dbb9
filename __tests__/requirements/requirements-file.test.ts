import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeRequirements } from "../../src/requirements/decode.js";
import {
  includedPath,
  namedVariable,
  parseRequirements,
  type RequirementLine,
} from "../../src/requirements/requirements-file.js";
import { endlessTexts, hostileText } from "../support/hostile-text.js";

/** A line for a table: where it stands, the option that it stands after, and what it asks for. */
type Row = readonly [line: number, option: "" | "-e" | "-r" | "-c" | "option", value: string];

function rowsOf(text: string): Row[] {
  return parseRequirements(text).map(rowOf);
}

function rowOf(parsed: RequirementLine): Row {
  if (parsed.kind === "include") return [parsed.line, parsed.constraint ? "-c" : "-r", parsed.path];
  if (parsed.kind === "option") return [parsed.line, "option", parsed.text];
  return [parsed.line, parsed.editable ? "-e" : "", parsed.text];
}

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");
const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("a requirements file", () => {
  test("is read into what each line asks for", () => {
    expect(parseRequirements("Django==5.2.1\n-e ./lib\n-r base.txt\n-c pins.txt\n--pre\n")).toEqual([
      { kind: "requirement", text: "Django==5.2.1", editable: false, hashed: false, line: 1 },
      { kind: "requirement", text: "./lib", editable: true, hashed: false, line: 2 },
      { kind: "include", path: "base.txt", constraint: false, line: 3 },
      { kind: "include", path: "pins.txt", constraint: true, line: 4 },
      { kind: "option", text: "--pre", line: 5 },
    ]);
  });

  test.each<[what: string, text: string, rows: Row[]]>([
    ["nothing in it", "", []],
    ["blank lines and comments alone", "\n  \n\t\n# Django\n  # flask\n", []],
    [
      "no line end at its end",
      "a\nb",
      [
        [1, "", "a"],
        [2, "", "b"],
      ],
    ],
    [
      "white space around",
      "  a \n\tb\t\n",
      [
        [1, "", "a"],
        [2, "", "b"],
      ],
    ],
    [
      "CRLF",
      "a\r\n\r\nb\r\n",
      [
        [1, "", "a"],
        [3, "", "b"],
      ],
    ],
    [
      "CR alone",
      "a\rb\r",
      [
        [1, "", "a"],
        [2, "", "b"],
      ],
    ],
    [
      "a form feed between lines",
      "a\fb",
      [
        [1, "", "a"],
        [2, "", "b"],
      ],
    ],
    [
      "every line end that Python knows",
      "a\vb\x1cc\x1dd\x1ee\x85f\u2028g\u2029h",
      [..."abcdefgh"].map((name, index): Row => [index + 1, "", name]),
    ],
    ["a unit separator, which ends no line", "a\x1fb", [[1, "", "a\x1fb"]]],
    ["NUL", "a\0b", [[1, "", "a\0b"]]],
    ["quotes around a requirement", "'a'", [[1, "", "'a'"]]],
    ["quotes around an option", '"-r base.txt"', [[1, "", '"-r base.txt"']]],
    ["a marker", 'a; python_version < "3.13"', [[1, "", 'a; python_version < "3.13"']]],
    ["an option after a requirement", "a -r base.txt", [[1, "", "a"]]],
  ])("may have %s", (_, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });

  test.each<[text: string, value: string]>([
    ["a # c", "a"],
    ["a\t# c", "a"],
    ["a\u00A0# c", "a"],
    ["a #c", "a"],
    ["a # b # c", "a"],
    ["a#c", "a#c"],
    ["a#c # d", "a#c"],
    ["git+https://example.com/a.git#egg=a", "git+https://example.com/a.git#egg=a"],
    ["git+https://example.com/a.git#egg=a # c", "git+https://example.com/a.git#egg=a"],
  ])("loses the comment of %j", (text, value) => {
    expect(rowsOf(text)).toEqual([[1, "", value]]);
  });

  test.each<[what: string, text: string, rows: Row[]]>([
    [
      "hashes",
      "a==1 \\\n  --hash=sha256:aa \\\n  --hash=sha256:bb\nb",
      [
        [1, "", "a==1"],
        [4, "", "b"],
      ],
    ],
    [
      "CRLF",
      "a==1 \\\r\n  --hash=sha256:aa\r\nb",
      [
        [1, "", "a==1"],
        [3, "", "b"],
      ],
    ],
    ["a word cut in two", "Djan\\\ngo", [[1, "", "Django"]]],
    ["several backslashes", "a\\\\\n==1", [[1, "", "a==1"]]],
    ["the path of an include", "-r \\\nbase.txt", [[1, "-r", "base.txt"]]],
    [
      "an empty line after it",
      "a \\\n\nb",
      [
        [1, "", "a"],
        [3, "", "b"],
      ],
    ],
    [
      "an empty line first",
      "\\\na\nb",
      [
        [1, "", "a"],
        [3, "", "b"],
      ],
    ],
    [
      "a comment after it, which ends the line",
      "a==1 \\\n# c\nb",
      [
        [1, "", "a==1"],
        [3, "", "b"],
      ],
    ],
    [
      "a comment with a backslash after it",
      "a \\\n  # c \\\nb",
      [
        [1, "", "a"],
        [3, "", "b"],
      ],
    ],
    [
      "a comment before the backslash, which takes the rest",
      "a==1 # c \\\n --hash=sha256:aa\nb",
      [
        [1, "", "a==1"],
        [3, "", "b"],
      ],
    ],
    ["nothing after it", "a==1 \\", [[1, "", "a==1"]]],
    ["nothing but backslashes", "\\\n\\\n\\", []],
  ])("may go on after a backslash, with %s", (_, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });

  test.each<[what: string, text: string, rows: Row[]]>([
    ["in a comment", "# c \\\nb", [[2, "", "b"]]],
    [
      "before a blank",
      "a \\ \nb",
      [
        [1, "", "a \\"],
        [2, "", "b"],
      ],
    ],
  ])("does not go on after a backslash %s", (_, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });
});

describe("an include", () => {
  test.each([
    "-r base.txt",
    "-rbase.txt",
    "-r  base.txt",
    "-r\tbase.txt",
    "  -r base.txt  ",
    "--requirement base.txt",
    "--requirement=base.txt",
    "--requirem base.txt",
    "-r base.txt # the base",
    '-r "base.txt"',
    "-r 'base.txt'",
    '-r"base.txt"',
    '-r "base".txt',
    '--requirement="base.txt"',
    "-r bas\\\ne.txt",
    "-r base.txt -r other.txt",
    "-r base.txt -c other.txt",
    "-r base.txt --pre",
    "-r base.txt other.txt",
  ])("of base.txt is %j", (text) => {
    expect(rowsOf(text)).toEqual([[1, "-r", "base.txt"]]);
  });

  test.each([
    "-c pins.txt",
    "-cpins.txt",
    "--constraint pins.txt",
    "--constraint=pins.txt",
    "--cons pins.txt",
    "-c 'pins.txt' # c",
  ])("of constraints is %j", (text) => {
    expect(rowsOf(text)).toEqual([[1, "-c", "pins.txt"]]);
  });

  test.each<[text: string, path: string]>([
    ['-r "my base.txt"', "my base.txt"],
    ["-r 'my base.txt'", "my base.txt"],
    ["-r my\\ base.txt", "my base.txt"],
    ["-r my base.txt", "my"],
    ["-r base.txt#c", "base.txt#c"],
    ["-r base.txt;x", "base.txt;x"],
    ["-r -e", "-e"],
    ["--requirement -r", "-r"],
    ["-r requirements\\base.txt", "requirementsbase.txt"],
    ["-r https://example.com/base.txt", "https://example.com/base.txt"],
    [`-r \${FOLDER}/base.txt`, `\${FOLDER}/base.txt`],
  ])("as %j leads to %j", (text, path) => {
    expect(rowsOf(text)).toEqual([[1, "-r", path]]);
  });
});

describe("an editable requirement", () => {
  test.each<[text: string, value: string]>([
    ["-e .", "."],
    ["-e ./lib", "./lib"],
    ["-e./lib", "./lib"],
    ["--editable ./lib", "./lib"],
    ["--editable=./lib", "./lib"],
    ["--ed ./lib", "./lib"],
    ["-e ./lib # c", "./lib"],
    ["-e ./lib[extra]", "./lib[extra]"],
    ['-e "./my lib"', "./my lib"],
    ["-e ./lib --config-settings a=b", "./lib"],
    ["-e ./lib -r base.txt", "./lib"],
    ["-e git+https://example.com/a.git#egg=a", "git+https://example.com/a.git#egg=a"],
    ['-e "a @ git+https://example.com/a.git"', "a @ git+https://example.com/a.git"],
  ])("is %j", (text, value) => {
    expect(rowsOf(text)).toEqual([[1, "-e", value]]);
  });
});

describe("any other option", () => {
  test.each([
    "-i https://example.com/simple",
    "--index-url https://example.com/simple",
    "--extra-index-url=https://example.com/simple",
    "--no-index",
    "-f ./wheels",
    "--pre",
    "--no-binary :all:",
    "--require-hashes",
    "--hash=sha256:aa",
  ])("is kept as it stands: %j", (text) => {
    expect(rowsOf(`${text} # c\n`)).toEqual([[1, "option", text]]);
  });
});

describe("what a requirements file asks for", () => {
  const asked = fc.constantFrom(
    "a==1",
    "b>=2 ; python_version < '4'",
    "./lib",
    "-e .",
    "-r base.txt",
    "-c 'pins.txt'",
    "--pre",
  );
  const lineEnd = fc.constantFrom("\n", "\r\n", "\r", "\n\n", " # comment\n", "\n# comment \\\n", " \\\n\n", "\t\f");

  test("is the same whatever comments, blank lines and line ends stand between", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(asked, lineEnd)), (lines) => {
        const plain = rowsOf(lines.map(([text]) => `${text}\n`).join(""));

        const found = rowsOf(lines.map(([text, end]) => text + end).join(""));

        expect(found.map(([, ...what]) => what)).toEqual(plain.map(([, ...what]) => what));
      }),
    );
  });

  test("stands on lines that the file has, one after the other", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const found = parseRequirements(text).map(({ line }) => line);

        expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
        expect(found[0] ?? 1).toBeGreaterThanOrEqual(1);
        expect(found.at(-1) ?? 1).toBeLessThanOrEqual(text.length + 1);
      }),
    );
  });

  test.each(endlessTexts)("is found in an endless file of %s", (_, text) => {
    const { text: decoded } = decodeRequirements(Buffer.from(text));

    expect(parseRequirements(decoded).length).toBeLessThanOrEqual(text.length);
  });
});

describe("an included path", () => {
  test.each<[file: string, path: string, leadsTo: string | undefined]>([
    ["requirements.txt", "base.txt", "base.txt"],
    ["requirements.txt", "./base.txt", "base.txt"],
    ["requirements.txt", "requirements/base.txt", "requirements/base.txt"],
    ["requirements/production.txt", "base.txt", "requirements/base.txt"],
    ["requirements/production.txt", "./base.txt", "requirements/base.txt"],
    ["requirements/production.txt", "../base.txt", "base.txt"],
    ["requirements/production.txt", "../requirements/./base.txt", "requirements/base.txt"],
    ["requirements/production.txt", "nowhere/../base.txt", "requirements/base.txt"],
    ["requirements/production.txt", "../../base.txt", "../base.txt"],
    ["requirements.txt", "../base.txt", "../base.txt"],
    ["../common/base.txt", "more.txt", "../common/more.txt"],
    ["requirements.txt", "/srv/base.txt", "/srv/base.txt"],
    ["requirements/production.txt", "/srv/../base.txt", "/base.txt"],
    ["requirements.txt", "requirements.txt", "requirements.txt"],
    ["requirements.txt", "my base.txt", "my base.txt"],
    ["requirements.txt", "~/base.txt", "~/base.txt"],
    ["requirements.txt", "$FOLDER/base.txt", "$FOLDER/base.txt"],
    ["requirements.txt", `\${folder}/base.txt`, `\${folder}/base.txt`],
    ["requirements.txt", "https://example.com/base.txt", undefined],
    ["requirements.txt", "HTTP://example.com/base.txt", undefined],
    ["requirements.txt", "file:///srv/base.txt", undefined],
    ["requirements.txt", `\${FOLDER}/base.txt`, undefined],
    ["requirements.txt", `base-\${PYTHON_3}.txt`, undefined],
  ])("in %s, %j, leads to %j", (file, path, leadsTo) => {
    expect(includedPath(file, path)).toBe(leadsTo);
  });

  const name = fc.constantFrom("a", "b", "..c", "d.txt", "e e");
  const place = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
  const detour = fc
    .array(fc.tuple(fc.constantFrom("x/../", "./", ".//")), { maxLength: 3 })
    .map((parts) => parts.join(""));

  test("goes up from the folder of its file, and down again, by whatever detours", () => {
    fc.assert(
      fc.property(place, place, detour, (file, target, around) => {
        const up = "../".repeat(file.split("/").length - 1);

        expect(includedPath(file, up + around + target)).toBe(target);
      }),
    );
  });
});

describe("a variable in a requirements file", () => {
  test.each<[text: string, name: string | undefined]>([
    [`https://\${TOKEN}@example.com/simple`, "TOKEN"],
    [`\${A_1}`, "A_1"],
    [`\${1A}`, "1A"],
    ["$TOKEN", undefined],
    [`\${token}`, undefined],
    [`\${TOKEN:-x}`, undefined],
    [`\${}`, undefined],
    ["%TOKEN%", undefined],
  ])("in %j is %j", (text, name) => {
    expect(namedVariable.exec(text)?.[1]).toBe(name);
  });
});

describe("the bytes of a requirements file", () => {
  test.each<[what: string, bytes: Uint8Array, encoding: string, text: string]>([
    ["nothing", Buffer.from(""), "utf-8", ""],
    ["ASCII", Buffer.from("Django\n"), "utf-8", "Django\n"],
    ["UTF-8", Buffer.from("Django # é\n"), "utf-8", "Django # é\n"],
    ["UTF-8 with a byte order mark", Buffer.from("\uFEFFDjango\n"), "utf-8", "Django\n"],
    ["UTF-16 as PowerShell writes it", utf16("Django\r\n"), "utf-16le", "Django\r\n"],
    ["UTF-16 of the other order", utf16("Django\r\n").swap16(), "utf-16be", "Django\r\n"],
    [
      "latin-1 with a comment that says so",
      latin1("# coding: latin1\n# é\n"),
      "windows-1252",
      "# coding: latin1\n# é\n",
    ],
    [
      "latin-1 by its other name",
      latin1("# -*- coding: iso-8859-1 -*-\n# é\n"),
      "windows-1252",
      "# -*- coding: iso-8859-1 -*-\n# é\n",
    ],
    [
      "latin-1 with Vim's comment",
      latin1("# vim: set fileencoding=latin1 :\n# é\n"),
      "windows-1252",
      "# vim: set fileencoding=latin1 :\n# é\n",
    ],
    [
      "latin-1 with a comment in capitals",
      latin1("# coding: LATIN1\n# é\n"),
      "windows-1252",
      "# coding: LATIN1\n# é\n",
    ],
    ["latin-1 with the comment in line 2", latin1("# é\n#coding=latin1\n"), "windows-1252", "# é\n#coding=latin1\n"],
    [
      "latin-1 with a comment after a requirement",
      latin1("Django\n# coding: latin1\n# é\n"),
      "windows-1252",
      "Django\n# coding: latin1\n# é\n",
    ],
    [
      "latin-1 with a comment after CRLF",
      latin1("\r\n# coding: latin1\r\n# é\r\n"),
      "windows-1252",
      "\r\n# coding: latin1\r\n# é\r\n",
    ],
    [
      "windows-1252 with a comment that says so",
      Buffer.from("# coding: cp1252\n# \x80\n", "latin1"),
      "windows-1252",
      "# coding: cp1252\n# €\n",
    ],
    [
      "UTF-8 with a comment that says so",
      Buffer.from("# -*- coding: utf-8 -*-\n# é\n"),
      "utf-8",
      "# -*- coding: utf-8 -*-\n# é\n",
    ],
    [
      "a mark, whatever a comment says",
      Buffer.from("\uFEFF# coding: latin1\n# é\n"),
      "utf-8",
      "# coding: latin1\n# é\n",
    ],
  ])("are %s", (_, bytes, encoding, text) => {
    expect(decodeRequirements(bytes)).toEqual({ text, encoding, decodable: true });
  });

  test.each<[what: string, bytes: Uint8Array, encoding: string, text: string]>([
    ["latin-1 without a comment", latin1("Django\n# é\n"), "utf-8", "Django\n# \uFFFD\n"],
    [
      "latin-1 with a comment in line 3",
      latin1("\n\n# coding: latin1\n# é\n"),
      "utf-8",
      "\n\n# coding: latin1\n# \uFFFD\n",
    ],
    ["latin-1 with an indented comment", latin1(" # coding: latin1\n# é\n"), "utf-8", " # coding: latin1\n# \uFFFD\n"],
    [
      "latin-1 with a blank before the colon",
      latin1("# coding : latin1\n# é\n"),
      "utf-8",
      "# coding : latin1\n# \uFFFD\n",
    ],
    ["latin-1 that says it is UTF-8", latin1("# coding: utf-8\n# é\n"), "utf-8", "# coding: utf-8\n# \uFFFD\n"],
    ["UTF-16 without a mark, which is UTF-8 with NUL", Buffer.from("ab", "utf16le"), "utf-8", "a\0b\0"],
    ["latin-1 that says it is ASCII", latin1("# coding: ascii\n# é\n"), "ascii", "# coding: ascii\n# \uFFFD\n"],
    ["UTF-8 that breaks off", Buffer.from("# é").subarray(0, 3), "utf-8", "# \uFFFD"],
  ])("can't be decoded when they are %s", (_, bytes, encoding, text) => {
    expect(decodeRequirements(bytes)).toEqual({ text, encoding, decodable: false });
  });

  test("can't be decoded when UTF-16 breaks off within a character", () => {
    const bytes = Buffer.concat([utf16("Django"), Uint8Array.of(1)]);

    expect(decodeRequirements(bytes)).toMatchObject({ encoding: "utf-16le", decodable: false });
  });

  test("give back the text that was written with a byte order mark", () => {
    const written = fc.constantFrom<(text: string) => Uint8Array>(
      (text) => Buffer.from(`\uFEFF${text}`),
      utf16,
      (text) => utf16(text).swap16(),
    );

    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), written, (text, write) => {
        expect(decodeRequirements(write(text))).toMatchObject({ text, decodable: true });
      }),
    );
  });
});

describe("a line of options", () => {
  test.each<[text: string, rows: Row[]]>([
    ["-r=other.txt", [[1, "-r", "=other.txt"]]],
    ["--pre -r other.txt", [[1, "-r", "other.txt"]]],
    ["-i https://example.com/simple -r other.txt", [[1, "-r", "other.txt"]]],
    ["-c a.txt -r b.txt", [[1, "-r", "b.txt"]]],
    ["-r a.txt -r b.txt", [[1, "-r", "a.txt"]]],
    ["-r a.txt -e ./x", [[1, "-e", "./x"]]],
    ["--cons pins.txt", [[1, "-c", "pins.txt"]]],
    ['-r ""', [[1, "-r", ""]]],
    ['-r "a\\"b.txt"', [[1, "-r", 'a"b.txt']]],
    ["-r\u00a0x.txt", [[1, "-r", "\u00a0x.txt"]]],
  ])("%j is read as pip does", (text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });

  test.each(["--c pins.txt", "--con pins.txt", "--re x.txt", "-r", "--requirement"])("%j names no file", (text) => {
    expect(parseRequirements(text)).toEqual([{ kind: "option", text, line: 1 }]);
  });

  test("keeps a hash in mind", () => {
    expect(parseRequirements("a==1 --hash=sha256:aa\nb==1 --config-settings=x=y")).toMatchObject([
      { text: "a==1", hashed: true },
      { text: "b==1", hashed: false },
    ]);
  });

  test.each(["ascii", "us-ascii", "utf8", "UTF_8", "utf-8-sig"])("of ASCII that says it is %s is UTF-8", (name) => {
    const { encoding, decodable } = decodeRequirements(Buffer.from(`# coding: ${name}\nDjango\n`));

    expect([encoding, decodable]).toEqual(["utf-8", true]);
  });
});
