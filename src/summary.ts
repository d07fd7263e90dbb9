import { rulePage } from "./finding.js";
import { secondsText } from "./log-lines.js";
import { isDecided, type Report, verdictOf } from "./report.js";

/** The job summary of a build, in GitHub's Markdown. Text from the app's files is escaped. */
export function summaryOf(report: Report): string {
  return [
    `## ${report.deployable ? "✅" : "❌"} ${escaped(verdictOf(report))}`,
    facts(report),
    verdicts(report),
    ...report.findings.map(finding),
    steps(report),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function facts({ platform, mode, python, packageManager, cache }: Report): string {
  const rows = [
    ["Platform", platform],
    ["Mode", mode],
    ["Python", python ? `${python.version} (${python.origin})` : "–"],
    ["Package manager", packageManager ?? "–"],
    ["Download cache", cache.downloads],
  ];
  return ["| | |", "|---|---|", ...rows.map(([name, value]) => `| ${name} | ${escaped(value ?? "")} |`)].join("\n");
}

/** What each platform says; nothing where the run says nothing of the app. */
function verdicts({ platforms }: Report): string {
  if (platforms.length < 2) return "";
  const rows = platforms.map(({ name, deployable, failureReason }) => {
    const reason = failureReason === null ? "" : `<code>${asHtml(failureReason)}</code>`;
    const answer = isDecided(failureReason) ? "❌ would not deploy" : "❔ can't be told";
    return `| ${escaped(name)} | ${deployable ? "✅ would deploy" : answer} | ${reason} |`;
  });
  return ["| On | The app | Because of |", "|---|---|---|", ...rows].join("\n");
}

const marks = { error: "❌", warning: "⚠️", notice: "ℹ️" };

function finding({ severity, id, title, explanation, remedy, file, line }: Report["findings"][number]): string {
  const place = file === null ? "" : ` — ${escaped(line === null ? file : `${file}:${line}`)}`;
  return [
    `### ${marks[severity]} ${escaped(title)}${place}`,
    paragraphs(explanation),
    paragraphs(remedy),
    `<sub>${severity}, <a href="${rulePage(id)}"><code>${id}</code></a></sub>`,
  ].join("\n\n");
}

function steps({ steps: all }: Report): string {
  if (all.length === 0) return "";
  const rows = all.map(({ name, outcome, seconds }) => `| ${escaped(name)} | ${outcome} | ${secondsText(seconds)} |`);
  return ["| Step | Outcome | Time |", "|---|---|--:|", ...rows].join("\n");
}

/** After the first blank line of a message stands what is to be typed, or a program's output. */
function paragraphs(text: string): string {
  const [first = "", ...others] = text.split("\n\n");
  const code = others.join("\n\n");
  return code === "" ? escaped(first) : `${escaped(first)}\n\n<pre>${asHtml(code)}</pre>`;
}

/** Keeps code in backticks, and takes the meaning off all else that Markdown or HTML would read. */
function escaped(text: string): string {
  return text
    .split(/(`[^`\n]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? `<code>${withoutMeaning(part.slice(1, -1))}</code>` : withoutMeaning(part),
    )
    .join("")
    .replaceAll("\n", " ");
}

/** Markdown is also read between the tags of `<code>`. */
function withoutMeaning(text: string): string {
  return asHtml(text).replace(/[\\*_[\]|~#`$]/g, "\\$&");
}

function asHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
