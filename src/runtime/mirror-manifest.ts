import * as v from "valibot";
import { parseJson } from "../json.js";
import type { Machine } from "../machine.js";

/** The format of `versions-manifest.json` of tool-cache, with an optional checksum for each file. */
const manifestSchema = v.array(
  v.object({
    version: v.string(),
    files: v.array(
      v.object({
        arch: v.string(),
        platform: v.string(),
        platform_version: v.optional(v.string()),
        download_url: v.string(),
        sha256: v.optional(v.pipe(v.string(), v.toLowerCase(), v.regex(/^[0-9a-f]{64}$/, "expected 64 hex digits"))),
      }),
    ),
  }),
);

/** An archive of a mirror. */
export interface MirrorArchive {
  /** As the manifest has it: a URL, or a path relative to the manifest. */
  readonly url: string;
  /** Lower-case hex; undefined when the manifest has none. */
  readonly sha256: string | undefined;
}

/** An archive for the machine, or why the manifest has none; `reason` completes "mirror: …". */
export type MirrorChoice =
  | { readonly found: true; readonly archive: MirrorArchive }
  | { readonly found: false; readonly reason: string };

/** Chooses a release's archive for the machine from the text of a manifest. */
export function chooseFromManifest(text: string, release: string, machine: Machine): MirrorChoice {
  const parsed = parseJson(text);
  if (!parsed.valid) return { found: false, reason: `its manifest is not JSON: ${parsed.reason}` };
  const manifest = v.safeParse(manifestSchema, parsed.value);
  if (!manifest.success) {
    const [issue] = manifest.issues;
    const path = issue.path?.map((item) => String(item.key)).join(".") ?? "the top";
    return { found: false, reason: `its manifest is not valid: at ${path}, ${issue.message}` };
  }
  const entry = manifest.output.find(({ version }) => version === release);
  if (!entry) return { found: false, reason: `its manifest has no Python ${release}` };
  const system = machine.osRelease.split("-").at(-1);
  const fitting = entry.files.find(
    ({ arch, platform, platform_version }) =>
      arch === machine.arch &&
      platform === machine.os &&
      (platform_version === undefined || platform_version === system),
  );
  return fitting
    ? { found: true, archive: { url: fitting.download_url, sha256: fitting.sha256 } }
    : {
        found: false,
        reason: `its manifest has Python ${release}, but not for ${machine.osRelease} on ${machine.arch}`,
      };
}
