import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeWebCommand } from "../src/web-command.js";

/** What a command is reported for; `default` where its server listens so unless told otherwise. */
function wrongs(command: string) {
  const judged = judgeWebCommand(command);
  return {
    ...(judged?.loopback ? { address: judged.loopback.address ?? "default" } : {}),
    ...(judged?.fixedPort ? { port: judged.fixedPort.port ?? "default" } : {}),
  };
}

const right = [
  "gunicorn mysite.wsgi",
  "gunicorn mysite.wsgi --log-file -",
  "gunicorn mysite.wsgi --log-file=-",
  "gunicorn --log-file=- app:server",
  "gunicorn config.wsgi:application",
  "gunicorn app:app",
  "gunicorn -w 4 app:app",
  "gunicorn 'app:create_app()'",
  "gunicorn \"flaskr:create_app('production')\"",
  "gunicorn --chdir backend core.wsgi:application --workers 3 --timeout 120",
  "gunicorn --worker-tmp-dir /dev/shm config.wsgi",
  "gunicorn mysite.wsgi --preload --max-requests 1200 --access-logfile - --error-logfile -",
  "gunicorn -b 0.0.0.0:$PORT app:app",
  "gunicorn -b :$PORT app:app",
  `gunicorn -b :\${PORT} app:app`,
  "gunicorn -b0.0.0.0:$PORT app:app",
  "gunicorn --bind=0.0.0.0:$PORT app:app",
  `gunicorn --bind 0.0.0.0:\${PORT:-8000} app:app`,
  `gunicorn --bind "0.0.0.0:\${PORT:-8080}" --workers 2 --threads 8 --timeout 120 --graceful-timeout 30 app:app`,
  'gunicorn -t 120 --bind=0.0.0.0:$PORT --forwarded-allow-ips="*" app:app',
  "gunicorn --bind [::]:$PORT app:app",
  "gunicorn -c gunicorn.conf.py app:app",
  "gunicorn -c python:config.gunicorn config.wsgi",
  "gunicorn -p /tmp/gunicorn.pid app:app",
  "gunicorn -k uvicorn.workers.UvicornWorker main:app",
  "gunicorn -w 4 -k uvicorn.workers.UvicornWorker main:app --bind 0.0.0.0:$PORT",
  "gunicorn -k geventwebsocket.gunicorn.workers.GeventWebSocketWorker -w 1 app:app",
  "gunicorn -b 0.0.0.0:$PORT -k gevent app:app",
  'newrelic-admin run-program gunicorn --pythonpath="$PWD/hello" -b 0.0.0.0:$PORT hello.wsgi',
  "NEW_RELIC_CONFIG_FILE=newrelic.ini newrelic-admin run-program gunicorn -c gunicorn.py app:app",
  "ddtrace-run gunicorn app:app",
  "bin/start-pgbouncer gunicorn mysite.wsgi",
  "bin/start-nginx gunicorn -b unix:///tmp/nginx.socket app:app",
  "exec gunicorn app:app",
  "poetry run gunicorn app:app",
  "pipenv run gunicorn app.wsgi",
  "uv run gunicorn app:app",
  "python -m gunicorn app:app",
  ".venv/bin/gunicorn app:app",
  "python manage.py migrate && gunicorn mysite.wsgi",
  "python manage.py migrate && python manage.py collectstatic --noinput && gunicorn config.wsgi --bind 0.0.0.0:$PORT",
  "python manage.py migrate || true; gunicorn mysite.wsgi",
  "flask db upgrade && gunicorn app:app",
  "flask db upgrade; flask translate compile; gunicorn microblog:app",
  "gunicorn app:app & celery -A app.celery worker",
  "celery -A app worker -b redis://127.0.0.1:6379 & gunicorn app:app",
  "gunicorn app:app 2>&1 | tee log.txt",
  "uvicorn main:app --host 0.0.0.0 --port $PORT",
  `uvicorn main:app --host=0.0.0.0 --port=\${PORT:-5000}`,
  'uvicorn main:app --host "0.0.0.0" --port "$PORT"',
  "uvicorn main:app --host 0.0.0.0 --port $PORT --workers 4 --timeout-keep-alive 180",
  "uvicorn main:app --host :: --port $PORT",
  "uvicorn --factory app:create --proxy-headers --forwarded-allow-ips='*' --host 0.0.0.0 --port $PORT",
  "uvicorn --uds /tmp/nginx.socket main:app",
  "python -m uvicorn app.main:app --host 0.0.0.0 --port $PORT",
  "alembic upgrade head && uvicorn app.main:app --host 0.0.0.0 --port $PORT",
  "cd backend && uvicorn main:app --host 0.0.0.0 --port $PORT",
  "sh -c 'cd app && uvicorn main:app --host 0.0.0.0 --port $PORT'",
  "hypercorn main:app --bind 0.0.0.0:$PORT",
  'hypercorn main:app --bind "[::]:$PORT"',
  `hypercorn main:app -b 0.0.0.0:\${PORT}`,
  "hypercorn --bind unix:/tmp/nginx.socket main:app",
  "daphne chat.asgi:channel_layer --port $PORT --bind 0.0.0.0 -v2",
  "daphne -b 0.0.0.0 -p $PORT mysite.asgi:application",
  "daphne mysite.asgi:application -p$PORT -b0.0.0.0",
  "daphne --fd 5 mysite.asgi:application",
  "flask run --host=0.0.0.0 --port=$PORT",
  "flask run -h 0.0.0.0 -p $PORT",
  "FLASK_APP=hello.py flask run --host 0.0.0.0 --port $PORT",
  "flask --app hello run --host=0.0.0.0 --port=$PORT",
  `python -m flask run --host=0.0.0.0 --port=\${PORT}`,
  "python manage.py runserver 0.0.0.0:$PORT",
  `python manage.py runserver 0.0.0.0:\${PORT:-8000}`,
  'python manage.py runserver "0.0.0.0:$PORT"',
  "python manage.py runserver 0.0.0.0:$PORT --noreload",
  "python manage.py runserver 0:$PORT",
  "python manage.py runserver [::]:$PORT",
  "waitress-serve --port=$PORT app:app",
  "waitress-serve --listen=*:$PORT app:app",
  'waitress-serve --listen "*:$PORT" mysite.wsgi:application',
  "waitress-serve --listen=0.0.0.0:$PORT --call app:create_app",
  "bin/start-nginx waitress-serve --unix-socket=/tmp/nginx.socket app:app",
  "streamlit run app.py --server.port $PORT",
  "streamlit run app.py --server.port=$PORT --server.address=0.0.0.0",
  "sh setup.sh && streamlit run --server.port $PORT app.py",
  "STREAMLIT_SERVER_PORT=$PORT streamlit run app.py",
  "python -m http.server $PORT",
  "python3 -m http.server $PORT --bind 0.0.0.0",
  "python -m http.server --directory public $PORT",
  "fastapi run app/main.py --host 0.0.0.0 --port $PORT",
  "granian --interface asgi --host 0.0.0.0 --port $PORT main:app",
  "uwsgi uwsgi.ini",
  "uwsgi --http-socket :$PORT --module app:app",
  "uwsgi --http :$PORT -p 4 --wsgi-file app.py",
  "panel serve app.py --address 0.0.0.0 --port $PORT --allow-websocket-origin=app.example.com",
  "bokeh serve --port=$PORT --address=0.0.0.0 --use-xheaders app.py",
  "voila --port=$PORT --no-browser --Voila.ip=0.0.0.0 notebook.ipynb",
  "celery -A app flower --port=$PORT --broker=$REDIS_URL",
  "twistd -n web --port tcp:$PORT --path public",
  "datasette serve data.db --host 0.0.0.0 --port $PORT",
];

describe("a web command that is right", () => {
  test.each(right)("%s", (command) => {
    expect(wrongs(command)).toEqual({});
  });
});

describe("a web command that is only a script", () => {
  test.each([
    "./start.sh",
    "bash start.sh",
    "sh ./bin/web",
    "bin/web",
    "python app.py",
    "python3 -u main.py",
    "python -m app",
    "npm start",
    "honcho start -f Procfile.real",
    "supervisord -c supervisord.conf -n",
    "$START_COMMAND",
    "mkdir -p media && python app.py",
    "true",
  ])("is not judged: %s", (command) => {
    expect(judgeWebCommand(command)).toMatchObject({
      loopback: undefined,
      fixedPort: undefined,
      server: undefined,
      development: false,
    });
  });
});

describe("a web command that says where it listens", () => {
  test.each<[command: string, wrong: { address?: string; port?: string }]>([
    ["gunicorn -b 127.0.0.1:8000 app:app", { address: "127.0.0.1", port: "8000" }],
    ['gunicorn -b "127.0.0.1:8000" app:app', { address: "127.0.0.1", port: "8000" }],
    ["gunicorn -b 127.0.0.1:$PORT app:app", { address: "127.0.0.1" }],
    [`gunicorn -b localhost:\${PORT} app:app`, { address: "localhost" }],
    ["gunicorn --bind [::1]:$PORT app:app", { address: "[::1]" }],
    ["gunicorn -b 127.0.0.1:8000 -b [::1]:8000 test:app", { address: "127.0.0.1", port: "8000" }],
    ["gunicorn -b 0.0.0.0:8000 app:app", { port: "8000" }],
    ["gunicorn -b0.0.0.0:8000 app:app", { port: "8000" }],
    ["gunicorn --bind=0.0.0.0:8000 app:app", { port: "8000" }],
    ["gunicorn --bind='0.0.0.0:8000' app:app", { port: "8000" }],
    ["gunicorn app:app -b :8000", { port: "8000" }],
    ["uvicorn main:app --host 0.0.0.0 --port 8000", { port: "8000" }],
    ["uvicorn main:app --host=localhost --port=8000", { address: "localhost", port: "8000" }],
    ["uvicorn main:app --host '127.0.0.1' --port \"8000\"", { address: "127.0.0.1", port: "8000" }],
    ["uvicorn main:app --host 127.0.0.1 --port $PORT", { address: "127.0.0.1" }],
    [`uvicorn main:app --host LOCALHOST --port \${PORT:-8000}`, { address: "LOCALHOST" }],
    ["uvicorn main:app --host ::1 --port $PORT", { address: "::1" }],
    ["hypercorn main:app --bind 0.0.0.0:8000", { port: "8000" }],
    ["hypercorn main:app -b localhost:$PORT", { address: "localhost" }],
    ["daphne -b 127.0.0.1 -p 8001 mysite.asgi:application", { address: "127.0.0.1", port: "8001" }],
    ["daphne --port 8000 --bind 0.0.0.0 app.asgi:application", { port: "8000" }],
    ["daphne -b0.0.0.0 -p8000 app.asgi:application", { port: "8000" }],
    ["flask run --host=0.0.0.0 --port=5000", { port: "5000" }],
    ["flask run -h 127.0.0.1 -p 5000", { address: "127.0.0.1", port: "5000" }],
    ["python manage.py runserver 0.0.0.0:8000", { port: "8000" }],
    ["python manage.py runserver 0:8000", { port: "8000" }],
    ["python manage.py runserver 127.0.0.1:$PORT", { address: "127.0.0.1" }],
    ["python manage.py runserver localhost:8000", { address: "localhost", port: "8000" }],
    ["django-admin runserver 0.0.0.0:8000 --settings=mysite.settings", { port: "8000" }],
    ["waitress-serve --port=8080 app:app", { port: "8080" }],
    ["waitress-serve --listen=*:8080 app:app", { port: "8080" }],
    ["waitress-serve --listen=127.0.0.1:8080 app:app", { address: "127.0.0.1", port: "8080" }],
    ["waitress-serve --host=127.0.0.1 --port=$PORT app:app", { address: "127.0.0.1" }],
    ["streamlit run app.py --server.port 8501", { port: "8501" }],
    ["streamlit run app.py --server.address=localhost --server.port=$PORT", { address: "localhost" }],
    ["python -m http.server 8000", { port: "8000" }],
    ["python -m http.server $PORT --bind 127.0.0.1", { address: "127.0.0.1" }],
    ["python -m http.server 8000 -b localhost", { address: "localhost", port: "8000" }],
    ["python app.py --port 8000", { port: "8000" }],
    ["python app.py --port=5000", { port: "5000" }],
    ["python app.py -p 8000", { port: "8000" }],
    ["python app.py --host 127.0.0.1 --port $PORT", { address: "127.0.0.1" }],
    ["python serve.py --bind 127.0.0.1:8000", { address: "127.0.0.1", port: "8000" }],
    ["python serve.py -b :8000", { port: "8000" }],
  ])("%s", (command, wrong) => {
    expect(wrongs(command)).toEqual(wrong);
  });
});

describe("a web command that leaves it to its server", () => {
  const both = { address: "default", port: "default" };

  test.each<[command: string, wrong: { address?: string; port?: string }]>([
    ["uvicorn main:app", both],
    ["uvicorn main:app --reload", both],
    ["uvicorn main:app --port $PORT", { address: "default" }],
    ["uvicorn main:app --port 8000", { address: "default", port: "8000" }],
    ["uvicorn main:app --host 0.0.0.0", { port: "default" }],
    ["uvicorn main:app --host 0.0.0.0 --root-path $PORT_PREFIX", { port: "default" }],
    ["hypercorn main:app", both],
    ["daphne mysite.asgi:application", both],
    ["daphne -p $PORT mysite.asgi:application", { address: "default" }],
    ["daphne -b 0.0.0.0 mysite.asgi:application", { port: "default" }],
    ["flask run", both],
    ["FLASK_APP=hello flask run", both],
    ["flask run --port $PORT", { address: "default" }],
    ["flask run -p5000", { address: "default", port: "5000" }],
    ["flask run --host=0.0.0.0", { port: "default" }],
    ["python -m flask run", both],
    ["python manage.py runserver", both],
    ["python manage.py runserver --noreload", both],
    ["./manage.py runserver", both],
    ["python src/manage.py runserver", both],
    ["python manage.py runserver 8000", { address: "default", port: "8000" }],
    ["python manage.py runserver $PORT", { address: "default" }],
    ["django-admin runserver", both],
    ["waitress-serve app:app", { port: "default" }],
    ["waitress-serve --call app:create_app", { port: "default" }],
    ["streamlit run app.py", { port: "default" }],
    ["python -m streamlit run app.py --server.address 0.0.0.0", { port: "default" }],
    ["python -m http.server", { port: "default" }],
    ["python -m http.server --directory public", { port: "default" }],
    ["python -m http.server --bind 127.0.0.1", { address: "127.0.0.1", port: "default" }],
  ])("%s", (command, wrong) => {
    expect(wrongs(command)).toEqual(wrong);
  });
});

describe("what stands around the server in a command", () => {
  test.each([
    "PYTHONPATH=src uvicorn main:app",
    "NAME='a b' OTHER=\"c d\" uvicorn main:app",
    "env DEBUG=1 uvicorn main:app",
    "exec uvicorn main:app",
    "poetry run uvicorn main:app",
    "pipenv run python -m uvicorn main:app",
    "uv run uvicorn main:app",
    "opentelemetry-instrument uvicorn main:app",
    "/app/.venv/bin/uvicorn main:app",
    "cd src && uvicorn main:app",
    "alembic upgrade head&&uvicorn main:app",
    "alembic upgrade head; uvicorn main:app",
    "alembic upgrade head || true; uvicorn main:app",
    "celery -A app worker & uvicorn main:app",
    "uvicorn main:app & celery -A app worker",
    "uvicorn main:app | tee log",
  ])("does not hide it: %s", (command) => {
    expect(judgeWebCommand(command)).toMatchObject({
      server: "uvicorn",
      loopback: { address: undefined },
      fixedPort: { port: undefined },
    });
  });

  test.each([
    "python uvicorn.py",
    "./uvicorn.sh",
    "python -m my.uvicorn",
    "gunicorn -k uvicorn.workers.UvicornWorker a:b",
  ])("is not taken for uvicorn: %s", (command) => {
    expect(judgeWebCommand(command)?.server).not.toBe("uvicorn");
    expect(wrongs(command)).toEqual({});
  });
});

describe("a server for development", () => {
  test.each([
    "python manage.py runserver 0.0.0.0:$PORT",
    "python3 manage.py runserver 0.0.0.0:$PORT --insecure",
    "./manage.py runserver",
    "poetry run python manage.py runserver",
    "python manage.py migrate && python manage.py runserver 0.0.0.0:$PORT",
    "django-admin runserver 0.0.0.0:$PORT",
    "flask run --host=0.0.0.0 --port=$PORT",
    "python -m flask run",
  ])("is what runs in %s", (command) => {
    expect(judgeWebCommand(command)?.development).toBe(true);
  });

  test.each([
    "gunicorn mysite.wsgi",
    "uvicorn main:app --reload",
    "python manage.py migrate && gunicorn mysite.wsgi",
    "flask db upgrade && gunicorn app:app",
    "python manage.py runbot",
    "python -m http.server $PORT",
    "waitress-serve --port=$PORT app:app",
    "streamlit run app.py --server.port $PORT",
  ])("is not what runs in %s", (command) => {
    expect(judgeWebCommand(command)?.development).toBe(false);
  });
});

describe("the corrected form", () => {
  test.each<[command: string, corrected: string]>([
    ["gunicorn -b 127.0.0.1:8000 app:app", "gunicorn -b 0.0.0.0:$PORT app:app"],
    ["gunicorn -b0.0.0.0:8000 app:app", "gunicorn -b0.0.0.0:$PORT app:app"],
    ["gunicorn --bind=:8000 -w 4 app:app", "gunicorn --bind=0.0.0.0:$PORT -w 4 app:app"],
    ["uvicorn main:app", "uvicorn --host 0.0.0.0 --port $PORT main:app"],
    ["uvicorn main:app --port 8000", "uvicorn --host 0.0.0.0 main:app --port $PORT"],
    ["uvicorn main:app --host=localhost --port=8000", "uvicorn main:app --host=0.0.0.0 --port=$PORT"],
    ["hypercorn main:app", "hypercorn --bind 0.0.0.0:$PORT main:app"],
    ["daphne -b 127.0.0.1 -p 8001 my.asgi:app", "daphne -b 0.0.0.0 -p $PORT my.asgi:app"],
    ["flask run -p5000", "flask run --host 0.0.0.0 -p$PORT"],
    ["python manage.py runserver", "python manage.py runserver 0.0.0.0:$PORT"],
    ["python manage.py runserver 8000 --noreload", "python manage.py runserver 0.0.0.0:$PORT --noreload"],
    ["waitress-serve --listen=127.0.0.1:8080 app:app", "waitress-serve --listen=0.0.0.0:$PORT app:app"],
    ["streamlit run app.py", "streamlit run --server.port $PORT app.py"],
    ["python -m http.server", "python -m http.server $PORT"],
    ["python app.py --port 8000", "python app.py --port $PORT"],
    [
      "cd src && poetry run uvicorn main:app --port 80",
      "cd src && poetry run uvicorn --host 0.0.0.0 main:app --port $PORT",
    ],
    ["uvicorn main:app & celery -A app worker", "uvicorn --host 0.0.0.0 --port $PORT main:app & celery -A app worker"],
    ["python -m http.server 8000", "python -m http.server $PORT"],
    ["python -m http.server -d public 8000", "python -m http.server -d public $PORT"],
    ["waitress-serve app:app", "waitress-serve --port $PORT app:app"],
    ["hypercorn main:app --bind 0.0.0.0", "hypercorn main:app --bind 0.0.0.0:$PORT"],
    ["uvicorn main:app 2>&1", "uvicorn --host 0.0.0.0 --port $PORT main:app 2>&1"],
    [
      'uvicorn main:app --host 0.0.0.0 --port 8000 --header "X: a;b"',
      'uvicorn main:app --host 0.0.0.0 --port $PORT --header "X: a;b"',
    ],
    ["(cd src && uvicorn main:app)", "(cd src && uvicorn --host 0.0.0.0 --port $PORT main:app)"],
    ["uvicorn main:app --port 8000 # 8000", "uvicorn --host 0.0.0.0 main:app --port $PORT # 8000"],
    ["streamlit run app.py -- --data x", "streamlit run --server.port $PORT app.py -- --data x"],
    ["python manage.py runserver --noreload 0.0.0.0:8000", "python manage.py runserver --noreload 0.0.0.0:$PORT"],
    ["gunicorn -b 0.0.0.0 a:b", "gunicorn -b 0.0.0.0:$PORT a:b"],
    ["A='b  c' gunicorn -b :80 app:app | tee x", "A='b  c' gunicorn -b 0.0.0.0:$PORT app:app | tee x"],
  ])("of %s is %s", (command, corrected) => {
    expect(judgeWebCommand(command)?.corrected).toBe(corrected);
  });
});

describe("a command that says where to listen in another way", () => {
  test.each([
    "python manage.py runserver --noreload 0.0.0.0:$PORT",
    'python manage.py runserver --settings=my.settings "0.0.0.0:$PORT"',
    "python manage.py runserver --settings my.settings 0.0.0.0:$PORT",
    "python manage.py runserver --host 0.0.0.0 --port ${PORT}",
    "sh setup.sh && streamlit run app.py",
    'mkdir -p ~/.streamlit && echo "port = $PORT" > ~/.streamlit/config.toml && streamlit run app.py',
    "export UVICORN_PORT=$PORT && uvicorn main:app --host 0.0.0.0",
    "UVICORN_HOST=0.0.0.0 UVICORN_PORT=$PORT uvicorn main:app",
    "FLASK_RUN_HOST=0.0.0.0 FLASK_RUN_PORT=$PORT flask run",
    "daphne -e tcp:port=$PORT:interface=0.0.0.0 a:b",
    "daphne -u /tmp/nginx.socket a:b",
    "pip install uvicorn && python main.py",
    "echo starting uvicorn && python main.py",
    "uwsgi -p 4 uwsgi.ini",
    "hypercorn -c hypercorn.toml main:app",
    "gunicorn -b 127.0.0.1:8000 -b 0.0.0.0:$PORT a:b",
    "gunicorn app:app # --bind 127.0.0.1:8000",
    'bash -c "cd src && uvicorn main:app --port 8000"',
    "flask --app hello run --host 0.0.0.0 -p $PORT",
  ])("%s is right", (command) => {
    expect(judgeWebCommand(command)).toMatchObject({ loopback: undefined, fixedPort: undefined, corrected: command });
  });

  test.each([
    ["gunicorn -b 127.0.0.1:${PORT:-8000} a:b", "127.0.0.1", undefined],
    ["gunicorn -b tcp://127.0.0.1:8000 a:b", "127.0.0.1", "8000"],
    ["gunicorn -b localhost a:b", "localhost", "default"],
    ["python manage.py runserver ${PORT:-8000}", "default", undefined],
    ["python -m django runserver", "default", "default"],
    ["flask --app hello --debug run", "default", "default"],
  ])("%s listens on %s and %s", (command, address, port) => {
    const judged = judgeWebCommand(command);

    const shown = (value: string | undefined) => value ?? "default";
    expect(judged?.loopback && shown(judged.loopback.address)).toBe(address);
    expect(judged?.fixedPort && shown(judged.fixedPort.port)).toBe(port);
  });
});

/** A server, as its documentation describes how it is told where to listen. */
interface Documented {
  readonly start: string;
  /** Words after its options; empty where it finds the app without them. */
  readonly app: string;
  /** Options, each with what stands between it and its value. */
  readonly host?: readonly string[];
  readonly port?: readonly string[];
  readonly bind?: readonly string[];
  /** It listens on the loopback address unless told otherwise. */
  readonly loopback: boolean;
  /** It listens on `$PORT` unless told otherwise. */
  readonly readsPort: boolean;
}

const documented: readonly Documented[] = [
  { start: "gunicorn", app: "a:b", bind: ["-b ", "-b", "--bind ", "--bind="], loopback: false, readsPort: true },
  { start: "hypercorn", app: "a:b", bind: ["-b ", "-b", "--bind ", "--bind="], loopback: true, readsPort: false },
  {
    ...{ start: "uvicorn", app: "a:b", host: ["--host ", "--host="], port: ["--port ", "--port="] },
    ...{ loopback: true, readsPort: false },
  },
  {
    ...{ start: "daphne", app: "a:b", host: ["-b ", "-b", "--bind=", "--bind "] },
    ...{ port: ["-p ", "-p", "--port=", "--port "], loopback: true, readsPort: false },
  },
  {
    ...{ start: "flask run", app: "", host: ["-h ", "-h", "--host=", "--host "] },
    ...{ port: ["-p ", "-p", "--port=", "--port "], loopback: true, readsPort: false },
  },
  {
    ...{ start: "waitress-serve", app: "", host: ["--host=", "--host "], port: ["--port=", "--port "] },
    ...{ loopback: false, readsPort: false },
  },
];

const loopbackHosts = ["127.0.0.1", "localhost"];
const hosts = fc.constantFrom(undefined, "0.0.0.0", ...loopbackHosts);
const ports = fc.constantFrom(undefined, "$PORT", `\${PORT}`, "8000", "5000", "1");
const quotes = fc.constantFrom("", '"');
const before = fc.constantFrom("", "A=1 ", "exec ", "poetry run ", "x/bin/", "cd src && ", "make; ");

const commands = fc
  .record({ server: fc.constantFrom(...documented), host: hosts, port: ports, quote: quotes, before, form: fc.nat(3) })
  // A bind without a port is not what this is about.
  .filter(({ server, host, port }) => !server.bind || (host === undefined) === (port === undefined))
  .map(({ server, host, port, quote, before: words, form }) => {
    const option = (forms: readonly string[] | undefined, value: string | undefined) =>
      forms && value !== undefined ? [`${forms[form % forms.length]}${quote}${value}${quote}`] : [];
    const options = [
      ...option(server.bind, port && `${host}:${port}`),
      ...option(server.host, host),
      ...option(server.port, port),
    ];
    return {
      command: [words + server.start, ...options, server.app].filter((word) => word !== "").join(" "),
      loopback: host === undefined ? server.loopback : loopbackHosts.includes(host),
      fixedPort: port === undefined ? !server.readsPort : /^\d/.test(port),
    };
  });

describe("any command", () => {
  test("is reported for what its server's documentation says, and for nothing else", () => {
    fc.assert(
      fc.property(commands, ({ command, loopback, fixedPort }) => {
        const judged = judgeWebCommand(command);

        expect([command, judged?.loopback !== undefined, judged?.fixedPort !== undefined]).toEqual([
          command,
          loopback,
          fixedPort,
        ]);
      }),
      { numRuns: 1000 },
    );
  });

  test("is right once it is corrected, and is corrected but once", () => {
    fc.assert(
      fc.property(commands, ({ command }) => {
        const corrected = judgeWebCommand(command)?.corrected ?? "";

        expect(wrongs(corrected)).toEqual({});
        expect(judgeWebCommand(corrected)?.corrected).toBe(corrected);
      }),
      { numRuns: 1000 },
    );
  });
});
