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

/** The machine is like the platform's: an Ubuntu that it has as a stack. */
export const stackOfPlatform: Rule = ({ machine, platform }) => {
  const { ubuntu, default: usual } = platform.stacks;
  const release = /^ubuntu-(\d+\.\d+)$/.exec(machine.osRelease)?.[1];
  if (release !== undefined && ubuntu.includes(release)) return [];
  const old = release !== undefined && ubuntu.every((supported) => Number(release) < Number(supported));
  const remedy = `Choose the runner image of the app's stack:\n\nruns-on: ubuntu-${usual}`;
  return [
    old
      ? {
          id: "checks::stack::eol",
          title: `Ubuntu ${release} is older than the platform's stacks`,
          explanation: `This machine has Ubuntu ${release}; the platform builds on ${ubuntu.join(", ")}, and dropped older ones.`,
          remedy,
          location: undefined,
        }
      : {
          id: "stack::differs",
          title: "This machine is not like the platform's",
          explanation: `This is ${machine.osRelease}; the platform builds on Ubuntu ${ubuntu.join(", ")}. Dependencies that are compiled, or that use libraries of the system, may differ.`,
          remedy,
          location: undefined,
        },
  ];
};
