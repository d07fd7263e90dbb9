import type { Files } from "../support/temporary-folder.js";
import { deploys, type Example, type Expected, fails, Procfile, pip, pipenv, poetry, runs, uv } from "./example.js";

const pre = "bin/pre_compile";
const post = "bin/post_compile";
const script = "#!/usr/bin/env bash\necho hello\n";
const version = { ".python-version": "3.12\n" };
const notRun = "N hooks::not-run-in-plan bin/pre_compile";

/** What the hook may still cure is a warning. */
function softened(name: string, files: Files, finding: string): Example {
  return {
    name: `${name}, which a hook may cure`,
    files: { ...files, [pre]: script, Procfile },
    every: deploys({ also: [notRun, finding] }),
  };
}

/** What no hook cures. */
function hard(name: string, files: Files, reason: string, at?: string): Example {
  return {
    name: `${name}, which no hook cures`,
    files: { ...files, [pre]: script },
    every: fails(reason, at, { also: [notRun] }),
  };
}

function hook(path: string, content: string | Uint8Array, every: Expected): Example {
  return { name: `${path} of ${JSON.stringify(String(content))}`, files: pip({ ...version, [path]: content }), every };
}

const said = (...findings: string[]) => deploys({ manager: "pip", also: findings });

export const hooks: readonly Example[] = [
  hook(pre, script, deploys({ all: [notRun] })),
  hook(post, script, deploys({ all: [] })),
  hook(pre, "", deploys({ all: [notRun] })),
  hook(post, "", deploys({ all: [] })),
  softened("no requirements", { "app.py": "" }, "W package-manager::none-found"),
  softened("a misspelled requirements.txt", { "requirement.txt": "" }, "W package-manager::none-found"),
  softened(
    "a missing Pipfile.lock",
    { Pipfile: "", ...version },
    "W package-manager::pipenv-missing-lockfile Pipfile:1",
  ),
  softened("a missing Pipfile", { "Pipfile.lock": "{}", ...version }, "W pipfile::not-found Pipfile.lock:1"),
  softened("two package managers", { ...pip(version), ...poetry() }, "W package-manager::multiple-found poetry.lock"),
  softened("setup.py alone", { "setup.py": "", ...version }, "W package-manager::setup-py-only setup.py:1"),
  softened("uv without a version", uv(), "W python-version-file::not-found uv.lock:1"),
  softened("uv with runtime.txt", uv({ "runtime.txt": "python-3.12\n" }), "W runtime-txt::not-supported runtime.txt:1"),
  softened(
    "a missing include",
    pip({ "requirements.txt": "-r base.txt\n", ...version }),
    "W requirements::missing-include requirements.txt:1",
  ),
  hard(
    "an invalid version",
    pip({ ".python-version": "x\n" }),
    "python-version-file::invalid-version",
    ".python-version:1",
  ),
  hard("an unknown series", pip({ ".python-version": "3.15\n" }), "python-version::unknown-major", ".python-version:1"),
  hard("a broken runtime.txt", pip({ "runtime.txt": "\n" }), "runtime-txt::invalid-version", "runtime.txt"),
  hard("an empty Pipfile.lock", pipenv(""), "pipfile-lock::invalid-json", "Pipfile.lock"),
  hard("a broken Pipfile", pipenv("{}", { Pipfile: "[", ...version }), "pipfile::invalid-toml", "Pipfile:1"),
  {
    name: "a committed environment, which no hook cures",
    files: pip({ ...version, [pre]: script, "venv/pyvenv.cfg": "" }),
    classic: deploys({ also: ["W checks::existing-venv-dir venv/pyvenv.cfg"] }),
    strict: fails("checks::existing-venv-dir", "venv/pyvenv.cfg"),
  },
  {
    name: "an ended series, which no hook cures",
    files: pip({ ".python-version": "3.9\n", [pre]: script }),
    classic: runs("3.9.25", ".python-version"),
    strict: fails("python-version::eol", ".python-version:1"),
  },
  {
    name: "bin/post_compile comes too late to cure anything",
    files: { "app.py": "", [post]: script },
    every: fails("package-manager::none-found"),
  },
  {
    name: "a misspelled hook cures nothing",
    files: { "app.py": "", "bin/pre_compile.sh": script },
    every: fails("package-manager::none-found", undefined, {
      also: ["W hooks::misspelled bin/pre_compile.sh"],
      never: ["hooks::not-run-in-plan"],
    }),
  },
  {
    name: "a folder instead of a hook",
    files: pip({ ...version, "bin/pre_compile/x": "", "bin/post_compile/x": "" }),
    every: said("W hooks::not-a-file bin/pre_compile", "W hooks::not-a-file bin/post_compile"),
  },
  ...[
    "pre-compile",
    "precompile",
    "pre_compile.sh",
    "pre_compile.py",
    "Pre_Compile",
    "post-compile",
    "postcompile",
    "post_compile.sh",
    "post_compile.py",
    "POST_COMPILE",
  ].map<Example>((name) => ({
    name: `bin/${name}`,
    files: pip({ ...version, [`bin/${name}`]: script }),
    every: deploys({ all: [`W hooks::misspelled bin/${name}`] }),
  })),
  {
    name: "hooks of another kind of buildpack",
    files: pip({ ...version, "bin/compile": script, "bin/detect": script, "bin/release": script }),
    every: deploys({ all: [] }),
  },
  hook(pre, "#!/bin/bash\r\necho a\r\n", fails("hooks::crlf", `${pre}:1`)),
  hook(post, "#!/bin/bash\r\necho a\r\n", fails("hooks::crlf", `${post}:1`)),
  hook(pre, "echo a\necho b\r\necho c\r\n", said(`W hooks::stray-carriage-return ${pre}:2`)),
  hook(post, "#!/bin/bash\necho b\r\n", said(`W hooks::stray-carriage-return ${post}:2`)),
  hook(pre, "\uFEFF#!/bin/bash\necho a\n", said(`W hooks::byte-order-mark ${pre}:1`)),
  hook(post, "\uFEFFecho a\n", said(`W hooks::byte-order-mark ${post}:1`)),
  hook(pre, "echo \0\n", fails("hooks::binary", pre)),
  hook(post, new Uint8Array(Buffer.from("\uFEFF#!/bin/bash\n", "utf16le")), fails("hooks::binary", post)),
  hook(pre, new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), deploys({ never: ["hooks::binary"] })),
  hook(pre, "#!/bin/bash\nset -e\npython manage.py migrate\n", said(`W hooks::python-in-pre-compile ${pre}:3`)),
  hook(pre, "pip3 install wheel\n", said(`W hooks::python-in-pre-compile ${pre}:1`)),
  hook(pre, "set -e\nuv sync && echo done\n", said(`W hooks::python-in-pre-compile ${pre}:2`)),
  hook(pre, "#!/usr/bin/env python3\nprint(1)\n", said(`W hooks::python-in-pre-compile ${pre}:1`)),
  hook(pre, "# python is not here yet\necho python\n", deploys({ all: [notRun] })),
  hook(post, "#!/usr/bin/env bash\npython manage.py migrate\n", deploys({ all: [] })),
  ...[
    "python3.11 setup.py",
    "FOO=1 pip install x",
    "cd a;poetry export",
    "[ -f a ] && pipenv lock",
    "if python -c 1; then :; fi",
    "version=$(python -V)",
    "(pip install x)",
    "exec python a.py",
    "curl -s https://example.com/a | python -",
  ].map((line) => hook(pre, `${line}\n`, said(`W hooks::python-in-pre-compile ${pre}:1`))),
  ...[
    "uvicorn x",
    "uvx ruff",
    "pip-compile",
    "echo 'run python x'",
    "PYTHON=python3",
    "#!/usr/bin/env node\npython()",
  ].map((line) => hook(pre, `${line}\n`, deploys({ all: [notRun] }))),
];
