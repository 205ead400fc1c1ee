"""Headers by name, by title in both languages, and as real sheets have them."""

import pytest

from deals.columns import PROJECTS
from deals.imports.headers import best_headers, headers_of, read_header


@pytest.mark.parametrize(
    ("text", "column", "power", "currency"),
    [
        ("Investment_USD_millions", "amount", 6, "USD"),
        ("Investment (US$ bn)", "amount", 9, "USD"),
        ("投资额(亿元)", "amount", 8, "CNY"),
        ("总投资（亿美元）", "amount", 8, "USD"),
        ("Project Size ($)", "amount", 0, "USD"),
        ("cost_million", "amount", 6, ""),
        ("Amount as reported", "amount", 0, ""),
        ("  NAME ", "name", 0, ""),
        ("Total Jobs Expected", "jobs", 0, ""),
        ("Company", "investors", 0, ""),
        ("City, State", "location", 0, ""),
        ("State", "region", 0, ""),
        ("Announcement_Date", "signed_on", 0, ""),
        ("项目名称", "name", 0, ""),
        ("签约日期", "signed_on", 0, ""),
        ("投资方", "investors", 0, ""),
    ],
)
def test_a_header_that_is_known(text, column, power, currency):
    header = read_header(text, 3)
    assert (header.name, header.power, header.currency) == (column, power, currency)


@pytest.mark.parametrize("text", ["id", "LAT", "Latitude", "X4", "Grants", "Jobs in millions of $"])
def test_a_header_that_is_not(text):
    assert read_header(text, 0) is None


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_title_of_the_column_list_is_known(language):
    from django.utils import translation

    with translation.override(language):
        texts = [str(column.title) for column in PROJECTS]
    headers = headers_of("", 1, texts)
    assert list(headers.columns) == [column.name for column in PROJECTS]


def test_the_header_may_stand_below_a_title():
    head = [(1, ["Deals of 2024"]), (2, []), (3, ["name", "amount"]), (4, ["name", "5"])]
    assert best_headers("", head).row == 3


def test_two_rows_of_merged_headers_are_read_together():
    head = [(1, ["Project", None, "Investment", None]), (2, ["Name", "Place", "USD m", "Note"])]
    columns = best_headers("", head).columns
    assert {name: header.position for name, header in columns.items()} == {
        "name": 0,
        "location": 1,
        "amount": 2,
    }
    assert columns["amount"].power == 6


def test_a_second_column_that_says_the_same_is_left_out():
    headers = headers_of("", 1, ["City", "location", "Source", "Source for table"])
    assert headers.columns["location"].position == 1
    assert headers.unused == ["City"]
