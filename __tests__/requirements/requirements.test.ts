import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { includesOf, requirementsOf, testRequirementsOf } from "../../src/requirements/requirements.js";
import { appOf, type Entries, folder, other } from "../support/app.js";

const read = (files: Entries) => requirementsOf(appOf(files));

/** Where something stands, and what is written there. */
function placed(found: readonly { text: string; location: { file: string; line: number } }[]) {
  return found.map(({ text, location }) => `${location.file}:${location.line} ${text}`);
}

function written(found: readonly { written: string; location: { file: string; line: number } }[]) {
  return placed(found.map((include) => ({ ...include, text: include.written })));
}

describe("the requirements of an app", () => {
  test("are read in pip's order, each include where it stands", () => {
    const found = read({
      "requirements.txt": "a\n-r requirements/production.txt\nb\n",
      "requirements/production.txt": "-r base.txt\nc\n",
      "requirements/base.txt": "d\n",
    });

    expect(found.files).toEqual(["requirements.txt", "requirements/production.txt", "requirements/base.txt"]);
    expect(placed(found.requirements)).toEqual([
      "requirements.txt:1 a",
      "requirements/base.txt:1 d",
      "requirements/production.txt:2 c",
      "requirements.txt:3 b",
    ]);
    expect(found).toMatchObject({ constraints: [], options: [], cycles: [] });
  });

  test.each<[including: string, text: string, included: string]>([
    ["requirements/production.txt", "-r base.txt", "requirements/base.txt"],
    ["requirements/production.txt", "-r ./base.txt", "requirements/base.txt"],
    ["requirements/production.txt", "-r ../base.txt", "base.txt"],
    ["requirements/production.txt", "-r common/base.txt", "requirements/common/base.txt"],
    ["requirements/production.txt", "-r ../requirements/base.txt", "requirements/base.txt"],
    ["requirements/production.txt", "-r '../my requirements.txt'", "my requirements.txt"],
    ["requirements/production.txt", "--requirement=nowhere/../base.txt", "requirements/base.txt"],
    ["requirements/production.txt", "-rbase.txt", "requirements/base.txt"],
    ["requirements/production.txt", "\uFEFF-r base.txt\r\n", "requirements/base.txt"],
  ])("are relative to the file that has them: in %s, %j", (including, text, included) => {
    const found = read({ "requirements.txt": `-r ${including}`, [including]: text, [included]: "a" });

    expect(found.files).toEqual(["requirements.txt", including, included]);
    expect(placed(found.requirements)).toEqual([`${included}:1 a`]);
  });

  test("keep an editable one and an option with their places", () => {
    const found = read({
      "requirements.txt": "-r base.txt\n-e .\n",
      "base.txt": "# ours\n--extra-index-url https://example.com/simple\n",
    });

    expect(found.requirements).toMatchObject([{ text: ".", editable: true, location: { line: 2 } }]);
    expect(placed(found.options)).toEqual(["base.txt:2 --extra-index-url https://example.com/simple"]);
  });

  test("are set apart from constraints", () => {
    const found = read({
      "requirements.txt": "a\n-c pins/constraints.txt\n",
      "pins/constraints.txt": "a==1\n-c more.txt\n",
      "pins/more.txt": "b==2\n",
    });

    expect(placed(found.requirements)).toEqual(["requirements.txt:1 a"]);
    expect(placed(found.constraints)).toEqual(["pins/constraints.txt:1 a==1", "pins/more.txt:1 b==2"]);
  });

  test("may come from UTF-16 files that include each other", () => {
    const found = read({
      "requirements.txt": Buffer.from("\uFEFF-r base.txt\r\na\r\n", "utf16le"),
      "base.txt": Buffer.from("\uFEFFb\r\n", "utf16le").swap16(),
    });

    expect(placed(found.requirements)).toEqual(["base.txt:1 b", "requirements.txt:2 a"]);
  });

  test("are read once where two files include the same", () => {
    const found = read({
      "requirements.txt": "-r a.txt\n-r b.txt\n",
      "a.txt": "-r shared/c.txt\n",
      "b.txt": "-r ./shared/../shared/c.txt\n",
      "shared/c.txt": "x\n",
    });

    expect(found.files).toEqual(["requirements.txt", "a.txt", "shared/c.txt", "b.txt"]);
    expect(placed(found.requirements)).toEqual(["shared/c.txt:1 x"]);
    expect(found.cycles).toEqual([]);
  });

  test("are taken as two files where a link leads to the same", () => {
    const files = { "real/a.txt": "x\n", "link/a.txt": "x\n" };

    const found = read({ "requirements.txt": "-r real/a.txt\n-r link/a.txt\n", ...files });

    expect(found.files).toEqual(["requirements.txt", "real/a.txt", "link/a.txt"]);
    expect(found.cycles).toEqual([]);
  });

  test("go by the name of a path, not by where a link leads", () => {
    const found = read({ "requirements.txt": "-r link/../a.txt", "a.txt": "x", "link/a.txt": "y" });

    expect(placed(found.requirements)).toEqual(["a.txt:1 x"]);
  });

  test("of a chain of a thousand files are all read", () => {
    const names = Array.from({ length: 1000 }, (_, index) => `${index}.txt`);
    const chain = names.map((name, index) => [name, `a${index}\n-r ${index + 1}.txt\n`]);

    const found = read({ "requirements.txt": "-r 0.txt", ...Object.fromEntries(chain) });

    expect(found.files).toHaveLength(1001);
    expect(found.requirements).toHaveLength(1000);
    expect(written(found.includes).at(-1)).toBe("999.txt:2 1000.txt");
  });

  test.each<[what: string, files: Entries]>([
    ["no requirements.txt", { "requirements-test.txt": "a", "requirements/base.txt": "b" }],
    ["a folder of that name", { "requirements.txt": folder }],
    ["a dangling link of that name", { "requirements.txt": other }],
    ["one that can't be read", { "requirements.txt": { unreadable: "its mode lets nobody read it" } }],
  ])("are none where there is %s", (_, files) => {
    expect(read(files)).toEqual({
      files: [],
      requirements: [],
      constraints: [],
      options: [],
      includes: [],
      cycles: [],
    });
  });

  test("are no tests' requirements", () => {
    const app = appOf({
      "requirements.txt": "a\n",
      "requirements-test.txt": "pytest\n-r requirements.txt\n-r more.txt\n",
      "more.txt": "coverage\n",
    });

    expect(placed(requirementsOf(app).requirements)).toEqual(["requirements.txt:1 a"]);
    expect(placed(testRequirementsOf(app).requirements)).toEqual([
      "requirements-test.txt:1 pytest",
      "requirements.txt:1 a",
      "more.txt:1 coverage",
    ]);
  });
});

describe("an include", () => {
  test.each<[what: string, text: string, path: string | undefined, entries: Entries]>([
    ["of a file that is not there", "-r nowhere.txt", "nowhere.txt", {}],
    ["of constraints that are not there", "-c nowhere.txt", "nowhere.txt", {}],
    ["of a folder", "-r base", "base", { base: folder }],
    [
      "of a file that can't be read",
      "-r base.txt",
      "base.txt",
      { "base.txt": { unreadable: "its mode lets nobody read it" } },
    ],
    ["of a file outside the app", "-r ../base.txt", "../base.txt", { "../base.txt": "x" }],
    ["of an absolute path", "-r /srv/base.txt", "/srv/base.txt", {}],
    ["of a URL", "-r https://example.com/base.txt", undefined, {}],
    ["with a variable", `-r \${FOLDER}/base.txt`, undefined, {}],
  ])("%s adds nothing, and is kept with its place", (_, text, path, entries) => {
    const found = read({ "requirements.txt": `a\n${text}\nb`, ...entries });

    expect(found.files).toEqual(["requirements.txt"]);
    expect(placed(found.requirements)).toEqual(["requirements.txt:1 a", "requirements.txt:3 b"]);
    expect(found.includes).toMatchObject([
      { path, written: text.slice(3), location: { file: "requirements.txt", line: 2 } },
    ]);
  });

  test("of a missing file is found in an included file, too", () => {
    const found = read({ "requirements.txt": "-r more/a.txt", "more/a.txt": "\n\n-r nowhere.txt # c" });

    expect(written(found.includes)).toEqual(["requirements.txt:1 more/a.txt", "more/a.txt:3 nowhere.txt"]);
    expect(found.includes.map(({ path }) => path)).toEqual(["more/a.txt", "more/nowhere.txt"]);
  });

  test.each<[what: string, files: Entries, cycles: string[]]>([
    ["of its own file", { "requirements.txt": "a\n-r requirements.txt" }, ["requirements.txt:2 requirements.txt"]],
    [
      "of its own file by another spelling",
      { "requirements.txt": "-r x/../requirements.txt" },
      ["requirements.txt:1 x/../requirements.txt"],
    ],
    [
      "of its own file as constraints",
      { "requirements.txt": "-c requirements.txt" },
      ["requirements.txt:1 requirements.txt"],
    ],
    [
      "back to the first file",
      { "requirements.txt": "-r a/b.txt", "a/b.txt": "x\n-r ../requirements.txt" },
      ["a/b.txt:2 ../requirements.txt"],
    ],
    [
      "back to the first file as constraints",
      { "requirements.txt": "-r a.txt", "a.txt": "-c requirements.txt" },
      ["a.txt:1 requirements.txt"],
    ],
    [
      "in a circle that does not hold the first file",
      { "requirements.txt": "-r a.txt", "a.txt": "-r b.txt", "b.txt": "-r a.txt" },
      ["b.txt:1 a.txt"],
    ],
  ])("%s is a cycle", (_, files, cycles) => {
    expect(written(read(files).cycles)).toEqual(cycles);
  });

  test.each<[what: string, files: Entries]>([
    ["twice of one file", { "requirements.txt": "-r a.txt\n-r a.txt", "a.txt": "x" }],
    ["of a file that was read before", { "requirements.txt": "-r a.txt\n-r b.txt", "a.txt": "-r b.txt", "b.txt": "x" }],
  ])("%s is no cycle", (_, files) => {
    expect(read(files).cycles).toEqual([]);
  });
});

test("the includes of a file are listed by their paths, without URLs and variables", () => {
  const bytes = Buffer.from(`-r a.txt\n-c ../b.txt\nx\n-r https://example.com/c.txt\n-r \${D}.txt\n-r ../../e.txt\n`);

  expect(includesOf("more/base.txt", bytes)).toEqual(["more/a.txt", "b.txt", "../e.txt"]);
});

describe("files that include each other in any way", () => {
  const size = 6;
  const graphs = fc.array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size });
  const nameOf = (index: number) => (index === 0 ? "requirements.txt" : `${index}.txt`);

  /** All that can be reached from a file, by at least one include. */
  function reachable(graph: readonly (readonly number[])[], from: number): Set<number> {
    const found = new Set(graph[from]);
    for (const index of found) for (const next of graph[index] ?? []) found.add(next);
    return found;
  }

  test("are each read once, and a cycle is seen exactly where there is one", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const contents = graph.map((included) => included.map((index) => `-r ${nameOf(index)}\n`).join(""));
        const expected = new Set([0, ...reachable(graph, 0)]);

        const found = read(Object.fromEntries(contents.map((text, index) => [nameOf(index), text])));

        expect(found.files.toSorted()).toEqual([...expected].map(nameOf).sort());
        expect(found.cycles.length > 0).toBe([...expected].some((index) => reachable(graph, index).has(index)));
      }),
    );
  });
});

describe("constraints", () => {
  test("that include requirements with -r make requirements of them", () => {
    const found = read({ "requirements.txt": "-c a.txt\n", "a.txt": "-r b.txt\nx==1\n", "b.txt": "django\n" });

    expect(placed(found.requirements)).toEqual(["b.txt:1 django"]);
    expect(placed(found.constraints)).toEqual(["a.txt:2 x==1"]);
  });

  test("may be requirements, too", () => {
    const found = read({ "requirements.txt": "-c b.txt\n-r b.txt\n", "b.txt": "django\n" });

    expect(placed(found.requirements)).toEqual(["b.txt:1 django"]);
    expect(placed(found.constraints)).toEqual(["b.txt:1 django"]);
    expect(found.files).toEqual(["requirements.txt", "b.txt"]);
  });
});
