"""The lists of the API: filters, orders, records.

To add a filter: one line here; views, description and reference page follow.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from deals import claims, parameters, resources
from deals.api import expansions
from deals.api.listing import (
    Listing,
    among,
    currency,
    day,
    language,
    question_text,
    slugs_of,
    text,
    words,
    yes_or_no,
)
from deals.api.special_lists import CHANGES, FOLLOW_THROUGH, PROJECTS
from deals.filters import (
    NOT_STATED,
    ConditionFilter,
    OneField,
    SlugsField,
    ValuesField,
    either_or_none,
    inside,
)
from deals.models import (
    Conference,
    Edition,
    ExchangeRate,
    FigureEdition,
    Investment,
    InvestmentInvestor,
    Location,
    Organization,
    Peg,
    Project,
    ReportedFigure,
    Sector,
    Source,
)
from deals.models.base import YEARS
from deals.parameters import one_of, takes, whole_number
from deals.resources import shapes
from deals.vocabulary import (
    CHECK_LABELS,
    METRIC_LABELS,
    ORGANIZATION_KINDS,
    PLACE_KINDS,
    SEVERITIES,
    SOURCE_KINDS,
)

# Filters of one list


@takes(type="string", pattern="^[a-z]+(_[a-z0-9]+)*$")
def _metric(text: str) -> str:
    """A known metric, or any other that a figure has: the vocabulary is open."""
    if text not in METRIC_LABELS and not ReportedFigure.objects.filter(metric=text).exists():
        raise ValueError(parameters.not_one_of(text, METRIC_LABELS))
    return text


def _figures_of(lookup: str):
    links = FigureEdition.objects
    return lambda slugs: Q(pk__in=links.filter(**{f"{lookup}__in": slugs}).values("figure"))


def _invested_by(slugs):
    links = InvestmentInvestor.objects
    found = Q(pk__in=links.filter(organization__slug__in=slugs).values("investment"))
    if NOT_STATED in slugs:
        found |= ~Q(pk__in=links.values("investment"))
    return found


def _directly_in(slugs):
    return either_or_none("parent", "parent__slug")(slugs)


def _within(slugs):
    return Q(pk__in=Location.objects.within(slugs).values("pk"))


# Conditions on findings, which are no records of the database


def _with_word(name: str, allowed, label) -> ConditionFilter:
    def condition(chosen):
        return lambda finding: getattr(finding, name) in chosen

    return ConditionFilter(condition, ValuesField(reader=one_of(allowed)), label=label)


def _that_use(model, keys, label) -> ConditionFilter:
    """`keys` says which slugs of the model a finding uses."""

    def condition(slugs):
        return lambda finding: not keys(finding).isdisjoint(slugs)

    return slugs_of(model, condition, label)


def _acknowledged(word: str):
    return lambda finding: (finding.acknowledged is not None) == (word == "true")


CONFERENCE = gettext_lazy("Conference")
EDITION = gettext_lazy("Edition")
PLACE = gettext_lazy("Place, with all places inside it")
SECTOR = gettext_lazy("Sector")
SOURCE = gettext_lazy("Source")
KIND = gettext_lazy("Kind")
CURRENCY = gettext_lazy("Currency as reported, in the letters of ISO 4217")

LISTINGS = (
    PROJECTS,
    Listing(
        "conferences",
        gettext_lazy("Conferences, the recurring events"),
        shapes.Conference,
        lambda: Conference.objects.prefetch_related("editions"),
        resources.conference,
        {"name": "name", "id": "slug"},
        ("name",),
        expansions=expansions.CONFERENCES,
    ),
    Listing(
        "editions",
        gettext_lazy("Editions, each one holding of a conference"),
        shapes.Edition,
        lambda: Edition.objects.with_names(),
        resources.edition,
        {"year": "year", "starts_on": "starts_on", "conference": "conference__name", "id": "slug"},
        ("-year", "-starts_on"),
        {
            "conference": slugs_of(Conference, among("conference__slug"), CONFERENCE),
            "year": ConditionFilter(
                among("year"), ValuesField(reader=whole_number(*YEARS)), label=gettext_lazy("Year")
            ),
            "location": slugs_of(Location, inside, PLACE, or_none=True),
        },
        place="location",
        expansions=expansions.EDITIONS,
    ),
    Listing(
        "investments",
        gettext_lazy("Investments, the amounts of projects"),
        shapes.Investment,
        lambda: Investment.objects.select_related("project").prefetch_related("investors"),
        lambda record: resources.investment(record, record.project),
        {"project": "project__ref", "amount_cny": "amount_cny", "amount_usd": "amount_usd"}
        | {"id": "pk"},
        ("id",),
        {
            "project": slugs_of(Project, among("project__ref"), gettext_lazy("Project"), key="ref"),
            "edition": slugs_of(Edition, among("project__edition__slug"), EDITION),
            "investor": slugs_of(
                Organization, _invested_by, gettext_lazy("Investor"), or_none=True
            ),
            "currency": currency(CURRENCY),
        },
        key="pk",
        expansions=expansions.INVESTMENTS,
    ),
    Listing(
        "locations",
        gettext_lazy("Places: countries, regions, cities and districts in one tree"),
        shapes.Location,
        lambda: Location.objects.all(),
        resources.location,
        {"path": "path", "name": "name", "id": "slug"},
        ("path",),
        {
            "parent": slugs_of(
                Location, _directly_in, gettext_lazy("Place that it lies directly in"), or_none=True
            ),
            "kind": words("kind", PLACE_KINDS, KIND),
            "within": slugs_of(Location, _within, PLACE),
        },
        place="id",
        expansions=expansions.LOCATIONS,
    ),
    Listing(
        "sectors",
        gettext_lazy("Sectors of the economy"),
        shapes.Link,
        lambda: Sector.objects.all(),
        resources.sector,
        {"name": "name", "id": "slug"},
        ("name",),
    ),
    Listing(
        "organizations",
        gettext_lazy("Organizations that invest"),
        shapes.Organization,
        lambda: Organization.objects.select_related("country"),
        resources.organization,
        {"name": "name", "id": "slug"},
        ("name",),
        {
            "country": slugs_of(
                Location,
                either_or_none("country", "country__slug"),
                gettext_lazy("Home country"),
                or_none=True,
            ),
            "kind": words("kind", ORGANIZATION_KINDS, KIND),
            "q": text(["name_key", "name", "name_local"], gettext_lazy("Words of the name")),
        },
        expansions=expansions.ORGANIZATIONS,
    ),
    Listing(
        "figures",
        gettext_lazy("Reported figures, each a statement of a source"),
        shapes.Figure,
        lambda: ReportedFigure.objects.with_names(),
        resources.figure,
        {"metric": "metric", "value": "value", "id": "ref"},
        ("id",),
        {
            "edition": slugs_of(Edition, _figures_of("edition__slug"), EDITION),
            "conference": slugs_of(
                Conference, _figures_of("edition__conference__slug"), CONFERENCE
            ),
            "metric": ConditionFilter(
                among("metric"), ValuesField(reader=_metric), label=gettext_lazy("Metric")
            ),
            "source": slugs_of(Source, among("source__slug"), SOURCE),
            "location": slugs_of(Location, inside, PLACE, or_none=True),
            "sector": slugs_of(
                Sector, either_or_none("sector", "sector__slug"), SECTOR, or_none=True
            ),
            "currency": currency(CURRENCY),
            "preferred": yes_or_no("preferred", gettext_lazy("Preferred in its group")),
            "suspect": yes_or_no("suspect", gettext_lazy("Marked as suspect")),
        },
        key="ref",
        detail=(shapes.FigureDetail, resources.figure_detail),
        place="location",
        expansions=expansions.FIGURES,
    ),
    Listing(
        "sources",
        gettext_lazy("Sources of figures and projects"),
        shapes.Source,
        lambda: Source.objects.select_related("copy_of"),
        resources.source,
        {"published_on": "published_on", "publisher": "publisher", "id": "slug"},
        ("-published_on",),
        {
            "kind": words("kind", SOURCE_KINDS, KIND),
            "language": ConditionFilter(
                among("language"),
                ValuesField(reader=language),
                label=gettext_lazy("Language, as a BCP 47 code"),
            ),
            "publisher": ConditionFilter(
                among("publisher"),
                SlugsField(model=Source, key="publisher", reader=question_text),
                label=gettext_lazy("Publisher"),
            ),
            "q": text(["publisher", "title"], gettext_lazy("Words of publisher and title")),
        },
        expansions=expansions.SOURCES,
    ),
    Listing(
        "rates",
        gettext_lazy("Reference rates of the European Central Bank: units per euro"),
        shapes.RateRow,
        lambda: ExchangeRate.objects.all(),
        resources.exchange_rate,
        {"date": "date", "currency": "currency"},
        ("-date", "currency"),
        {
            "currency": currency(gettext_lazy("Currency, in the letters of ISO 4217")),
            "date_after": day("date__gte", gettext_lazy("From date")),
            "date_before": day("date__lte", gettext_lazy("To date")),
        },
        key=None,
    ),
    Listing(
        "pegs",
        gettext_lazy("Currencies that are fixed to another one"),
        shapes.Peg,
        lambda: Peg.objects.all(),
        resources.peg,
        {"currency": "currency", "valid_from": "valid_from"},
        ("currency", "-valid_from"),
        {"currency": currency(gettext_lazy("Currency, in the letters of ISO 4217"))},
        key=None,
    ),
    Listing(
        "checks",
        gettext_lazy("What does not agree: findings of the claim checks, the open ones first"),
        shapes.Check,
        claims.everywhere,
        resources.check,
        {},
        (),
        {
            "code": _with_word("code", CHECK_LABELS, gettext_lazy("Which check")),
            "severity": _with_word("severity", SEVERITIES, gettext_lazy("How certain it is")),
            "conference": _that_use(
                Conference, lambda f: {e.conference.slug for e in f.editions}, CONFERENCE
            ),
            "edition": _that_use(Edition, lambda f: {e.slug for e in f.editions}, EDITION),
            "source": _that_use(Source, lambda f: {s.slug for s in f.sources}, SOURCE),
            "acknowledged": ConditionFilter(
                _acknowledged,
                OneField(reader=one_of(["true", "false"])),
                label=gettext_lazy("Acknowledged by an editor"),
            ),
        },
        key=None,
        expansions=expansions.CHECKS,
        can_walk=False,
    ),
    FOLLOW_THROUGH,
    CHANGES,
)
