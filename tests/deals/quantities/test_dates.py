import datetime

import pytest

from deals.quantities import Ambiguous, Unreadable, read_date

FIRST = datetime.date(2024, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2024-09-01",
        "2024-9-1",
        "2024/09/01",
        "2024.9.1",
        "20240901",
        "2024年9月1日",
        "２０２４年９月１日",
        "1 September 2024",
        "1st September, 2024",
        "Sept. 1, 2024",
        "September 1st 2024",
        "1-Sep-2024",
        "Sunday, 1 September 2024",
        "1.9.2024",
        "1 septembre 2024",
        "1. September 2024",
        " 1 Sep 2024 ",
        "2024-09-01 00:00:00",
        "2024-09-01T00:00:00Z",
        "1 de septiembre de 2024",
    ],
)
def test_a_date_as_people_write_it(text):
    assert read_date(text) == FIRST


def test_a_day_beyond_twelve_tells_day_from_month():
    assert read_date("13/09/2024") == read_date("09/13/2024") == datetime.date(2024, 9, 13)
    assert read_date("09/09/2024") == datetime.date(2024, 9, 9)


def test_a_date_that_can_be_two_is_refused_with_both():
    with pytest.raises(Ambiguous) as refusal:
        read_date("03/04/2024")
    assert refusal.value.readings == ["2024-03-04", "2024-04-03"]
    assert "2024-03-04 or 2024-04-03" in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["", "2024", "2024-13-01", "30 February 2024", "31/31/2024", "soon", "2024-09-01 10:30"]
)
def test_refuses_what_is_no_date(text):
    with pytest.raises(Unreadable, match="is not a date"):
        read_date(text)
