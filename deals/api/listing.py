"""What a list of the API is: strict filters, a whitelist of orders, limit and offset."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from deals import parameters
from deals.filters import ConditionFilter, OneField, SlugsField, ValuesField
from deals.names import normalise
from deals.parameters import one_of, several, takes, whole_number
from deals.queries import MAX_LIMIT, MAX_OFFSET

LIMIT = 50
PAGING = {
    "limit": whole_number(1, MAX_LIMIT),
    "offset": whole_number(0, MAX_OFFSET),
    "lang": parameters.language,
}


@dataclass(frozen=True)
class Listing:
    """One collection: `as_data` turns a record into `shape`.

    `key` is the field that holds the permanent id; None: no record is shown alone. Without
    `orderings`, the records come in an order of their own.
    """

    name: str
    summary: str
    shape: type
    records: Callable[[], QuerySet]
    as_data: Callable
    orderings: Mapping[str, str]
    default: tuple[str, ...]
    filters: Mapping[str, ConditionFilter] = field(default_factory=dict)
    key: str | None = "slug"
    # A single record shows more than a row of the list: its shape, and what turns a record into it.
    detail: tuple[type, Callable] | None = None

    @property
    def one(self) -> tuple[type, Callable]:
        return self.detail or (self.shape, self.as_data)

    @property
    def readers(self) -> dict:
        return {**PAGING, **({"ordering": several(self.orderings)} if self.orderings else {})}

    @property
    def names(self) -> list[str]:
        return [*self.filters, *self.readers]

    def read(self, data: QueryDict) -> tuple[QuerySet, int, int]:
        """The records asked for in their order, limit and offset; raises all faults together."""
        with parameters.strict(data, self.names):
            values, records = parameters.all_of(
                lambda: parameters.read(data, self.readers), lambda: self.filtered(data)
            )
        if self.orderings:
            ordering = values.get("ordering", self.default)
            columns = [*(self._column(part) for part in ordering), self.key or "pk"]
            records = records.order_by(*columns)
        return records, values.get("limit", LIMIT), values.get("offset", 0)

    def filtered(self, data: QueryDict) -> QuerySet:
        records, errors = self.records(), []
        for name, condition in self.filters.items():
            given = [value.strip() for value in data.getlist(name) if value.strip()]
            try:
                records = condition.filter(records, condition.field.clean(given))
            except ValidationError as error:
                detail = " ".join(error.messages)
                errors.append({"name": name, "value": ", ".join(given)[:100], "detail": detail})
        if errors:
            raise parameters.InvalidParameters(errors)
        return records

    def _column(self, part: str):
        column = F(self.orderings[part.removeprefix("-")])
        if part.startswith("-"):
            return column.desc(nulls_last=True)
        return column.asc(nulls_last=True)


# Filters that several lists have


def slugs_of(model, condition, label, *, key="slug", or_none=False) -> ConditionFilter:
    reader = parameters.slug
    return ConditionFilter(
        condition, SlugsField(model=model, key=key, reader=reader, or_none=or_none), label=label
    )


def words(field_name: str, allowed, label) -> ConditionFilter:
    condition = among(field_name)
    return ConditionFilter(condition, ValuesField(reader=one_of(allowed)), label=label)


def yes_or_no(field_name: str, label) -> ConditionFilter:
    field = OneField(reader=one_of(["true", "false"]))
    return ConditionFilter(lambda word: Q(**{field_name: word == "true"}), field, label=label)


def currency(label) -> ConditionFilter:
    field = ValuesField(reader=parameters.currency_code)
    return ConditionFilter(among("currency"), field, label=label)


def day(lookup: str, label) -> ConditionFilter:
    field = OneField(reader=parameters.date)
    return ConditionFilter(lambda value: Q(**{lookup: value}), field, label=label)


def text(field_names, label) -> ConditionFilter:
    """Every word of the question stands in one of the fields."""

    def condition(question):
        found = Q()
        for word in normalise(question).split():
            found &= Q.create([(f"{f}__icontains", word) for f in field_names], connector=Q.OR)
        return found

    return ConditionFilter(condition, OneField(reader=question_text), label=label)


def among(field_name: str):
    return lambda values: Q(**{f"{field_name}__in": values})


@takes(type="string", maxLength=200)
def question_text(text: str) -> str:
    if len(text) > 200 or len(text.split()) > 12:
        raise ValueError(_("Search for at most 12 words of 200 characters together."))
    return text


@takes(type="string", pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
def language(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise ValueError(
            _("“%(text)s” is no language code. Write one such as zh or zh-Hant.")
            % {"text": text[:60]}
        )
    return text
