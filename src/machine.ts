import type { Variables } from "./variables.js";

/** What is known of the machine before anything runs. */
export interface Machine {
  /** Node's name of the operating system: `linux`, `darwin`. */
  readonly os: string;
  /** The distribution and its release, such as `ubuntu-24.04`; `macos` on macOS. */
  readonly osRelease: string;
  /** Node's name of the CPU: `x64`, `arm64`. */
  readonly arch: string;
  /** Undefined where the question makes no sense. */
  readonly libc: "glibc" | "musl" | undefined;
  /** A UTF-8 locale that the machine has: `en_US.UTF-8`, or else `C.UTF-8`. */
  readonly locale: string;
  /** The variables that the step or the shell was given. */
  readonly variables: Variables;
}
