import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rulePage } from "../src/finding.js";
import type { Report } from "../src/report.js";
import { summaryOf } from "../src/summary.js";

const finding: Report["findings"][number] = {
  id: "hooks::crlf",
  severity: "error",
  title: "bin/pre_compile has Windows line ends",
  explanation: "Its first line ends in CR LF.",
  remedy: "Write this line to `.gitattributes`, and commit:\n\nbin/* text eol=lf",
  file: "bin/pre_compile",
  line: 1,
};

const report: Report = {
  schema: 1,
  platform: "classic",
  mode: "build",
  deployable: false,
  failureReason: "hooks::crlf",
  python: { requested: "3.13", origin: ".python-version", version: "3.13.2", source: "tool-cache" },
  packageManager: "pip",
  platforms: [
    { name: "classic", deployable: true, failureReason: null },
    { name: "heroku", deployable: false, failureReason: "hooks::crlf" },
  ],
  steps: [
    { name: "Planning the build", start: 0, seconds: 0.04, outcome: "success" },
    { name: "Running bin/pre_compile", start: 0.1, seconds: 2, outcome: "failure" },
  ],
  findings: [finding],
  cache: { environment: "off", downloads: "hit", python: "off" },
};

const summary = `## ❌ The app would not deploy on classic

| | |
|---|---|
| Platform | classic |
| Mode | build |
| Python | 3.13.2 (.python-version) |
| Package manager | pip |
| Download cache | hit |

| On | The app | Because of |
|---|---|---|
| classic | ✅ would deploy |  |
| heroku | ❌ would not deploy | <code>hooks::crlf</code> |

### ❌ bin/pre\\_compile has Windows line ends — bin/pre\\_compile:1

Its first line ends in CR LF.

Write this line to <code>.gitattributes</code>, and commit:

<pre>bin/* text eol=lf</pre>

<sub>error, <a href="https://github.com/org/python-build/blob/v1/docs/rules.md#hookscrlf"><code>hooks::crlf</code></a></sub>

| Step | Outcome | Time |
|---|---|--:|
| Planning the build | success | 0.0 s |
| Running bin/pre\\_compile | failure | 2.0 s |
`;

describe("the job summary", () => {
  test("tells the verdict, the facts, the findings and the steps", () => {
    expect(summaryOf(report)).toBe(summary);
  });

  test("of a build that ended early has no empty tables", () => {
    const early = { ...report, python: null, packageManager: null, steps: [], findings: [], platforms: [] };

    expect(summaryOf({ ...early, deployable: true })).toBe(
      `${summary.slice(0, summary.indexOf("| On |")).replace("❌ The app would not", "✅ The app would").replace("3.13.2 (.python-version)", "–").replace("| pip |", "| – |").trimEnd()}\n`,
    );
  });

  test("blames no platform for a failure of the run", () => {
    const platforms = [{ name: "heroku", deployable: false, failureReason: "install-python" }];

    expect(summaryOf({ ...report, platforms: [...platforms, ...platforms] })).toContain(
      "| heroku | ❔ can't be told | <code>install-python</code> |",
    );
  });

  test.each<[place: object, heading: string]>([
    [{ file: null, line: null }, "### ❌ t"],
    [{ file: "a_b", line: null }, "### ❌ t — a\\_b"],
    [{ file: "a", line: 7 }, "### ❌ t — a:7"],
    [{ file: "a", line: 7, severity: "warning" }, "### ⚠️ t — a:7"],
    [{ file: "a", line: 7, severity: "notice" }, "### ℹ️ t — a:7"],
  ])("names the place %o", (place, heading) => {
    const text = summaryOf({ ...report, findings: [{ ...finding, title: "t", ...place }] });

    expect(text.split("\n")).toContain(heading);
  });

  test.each<[text: string, shown: string]>([
    ["<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"],
    ["a & b &lt;", "a &amp; b &amp;lt;"],
    ["[x](https://example.com) ![y](z)", "\\[x\\](https://example.com) !\\[y\\](z)"],
    ["__init__.py *b* ~~c~~ #1 $x$", "\\_\\_init\\_\\_.py \\*b\\* \\~\\~c\\~\\~ \\#1 \\$x\\$"],
    ["a | b \\| c", "a \\| b \\\\\\| c"],
    ["first\n## second", "first \\#\\# second"],
    ["`__init__.py` and `a|b`", "<code>\\_\\_init\\_\\_.py</code> and <code>a\\|b</code>"],
    ["`</code><script>`", "<code>&lt;/code&gt;&lt;script&gt;</code>"],
    ["a ` b", "a \\` b"],
    ["```\n<b>\n```", "<code></code>\\` &lt;b&gt; <code></code>\\`"],
  ])("takes the meaning off %j", (text, shown) => {
    const hostile = { ...finding, title: text, explanation: text, remedy: text, file: null };
    const step = { name: text, start: 0, seconds: 0, outcome: "success" } as const;

    const lines = summaryOf({ ...report, platform: text, findings: [hostile], steps: [step] }).split("\n");

    expect(lines).toContain(`| Platform | ${shown} |`);
    expect(lines).toContain(`### ❌ ${shown}`);
    expect(lines.filter((line) => line === shown)).toHaveLength(2);
    expect(lines).toContain(`| ${shown} | success | 0.0 s |`);
  });

  test("shows what is to be typed, and output, as it is", () => {
    const explanation = "Its last lines:\n\n*** </pre><b>failed</b> & __x__\n\n# done";

    const text = summaryOf({ ...report, findings: [{ ...finding, explanation }] });

    expect(text).toContain("\n\n<pre>*** &lt;/pre&gt;&lt;b&gt;failed&lt;/b&gt; &amp; __x__\n\n# done</pre>\n\n");
  });

  test("has no tags but its own, whatever an app's files hold", () => {
    const text = fc.string({ unit: fc.constantFrom(..."<>&`|\\[]()_*~#\n a") });
    fc.assert(
      fc.property(text, text, text, (title, explanation, file) => {
        const hostile = { ...finding, title, explanation, file };

        const link = `<a href="${rulePage(finding.id)}">`;
        const tags = summaryOf({ ...report, platform: file, findings: [hostile] }).match(/<[^>]*>?/g) ?? [];

        expect(tags.filter((tag) => !/^<\/?(?:code|pre|sub|a)>$/.test(tag) && tag !== link)).toEqual([]);
      }),
    );
  });
});
