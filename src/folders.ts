/** The folders of a build: absolute paths, without a slash at the end. */
export interface Folders {
  readonly app: string;
  /** The virtual environment of the app. */
  readonly environment: string;
  /** Package managers, each in an environment of its own, and `bin` with a command for each. */
  readonly tools: string;
  /** The installer's download cache. */
  readonly downloads: string;
  /** Belongs to one build: emptied at its start. */
  readonly scratch: string;
  /** The path of the JSON report. */
  readonly report: string;
}
