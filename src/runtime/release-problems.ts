import type { Problem } from "../finding.js";
import type { Platform } from "../platforms/platform.js";
import { visible } from "../text.js";
import type { Runtime } from "./version.js";
import { compareVersions, type Origin, type RequestedVersion, versionText } from "./version.js";

/** The series gets no fixes upstream. */
export function endOfLife(requested: RequestedVersion, platform: Platform): Problem {
  const listed = platform.series[requested.series];
  const since = listed?.date ? ` since ${listed.date}` : "";
  return {
    id: "python-version::eol",
    title: `Python ${visible(requested.series)} is past its end of life`,
    explanation: `${place(requested)} asks for Python ${shown(requested)}, whose series gets no security fixes${since}. Today's platforms refuse it.`,
    remedy: `Move to a newer series, best ${platform.defaultSeries}: ${howToAsk(requested.origin, platform.defaultSeries)}`,
    location: requested.location,
  };
}

/** The series is not in the platform's list. */
export function unknownSeries(requested: RequestedVersion, platform: Platform): Problem {
  const listed = Object.keys(platform.series).sort((a, b) => compareVersions(b, a));
  return {
    id: "python-version::unknown-major",
    title: `Python ${visible(requested.series)} is not available`,
    explanation: `${place(requested)} asks for Python ${shown(requested)}. The platform \`${platform.name}\` has ${listed.join(", ")}.`,
    remedy: `Ask for one of these: ${howToAsk(requested.origin, platform.defaultSeries)} For a newer series, update python-build.`,
    location: requested.location,
  };
}

/** uv wants the version in `.python-version`, and there is none. */
export function uvWithoutVersion(series: string): Problem & { readonly id: "python-version-file::not-found" } {
  return {
    id: "python-version-file::not-found",
    title: "The app uses uv and has no .python-version",
    explanation: "Today's platforms want an app that uses uv to name its Python in a `.python-version`.",
    remedy: `Write one, and commit it:\n\nuv python pin ${series}`,
    location: { file: "uv.lock", line: 1 },
  };
}

/** uv doesn't know `runtime.txt`. */
export function uvWithRuntimeTxt(requested: RequestedVersion): Problem & { readonly id: "runtime-txt::not-supported" } {
  return {
    id: "runtime-txt::not-supported",
    title: "The app uses uv and has a runtime.txt",
    explanation: "uv does not read `runtime.txt`, so today's platforms refuse it in an app that uses uv.",
    remedy: `Delete it, and write a \`.python-version\`:\n\ngit rm runtime.txt && uv python pin ${shown(requested)}`,
    location: { file: "runtime.txt", line: 1 },
  };
}

/** The release is in no list, or newer than the platform's latest. */
export function unknownRelease(requested: RequestedVersion, latest: string): Problem {
  return {
    id: "python-version::unknown-patch",
    title: `Python ${shown(requested)} is not available`,
    explanation: `${place(requested)} asks for Python ${shown(requested)}, which is no release that can be had. The latest of its series here is ${latest}.`,
    remedy: `Ask for the series, which means its latest release: ${howToAsk(requested.origin, requested.series)}`,
    location: requested.location,
  };
}

/** The app asks for no version. */
export function notSpecified({ release, series }: Runtime): Problem {
  return {
    id: "python-version::not-specified",
    title: "The app does not say which Python it needs",
    explanation: `Python ${release}, the platform's default, is used; it changes in time. An app that was deployed before keeps the series of its last build, so production may run another one.`,
    remedy: `Write a \`.python-version\` with this one line:\n\n${series}`,
    location: undefined,
  };
}

/** `runtime.txt` still works. */
export function deprecatedRuntimeTxt({ requested }: Runtime): Problem {
  return {
    id: "runtime-txt::deprecated",
    title: "runtime.txt is deprecated",
    explanation: "The platforms will stop reading `runtime.txt`.",
    remedy: `Delete it, and write a \`.python-version\` with this one line:\n\n${versionText(requested)}`,
    location: { file: "runtime.txt", line: 1 },
  };
}

/** The series will be removed. */
export function deprecatedSeries({ requested, series }: Runtime, platform: Platform): Problem {
  const date = platform.series[series]?.date;
  const next = Object.keys(platform.series)
    .filter((name) => compareVersions(name, series) > 0)
    .sort(compareVersions)[0];
  return {
    id: "python-version::deprecated",
    title: `Python ${series} is deprecated`,
    explanation: `${place(requested)} asks for Python ${shown(requested)}. The platforms will remove Python ${series}${date ? ` on ${date}` : ""}.`,
    remedy: `Move to a newer series: ${howToAsk(requested.origin, next ?? platform.defaultSeries)}`,
    location: requested.location,
  };
}

/** The release has a newer one in its series. */
export function patchUpdate(requested: RequestedVersion, latest: string): Problem {
  return {
    id: "python-version::patch-update",
    title: `Python ${versionText(requested)} is not the latest of its series`,
    explanation: `${place(requested)} asks for Python ${shown(requested)}. The latest release of Python ${requested.series} here is ${latest}; older ones lack its fixes.`,
    remedy: `Ask for the series: ${howToAsk(requested.origin, requested.series)}`,
    location: requested.location,
  };
}

const asking: Record<Origin, (version: string) => string> = {
  input: (version) => `set \`python-version: "${version}"\`.`,
  "runtime.txt": (version) => `write \`${version}\` to \`.python-version\`, and delete \`runtime.txt\`.`,
  ".python-version": (version) => `write \`${version}\` to \`.python-version\`.`,
  "Pipfile.lock": (version) =>
    `write \`python_version = "${version}"\` below \`[requires]\` in \`Pipfile\`, and run \`pipenv lock\`.`,
  Pipfile: (version) =>
    `write \`python_version = "${version}"\` below \`[requires]\` in \`Pipfile\`, and run \`pipenv lock\`.`,
  default: (version) => `write \`${version}\` to \`.python-version\`.`,
};

function howToAsk(origin: Origin, version: string): string {
  return asking[origin](version);
}

/** A number in a file may have any length. */
function shown(requested: RequestedVersion): string {
  return visible(versionText(requested));
}

function place({ origin }: RequestedVersion): string {
  return origin === "input" ? "The input `python-version`" : `\`${origin}\``;
}
