"""The JSON shapes of the public resources. The API's description is made from these classes.

Money is whole units in integers; unknown is null, never 0. `id` is the permanent slug or ref,
`api_url` the resource itself, `html_url` its page.
"""

from typing import Any, Literal, TypedDict

Qualifier = Literal["exact", "about", "at_least", "more_than", "up_to", "nearly", "range"]


class Local(TypedDict):
    """A name in the language of the place, as BCP 47; `lang` is null where it is not recorded."""

    text: str
    lang: str | None


class Money(TypedDict):
    """A reported amount (whole units of its currency) or a reported count (no currency)."""

    value: int
    value_max: int | None
    currency: str | None
    qualifier: Qualifier


class Sum(TypedDict):
    """A sum in whole units with its doubt; `stated` and `undisclosed` count projects."""

    value: int | None
    low: int | None
    high: int | None
    bound: Qualifier | None
    stated: int
    undisclosed: int
    unconverted: int
    currency: str | None
    qualifiers: dict[str, int]


class Totals(TypedDict):
    projects: int
    resigned: int
    investment: Sum
    jobs: Sum
    output_value: Sum


class Link(TypedDict):
    """Another resource: its id, its names and its addresses."""

    id: str
    name: str
    name_zh: str | None
    local: Local | None
    api_url: str
    html_url: str


class Group(TypedDict):
    """A row of a breakdown; `key` is null for projects that do not state it."""

    key: str | int | None
    label: str
    label_lang: str | None
    html_url: str | None
    projects: int
    resigned: int
    investment: Sum
    jobs: Sum
    output_value: Sum


class TotalsAnswer(Totals):
    """Totals of the projects that match, with the groups asked for."""

    currency: str
    group_by: str | None
    level: str | None
    groups: list[Group]
    groups_sum_to_total: bool | None
    notes: list[str]
    data_version: int


class Rate(TypedDict):
    """Units of `target` for one of `source`; `date` of the ECB rate, or the `year` of the mean."""

    source: str
    target: str
    factor: str
    date: str | None
    year: int | None
    pegs: list[str]


class EditionLink(Link):
    label: str
    year: int
    conference: Link


class Project(TypedDict):
    """`date` is the signature's, else the edition's first day, else 1 January of its year."""

    id: str
    name: str
    name_zh: str | None
    local: Local | None
    edition: EditionLink
    location: Link | None
    sector: Link | None
    investors: list[Link]
    status: str
    commitment: str
    date: str
    year: int
    signed_on: str | None
    disclosed: bool
    amounts: list[Money]
    investment: dict[str, Money | None]
    unconverted: dict[str, bool]
    jobs: Money | None
    output_value: Money | None
    output_converted: dict[str, Money | None]
    resigns_only: bool
    updated_at: str
    api_url: str
    html_url: str


class Source(TypedDict):
    """`url` is the page itself; `retrieved_on` the day of access, `collected_by` a day by which."""

    id: str
    url: str | None
    archived_url: str | None
    retrieved_on: str | None
    collected_by: str | None
    publisher: str
    title: str
    published_on: str | None
    language: str
    kind: str
    copy_of: str | None
    api_url: str
    html_url: str


class Investment(TypedDict):
    """One amount of a project; null `amount`: not disclosed."""

    id: int
    project: Link
    investors: list[Link]
    amount: Money | None
    as_written: str | None
    converted: dict[str, Money | None]


class StatusEvent(TypedDict):
    status: str
    on: str | None
    precision: str | None
    invested: Money | None
    source: Source


class ProjectDetail(Project):
    investments: list[Investment]
    rates: list[Rate]
    status_events: list[StatusEvent]
    sources: list[Source]
    continues: Link | None
    continued_by: list[Link]
    location_path: list[Link]
    note: str | None
    data_version: int


class Conference(TypedDict):
    id: str
    name: str
    name_zh: str | None
    local: Local | None
    organizer: str | None
    website: str | None
    summary: str | None
    editions: int
    api_url: str
    html_url: str


class Edition(EditionLink):
    ordinal: int | None
    starts_on: str | None
    ends_on: str | None
    location: Link | None
    host: str | None
    note: str | None


class Location(TypedDict):
    id: str
    name: str
    name_zh: str | None
    local: Local | None
    kind: str
    parent: str | None
    path: list[str]
    code: str | None
    latitude: float | None
    longitude: float | None
    api_url: str
    html_url: str


class Organization(TypedDict):
    id: str
    name: str
    name_zh: str | None
    local: Local | None
    kind: str
    country: Link | None
    api_url: str
    html_url: str


class Scope(TypedDict):
    """What a figure is about; all null: everything at its editions."""

    location: Link | None
    sector: Link | None
    note: str | None


class Figure(TypedDict):
    """One statement of a source, never added to projects or to other figures by itself."""

    id: str
    editions: list[EditionLink]
    metric: str
    value: Money
    scope: Scope
    horizon: str | None
    of_which: str | None
    equivalent_of: str | None
    source: Source
    as_written: str
    preferred: bool
    suspect: bool
    note: str | None
    api_url: str
    html_url: str


class Itemised(TypedDict):
    """What the projects of the same scope add up to."""

    projects: int
    value: int | None
    high: int | None
    bound: Qualifier | None
    currency: str | None
    stated: int
    undisclosed: int
    unconverted: int


class Coverage(TypedDict):
    """Itemised ÷ reported as a decimal number in text (0.957), with the bound of the quotient."""

    share: str
    bound: Qualifier


class Shown(TypedDict):
    """A figure in the display currency: as reported, by the source's own pair, or by `rate`."""

    value: Money | None
    basis: Literal["reported", "pair", "rate", "none"]
    rate: Rate | None
    pair: str | None


class Remainder(TypedDict):
    value: Money
    whole: str
    parts: list[str]
    outside: list[Link]


class ReportedLine(TypedDict):
    reported: Figure
    shown: Shown
    itemised: Itemised | None
    coverage: Coverage | None
    remainder: Remainder | None


class MetricLine(TypedDict):
    metric: str
    currency: str | None
    reported: Figure | None
    shown: Shown | None
    itemised: Itemised | None
    coverage: Coverage | None
    parts: list[ReportedLine]
    remainder: Remainder | None
    alternatives: list[Figure]


class Acknowledged(TypedDict):
    """What an editor said of a finding, and when."""

    reason: str
    at: str
    said: str


class Check(TypedDict):
    """Something that does not agree: a warning contradicts for certain, a note is worth knowing.

    `figures` and `sources` are the records it used, `values` the numbers that show it, by their
    role. `acknowledged_earlier` was said when the numbers were others, so the finding is open.
    """

    code: str
    severity: Literal["warning", "note"]
    text: str
    figures: list[str]
    sources: list[str]
    editions: list[EditionLink]
    values: dict[str, Any]
    acknowledged: Acknowledged | None
    acknowledged_earlier: Acknowledged | None
    explanation_url: str


class Reconciliation(TypedDict):
    edition: Edition
    currency: str
    totals: Totals
    metrics: list[MetricLine]
    spanning: list[Figure]
    checks: list[Check]
    data_version: int


class RateRow(TypedDict):
    currency: str
    date: str
    per_eur: str


class Peg(TypedDict):
    currency: str
    anchor: str
    units: str
    valid_from: str
    source: str


class Change(TypedDict):
    """The latest change of a record; `kind` is its collection, `successor` where it moved to."""

    kind: str
    id: str
    action: Literal["created", "updated", "deleted", "moved"]
    at: str
    successor: str | None
    api_url: str | None
    html_url: str | None


class Page(TypedDict):
    """A page of a list: how many there are in all, and the neighbouring pages."""

    count: int
    next: str | None
    previous: str | None
    results: list[Any]
    data_version: int
