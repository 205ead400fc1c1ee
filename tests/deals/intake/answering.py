"""A small article, what is wanted of it, and made-up readings of it."""

import datetime

from deals.intake import pairing
from deals.intake.answers import Article
from deals.intake.proposals import (
    ConferenceProposal,
    EditionProposal,
    FigureProposal,
    ProjectProposal,
    Reading,
    SourceProposal,
)

TEXT = (
    "Riverside Post, 3 June 2025. "
    "At the second Riverside Forum, 40 projects for €9 billion ($10 billion) were signed, "
    "12 of them in Paris. "
    "About 300 guests came. "
    "Nordvand will invest €85 million in Oxford."
)
FACTS = {
    "value_max": None,
    "currency": "",
    "qualifier": "exact",
    "location": "",
    "sector": "",
    "editions": ["2025"],
    "scope_note": "",
    "horizon": "at_signing",
    "of_which": None,
    "equivalent_of": None,
}
FIGURES = [
    {"metric": "projects", "value": 40, "text": "40 projects"},
    {"metric": "investment", "value": 9 * 10**9, "currency": "EUR", "text": "€9 billion"},
    {
        "metric": "investment",
        "value": 10**10,
        "currency": "USD",
        "equivalent_of": 1,
        "text": "$10 billion",
    },
    {"metric": "projects", "value": 12, "location": "paris", "of_which": 0, "text": "12"},
]
GUESTS = {"metric": "attendees", "value": 300, "qualifier": "about", "text": "About 300"}
PROJECT = {
    "name": "Nordvand: plant",
    "investors": ["Nordvand"],
    "amount": 85 * 10**6,
    "amount_max": None,
    "currency": "EUR",
    "qualifier": "exact",
    "location": "oxford",
    "jobs": None,
    "text": "€85 million",
}


def article(**changed):
    """The article with its answer, or with another list of wanted figures or projects."""
    wanted = {
        "source": {
            "title": "",
            "publisher": "Riverside Post",
            "published_on": "2025-06-03",
        },
        "conference": {"name": "Riverside Forum", "name_zh": "", "slug": ""},
        "edition": {
            "label": "2025",
            "ordinal": 2,
            "starts_on": None,
            "place": "",
            "location": "",
        },
        "figures": [FACTS | figure for figure in FIGURES],
        "may_offer": [FACTS | GUESTS],
        "projects": [PROJECT],
    }
    return Article("riverside", TEXT, wanted | changed)


def reading_of(article):
    """The reading that proposes exactly what is wanted; it leaves unsaid what is not scored."""
    wanted = article.wanted
    source, edition = wanted["source"], wanted["edition"]
    return Reading(
        article.text,
        SourceProposal(**source | {"published_on": day(source["published_on"])}),
        ConferenceProposal(**wanted["conference"]),
        EditionProposal(**edition | {n: day(edition.get(n)) for n in ("starts_on", "ends_on")}),
        figures=[FigureProposal(**figure | spans(figure, article)) for figure in wanted["figures"]],
        projects=[ProjectProposal(**each | spans(each, article)) for each in wanted["projects"]],
    )


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def spans(record, article):
    start, end = pairing.span_of(record, article.text)
    return {"start": start, "end": end}


def proposed_figures(**changed):
    """Exactly the wanted figures; `changed` holds the changes of one by its text, or None."""
    figures = []
    for figure in FIGURES:
        values = FACTS | figure | place(figure["text"])
        figures.append(FigureProposal(**values | changed.get(figure["text"], {})))
    return figures


def place(text):
    start = TEXT.index(text)
    return {"start": start, "end": start + len(text)}


def a_figure(text, **values):
    return FigureProposal(**FACTS | {"text": text} | place(text) | values)


def a_reading(figures=None, projects=None):
    return Reading(
        TEXT,
        SourceProposal(publisher="Riverside Post", published_on=datetime.date(2025, 6, 3)),
        ConferenceProposal(name="the riverside forum"),
        EditionProposal(label="2025", ordinal=2),
        figures=proposed_figures() if figures is None else figures,
        projects=[ProjectProposal(**PROJECT)] if projects is None else projects,
    )
