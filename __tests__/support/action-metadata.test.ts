import { expect, test } from "vitest";

import { actionInputs, readAction } from "./action-metadata.js";
import { temporaryFolder, writeFiles } from "./temporary-folder.js";

const actionFile = `
runs: { using: node24, main: main.mjs, post: post.mjs }
inputs:
  python-version:
    description: A series or release
  boot-timeout: { default: 60 }
  post deploy: { default: False }
  series: { default: 3.10 }
  old: { deprecationMessage: use python-version }
`;

test("passes every declared input, in YAML's reading of its default", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "action.yml": actionFile });

  const action = await readAction(folder.path);

  expect(action.runs).toEqual({ pre: undefined, main: "main.mjs", post: "post.mjs" });
  expect(actionInputs(action, { "Boot-Timeout": "5" })).toEqual({
    variables: {
      "INPUT_PYTHON-VERSION": "",
      "INPUT_BOOT-TIMEOUT": "5",
      INPUT_POST_DEPLOY: "false",
      INPUT_SERIES: "3.1",
      INPUT_OLD: "",
    },
    warnings: [],
  });
});

test("warns of unexpected and deprecated inputs, and passes them", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "action.yml": actionFile });

  const { variables, warnings } = actionInputs(await readAction(folder.path), { old: "1", python: "3.13" });

  expect(variables).toMatchObject({ INPUT_OLD: "1", INPUT_PYTHON: "3.13" });
  expect(warnings).toEqual([
    "Unexpected input(s) 'python', valid inputs are ['python-version', 'boot-timeout', 'post deploy', 'series', 'old']",
    "Input 'old' has been deprecated with message: use python-version",
  ]);
});
