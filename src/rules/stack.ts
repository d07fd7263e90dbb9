import type { Rule } from "./rule.js";

/** The machine is one on which a Python can be had: Linux or macOS, x64 or arm64. */
export const knownStack: Rule = ({ machine }) => {
  const { os, arch } = machine;
  if (["linux", "darwin"].includes(os) && ["x64", "arm64"].includes(arch)) return [];
  return [
    {
      id: "checks::stack::unknown",
      title: "Apps can't be built on this machine",
      explanation: `This is ${os} on ${arch}. Apps are built on Linux and macOS, on x64 and arm64.`,
      remedy: "Choose a runner image such as `ubuntu-24.04`:\n\nruns-on: ubuntu-24.04",
      location: undefined,
    },
  ];
};
