import type { Location, Problem } from "../finding.js";
import { shellQuoted, visible } from "../text.js";
import { type RequestedVersion, type Version, versionText } from "./version.js";

/** The text that asks for a version, as it stands in a file. */
export interface Asked {
  readonly value: string;
  readonly location: Location;
}

const oneLine = (series: string) => `Write a \`.python-version\` with this one line:\n\n${series}`;

/** `runtime.txt` does not hold one version. `encoding` is undefined when it is plain UTF-8. */
export function invalidRuntimeTxt({ value, location }: Asked, series: string, encoding?: string): Problem {
  const held = value === "" ? "is empty, or holds comments alone" : `holds \`${visible(value)}\``;
  return {
    id: "runtime-txt::invalid-version",
    title: "runtime.txt does not name a Python version",
    explanation: `\`runtime.txt\` ${encoding ? `is ${encoding}` : held}. The platform accepts exactly one line in plain UTF-8, of the form \`python-3.13\` or \`python-3.13.2\`.`,
    remedy: `Delete \`runtime.txt\`, which the platforms are about to drop. ${oneLine(series)}`,
    location,
  };
}

/** `runtime.txt` or `.python-version` was understood, but today's platforms would not. */
export function looseVersion(file: "runtime.txt" | ".python-version", asked: Asked, version: Version): Problem {
  const text = visible(versionText(version));
  const remedy =
    file === "runtime.txt"
      ? `Delete \`runtime.txt\`, which the platforms are about to drop. ${oneLine(text)}`
      : `Make this the only line of \`.python-version\`:\n\n${text}`;
  return {
    id: file === "runtime.txt" ? "runtime-txt::loose-version" : "python-version-file::loose-version",
    title: `${file} is not written as the platforms read it`,
    explanation: `\`${visible(asked.value)}\` in \`${file}\` was understood as Python ${text}. Today's platforms accept that version alone in the file, and nothing around it.`,
    remedy,
    location: asked.location,
  };
}

/** A file that was meant to be `runtime.txt`. */
export function misspelledRuntimeTxt(file: string): Problem {
  return {
    id: "runtime-txt::misspelled",
    title: `${file} is not read`,
    explanation: `The platforms read the Python version from \`runtime.txt\`, exactly so, and ignore \`${file}\`.`,
    remedy: `Rename it:\n\ngit mv ${shellQuoted(file)} runtime.txt`,
    location: { file, line: undefined },
  };
}

/** A file that was meant to be `.python-version`. */
export function misspelledPythonVersion(file: string, besideGoodOne: boolean): Problem {
  const name = shellQuoted(file);
  return {
    id: "python-version-file::misspelled",
    title: `"${visible(file)}" is not read`,
    explanation: `The platforms read the Python version from \`.python-version\`, exactly so. This file is named "${visible(file)}".`,
    remedy: besideGoodOne
      ? `The app has a \`.python-version\`, too. Remove this file:\n\ngit rm -- ${name}`
      : `Rename it:\n\ngit mv -- ${name} .python-version`,
    location: { file, line: undefined },
  };
}

/** `.python-version` is not UTF-8. */
export function invalidEncoding(encoding: string, location: Location, series: string): Problem {
  return {
    id: "python-version-file::invalid-encoding",
    title: ".python-version is not plain UTF-8",
    explanation: `\`.python-version\` is ${encoding}. The platforms read UTF-8 without a byte order mark only; \`>\` in Windows PowerShell writes UTF-16.`,
    remedy: `Save the file as UTF-8 without a mark, or write it again:\n\necho ${series} > .python-version`,
    location,
  };
}

/** A line of `.python-version` is no version. */
export function invalidPythonVersion({ value, location }: Asked, series: string): Problem {
  return {
    id: "python-version-file::invalid-version",
    title: ".python-version does not name a Python version",
    explanation: `Line ${location.line} of \`.python-version\` is \`${visible(value)}\`. A line must be a series, such as \`3.13\`, or a release, such as \`3.13.2\`: no quotes, prefix, wildcard, range, or comment behind it.`,
    remedy: `Make this the only line of \`.python-version\`:\n\n${series}`,
    location,
  };
}

/** `.python-version` holds nothing. */
export function noVersion(series: string): Problem {
  return {
    id: "python-version-file::no-version",
    title: ".python-version names no version",
    explanation: "`.python-version` holds only blank lines and comments. Lines that begin with `#` are not read.",
    remedy: `Write the version as a line of its own, without \`#\`:\n\n${series}`,
    location: { file: ".python-version", line: 1 },
  };
}

/** `.python-version` holds several versions. */
export function multipleVersions(versions: readonly string[], location: Location): Problem {
  const shown = versions.slice(0, 10).map((version) => `\`${visible(version)}\``);
  const more = versions.length > shown.length ? ` and ${versions.length - shown.length} more` : "";
  return {
    id: "python-version-file::multiple-versions",
    title: ".python-version names several versions",
    explanation: `\`.python-version\` holds ${shown.join(", ")}${more}; an app runs on one.`,
    remedy: "Keep the line of the version that production runs on. To test on several versions, use a matrix.",
    location,
  };
}

/** `Pipfile.lock` can't be read. */
export function invalidLockfile(reason: string, line: number | undefined): Problem {
  return {
    id: "pipfile-lock::invalid-json",
    title: "Pipfile.lock is not valid",
    explanation: `\`Pipfile.lock\` can't be read: ${reason}.`,
    remedy:
      "Write it anew, and commit it. Pipenv does not replace a file that it can't read:\n\nrm Pipfile.lock && pipenv lock",
    location: { file: "Pipfile.lock", line },
  };
}

/** The version in `Pipfile.lock` is none. */
export function invalidLockedVersion({ value, location }: Asked, series: string): Problem {
  return {
    id: "pipfile-lock::invalid-version",
    title: "Pipfile.lock does not name a Python version",
    explanation: `\`_meta.requires\` of \`Pipfile.lock\` holds \`${visible(value)}\`. The platforms accept a series or a release there, no wildcard and no range.`,
    remedy: `Write \`python_version = "${series}"\` below \`[requires]\` in \`Pipfile\`, then run:\n\npipenv lock`,
    location,
  };
}

/** The version in `Pipfile.lock` was understood, but today's platforms would not. */
export function looseLockedVersion({ value, location }: Asked, understood: string): Problem {
  return {
    id: "pipfile-lock::loose-version",
    title: "The Python version in Pipfile.lock is not written as the platforms read it",
    explanation: `\`${visible(value)}\` in \`Pipfile.lock\` was understood as ${understood}. Today's platforms refuse it.`,
    remedy: "Write a series such as `3.13` or a release below `[requires]` in `Pipfile`, then run:\n\npipenv lock",
    location,
  };
}

/** The version in `Pipfile.lock` is a number, not a text. */
export function bareLockedVersion({ value, location }: Asked): Problem {
  return {
    id: "pipfile-lock::bare-number",
    title: "The Python version in Pipfile.lock is a number",
    explanation: `The version \`${visible(value)}\` in \`Pipfile.lock\` stands without quotes. It is read as written here, but some tools read the number 3.10 as 3.1.`,
    remedy: `Put the version in quotes below \`[requires]\` in \`Pipfile\`, \`python_version = "${visible(value)}"\`, then run:\n\npipenv lock`,
    location,
  };
}

/** `Pipfile` is not TOML. */
export function invalidPipfile(reason: string, line: number): Problem {
  return {
    id: "pipfile::invalid-toml",
    title: "Pipfile is not valid",
    explanation: `\`Pipfile\` is not TOML, so Pipenv can't read it: ${reason}.`,
    remedy: `Correct line ${line} of \`Pipfile\`.`,
    location: { file: "Pipfile", line },
  };
}

/** The version in `Pipfile` is none. */
export function invalidPipfileVersion({ value, location }: Asked, series: string): Problem {
  return {
    id: "pipfile::invalid-version",
    title: "Pipfile does not name a Python version",
    explanation: `\`[requires]\` of \`Pipfile\` holds \`${visible(value)}\`. A version is a series or a release in quotes; TOML reads the number 3.10 as 3.1.`,
    remedy: `Write this below \`[requires]\` in \`Pipfile\`, then run \`pipenv lock\`:\n\npython_version = "${series}"`,
    location,
  };
}

/** The version in `Pipfile` was understood, though it is not one. */
export function loosePipfileVersion({ value, location }: Asked, version: Version): Problem {
  const text = visible(versionText(version));
  const field = version.release === undefined ? "python_version" : "python_full_version";
  return {
    id: "pipfile::loose-version",
    title: "The Python version in Pipfile is not written in full",
    explanation: `\`${visible(value)}\` in \`Pipfile\` was understood as Python ${text}.`,
    remedy: `Write this below \`[requires]\` in \`Pipfile\`, then run \`pipenv lock\`:\n\n${field} = "${text}"`,
    location,
  };
}

/** Python was chosen by an input that the files contradict. */
export function inputOverrides(chosen: string, files: RequestedVersion, release: string): Problem {
  const place = files.location?.file ?? "its default";
  return {
    id: "python-version::input-overrides",
    title: `This build runs on another Python than production`,
    explanation: `The input \`python-version\` chose Python ${chosen}. By ${place} the platform would use ${release}, so this run says nothing on a deploy with that.`,
    remedy: "Leave the input out in the job that decides whether the app would deploy.",
    location: files.location,
  };
}
