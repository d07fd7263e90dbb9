import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { expect, test } from "vitest";

import { DownloadError, download, downloadText, withoutCredentials } from "../../src/machine/download.js";
import { startFileServer } from "../support/file-server.js";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.js";

/** Tries as often as usual, and does not wait in between. */
const impatient = { silence: 30_000, pauses: [0, 0] };

const content = Buffer.from("not just text \u00ff\u0000 ".repeat(10_000), "latin1");
const sha256 = createHash("sha256").update(content).digest("hex");

/** What a download fails with. */
async function failureOf(url: string | URL, patience = impatient): Promise<string> {
  await using folder = await temporaryFolder();
  const error = await download(new URL(url), join(folder.path, "file"), { patience }).catch(
    (reason: unknown) => reason,
  );

  expect(error).toBeInstanceOf(DownloadError);
  expect(await readdir(folder.path)).toEqual([]);

  return error instanceof Error ? error.message : "";
}

/** Answers with these statuses, one for each request. */
function statuses(faults: readonly number[]) {
  return faults.map((status) => ({ status }));
}

test("downloads a file of a server, and gives its SHA-256", async () => {
  await using folder = await temporaryFolder();
  await using server = await startFileServer({ files: { "/python.tar": content } });
  const file = join(folder.path, "new/folder/python.tar");

  expect(await download(new URL(`${server.url}/python.tar`), file)).toBe(sha256);
  expect(content.equals(await readFile(file))).toBe(true);
});

test("copies a file of this machine, and leaves it as it was", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "a mirror/50% & ü#?.tar": content });
  const original = join(folder.path, "a mirror/50% & ü#?.tar");
  const file = join(folder.path, "copy.tar");

  expect(await download(pathToFileURL(original), file)).toBe(sha256);
  expect(content.equals(await readFile(file))).toBe(true);
  expect(content.equals(await readFile(original))).toBe(true);
});

test("downloads an empty file", async () => {
  await using folder = await temporaryFolder();
  await using server = await startFileServer({ files: { "/empty": "" } });

  expect(await download(new URL(`${server.url}/empty`), join(folder.path, "empty"))).toBe(
    createHash("sha256").digest("hex"),
  );
});

test("writes over a file that is there", async () => {
  await using folder = await temporaryFolder();
  await using server = await startFileServer({ files: { "/file": "new" } });
  await writeFile(join(folder.path, "file"), "older and longer");

  await download(new URL(`${server.url}/file`), join(folder.path, "file"));

  expect(await readFile(join(folder.path, "file"), "utf8")).toBe("new");
});

test("downloads text that arrives in pieces", async () => {
  const text = "ünï-日本 ".repeat(50_000);
  await using server = await startFileServer({ files: { "/text": text } });

  expect(await downloadText(new URL(`${server.url}/text`))).toBe(text);
});

test.each([301, 302, 303, 307, 308])("follows a redirect by status %i", async (status) => {
  await using other = await startFileServer({ files: { "/there": "text" } });
  await using server = await startFileServer({
    faults: {
      "/absolute": { status, headers: { location: `${other.url}/there` } },
      "/relative": { status, headers: { location: "folder/next" } },
      "/folder/next": { status, headers: { location: "../absolute" } },
    },
  });

  expect(await downloadText(new URL(`${server.url}/absolute`))).toBe("text");
  expect(await downloadText(new URL(`${server.url}/relative`))).toBe("text");
});

test.each([
  ["in a circle", "/start"],
  ["to what is no URL", "http://[none/"],
  ["to a file of this machine", "file:///etc/passwd"],
])("does not follow redirects %s", async (_, location) => {
  await using server = await startFileServer({ faults: { "/start": { status: 302, headers: { location } } } });

  expect(await failureOf(`${server.url}/start`)).toContain("redirects");
});

test("takes a redirect without a place for the failure that it is", async () => {
  await using server = await startFileServer({ faults: { "/start": { status: 302 } } });

  expect(await failureOf(`${server.url}/start`)).toContain("302");
});

test("sends a URL's credentials to its own host, and to no other", async () => {
  await using other = await startFileServer({ files: { "/there": "text" } });
  await using server = await startFileServer({
    faults: {
      "/start": { status: 302, headers: { location: "/next" } },
      "/next": { status: 302, headers: { location: `${other.url}/there` } },
    },
  });
  const { host } = new URL(server.url);

  await downloadText(new URL(`http://us%40er:pass%3Aword@${host}/start`));

  const expected = `Basic ${Buffer.from("us@er:pass:word").toString("base64")}`;
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([expected, expected]);
  expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

test.each([400, 401, 403, 404, 410, 206])(
  "tells that the server answered %i, and does not ask again",
  async (status) => {
    await using server = await startFileServer({ faults: { "/python.tar": { status, body: "a page" } } });

    expect(await failureOf(`${server.url}/python.tar`)).toBe(
      `${server.url}/python.tar can't be had (the server answered ${status})`,
    );
    expect(server.requests).toHaveLength(1);
  },
);

test.each([[statuses([503])], [statuses([500, 429])], [statuses([408, 504])], [["disconnect", "truncate"] as const]])(
  "tries again after trouble that passes: %j",
  async (faults) => {
    await using folder = await temporaryFolder();
    await using server = await startFileServer({ files: { "/file": content }, faults: { "/file": faults } });

    expect(await download(new URL(`${server.url}/file`), join(folder.path, "file"), { patience: impatient })).toBe(
      sha256,
    );
    expect(server.requests).toHaveLength(faults.length + 1);
  },
);

test("tells how far it is", async () => {
  await using folder = await temporaryFolder();
  await using server = await startFileServer({ files: { "/file": content } });
  const told: (readonly [number, number | undefined])[] = [];

  await download(new URL(`${server.url}/file`), join(folder.path, "file"), {
    progress: (received, total) => told.push([received, total]),
  });

  expect(told.at(-1)).toEqual([content.length, content.length]);
  expect(told.map(([received]) => received)).toEqual(told.map(([received]) => received).sort((a, b) => a - b));
});

test.each([{ status: 503 }, "truncate", "disconnect"] as const)("gives up after three tries: %j", async (fault) => {
  await using server = await startFileServer({ files: { "/file": content }, faults: { "/file": fault } });

  expect(await failureOf(`${server.url}/file`)).toContain(`${server.url}/file can't be had`);
  expect(server.requests).toHaveLength(3);
});

test("waits between tries, unless told otherwise", async () => {
  await using server = await startFileServer({ files: { "/file": "text" }, faults: { "/file": [{ status: 503 }] } });

  expect(await downloadText(new URL(`${server.url}/file`))).toBe("text");
});

test.each(["hang", "stall"] as const)("gives up on a server that falls silent: %s", async (fault) => {
  await using server = await startFileServer({ files: { "/file": content }, faults: { "/file": fault } });

  await failureOf(`${server.url}/file?token=secret`, { silence: 50, pauses: [] });
});

test("tells that there is no server", async () => {
  const { url } = await (async () => {
    await using server = await startFileServer({});
    return { url: server.url };
  })();

  expect(await failureOf(`${url}/file`)).toContain("ECONNREFUSED");
});

test.each([
  ["a file that is not there", "file:///no/such/file.tar"],
  ["a folder", "file:///etc"],
  ["a file of another machine", "file://server/file.tar"],
  ["a file with a broken name", "file:///tmp/50%.tar"],
  ["an unknown protocol", "ftp://127.0.0.1/file.tar"],
  ["a data URL", "data:text/plain,text"],
])("can't have %s", async (_, url) => {
  expect(await failureOf(url)).toContain("can't be had");
});

test.each([
  ["an error", { status: 403 }],
  ["silence", "hang"],
  ["a redirect to what is no URL", { status: 302, headers: { location: "http://u:hidden@[none/?token=hidden" } }],
  ["a redirect to a broken place", { status: 302, headers: { location: "?token=hidden&again" } }],
] as const)("names no credentials after %s", async (_, fault) => {
  await using server = await startFileServer({ faults: { "/file": fault } });
  const { host } = new URL(server.url);

  const message = await failureOf(`http://name:hidden@${host}/file?token=hidden`, { silence: 50, pauses: [] });

  expect(message).toMatch(new RegExp(`^http://${host}/file can't be had \\(`));
  expect(message).not.toMatch(/hidden|token/);
});

test("shows URLs without credentials, and files as paths", () => {
  const shown = ["https://u:p@mirror.example:8080/a%20b?q#h", "file:///a%20b/%C3%BC", "file:///50%.tar", "file://s/p"];

  expect(shown.map((url) => withoutCredentials(new URL(url)))).toEqual([
    "https://mirror.example:8080/a%20b",
    "/a b/ü",
    "/50%.tar",
    "/p",
  ]);
});

test("goes through the proxy that the variables name", async () => {
  await using server = await startFileServer({ files: { "/file": "by proxy" } });
  const asked: (string | undefined)[] = [];
  const proxy = createServer().on("connect", ({ url, headers }, client, head) => {
    asked.push(url, headers["proxy-authorization"]);
    const upstream = connect(Number(new URL(server.url).port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  const before = { ...process.env };
  Object.assign(process.env, { http_proxy: `http://user:secret@127.0.0.1:${port}`, no_proxy: "" });

  try {
    expect(await downloadText(new URL("http://mirror.test/file"))).toBe("by proxy");
  } finally {
    process.env = before;
    proxy.close();
    proxy.closeAllConnections();
  }
  expect(asked).toEqual(["mirror.test:80", `Basic ${Buffer.from("user:secret").toString("base64")}`]);
});

test("tells that a file can't be written", async () => {
  await using folder = await temporaryFolder();
  await using server = await startFileServer({ files: { "/file": "text" } });
  const place = join(folder.path, "place");
  await mkdir(place);

  await expect(download(new URL(`${server.url}/file`), place)).rejects.toThrow(DownloadError);
});
