"""Readings by hand: what an article may propose, whatever the rules find in it."""

import datetime

from deals.intake.proposals import (
    ConferenceProposal,
    EditionProposal,
    FigureProposal,
    Reading,
    SourceProposal,
)

WORLD_BATTERY = """The battery meeting opened on Sunday in Yibin. 137 projects were signed, worth \
95.25 billion yuan (about 13.4 billion U.S. dollars). Of these, 133 will be built in Yibin, with \
84.55 billion yuan.
Yibin expects more than 100 billion yuan a year and over 20,000 jobs.
At the previous two editions more than 100 projects were signed, with over 200 billion yuan."""

BATTERY_FIGURES = [
    {"metric": "projects", "value": 137, "text": "137 projects"},
    {"metric": "investment", "value": 95_250_000_000, "text": "95.25 billion yuan"},
    {"value": 13_400_000_000, "text": "about 13.4 billion U.S. dollars", "equivalent_of": 1},
    {"metric": "projects", "value": 133, "text": "133", "of_which": 0, "place": "Yibin"},
    {"value": 84_550_000_000, "text": "84.55 billion yuan", "of_which": 1, "place": "Yibin"},
    {"metric": "output_value", "value": 10**11, "text": "more than 100 billion yuan"},
    {"metric": "jobs", "value": 20_000, "text": "over 20,000 jobs", "horizon": "at_full_operation"},
    {"metric": "projects", "value": 100, "text": "more than 100 projects"},
    {"value": 200_000_000_000, "text": "over 200 billion yuan"},
]


def figure(article: str, *, text: str, metric: str = "investment", **values) -> FigureProposal:
    """Currency and qualifier follow from the words, as the engine's would."""
    start = article.index(text)
    dollars, yuan = "dollars" in text, "yuan" in text
    words = {
        "currency": "USD" if dollars else "CNY" if yuan else "",
        "qualifier": "about" if "about" in text else "more_than" if "er" in text[:6] else "exact",
        "sentence": next(line for line in article.splitlines() if text in line),
    }
    return FigureProposal(
        metric=metric, text=text, start=start, end=start + len(text), **words | values
    )


def reading(article: str, figures=(), projects=(), **parts) -> Reading:
    return Reading(
        text=article,
        figures=[figure(article, **values) for values in figures],
        projects=[*projects],
        **parts,
    )


def battery_reading(text: str = WORLD_BATTERY, url: str = "", **parts) -> Reading:
    """The seed article's nine figures, on a database that knows none of it."""
    found = reading(
        text,
        BATTERY_FIGURES,
        **{
            "source": SourceProposal(
                url=url,
                title="Battery meeting signs 137 projects",
                publisher="A paper",
                published_on=datetime.date(2024, 9, 2),
            ),
            "conference": ConferenceProposal(name="World Battery Meeting"),
            "edition": EditionProposal(
                label="2024",
                year=2024,
                ordinal=3,
                starts_on=datetime.date(2024, 9, 1),
                place="Yibin",
            ),
        }
        | parts,
    )
    for number, proposal in enumerate(found.figures):
        proposal.editions = ["2022", "2023"] if number > 6 else ["2024"]
    return found
