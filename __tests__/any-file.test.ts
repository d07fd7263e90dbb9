import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BuildError } from "../src/build-error.js";
import type { Finding } from "../src/finding.js";
import { readInputs } from "../src/inputs.js";
import { type BuildContext, judgePreCompile, judgeSource, planBuild, planLines } from "../src/plan.js";
import { readPlatform } from "../src/platforms/platform.js";
import { chooseFromManifest } from "../src/runtime/mirror-manifest.js";
import { supportedSeries, testVersions } from "../src/runtime/resolve.js";
import { appOf, type Entries, type Entry, folder, other } from "./support/app.js";
import { fakeFolders, fakeMachine } from "./support/fake-runner.js";
import { endlessTexts, hostileText } from "./support/hostile-text.js";
import { classic, heroku, scalingo, strict } from "./support/platforms.js";

const paths = [
  ...[".python-version", "Pipfile", "Pipfile.lock", "bin/post_compile", "bin/pre_compile", "pyproject.toml"],
  ...["requirements-test.txt", "requirements.txt", "runtime.txt", "setup.cfg", "setup.py", "runtime", "python-version"],
  ...["Requirements.txt", "bin/pre-compile", "bin/post_compile.sh", "venv", "README.md", "poetry.lock", "uv.lock"],
  ...["Procfile", "procfile.txt", "scalingo.json", "app.json", ".buildpacks", ".slugignore", ".gitmodules"],
  ...["b.txt", "manage.py", "pip.conf", ".venv/pyvenv.cfg", ".heroku/python", "../scalingo.json"],
];

function contextOf(platform: BuildContext["platform"], mode: "plan" | "build"): BuildContext {
  const machine = { ...fakeMachine, variables: { PIP_TARGET: "/x" } };

  const inputs = readInputs({ mode, "test-dependencies": "true" });
  return { inputs, platform, machine, folders: fakeFolders, requested: undefined };
}

/** All that is said of an app before anything is installed. */
function verdictOf(files: Entries, platform = classic): readonly Finding[] {
  const context = contextOf(platform, "plan");
  const app = appOf(files);
  const plan = planBuild(context, { app, preCompile: "pending" });
  const versions = plan.runtime ? testVersions(plan.runtime, platform) : [];
  expect([...planLines(plan), ...supportedSeries(platform), ...versions]).not.toContain("");

  return [...judgeSource(context, app), ...judgePreCompile(context, app), ...plan.findings];
}

const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 8, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.uint8Array() },
  { weight: 1, arbitrary: fc.constantFrom<Entry>(folder, other, { unreadable: "its mode lets nobody read it" }) },
);
const files: fc.Arbitrary<Entries> = fc.dictionary(fc.constantFrom(...paths), entry, { maxKeys: 8 });
const platforms = fc.constantFrom(classic, scalingo, heroku);

describe("an app with any files", () => {
  test("is judged, and each finding says what happened, why, and what to do", () => {
    fc.assert(
      fc.property(files, platforms, (app, platform) => {
        for (const { id, title, explanation, remedy, location } of verdictOf(app, platform)) {
          expect(id).toMatch(/^[a-z-]+(::[a-z_-]+)+$/);
          expect([title, explanation, remedy].filter((text) => text.trim() === "")).toEqual([]);
          expect(title).not.toMatch(/[.\n]$/);
          expect(title).not.toContain("!");
          expect(location?.line ?? 1).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("is pointed at lines that it has", () => {
    fc.assert(
      fc.property(files, platforms, (app, platform) => {
        for (const { location } of verdictOf(app, platform)) {
          const content = app[location?.file ?? ""];
          const lines = typeof content === "string" ? content.split("\n").length : 1000;

          expect(location?.line ?? 1).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });

  test("is shown without control characters", () => {
    fc.assert(
      fc.property(files, platforms, (app, platform) => {
        for (const { title, explanation, remedy } of verdictOf(app, platform)) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
          expect(`${title}${explanation}${remedy}`).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
        }
      }),
    );
  });

  test("is judged alike in whatever order its files are listed", () => {
    fc.assert(
      fc.property(files, platforms, fc.nat(), (app, platform, seed) => {
        const entries = Object.entries(app);
        const turned = entries.map((_, index) => entries[(index + seed) % entries.length] ?? ["", ""]);

        expect(verdictOf(Object.fromEntries(turned.toReversed()), platform)).toEqual(verdictOf(app, platform));
      }),
    );
  });
});

test("any mirror's manifest is read, or refused for a reason", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const choice = chooseFromManifest(text, "3.13.2", fakeMachine);

      expect(choice.found || choice.reason !== "").toBe(true);
    }),
  );
});

describe("an endless file", () => {
  test.each(endlessTexts)("of %s is read to its end", (_, text) => {
    const everywhere = Object.fromEntries(paths.filter((path) => path !== "runtime.txt").map((path) => [path, text]));

    const verdicts = [
      verdictOf(everywhere),
      verdictOf({ "runtime.txt": text, "requirements.txt": "" }),
      verdictOf({ "requirements.txt": text, "requirements-test.txt": text, Procfile: `web: ${text}` }, strict),
      verdictOf({ "poetry.lock": text, "pyproject.toml": `[tool.poetry.dependencies]\npython = """${text}"""\n` }),
      verdictOf({ "uv.lock": text, "pyproject.toml": text, "scalingo.json": text }),
      verdictOf({ Pipfile: text, "Pipfile.lock": '{"_meta": {"sources": [1]}}' }),
      verdictOf({ Pipfile: '[[source]]\nname = "a"\nurl = "u"\n', "Pipfile.lock": text }, strict),
    ];

    const lengths = verdicts
      .flat()
      .map(({ title, explanation, remedy }) => [title, explanation, remedy].join("").length);
    expect(Math.max(...lengths.slice(0, 1000))).toBeLessThan(5000);
    expect(chooseFromManifest(text, "3.13.2", fakeMachine).found).toBe(false);
    expect(() => readPlatform("own.json", text)).toThrow(BuildError);
  });
});
