import { type Example, type Expected, fails, onlyFails, pip, runs, utf16 } from "./example.js";

const file = ".python-version";
const inv = "python-version-file::invalid-version";
const enc = "python-version-file::invalid-encoding";
const eol = `W python-version::eol ${file}:1`;
const patch = `python-version::patch-update ${file}:1`;
const unspecified = "W python-version::not-specified";

function row(text: string | Uint8Array, classic: Expected, strict: Expected): Example {
  const name = typeof text === "string" ? JSON.stringify(text) : `bytes ${text}`;
  return { name, files: pip({ [file]: text }), classic, strict };
}

function good(text: string | Uint8Array, release: string, more: readonly string[] = []): Example {
  const all = (letter: string) => more.map((id) => `${letter} ${id}`);
  return row(text, runs(release, file, { all: all("N") }), runs(release, file, { all: all("W") }));
}

function loose(text: string, release: string, more: { strict?: string; also?: readonly string[] } = {}): Example {
  const all = [`W python-version-file::loose-version ${file}:1`, ...(more.also ?? [])];
  return row(text, runs(release, file, { all }), onlyFails(more.strict ?? inv, `${file}:1`));
}

function ended(text: string, release: string): Example {
  return row(text, runs(release, file, { all: [eol] }), fails("python-version::eol", `${file}:1`));
}

function bad(text: string | Uint8Array, reason = inv, at = `${file}:1`): Example {
  return row(text, onlyFails(reason, at), onlyFails(reason, at));
}

/** Nothing in it: `classic` goes on to the default. */
function blank(text: string): Example {
  const reason = "python-version-file::no-version";
  const classic = runs("3.13.15", "default", { all: [`W ${reason} ${file}:1`, unspecified] });
  return row(text, classic, onlyFails(reason, `${file}:1`));
}

const bytes = (...parts: (string | number)[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from([part])))),
  );

const multiple = "python-version-file::multiple-versions";

export const pythonVersionFiles: readonly Example[] = [
  good("3.12", "3.12.14"),
  good("3.12\n", "3.12.14"),
  good("\t3.12\t", "3.12.14"),
  good("3.12\r\n", "3.12.14"),
  good("# c\n3.12\n# c\n", "3.12.14"),
  good("# c\r\n\r\n3.12\r\n", "3.12.14"),
  good("3.12\u2003", "3.12.14"),
  good("\u16803.12\u205F", "3.12.14"),
  good("\n\n3.12\n\n", "3.12.14"),
  good(bytes("# caf", 0xe9, "\n3.12\n"), "3.12.14"),
  good("# café\n3.12\n", "3.12.14"),
  good("3.12.3", "3.12.3", [patch]),
  good("# why\n\n3.12.3", "3.12.3", [`python-version::patch-update ${file}:3`]),
  good("3.10", "3.10.21", [`python-version::deprecated ${file}:1`]),
  good("3.10.1", "3.10.1", [`python-version::deprecated ${file}:1`, patch]),
  loose("3.12.", "3.12.14"),
  ended("3.6", "3.6.6"),
  ended("2.7", "2.7.15"),
  row("3.5", fails("python-version::unknown-major", `${file}:1`), fails("python-version::eol", `${file}:1`)),
  loose("python-3.12", "3.12.14"),
  loose("Python 3.12", "3.12.14"),
  loose("3.12.x", "3.12.14"),
  loose("3.12.*", "3.12.14"),
  loose('"3.12"', "3.12.14"),
  loose("'3.12.3'", "3.12.3", { also: [`N ${patch}`] }),
  loose("3.12 # c", "3.12.14"),
  loose("3.12 # c\n# d\n", "3.12.14"),
  loose("\uFEFF3.12\n", "3.12.14", { strict: enc }),
  loose("3.12\u00A0", "3.12.14"),
  loose("3.12\u200B\n", "3.12.14"),
  loose("python-3.6.", "3.6.6", { also: [eol] }),
  loose("3.10.x", "3.10.21", { also: [`N python-version::deprecated ${file}:1`] }),
  loose("3.12.3.*", "3.12.3", { also: [`N ${patch}`] }),
  loose('"3.12.x" # quoted', "3.12.14"),
  bad("3"),
  bad("3.012"),
  bad("v3.12"),
  bad(">=3.12"),
  bad("~=3.12"),
  bad("^3.12"),
  bad("==3.12"),
  bad("3.12/envs/x"),
  bad("3.13t"),
  bad("3.14.0rc1"),
  bad("3.14-dev"),
  bad("system"),
  bad("pypy3.10"),
  bad("miniconda3-latest"),
  bad("myproject-3.11"),
  bad("cpython-3.12.3-linux-x86_64-gnu"),
  bad("3.12,3.13"),
  bad("3.12 3.13"),
  bad("lts/*"),
  bad("<<<<<<< HEAD\n3.12\n=======\n3.11\n>>>>>>> main\n"),
  bad("3.12\u0007"),
  bad("3.1\u00002"),
  bad("3.12\u0085"),
  bad("3.12\nflask\n", inv, `${file}:2`),
  bad("3.12\n3.11\nv3.10\n", inv, `${file}:3`),
  bad("# c\n\n3\n", inv, `${file}:3`),
  bad("3.12\n3.13", multiple, `${file}:2`),
  bad("3.12\n3.12\n", multiple, `${file}:2`),
  bad("3.13.1\n# old\n3.12.8\n3.11\n", multiple, `${file}:3`),
  blank(""),
  blank("\n"),
  blank("# 3.12\n"),
  blank(" \t\r\n# c\r\n"),
  bad(utf16("3.12\n"), enc),
  bad(bytes("3.12", 0xff, "\n"), enc),
  bad(bytes(0xfe, 0xff, 0, "3", 0, ".", 0, "1", 0, "2"), enc),
  bad("\uFEFF# c\nx\n", enc),
  bad("3.12\n\uFEFFx\n", inv, `${file}:2`),
  bad(bytes("# caf", 0xe9, "\nx\n"), enc, file),
  bad(bytes(0xff, 0xfe, 0, 0, "3", 0, 0, 0), enc),
  bad("3.12..", inv),
  bad("3.12x", inv),
  bad("3.\u200B12", inv),
  bad("\u00A0\n", inv),
  bad("3.15", "python-version::unknown-major"),
  bad("3.999", "python-version::unknown-major"),
  bad("4.0", "python-version::unknown-major"),
  bad("18.17.0", "python-version::unknown-major"),
  bad("3.12.999", "python-version::unknown-patch"),
  {
    name: "two versions, one of them loose",
    files: pip({ [file]: "3.12 # c\n3.13\n" }),
    classic: fails(multiple, `${file}:2`),
    strict: fails(inv, `${file}:1`),
  },
];
