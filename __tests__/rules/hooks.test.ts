import { describe, expect, test } from "vitest";
import { type HookName, hookRule, notRunInPlan } from "../../src/rules/hooks.js";
import { appOf, type Entries, type Entry, folder, other } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { idsOf } from "../support/verdicts.js";

const names: readonly HookName[] = ["pre_compile", "post_compile"];

function judge(files: Entries, name: HookName = "post_compile") {
  return hookRule(name)(factsOf(files));
}

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "number" ? Uint8Array.of(part) : Buffer.from(part))));
const utf16 = Buffer.from("\uFEFF#!/bin/bash\n", "utf16le");

describe.each(names)("bin/%s", (name) => {
  const path = `bin/${name}`;

  test.each<[what: string, entry: Entry, ids: string[], line?: number]>([
    ["a script", "#!/usr/bin/env bash\nmake\n", []],
    ["a script without a shebang", "make\n", []],
    ["an empty file", "", []],
    ["a folder", folder, ["hooks::not-a-file"]],
    ["a dangling link", other, ["hooks::not-a-file"]],
    ["a file of mode 000", { unreadable: "its mode lets nobody read it" }, ["hooks::unreadable"]],
    ["an ELF program", bytes(0x7f, "ELF", 2, 1, 0, 0), []],
    ["a file with NUL", bytes("#!/bin/bash\n", 0, "\n"), ["hooks::binary"]],
    ["UTF-16 text", utf16, ["hooks::binary"]],
    ["UTF-16 text of the other order", Buffer.from(utf16).swap16(), ["hooks::binary"]],
    ["a shebang that ends in CR", "#!/bin/bash\r\nmake\r\n", ["hooks::crlf"], 1],
    ["a shebang alone that ends in CR", "#!/bin/bash\r", ["hooks::crlf"], 1],
    ["no shebang and lines that end in CR", "make\r\nmake install\r\n", ["hooks::stray-carriage-return"], 1],
    ["one line that ends in CR", "#!/bin/bash\nmake\nmkdir x\r\n", ["hooks::stray-carriage-return"], 3],
    ["a last line that ends in CR", "#!/bin/bash\nmake\r", ["hooks::stray-carriage-return"], 2],
    ["a CR within a line", "#!/bin/bash\nprintf 'a\rb'\n", []],
    ["a byte order mark", "\uFEFF#!/bin/bash\nmake\n", ["hooks::byte-order-mark"], 1],
    ["a mark and CRLF", "\uFEFF#!/bin/bash\r\n", ["hooks::stray-carriage-return", "hooks::byte-order-mark"], 1],
  ])("that is %s", (_, entry, ids, line) => {
    const problems = judge({ [path]: entry }, name);

    expect(idsOf(problems)).toEqual(ids);
    expect(problems.map(({ location }) => location)).toEqual(ids.map(() => ({ file: path, line })));
  });

  test.each(
    ["", "-", "_"].flatMap((joint) => ["", ".sh", ".py"].map((end) => `bin/${name.replace("_", joint)}${end}`)),
  )("is missed where there is %s", (found) => {
    if (found === path) return;

    expect(judge({ [found]: "" }, name)).toMatchObject([
      { id: "hooks::misspelled", location: { file: found, line: undefined } },
    ]);
  });

  test.each([`bin/${name.toUpperCase()}`, `bin/${name.replace("_c", "_C")}`])(
    "is missed where there is %s",
    (found) => {
      expect(idsOf(judge({ [found]: "" }, name))).toEqual(["hooks::misspelled"]);
    },
  );

  test.each<[Entries]>([
    [{}],
    [{ "bin/compile": "", "bin/detect": "", "bin/release": "" }],
    [{ [`bin/${name}_helper`]: "", [name]: "", [`${path}.txt`]: "" }],
    [{ [`${path}.sh`]: folder }],
    [{ [path]: "", [`${path}.sh`]: "" }],
  ])("has nothing to say on %o", (files) => {
    expect(judge(files, name)).toEqual([]);
  });
});

test("the mode of a hook that can't be read is shown", () => {
  const [problem] = judge({ "bin/post_compile": { unreadable: "its mode lets nobody read it" } });

  expect(problem?.explanation).toContain("mode 000");
});

describe("Python in bin/pre_compile", () => {
  const judged = (script: string) => judge({ "bin/pre_compile": script }, "pre_compile");

  test.each<[script: string, line: number]>([
    ["python manage.py check", 1],
    ["#!/bin/bash\n\n  pip install x", 3],
    ["#!/usr/bin/env bash\nset -e\npython3.12 -m venv x", 3],
    ["pip3 --version\n", 1],
    ["poetry install", 1],
    ["uv", 1],
    ["make && python x", 1],
    ["make; pipenv lock", 1],
    ["curl x | python", 1],
    ["(cd x && pip install y)", 1],
    ['VERSION="$(python --version)"', 1],
    ["VERSION=`python --version`", 1],
    ["if python -c 'import x'; then", 1],
    ["if true; then pip install x; fi", 1],
    ["for x in y; do python $x; done", 1],
    ["! python x", 1],
    ["FOO=1 BAR='a b' python x", 1],
    ["exec python x", 1],
    ["sudo pip install x", 1],
    ["env FOO=1 python x", 1],
    ["/usr/bin/env python x", 1],
    ["python&", 1],
    ["make\r\npython\r\n", 2],
    ["#!/usr/bin/env python3\nprint(1)", 1],
    ["#!/usr/bin/python -u\nprint(1)", 1],
    ["#!/usr/bin/env -S python3.12 -u\n", 1],
    ["#! /usr/bin/python\r\n", 1],
  ])("is found in %j", (script, line) => {
    expect(judged(script)).toContainEqual(
      expect.objectContaining({ id: "hooks::python-in-pre-compile", location: { file: "bin/pre_compile", line } }),
    );
  });

  test.each([
    "echo python",
    "echo what to do python",
    "echo 'first; python second'",
    'echo "first; python second"',
    "# python x",
    "make # then python x",
    "pythonic x",
    "python-config --libs",
    "command -v python",
    "which python3",
    "apt-get install python pip",
    "PYTHON=python make",
    "pip=1",
    "cp python/x y",
    "./python x",
    "cat $python",
    'case "$1" in\n  python) make ;;\nesac',
    "#!/usr/bin/env node\npython()",
    "#!/opt/python/bin/bash\nmake",
    "",
  ])("is not seen in %j", (script) => {
    expect(judged(script)).toEqual([]);
  });

  test("is fine in bin/post_compile", () => {
    expect(judge({ "bin/post_compile": "python x" })).toEqual([]);
  });
});

describe("a plan", () => {
  test("tells that bin/pre_compile was not run", () => {
    expect(idsOf(notRunInPlan(appOf({ "bin/pre_compile": "" })))).toEqual(["hooks::not-run-in-plan"]);
  });

  test.each<[Entries]>([[{}], [{ "bin/pre_compile": folder }], [{ "bin/post_compile": "" }]])(
    "has nothing to tell of %o",
    (files) => {
      expect(notRunInPlan(appOf(files))).toEqual([]);
    },
  );
});
