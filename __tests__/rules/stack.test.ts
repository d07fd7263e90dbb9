import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import type { Platform } from "../../src/platforms/platform.js";
import { knownStack, stackOfPlatform } from "../../src/rules/stack.js";
import { factsOf } from "../support/facts.js";
import { fakeMachine } from "../support/fake-runner.js";
import { classic, heroku, ownPlatform, scalingo } from "../support/platforms.js";
import { idsOf } from "../support/verdicts.js";

function judge(osRelease: string, platform: Platform = classic) {
  return stackOfPlatform(factsOf({}, { platform, machine: { ...fakeMachine, osRelease } }));
}

describe("a machine with", () => {
  test.each<[osRelease: string, ids: string[]]>([
    ["ubuntu-22.04", []],
    ["ubuntu-24.04", []],
    ["ubuntu-26.04", []],
    ["ubuntu-20.04", ["checks::stack::eol"]],
    ["ubuntu-18.04", ["checks::stack::eol"]],
    ["ubuntu-21.10", ["checks::stack::eol"]],
    ["ubuntu-8.04", ["checks::stack::eol"]],
    ["ubuntu-22.10", ["stack::differs"]],
    ["ubuntu-25.10", ["stack::differs"]],
    ["ubuntu-26.10", ["stack::differs"]],
    ["ubuntu-28.04", ["stack::differs"]],
    ["ubuntu-unknown", ["stack::differs"]],
    ["debian-12", ["stack::differs"]],
    ["debian-unknown", ["stack::differs"]],
    ["linuxmint-22.04", ["stack::differs"]],
    ["alpine-3.22.1", ["stack::differs"]],
    ["fedora-41", ["stack::differs"]],
    ["macos", ["stack::differs"]],
    ["unknown", ["stack::differs"]],
  ])("%s is told about on every platform: %j", (osRelease, ids) => {
    for (const platform of [classic, scalingo, heroku]) {
      const problems = judge(osRelease, platform);

      expect(idsOf(problems)).toEqual(ids);
      expect(problems.map(({ location }) => location)).toEqual(ids.map(() => undefined));
    }
  });

  test.each<[osRelease: string, classically: string[], today: string[]]>([
    ["ubuntu-20.04", ["warning checks::stack::eol"], ["warning checks::stack::eol"]],
    ["debian-12", [], ["notice stack::differs"]],
    ["macos", [], ["notice stack::differs"]],
  ])("%s is weighed %j on classic, %j on today's platforms", (osRelease, classically, today) => {
    const [old, ...others] = [classic, scalingo, heroku].map((platform) =>
      weigh(judge(osRelease, platform), platform.severities).map(({ severity, id }) => `${severity} ${id}`),
    );

    expect(old).toEqual(classically);
    expect(others).toEqual([today, today]);
  });

  test.each<[osRelease: string, ids: string[]]>([
    ["ubuntu-24.04", ["checks::stack::eol"]],
    ["ubuntu-26.04", []],
    ["ubuntu-26.10", ["stack::differs"]],
  ])("%s is judged by the stacks of a platform of one's own: %j", (osRelease, ids) => {
    const platform = ownPlatform({ stacks: { ubuntu: ["26.04", "28.04"], default: "26.04" } });

    expect(idsOf(judge(osRelease, platform))).toEqual(ids);
  });

  test("an Ubuntu that differs is told to use the platform's usual one", () => {
    const platform = ownPlatform({ stacks: { default: "26.04" } });

    const remedies = ["ubuntu-20.04", "macos"].flatMap((osRelease) => judge(osRelease, platform));

    expect(remedies.map(({ remedy }) => remedy.includes("runs-on: ubuntu-26.04"))).toEqual([true, true]);
  });
});

describe("a Python can be had", () => {
  const judgeMachine = (os: string, arch: string) => knownStack(factsOf({}, { machine: { ...fakeMachine, os, arch } }));

  test.each([
    ["linux", "x64"],
    ["linux", "arm64"],
    ["darwin", "x64"],
    ["darwin", "arm64"],
  ])("on %s and %s", (os, arch) => {
    expect(judgeMachine(os, arch)).toEqual([]);
  });

  test.each([
    ["win32", "x64"],
    ["win32", "arm64"],
    ["linux", "ia32"],
    ["linux", "arm"],
    ["linux", "ppc64"],
    ["linux", "s390x"],
    ["freebsd", "x64"],
    ["sunos", "x64"],
  ])("not on %s and %s", (os, arch) => {
    const problems = judgeMachine(os, arch);

    expect(idsOf(problems)).toEqual(["checks::stack::unknown"]);
    expect(problems[0]?.location).toBeUndefined();
  });

  test("and where it can't, every platform says so", () => {
    const severities = [classic, scalingo, heroku].map((platform) =>
      weigh(judgeMachine("win32", "x64"), platform.severities).map(({ severity }) => severity),
    );

    expect(severities).toEqual([["error"], ["error"], ["error"]]);
  });
});
