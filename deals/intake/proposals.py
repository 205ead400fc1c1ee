"""What is proposed from an article, before an editor has seen it.

`text` is the phrase as written with its hedge, `start` and `end` its place in the article
(characters), `sentence` the sentence around it. Money and counts are whole units. A record that
exists already is named by its slug or ref, an unknown one by "".
"""

import datetime
from dataclasses import dataclass, field


@dataclass
class SourceProposal:
    url: str = ""
    title: str = ""
    publisher: str = ""
    published_on: datetime.date | None = None
    language: str = "en"
    kind: str = "news"
    slug: str = ""


@dataclass
class ConferenceProposal:
    name: str = ""
    name_zh: str = ""
    slug: str = ""


@dataclass
class EditionProposal:
    """`place` is the name as written, `location` the slug of the known place that it means."""

    label: str = ""
    year: int | None = None
    ordinal: int | None = None
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    place: str = ""
    location: str = ""
    slug: str = ""


@dataclass
class FigureProposal:
    """`editions`: labels of the editions that it covers; `of_which`, `equivalent_of`: indexes.

    `ticked`: proposed for saving. `known`: ref of a stored figure that says the same already.
    """

    metric: str
    value: int
    value_max: int | None = None
    currency: str = ""
    qualifier: str = "exact"
    place: str = ""
    location: str = ""
    sector: str = ""
    editions: list[str] = field(default_factory=list)
    scope_note: str = ""
    horizon: str = ""
    of_which: int | None = None
    equivalent_of: int | None = None
    text: str = ""
    sentence: str = ""
    start: int = 0
    end: int = 0
    ticked: bool = True
    known: str = ""


@dataclass
class ProjectProposal:
    """An individual deal. `investors` are names as written; `known` is the ref of a stored one."""

    name: str
    investors: list[str] = field(default_factory=list)
    amount: int | None = None
    amount_max: int | None = None
    currency: str = ""
    qualifier: str = ""
    place: str = ""
    location: str = ""
    sector: str = ""
    jobs: int | None = None
    jobs_qualifier: str = ""
    text: str = ""
    sentence: str = ""
    start: int = 0
    end: int = 0
    ticked: bool = True
    known: str = ""


@dataclass
class Reading:
    """Everything that an article proposes; `notes` are sentences about what was left open."""

    text: str
    source: SourceProposal = field(default_factory=SourceProposal)
    conference: ConferenceProposal = field(default_factory=ConferenceProposal)
    edition: EditionProposal = field(default_factory=EditionProposal)
    figures: list[FigureProposal] = field(default_factory=list)
    projects: list[ProjectProposal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
