import { describe, expect, test } from "vitest";
import type { Machine } from "../../src/machine.js";
import { chooseFromManifest } from "../../src/runtime/mirror-manifest.js";

const machine: Machine = {
  os: "linux",
  osRelease: "ubuntu-24.04",
  arch: "x64",
  libc: "glibc",
  locale: "C.UTF-8",
  variables: {},
};
const sha256 = "ab".repeat(32);
const file = { arch: "x64", platform: "linux", platform_version: "24.04", download_url: "a.tar.gz", filename: "a" };
const manifest = (files: readonly unknown[], version = "3.13.2") => JSON.stringify([{ version, stable: true, files }]);

describe("a mirror's manifest", () => {
  test.each<[string, object, object]>([
    ["with a checksum", { ...file, sha256 }, { url: "a.tar.gz", sha256 }],
    ["with a checksum in capitals", { ...file, sha256: sha256.toUpperCase() }, { url: "a.tar.gz", sha256 }],
    ["without a checksum", file, { url: "a.tar.gz", sha256: undefined }],
    ["for any version of the system", { ...file, platform_version: undefined }, { url: "a.tar.gz", sha256: undefined }],
  ])("gives an archive %s", (_, entry, archive) => {
    expect(chooseFromManifest(manifest([entry]), "3.13.2", machine)).toEqual({ found: true, archive });
  });

  test("gives the first archive that fits the machine", () => {
    const files = [
      { ...file, arch: "arm64", download_url: "arm" },
      { ...file, platform: "darwin", download_url: "mac" },
      { ...file, platform_version: "22.04", download_url: "older" },
      { ...file, download_url: "right" },
      { ...file, download_url: "second" },
    ];

    expect(chooseFromManifest(manifest(files), "3.13.2", machine)).toMatchObject({ archive: { url: "right" } });
  });

  test("gives macOS an archive that is for any version of it", () => {
    const files = [{ ...file, arch: "arm64", platform: "darwin", platform_version: undefined }];
    const mac = { ...machine, os: "darwin", osRelease: "macos", arch: "arm64" };

    expect(chooseFromManifest(manifest(files), "3.13.2", mac).found).toBe(true);
  });

  test.each<[string, string]>([
    ["another release", manifest([file], "3.13.20")],
    ["another machine", manifest([{ ...file, arch: "arm64" }])],
    ["no release", "[]"],
    ["an object at the top", "{}"],
    ["a file without a URL", manifest([{ ...file, download_url: undefined }])],
    ["a checksum that is none", manifest([{ ...file, sha256: "abc" }])],
    ["broken JSON", "[{"],
    ["nothing", ""],
  ])("with %s says why it has nothing", (_, text) => {
    const choice = chooseFromManifest(text, "3.13.2", machine);

    expect(choice).toEqual({ found: false, reason: expect.stringMatching(/^its manifest /) });
  });
});
