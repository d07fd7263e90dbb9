import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import { noCredentials } from "../../src/rules/credentials.js";
import { type Entries, folder } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { classic, heroku, scalingo } from "../support/platforms.js";
import { idsOf } from "../support/verdicts.js";

function judge(files: Entries, platform = classic) {
  return weigh(noCredentials(factsOf(files, { platform })), platform.severities);
}

/** The line of `requirements.txt` that is reported; undefined when none is. */
function lineIn(text: string | Uint8Array) {
  const findings = judge({ "requirements.txt": text });
  expect(findings.length).toBeLessThanOrEqual(1);

  return findings[0]?.location?.line;
}

const secret = "hunter2Hunter2hunter2";
const url = `https://alice:${secret}@packages.example.com/simple`;

describe("a URL with a password", () => {
  test.each<[file: string, text: string, line: number]>([
    ["requirements.txt", `# pins\n--extra-index-url ${url}\n`, 2],
    ["requirements-dev.txt", `--index-url=${url}\n`, 1],
    ["requirements-test.txt", `x @ ${url}/x.whl\n`, 1],
    ["Pipfile", `[[source]]\nname = "p"\nurl = "${url}"\n`, 3],
    ["Pipfile.lock", `{\n  "_meta": {\n    "sources": [{"url": "${url}"}]\n  }\n}\n`, 3],
    ["pyproject.toml", `[[tool.poetry.source]]\nname = "p"\nurl = '${url}'\n`, 3],
    ["uv.lock", `[[package]]\nname = "x"\nsource = { registry = "${url}" }\n`, 3],
    ["poetry.lock", `[package.source]\nurl = "${url}"\n`, 2],
    ["pip.conf", `[global]\nextra-index-url =\n    ${url}\n`, 3],
  ])("is found in %s, at its line", (file, text, line) => {
    for (const platform of [classic, scalingo, heroku]) {
      const findings = judge({ [file]: text }, platform);

      expect(findings).toMatchObject([{ id: "source::credentials", severity: "warning", location: { file, line } }]);
      expect(findings[0]?.explanation).toContain("packages.example.com");
      expect(JSON.stringify(findings)).not.toContain(secret);
    }
  });

  test.each(["setup.py", "setup.cfg", "Procfile", ".buildpacks", "scalingo.json", "bin/post_compile", "manage.py"])(
    "is not looked for in %s",
    (file) => {
      expect(judge({ [file]: url })).toEqual([]);
    },
  );

  test("is told once for each file", () => {
    const text = `--index-url ${url}\n--extra-index-url ${url}\n`;

    expect(
      judge({ "requirements.txt": text, "pip.conf": `[global]\nindex-url=${url}` }).map(({ location }) => location),
    ).toEqual([
      { file: "pip.conf", line: 2 },
      { file: "requirements.txt", line: 1 },
    ]);
  });

  test.each([
    `--extra-index-url https://alice:${secret}@packages.example.com/simple`,
    `--extra-index-url https://alice:${secret}@packages.example.com:8443/simple`,
    `--extra-index-url http://alice:${secret}@localhost`,
    `--extra-index-url HTTPS://alice:${secret}@packages.example.com/simple`,
    `--extra-index-url https://:${secret}@packages.example.com/simple`,
    `--extra-index-url https://al%40ice:${secret}@packages.example.com/simple`,
    `--extra-index-url https://\${PYPI_USER}:${secret}@packages.example.com/simple`,
    `--extra-index-url https://__token__:pypi-${secret}@packages.example.com/simple`,
    `git+https://oauth2:glpat-${secret}@gitlab.com/acme/x.git#egg=x`,
    `git+https://x-access-token:ghs_${secret}@github.com/acme/x.git@v1`,
    `git+ssh://git:${secret}@example.com/acme/x.git`,
    `x @ git+https://alice:${secret}@github.com/acme/x.git@main`,
    `# https://alice:${secret}@packages.example.com/simple`,
  ])("is found in %s", (line) => {
    expect(lineIn(`x==1\n${line}\n`)).toBe(2);
  });

  test.each<[what: string, text: string | Uint8Array, line: number]>([
    ["Windows line ends", `x==1\r\n\r\n--index-url ${url}\r\n`, 3],
    ["a byte order mark", `\uFEFF--index-url ${url}`, 1],
    ["characters that are not UTF-8", Buffer.from(`# \xe9t\xe9\n--index-url ${url}\n`, "latin1"), 2],
  ])("is found in a file with %s", (_, text, line) => {
    expect(lineIn(text)).toBe(line);
  });
});

describe("a URL with a token", () => {
  const letters = "0123456789abcdefghijABCDEFGHIJ012345";

  test.each([
    `git+https://ghp_${letters}@github.com/acme/x.git`,
    `git+https://gho_${letters}@github.com/acme/x.git`,
    `git+https://github_pat_${letters}@github.com/acme/x.git`,
    `x @ git+https://ghs_${letters}@github.com/acme/x.git@v1.0`,
    `git+https://glpat-${letters}@gitlab.com/acme/x.git`,
    `--extra-index-url https://${letters}@packages.example.com/simple`,
  ])("is found in %s", (line) => {
    const findings = judge({ "requirements.txt": `x==1\n\n${line}\n` });

    expect(findings).toMatchObject([{ id: "source::credentials", location: { file: "requirements.txt", line: 3 } }]);
    expect(JSON.stringify(findings)).not.toContain(letters);
  });
});

describe("no secret", () => {
  test.each([
    "--extra-index-url https://packages.example.com/simple",
    "--extra-index-url https://packages.example.com:8443/simple/",
    `--extra-index-url https://\${PYPI_USER}:\${PYPI_PASSWORD}@packages.example.com/simple`,
    `--extra-index-url https://alice:\${PYPI_PASSWORD}@packages.example.com/simple`,
    `--extra-index-url https://\${PYPI_TOKEN}@packages.example.com/simple`,
    `--extra-index-url https://\${A_VARIABLE_WITH_A_VERY_LONG_NAME_INDEED}@packages.example.com/simple`,
    `git+https://\${GITHUB_TOKEN}@github.com/acme/x.git`,
    `git+https://\${GITHUB_TOKEN}:x-oauth-basic@github.com/acme/x.git`,
    `git+https://x-access-token:\${GITHUB_TOKEN}@github.com/acme/x.git`,
    "--extra-index-url https://<user>:<password>@packages.example.com/simple",
    "--extra-index-url https://user:password@packages.example.com/simple",
    "--extra-index-url https://user:****@packages.example.com/simple",
    "git+ssh://git@github.com/acme/x.git",
    "git+ssh://git@github.com:22/acme/x.git@v1",
    "-e git+ssh://git@gitlab.com/acme/x.git#egg=x",
    "git+git@github.com:acme/x.git",
    "git+https://github.com/acme/x.git@0123456789abcdef0123456789abcdef01234567",
    "x @ https://example.com/x@1.0:y@z.whl",
    "https://alice@example.com/x.whl",
    "x==1 # ask alice:bob@example.com",
    "django-allauth==0.1 ; python_version < '3'",
    "",
  ])("is %s", (line) => {
    expect(lineIn(`${line}\n`)).toBeUndefined();
  });

  test.each<[Entries]>([
    [{}],
    [{ "requirements.txt": "" }],
    [{ "requirements.txt": folder }],
    [{ "requirements.txt": { unreadable: "its mode lets nobody read it" } }],
    [{ Pipfile: `[[source]]\nurl = "https://$USER:\${PASSWORD}@packages.example.com/simple"\n` }],
    [{ "pip.conf": "[global]\nindex-url = https://packages.example.com/simple\n" }],
  ])("is in %o", (files) => {
    expect(judge(files)).toEqual([]);
  });
});

test("any password is found, and never shown", () => {
  const password = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._~!*+%-]{19,29}$/);
  const before = fc.array(fc.constantFrom("", "x==1", "# https://example.com", "y @ https://a.example/y.whl"));

  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{0,8}$/), password, before, (user, word, lines) => {
      const text = [...lines, `--index-url https://${user}:${word}@packages.example.com/simple`].join("\n");

      const findings = judge({ "requirements.txt": text });

      expect(idsOf(findings)).toEqual(["source::credentials"]);
      expect(findings[0]?.location?.line).toBe(lines.length + 1);
      expect(JSON.stringify(findings)).not.toContain(word);
    }),
  );
});

describe("a password", () => {
  test.each([
    "https://alice:p@hunter2@packages.example.com/simple",
    "https://alice:%23hunter2%40@packages.example.com/simple",
    `git+https://ghp_${"a".repeat(36)}:x-oauth-basic@github.com/o/r.git`,
    `https://${"aB3".repeat(12)}:@packages.example.com/simple`,
  ])("is found in %s, and not shown", (text) => {
    const [finding] = judge({ "requirements.txt": `--index-url ${text}\n` });

    expect(finding).toMatchObject({ id: "source::credentials", location: { file: "requirements.txt", line: 1 } });
    expect(JSON.stringify(finding)).not.toMatch(/hunter2|ghp_|aB3aB3/);
  });

  test.each(["your-password", "xxxx", "changeme", "{password}", "my-${PASSWORD}", "%(password)s"])(
    "of %s is a placeholder",
    (password) => {
      expect(judge({ "requirements.txt": `--index-url https://user:${password}@packages.example.com/\n` })).toEqual([]);
    },
  );

  test("is found in UTF-16, and in a file that is included", () => {
    expect(lineIn(Buffer.from(`\uFEFF\n--index-url ${url}\n`, "utf16le"))).toBe(2);
    expect(judge({ "requirements.txt": "-r base.in\n", "base.in": `--index-url ${url}\n` })).toMatchObject([
      { location: { file: "base.in", line: 1 } },
    ]);
  });
});
