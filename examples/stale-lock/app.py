"""Tells how long this process has been up. It needs humanize, which was added to Pipfile and never locked."""

from datetime import datetime

from humanize import naturaldelta

STARTED_AT = datetime.now()


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"Up for {naturaldelta(datetime.now() - STARTED_AT)}\n".encode()]
