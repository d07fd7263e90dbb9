import { deploys, type Example, type Expected, pip, utf16 } from "./example.js";

const loopback = "procfile::loopback-address";
const fixed = "procfile::fixed-port";
const development = "procfile::development-server";

type Verdicts = { every: Expected } | { classic: Expected; scalingo: Expected; heroku: Expected };

function procfile(text: string | Uint8Array, verdicts: Verdicts): Example {
  return {
    name: JSON.stringify(String(text)),
    files: pip({ ".python-version": "3.12\n", Procfile: text }),
    ...verdicts,
  };
}

/** The same findings, and no other, on every platform. */
const says = (text: string | Uint8Array, ...all: string[]) => procfile(text, { every: deploys({ all }) });

/** What is said of `web`, in any order, and what is not. */
function web(command: string, ...ids: string[]): Example {
  const never = [loopback, fixed, development].filter((id) => !ids.includes(id));
  const also = ids.map((id) => `${id === development ? "N" : "W"} ${id} Procfile:1`);
  return procfile(`web: ${command}\n`, { every: deploys({ also, never }) });
}

const three = (classic: string[], scalingo: string[], heroku: string[]): Verdicts => ({
  classic: deploys({ all: classic }),
  scalingo: deploys({ all: scalingo }),
  heroku: deploys({ all: heroku }),
});

export const processes: readonly Example[] = [
  {
    name: "no Procfile",
    files: { "requirements.txt": "", ".python-version": "3.12\n" },
    ...three(["N procfile::missing"], ["W procfile::missing"], ["W procfile::missing"]),
  },
  ...["procfile", "ProcFile", "Procfile.txt", "Procfile.yml", "Procfile.yaml", "Procfile.rtf"].map<Example>((name) => ({
    name: `${name} for Procfile`,
    files: { "requirements.txt": "", ".python-version": "3.12\n", [name]: "web: gunicorn app\n" },
    every: deploys({ also: [`W procfile::misspelled ${name}`] }),
  })),
  {
    name: "a misspelled Procfile beside a good one",
    files: pip({
      ".python-version": "3.12\n",
      "Procfile.txt": "web: gunicorn app\n",
      "Procfile.windows": "web: python x\n",
    }),
    every: deploys({ all: [] }),
  },
  says("web: gunicorn app\n"),
  says("web:gunicorn app"),
  says("  web : gunicorn app  \n\n# workers\nworker: celery -A app worker\n"),
  says("web: gunicorn 'app:create_app(\"prod\")' --log-file -\n"),
  says("web: gunicorn app\ngunicorn app\n", "W procfile::invalid-line Procfile:2"),
  says("web: gunicorn app\nworker:\n", "W procfile::invalid-line Procfile:2"),
  says("\uFEFFweb: gunicorn app\n", "W procfile::encoding Procfile:1"),
  procfile(utf16("web: gunicorn app\n"), { every: deploys({ also: ["W procfile::encoding Procfile:1"] }) }),
  procfile(new Uint8Array([...Buffer.from("web: gunicorn app # "), 0xe9, 0x0a]), {
    every: deploys({ also: ["W procfile::encoding Procfile:1"] }),
  }),
  says("web: gunicorn app\r\nworker: celery worker\r\n", "W procfile::crlf Procfile:1"),
  procfile(
    "web: gunicorn app\nmy_worker: a\nmy-clock: b\n",
    three(
      ["W procfile::invalid-name Procfile:2", "W procfile::invalid-name Procfile:3"],
      ["W procfile::invalid-name Procfile:2", "W procfile::invalid-name Procfile:3"],
      [],
    ),
  ),
  procfile(
    `web: gunicorn app\n${"w".repeat(25)}: a\n${"v".repeat(24)}: a\n`,
    three(["W procfile::invalid-name Procfile:2"], ["W procfile::invalid-name Procfile:2"], []),
  ),
  says("web: gunicorn app\nmy.worker: a\n", "W procfile::invalid-name Procfile:2"),
  says("web: gunicorn a\nworker: b\nweb: gunicorn c\n", "W procfile::duplicate-name Procfile:3"),
  procfile(
    "worker: celery worker\n",
    three(["N procfile::no-web Procfile:1"], ["W procfile::no-web Procfile:1"], ["N procfile::no-web Procfile:1"]),
  ),
  procfile(
    "",
    three(["N procfile::no-web Procfile:1"], ["W procfile::no-web Procfile:1"], ["N procfile::no-web Procfile:1"]),
  ),
  procfile(
    "Web: gunicorn app\n",
    three(["N procfile::no-web Procfile:1"], ["W procfile::no-web Procfile:1"], ["N procfile::no-web Procfile:1"]),
  ),
  procfile(
    "web: gunicorn app\nrelease: python manage.py migrate\n",
    three(["W procfile::release-entry Procfile:2"], ["W procfile::release-entry Procfile:2"], []),
  ),
  procfile(
    "web: gunicorn app\npostdeploy: python manage.py migrate\n",
    three([], [], ["N procfile::postdeploy-entry Procfile:2"]),
  ),
  web("gunicorn app.wsgi:application --log-file -"),
  web("gunicorn -k uvicorn.workers.UvicornWorker app.main:app"),
  web("gunicorn --bind 0.0.0.0:$PORT app"),
  web(`gunicorn -b 0.0.0.0:\${PORT} app`),
  web("gunicorn --bind=:$PORT app"),
  web("gunicorn --bind 127.0.0.1:$PORT app", loopback),
  web("gunicorn --bind localhost:8000 app", loopback, fixed),
  web("gunicorn --bind 127.0.0.1:8000 app", loopback, fixed),
  web("gunicorn -b :8000 app", fixed),
  web("gunicorn app -b 0.0.0.0:8080", fixed),
  web("uvicorn app.main:app --host 0.0.0.0 --port $PORT"),
  web(`uvicorn app.main:app --host=0.0.0.0 --port=\${PORT}`),
  web("uvicorn app.main:app --host 0.0.0.0 --port 5000", fixed),
  web("uvicorn app.main:app --host 0.0.0.0", fixed),
  web("uvicorn app.main:app --port $PORT", loopback),
  web("uvicorn app.main:app", loopback, fixed),
  web("hypercorn app:app --bind 0.0.0.0:$PORT"),
  web("hypercorn app:app", loopback, fixed),
  web("daphne -b 0.0.0.0 -p $PORT proj.asgi:application"),
  web("daphne proj.asgi:application", loopback, fixed),
  web("daphne -b 0.0.0.0 -p 8000 proj.asgi:application", fixed),
  web("flask run --host=0.0.0.0 --port=$PORT", development),
  web("flask run", loopback, fixed, development),
  web("python manage.py runserver 0.0.0.0:$PORT", development),
  web("python manage.py runserver 0.0.0.0:8000", fixed, development),
  web("python manage.py runserver", loopback, fixed, development),
  web("django-admin runserver 127.0.0.1:$PORT", loopback, development),
  web("streamlit run app.py --server.port $PORT --server.address 0.0.0.0"),
  web("streamlit run app.py", fixed),
  web("waitress-serve --port=$PORT app:app"),
  web("waitress-serve --port=8080 app:app", fixed),
  web("python -m http.server $PORT"),
  web("python -m http.server 8000", fixed),
  web("python app.py"),
  web("sh start.sh"),
  web(`gunicorn app --bind 0.0.0.0:\${PORT:-8000}`),
  web(`uvicorn app:app --host 0.0.0.0 --port \${PORT:-8000}`),
  web('uvicorn app:app --host "0.0.0.0" --port "$PORT"'),
  web("uvicorn app:app --host localhost --port $PORT", loopback),
  web("uvicorn app:app --host :: --port $PORT"),
  web("gunicorn --bind [::]:$PORT app"),
  web("gunicorn --workers 4 --timeout 8000 --pid app.pid app"),
  web("python -m uvicorn app:app", loopback, fixed),
  web("python -m flask run", loopback, fixed, development),
  web("cd src && uvicorn main:app", loopback, fixed),
  web("newrelic-admin run-program gunicorn -b :8000 app", fixed),
  web('bash -c "uvicorn app:app --host 0.0.0.0 --port $PORT"'),
  web("python manage.py migrate && gunicorn app"),
  web("FLASK_APP=app flask run -h 0.0.0.0 -p $PORT", development),
  web("python manage.py runserver $PORT", loopback, development),
  web("streamlit run app.py --server.port=$PORT --server.address=127.0.0.1", loopback),
  web("waitress-serve app:app", fixed),
  web("waitress-serve --listen=*:$PORT app:app"),
  web("waitress-serve --listen=127.0.0.1:$PORT app:app", loopback),
  web("python -m http.server $PORT --bind 127.0.0.1", loopback),
  web("bin/start-nginx gunicorn -c gunicorn.conf.py app:app"),
  says("web:\tgunicorn app\n"),
  procfile("web app: gunicorn app\n", { every: deploys({ also: ["W procfile::invalid-line Procfile:1"] }) }),
  says("web: gunicorn app\nworker: uvicorn app:app --port 5000\n"),
];
