import type { Problem } from "../finding.js";
import { kindOfVariable, reachesInstall, reachOf } from "../variables.js";
import type { Rule } from "./rule.js";

/** The caller's installer settings do here what they would do on the platform. */
export const installerSettings: Rule = ({ machine, platform, packageManager }) => {
  const names = Object.keys(machine.variables).sort();
  const reach = reachOf(platform, packageManager);
  const ofKind = (kind: ReturnType<typeof kindOfVariable>) => names.filter((name) => kindOfVariable(name) === kind);
  const withheld = reach === "all" ? [] : ofKind("setting").filter((name) => !reachesInstall(name, reach));
  return [
    ...ofKind("target")
      .filter((name) => !silentlyRemoved.test(name))
      .map(unsafe),
    ...(reach === "all"
      ? []
      : ofKind("index")
          .filter((name) => !reach.includes(name))
          .map(notOnPlatform)),
    ...(withheld.length > 0 ? [withheldFrom(withheld)] : []),
  ];
};

/** Set on many machines as a matter of course: removed without a word. */
const silentlyRemoved = /^(VIRTUAL_ENV|PYTHONPATH|(PIP|POETRY|UV)_CACHE_DIR)$/;

function unsafe(name: string): Problem {
  return {
    id: "environment::unsafe-variable",
    title: `${name} was removed for the install`,
    explanation: `The variable \`${name}\` says where packages go or which Python installs them, so it would break the app's environment. The platform does not know it either.`,
    remedy: `Take \`${name}\` out of the job's \`env:\`, or set it for the one step that needs it.`,
    location: undefined,
  };
}

function notOnPlatform(name: string): Problem {
  return {
    id: "environment::not-on-platform",
    title: `${name} does not reach the platform's install`,
    explanation: `The variable \`${name}\` says where packages come from. This build uses it; the platform's install does not get it, so it may find other packages, or none.`,
    remedy:
      "Name the index in the app's own files. For one that needs credentials, pip and Pipenv get this config var:\n\nPIP_EXTRA_INDEX_URL=https://user:token@index.example.com/simple",
    location: undefined,
  };
}

function withheldFrom(names: readonly string[]): Problem {
  return {
    id: "environment::withheld",
    title: "Installer settings were withheld",
    explanation: `The platform does not pass ${names.map((name) => `\`${name}\``).join(", ")} to the install, so neither does this build.`,
    remedy: "Take them out of the job's `env:`, or set them for the steps that need them.",
    location: undefined,
  };
}
