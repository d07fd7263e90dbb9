import { readFile } from "node:fs/promises";
import { join } from "node:path";

import * as v from "valibot";
import { parse } from "yaml";

const Scalar = v.nullish(v.union([v.string(), v.number(), v.boolean()]));

const ActionFile = v.object({
  runs: v.object({
    using: v.string(),
    main: v.string(),
    pre: v.optional(v.string()),
    post: v.optional(v.string()),
  }),
  inputs: v.nullish(
    v.record(v.string(), v.nullish(v.object({ default: Scalar, deprecationMessage: v.optional(v.string()) }))),
  ),
});

/** The parts of an `action.yml` that the runner acts on. Every input that is declared has an entry. */
export interface ActionMetadata {
  readonly runs: Readonly<Record<"pre" | "main" | "post", string | undefined>>;
  readonly inputs: Readonly<
    Record<string, { readonly default: string; readonly deprecationMessage: string | undefined }>
  >;
}

/** The variables that carry inputs to an action, and the runner's warnings about them. */
export interface ActionInputs {
  readonly variables: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** Reads the `action.yml` of a JavaScript action. Throws when it isn't one for Node 24. */
export async function readAction(folder: string): Promise<ActionMetadata> {
  const { runs, inputs } = v.parse(ActionFile, parse(await readFile(join(folder, "action.yml"), "utf8")));
  if (runs.using !== "node24") throw new Error(`The action runs on ${runs.using}, this runner only on node24`);

  return {
    runs: { pre: runs.pre, main: runs.main, post: runs.post },
    inputs: Object.fromEntries(
      Object.entries(inputs ?? {}).map(([name, input]) => [
        name,
        { default: defaultText(name, input?.default), deprecationMessage: input?.deprecationMessage },
      ]),
    ),
  };
}

/** Every declared input with its given or default value, and those given though unknown, as `INPUT_…` variables. */
export function actionInputs(action: ActionMetadata, given: Readonly<Record<string, string>>): ActionInputs {
  const known = Object.keys(action.inputs);
  const unexpected = Object.keys(given).filter((name) => !known.some((other) => sameName(name, other)));
  const defaults = Object.entries(action.inputs).map(([name, input]) => [variableName(name), input.default]);
  const values = Object.entries(given).map(([name, value]) => [variableName(name), value]);
  const deprecations = Object.entries(action.inputs)
    .filter(([name]) => Object.keys(given).some((other) => sameName(name, other)))
    .flatMap(([name, { deprecationMessage }]) =>
      deprecationMessage ? [`Input '${name}' has been deprecated with message: ${deprecationMessage}`] : [],
    );

  return {
    variables: Object.fromEntries([...defaults, ...values]),
    warnings: [...(unexpected.length > 0 ? [unexpectedInputs(unexpected, known)] : []), ...deprecations],
  };
}

/** YAML's numbers and booleans become text as in the runner: an unquoted `3.10` is `3.1`, `True` is `true`. */
function defaultText(name: string, value: string | number | boolean | null | undefined): string {
  const text = value === undefined || value === null ? "" : String(value);
  if (text.includes("${{"))
    throw new Error(`The default of input ${name} is an expression, which this runner doesn't evaluate`);

  return text;
}

function variableName(input: string): string {
  return `INPUT_${input.replaceAll(" ", "_").toUpperCase()}`;
}

function sameName(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}

function unexpectedInputs(unexpected: readonly string[], known: readonly string[]): string {
  return `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${known.join("', '")}']`;
}
