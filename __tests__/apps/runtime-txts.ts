import { type Example, type Expected, fails, onlyFails, pip, runs, utf16 } from "./example.js";

const file = "runtime.txt";
const inv = "runtime-txt::invalid-version";
const eol = `python-version::eol ${file}:1`;
const patch = `python-version::patch-update ${file}:1`;

function row(text: string | Uint8Array, classic: Expected, strict: Expected): Example {
  const name = typeof text === "string" ? JSON.stringify(text) : `bytes ${text}`;
  return { name, files: pip({ [file]: text }), classic, strict };
}

/** Read by every platform; each is told to leave `runtime.txt`. */
function good(text: string, release: string, more: readonly string[] = []): Example {
  const said = (letter: string) => [
    `${letter} runtime-txt::deprecated ${file}:1`,
    ...more.map((id) => `${letter} ${id}`),
  ];
  return row(text, runs(release, file, { all: said("N") }), runs(release, file, { all: said("W") }));
}

/** Read by `classic` alone. */
function loose(text: string, release: string, more: { eol?: string; patch?: string } = {}): Example {
  const classic = runs(release, file, {
    all: [
      `W runtime-txt::loose-version ${file}:1`,
      ...(more.eol ? [`W ${more.eol}`] : []),
      `N runtime-txt::deprecated ${file}:1`,
      ...(more.patch ? [`N ${more.patch}`] : []),
    ],
  });
  return row(text, classic, onlyFails(inv, file));
}

/** An end of life that `classic` builds all the same. */
function ended(text: string, release: string, more: readonly string[] = []): Example {
  const all = [`W ${eol}`, `N runtime-txt::deprecated ${file}:1`, ...more];
  return row(text, runs(release, file, { all }), fails("python-version::eol", `${file}:1`));
}

/** Refused by every platform. */
function bad(text: string | Uint8Array, at = file): Example {
  return row(text, onlyFails(inv, at), onlyFails(inv, at));
}

function refused(text: string, reason: string): Example {
  return row(text, fails(reason, `${file}:1`), fails(reason, `${file}:1`));
}

export const runtimeTxts: readonly Example[] = [
  good("python-3.12", "3.12.14"),
  good("python-3.12\n", "3.12.14"),
  good("python-3.12\r\n", "3.12.14"),
  good("\n\n# c\npython-3.12\n# c\n\n", "3.12.14"),
  good("\u3000python-3.12", "3.12.14"),
  good("\t python-3.12 \t\r\n", "3.12.14"),
  good("python-3.12\u2003\u2028\n", "3.12.14"),
  good("\v\fpython-3.12\f\n", "3.12.14"),
  good("  # python-3.11\npython-3.12\n", "3.12.14"),
  good("python-3.12.3", "3.12.3", [patch]),
  good("# why\npython-3.12.3\n", "3.12.3", [`python-version::patch-update ${file}:2`]),
  good("python-3.13.15", "3.13.15"),
  good("python-3.10", "3.10.21", [`python-version::deprecated ${file}:1`]),
  loose("python-3.12.", "3.12.14"),
  loose("python-3.6.", "3.6.6", { eol }),
  loose("python-3.6.\n", "3.6.6", { eol }),
  loose("python-2.7.", "2.7.15", { eol }),
  ended("python-3.6", "3.6.6"),
  ended("python-3.6.6", "3.6.6"),
  ended("python-2.7.18", "2.7.18"),
  ended("python-2.7", "2.7.15"),
  ended("python-3.6.5", "3.6.5", [`N ${patch}`]),
  loose("3.12", "3.12.14"),
  loose("3.12.3", "3.12.3", { patch }),
  loose("Python-3.12", "3.12.14"),
  loose("PYTHON-3.12", "3.12.14"),
  loose("python-3.12.x", "3.12.14"),
  loose("python-3.12.*", "3.12.14"),
  loose("python-3.12*", "3.12.14"),
  loose("python-3.12.3.", "3.12.3", { patch }),
  loose('"python-3.12"', "3.12.14"),
  loose("'python-3.12'", "3.12.14"),
  loose("python-3.12 # c", "3.12.14"),
  loose("python-3.12\t# c", "3.12.14"),
  loose("\uFEFFpython-3.12\n", "3.12.14"),
  loose("python-3.12\u00A0", "3.12.14"),
  loose("\u00A0python-3.12\u202F\n", "3.12.14"),
  loose("python-3.12\u2007", "3.12.14"),
  loose("\u2060python-3.12\u200D", "3.12.14"),
  loose("python 3.12", "3.12.14"),
  loose("python3.12", "3.12.14"),
  loose("python=3.12", "3.12.14"),
  loose("python==3.12.3", "3.12.3", { patch }),
  loose('\uFEFF"Python-3.12.x" # the newest', "3.12.14"),
  loose("python-3.12\nflask==3.1.0\ngunicorn==23.0.0\n", "3.12.14"),
  loose("3.12\n\nflask==3.1.0\n", "3.12.14"),
  loose("python-3.9.x", "3.9.25", { eol }),
  bad("python-3"),
  bad("3"),
  bad("python-3.012"),
  bad("python-03.12"),
  bad("python-3.12.03"),
  bad("python-3.12.3.4"),
  bad("python-3.13.0rc1"),
  bad("python-3.13-dev"),
  bad("python-3.13t"),
  bad("python--3.12"),
  bad("cpython-3.12"),
  bad("pypy3.9-7.3"),
  bad("pypy-5.6.0"),
  bad("python-latest"),
  bad("python->=3.12"),
  bad("python~=3.12"),
  bad("python>=3.12"),
  bad("\"python-3.12'"),
  bad('"python-3.12'),
  bad("python-3.12x"),
  bad("python-3,12"),
  bad("python-３.12"),
  bad("python-3.12\u0085"),
  bad("python-3.12\npython-3.12\n"),
  bad("python-3.12\npython-3.11\n"),
  bad("python-3.12\n3.11\n"),
  bad(`'"python-3.12"'`),
  bad("flask==3.1.0\npython-3.12\n"),
  bad(""),
  bad("\n \n"),
  bad("# c\n"),
  bad("# python-3.12\n"),
  bad("python-3.12\u0007"),
  bad("python-3.1\u00002"),
  bad("python-\u00003.12"),
  bad(utf16("python-3.12\n")),
  bad('echo "python-3.11.9" > runtime.txt\n', `${file}:1`),
  bad("<<<<<<< HEAD\npython-3.11.4\n=======\npython-3.10.2\n>>>>>>> main\n"),
  bad("r-4.3.1-2023-06-16\n", `${file}:1`),
  bad("nodejs-18\n", `${file}:1`),
  refused("python-3.15", "python-version::unknown-major"),
  refused("python-4.0", "python-version::unknown-major"),
  refused("python-3.12.999", "python-version::unknown-patch"),
];
