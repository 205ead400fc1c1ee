"""Gunicorn's configuration: `gunicorn -c python:conference_deals.gunicorn conference_deals.wsgi`.

The command line and GUNICORN_CMD_ARGS, such as `--bind 0.0.0.0:8000`, go before what stands here.
"""

import gc
import os
import sys
from math import ceil, inf
from pathlib import Path
from urllib.parse import quote

from gunicorn.glogging import Logger

from conference_deals import env, logs

CPU_LIMIT = Path("/sys/fs/cgroup/cpu.max")
MEMORY = "/dev/shm"  # noqa: S108 - gunicorn makes a file of its own there


def cores(limit=CPU_LIMIT):
    """Those that this process may use: a container often has fewer than its machine."""
    usable = getattr(os, "sched_getaffinity", None)
    found = len(usable(0)) if usable else os.cpu_count() or 1
    return min(found, allotted(limit))


def allotted(limit):
    """A control group's share in whole cores, rounded up; inf without one."""
    try:
        most, period = limit.read_text().split()
    except (OSError, ValueError):
        return inf
    return inf if most == "max" else ceil(int(most) / int(period))


class Log(Logger):
    """Its records in the format of all others (LOG_FORMAT).

    Paths as they were sent, without the query: a decoded %0A would begin a line of its own.
    """

    def setup(self, cfg):
        super().setup(cfg)
        formatter = logs.FORMATTERS[logs.chosen_format()]()
        handlers = list(self.error_log.handlers)
        if isinstance(formatter, logs.Json):
            handlers += self.access_log.handlers
        for handler in handlers:
            handler.setFormatter(formatter)

    def atoms(self, resp, req, environ, request_time):
        sent = environ.get("RAW_URI", "").partition("?")[0]
        path = quote(sent, safe="%/:@!$&'()*+,;=~", encoding="latin-1", errors="replace")
        return super().atoms(resp, req, environ, request_time) | {"U": path}

    def access(self, resp, req, environ, request_time):
        """As gunicorn's own, and gives a JSON record its keys."""
        if self.access_log_enabled:
            atoms = self.atoms(resp, req, environ, request_time)
            message = self.cfg.access_log_format
            fields = {"fields": accessed(atoms)}
            self.access_log.info(message, self.atoms_wrapper_class(atoms), extra=fields)


def accessed(atoms) -> dict:
    """What the access log says of a request, for a JSON record; times in milliseconds."""
    return {
        "message": f"{atoms['m']} {atoms['U']}",
        "request_id": atoms.get("{x-request-id}o", "-"),
        "address": atoms["h"],
        "method": atoms["m"],
        "path": atoms["U"],
        "status": int(atoms["s"]),
        "bytes": atoms["B"],
        "milliseconds": atoms["M"],
    }


# Processes and threads. Processes compute, one thread of each at a time; threads wait for the
# database, with a connection each. Two processes for a core, as a browser's connection stays with
# one of them: with one for a core two readers often wait for each other while a core rests.
# Without a shared cache one process counts requests and keeps answers, as several would each do
# for themselves.

worker_class = "gthread"
several = 2 * cores() if env.text("CACHE_URL") else 1
workers = env.integer("WEB_CONCURRENCY", several, low=1, high=256)
threads = env.integer("WEB_THREADS", 4, low=1, high=64)
# After so many seconds a thread that computes gives way. Its neighbours come back from the database
# some thirty times for a page: with Python's own 5 ms they would wait as long each time.
SWITCH_SECONDS = 0.0005
# Loaded once and shared: a fault ends the start, instead of workers that die again and again.
# Nothing is open yet when processes part: connections and threads begin with the first request.
# New code needs a restart, as a reload (HUP) would keep the old.
preload_app = True
# Against memory that is never given back; not all at once. One alone would leave nobody serving.
max_requests = 20_000 if workers > 1 else 0
max_requests_jitter = max_requests // 10

# Times in seconds. `timeout` ends a process that hangs, not a thread that works: a request ends by
# the database's statement_timeout, and a large file may take longer.

timeout = 60
graceful_timeout = 30
keepalive = 5
# A disk that is busy would make processes look as if they hung.
worker_tmp_dir = MEMORY if os.access(MEMORY, os.W_OK) else None

# What is believed: nothing. TRUSTED_PROXIES alone decides, in conference_deals.proxies; gunicorn
# itself would believe whoever comes through a Unix socket.

forwarded_allow_ips = ""
secure_scheme_headers = {}
forwarder_headers = ""
limit_request_line = 8190  # its most; CleanInput turns longer queries away
control_socket_disable = True

# The log: who asked for what, with the id that error pages show; no query, which holds what
# people search for, no referrer and no browser. The address is the visitor's, as TrustedProxies
# finds it.

accesslog = "-"
logger_class = Log
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s bytes %(M)s ms [%({x-request-id}o)s]'


def when_ready(server):
    """What stays for good is loaded, and of no concern to the garbage collector, before processes
    part: it stopped everybody for a tenth of a second to look through all of it.
    """
    from django.urls import reverse

    reverse("home")
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    sys.setswitchinterval(SWITCH_SECONDS)


def pre_request(worker, request):
    """What the server itself logs of a request must not name the one before in this thread."""
    logs.request_id.set("-")
