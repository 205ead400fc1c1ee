"""The tables on the starter data: types, keys, and references that lead somewhere."""

import datetime
import json
import re
from decimal import Decimal

import pytest

from deals.tables import RECONCILIATION, TABLES
from tests.deals.tables.starter_rows import RESULTS, values_of

TYPES = {
    "string": str,
    "integer": int,
    "year": int,
    "number": (int, float, Decimal),
    "boolean": bool,
    "date": datetime.date,
    "datetime": datetime.datetime,
    "object": str,
    "any": (int, str),
}


@pytest.mark.parametrize("table", [*TABLES.values(), RECONCILIATION], ids=lambda table: table.name)
def test_columns_have_unique_names_and_are_explained(table):
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))
    for column in table.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
        assert str(column.title)
        assert str(column.description)
        assert column.type in TYPES
    assert {*table.key, *table.refers} <= set(names)


@pytest.mark.parametrize("name", TABLES)
def test_every_value_is_of_the_type_of_its_column(name, starter):
    types = {column.name: column.type for column in TABLES[name].columns}
    rows = values_of(name)
    assert rows
    for row in rows:
        for column, value in row.items():
            if value is None:
                # CSV writes a boolean as true or false, so it has to be one of them.
                assert types[column] != "boolean"
            else:
                assert isinstance(value, TYPES[types[column]]), (column, value)
                assert not isinstance(value, bool) or types[column] == "boolean"


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.key])
def test_the_key_identifies_a_row(name, starter):
    keys = [tuple(row[column] for column in TABLES[name].key) for row in values_of(name)]
    assert len(keys) == len(set(keys))
    assert all(part is not None and part != "" for key in keys for part in key)


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.refers])
def test_a_reference_leads_to_a_row(name, starter):
    rows = values_of(name)
    for column, (other, field) in TABLES[name].refers.items():
        there = {row[field] for row in values_of(other)}
        here = {row[column] for row in rows} - {None}
        assert here <= there, column


@pytest.mark.parametrize(
    ("name", "column", "other"),
    [
        ("projects", "investors", "organizations"),
        ("investments", "investors", "organizations"),
        ("figures", "editions", "editions"),
        ("checks", "figures", "figures"),
        ("checks", "editions", "editions"),
        ("checks", "sources", "sources"),
    ],
)
def test_ids_between_semicolons_lead_to_rows(name, column, other, starter):
    here = {id_ for row in values_of(name) for id_ in (row[column] or "").split(";")} - {""}
    assert here
    assert here <= {row["id"] for row in values_of(other)}


def test_the_numbers_of_a_check_are_those_of_its_json(starter):
    rows = values_of("checks")
    assert [json.loads(row["values"]) for row in rows] == [
        result["values"] for result in RESULTS["checks"]()
    ]
