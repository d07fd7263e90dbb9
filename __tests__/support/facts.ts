import { readInputs } from "../../src/inputs.js";
import type { Facts } from "../../src/rules/rule.js";
import { appOf, type Entries } from "./app.js";
import { fakeMachine } from "./fake-runner.js";
import { classic } from "./platforms.js";

/** What a rule judges: these files on `classic`, and whatever else a test sets. */
export function factsOf(files: Entries, others: Partial<Facts> = {}): Facts {
  return {
    app: appOf(files),
    platform: classic,
    machine: fakeMachine,
    inputs: readInputs({}),
    packageManager: undefined,
    runtime: undefined,
    ...others,
  };
}
