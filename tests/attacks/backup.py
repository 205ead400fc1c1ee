"""A drill of the day on which a backup is needed, from the copy to the last export.

    python -m tests.attacks.backup --db sqlite
    python -m tests.attacks.backup --db postgres --rows 100000

Makes a database with the starter data, or with so many generated projects, in a temporary folder.
While one person goes on writing, `manage.py backup` copies it; `manage.py restore` fills an empty
SQLite database and an empty PostgreSQL from the file. Each copy must have exactly the totals that
the writer noted for its data version, and nothing that check_data finds wrong; a second backup,
of what the copy holds, must have the same rows; and both copies must answer every export alike,
byte for byte. Exits with 1 after any difference.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SAID = "{:<34} {:>8.1f} s  {:>6.0f} MB  {}"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite", help="copied")
    options.add_argument("--rows", type=int, default=0, help="generated projects")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="deals-drill-") as folder:
        server = prepare(Path(folder), chosen)
        try:
            faults = drill(Path(folder), server)
        finally:
            server.stop()
    for fault in faults:
        say(f"DIFFERENT: {fault}")
    say(f"{len(faults)} differences")
    return 1 if faults else 0


def prepare(folder: Path, chosen):
    """Django on the database to copy; returns the PostgreSQL."""
    from tests import databases

    server = databases.Server()
    server.start()
    os.environ |= {"TEST_DB": chosen.db, "TEST_FOLDER": str(folder)}
    os.environ |= {"TEST_DATABASE_URL": server.url, "LOG_LEVEL": "ERROR"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    if chosen.rows:
        call_command("generate_projects", projects=chosen.rows)
    else:
        call_command("load_rates", verbosity=0)
        call_command("load_starter_data", verbosity=0)
    return server


def drill(folder: Path, server) -> list[str]:
    """What was different; prints what was done meanwhile."""
    from tests.attacks.saying import differences, rows_in
    from tests.processes import database_url

    file, copies = folder / "drill.backup", {}
    ledger, versions = copied_while_writing(database_url(), file)
    faults = [] if versions else ["nobody wrote during the backup"]
    say(f"{versions} data versions were committed meanwhile")
    for kind, url in emptied(folder, server).items():
        run(f"migrate, {kind}", url, "migrate", "-v0")
        run(f"restore, {kind}", url, "restore", str(file))
        run(f"check_data, {kind}", url, "check_data")
        run(f"backup of the copy, {kind}", url, "backup", str(folder / kind))
        rows, again = rows_in(file), rows_in(folder / kind)
        say(f"{sum(map(len, rows.values())):,} rows of {len(rows)} tables compared")
        faults += [f"{kind}: {table}" for table in differences(rows, again)]
        copies[kind], wrong = heard(url, ledger)
        faults += [f"{kind}: {fault}" for fault in wrong]
    one, other = copies.values()
    say(f"{len(one)} exports, pages and lists compared between the copies")
    return faults + differences(one, other)


def copied_while_writing(url: str, file: Path):
    """The writer's ledger, and how many versions were committed while the backup was made."""
    from tests.benchmarks.ledger import Ledger

    ledger, stop = Ledger(seed=1), threading.Event()

    def copy():
        try:
            run("backup", url, "backup", str(file))
        finally:
            stop.set()

    thread = threading.Thread(target=copy)
    first = ledger.version
    thread.start()
    while not stop.wait(0.05):
        ledger.write()
    thread.join()
    return ledger, ledger.version - first


def emptied(folder: Path, server) -> dict[str, str]:
    """By kind: the address of a database without tables."""
    from django.db import connections

    from tests.elsewhere import connected, settings_of
    from tests.processes import postgres_url

    with connected(settings_of(server.url)), connections["default"].cursor() as cursor:
        cursor.execute("CREATE DATABASE restored")
    return {
        "sqlite": f"sqlite:///{folder / 'restored.sqlite3'}",
        "postgres": postgres_url("restored", str(server.folder)),
    }


def heard(url: str, ledger) -> tuple[dict, list[str]]:
    """All that the copy says, and what of it is not as the writer noted."""
    from django.test import Client

    from tests.attacks.saying import everything_said
    from tests.elsewhere import connected_to

    with connected_to(url):
        answer = Client().get("/api/v1/totals/").json()
        fault = ledger.fault(answer, 0.0)
        return everything_said(), [fault] if fault else []


def run(what: str, url: str, *command: str) -> None:
    """A command of manage.py in a process of its own: seconds, peak memory, its last words."""
    from tests import processes

    begun = time.perf_counter()
    process = processes.start(
        "manage.py", *command, variables={"DATABASE_URL": url}, stdout=subprocess.PIPE, text=True
    )
    words = process.stdout.read().strip().splitlines()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    say(SAID.format(what, time.perf_counter() - begun, used.ru_maxrss / 1024, (words or [""])[-1]))
    if process.returncode:
        raise SystemExit(f"{what} failed")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
