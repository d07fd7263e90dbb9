import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { StandaloneTable } from "../../runtime/releases.js";
import { fetchIntoStore } from "./fetch.js";
import { nothing, type PythonSource } from "./source.js";
import type { PythonStore } from "./store.js";

/** The builds of python-build-standalone: portable to any Linux with glibc, and to macOS. */
export function standalone(table: StandaloneTable, libc: string | undefined, store: PythonStore): PythonSource {
  return {
    name: "standalone",
    install: async ({ release }, print) => {
      const builds = table[release];
      if (!builds) return nothing(`there is no build of Python ${release}`);
      const build = builds[`${process.platform}-${process.arch}`];
      if (!build || libc === "musl") {
        return nothing(
          `there is no build of Python ${release} for ${process.platform} on ${process.arch} with ${libc}`,
        );
      }
      const file = join(store.incoming, `${randomUUID()}.tar`);
      return fetchIntoStore({ ...build, url: new URL(build.url), release, source: "standalone", file }, store, print);
    },
  };
}
