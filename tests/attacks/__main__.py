"""Runs attacks one after the other; exits with 1 where one found a fault."""

import argparse
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# By name: how many requests, kills, rounds or writes by default.
ATTACKS = {"hostile": 20_000, "rights": 1, "headers": 1_000}
ATTACKS |= {"edits": 10_000, "writers": 1_600, "kills": 50, "crashes": 3}
ATTACKS |= {"disk": 40, "files": 100}
OF_POSTGRES = frozenset({"crashes"})
DATABASES = ("sqlite", "postgres")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", choices=[[], *ATTACKS], default=[])
    options.add_argument("--db", choices=DATABASES)
    options.add_argument("--count", type=int, help="of requests, kills, rounds or writes")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    if not chosen.db:
        # Each database has a process of its own, as Django has one set of settings.
        codes = [subprocess.call([*sys.orig_argv, "--db", db]) for db in DATABASES]
        return max(codes)
    with tempfile.TemporaryDirectory(prefix="deals-attacks-") as folder:
        server = prepare(Path(folder), chosen.db)
        try:
            names = chosen.names or ATTACKS
            left = [n for n in names if chosen.db == "postgres" or n not in OF_POSTGRES]
            return max([run(name, chosen) for name in left], default=0)
        finally:
            if server:
                server.stop()


def prepare(folder: Path, db: str):
    """Django on a database with the starter data and an account of each role."""
    from tests import databases

    os.environ |= {"TEST_DB": db, "TEST_FOLDER": str(folder)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    server = None
    if db == "postgres":
        folder.chmod(0o755)  # a server that root starts runs as somebody else
        server = databases.Server(folder / "postgres")
        server.start()
        os.environ["TEST_DATABASE_URL"] = server.url

    import django
    from django.core.management import call_command

    django.setup()
    # What is refused is logged by the thousand; `bugs_counted` hears of the rest all the same.
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    call_command("load_starter_data", verbosity=0)
    from tests.attacks.ground import make_accounts

    make_accounts()
    return server


def run(name: str, chosen) -> int:
    from importlib import import_module

    from tests.attacks.ground import say

    attack = import_module(f"tests.attacks.{name}").attack
    tally = attack(chosen.count or ATTACKS[name], chosen.seed)
    for line in tally.lines():
        say(f"{chosen.db}, {line}")
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
