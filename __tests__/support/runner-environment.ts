/** Variables of one process, each with a value. */
export type Environment = Readonly<Record<string, string>>;

/** What the variables of a job say about the event and the place that it runs in. Paths are absolute. */
export interface JobFacts {
  readonly repository: string;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly eventPath: string;
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  readonly debug: boolean;
}

/** The variables of this machine that a job sees: the basics of a login, and what the network's reach depends on. */
const machineVariables = [
  ...["PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "LC_ALL"],
  ...["http_proxy", "https_proxy", "no_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"],
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"],
  ...["PIP_CERT", "PIP_DEFAULT_TIMEOUT"],
];

/** The part of this machine's environment that a job starts with. Loopback servers are never behind its proxy. */
export function machineEnvironment(): Environment {
  const present = machineVariables.flatMap((name) => {
    const value = process.env[name];

    return value === undefined ? [] : [{ name, value }];
  });
  const direct = [process.env["no_proxy"] ?? process.env["NO_PROXY"] ?? "", "127.0.0.1", "localhost"];
  const noProxy = direct.filter((hosts) => hosts !== "").join(",");
  const proxied = present.some(({ name }) => name.toLowerCase().endsWith("_proxy"));

  return {
    ...Object.fromEntries(present.map(({ name, value }) => [name, value])),
    ...(proxied ? { no_proxy: noProxy, NO_PROXY: noProxy } : {}),
  };
}

/** The `GITHUB_…` and `RUNNER_…` variables of a job, without those that differ from step to step. */
export function contextEnvironment(facts: JobFacts): Environment {
  return { CI: "true", GITHUB_ACTIONS: "true", ...githubEnvironment(facts), ...runnerEnvironment(facts) };
}

function githubEnvironment(facts: JobFacts): Environment {
  const { repository, event, ref, sha } = facts;
  const [owner = ""] = repository.split("/");
  const pullRequest = event.startsWith("pull_request");

  return {
    GITHUB_ACTION_REF: "",
    GITHUB_ACTION_REPOSITORY: "",
    GITHUB_ACTOR: "octocat",
    GITHUB_ACTOR_ID: "583231",
    GITHUB_API_URL: "https://api.github.com",
    GITHUB_BASE_REF: pullRequest ? "main" : "",
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: facts.eventPath,
    GITHUB_GRAPHQL_URL: "https://api.github.com/graphql",
    GITHUB_HEAD_REF: pullRequest ? "topic" : "",
    GITHUB_JOB: "build",
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    GITHUB_REF_PROTECTED: "false",
    GITHUB_REF_TYPE: ref.startsWith("refs/tags/") ? "tag" : "branch",
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_ID: "1296269",
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_REPOSITORY_OWNER_ID: "9919",
    GITHUB_RETENTION_DAYS: "90",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "1658821493",
    GITHUB_RUN_NUMBER: "3",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: sha,
    GITHUB_TRIGGERING_ACTOR: "octocat",
    GITHUB_WORKFLOW: "Build",
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/build.yml@${ref}`,
    GITHUB_WORKFLOW_SHA: sha,
    GITHUB_WORKSPACE: facts.workspace,
  };
}

function runnerEnvironment({ workspace, temp, toolCache, debug }: JobFacts): Environment {
  const systems: Partial<Record<NodeJS.Platform, string>> = { linux: "Linux", darwin: "macOS", win32: "Windows" };

  return {
    RUNNER_ARCH: process.arch === "ia32" ? "X86" : process.arch.toUpperCase(),
    RUNNER_ENVIRONMENT: "self-hosted",
    RUNNER_NAME: "local runner",
    RUNNER_OS: systems[process.platform] ?? "",
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: toolCache,
    RUNNER_WORKSPACE: workspace.replace(/\/[^/]+$/, ""),
    ...(debug ? { RUNNER_DEBUG: "1" } : {}),
  };
}
