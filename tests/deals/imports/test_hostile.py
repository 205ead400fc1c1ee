"""Whatever is uploaded is read or refused with a message, and every cell is read or a fault."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals.imports import BadFile
from deals.imports.sheets import is_small, read_table
from tests.deals.imports.conftest import HEADERS, csv_bytes, planned, xlsx_bytes

GOOD = xlsx_bytes(HEADERS, ["Cell plant", "wpbc-2024", "yibin", "catl", 5, "CNY", "wire"])
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["=1+1", "'=1", "１２亿", "1e400", "-5", "9" * 30, "0x1f", "١٢", "NaN", "∞"]),
)


def read(content):
    with contextlib.suppress(BadFile):
        list(read_table(content).rows)


@given(st.binary(max_size=400))
def test_any_bytes(content):
    read(content)
    is_small(content)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12))
def test_a_damaged_workbook(damages):
    content = bytearray(GOOD)
    for place, byte in damages:
        content[place] = byte
    read(bytes(content))
    is_small(bytes(content))


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=9, max_size=9), min_size=1, max_size=3))
def test_any_cells(world, rows):
    names = ["ref", *HEADERS, "signed_on"]
    cells = [[cell.replace('"', "'").replace("\0", " ") for cell in row] for row in rows]
    content = csv_bytes(names, *cells).decode("utf-8", "replace").encode("utf-8", "replace")
    with contextlib.suppress(BadFile):
        for row in planned(content)[0]:
            assert row.state == "error"
