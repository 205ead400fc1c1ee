"""Readers of query parameters: every fault is named, with its value and the remedy."""

import pytest
from django.http import QueryDict

from deals.parameters import (
    InvalidParameters,
    one_of,
    read,
    several,
    unknown_names,
    up_to,
    whole_number,
)

READERS = {
    "page": whole_number(1, 100),
    "view": one_of(["table", "chart", "map"]),
    "columns": several(["date", "name", "amount"]),
    "by": up_to(2, ["year", "sector", "place"]),
}


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("", {"page": 1}),
        ("page=&view=%20", {"page": 1}),
        ("page=%2020%20", {"page": 20}),
        ("view=map&other=1", {"page": 1, "view": "map"}),
        ("page=&page=7", {"page": 7}),
        ("columns=date,-name,", {"page": 1, "columns": ("date", "-name")}),
        ("by=place,%20year,", {"page": 1, "by": ("place", "year")}),
    ],
)
def test_what_is_read(query, values):
    assert read(QueryDict(query), READERS, {"page": 1}) == values


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("page=0", "1 to 100"),
        ("page=101", "1 to 100"),
        ("page=-1", "1 to 100"),
        ("page=1.5", "1 to 100"),
        ("page=1e2", "1 to 100"),
        ("page=NaN", "1 to 100"),
        ("page=" + "9" * 400, "1 to 100"),
        ("page=%D9%A3", "digits only"),
        ("page=1&page=2", "once only"),
        ("view=tabel", "Did you mean “table”?"),
        ("view=zzz", "Use one of: table, chart, map"),
        ("columns=date,nmae", "Did you mean “name”?"),
        ("columns=date,-date", "twice"),
        ("columns=--date", "not known"),
        ("by=year,sector,place", "at most 2"),
        ("by=,", "at most 2"),
        ("by=year,year", "twice"),
        ("by=year,-sector", "Did you mean “sector”?"),
    ],
)
def test_what_is_refused(query, detail):
    with pytest.raises(InvalidParameters) as refusal:
        read(QueryDict(query), READERS)
    (error,) = refusal.value.errors
    assert error["name"] == query.partition("=")[0]
    assert detail in error["detail"]
    assert len(error["value"]) <= 100


def test_every_fault_is_named_at_once():
    with pytest.raises(InvalidParameters) as refusal:
        read(QueryDict("page=x&view=y"), READERS)
    assert [error["name"] for error in refusal.value.errors] == ["page", "view"]


@pytest.mark.parametrize(
    ("name", "detail"),
    [("pgae", "Did you mean “page”?"), ("q" * 900, "Known are: by, columns, page")],
)
def test_unknown_names_are_named(name, detail):
    (error,) = unknown_names(QueryDict(f"{name}=1&page=2"), READERS)
    assert error["name"] == name[:100]
    assert detail in error["detail"]
