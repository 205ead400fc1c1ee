"""Reads the files of the API back, whatever their format."""

import csv
import io
import json
import zipfile
from itertools import zip_longest

from openpyxl import load_workbook

from deals.tables import TABLES


def rows_of(form: str, body: bytes, name: str) -> list[dict]:
    """The rows of a file of the list `name`: cells by column; in NDJSON the record itself."""
    if form == "xlsx":
        sheet = load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
        head, *rest = sheet.iter_rows(values_only=True)
        # Blank cells at the end of a row are not stored.
        return [dict(zip_longest(head, row)) for row in rest]
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return rows_of("csv", archive.read(f"{name}.csv"), name)
    if form == "geojson":
        return [feature["properties"] for feature in json.loads(body)["features"]]
    if form == "ndjson":
        return [json.loads(line) for line in body.splitlines()]
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def keys_of(form: str, body: bytes, name: str) -> list[tuple[str, ...]]:
    """What identifies each row of the file, as text."""
    rows = rows_of(form, body, name)
    return keys_in(rows, name) if form == "ndjson" else [_key(row, name) for row in rows]


def keys_in(results: list[dict], name: str) -> list[tuple[str, ...]]:
    """The same of results of the JSON, where the table may have several rows for one."""
    table = TABLES[name]
    if table.of_records:
        return [(str(row["id"]),) for row in results]
    rows = table.rows(results)
    return [_key({c.name: c.read(row) for c in table.columns}, name) for row in rows]


def _key(row: dict, name: str) -> tuple[str, ...]:
    # A workbook has moments for dates.
    return tuple(str(row[part]).removesuffix(" 00:00:00") for part in TABLES[name].key)
