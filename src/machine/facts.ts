import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Machine } from "../machine.js";
import type { Variables } from "../variables.js";

/** Reads what a build must know of this machine. Starts no program. */
export function readMachine(): Machine {
  return {
    os: process.platform,
    osRelease: process.platform === "darwin" ? "macos" : linuxRelease(),
    arch: process.arch,
    libc: process.platform === "linux" ? linuxLibc() : undefined,
    locale: hasAmericanLocale() ? "en_US.UTF-8" : "C.UTF-8",
    variables: definedVariables(),
  };
}

function definedVariables(): Variables {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

function linuxRelease(): string {
  const file = ["/etc/os-release", "/usr/lib/os-release"].find((path) => existsSync(path));
  if (file === undefined) return "unknown";
  const text = readFileSync(file, "utf8");
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(text)?.[1] ?? "unknown";
  return `${field("ID")}-${field("VERSION_ID")}`;
}

function linuxLibc(): "glibc" | "musl" {
  const musl = existsSync("/lib") && readdirSync("/lib").some((name) => name.startsWith("ld-musl-"));
  return musl ? "musl" : "glibc";
}

function hasAmericanLocale(): boolean {
  if (process.platform === "darwin") return existsSync("/usr/share/locale/en_US.UTF-8");
  if (["en_US.utf8", "en_US.UTF-8"].some((name) => existsSync(`/usr/lib/locale/${name}`))) return true;
  const archive = "/usr/lib/locale/locale-archive";
  return existsSync(archive) && readFileSync(archive).includes("en_US.utf8");
}
