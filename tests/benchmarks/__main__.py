"""What the product's operations cost, beside the floor and the peers, in one run.

    python -m tests.benchmarks --rows 100000 --db postgres
    python -m tests.benchmarks --rows 1000000 --db postgres --keep --only search
    python -m tests.benchmarks --rows 100000 --db postgres --save small.json
    python -m tests.benchmarks --rows 1000000 --db postgres --beside small.json

Makes a data set (`manage.py generate_projects`) in a temporary folder; with --keep it stays there
for the next run with the same rows, seed and database. All operations take turns, in this process,
through the whole of Django; the table shows medians. Caches are empty before each turn, but for
what is called kept, which is asked for a second time. What is written is taken back; of the eight
writers, who commit, the values are put back and the history stays.

floor     the same answer by raw SQL through psycopg2 or sqlite3, or what the line says
peer      a plain view set of Django REST framework and django-filter, LIKE, or what the line says
stored/s  records that our way writes in a second
growth    our time beside that of an earlier run, which --save wrote
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--only", default="", help="operations whose name holds this")
    options.add_argument("--cpu", action="store_true", help="processor time of this process alone")
    options.add_argument("--keep", action="store_true", help="leave the data set for later runs")
    options.add_argument("--save", type=Path, help="a file that takes the medians, as JSON")
    options.add_argument("--beside", type=Path, help="such a file, to print the growth since")
    chosen = options.parse_args()
    folder = folder_of(chosen)
    try:
        prepare(folder, chosen)
        run(chosen)
    finally:
        close(keep=chosen.keep, folder=folder)


def folder_of(chosen) -> Path:
    name = f"deals-benchmark-{chosen.db}-{chosen.rows}-{chosen.seed}"
    return Path(tempfile.gettempdir()) / name


def prepare(folder: Path, chosen) -> None:
    """Django on the data set in the folder, which is made where it is not there."""
    from tests import databases

    folder.mkdir(exist_ok=True)
    os.environ |= {"TEST_DB": chosen.db, "TEST_FOLDER": str(folder)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    if chosen.db == "postgres":
        databases.run.server = databases.Server(folder / "postgres")
        databases.run.server.start()
        os.environ["TEST_DATABASE_URL"] = databases.run.server.url

    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    if (folder / "made").exists():
        return
    call_command("generate_projects", projects=chosen.rows, seed=chosen.seed)
    if chosen.db == "postgres":
        # A server in use does it by itself; this one is told not to.
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM")
        connection.close()
    (folder / "made").touch()


def run(chosen) -> None:
    from tests.benchmarks.measuring import lines, measure, medians
    from tests.benchmarks.registry import every

    earlier = json.loads(chosen.beside.read_text()) if chosen.beside else {}
    wanted = [each for each in every() if chosen.only.lower() in each.name.lower()]
    before = os.getloadavg()[0]
    found = measure(wanted, chosen.rounds, time.process_time if chosen.cpu else time.perf_counter)
    say(f"{chosen.rows:,} projects, {chosen.db}, load {before:.1f} to {os.getloadavg()[0]:.1f}")
    if earlier:
        say(f"growth since {earlier['rows']:,} projects, {earlier['db']}")
    for line in lines(found, earlier.get("medians")):
        say(line)
    if chosen.save:
        about = {"rows": chosen.rows, "db": chosen.db, "medians": medians(found)}
        chosen.save.write_text(json.dumps(about, indent=1, ensure_ascii=False))


def close(*, keep: bool, folder: Path) -> None:
    from django.db import connections

    from tests import databases

    connections.close_all()
    if databases.run.server:
        databases.run.server.stop()
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
