import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseProcfile, processType, procfileOf } from "../src/procfile.js";
import { appOf, type Entry, folder, other } from "./support/app.js";

describe("a line of a Procfile", () => {
  test.each<[line: string, name: string, command: string]>([
    ["web: gunicorn mysite.wsgi", "web", "gunicorn mysite.wsgi"],
    ["web:gunicorn mysite.wsgi", "web", "gunicorn mysite.wsgi"],
    ["web : gunicorn mysite.wsgi", "web", "gunicorn mysite.wsgi"],
    ["web\t:\tgunicorn mysite.wsgi", "web", "gunicorn mysite.wsgi"],
    ["  web: gunicorn mysite.wsgi \t", "web", "gunicorn mysite.wsgi"],
    ["web: gunicorn mysite.wsgi:application", "web", "gunicorn mysite.wsgi:application"],
    [`web: gunicorn app:app -b :\${PORT:-8000}`, "web", `gunicorn app:app -b :\${PORT:-8000}`],
    ["web: : && python app.py", "web", ": && python app.py"],
    ["web: python app.py # serves", "web", "python app.py # serves"],
    ['web: sh -c "cd src &&  python app.py"', "web", 'sh -c "cd src &&  python app.py"'],
    ["worker2: python worker.py", "worker2", "python worker.py"],
    ["celery-beat_1: celery -A app beat", "celery-beat_1", "celery -A app beat"],
    ["travaux-été: python x.py", "travaux-été", "python x.py"],
    ["https://example.com", "https", "//example.com"],
    ["web:#", "web", "#"],
  ])("%j is an entry", (line, name, command) => {
    const { processTypes, invalid } = parseProcfile(line);

    expect(processTypes).toEqual([{ name, command, line: 1 }]);
    expect(invalid).toEqual([]);
  });

  test.each(["web", "web:", "web:   ", ": gunicorn app:app", "my web: gunicorn app:app", "web gunicorn app", "- x"])(
    "%j is no entry",
    (line) => {
      const { processTypes, invalid } = parseProcfile(`${line}\n`);

      expect(processTypes).toEqual([]);
      expect(invalid).toEqual([{ text: line.trim(), line: 1 }]);
    },
  );

  test.each(["", "   ", "\t", "# web: gunicorn app:app", "  # comment", "#"])("%j is passed over", (line) => {
    const { processTypes, invalid } = parseProcfile(`${line}\nweb: x\n${line}`);

    expect(processTypes).toEqual([{ name: "web", command: "x", line: 2 }]);
    expect(invalid).toEqual([]);
  });
});

describe("a Procfile", () => {
  test("has its entries in the order of its lines", () => {
    const { processTypes } = parseProcfile("# app\nweb: a\n\nworker: b\n\n\npostdeploy: c");

    expect(processTypes).toEqual([
      { name: "web", command: "a", line: 2 },
      { name: "worker", command: "b", line: 4 },
      { name: "postdeploy", command: "c", line: 7 },
    ]);
  });

  test("is read without the CR of Windows line ends", () => {
    const { processTypes, invalid } = parseProcfile("web: gunicorn app:app\r\n\r\nworker: python worker.py\r\n");

    expect(processTypes).toEqual([
      { name: "web", command: "gunicorn app:app", line: 1 },
      { name: "worker", command: "python worker.py", line: 3 },
    ]);
    expect(invalid).toEqual([]);
  });

  test("is read without its byte order mark", () => {
    expect(parseProcfile("\uFEFFweb: x").processTypes).toEqual([{ name: "web", command: "x", line: 1 }]);
  });

  test.each(["", "\n", "\r\n\r\n", "\uFEFF", "# nothing here\n"])("may hold nothing: %j", (text) => {
    expect(parseProcfile(text)).toMatchObject({ processTypes: [], invalid: [] });
  });

  test("gives the last of several entries with one name", () => {
    const procfile = parseProcfile("web: first\nworker: x\nweb: last\n");

    expect(processType(procfile, "web")).toEqual({ name: "web", command: "last", line: 3 });
  });

  test.each(["Web", "release", "", "constructor"])("has no entry %j when none is named so", (name) => {
    expect(processType(parseProcfile("web: x\nworker: y\n"), name)).toBeUndefined();
  });

  const name = fc.stringMatching(/^[A-Za-z0-9_-]+$/);
  const command = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/);
  const blank = fc.constantFrom("", " ", "\t", "# comment", "  # web: x");
  const lineEnd = fc.constantFrom("\n", "\r\n");

  test("of any names and commands is read back as it was written", () => {
    const entries = fc.array(fc.record({ name, command, before: fc.array(blank, { maxLength: 2 }) }));

    fc.assert(
      fc.property(entries, lineEnd, (written, end) => {
        const lines = written.flatMap((entry) => [...entry.before, `${entry.name}: ${entry.command}`]);

        const { processTypes, invalid } = parseProcfile(lines.join(end));

        expect(processTypes.map((entry) => [entry.name, entry.command])).toEqual(
          written.map((entry) => [entry.name, entry.command]),
        );
        expect(processTypes.map(({ line }) => lines[line - 1])).toEqual(
          written.map((entry) => `${entry.name}: ${entry.command}`),
        );
        expect(invalid).toEqual([]);
      }),
    );
  });

  test("loses no line, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ \ta#:=.é\0]*$/)), (lines) => {
        const { processTypes, invalid } = parseProcfile(lines.join("\n"));

        const told = lines.filter((line) => !/^\s*(#|$)/.test(line));
        expect(processTypes.length + invalid.length).toBe(told.length);
      }),
    );
  });
});

describe("the Procfile of an app", () => {
  test("is that at its root", () => {
    const procfile = procfileOf(appOf({ Procfile: "web: x\n", "bin/Procfile": "web: y\n" }));

    expect(procfile?.processTypes).toEqual([{ name: "web", command: "x", line: 1 }]);
  });

  test.each<[what: string, entry: Entry]>([
    ["a folder", folder],
    ["a dangling link", other],
    ["a file of mode 000", { unreadable: "its mode lets nobody read it" }],
  ])("can't be read when it is %s", (_, entry) => {
    expect(procfileOf(appOf({ Procfile: entry }))).toBeUndefined();
  });

  test.each(["procfile", "Procfile.txt", "bin/Procfile", "../Procfile"])("is not %s", (path) => {
    expect(procfileOf(appOf({ [path]: "web: x\n" }))).toBeUndefined();
  });
});
