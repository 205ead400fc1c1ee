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


class GroupKey(TypedDict):
    """What a group stands for in one dimension; `key` is null for what is not stated."""

    key: str | int | None
    label: str
    label_lang: str | None
    html_url: str | None


class Group(GroupKey):
    """A row of a breakdown; `second` is null where it is by one dimension only."""

    second: GroupKey | None
    projects: int
    resigned: int
    investment: Sum
    jobs: Sum
    output_value: Sum


class Rate(TypedDict):
    """Units of `target` for one of `source`; `date` of the ECB rate, or the `year` of the mean.

    `by_ecb` is false where a peg alone decides.
    """

    source: str
    target: str
    factor: str
    date: str | None
    year: int | None
    pegs: list[str]
    by_ecb: bool


class UsedRate(Rate):
    """A rate that a total used: for how many projects, and who publishes or fixes it."""

    projects: int
    origins: list[str]


class EditionLink(Link):
    label: str
    year: int
    conference: Link


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


class ReasonCount(TypedDict):
    """How many projects are used (`reason` null), or left out for this reason."""

    reason: str | None
    label: str
    projects: int


class Known(TypedDict):
    """So many projects state a value, of so many that could."""

    stated: int
    of: int


class ExplainedProject(TypedDict):
    """A project that matched: what it adds (`value`), or why it adds nothing."""

    project: Link
    edition: EditionLink
    source: Source
    reported: list[Money]
    value: Money | None
    rates: list[Rate]
    used: bool
    reason: str | None
    reason_label: str | None


class ExplainedProjects(TypedDict):
    """A page of all that matched, the used ones first."""

    count: int
    next: str | None
    previous: str | None
    results: list[ExplainedProject]


class Explanation(TypedDict):
    """Where one number comes from; `counts` add up to `matched`, the used ones to `total`.

    `group` is the key of the one group that counts, `second` its key in the second dimension.
    """

    measure: str
    currency: str | None
    group_by: str | None
    level: str | None
    group: str | int | None
    group_label: str | None
    second: GroupKey | None
    as_of: str | None
    definition: str
    conditions: list[str]
    total: Sum
    known: Known
    matched: int
    counts: list[ReasonCount]
    records: ExplainedProjects
    rates: list[UsedRate]
    data_version: int
    url: str
    html_url: str


class TotalsAnswer(Totals):
    """Totals of the projects that match, with the groups and the explanation asked for.

    `group_by` names the dimensions as they were asked for: one, or two with a comma.
    """

    currency: str
    group_by: str | None
    level: str | None
    groups: list[Group]
    groups_sum_to_total: bool | None
    notes: list[str]
    explanation: Explanation | None
    data_version: int


class FacetValue(TypedDict):
    """A value that a filter can take, under all the other filters.

    `filter` holds the parameters that choose it; `html_url` is the list with it, or without it
    where it is `selected`. A value lies in the one before it that has a smaller `depth`.
    `investment` is null where no project states an amount, by the nature of the value.
    """

    filter: dict[str, str]
    label: str
    label_lang: str | None
    depth: int
    selected: bool
    projects: int
    investment: Sum | None
    html_url: str


class FacetMore(TypedDict):
    label: str
    html_url: str


class Facet(TypedDict):
    """The largest values of a filter and those chosen; `more` are the pages with all of them.

    Several values mean “or”, except where `exclusive` says that one takes another's place.
    """

    name: str
    label: str
    exclusive: bool
    values: list[FacetValue]
    more: list[FacetMore]


class FacetsAnswer(TypedDict):
    currency: str
    facets: list[Facet]
    data_version: int


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


class StatusOn(TypedDict):
    """The status on a day, null where nothing was known by then; `basis` says what decided."""

    on: str
    status: str | None
    event: StatusEvent | None
    basis: Literal["event", "entered", "signature", "edition", "not_yet_known"]


class ProjectDetail(Project):
    """`status_on` is null where no day is asked for."""

    investments: list[Investment]
    rates: list[Rate]
    status_events: list[StatusEvent]
    status_on: StatusOn | None
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


class ScopeInFull(TypedDict):
    """What a figure is about, with the place in full."""

    location: Location | None
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
    """What the projects of a scope add up to; `without_scope` more do not state place or sector."""

    projects: int
    value: int | None
    high: int | None
    bound: Qualifier | None
    currency: str | None
    stated: int
    undisclosed: int
    unconverted: int
    without_scope: int


class Coverage(TypedDict):
    """Itemised ÷ reported as a decimal number in text (0.957), with the bound of the quotient.

    `share_max` is the upper end where one of the two is a range.
    """

    share: str
    share_max: str | None
    bound: Qualifier


class Shown(TypedDict):
    """A figure in the display currency: as reported, by the source's own pair, or by `rate`.

    `comparable` is the figure by rate, which coverage is measured against.
    """

    value: Money | None
    basis: Literal["reported", "pair", "rate", "none"]
    comparable: Money | None
    rate: Rate | None
    pair: str | None


class LeftOutPart(TypedDict):
    figure: str
    reason: str


class Remainder(TypedDict):
    """The whole without its named parts, and what is itemised there."""

    value: Money
    whole: str
    parts: list[str]
    outside: list[Link]
    left_out: list[LeftOutPart]
    itemised: Itemised | None
    coverage: Coverage | None


class ReportedLine(TypedDict):
    """A headline; `why` it is one: the rule that chose it."""

    reported: Figure
    why: str
    shown: Shown
    itemised: Itemised | None
    coverage: Coverage | None
    remainder: Remainder | None


class MetricLine(TypedDict):
    metric: str
    currency: str | None
    reported: Figure | None
    why: str | None
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
    projects_url: str | None
    explanation_url: str


class Card(TypedDict):
    """Reported beside itemised; `rates` are those that convert a reported figure of it."""

    edition: Edition
    currency: str
    totals: Totals
    metrics: list[MetricLine]
    spanning: list[Figure]
    rates: list[Rate]


class ChosenAnew(TypedDict):
    """A figure that is preferred only because the better one was still to be published."""

    figure: str
    instead_of: str


class ProjectsLeftOut(TypedDict):
    """Projects that a day leaves out; `undated_publishers` are those of the undated sources."""

    published_later: int
    undated: int
    undated_publishers: list[str]


class AsOf(TypedDict):
    """What was known on a day: how many figures came later, or rest on undated sources."""

    date: str
    published_later: int
    undated: int
    undated_sources: list[Source]
    chosen_anew: list[ChosenAnew]
    projects: ProjectsLeftOut


class Reconciliation(Card):
    checks: list[Check]
    as_of: AsOf | None
    data_version: int


class PlaceReconciliation(TypedDict):
    """What was reported of a place, a card for each edition, beside the projects there."""

    location: Location
    currency: str
    totals: Totals
    cards: list[Card]
    as_of: AsOf | None
    data_version: int


class ReportedBesideItemised(TypedDict):
    """The two headlines of an edition, what is itemised, and the share of it: never added up.

    `investment_shown` is the reported investment in the display currency, `coverage` the share of
    it that is itemised, `coverage_projects` that of the reported number of projects.
    """

    projects: Figure | None
    investment: Figure | None
    investment_shown: Shown | None
    itemised: Totals
    coverage: Coverage | None
    coverage_projects: Coverage | None


class EditionRow(ReportedBesideItemised):
    """An edition in one row."""

    edition: Edition


class Bracket(TypedDict):
    """Headlines over the same editions together; they are never split."""

    editions: list[EditionLink]
    scope: Scope
    figures: list[Figure]


class LeftOut(TypedDict):
    figure: Figure
    reason: str


class MissingEdition(TypedDict):
    edition: Edition
    reason: Literal[
        "nothing-reported",
        "narrower-scope",
        "other-currency",
        "other-horizon",
        "suspect",
        "none-preferred",
    ]


class RunningStep(TypedDict):
    """The total up to an edition; `alternatives` are reported over exactly these editions."""

    edition: Edition
    value: Money
    used: list[str]
    alternatives: list[Figure]


class RunningTotal(TypedDict):
    """The editions' own figures, each edition once; `converted` into the display currency.

    A figure over several editions is used only where one of them has none of its own.
    """

    metric: str
    horizon: str | None
    definition: str
    value: Money
    converted: Money | None
    used: list[Figure]
    left_out: list[LeftOut]
    missing: list[MissingEdition]
    editions: int
    editions_covered: int
    covered: list[str]
    steps: list[RunningStep]
    itemised: Itemised | None
    coverage: Coverage | None


class ConferenceReconciliation(TypedDict):
    """All editions of a conference: reported beside itemised, and the running totals."""

    conference: Conference
    currency: str
    totals: Totals
    editions: list[EditionRow]
    brackets: list[Bracket]
    spanning: list[Figure]
    spanning_alternatives: list[Figure]
    running_totals: list[RunningTotal]
    checks: list[Check]
    as_of: AsOf | None
    data_version: int


class Statement(TypedDict):
    """A statement of the same claim: what differs, whether it is preferred in its scope, and why.

    `origin` is the source whose text its source repeats; its own where it is no copy.
    """

    figure: Figure
    differs: list[Literal["value", "hedge", "scope", "horizon"]]
    standing: Literal["preferred", "suspect", "other"]
    why: str
    origin: str
    is_copy: bool


class Drift(TypedDict):
    """All copies of a claim; `origins` counts the sources that repeat no other."""

    origins: int
    statements: list[Statement]


class FigureDetail(Figure):
    drift: Drift


class FollowState(TypedDict):
    """How many of a cohort's projects are in a state; `share` of them as a decimal in text."""

    projects: int
    share: str
    investment: Sum
    inferred: bool


class FollowStates(TypedDict):
    """Every project of a cohort is in one of these; together they are all of it."""

    under_construction: FollowState
    operating: FollowState
    suspended: FollowState
    cancelled: FollowState
    not_started: FollowState
    no_news: FollowState


class FollowHorizon(TypedDict):
    """So many months after the edition; `states` is null where not reached or not tracked."""

    months: int
    on: str
    reached: bool
    states: FollowStates | None


class Cohort(TypedDict):
    """The projects of an edition that are no mere signing again; `day` is the edition's last."""

    edition: EditionLink
    day: str
    projects: int
    resigned: int
    investment: Sum
    tracked: bool
    horizons: list[FollowHorizon]


class FollowSum(TypedDict):
    """The `cohorts` (of all `of`) that are tracked and have reached the horizon, added up."""

    months: int
    cohorts: int
    of: int
    projects: int
    investment: Sum
    states: FollowStates | None


class FollowThrough(TypedDict):
    """A page of cohorts, the newest edition first; `summary` is of all of them."""

    count: int
    next: str | None
    previous: str | None
    results: list[Cohort]
    currency: str
    summary: list[FollowSum]
    notes: list[str]
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
    """A change of a record; `kind` is its collection, `successor` the one it was merged into.

    `version` counts its edits from 1 on; it and `created_at` are null for what is gone.
    `data_version` is the one that the change made; null in the list without a cursor, which
    shows the latest change of each record.
    """

    kind: str
    id: str
    action: Literal["created", "updated", "deleted", "merged"]
    at: str
    version: int | None
    created_at: str | None
    successor: str | None
    api_url: str | None
    html_url: str | None
    data_version: int | None


class Page(TypedDict):
    """A page of a list: how many there are in all, and the neighbouring pages."""

    count: int
    next: str | None
    previous: str | None
    results: list[Any]
    data_version: int


class ChangePage(TypedDict):
    """A page of changes; with a cursor, `count` and `previous` are null.

    `next` is null at the end. `resume` is where to ask later for what was committed since.
    """

    count: int | None
    next: str | None
    previous: str | None
    resume: str
    results: list[Change]
    data_version: int
