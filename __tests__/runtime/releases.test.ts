import { describe, expect, test } from "vitest";
import { type Archive, knownReleases, newestKnown, standaloneTable } from "../../src/runtime/releases.js";
import sourceReleases from "../../src/runtime/source-releases.json" with { type: "json" };
import { compareVersions } from "../../src/runtime/version.js";

const release = /^\d+\.\d+\.\d+$/;
const newestFirst = (releases: readonly string[]) => releases.toSorted((a, b) => compareVersions(b, a));

const tables: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Archive>>>>>> = {
  "standalone-pythons.json": standaloneTable,
  "source-releases.json": sourceReleases,
};

describe.each(Object.entries(tables))("%s", (_, table) => {
  const archives = Object.values(table).flatMap((files) => Object.values(files));

  test("lists releases, newest first", () => {
    const releases = Object.keys(table);

    expect(releases.filter((name) => !release.test(name))).toEqual([]);
    expect(releases).toEqual(newestFirst(releases));
    expect(releases.length).toBeGreaterThan(100);
  });

  test("gives each archive an https URL and the SHA-256 of its bytes", () => {
    const wrong = archives.filter(({ url, sha256 }) => !URL.canParse(url) || !/^[0-9a-f]{64}$/.test(sha256));

    expect(wrong).toEqual([]);
    expect(archives.filter(({ url }) => !url.startsWith("https://"))).toEqual([]);
  });

  test("lists no archive twice", () => {
    expect(new Set(archives.map(({ url }) => url)).size).toBe(archives.length);
    expect(new Set(archives.map(({ sha256 }) => sha256)).size).toBe(archives.length);
  });

  test("names the release in each URL", () => {
    const wrong = Object.entries(table).filter(([name, files]) =>
      Object.values(files).some((file) => !file.url.includes(name)),
    );

    expect(wrong).toEqual([]);
  });
});

test("standalone builds are of known machines, and name the release of the project that they are from", () => {
  const machines = new Set(["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"]);
  const wrong = Object.values(standaloneTable)
    .flatMap((builds) => Object.entries(builds))
    .filter(([machine, { url, build }]) => !machines.has(machine) || !/^\d{8}$/.test(build) || !url.includes(build));

  expect(wrong).toEqual([]);
});

test("each release that Python can be built from has an archive that needs no xz", () => {
  expect(Object.values(sourceReleases).filter((files) => !("tgz" in files))).toEqual([]);
});

describe("the known releases", () => {
  test("are those of both tables, once, newest first", () => {
    const names = new Set([...Object.keys(standaloneTable), ...Object.keys(sourceReleases)]);

    expect(knownReleases).toEqual(newestFirst([...names]));
  });

  test.each(["2.7.9", "2.7.15", "2.7.18", "3.6.0", "3.6.6", "3.6.15"])(
    "have %s, which the contract promises",
    (name) => {
      expect(knownReleases).toContain(name);
    },
  );

  test("tell the newest of a series", () => {
    expect(newestKnown("3.6")).toBe("3.6.15");
    expect(newestKnown("3.9")).toBe("3.9.25");
    expect(newestKnown("3.5")).toBeUndefined();
  });
});
