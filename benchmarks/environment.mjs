// What programs are run with: the same little for all sides, so that nobody's settings decide.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { inRepository } from "./repository.mjs";

const proxies = ["http_proxy", "https_proxy", "no_proxy", "all_proxy"];

/** The basics of a login, and what the network's reach depends on. */
const passedOn = [
  ...["HOME", "PATH", "LANG", "TERM"],
  ...proxies,
  ...proxies.map((name) => name.toUpperCase()),
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"],
  ...["PIP_CERT", "PIP_DEFAULT_TIMEOUT"],
];

/** The part of this machine's variables that every measured program gets. */
export function machineEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.includes(name)));
}

/** The variables of a step on a runner without a cache service; makes the command files and folders that they name. */
export function stepEnvironment({ environment, toolCache }, { workspace, temp, inputs }) {
  mkdirSync(temp, { recursive: true });
  const commandFile = (name) => {
    const file = join(temp, name);
    writeFileSync(file, "");
    return file;
  };
  return {
    ...environment,
    ...inputVariables(inputs),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: "push",
    GITHUB_REF: "refs/heads/main",
    GITHUB_REPOSITORY: "octo-org/app",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_WORKSPACE: workspace,
    GITHUB_ENV: commandFile("env"),
    GITHUB_OUTPUT: commandFile("output"),
    GITHUB_PATH: commandFile("path"),
    GITHUB_STATE: commandFile("state"),
    GITHUB_STEP_SUMMARY: commandFile("summary"),
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: toolCache,
  };
}

function inputVariables(given) {
  const { inputs } = parse(readFileSync(inRepository("action.yml"), "utf8"));
  const values = Object.entries(inputs).map(([name, input]) => [name, given[name] ?? input.default ?? ""]);
  return Object.fromEntries(values.map(([name, value]) => [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value]));
}
