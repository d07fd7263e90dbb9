import { describe, expect, test } from "vitest";
import { compile } from "../src/compile.js";
import { appReader } from "../src/machine/app-files.js";
import { watchedPaths } from "../src/plan.js";
import { shippedPlatform } from "../src/platforms/platform.js";
import { type Report, reportOf } from "../src/report.js";
import { detection } from "./apps/detection.js";
import { type Example, expectedOn, platforms } from "./apps/example.js";
import { hooks } from "./apps/hooks.js";
import { order } from "./apps/order.js";
import { packageManagers } from "./apps/package-managers.js";
import { pipfileLocks } from "./apps/pipfile-locks.js";
import { pipfiles } from "./apps/pipfiles.js";
import { precedence } from "./apps/precedence.js";
import { processes } from "./apps/processes.js";
import { pyprojects } from "./apps/pyprojects.js";
import { pythonVersionFiles } from "./apps/python-version-files.js";
import { realApps } from "./apps/real-apps.js";
import { realMixtures } from "./apps/real-mixtures.js";
import { releases } from "./apps/releases.js";
import { repositories } from "./apps/repositories.js";
import { requirements } from "./apps/requirements.js";
import { runtimeTxts } from "./apps/runtime-txts.js";
import { fakeRunner } from "./support/fake-runner.js";
import { temporaryFolder, writeFiles } from "./support/temporary-folder.js";

const themes: Readonly<Record<string, readonly Example[]>> = {
  detection,
  "package managers": packageManagers,
  "runtime.txt": runtimeTxts,
  ".python-version": pythonVersionFiles,
  releases,
  precedence,
  "Pipfile.lock": pipfileLocks,
  Pipfile: pipfiles,
  pyproject: pyprojects,
  requirements,
  hooks,
  Procfile: processes,
  repository: repositories,
  "order of errors": order,
  "real apps": realApps,
  "real mixtures": realMixtures,
};

test("every app has a name of its own", () => {
  const names = Object.entries(themes).flatMap(([theme, apps]) => apps.map(({ name }) => `${theme}: ${name}`));

  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.each(Object.entries(themes))("%s", (_, apps) => {
  const rows = apps.flatMap((app) =>
    platforms.map((platform) => [`${app.name}, on ${platform}`, app, platform] as const),
  );

  test.each(rows)("%s", async (_, app, platform) => {
    const expected = expectedOn(app, platform);

    const report = await judge(app, platform);

    const found = report.findings.map(written);
    const first = report.findings.find(({ severity }) => severity === "error");
    expect({ reason: report.failureReason, found }).toEqual({ reason: expected.reason, found });
    if (expected.at !== undefined) expect(withPlace("", first), found.join("\n")).toSatisfy(begins(` ${expected.at}`));
    if (expected.python !== undefined) expect(report.python?.version).toBe(expected.python);
    if (expected.origin !== undefined) expect(report.python?.origin).toBe(expected.origin);
    if (expected.manager !== undefined) expect(report.packageManager).toBe(expected.manager);
    for (const finding of expected.also ?? [])
      expect(found.filter(begins(finding)), `${finding} in ${found}`).not.toEqual([]);
    expect(report.findings.filter(({ id }) => expected.never?.includes(id))).toEqual([]);
    if (expected.all) expect(found.map((text, index) => shortened(text, expected.all?.[index]))).toEqual(expected.all);
    expect(report.platforms.map(({ name, failureReason }) => [name, failureReason])).toEqual(
      platforms.map((name) => [name, expectedOn(app, name).reason]),
    );
  });
});

async function judge({ files }: Example, name: string): Promise<Report> {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, files);
  const platform = shippedPlatform(name);
  if (!platform) throw new Error(`${name} is not shipped`);

  const read = appReader({ root: folder.path, appInRepository: "", variables: {} });
  const app = await read(watchedPaths(platform));

  return reportOf(await compile({ mode: "plan", platform: name }, fakeRunner({ apps: [app] })));
}

type Said = Report["findings"][number];

function written(finding: Said): string {
  return withPlace(`${finding.severity[0]?.toUpperCase()} ${finding.id}`, finding);
}

function withPlace(text: string, finding: Said | undefined): string {
  const line = finding?.line ? `:${finding.line}` : "";
  return finding?.file ? `${text} ${finding.file}${line}` : text;
}

/** Tells whether a text is what was asked for, with or without more of its place. */
function begins(asked: string): (text: string) => boolean {
  return (text) => text === asked || text.startsWith(`${asked} `) || text.startsWith(`${asked}:`);
}

function shortened(text: string, asked: string | undefined): string {
  return asked !== undefined && begins(asked)(text) ? asked : text;
}
