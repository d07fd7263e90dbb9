import { existsSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { readMachine } from "../../src/machine/facts.js";

test("knows this machine", () => {
  const machine = readMachine();

  expect(machine).toEqual({
    os: process.platform,
    osRelease: expect.stringMatching(/^macos$|^[a-z]+-[a-z0-9.]+$/),
    arch: process.arch,
    libc: process.platform === "linux" ? expect.stringMatching(/^(glibc|musl)$/) : undefined,
    locale: expect.stringMatching(/^(en_US|C)\.UTF-8$/),
    variables: { ...process.env },
  });
});

test.skipIf(!existsSync("/etc/os-release"))("names the distribution as the system does", () => {
  const { osRelease } = readMachine();
  const [id, release] = osRelease.split("-");

  const lines = readFileSync("/etc/os-release", "utf8").replaceAll('"', "").split("\n");
  expect(lines).toContain(`ID=${id}`);
  expect(release === "unknown" || lines.includes(`VERSION_ID=${release}`)).toBe(true);
});

test("keeps the variables as they were when it was asked", () => {
  process.env["PYTHON_BUILD_TEST"] = "a=b\nc";
  const { variables } = readMachine();
  delete process.env["PYTHON_BUILD_TEST"];

  expect(variables["PYTHON_BUILD_TEST"]).toBe("a=b\nc");
});
