import { describe, expect, test } from "vitest";
import { inputNames } from "../../src/inputs.js";
import { readArguments, usage } from "../../src/terminal/arguments.js";

const inputs = {
  mode: "build",
  platform: "",
  "python-version": "",
  "test-dependencies": "false",
  cache: "true",
  "python-mirror": "",
};
const build = { kind: "build", folder: ".", json: false, inputs };

describe("the command line", () => {
  test.each<[line: string, asked: object]>([
    ["", build],
    ["build", build],
    ["plan", { ...build, inputs: { ...inputs, mode: "plan" } }],
    ["examples/flask", { ...build, folder: "examples/flask" }],
    ["build examples/flask", { ...build, folder: "examples/flask" }],
    ["plan ..", { ...build, folder: "..", inputs: { ...inputs, mode: "plan" } }],
    ["plan plan", { ...build, folder: "plan", inputs: { ...inputs, mode: "plan" } }],
    ["./plan", { ...build, folder: "./plan" }],
    ["-- --odd", { ...build, folder: "--odd" }],
    ["--platform own.json", { ...build, inputs: { ...inputs, platform: "own.json" } }],
    ["--python-version 3.12", { ...build, inputs: { ...inputs, "python-version": "3.12" } }],
    ["--python-version=3.12 x", { ...build, folder: "x", inputs: { ...inputs, "python-version": "3.12" } }],
    ["--test-dependencies", { ...build, inputs: { ...inputs, "test-dependencies": "true" } }],
    ["--no-cache", { ...build, inputs: { ...inputs, cache: "false" } }],
    ["--python-mirror /m", { ...build, inputs: { ...inputs, "python-mirror": "/m" } }],
    ["x --json", { ...build, folder: "x", json: true }],
    ["--help", { kind: "help" }],
    ["-h", { kind: "help" }],
    ["plan x --help --version", { kind: "help" }],
    ["--version", { kind: "version" }],
  ])("%j is understood", (line, asked) => {
    expect(readArguments(line.split(" ").filter((word) => word !== ""))).toEqual(asked);
  });

  test.each(["--nonsense", "-x", "a b", "plan a b", "--platform", "--json=true", "--no-json", "--platform --json"])(
    "%j is wrong, for a reason",
    (line) => {
      expect(readArguments(line.split(" "))).toEqual({ kind: "wrong", reason: expect.stringMatching(/\.$|'/) });
    },
  );

  test("takes a folder with spaces as one word", () => {
    expect(readArguments(["my app"])).toMatchObject({ folder: "my app" });
  });

  test("sets inputs that there are", () => {
    const asked = readArguments([]);

    expect(Object.keys(asked.kind === "build" ? asked.inputs : {}).filter((name) => !isInput(name))).toEqual([]);
  });

  test("has a usage that names each option", () => {
    for (const option of ["--platform", "--python-version", "--test-dependencies", "--no-cache", "--python-mirror"]) {
      expect(usage).toContain(`  ${option} `);
    }
  });
});

function isInput(name: string): boolean {
  return inputNames.some((input) => input === name);
}
