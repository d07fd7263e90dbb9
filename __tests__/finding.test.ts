import { expect, test } from "vitest";
import { isDeployable, type Problem, weigh } from "../src/finding.js";
import { classic, ownPlatform } from "./support/platforms.js";

const problem = (id: Problem["id"]): Problem => ({
  id,
  title: "t",
  explanation: "e",
  remedy: "r",
  location: undefined,
});
const problems = (["python-version::eol", "install-python", "runtime-txt::deprecated"] as const).map(problem);

test("problems are weighed by the platform, in their order", () => {
  expect(weigh(problems, classic.severities).map(({ severity }) => severity)).toEqual(["warning", "error", "notice"]);
});

test("problems that are off fall away", () => {
  const { severities } = ownPlatform({
    severities: { "python-version::eol": "off", "runtime-txt::deprecated": "error" },
  });

  expect(weigh(problems, severities).map(({ id, severity }) => `${severity} ${id}`)).toEqual([
    "error install-python",
    "error runtime-txt::deprecated",
  ]);
});

test("every problem is an error until a platform is known", () => {
  expect(weigh(problems, {}).map(({ severity }) => severity)).toEqual(["error", "error", "error"]);
});

test("an app would deploy unless there is an error", () => {
  const [warning, error] = weigh(problems, classic.severities);

  expect([isDeployable([]), isDeployable(warning ? [warning] : [])]).toEqual([true, true]);
  expect(isDeployable(error && warning ? [warning, error] : [])).toBe(false);
});
