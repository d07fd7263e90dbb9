import { expect, test } from "vitest";

import { startFileServer } from "./file-server.js";
import { temporaryFolder, writeFiles } from "./temporary-folder.js";

test("serves files with their headers, and ranges of them", async () => {
  await using server = await startFileServer({
    files: { "/a b.txt": { content: "0123456789", headers: { etag: '"1"' } } },
  });

  const whole = await fetch(`${server.url}/a%20b.txt`);
  const part = await fetch(`${server.url}/a%20b.txt`, { headers: { range: "bytes=2-4" } });
  const missing = await fetch(`${server.url}/b.txt`);

  expect([whole.status, whole.headers.get("etag"), await whole.text()]).toEqual([200, '"1"', "0123456789"]);
  expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 2-4/10", "234"]);
  expect(missing.status).toBe(404);
  expect(server.requests.map(({ path }) => path)).toEqual(["/a b.txt", "/a b.txt", "/b.txt"]);
});

test("serves a folder", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "sub/file.txt": "content", "empty.txt": "" });
  await using server = await startFileServer({ folder: folder.path });

  expect(await (await fetch(`${server.url}/sub/file.txt`)).text()).toBe("content");
  expect(await (await fetch(`${server.url}/empty.txt`)).text()).toBe("");
  expect((await fetch(`${server.url}/sub`)).status).toBe(404);
  expect((await fetch(`${server.url}/../etc/passwd`)).status).toBe(404);
});

test("fails as often as it is told to, in the way that it is told to", async () => {
  await using server = await startFileServer({
    files: { "/file": "0123456789", "/new": "moved" },
    faults: {
      "/file": [{ status: 503, headers: { "retry-after": "1" } }, undefined, "truncate", "disconnect"],
      "/old": { status: 302, headers: { location: "/new" } },
    },
  });
  const file = `${server.url}/file`;

  const unavailable = await fetch(file);

  expect([unavailable.status, unavailable.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await (await fetch(file)).text()).toBe("0123456789");
  await expect(fetch(file).then((response) => response.text())).rejects.toThrow();
  await expect(fetch(file)).rejects.toThrow();
  expect(await (await fetch(file)).text()).toBe("0123456789");
  expect(await (await fetch(`${server.url}/old`)).text()).toBe("moved");
});

test.each(["hang", "stall"] as const)("leaves a client waiting: %s", async (fault) => {
  const leaving = new AbortController();
  await using server = await startFileServer({ files: { "/file": "0123456789" }, faults: { "/file": fault } });
  const answer = fetch(`${server.url}/file`, { signal: leaving.signal });
  if (fault === "stall") {
    const { body } = await answer;
    const { value } = (await body?.getReader().read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe("01234");
  }

  leaving.abort(new Error("the client left"));

  await (fault === "hang" ? expect(answer).rejects.toThrow("the client left") : answer);
});
