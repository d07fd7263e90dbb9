import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Machine } from "../../machine.js";
import type { PythonRequest } from "../../runner.js";
import { chooseFromManifest } from "../../runtime/mirror-manifest.js";
import { DownloadError, downloadText } from "../download.js";
import { fetchIntoStore } from "./fetch.js";
import { nothing, type Print, type PythonSource, type SourceResult } from "./source.js";
import type { PythonStore } from "./store.js";

/** What a mirror is read with. */
export interface MirrorSetting {
  readonly machine: Machine;
  /** A mirror that is a folder is relative to it. */
  readonly workspace: string;
  readonly store: PythonStore;
}

/** The user's own mirror: a folder or URL with a `versions-manifest.json`. */
export function mirror(setting: MirrorSetting): PythonSource {
  return {
    name: "mirror",
    install: async (request, print) => {
      if (request.mirror === undefined) return nothing("no `python-mirror` is given");
      const manifest = manifestUrl(request.mirror, setting.workspace);
      if (!manifest) return nothing("`python-mirror` is not a valid URL");
      try {
        return await installFromMirror(request, manifest, { ...setting, print });
      } catch (error) {
        if (error instanceof DownloadError) return nothing(error.message);
        throw error;
      }
    },
  };
}

async function installFromMirror(
  { release }: PythonRequest,
  manifest: URL,
  { machine, store, print }: MirrorSetting & { readonly print: Print },
): Promise<SourceResult> {
  const choice = chooseFromManifest(await downloadText(manifest), release, machine);
  if (!choice.found) return nothing(choice.reason);
  const { url, sha256 } = choice.archive;
  if (!URL.canParse(url, manifest.href))
    return nothing(`the \`download_url\` of Python ${release} in its manifest is not a valid URL`);
  const file = join(store.incoming, `${randomUUID()}.tar`);
  return fetchIntoStore({ release, url: new URL(url, manifest), sha256, source: "mirror", file }, store, print);
}

/** Undefined when it is meant to be a URL, and is none. */
function manifestUrl(mirror: string, workspace: string): URL | undefined {
  const isUrl = /^(https?|file):/i.test(mirror);
  if (isUrl && !URL.canParse(mirror)) return undefined;
  const place = isUrl ? new URL(mirror) : pathToFileURL(resolve(workspace, mirror));
  if (!place.pathname.endsWith(".json"))
    place.pathname = `${place.pathname.replace(/\/+$/, "")}/versions-manifest.json`;
  return place;
}
