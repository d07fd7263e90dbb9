import { parseArgs } from "node:util";
import type { RawInputs } from "../inputs.js";

/** What a command line asks for. `folder` is the app's, as typed. */
export type Arguments =
  | { readonly kind: "build"; readonly inputs: RawInputs; readonly folder: string; readonly json: boolean }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  /** `reason` is a sentence. */
  | { readonly kind: "wrong"; readonly reason: string };

/** How the command line is used. */
export const usage = `Usage: python-build [plan|build] [DIR] [OPTIONS]

Builds the Python app in DIR (default: .) as its platform would.

  plan    decide and check from files alone, run and install nothing
  build   build the app (default)

Options:
  --platform P          classic, scalingo, heroku, or the path of a JSON file (default: classic)
  --python-version V    a series (3.13) or a release (3.13.2), instead of what the app asks for
  --test-dependencies   also install what tests need
  --no-cache            keep no downloads, and use none that were kept
  --python-mirror M     folder or URL with a versions-manifest.json, tried before the internet
  --json                print the report on standard output, and the log on standard error
  --help, --version

Exit status: 0 the app would deploy, 1 it would not, 2 wrong usage.
`;

/** Reads the arguments of the command line, without node and script. */
export function readArguments(args: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) return { kind: "help" };
    if (values.version) return { kind: "version" };
    const named = positionals[0] === "plan" || positionals[0] === "build";
    const [mode, rest] = named ? [positionals[0], positionals.slice(1)] : ["build", positionals];
    const [folder = ".", ...others] = rest;
    if (others.length > 0) {
      return { kind: "wrong", reason: `After \`plan\` or \`build\` comes one folder; got ${positionals.join(" ")}.` };
    }
    return { kind: "build", folder, json: values.json === true, inputs: inputsOf(values, mode ?? "build") };
  } catch (error) {
    return { kind: "wrong", reason: error instanceof Error ? error.message : String(error) };
  }
}

const options = {
  platform: { type: "string" },
  "python-version": { type: "string" },
  "test-dependencies": { type: "boolean" },
  "no-cache": { type: "boolean" },
  "python-mirror": { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options; args: string[] }>>["values"];

function inputsOf(values: Values, mode: string): RawInputs {
  return {
    mode,
    platform: values.platform ?? "",
    "python-version": values["python-version"] ?? "",
    "test-dependencies": String(values["test-dependencies"] ?? false),
    cache: values["no-cache"] ? "false" : "true",
    "python-mirror": values["python-mirror"] ?? "",
  };
}
