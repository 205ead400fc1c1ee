"""Other processes on the database of this one: a web server, or any module of ours."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).parents[1]


def database_url() -> str:
    """The address of the database that this process is connected to, for another process."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host = settings["HOST"] or settings["OPTIONS"].get("host", "")
    account = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else "postgres"
    return postgres_url(settings["NAME"], host, settings["PORT"], account)


def postgres_url(name: str, host: str, port: str = "", account: str = "postgres") -> str:
    """`host` may be the folder of a socket."""
    host = quote(host, safe="")
    if host.startswith("%2F") or not port:
        return f"postgres://{account}@/{name}?host={host}"
    return f"postgres://{account}@{host}:{port}/{name}"


def start(*command: str, variables=(), **options) -> subprocess.Popen:
    """Python with these arguments, by the settings of a demo, on this process's database.

    `variables` are further ones of the environment, or others.
    """
    env = {**os.environ, "DATABASE_URL": database_url(), "DEMO": "true", "PYTHONUNBUFFERED": "1"}
    env |= {"API_RATE": "off", "LOG_LEVEL": "ERROR"}
    env |= {"DJANGO_SETTINGS_MODULE": "conference_deals.settings", **dict(variables)}
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, **options)


@contextmanager
def serving(
    application: str = "conference_deals.wsgi", *options: str, **variables: str
) -> Iterator[tuple[int, int]]:
    """Gunicorn as the README starts it, with one worker: its port of 127.0.0.1 and process id.

    Connections wait in the queue of the socket until the worker is there.
    """
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = f"fd://{door.fileno()}"
        quiet = ["--log-level", "error", "--access-logfile", os.devnull]
        served = ["-c", "python:conference_deals.gunicorn", application, "--bind", address]
        command = ["-m", "gunicorn", *served, *quiet, *options]
        server = start(*command, variables=variables, pass_fds=[door.fileno()])
        try:
            yield door.getsockname()[1], server.pid
        finally:
            server.terminate()
            server.wait()
