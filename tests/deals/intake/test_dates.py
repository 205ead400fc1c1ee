"""Days and runs of days in running text."""

import datetime

import pytest

from deals.intake.dates import dates_in, relative_days

MONDAY = datetime.date(2024, 9, 2)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 5 to 10 November", "2026-11-05", "2026-11-10"),
        ("24–26 November 2025", "2025-11-24", "2025-11-26"),
        ("May 3–6", "2026-05-03", "2026-05-06"),
        ("from Sept 8 to Sept 10, 2025", "2025-09-08", "2025-09-10"),
        ("30 September to 2 October 2025", "2025-09-30", "2025-10-02"),
        ("on 7 and 8 October", "2026-10-07", "2026-10-08"),
        ("Sept. 1, 2024", "2024-09-01", None),
        ("9月1日至3日", "2026-09-01", "2026-09-03"),
        ("2025年9月30日至10月2日", "2025-09-30", "2025-10-02"),
        ("2025-03-19", "2025-03-19", None),
        ("the 32 May", None, None),
        ("sales of May 12.5", None, None),
    ],
)
def test_days_are_read(text, first, last):
    found = [(str(each.first), each.last and str(each.last)) for each in dates_in(text, year=2026)]
    assert found == ([(first, last)] if first else [])


def test_without_a_year_there_is_no_day():
    assert dates_in("on 5 November", year=None) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("kicked off on Sunday", "2024-09-01"),
        ("opened on Monday", "2024-09-02"),
        ("closed yesterday", "2024-09-01"),
        ("wrapped up Thursday", "2024-08-29"),
        ("昨日开幕", "2024-09-01"),
        ("29日闭幕", "2024-08-29"),
        ("大会今天开幕", "2024-09-02"),
    ],
)
def test_words_mean_the_last_such_day_before_publication(text, day):
    assert [str(each.first) for each in relative_days(text, MONDAY)] == [day]


def test_words_mean_nothing_without_a_day_of_publication():
    assert relative_days("on Sunday", None) == []


def test_what_ends_on_a_weekday_ends_on_the_coming_one():
    (day,) = relative_days("the show, which ends on Wednesday", MONDAY)
    assert str(day.first) == "2024-09-04"


def test_days_without_a_month_lie_around_publication():
    (days,) = relative_days("28日至30日在贵阳举行", datetime.date(2025, 8, 29))
    assert (str(days.first), str(days.last)) == ("2025-08-28", "2025-08-30")
