import { afterEach, expect, onTestFinished, test, vi } from "vitest";

import { actionsLog } from "../../src/actions/log.js";
import type { Finding } from "../../src/finding.js";
import { StepLog } from "../support/step-log.js";

afterEach(() => vi.restoreAllMocks());

/** A log, and what it writes: as it is, and as the runner understands it. */
function capturedLog(appInRepository = "") {
  const chunks: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => chunks.push(String(chunk)) > 0);
  onTestFinished(() => write.mockRestore());
  const written = () => chunks.join("");
  const shown = () => {
    const log = new StepLog({ masks: new Set(), workspace: "/workspace", debug: false, unsecureCommands: false });
    for (const line of written().split("\n").slice(0, -1)) log.write(line);

    return log;
  };

  return { log: actionsLog(() => appInRepository), written, shown };
}

const finding: Finding = {
  id: "procfile::missing" as Finding["id"],
  severity: "warning",
  title: "There is no Procfile",
  explanation: "Nothing can start.",
  remedy: "Write one:\n\nweb: gunicorn app",
  location: { file: "Procfile", line: 3 },
};

test("groups the lines of a step, and says after it how it went", () => {
  const { log, shown } = capturedLog();

  log.beginStep("Installing Python 3.13.2");
  log.print("a line");
  log.endStep({ name: "Installing Python 3.13.2", start: 0, seconds: 1.26, outcome: "success" });
  log.print("another line");

  expect(shown().groups).toEqual([{ title: "Installing Python 3.13.2", lines: ["a line"] }]);
  expect(shown().lines.slice(-2)).toEqual(["Installing Python 3.13.2: success, 1.3 s", "another line"]);
});

test.each([
  ["", "Procfile"],
  ["web/app", "web/app/Procfile"],
])("annotates a file from the repository's root, for an app in %j", (appInRepository, file) => {
  const { log, shown } = capturedLog(appInRepository);

  log.announce(finding);

  expect(shown().annotations).toMatchObject([
    {
      severity: "warning",
      title: "There is no Procfile",
      message:
        "Nothing can start.\n\nWrite one:\n\nweb: gunicorn app\n\nhttps://github.com/org/python-build/blob/v1/docs/rules.md#procfilemissing\n\n[procfile::missing]",
      file,
      line: 3,
    },
  ]);
});

test.each([
  ["without a line", { file: "Procfile", line: undefined }, { file: "Procfile", line: undefined }],
  ["without a place", undefined, { file: undefined, line: undefined }],
])("annotates %s", (_, location, expected) => {
  const { log, shown } = capturedLog("web");

  log.announce({ ...finding, location });

  const file = expected.file && `web/${expected.file}`;
  expect(shown().annotations).toMatchObject([{ ...expected, file }]);
});

test.each(["error", "warning", "notice"] as const)("annotates with severity %s", (severity) => {
  const { log, shown } = capturedLog();

  log.announce({ ...finding, severity });

  expect(shown().annotations).toMatchObject([{ severity }]);
});

test("takes what a finding quotes for no command", () => {
  const { log, shown } = capturedLog();

  log.announce({
    ...finding,
    title: "a, b: 100%::c\n::error::title",
    explanation: "::error::one\r\n::set-output name=x::y %0A",
    location: { file: "a,b:c%.txt", line: 1 },
  });

  const { annotations, outputs } = shown();
  expect(annotations).toHaveLength(1);
  expect(annotations[0]).toMatchObject({ title: "a, b: 100%::c\n::error::title", file: "a,b:c%.txt" });
  expect(annotations[0]?.message).toContain("::error::one\r\n::set-output name=x::y %0A\n");
  expect(outputs).toEqual({});
});

test("quotes the output of programs, and takes their lines for no commands", async () => {
  const { log, shown } = capturedLog();

  const result = await log.quote(async (print) => {
    print("::error::not ours");
    print("##[error]nor this");
    print("::set-env name=PATH::/evil");
    await Promise.resolve();
    print("::add-mask::word");
    return "result";
  });
  log.print("a word");
  log.announce(finding);

  const { lines, annotations, env } = shown();
  expect(result).toBe("result");
  expect(lines).toContain("       ::error::not ours");
  expect(lines).toContain("a word");
  expect(annotations).toHaveLength(1);
  expect(env).toEqual({});
});

test("takes commands again after what it quoted has failed", async () => {
  const { log, shown } = capturedLog();

  const quoting = log.quote(async (print) => {
    print("::error::not ours");
    throw new Error("broken");
  });

  await expect(quoting).rejects.toThrow("broken");
  log.announce(finding);
  expect(shown().annotations).toMatchObject([{ title: finding.title }]);
});

test("stops commands by another token each time, and not at all for a program that prints nothing", async () => {
  const { log, written } = capturedLog();

  for (const lines of [["one"], [], ["two"]]) {
    await log.quote(async (print) => {
      for (const line of lines) print(line);
    });
  }

  const tokens = [...written().matchAll(/^::stop-commands::(\S+)$/gm)].map(([, token]) => token);
  expect(new Set(tokens).size).toBe(2);
  for (const token of tokens) expect(written().match(new RegExp(`^::${token}::$`, "gm"))).toHaveLength(1);
});

test("shortens what pip says of packages that are there", async () => {
  const { log, shown } = capturedLog();

  await log.quote(async (print) => print("Requirement already satisfied: six in /long/path/site-packages (1.17.0)"));

  expect(shown().lines).toContain("       Requirement already satisfied: six (1.17.0)");
});
