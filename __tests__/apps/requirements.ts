import type { Files } from "../support/temporary-folder.js";
import { deploys, type Example, type Expected, fails, pip, utf16 } from "./example.js";

const missing = "requirements::missing-include";

/** A pip app with a version, and these requirements. */
function app(
  name: string,
  requirements: string | Uint8Array,
  others: Files,
  verdicts: { classic: Expected; strict: Expected },
): Example {
  return {
    name,
    files: pip({ "requirements.txt": requirements, ".python-version": "3.12\n", ...others }),
    ...verdicts,
  };
}

const every = (expected: Expected) => ({ classic: expected, strict: expected });
const quiet = every(deploys({ all: [] }));

const includes = (text: string, at = "requirements.txt:1"): Example =>
  app(JSON.stringify(text), text, {}, every(fails(missing, at)));

export const requirements: readonly Example[] = [
  app("pinned requirements", "flask==3.1.0\ngunicorn===23.0.0\n", {}, quiet),
  app("a comment that looks like an include", "# -r base.txt\nflask==3.1.0  # -r x.txt\n", {}, quiet),
  app("hashes", `flask==3.1.0 \\\n    --hash=sha256:${"0".repeat(64)}\n`, {}, quiet),
  app("markers and extras", 'uvicorn[standard]==0.34.0 ; python_version >= "3.9"\n', {}, quiet),
  includes("-r base.txt\n"),
  includes("--requirement base.txt\n"),
  includes("--requirement=base.txt\n"),
  includes("-rbase.txt\n"),
  includes("-c constraints.txt\n"),
  includes("--constraint constraints.txt\n"),
  includes("flask==3.1.0\n\n-r requirements/prod.txt\n", "requirements.txt:3"),
  app("an include that is there", "-r requirements/prod.txt\n", { "requirements/prod.txt": "flask==3.1.0\n" }, quiet),
  app(
    "includes are relative to the including file",
    "-r requirements/prod.txt\n",
    {
      "requirements/prod.txt": "-r base.txt\n-c ../constraints.txt\n",
      "requirements/base.txt": "flask==3.1.0\n",
      "constraints.txt": "",
    },
    quiet,
  ),
  app(
    "an include of an include that is missing",
    "-r requirements/prod.txt\n",
    { "requirements/prod.txt": "flask==3.1.0\n-r base.txt\n", "base.txt": "" },
    every(fails(missing, "requirements/prod.txt:2")),
  ),
  app(
    "an include of a folder's name",
    "-r requirements\n",
    { "requirements/base.txt": "" },
    every(fails(missing, "requirements.txt:1")),
  ),
  app(
    "UTF-16",
    utf16("flask==3.1.0\r\n"),
    {},
    every(deploys({ also: ["W requirements::encoding requirements.txt:1"] })),
  ),
  app("a byte order mark", "\uFEFFflask==3.1.0\n", {}, every(deploys({ never: ["requirements::encoding"] }))),
  app("CRLF", "flask==3.1.0\r\ngunicorn==23.0.0\r\n", {}, quiet),
  app(
    "a path outside the app",
    "flask==3.1.0\n-e ../lib\n",
    {},
    every(deploys({ also: ["W requirements::path-outside-app requirements.txt:2"] })),
  ),
  app(
    "a path inside the app",
    "-e ./lib\n",
    { "lib/setup.py": "" },
    every(deploys({ never: ["requirements::path-outside-app"] })),
  ),
  app(
    "a variable",
    `--extra-index-url https://\${TOKEN}@packages.example.com/simple\nflask==3.1.0\n`,
    {},
    {
      classic: deploys({
        also: ["N requirements::environment-variable requirements.txt:1"],
        never: ["source::credentials"],
      }),
      strict: deploys({
        also: ["W requirements::environment-variable requirements.txt:1"],
        never: ["source::credentials"],
      }),
    },
  ),
  app(
    "a password",
    "flask==3.1.0\n--extra-index-url https://user:s3cret@packages.example.com/simple\n",
    {},
    every(deploys({ also: ["W source::credentials requirements.txt:2"] })),
  ),
  app(
    "unpinned requirements",
    "flask==3.1.0\n# web\ngunicorn\nrequests>=2\n",
    {},
    every(deploys({ also: ["N requirements::unpinned requirements.txt:3", "N cache::environment-off"] })),
  ),
  app(
    "a branch of a repository",
    "git+https://github.com/pallets/flask@main#egg=flask\n",
    {},
    every(deploys({ also: ["N requirements::unpinned requirements.txt:1"] })),
  ),
  app(
    "a commit of a repository",
    `flask @ git+https://github.com/pallets/flask@${"0a1b2c3d".repeat(5)}\n`,
    {},
    every(deploys({ never: ["requirements::unpinned"] })),
  ),
  includes("-r \\\nbase.txt\n"),
  includes("-r ./base.txt\n"),
  includes("-r ../base.txt\n"),
  app(
    "an include of another machine's file",
    "-r https://example.com/base.txt\n",
    {},
    every(deploys({ never: [missing] })),
  ),
  app("an include that only tests need", "", { "requirements-test.txt": "-r nope.txt\n" }, quiet),
  app(
    "a password in requirements that are not installed",
    "",
    { "requirements-dev.txt": "--index-url https://user:s3cret@packages.example.com/simple\n" },
    every(deploys({ also: ["W source::credentials requirements-dev.txt:1"] })),
  ),
  app(
    "the user of a repository by SSH",
    `git+ssh://git@github.com/pallets/flask@${"0a1b2c3d".repeat(5)}#egg=flask\n`,
    {},
    every(deploys({ never: ["source::credentials"] })),
  ),
  app(
    "a file outside the app",
    "lib @ file:../lib\n",
    {},
    every(deploys({ also: ["W requirements::path-outside-app requirements.txt:1"] })),
  ),
];
