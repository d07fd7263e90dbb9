import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalizedName, pipfileHash, pythonJson } from "../../src/package-managers/pipfile-hash.js";
import { parseToml } from "../../src/toml.js";

function tableOf(text: string): Readonly<Record<string, unknown>> {
  const parsed = parseToml(text);
  if (!parsed.valid) throw new Error(parsed.reason);

  return parsed.table;
}

function hashOf(text: string, names: "normalized" | "verbatim"): string {
  const pipfile = tableOf(text);

  return pipfileHash({ pipfile, sources: pipfile["source"], names });
}

const source = `[[source]]
name = "pypi"
url = "https://packages.example.com/simple"
verify_ssl = true

`;

/** What Pipenv 2026.7.1 computes of each text, and before it plette. */
const hashes: readonly [name: string, text: string, normalized: string, verbatim: string][] = [
  [
    "names in many forms",
    `${source}[packages]
Django = "*"
"zope.interface" = "*"
"my__Package-.x" = "1"

[dev-packages]
PyTest = ">=8"
`,
    "edd0565409d4794b6985eeeb6b10985f721fef0a77582e9741383225461b0edf",
    "c8244bdb90f764994705f5c45bef738491455c745e37dfa08293a85141858e27",
  ],
  [
    "inline tables, lists, booleans and integers",
    `${source}[packages]
x = {version = "*", extras = ["b", "a"], editable = true, n = -1, big = 9007199254740991}
`,
    "6a7e23d978078788065c2fccb0e27ad6806c95c08da2db372edcf773e33cde79",
    "6a7e23d978078788065c2fccb0e27ad6806c95c08da2db372edcf773e33cde79",
  ],
  [
    "text outside ASCII",
    `${source}[packages]
"é" = "ß"
x = "😀 \\u007F\\u0080\\u2028 \\"\\\\/<>&\\t\\n"
`,
    "d1d604a57bd9289ccfcbbf0c78fa06f48f8cddf8f38f04e41ced3941dbdb2d2f",
    "d1d604a57bd9289ccfcbbf0c78fa06f48f8cddf8f38f04e41ced3941dbdb2d2f",
  ],
  [
    "keys that code units would sort otherwise",
    `${source}[packages]
x = {"😀" = "1", "ｚ" = "2", "a" = "3", "A" = "4", "_" = "5"}
`,
    "f63aa4b13325af788cadf7fb4cd6666cc9569c7d81008c24a442757d39fedcf6",
    "f63aa4b13325af788cadf7fb4cd6666cc9569c7d81008c24a442757d39fedcf6",
  ],
  [
    "categories",
    `${source}[packages]

[Docs]
Sphinx = "*"

[a_b]
X_Y = "*"

[requires]
python_version = "3.13"
`,
    "ed137ee2ddb56577f790299bb4fd56cff2eaab957fb6d11b290df930de250275",
    "0467e23d74a74acfd5ff2d56cdb6e028024f1b880dd0fe84b7455dc4ba9cf5d5",
  ],
  [
    "reserved tables",
    `${source}[packages]
a = "*"

[scripts]
run = "x"

[pipenv]
allow_prereleases = true

[pipfile]
x = "1"

[default]
b = "1"

[develop]
c = "1"
`,
    "d86cc4bdfedf61709b7a9413fee8bd925f202a65258113eb272d2f14694e4037",
    "d86cc4bdfedf61709b7a9413fee8bd925f202a65258113eb272d2f14694e4037",
  ],
  [
    "variables in a source",
    `[[source]]
name = "private"
url = "https://\${USER}:\${PASSWORD}@packages.example.com/simple"
verify_ssl = true

[packages]

`,
    "14e2894960667a8ded4e4d08ef4898358c1d847531cb4e72af24ac2b1147860b",
    "14e2894960667a8ded4e4d08ef4898358c1d847531cb4e72af24ac2b1147860b",
  ],
  [
    "sources alone",
    `${source}`,
    "7f5771ad63999cadb66691488ecc3af54cf5b24642ff1049b38bd928d7a394fc",
    "7f5771ad63999cadb66691488ecc3af54cf5b24642ff1049b38bd928d7a394fc",
  ],
];

describe("the hash of a Pipfile", () => {
  test.each(hashes)("with %s is Pipenv's", (_, text, normalized, verbatim) => {
    expect(hashOf(text, "normalized")).toBe(normalized);
    expect(hashOf(text, "verbatim")).toBe(verbatim);
  });

  test("of examples/stale-lock is not the one in its lockfile", () => {
    const text = readFileSync("examples/stale-lock/Pipfile", "utf8");

    expect(hashOf(text, "normalized")).toBe("188e4eda2834e8895e479b27754c0bb7017bd9b9b335932b2bbe349cb201e38d");
  });

  test("does not depend on the order of keys", () => {
    const tables = source.concat('[packages]\nb = "1"\na = "2"\n[requires]\npython_version = "3.13"\n');
    const turned = '[requires]\npython_version = "3.13"\n[packages]\na = "2"\nb = "1"\n'.concat(source);

    expect(hashOf(tables, "normalized")).toBe(hashOf(turned, "normalized"));
  });
});

test.each([
  ["Django", "django"],
  ["zope.interface", "zope-interface"],
  ["my__Package-.x", "my-package-x"],
  ["-a-", "-a-"],
])("the name %s is compared as %s", (name, normalized) => {
  expect(normalizedName(name)).toBe(normalized);
});

describe("JSON as Python writes it", () => {
  test.each<[unknown, string]>([
    ["\u007F", String.raw`"\u007f"`],
    ["\u0080", String.raw`"\u0080"`],
    ["é", String.raw`"\u00e9"`],
    ["😀", String.raw`"\ud83d\ude00"`],
    ["\u2028", String.raw`"\u2028"`],
    ["/<>&", '"/<>&"'],
    ['\b\f\n\r\t\u0000\u001F"\\', String.raw`"\b\f\n\r\t\u0000\u001f\"\\"`],
    ["", '""'],
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ "😀": 1, ｚ: 2, a: 3, A: 4, "": 5, aa: 6 }, String.raw`{"":5,"A":4,"a":3,"aa":6,"\uff5a":2,"\ud83d\ude00":1}`],
    [[], "[]"],
    [{}, "{}"],
    [[null, true, false, 0, -1, 9007199254740991, [{}]], "[null,true,false,0,-1,9007199254740991,[{}]]"],
  ])("of %j is %s", (value, json) => {
    expect(pythonJson(value)).toBe(json);
  });

  test("is printable ASCII, and reads back as the same value", () => {
    const values = fc.jsonValue({ stringUnit: "binary" });
    fc.assert(
      fc.property(values, (value) => {
        const json = pythonJson(value);

        expect(json).toMatch(/^[\x20-\x7e]*$/);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
