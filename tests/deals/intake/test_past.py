"""Which other editions a sentence speaks of."""

import pytest

from deals.intake.gazetteer import KnownEdition
from deals.intake.past import labels_of

KNOWN = [KnownEdition(f"e{year}", str(year), year, year - 2021) for year in (2022, 2023, 2024)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("In the previous two editions, more than 100 projects were signed", ["2022", "2023"]),
        ("The previous two congresses, in 2021 and 2022, yielded", ["2021", "2022"]),
        ("前两届大会共签约项目97个", ["2022", "2023"]),
        ("Last year's edition ended with €40.8 billion", ["2023"]),
        ("上届投洽会签约金额为4840亿元", ["2023"]),
        ("At the first summit in 2022, firms announced", ["2022"]),
        ("In 2023 the figure was $34.82 billion", ["2023"]),
        ("The first edition, two years earlier, mobilised €10 billion at the forum", ["2022"]),
        ("The forum's 2022 and 2023 editions together brought", ["2022", "2023"]),
        ("137 projects were signed at the conference", None),
        ("893.6亿美元，比上届增长4.1%", None),
        ("up 3 percent compared with last year's edition, it came to 5", None),
        ("In 2023 the city made 12 percent of all lithium salts", None),
    ],
)
def test_former_editions(text, labels):
    assert labels_of(text, 2024, 3, KNOWN) == labels


def test_a_fair_every_other_year_skips_the_years_between():
    known = [KnownEdition(f"e{year}", str(year), year, None) for year in (2018, 2020, 2022)]
    assert labels_of("at the previous two editions", 2024, None, known) == ["2020", "2022"]


def test_without_a_year_former_editions_have_no_labels():
    assert labels_of("In the previous two editions", None, None, []) == []
