"""A small world that sheets name, and sheets to import into it."""

from io import BytesIO

import pytest
from django.core.management import call_command  # noqa: F401
from openpyxl import Workbook

from deals.imports import Choices, Limits, Plan, import_now
from tests import factories as make

HEADERS = ["name", "edition", "location", "investors", "amount", "currency", "source"]


@pytest.fixture
def world(db):
    """The records that `sheet` names by default."""
    conference = make.create_conference(slug="wpbc", name="World Power Battery Conference")
    make.create_edition(conference=conference, slug="wpbc-2024", label="2024", year=2024)
    china = make.create_country(slug="china", name="China", name_zh="中国")
    sichuan = make.create_place(
        parent=china, kind="region", slug="sichuan", name="Sichuan", name_zh="四川"
    )
    make.create_place(parent=sichuan, slug="yibin", name="Yibin", name_zh="宜宾")
    make.create_organization(slug="catl", name="Contemporary Amperex Technology")
    make.create_sector(slug="batteries", name="Batteries", name_zh="电池")
    make.create_source(slug="wire", url="https://example.org/wire")


def a_row(**cells):
    """A row that has no fault, in the order of `HEADERS`, but for the cells given."""
    usual = {
        "name": "Cell plant",
        "edition": "wpbc-2024",
        "location": "yibin",
        "investors": "catl",
        "amount": "95.25亿",
        "currency": "CNY",
        "source": "wire",
    }
    return list((usual | cells).values())


def headers(*more):
    return [*HEADERS, *more]


def csv_bytes(*rows, encoding="utf-8", sign=","):
    lines = [sign.join(f'"{cell}"' for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding, "replace")


def xlsx_bytes(*rows, title="Projects", save=lambda book: None):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    save(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def planned(content, limits=None, **choices):
    """The rows and the summary of a file."""
    plan = Plan(content, Choices(**choices), limits or Limits())
    rows = [row for batch in plan.batches() for row in batch]
    return rows, plan.summary


def faults(content, **choices):
    rows, summary = planned(content, **choices)
    return [str(fault) for fault in summary.faults] + [str(f) for row in rows for f in row.faults]


def imported(content, user=None, **choices):
    """Check a file and store it, as the command does."""
    _rows, summary = planned(content, **choices)
    assert summary.is_clean, summary
    return import_now(
        content,
        file_name="deals.csv",
        choices=Choices(**choices),
        limits=Limits(),
        digest=summary.digest,
        user=user,
    )
