import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import { resolve, supportedSeries, testVersions } from "../../src/runtime/resolve.js";
import { type Origin, parseVersion, type RequestedVersion } from "../../src/runtime/version.js";
import { classic, latest, ownPlatform, strict } from "../support/platforms.js";
import { idsOf } from "../support/verdicts.js";

function request(text: string, origin: Origin = ".python-version"): RequestedVersion {
  const version = parseVersion(text);
  if (!version) throw new Error(`${text} is no version`);
  const location = origin === "default" || origin === "input" ? undefined : { file: origin, line: 7 };

  return { ...version, origin, location };
}

describe("a request", () => {
  test.each([
    ["3.14", latest("3.14")],
    ["3.13", latest("3.13")],
    ["3.6", "3.6.6"],
    ["2.7", "2.7.15"],
    ["3.6.15", "3.6.15"],
    ["2.7.18", "2.7.18"],
    ["3.13.2", "3.13.2"],
  ])("for %s resolves to %s", (asked, release) => {
    expect(resolve(request(asked), classic).runtime.release).toBe(release);
  });

  test.each<[asked: string, loosely: string[], strictly: string[]]>([
    [latest("3.13"), [], []],
    ["3.13", [], []],
    ["3.13.9", ["notice python-version::patch-update"], ["warning python-version::patch-update"]],
    ["3.10", ["notice python-version::deprecated"], ["warning python-version::deprecated"]],
    [
      "3.10.9",
      ["notice python-version::deprecated", "notice python-version::patch-update"],
      ["warning python-version::deprecated", "warning python-version::patch-update"],
    ],
    ["3.9", ["warning python-version::eol"], ["error python-version::eol"]],
    ["3.6", ["warning python-version::eol"], ["error python-version::eol"]],
    ["2.7.15", ["warning python-version::eol"], ["error python-version::eol"]],
    ["3.6.15", ["warning python-version::eol"], ["error python-version::eol"]],
    ["2.6", ["error python-version::unknown-major"], ["error python-version::eol"]],
    ["2.8", ["error python-version::unknown-major"], ["error python-version::eol"]],
    ["3.5.1", ["error python-version::unknown-major"], ["error python-version::eol"]],
    ["3.15", ["error python-version::unknown-major"], ["error python-version::unknown-major"]],
    ["4.0", ["error python-version::unknown-major"], ["error python-version::unknown-major"]],
    ["10.0", ["error python-version::unknown-major"], ["error python-version::unknown-major"]],
    ["3.13.999", ["error python-version::unknown-patch"], ["error python-version::unknown-patch"]],
    ["3.6.99", ["warning python-version::eol", "error python-version::unknown-patch"], ["error python-version::eol"]],
  ])("for %s gets the verdicts %j in classic and %j where that is strict", (asked, loosely, strictly) => {
    const verdicts = [classic, strict].map((platform) =>
      weigh(resolve(request(asked), platform).problems, platform.severities).map(
        ({ severity, id }) => `${severity} ${id}`,
      ),
    );

    expect(verdicts).toEqual([loosely, strictly]);
  });

  test("compares releases by number, not as text", () => {
    const platform = ownPlatform({ series: { "3.13": { latest: "3.13.9" } } });

    const ids = ["3.13.10", "3.13.9", "3.13.2"].map((asked) => idsOf(resolve(request(asked), platform).problems));

    expect(ids).toEqual([[], [], ["python-version::patch-update"]]);
  });

  test.each<[string, Origin, string[]]>([
    ["3.13", "default", ["python-version::not-specified"]],
    ["3.13", "runtime.txt", ["runtime-txt::deprecated"]],
    [
      "3.10.1",
      "runtime.txt",
      ["runtime-txt::deprecated", "python-version::deprecated", "python-version::patch-update"],
    ],
    ["3.6", "runtime.txt", ["python-version::eol", "runtime-txt::deprecated"]],
    ["3.99", "runtime.txt", ["python-version::unknown-major"]],
    ["3.13", "input", []],
  ])("for %s by %s is told about in order", (asked, origin, ids) => {
    expect(idsOf(resolve(request(asked, origin), classic).problems)).toEqual(ids);
  });

  test.each<[string, Origin]>([
    ["2.7", ".python-version"],
    ["3.10.1", "Pipfile"],
    ["3.99", "Pipfile.lock"],
    ["3.13.999", ".python-version"],
  ])("for %s in %s is answered at the line that asks", (asked, origin) => {
    const { problems } = resolve(request(asked, origin), classic);

    expect(problems.map(({ location }) => location)).toEqual(problems.map(() => ({ file: origin, line: 7 })));
  });

  test("for a deprecated series names the date and the next series", () => {
    const [problem] = resolve(request("3.10"), classic).problems;

    expect(problem?.explanation).toContain("6 January 2027");
    expect(problem?.remedy).toContain("3.11");
  });

  test("resolves to what resolves to itself", () => {
    const versions = fc.constantFrom(...Object.keys(classic.series), "3.13.2", "3.5", "3.99", "2.7.18", "4.0.1");
    fc.assert(
      fc.property(versions, fc.constantFrom(classic, strict), (asked, platform) => {
        const { runtime } = resolve(request(asked), platform);

        const again = resolve(request(runtime.release), platform).runtime;

        expect([again.release, again.series]).toEqual([runtime.release, runtime.series]);
      }),
    );
  });

  test("of any size is answered", () => {
    const number = fc.bigInt({ min: 0n, max: 10n ** 400n }).map(String);
    fc.assert(
      fc.property(number, number, number, fc.constantFrom(classic, strict), (major, minor, patch, platform) => {
        const { runtime, problems } = resolve(request(`${major}.${minor}.${patch}`), platform);

        expect(runtime.release).toBe(`${major}.${minor}.${patch}`);
        expect(testVersions(runtime, platform)[0]).toBe(runtime.release);
        expect(problems.length).toBeGreaterThanOrEqual(platform.series[runtime.series] ? 0 : 1);
      }),
    );
  });
});

describe("versions for a matrix", () => {
  test("are the series that are not end-of-life, newest first", () => {
    expect(supportedSeries(classic)).toEqual(["3.14", "3.13", "3.12", "3.11", "3.10"]);
  });

  test.each([
    ["3.12.4", ["3.12.4", "3.14", "3.13"]],
    ["3.14", [latest("3.14")]],
    ["2.7", ["2.7.15", "3.14", "3.13", "3.12", "3.11", "3.10"]],
    ["3.9", [latest("3.9"), "3.14", "3.13", "3.12", "3.11", "3.10"]],
  ])("of an app on %s are its release, then each newer series", (asked, versions) => {
    const { runtime } = resolve(request(asked), classic);

    expect(testVersions(runtime, classic)).toEqual(versions);
  });
});
