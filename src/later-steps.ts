import type { Build } from "./compile.js";
import { toolsFor } from "./package-managers/tools.js";
import type { Report } from "./report.js";
import { supportedSeries, testVersions } from "./runtime/resolve.js";
import { seriesOf } from "./runtime/version.js";
import type { Variables } from "./variables.js";

/** What a build leaves for the steps after it: variables, and folders for `PATH`, the first wins. */
export interface LaterSteps {
  readonly variables: Variables;
  readonly path: readonly string[];
}

/**
 * The environment of later steps; undefined unless all went well.
 *
 * @param libraryPath the `LD_LIBRARY_PATH` of the job, if it has one.
 */
export function laterSteps({ journal, python, folders, path }: Build, libraryPath?: string): LaterSteps | undefined {
  if (!journal.deployable || !python || !folders || !path) return undefined;
  const major = python.release.split(".")[0];
  // virtualenv copies the interpreter of Python 2.7, which then no longer finds its library by its own place.
  const copied = toolsFor(seriesOf(python.release)).virtualenv !== undefined;
  return {
    variables: {
      VIRTUAL_ENV: folders.environment,
      pythonLocation: folders.environment,
      Python_ROOT_DIR: folders.environment,
      [`Python${major}_ROOT_DIR`]: folders.environment,
      PYTHONUNBUFFERED: "1",
      ...(python.needsLibraryPath || copied
        ? { LD_LIBRARY_PATH: [`${python.prefix}/lib`, libraryPath].filter(Boolean).join(":") }
        : {}),
    },
    path,
  };
}

/** The values of the action's outputs, as far as they are known. */
export function outputsOf({ plan, folders, platform, python, path }: Build, report: Report): Variables {
  const runtime = plan?.runtime;
  return {
    ...(runtime ? { "python-version": python?.release ?? runtime.release } : {}),
    ...(runtime ? { "python-version-origin": runtime.requested.origin } : {}),
    ...(folders && path ? { "python-path": `${folders.environment}/bin/python` } : {}),
    ...(folders && path ? { "virtual-env": folders.environment } : {}),
    ...(plan?.packageManager ? { "package-manager": plan.packageManager.name } : {}),
    deployable: String(report.deployable),
    "failure-reason": report.failureReason ?? "",
    ...(platform ? { "supported-versions": JSON.stringify(supportedSeries(platform)) } : {}),
    ...(platform && runtime ? { "test-versions": JSON.stringify(testVersions(runtime, platform)) } : {}),
    ...(folders ? { report: folders.report } : {}),
  };
}
