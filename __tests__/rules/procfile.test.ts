import { describe, expect, test } from "vitest";
import { weigh } from "../../src/finding.js";
import type { Platform } from "../../src/platforms/platform.js";
import { procfile } from "../../src/rules/procfile.js";
import { type Entries, type Entry, folder } from "../support/app.js";
import { factsOf } from "../support/facts.js";
import { classic, heroku, scalingo } from "../support/platforms.js";
import { idsOf } from "../support/verdicts.js";

function judge(files: Entries, platform: Platform = classic) {
  return weigh(procfile(factsOf(files, { platform })), platform.severities);
}

/** What is said of a `Procfile`, as ids with the lines they point to. */
function said(text: Entry, platform: Platform = classic) {
  const findings = judge({ Procfile: text }, platform);
  expect(findings.map(({ location }) => location?.file)).toEqual(findings.map(() => "Procfile"));

  return findings.map(({ id, location }) => `${id} ${location?.line}`);
}

/** The severity of each finding with this id. */
function severities(id: string, files: Entries) {
  return [classic, scalingo, heroku].map(
    (platform) => judge(files, platform).find((finding) => finding.id === id)?.severity ?? "off",
  );
}

const platforms = [classic, scalingo, heroku];
const utf16 = Buffer.from("\uFEFFweb: gunicorn app:app\n", "utf16le");

describe.each(platforms)("a Procfile on $name", (platform) => {
  test.each([
    "web: gunicorn app:app",
    "web: gunicorn app:app\n",
    "web:gunicorn app:app\n",
    "# the app\n\nweb: gunicorn mysite.wsgi:application\n\nworker: celery -A app worker\n",
    "web: python manage.py migrate && gunicorn mysite.wsgi -b 0.0.0.0:$PORT\n",
    "web: uvicorn main:app --host 0.0.0.0 --port $PORT\nworker2: python worker.py",
    "  web : ./start.sh  \n",
    "web: python été.py\n",
  ])("is good: %j", (text) => {
    expect(said(text, platform)).toEqual([]);
  });

  test.each<[what: string, text: Entry, ids: string[]]>([
    ["a line without a colon", "web: x\nworker python x\n", ["procfile::invalid-line 2"]],
    ["an entry without a command", "web: x\n\nworker:\n", ["procfile::invalid-line 3"]],
    ["an entry without a name", ": x\nweb: x\n", ["procfile::invalid-line 1"]],
    ["a name of two words", "web: x\nmy worker: x\n", ["procfile::invalid-line 2"]],
    ["two lines that are no entries", "a\nweb: x\n-\n", ["procfile::invalid-line 1", "procfile::invalid-line 3"]],
    ["a comment without its #", "web: x\n// y\n", ["procfile::invalid-line 2"]],
    ["Windows line ends", "web: x\r\nworker: y\r\n", ["procfile::crlf 1"]],
    ["a Windows line end further down", "web: x\nworker: y\r\n", ["procfile::crlf 1"]],
    ["a byte order mark", "\uFEFFweb: x\n", ["procfile::encoding 1"]],
    ["UTF-16", utf16, ["procfile::encoding 1"]],
    ["UTF-16 of the other order", Buffer.from(utf16).swap16(), ["procfile::encoding 1"]],
    ["Latin-1", Buffer.from("web: x\n# \xe9t\xe9\n", "latin1"), ["procfile::encoding 1"]],
    ["a name twice", "web: x\nworker: y\nworker: z\n", ["procfile::duplicate-name 3"]],
    ["web twice", "web: x\n# again\nweb: y\n", ["procfile::duplicate-name 3"]],
    ["a name with a dot", "web: x\nmy.worker: y\n", ["procfile::invalid-name 2"]],
    ["a name with an accent", "web: x\nété: y\n", ["procfile::invalid-name 2"]],
    ["web in capitals", "Web: x\n", ["procfile::no-web 1"]],
    ["no web", "# c\nworker: x\n", ["procfile::no-web 1"]],
    ["nothing", "", ["procfile::no-web 1"]],
    ["comments alone", "# web: x\n", ["procfile::no-web 1"]],
    ["web without a command", "web:\n", ["procfile::invalid-line 1", "procfile::no-web 1"]],
    ["the loopback address", "a: x\nweb: gunicorn a:b -b 127.0.0.1:$PORT\n", ["procfile::loopback-address 2"]],
    ["localhost", "web: python app.py --host localhost\n", ["procfile::loopback-address 1"]],
    ["a port", "a: x\n\nweb: gunicorn a:b -b 0.0.0.0:8000\n", ["procfile::fixed-port 3"]],
    ["a port, and Windows line ends", "web: gunicorn -b :80 a:b\r\n", ["procfile::crlf 1", "procfile::fixed-port 1"]],
    ["a port, and a mark", "\uFEFFweb: gunicorn -b :80 a:b", ["procfile::encoding 1", "procfile::fixed-port 1"]],
    ["a bare uvicorn", "web: uvicorn main:app", ["procfile::loopback-address 1", "procfile::fixed-port 1"]],
    ["a bare waitress", "web: waitress-serve app:app", ["procfile::fixed-port 1"]],
    ["flask run", "web: flask run --host 0.0.0.0 --port $PORT", ["procfile::development-server 1"]],
    ["runserver", "web: python manage.py runserver 0.0.0.0:$PORT", ["procfile::development-server 1"]],
    ["django-admin", "web: django-admin runserver 0.0.0.0:$PORT", ["procfile::development-server 1"]],
  ])("with %s is reported, with the line", (_, text, ids) => {
    expect(said(text, platform).sort()).toEqual([...ids].sort());
  });

  test("is judged by web alone where it is about addresses and ports", () => {
    const text = "web: gunicorn app:app\nworker: uvicorn x:y --port 80\nadmin: python manage.py runserver 80\n";

    expect(said(text, platform)).toEqual([]);
  });

  test("with web twice is judged by the last", () => {
    const good = said("web: uvicorn main:app\nweb: gunicorn main:app\n", platform);
    const bad = said("web: gunicorn main:app\nweb: gunicorn -b :8000 main:app\n", platform);

    expect(good).toEqual(["procfile::duplicate-name 2"]);
    expect(bad).toEqual(["procfile::duplicate-name 2", "procfile::fixed-port 2"]);
  });
});

describe("the name of a process type", () => {
  const longest = "a".repeat(24);

  test.each(["web2", "Worker", "WORKER", "0", longest])("%s is valid everywhere", (name) => {
    const text = `web: x\n${name}: y\n`;

    expect(platforms.map((platform) => said(text, platform))).toEqual([[], [], []]);
  });

  test.each(["celery-beat", "celery_beat", "-", `${longest}a`, "worker-1"])("%s is valid on Heroku alone", (name) => {
    const text = `web: x\n${name}: y\n`;

    expect(platforms.map((platform) => said(text, platform))).toEqual([
      ["procfile::invalid-name 2"],
      ["procfile::invalid-name 2"],
      [],
    ]);
  });

  test.each(["a.b", "a/b", "a+b", "é", "*"])("%j is valid nowhere", (name) => {
    const text = `web: x\n${name}: y\n`;

    expect(platforms.map((platform) => said(text, platform))).toEqual(
      platforms.map(() => ["procfile::invalid-name 2"]),
    );
  });

  test.each<[name: string, proposed: string]>([
    ["celery-beat", "celerybeat: "],
    [`${longest}-more`, `${longest}: `],
  ])("%s is answered with a valid one made from it", (name, proposed) => {
    const [finding] = judge({ Procfile: `web: x\n${name}: y\n` }, scalingo);

    expect(finding?.remedy.split("\n")).toContainEqual(expect.stringMatching(`^${proposed}`));
  });
});

describe("what runs once for each deploy", () => {
  test("is release on Heroku, which Scalingo never runs", () => {
    const text = "web: x\n\nrelease: python manage.py migrate\n";

    expect(platforms.map((platform) => said(text, platform))).toEqual([
      ["procfile::release-entry 3"],
      ["procfile::release-entry 3"],
      [],
    ]);
  });

  test("is postdeploy on Scalingo, which is nothing special on Heroku", () => {
    const text = "postdeploy: python manage.py migrate\nweb: x\n";

    expect(platforms.map((platform) => said(text, platform))).toEqual([[], [], ["procfile::postdeploy-entry 1"]]);
  });

  test("is told with the line to write", () => {
    const release = judge({ Procfile: "web: x\nrelease: python manage.py migrate\n" }, scalingo);
    const postdeploy = judge({ Procfile: "web: x\npostdeploy: python manage.py migrate\n" }, heroku);

    expect(release[0]?.remedy.split("\n")).toContain("postdeploy: python manage.py migrate");
    expect(postdeploy[0]?.remedy.split("\n")).toContain("release: python manage.py migrate");
  });
});

describe("an app without a Procfile", () => {
  test.each<[Entries]>([
    [{}],
    [{ "app.py": "" }],
    [{ Procfile: folder }],
    [{ "bin/Procfile": "web: x" }],
    [{ "Procfile.windows": "web: x" }],
    [{ "Procfile.dev": "web: x" }],
    [{ procfile: folder }],
    [{ "../Procfile": "web: x" }],
  ])("is told so, at no place: %o", (files) => {
    for (const platform of platforms) {
      expect(judge(files, platform)).toMatchObject([{ id: "procfile::missing", location: undefined }]);
    }
  });

  test.each(["procfile", "ProcFile", "PROCFILE", "Procfile.txt", "Procfile.yml", "Procfile.yaml", "Procfile.rtf"])(
    "is told that %s is not read",
    (name) => {
      for (const platform of platforms) {
        const findings = judge({ [name]: "web: gunicorn app:app\n" }, platform);

        expect(findings).toContainEqual(
          expect.objectContaining({ id: "procfile::misspelled", location: { file: name, line: undefined } }),
        );
        expect(findings[0]?.remedy.split("\n")).toContain(`git mv ${name} Procfile`);
      }
    },
  );

  test("is not told of a misspelled one beside the right one", () => {
    expect(judge({ Procfile: "web: x", "Procfile.txt": "web: y", procfile: "web: z" })).toEqual([]);
  });

  test.each<[files: Entries, line: string]>([
    [
      { "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n' },
      "web: gunicorn mysite.wsgi",
    ],
    [
      { "manage.py": "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.production')\r\n" },
      "web: gunicorn config.wsgi",
    ],
  ])("with Django is told the line of its project: %o", (files, line) => {
    expect(judge(files)[0]?.remedy.split("\n")).toContain(line);
  });
});

test("a Procfile that can't be read is left to the rule about such files", () => {
  expect(judge({ Procfile: { unreadable: "its mode lets nobody read it" } })).toEqual([]);
});

describe("the severity", () => {
  test.each<[id: string, files: Entries, classic: string, scalingo: string, heroku: string]>([
    ["procfile::missing", {}, "notice", "warning", "warning"],
    ["procfile::misspelled", { procfile: "web: x" }, "warning", "warning", "warning"],
    ["procfile::invalid-line", { Procfile: "web: x\ny" }, "warning", "warning", "warning"],
    ["procfile::encoding", { Procfile: "\uFEFFweb: x" }, "warning", "warning", "warning"],
    ["procfile::crlf", { Procfile: "web: x\r\n" }, "warning", "warning", "warning"],
    ["procfile::invalid-name", { Procfile: "web: x\na.b: y" }, "warning", "warning", "warning"],
    ["procfile::duplicate-name", { Procfile: "web: x\nweb: y" }, "warning", "warning", "warning"],
    ["procfile::no-web", { Procfile: "worker: x" }, "notice", "warning", "notice"],
    ["procfile::release-entry", { Procfile: "web: x\nrelease: y" }, "warning", "warning", "off"],
    ["procfile::postdeploy-entry", { Procfile: "web: x\npostdeploy: y" }, "off", "off", "notice"],
    ["procfile::loopback-address", { Procfile: "web: uvicorn a:b" }, "warning", "warning", "warning"],
    ["procfile::fixed-port", { Procfile: "web: uvicorn a:b" }, "warning", "warning", "warning"],
    ["procfile::development-server", { Procfile: "web: flask run" }, "notice", "notice", "notice"],
  ])("of %s", (id, files, ...expected) => {
    expect(severities(id, files)).toEqual(expected);
  });
});

describe("a web command that listens at the wrong place", () => {
  test.each<[command: string, corrected: string]>([
    ["gunicorn app:app -b 127.0.0.1:8000", "web: gunicorn app:app -b 0.0.0.0:$PORT"],
    ["uvicorn main:app --host 0.0.0.0 --port 8000", "web: uvicorn main:app --host 0.0.0.0 --port $PORT"],
    ["daphne -b 127.0.0.1 -p $PORT my.asgi:app", "web: daphne -b 0.0.0.0 -p $PORT my.asgi:app"],
    ["uvicorn main:app", "web: uvicorn --host 0.0.0.0 --port $PORT main:app"],
  ])("is shown as it should be: %s", (command, corrected) => {
    const findings = judge({ Procfile: `web: ${command}\n` });

    expect(findings.length).toBeGreaterThan(0);
    for (const { remedy } of findings) expect(remedy.split("\n")).toContain(corrected);
    expect(idsOf(judge({ Procfile: `${corrected}\n` }))).toEqual([]);
  });

  test("is shown without control characters", () => {
    const findings = judge({ Procfile: "web: gunicorn -b :80 a:b \u001b[31m\n" });

    expect(idsOf(findings)).toEqual(["procfile::fixed-port"]);
    expect(JSON.stringify(findings)).not.toContain("\\u001b");
  });
});

test("a line without its colon is shown as it was meant", () => {
  const [problem] = judge({ Procfile: "web gunicorn app:app\n" });

  expect(problem).toMatchObject({ id: "procfile::invalid-line", location: { file: "Procfile", line: 1 } });
  expect(problem?.remedy.split("\n")).toContain("web: gunicorn app:app");
});
