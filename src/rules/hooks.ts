import { type App, type AppFile, hasFile, textOf } from "../app.js";
import type { Problem } from "../finding.js";
import { lineAt, lineOf } from "../text.js";
import type { Rule } from "./rule.js";

/** The hooks of an app, by the step at which they run. */
export type HookName = "pre_compile" | "post_compile";

/** What can be told of a hook before it runs. */
export function hookRule(name: HookName): Rule {
  const path = `bin/${name}`;
  return ({ app }) => {
    const kind = app.entries.get(path);
    if (kind === undefined) return misspelled(app, name);
    if (kind !== "file") return [notAFile(path)];
    const file = app.files.get(path);
    if (file?.kind !== "read") return [unreadable(path, file)];
    if (isElf(file.bytes)) return [];
    if (file.bytes.includes(0)) return [binary(path, file.bytes)];
    return judgeText(path, textOf(app, path) ?? "");
  };
}

/** The verdict of a plan is for a tree that `bin/pre_compile` has not changed. */
export function notRunInPlan(app: App): Problem[] {
  if (!hasFile(app, "bin/pre_compile")) return [];
  return [
    {
      id: "hooks::not-run-in-plan",
      title: "bin/pre_compile was not run",
      explanation:
        "In `mode: plan` nothing of the app's is run, so the verdict is for the tree without what this hook would change.",
      remedy: "Use `mode: build` to judge the app as its hook leaves it.",
      location: at("bin/pre_compile"),
    },
  ];
}

function judgeText(path: string, text: string): Problem[] {
  const shebang = /^#![^\n]*\r(\n|$)/.test(text);
  const stray = shebang ? undefined : lineOf(text, /\r(\n|$)/);
  return [
    shebang ? [crlf(path)] : [],
    stray === undefined ? [] : [strayCarriageReturn(path, stray)],
    text.startsWith("\uFEFF") ? [byteOrderMark(path)] : [],
    path === "bin/pre_compile" ? pythonInPreCompile(path, text) : [],
  ].flat();
}

function isElf(bytes: Uint8Array): boolean {
  return [0x7f, 0x45, 0x4c, 0x46].every((byte, index) => bytes[index] === byte);
}

function at(file: string, line?: number): { file: string; line: number | undefined } {
  return { file, line };
}

function notAFile(path: string): Problem {
  return {
    id: "hooks::not-a-file",
    title: `${path} is not a file`,
    explanation: `\`${path}\` is a folder, or a link to nothing. The platforms skip it silently, and so does this build.`,
    remedy: `Make \`${path}\` a script, or remove it:\n\ngit rm -r ${path}`,
    location: at(path),
  };
}

function misspelled(app: App, name: HookName): Problem[] {
  const stem = name.replace("_", "[-_]?");
  const pattern = new RegExp(`^bin/${stem}(\\.sh|\\.py|\\.bash)?$`, "i");
  const found = [...app.entries.keys()].sort().find((path) => pattern.test(path) && hasFile(app, path));
  if (found === undefined) return [];
  return [
    {
      id: "hooks::misspelled",
      title: `${found} is not run`,
      explanation: `The platforms run \`bin/${name}\`, exactly so; this app has a \`${found}\`.`,
      remedy: `Rename it:\n\ngit mv ${found} bin/${name}`,
      location: at(found),
    },
  ];
}

function unreadable(path: string, file: AppFile | undefined): Problem {
  const mode = ((file?.mode ?? 0) & 0o777).toString(8).padStart(3, "0");
  return {
    id: "hooks::unreadable",
    title: `${path} can't be read`,
    explanation: `\`${path}\` has mode ${mode}: ${file?.kind === "unreadable" ? file.reason : "it is not readable"}.`,
    remedy: `Let everyone read it:\n\nchmod a+r ${path}`,
    location: at(path),
  };
}

function binary(path: string, bytes: Uint8Array): Problem {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return {
    id: "hooks::binary",
    title: `${path} is not a script`,
    explanation: `\`${path}\` is ${utf16 ? "UTF-16 text" : "binary"}, which bash can't run.`,
    remedy: "Save it as UTF-8 text without a byte order mark, with `#!/usr/bin/env bash` as its first line.",
    location: at(path),
  };
}

const renormalize = (path: string) =>
  `Convert it with the command below. To keep it so, add the line \`${path} text eol=lf\` to \`.gitattributes\`. Commit both:\n\nsed -i 's/\\r$//' ${path} && git add --renormalize ${path}`;

function crlf(path: string): Problem {
  return {
    id: "hooks::crlf",
    title: `${path} has Windows line ends`,
    explanation: `The first line of \`${path}\` ends in CR LF, so the system looks for an interpreter whose name ends in CR.`,
    remedy: renormalize(path),
    location: at(path, 1),
  };
}

function strayCarriageReturn(path: string, line: number): Problem {
  return {
    id: "hooks::stray-carriage-return",
    title: `${path} has Windows line ends`,
    explanation: `From line ${line} on, the lines of \`${path}\` end in CR LF. bash takes the CR for part of the last word, such as the name of a file.`,
    remedy: renormalize(path),
    location: at(path, line),
  };
}

function byteOrderMark(path: string): Problem {
  return {
    id: "hooks::byte-order-mark",
    title: `${path} begins with a byte order mark`,
    explanation: `Because of the mark the system does not see the \`#!\` of \`${path}\`, and bash runs the first line as a command.`,
    remedy: "Save the file as UTF-8 without a byte order mark.",
    location: at(path, 1),
  };
}

const pythonShebang = /^#!.*\b(?:python|pypy)[\d.]*(?:\s|$)/;
const otherShebang = /^#!(?!.*sh\b)/;

/** A command of Python's where a shell looks for one: after words that run the next one, and after assignments. */
const pythonCommand = new RegExp(
  "(?:^|[;&|({`])[ \\t]*" +
    "(?:(?:if|elif|while|until|then|do|else|!|exec|sudo|time|(?:/usr/bin/)?env|[A-Za-z_]\\w*=[^\\s;&|()`]*)[ \\t]+)*" +
    "((?:python|pip|pipenv|poetry|uv)[\\d.]*)(?=[\\s;&|]|$)",
  "m",
);

function pythonInPreCompile(path: string, text: string): Problem[] {
  const found = findPython(text);
  if (!found) return [];
  const { program, line } = found;
  return [
    {
      id: "hooks::python-in-pre-compile",
      title: `${path} uses ${program}`,
      explanation: `This hook runs before Python is installed. The platforms have no \`python\` and no \`pip\` at that time, so \`${program}\` may work here and fail there.`,
      remedy: "Move what needs Python to `bin/post_compile`.",
      location: at(path, line),
    },
  ];
}

function findPython(text: string): { program: string; line: number } | undefined {
  const [firstLine = ""] = text.split("\n", 1);
  if (pythonShebang.test(firstLine)) return { program: "python", line: 1 };
  if (otherShebang.test(firstLine)) return undefined;
  const commands = withoutWords(text);
  const match = pythonCommand.exec(commands);
  return match?.[1] === undefined
    ? undefined
    : { program: match[1], line: lineAt(commands, match.index + match[0].length) };
}

/** Takes out comments and quoted words, which run nothing; what a quoted word substitutes runs. */
function withoutWords(script: string): string {
  return script.replace(/(?<=^|\s)#.*$|'[^'\n]*'|"[^"\n]*"/gm, (part) => (/^".*(?:\$\(|`)/.test(part) ? part : '""'));
}
