import type { Files } from "../support/temporary-folder.js";
import { deploys, type Example, fails, Procfile, pip } from "./example.js";

const app = (files: Files): Files => pip({ ".python-version": "3.12\n", ...files });
const python = "https://github.com/Scalingo/python-buildpack";
const node = "https://github.com/Scalingo/nodejs-buildpack";
const duplicate = "checks::duplicate-python-buildpack";
const existing = "checks::existing-python-dir";
const venv = "checks::existing-venv-dir";

/** What `classic`, Scalingo and Heroku say, and nothing else. */
function says(name: string, files: Files, verdicts: readonly [string[], string[], string[]]): Example {
  const [classic, scalingo, heroku] = verdicts.map((all) => deploys({ all }));
  if (!classic || !scalingo || !heroku) throw new Error(`${name} lacks a verdict`);
  return { name, files: app(files), classic, scalingo, heroku };
}

function buildpacks(name: string, text: string, classic: string[], scalingo: string[]): Example {
  return says(`.buildpacks: ${name}`, { ".buildpacks": text }, [classic, scalingo, []]);
}

const otherFirst = (file: string, text = "{}\n"): Example =>
  says(file, { [file]: text }, [
    [`N buildpacks::other-first ${file}:1`],
    [`W buildpacks::other-first ${file}:1`],
    [`N buildpacks::other-first ${file}:1`],
  ]);

const environment = (folder: string): Example => ({
  name: `a committed ${folder}`,
  files: app({ [`${folder}/pyvenv.cfg`]: "home = /usr/bin\n", [`${folder}/bin/python`]: "" }),
  classic: deploys({ all: [`W ${venv} ${folder}/pyvenv.cfg`] }),
  strict: fails(venv, `${folder}/pyvenv.cfg`, { all: [`E ${venv} ${folder}/pyvenv.cfg`] }),
});

const manifest = (name: string, text: string, finding: string): Example =>
  says(`scalingo.json ${name}`, { "scalingo.json": text }, [[finding], [finding], []]);

const env = (name: string, value = "x") => JSON.stringify({ env: { [name]: { value } } });

export const repositories: readonly Example[] = [
  {
    name: "a .scalingo/python",
    files: app({ ".scalingo/python/bin/python": "" }),
    classic: deploys({ all: [`W ${existing} .scalingo/python`] }),
    scalingo: fails(existing, ".scalingo/python"),
    heroku: deploys({ all: [] }),
  },
  {
    name: "a .heroku/python",
    files: app({ ".heroku/python/bin/python": "" }),
    classic: deploys({ all: [`W ${existing} .heroku/python`] }),
    scalingo: deploys({ all: [] }),
    heroku: fails(existing, ".heroku/python"),
  },
  {
    name: "both private folders",
    files: app({ ".heroku/python/x": "", ".scalingo/python/x": "" }),
    classic: deploys({ also: [`W ${existing} .heroku/python`, `W ${existing} .scalingo/python`] }),
    scalingo: fails(existing, ".scalingo/python", { all: [`E ${existing} .scalingo/python`] }),
    heroku: fails(existing, ".heroku/python", { all: [`E ${existing} .heroku/python`] }),
  },
  says("other content of the private folders", { ".heroku/run.sh": "", ".scalingo/x": "" }, [[], [], []]),
  environment(".venv"),
  environment("venv"),
  says("an environment of another name", { "env/pyvenv.cfg": "home = /usr/bin\n" }, [[], [], []]),
  says("a venv that is no environment", { "venv/README": "" }, [[], [], []]),
  otherFirst("package.json", '{"name": "x"}\n'),
  otherFirst("composer.json"),
  otherFirst("index.php", "<?php\n"),
  otherFirst("pom.xml", "<project/>\n"),
  otherFirst("build.gradle", ""),
  otherFirst("gradlew", "#!/bin/sh\n"),
  otherFirst("go.mod", "module x\n"),
  otherFirst("project.clj", "()\n"),
  says("package.json in a folder", { "frontend/package.json": "{}\n" }, [[], [], []]),
  says("Gemfile and Cargo.toml, which are not tried before", { "Cargo.toml": "", "yarn.lock": "" }, [[], [], []]),
  buildpacks("Python alone", `${python}\n`, [], []),
  buildpacks("Python alone, as git", `${python}.git\n`, [], []),
  buildpacks(
    "Node.js before Python",
    `${node}\n${python}\n`,
    ["N buildpacks::not-run .buildpacks:1"],
    ["N buildpacks::not-run .buildpacks:1"],
  ),
  buildpacks(
    "Python of a tag",
    `${python}#v109\n`,
    ["N buildpacks::pinned .buildpacks:1"],
    ["N buildpacks::pinned .buildpacks:1"],
  ),
  buildpacks(
    "Python of another owner",
    "https://github.com/someone/python-buildpack\n",
    ["N buildpacks::pinned .buildpacks:1"],
    ["N buildpacks::pinned .buildpacks:1"],
  ),
  {
    name: ".buildpacks: no Python",
    files: app({ ".buildpacks": `${node}\n` }),
    classic: deploys({ also: ["N buildpacks::no-python .buildpacks:1"] }),
    scalingo: deploys({ also: ["W buildpacks::no-python .buildpacks:1"] }),
    heroku: deploys({ all: [] }),
  },
  {
    name: ".buildpacks: a line that is no URL",
    files: app({ ".buildpacks": `${python}\npython\n` }),
    classic: deploys({ also: ["N buildpacks::invalid-line .buildpacks:2"] }),
    scalingo: deploys({ also: ["W buildpacks::invalid-line .buildpacks:2"] }),
    heroku: deploys({ all: [] }),
  },
  {
    name: ".buildpacks: Python twice",
    files: app({ ".buildpacks": `${python}\n${python}\n` }),
    classic: deploys({ also: [`W ${duplicate} .buildpacks:2`] }),
    scalingo: fails(duplicate, ".buildpacks:2"),
    heroku: deploys({ all: [] }),
  },
  {
    name: ".buildpacks: Python of two owners",
    files: app({ ".buildpacks": `${python}\nhttps://github.com/heroku/heroku-buildpack-python\n` }),
    classic: deploys({ also: [`W ${duplicate} .buildpacks:2`] }),
    scalingo: fails(duplicate, ".buildpacks:2"),
    heroku: deploys({ all: [] }),
  },
  {
    name: "a private folder that a hook may have made",
    files: app({ ".scalingo/python/x": "", "bin/pre_compile": "" }),
    classic: deploys({ also: [`W ${existing} .scalingo/python`] }),
    scalingo: fails(existing, ".scalingo/python"),
    heroku: deploys({ never: [existing] }),
  },
  {
    name: ".buildpacks beside package.json",
    files: app({ ".buildpacks": `${node}\n${python}\n`, "package.json": "{}\n" }),
    every: deploys({ never: ["buildpacks::other-first"] }),
  },
  says("submodules", { ".gitmodules": '[submodule "lib"]\n\tpath = lib\n\turl = https://example.com/lib.git\n' }, [
    ["W source::submodules .gitmodules:1"],
    ["W source::submodules .gitmodules:1"],
    ["N source::submodules .gitmodules:1"],
  ]),
  says("an empty .gitmodules", { ".gitmodules": "" }, [[], [], []]),
  says(".slugignore of requirements.txt", { ".slugignore": "*.psd\nrequirements.txt\n" }, [
    [],
    [],
    ["W slugignore::needed-file .slugignore:2"],
  ]),
  says(".slugignore of the Procfile", { ".slugignore": "Procfile\n" }, [
    [],
    [],
    ["W slugignore::needed-file .slugignore:1"],
  ]),
  says(".slugignore of tests", { ".slugignore": "tests\n*.psd\n" }, [[], [], []]),
  manifest("that is not JSON", "{\n  name: x\n}\n", "W manifest::invalid-json scalingo.json:2"),
  manifest("that is an array", "[]\n", "W manifest::invalid-json scalingo.json"),
  manifest("that is empty", "", "W manifest::invalid-json scalingo.json"),
  manifest("with a dash in a name", env("MY-KEY"), "W environment::invalid-name scalingo.json:1"),
  manifest("with a name that begins with _", env("_KEY"), "W environment::invalid-name scalingo.json:1"),
  manifest("with a long name", env("K".repeat(65)), "W environment::invalid-name scalingo.json:1"),
  manifest("with a long value", env("KEY", "v".repeat(32769)), "W environment::value-too-long scalingo.json:1"),
  says("scalingo.json with all that fits", { "scalingo.json": env("K".repeat(64), "v".repeat(32768)) }, [[], [], []]),
  says("app.json that is not JSON", { "app.json": "{,}\n" }, [[], [], ["W manifest::invalid-json app.json:1"]]),
  says("app.json with a dash in a name", { "app.json": env("MY-KEY") }, [[], [], []]),
  says(
    "a password in pip.conf",
    { "pip.conf": "[global]\nindex-url = https://u:s3cret@packages.example.com/simple\n" },
    [["W source::credentials pip.conf:2"], ["W source::credentials pip.conf:2"], ["W source::credentials pip.conf:2"]],
  ),
  {
    name: "Node.js alone",
    files: { "package.json": "{}\n", Procfile },
    every: fails("detect::no-python-files"),
  },
];
