import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import type { Platform } from "../../src/platforms/platform.js";
import { buildpacks } from "../../src/rules/buildpacks.js";
import { type Entries, folder } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { fakeMachine } from "../support/fake-runner.js";
import { classic, heroku, scalingo } from "../support/platforms.js";

function judge(files: Entries, platform: Platform = classic) {
  return weigh(buildpacks(factsOf(files, { platform })), platform.severities);
}

/** What is said, as ids with file and line. */
function said(files: Entries, platform: Platform = classic) {
  return judge(files, platform).map(({ id, location }) => `${id} ${location?.file}:${location?.line}`);
}

const listing = (...lines: string[]) => ({ ".buildpacks": `${lines.join("\n")}\n` });

const python = "https://github.com/Scalingo/python-buildpack";
const herokuPython = "https://github.com/heroku/heroku-buildpack-python";
const node = "https://github.com/Scalingo/nodejs-buildpack";
const apt = "https://github.com/Scalingo/apt-buildpack.git";

describe("an app without .buildpacks", () => {
  test.each([
    "package.json",
    "composer.json",
    "index.php",
    "pom.xml",
    "build.gradle",
    "gradlew",
    "go.mod",
    "project.clj",
  ])("may be taken for one of another technology by %s", (file) => {
    const severities = [classic, scalingo, heroku].map((platform) =>
      judge({ "requirements.txt": "", [file]: "" }, platform).map(({ id, severity, location }) => [
        id,
        severity,
        location,
      ]),
    );

    expect(severities).toEqual(
      ["notice", "warning", "notice"].map((severity) => [["buildpacks::other-first", severity, { file, line: 1 }]]),
    );
  });

  test.each<[files: string[], first: string]>([
    [["package.json", "go.mod"], "go.mod"],
    [["package.json", "composer.json"], "package.json"],
    [["index.php", "gradlew", "pom.xml"], "gradlew"],
    [["pom.xml", "package.json"], "pom.xml"],
    [["go.mod", "project.clj"], "project.clj"],
  ])("of several technologies is that of the first name: %j", (files, first) => {
    const entries = Object.fromEntries(files.map((file) => [file, ""]));

    expect(said(entries)).toEqual([`buildpacks::other-first ${first}:1`]);
  });

  test.each<[Entries]>([
    [{}],
    [{ "requirements.txt": "", "app.py": "" }],
    [{ "package.json": folder }],
    [{ "bin/package.json": "", "frontend/package.json": "", "../package.json": "" }],
    [{ "package-lock.json": "", "go.sum": "", "PACKAGE.JSON": "" }],
    [{ "Cargo.toml": "", Gemfile: "", "mix.exs": "", Dockerfile: "" }],
  ])("is a Python app: %o", (files) => {
    expect(said(files)).toEqual([]);
  });

  test("has one where .buildpacks is a folder", () => {
    expect(said({ ".buildpacks": folder, "go.mod": "" })).toEqual(["buildpacks::other-first go.mod:1"]);
  });
});

describe(".buildpacks", () => {
  test("of the Python buildpack alone is good, whatever else is at the root", () => {
    expect(said({ ...listing(python), "package.json": "" })).toEqual([]);
  });

  test.each([
    python,
    `${python}.git`,
    "https://github.com/scalingo/python-buildpack",
    `\r\n# Python\r\n\r\n  ${python}  \r\n`,
    `\uFEFF${python}`,
  ])("is good with %j", (text) => {
    expect(said({ ".buildpacks": text })).toEqual([]);
  });

  test.each([
    [[node]],
    [[node, apt]],
    [["git@github.com:Scalingo/nodejs-buildpack.git"]],
    [["https://github.com/acme/python-tools"]],
    [["https://github.com/python/nodejs-buildpack"]],
    [[`#${python}`]],
    [[""]],
  ])("that lists no Python buildpack: %j", (lines) => {
    expect(said(listing(...lines))).toEqual(["buildpacks::no-python .buildpacks:1"]);
  });

  test("that is empty lists no Python buildpack", () => {
    expect(said({ ".buildpacks": "" })).toEqual(["buildpacks::no-python .buildpacks:1"]);
  });

  test("that lists no Python buildpack is told the line to add", () => {
    expect(judge(listing(node))[0]?.remedy.split("\n")).toContain(python);
  });

  test.each([
    [`${python}#v109`, 1],
    [`${python}.git#master`, 1],
    [`# pinned\n\n${python}#feature/x`, 3],
    [herokuPython, 1],
    [`${herokuPython}.git`, 1],
    ["https://github.com/acme/python-buildpack", 1],
    ["git@github.com:acme/python-buildpack.git", 1],
    ["git://github.com/acme/Python-Buildpack", 1],
    ["ssh://git@example.com/acme/buildpack-python.git", 1],
  ])("that pins the Python buildpack or names another's: %j", (text, line) => {
    expect(said({ ".buildpacks": text })).toEqual([`buildpacks::pinned .buildpacks:${line}`]);
  });

  test("that lists two Python buildpacks points to the second", () => {
    expect(said(listing(python, "", python))).toEqual(["checks::duplicate-python-buildpack .buildpacks:3"]);
    expect(said(listing(python, `${python}#v109`))).toEqual(["checks::duplicate-python-buildpack .buildpacks:2"]);
    expect(said(listing(python, herokuPython))).toEqual(["checks::duplicate-python-buildpack .buildpacks:2"]);
  });

  test("that lists others beside Python points to the first of them", () => {
    expect(said(listing(node, python))).toEqual(["buildpacks::not-run .buildpacks:1"]);
    expect(said(listing(python, "# tools", apt, node))).toEqual(["buildpacks::not-run .buildpacks:3"]);
  });

  test.each([
    "nodejs",
    "Scalingo/nodejs-buildpack",
    "heroku/nodejs",
    "https://",
    "github.com/Scalingo/nodejs-buildpack",
  ])("with a line that is no URL: %s", (line) => {
    expect(said(listing(python, line))).toEqual(["buildpacks::invalid-line .buildpacks:2"]);
  });

  test("has a finding for each line that is no URL", () => {
    expect(said(listing("a", python, "", "b c"))).toEqual([
      "buildpacks::invalid-line .buildpacks:1",
      "buildpacks::invalid-line .buildpacks:4",
    ]);
  });

  test("may have all of it", () => {
    expect(said(listing("x", `${python}#v1`, node, python)).sort()).toEqual([
      "buildpacks::invalid-line .buildpacks:1",
      "buildpacks::not-run .buildpacks:3",
      "buildpacks::pinned .buildpacks:2",
      "checks::duplicate-python-buildpack .buildpacks:4",
    ]);
  });

  test.each<[what: string, files: Entries, classic: string, scalingo: string]>([
    ["buildpacks::no-python", listing(node), "notice", "warning"],
    ["checks::duplicate-python-buildpack", listing(python, python), "warning", "error"],
    ["buildpacks::invalid-line", listing(python, "x"), "notice", "warning"],
    ["buildpacks::pinned", listing(`${python}#v109`), "notice", "notice"],
    ["buildpacks::not-run", listing(python, node), "notice", "notice"],
  ])("weighs by platform, and nothing on Heroku: %s", (id, files, ...expected) => {
    const found = [classic, scalingo].map((platform) =>
      judge(files, platform).map(({ id, severity }) => [id, severity]),
    );

    expect(found).toEqual(expected.map((severity) => [[id, severity]]));
    expect(judge(files, heroku)).toEqual([]);
  });

  test.each([
    [["https://user:hunter2@example.com/acme/nodejs-buildpack"]],
    [["https://hunter2@example.com/acme/nodejs-buildpack"]],
    [["https://user:hunter2@example.com/acme/python-buildpack"]],
    [[python, "https://user:hunter2@example.com/acme/python-buildpack"]],
    [[python, "https://user:hunter2@example.com/acme/nodejs-buildpack"]],
    [[python, "https://user:hunter2@"]],
  ])("keeps the credentials of a URL to itself: %j", (lines) => {
    const findings = judge(listing(...lines));

    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });
});

describe("the Python buildpack", () => {
  test.each([
    `${python}/`,
    `${python}.git`,
    "git@github.com:Scalingo/python-buildpack.git",
    "git://github.com/scalingo/Python-Buildpack.git",
  ])("is known as %s", (url) => {
    expect(said(listing(url), scalingo)).toEqual([]);
  });

  test("may come after one that writes its requirements", () => {
    const poetry = "https://github.com/moneymeets/python-poetry-buildpack.git";

    expect(said(listing(poetry, python), scalingo)).toEqual(["buildpacks::not-run .buildpacks:1"]);
  });

  test("is shown without the credentials of the others", () => {
    const withPassword = "https://user:p@hunter2@example.com/acme/nodejs-buildpack";

    expect(JSON.stringify(judge(listing(withPassword, python)))).not.toContain("hunter2");
  });
});

test.each(["BUILDPACK_NAME", "BUILDPACK_URL"])(
  "an app whose config var %s names the buildpack is taken for nothing else",
  (name) => {
    const machine = { ...fakeMachine, variables: { [name]: "python" } };

    expect(buildpacks(factsOf({ "package.json": "{}" }, { machine, platform: scalingo }))).toEqual([]);
  },
);

test("each platform is told in its own way what it is to build", () => {
  const commands = [scalingo, heroku].map((platform) => judge({ "package.json": "{}" }, platform)[0]?.remedy);

  expect(commands[0]).toContain("scalingo env-set BUILDPACK_NAME=python");
  expect(commands[1]).toContain("heroku buildpacks:set heroku/python");
});
