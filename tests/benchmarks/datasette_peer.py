"""Datasette, in this process too, on the same file of SQLite."""

import asyncio
import atexit
import logging
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

from tests.benchmarks.operations import narrow_list, some_days
from tests.benchmarks.registry import Way, Ways, operation

# The edition stands for its conference, as a facet is a column of the table; that is cheaper.
FACETS = ("status", "year", "edition_id", "location_id", "sector_id")
# By default it leaves out what takes long.
PATIENCE = {"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "suggest_facets": False}


@operation("Narrow list (peer: Datasette)", rounds=5)
def narrow_list_beside_datasette() -> Ways | None:
    """Its page of the table with the same five facets, as JSON."""
    if connection.vendor != "sqlite" or connection.in_atomic_block or not find_spec("datasette"):
        return None
    after, before = some_days()
    asked = {"date__gte": after, "date__lte": before, "resigns_only": 0, "_sort_desc": "date"}
    query = urlencode([*asked.items(), ("_size", 50), *(("_facet", name) for name in FACETS)])
    file = Path(connection.settings_dict["NAME"])
    ask = asking(file)
    ours, floor = narrow_list().ours, narrow_list().floor
    return Ways(
        Way(ours.run, lambda found: ours.read(found)[1]),
        Way(floor.run, lambda found: floor.read(found)[1]),
        Way(lambda: ask(f"/{file.stem}/deals_project.json?{query}"), counted),
    )


def asking(file: Path):
    """A function that gives the answer to an address."""
    from datasette.app import Datasette

    runner = asyncio.Runner()
    atexit.register(runner.close)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    client = Datasette(files=[str(file)], settings=PATIENCE).client

    def ask(address: str):
        return runner.run(client.get(address))

    return ask


def counted(response) -> int:
    found = response.json()
    if late := set(FACETS) - found["facet_results"].keys():
        raise RuntimeError(f"Facets that Datasette left out: {late}")
    return found["filtered_table_rows_count"]
