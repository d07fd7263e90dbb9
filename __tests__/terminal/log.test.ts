import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/finding.js";
import { terminalLog } from "../../src/terminal/log.js";

const finding: Finding = {
  severity: "warning",
  id: "runtime-txt::loose-version",
  title: "runtime.txt is not written as the platforms read it",
  explanation: "It was understood as Python 3.12.",
  remedy: "Make this the only line of `runtime.txt`:\n\npython-3.12",
  location: { file: "runtime.txt", line: 2 },
};

function logged(coloured: boolean, action: (log: ReturnType<typeof terminalLog>) => void): string {
  const written: string[] = [];
  action(terminalLog({ write: (text) => written.push(text), coloured }));

  return written.join("");
}

const message = [
  "",
  " !     Warning: runtime.txt is not written as the platforms read it (runtime.txt:2)",
  " !",
  " !     It was understood as Python 3.12.",
  " !",
  " !     Make this the only line of `runtime.txt`:",
  " !",
  " !     python-3.12",
  " !",
  " !     https://github.com/org/python-build/blob/v1/docs/rules.md#runtime-txtloose-version",
  " !     runtime-txt::loose-version",
  "",
  "",
];

describe("the log of a terminal", () => {
  test("marks steps, and indents what they print", () => {
    const step = { name: "Installing Python 3.13.2", start: 0, seconds: 1 };

    const text = logged(false, (log) => {
      log.beginStep(step.name);
      log.print("From the tool cache");
      log.endStep({ ...step, outcome: "success" });
      log.endStep({ ...step, outcome: "failure" });
    });

    expect(text).toBe(
      "-----> Installing Python 3.13.2\n       From the tool cache\n       Installing Python 3.13.2: failed\n",
    );
  });

  test("shows a message as a block", () => {
    expect(logged(false, (log) => log.announce(finding))).toBe(message.join("\n"));
  });

  test.each([
    ["error", 31, "Error"],
    ["warning", 33, "Warning"],
    ["notice", 34, "Note"],
  ] as const)("shows an %s in its colour, line by line", (severity, colour, label) => {
    const lines = logged(true, (log) => log.announce({ ...finding, severity })).split("\n");

    const plain = message.map((line) => line.replace("Warning", label));
    expect(lines).toEqual([
      ...plain.slice(0, -1).map((line) => (line === "" ? "" : `\u001b[${colour}m${line}\u001b[0m`)),
      "",
    ]);
  });

  test.each([
    [undefined, "title"],
    [{ file: "Procfile", line: undefined }, "title (Procfile)"],
    [{ file: "Procfile", line: 3 }, "title (Procfile:3)"],
  ])("names the place %o", (location, shown) => {
    const text = logged(false, (log) => log.announce({ ...finding, title: "title", location }));

    expect(text.split("\n")[1]).toBe(` !     Warning: ${shown}`);
  });

  test("indents a program's output, and shortens it", async () => {
    const written: string[] = [];
    const log = terminalLog({ write: (text) => written.push(text), coloured: true });

    await log.quote(async (print) => {
      print("Collecting flask");
      print("Requirement already satisfied: pip in /e/lib (26.2.1)");
    });

    expect(written).toEqual(["       Collecting flask\n", "       Requirement already satisfied: pip (26.2.1)\n"]);
  });
});
