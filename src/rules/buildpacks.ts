import { type App, hasFile, textOf } from "../app.js";
import { firstFew, type Problem } from "../finding.js";
import type { Platform } from "../platforms/platform.js";
import { visible } from "../text.js";
import type { Rule } from "./rule.js";

const file = ".buildpacks";

/** The platform takes the app for a Python app, by itself or by `.buildpacks`. */
export const buildpacks: Rule = ({ app, platform, machine }) => {
  if (!hasFile(app, file)) {
    const { BUILDPACK_NAME: name, BUILDPACK_URL: url } = machine.variables;
    return name === undefined && url === undefined ? otherTechnology(app, platform) : [];
  }
  const entries = entriesOf(textOf(app, file) ?? "");
  const valid = entries.filter((entry) => entry.valid);
  const [python, duplicate] = valid.filter((entry) => entry.python);
  const others = valid.filter((entry) => !entry.python);
  return [
    python || valid.length < entries.length ? [] : [noPython(valid, platform.buildpack)],
    duplicate ? [duplicatePython(duplicate)] : [],
    firstFew(entries.filter((entry) => !entry.valid)).map(invalidLine),
    python && (python.text.includes("#") || repositoryOf(python.text) !== repositoryOf(platform.buildpack))
      ? [pinned(python, platform.buildpack)]
      : [],
    python && others.length > 0 ? [notRun(others)] : [],
  ].flat();
};

interface Entry {
  readonly text: string;
  readonly line: number;
  readonly valid: boolean;
  readonly python: boolean;
}

function entriesOf(text: string): Entry[] {
  return text.split("\n").flatMap((raw, index) => {
    const entry = raw.trim();
    if (entry === "" || entry.startsWith("#")) return [];
    const valid = /^(?:(?:https?|git|ssh):\/\/[^\s/]+\/\S+|[\w.-]+@[\w.-]+:\S+)$/.test(entry);
    return [{ text: entry, line: index + 1, valid, python: pythonBuildpack.test(repositoryOf(entry)) }];
  });
}

/** `owner/name`, in lower case, of a URL in whatever form; the branch is left out. */
function repositoryOf(url: string): string {
  const path = url.replace(/#.*$/, "").replace(/(?:\.git)?\/*$/, "");
  return path.split(/[/:]/).slice(-2).join("/").toLowerCase();
}

/** Buildpacks that install Python, under the names of their forks; others write its files, such as Poetry's. */
const pythonBuildpack = /\/(?:heroku-)?(?:buildpack-python|python-buildpack)(?:\.tgz)?$|^heroku\/python(?:\.tgz)?$/;

/** What makes the platform take an app for one of another technology, in the order in which it tries them. */
const technologies = [
  { name: "Clojure", files: ["project.clj"] },
  { name: "Go", files: ["go.mod"] },
  { name: "Gradle", files: ["build.gradle", "gradlew"] },
  { name: "Java", files: ["pom.xml"] },
  { name: "Node.js", files: ["package.json"] },
  { name: "PHP", files: ["composer.json", "index.php"] },
];

function otherTechnology(app: App, { commands }: Platform): Problem[] {
  const found = technologies.flatMap(({ name, files }) =>
    files.filter((path) => hasFile(app, path)).map((path) => ({ name, path })),
  );
  const [first] = found;
  if (!first) return [];
  return [
    {
      id: "buildpacks::other-first",
      title: `The platform may take this for a ${first.name} app`,
      explanation: `\`${first.path}\` makes it a ${first.name} app, and the platform tries ${first.name} before Python.`,
      remedy: `Tell the platform that it is a Python app. One that needs both lists both buildpacks, Python's last:\n\n${commands.choosePython}`,
      location: { file: first.path, line: 1 },
    },
  ];
}

function noPython(listed: readonly Entry[], buildpack: string): Problem {
  const names = listed.slice(0, 5).map(({ text }) => `\`${visible(text)}\``);
  return {
    id: "buildpacks::no-python",
    title: ".buildpacks lists no Python buildpack",
    explanation: `\`.buildpacks\` lists ${names.join(", ") || "nothing"}, so nothing installs Python.`,
    remedy: `Add this line to \`.buildpacks\`:\n\n${buildpack}`,
    location: { file, line: 1 },
  };
}

function duplicatePython({ text, line }: Entry): Problem {
  return {
    id: "checks::duplicate-python-buildpack",
    title: ".buildpacks lists two Python buildpacks",
    explanation: `\`${visible(text)}\` would run after another Python buildpack, which the platform refuses.`,
    remedy: `Remove line ${line} of \`.buildpacks\`:\n\nsed -i ${line}d .buildpacks`,
    location: { file, line },
  };
}

function invalidLine({ text, line }: Entry): Problem {
  return {
    id: "buildpacks::invalid-line",
    title: "A line of .buildpacks is no URL",
    explanation: `Line ${line} of \`.buildpacks\` is \`${visible(text)}\`. Each line must be the URL of a buildpack's repository.`,
    remedy: "Write it in this form:\n\nhttps://github.com/Scalingo/nodejs-buildpack",
    location: { file, line },
  };
}

function pinned({ text, line }: Entry, buildpack: string): Problem {
  return {
    id: "buildpacks::pinned",
    title: ".buildpacks names another Python buildpack",
    explanation: `\`${visible(text)}\` is not the platform's current Python buildpack. It follows its own rules, so this verdict may differ from its.`,
    remedy: `Use the platform's own:\n\n${buildpack}`,
    location: { file, line },
  };
}

function notRun(others: readonly Entry[]): Problem {
  const names = others.slice(0, 5).map(({ text }) => `\`${visible(text)}\``);
  return {
    id: "buildpacks::not-run",
    title: "Other buildpacks of .buildpacks are not run here",
    explanation: `\`.buildpacks\` also lists ${names.join(", ")}. This build runs the Python part alone.`,
    remedy: "Install what they bring in a step before this one.",
    location: { file, line: others[0]?.line },
  };
}
