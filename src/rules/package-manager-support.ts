import { oldestSeriesWith, toolsFor } from "../package-managers/tools.js";
import { visible } from "../text.js";
import type { Rule } from "./rule.js";

/** The package manager runs on the app's Python. */
export const packageManagerSupport: Rule = ({ packageManager, runtime, platform }) => {
  if (!runtime || (packageManager !== "poetry" && packageManager !== "uv")) return [];
  const { series, requested } = runtime;
  if (toolsFor(series)[packageManager] !== undefined) return [];
  const name = packageManager === "poetry" ? "Poetry" : "uv";
  return [
    {
      id: "install-package-manager::unsupported-python",
      title: `${name} does not run on Python ${visible(series)}`,
      explanation: `The app's Python is ${visible(series)}, and the ${name} of the platforms needs ${oldestSeriesWith(packageManager)} or newer.`,
      remedy: `Move to a newer series, best ${platform.defaultSeries}, or replace the lockfile by a \`requirements.txt\`.`,
      location: requested.location,
    },
  ];
};
