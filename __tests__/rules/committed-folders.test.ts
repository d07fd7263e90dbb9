import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import type { Platform } from "../../src/platforms/platform.js";
import { committedEnvironment, privateFolders } from "../../src/rules/committed-folders.js";
import { type Entries, type Entry, folder, other } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { classic, heroku, ownPlatform, scalingo } from "../support/platforms.js";

describe("where the buildpack installs Python", () => {
  const judge = (files: Entries, platform: Platform) =>
    privateFolders(factsOf(files, { platform })).map(({ id, location }) => `${id} ${location?.file}`);
  const taken = (path: string) => `checks::existing-python-dir ${path}`;

  test.each<[what: string, files: Entries, byPlatform: Record<"classic" | "scalingo" | "heroku", string[]>]>([
    [
      "Scalingo's folder",
      { ".scalingo/python": folder },
      { classic: [taken(".scalingo/python")], scalingo: [taken(".scalingo/python")], heroku: [] },
    ],
    [
      "Heroku's folder",
      { ".heroku/python": folder },
      { classic: [taken(".heroku/python")], scalingo: [], heroku: [taken(".heroku/python")] },
    ],
    [
      "both",
      { ".heroku/python": folder, ".scalingo/python": folder },
      {
        classic: [taken(".scalingo/python"), taken(".heroku/python")],
        scalingo: [taken(".scalingo/python")],
        heroku: [taken(".heroku/python")],
      },
    ],
    ["the folder above alone", { ".scalingo": folder, ".heroku": folder }, { classic: [], scalingo: [], heroku: [] }],
    ["nothing", { "python/bin": folder, python: folder }, { classic: [], scalingo: [], heroku: [] }],
  ])("%s may be taken", (_, files, byPlatform) => {
    const said = { classic: judge(files, classic), scalingo: judge(files, scalingo), heroku: judge(files, heroku) };

    expect(said).toEqual(byPlatform);
  });

  test.each<[what: string, entry: Entry]>([
    ["a folder", folder],
    ["a file", "python\n"],
    ["a link to nothing", other],
  ])("%s is in the way", (_, entry) => {
    expect(judge({ ".scalingo/python": entry }, scalingo)).toEqual([taken(".scalingo/python")]);
  });

  test("a platform of one's own has its own folders", () => {
    const own = ownPlatform({ privateFolders: [".own/python"] });

    expect(judge({ ".own/python": folder, ".scalingo/python": folder }, own)).toEqual([taken(".own/python")]);
  });

  test("today's platforms refuse such an app, classic warns", () => {
    const severities = [classic, scalingo, heroku].map((platform) => {
      const files: Entries = { [platform.privateFolders[0] ?? ""]: folder };
      const problems = privateFolders(factsOf(files, { platform }));
      return weigh(problems, platform.severities).map(({ severity }) => severity);
    });

    expect(severities).toEqual([["warning"], ["error"], ["error"]]);
  });
});

describe("a virtual environment in the app", () => {
  test.each<[files: Entries, found: string[]]>([
    [{ "venv/pyvenv.cfg": "" }, ["venv/pyvenv.cfg"]],
    [{ ".venv/pyvenv.cfg": "" }, [".venv/pyvenv.cfg"]],
    [{ "venv/pyvenv.cfg": "", ".venv/pyvenv.cfg": "" }, [".venv/pyvenv.cfg", "venv/pyvenv.cfg"]],
    [{ venv: folder, ".venv": folder }, []],
    [{ venv: "a file\n" }, []],
    [{ "venv/pyvenv.cfg": folder }, []],
    [{ ".venv/pyvenv.cfg": other }, []],
    [{ "env/pyvenv.cfg": "", "pyvenv.cfg": "" }, []],
    [{}, []],
  ])("%o: it is found at %j", (files, found) => {
    const problems = committedEnvironment(factsOf(files));

    expect(problems.map(({ id }) => id)).toEqual(found.map(() => "checks::existing-venv-dir"));
    expect(problems.map(({ location }) => location)).toEqual(found.map((file) => ({ file, line: undefined })));
  });

  test("is refused by today's platforms, and a warning on classic", () => {
    const problems = committedEnvironment(factsOf({ "venv/pyvenv.cfg": "" }));

    const severities = [classic, scalingo, heroku].map((platform) =>
      weigh(problems, platform.severities).map(({ severity }) => severity),
    );

    expect(severities).toEqual([["warning"], ["error"], ["error"]]);
  });
});
