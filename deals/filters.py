"""THE filter: the only place that turns query parameters into conditions on projects.

Pages, API, totals and exports all take `ProjectFilter(data).projects`. A parameter given several
times means "or", different parameters mean "and", a blank value is an absent one.

To add a filter: declare it in `ProjectFilter`, and add a row to `tests/test_parity.py`.
"""

import difflib
from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import Filter, FilterSet

from deals import parameters, search
from deals.models import (
    Conference,
    Edition,
    Location,
    Organization,
    Project,
    ProjectInvestor,
    ProjectSource,
    Sector,
    Source,
)
from deals.models.base import YEARS
from deals.money import MAX_AMOUNT
from deals.parameters import (
    InvalidParameters,
    not_one_of,
    one_of,
    several,
    takes,
    whole_number,
)
from deals.vocabulary import COMMITMENTS, STATUSES

NOT_STATED = "none"
MAX_VALUES = 50


class SeveralValues(forms.SelectMultiple):
    """Every value of a parameter that is not blank."""

    def value_from_datadict(self, data, files, name):
        return [value.strip() for value in data.getlist(name) if value.strip()]


class ValuesField(forms.Field):
    """A parameter that may be given several times; each value goes through one reader."""

    widget = SeveralValues

    def __init__(self, *, reader=None, **kwargs):
        self.reader = reader or str
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, values):
        if len(values) > MAX_VALUES:
            raise ValidationError(_("At most %d values can be given.") % MAX_VALUES)
        try:
            return [self.reader(value) for value in values]
        except ValueError as error:
            raise ValidationError(str(error)) from None


class OneField(ValuesField):
    """A parameter that may be given once."""

    def clean(self, values):
        cleaned = super().clean(values)
        if len(cleaned) > 1:
            raise ValidationError(_("This parameter can be given once only."))
        return cleaned[0] if cleaned else None


class SlugsField(ValuesField):
    """Slugs of records that exist; ``none`` stands for “not stated” where the filter allows it."""

    def __init__(self, *, model, key="slug", or_none=False, **kwargs):
        self.model, self.key, self.or_none = model, key, or_none
        super().__init__(**kwargs)

    def clean(self, values):
        values = super().clean(values)
        wanted = {value for value in values if not (self.or_none and value == NOT_STATED)}
        found = self.model.objects.filter(**{f"{self.key}__in": wanted})
        missing = sorted(wanted - set(found.values_list(self.key, flat=True)))
        if missing:
            raise ValidationError(" ".join(self._unknown(missing)))
        return values

    def _unknown(self, missing: list[str]) -> Iterator[str]:
        # Looking for a near name among 20,000 takes half a second: for the first three only.
        known = list(self.model.objects.values_list(self.key, flat=True)[:20_000])
        for place, slug in enumerate(missing):
            close = difflib.get_close_matches(slug[:100], known, 1) if place < 3 else []
            yield not_one_of(slug, close)


class ConditionFilter(Filter):
    """Applies `condition(value)`; a to-many relation goes in as a subquery, so no join stays."""

    def __init__(self, condition, field, **kwargs):
        self.condition, self._field = condition, field
        super().__init__(**kwargs)

    @property
    def field(self):
        return self._field

    def filter(self, projects, value):
        return projects if value in (None, []) else projects.filter(self.condition(value))


class SearchFilter(ConditionFilter):
    def __init__(self, field, **kwargs):
        super().__init__(None, field, **kwargs)

    def filter(self, projects, value):
        return search.matching(projects, value) if value else projects


class AmountFilter(ConditionFilter):
    """Compares the amount that the list shows: the lower end, in the display currency."""

    def filter(self, projects, value):
        if value is None:
            return projects
        column = f"invested_{self.parent.currency.lower()}_low"
        return projects.filter(**{f"{column}__{self.condition}": value})


class StatusFilter(ConditionFilter):
    """The status today, or the one that was known on the day of `as_of`."""

    def __init__(self, field, **kwargs):
        super().__init__(None, field, **kwargs)

    def filter(self, projects, value):
        return projects.filter(**{f"{projects.status_column}__in": value}) if value else projects


class KnownFilter(ConditionFilter):
    """Leaves out what was not published by a day, unless the filters are asked not to."""

    def __init__(self, field, **kwargs):
        super().__init__(None, field, **kwargs)

    def filter(self, projects, value):
        return projects if self.parent.whenever_published else projects.known_by(value)


# What a single value may look like.


@takes(type="string", maxLength=search.MAX_LENGTH)
def question(text: str) -> str:
    if len(text) > search.MAX_LENGTH or len(search.words(text)) > search.MAX_WORDS:
        raise ValueError(
            _("Search for at most %(words)d words of %(length)d characters together.")
            % {"words": search.MAX_WORDS, "length": search.MAX_LENGTH}
        )
    return text


_amount = whole_number(0, MAX_AMOUNT)


# From values to conditions.


def either_or_none(field: str, lookup: str):
    """Records with one of the slugs; the word ``none`` adds those where nothing is stated."""

    def condition(slugs):
        found = Q(**{f"{lookup}__in": [slug for slug in slugs if slug != NOT_STATED]})
        return found | Q(**{f"{field}__isnull": True}) if NOT_STATED in slugs else found

    return condition


def inside(slugs):
    places = Location.objects.within([slug for slug in slugs if slug != NOT_STATED])
    found = Q(location__in=places.values("pk"))
    return found | Q(location__isnull=True) if NOT_STATED in slugs else found


def _by_investor(slugs):
    links = ProjectInvestor.objects
    found = Q(pk__in=links.filter(organization__slug__in=slugs).values("project"))
    if NOT_STATED in slugs:
        found |= ~Q(pk__in=links.values("project"))
    return found


def _by_source(slugs):
    links = ProjectSource.objects.filter(source__slug__in=slugs)
    return Q(source__slug__in=slugs) | Q(pk__in=links.values("project"))


# A project that only signs an earlier one again has nothing of its own to disclose.
_undisclosed = Q(disclosed=False, resigns_only=False)


class ProjectFilter(FilterSet):
    """The filters of the pages, the API and the exports: same names, same meaning."""

    q = SearchFilter(OneField(reader=question), label=gettext_lazy("Search"))
    conference = ConditionFilter(
        lambda slugs: Q(edition__conference__slug__in=slugs),
        SlugsField(model=Conference, reader=parameters.slug),
        label=gettext_lazy("Conference"),
    )
    edition = ConditionFilter(
        lambda slugs: Q(edition__slug__in=slugs),
        SlugsField(model=Edition, reader=parameters.slug),
        label=gettext_lazy("Edition"),
    )
    year = ConditionFilter(
        lambda years: Q(year__in=years),
        ValuesField(reader=whole_number(*YEARS)),
        label=gettext_lazy("Year"),
    )
    location = ConditionFilter(
        inside,
        SlugsField(model=Location, reader=parameters.slug, or_none=True),
        label=gettext_lazy("Place"),
    )
    sector = ConditionFilter(
        either_or_none("sector", "sector__slug"),
        SlugsField(model=Sector, reader=parameters.slug, or_none=True),
        label=gettext_lazy("Sector"),
    )
    investor = ConditionFilter(
        _by_investor,
        SlugsField(model=Organization, reader=parameters.slug, or_none=True),
        label=gettext_lazy("Investor"),
    )
    status = StatusFilter(
        ValuesField(reader=one_of(STATUSES)),
        label=gettext_lazy("Status"),
    )
    commitment = ConditionFilter(
        lambda words: Q(commitment__in=words),
        ValuesField(reader=one_of(COMMITMENTS)),
        label=gettext_lazy("Commitment"),
    )
    source = ConditionFilter(
        _by_source, SlugsField(model=Source, reader=parameters.slug), label=gettext_lazy("Source")
    )
    signed_after = ConditionFilter(
        lambda day: Q(date__gte=day),
        OneField(reader=parameters.date),
        label=gettext_lazy("From date"),
    )
    signed_before = ConditionFilter(
        lambda day: Q(date__lte=day),
        OneField(reader=parameters.date),
        label=gettext_lazy("To date"),
    )
    amount_min = AmountFilter("gte", OneField(reader=_amount), label=gettext_lazy("Amount from"))
    amount_max = AmountFilter("lte", OneField(reader=_amount), label=gettext_lazy("Amount to"))
    disclosed = ConditionFilter(
        lambda word: Q(disclosed=True) if word == "true" else _undisclosed,
        OneField(reader=one_of(["true", "false"])),
        label=gettext_lazy("Amount disclosed"),
    )
    jobs_min = ConditionFilter(
        lambda jobs: Q(jobs__gte=jobs), OneField(reader=_amount), label=gettext_lazy("Jobs from")
    )
    updated_since = ConditionFilter(
        lambda moment: Q(updated_at__gte=moment),
        OneField(reader=parameters.moment),
        label=gettext_lazy("Updated since"),
    )
    id = ConditionFilter(
        lambda refs: Q(ref__in=refs),
        SlugsField(model=Project, key="ref", reader=parameters.slug),
        label=gettext_lazy("Project"),
    )

    # Only what had been published by that day, with the status that it had then.
    as_of = KnownFilter(OneField(reader=parameters.date), label=gettext_lazy("As known on"))

    def __init__(self, data: QueryDict, projects=None, *, whenever_published=False):
        self.currency, self.whenever_published = "CNY", whenever_published
        base = Project.objects.all() if projects is None else projects
        super().__init__(data, queryset=base)

    @classmethod
    def names(cls) -> list[str]:
        return list(cls.base_filters)

    @property
    def projects(self):
        """The projects that match; raises `InvalidParameters` with every fault."""
        errors = self._currency_errors() + self._errors()
        if errors:
            raise InvalidParameters(errors)
        return self.qs

    @property
    def active(self) -> dict[str, list[str]]:
        """The values in use, as they stand in the address."""
        given = {name: [v for v in self.data.getlist(name) if v.strip()] for name in self.filters}
        return {name: values for name, values in given.items() if values}

    def filter_queryset(self, queryset):
        day = self.form.cleaned_data["as_of"]
        return super().filter_queryset(queryset.with_status_known_by(day) if day else queryset)

    def _currency_errors(self) -> list[dict]:
        try:
            self.currency = parameters.read(
                self.data, {"currency": parameters.currency}, {"currency": "CNY"}
            )["currency"]
        except InvalidParameters as error:
            return error.errors
        return []

    def _errors(self) -> list[dict]:
        return [
            {
                "name": name,
                "value": ", ".join(self.data.getlist(name))[:100],
                "detail": " ".join(messages),
            }
            for name, messages in self.form.errors.items()
        ]


# Order

ORDERINGS = {
    "date": "date",
    "ref": "ref",
    "id": "ref",
    "name": "name",
    "edition": "edition__slug",
    "location": "location__path",
    "sector": "sector__slug",
    "status": "status",
    "commitment": "commitment",
    "year": "year",
    "amount": "invested_{currency}_low",
    "jobs": "jobs",
    "output_value": "output_{currency}",
}
# What every project has; an order by these alone is that of an index, which has no word on nulls.
KNOWN = frozenset({"date", "ref", "id", "name", "edition", "status", "commitment", "year"})
DEFAULT_ORDER = ("-date", "-ref")
read_ordering = several(ORDERINGS)


def ordered(projects, ordering: tuple[str, ...], currency: str = "CNY"):
    """The projects in that order; what is unknown comes last both ways, ties go by reference."""
    names = [part.removeprefix("-") for part in ordering]
    ordering = ordering if {"ref", "id"} & set(names) else (*ordering, "-ref")
    return projects.order_by(*(_order(part, currency, projects) for part in ordering))


def _order(part: str, currency: str, projects):
    name = part.removeprefix("-")
    column = ORDERINGS[name].format(currency=currency.lower())
    column = F(projects.status_column if name == "status" else column)
    last = {} if name in KNOWN else {"nulls_last": True}
    return column.desc(**last) if part.startswith("-") else column.asc(**last)
