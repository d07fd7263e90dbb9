import { describe, expect, test } from "vitest";
import { requestedVersion } from "../../src/runtime/requested-version.js";
import { appOf, type Entries } from "../support/app.js";
import { classic, latest, strict } from "../support/platforms.js";
import { idsOf, versionVerdict } from "../support/verdicts.js";

const lock = '{"_meta": {"requires": {"python_full_version": "3.12.4", "python_version": "3.11"}}}';
const shortLock = '{"_meta": {"requires": {"python_version": "3.11"}}}';
const pipfile = '[requires]\npython_full_version = "3.10.9"\npython_version = "3.9"\n';
const shortPipfile = '[requires]\npython_version = "3.9"\n';

describe("the version that an app asks for", () => {
  test.each<[Entries, release: string, origin: string, file: string | undefined]>([
    [
      { "runtime.txt": "python-3.14", ".python-version": "3.13", "Pipfile.lock": lock, Pipfile: pipfile },
      latest("3.14"),
      "runtime.txt",
      "runtime.txt",
    ],
    [
      { ".python-version": "3.13.1", "Pipfile.lock": lock, Pipfile: pipfile },
      "3.13.1",
      ".python-version",
      ".python-version",
    ],
    [{ "Pipfile.lock": lock, Pipfile: pipfile }, "3.12.4", "Pipfile.lock", "Pipfile.lock"],
    [{ "Pipfile.lock": shortLock, Pipfile: pipfile }, latest("3.11"), "Pipfile.lock", "Pipfile.lock"],
    [{ "Pipfile.lock": "{}", Pipfile: pipfile }, "3.10.9", "Pipfile", "Pipfile"],
    [{ Pipfile: shortPipfile }, latest("3.9"), "Pipfile", "Pipfile"],
    [
      { "requirements.txt": "", "pyproject.toml": '[project]\nrequires-python = ">=3.14"' },
      latest("3.13"),
      "default",
      undefined,
    ],
    [{ "requirements.txt": "", ".tool-versions": "python 3.14" }, latest("3.13"), "default", undefined],
  ])("comes from the first source of %o", (files, release, origin, file) => {
    const { resolution } = versionVerdict(classic, files);

    expect(resolution?.runtime).toMatchObject({ release, requested: { origin } });
    expect(resolution?.runtime.requested.location?.file).toBe(file);
  });

  test.each<[Entries, string]>([
    [{ "runtime.txt": "nonsense", ".python-version": "3.13" }, "runtime-txt::invalid-version"],
    [{ ".python-version": "nonsense", "Pipfile.lock": lock, Pipfile: "" }, "python-version-file::invalid-version"],
    [{ "Pipfile.lock": "[]", Pipfile: pipfile }, "pipfile-lock::invalid-json"],
  ])("is none where the first file that is there is broken: %o", (files, id) => {
    const { resolution, findings } = versionVerdict(classic, files);

    expect(resolution).toBeUndefined();
    expect(idsOf(findings)).toEqual([id]);
  });

  test.each<[Entries]>([
    [{ "runtime.txt": { unreadable: "mode 000" }, ".python-version": "3.12" }],
    [{ ".python-version": { unreadable: "mode 000" }, Pipfile: pipfile }],
    [{ "Pipfile.lock": { unreadable: "mode 000" }, Pipfile: pipfile }],
    [{ Pipfile: { unreadable: "mode 000" } }],
  ])("is unknown, without a word more, where its file can't be read: %o", (files) => {
    const { resolution, findings } = versionVerdict(classic, files);

    expect(resolution).toBeUndefined();
    expect(findings).toEqual([]);
  });

  test("is read from an empty .python-version by its next source in classic, and not where that is an error", () => {
    const files = { ".python-version": "", "Pipfile.lock": lock, Pipfile: "" };

    const [loosely, strictly] = [versionVerdict(classic, files), versionVerdict(strict, files)];

    expect(loosely.resolution?.runtime.release).toBe("3.12.4");
    expect(strictly.resolution).toBeUndefined();
  });

  test("is not taken from the files of Pipenv by an app of pip", () => {
    const app = appOf({ "requirements.txt": "", "Pipfile.lock": lock, Pipfile: pipfile });

    const { requested } = requestedVersion({ app, platform: classic, packageManager: "pip" });

    expect(requested?.origin).toBe("default");
  });

  test("is the platform's default, with a warning, when no file says more", () => {
    const { resolution, findings } = versionVerdict(classic, { "requirements.txt": "" });

    expect(resolution?.runtime).toMatchObject({ release: latest("3.13"), requested: { origin: "default" } });
    expect(findings).toMatchObject([{ id: "python-version::not-specified", severity: "warning", location: undefined }]);
    expect(findings[0]?.remedy).toMatch(/\n3\.13$/);
  });
});
