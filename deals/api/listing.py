"""What a list of the API is: strict filters, a whitelist of orders, pages or a walk, formats."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound

from deals import cursors, exports, parameters
from deals.addresses import find
from deals.api import formats, reading
from deals.api.expansions import Expansions
from deals.api.paging import PAGING, Paging, cursor_of, paging_of
from deals.columns import Column
from deals.filters import ConditionFilter, OneField, SlugsField, ValuesField
from deals.money import DISPLAY_CURRENCIES
from deals.names import normalise
from deals.parameters import one_of, several, some_of, takes
from deals.resources import shapes
from deals.resources.links import site
from deals.tables import TABLES, Table

LANG = {"lang": parameters.language}
# Formats that give records as their JSON; the others have tables of them.
RECORDS = ("json", "ndjson")
BOM = {"bom": one_of(["0", "1"])}
CURRENCY = {"currency": parameters.currency}


@dataclass(frozen=True)
class Question:
    """What a request asks of a list: records in their order, which part of them and of each.

    `fields` and `expand` are empty where all fields are asked for, and nothing more. `as_of` is
    the day whose knowledge is asked for. `filters` holds label and values of each, for people;
    `further` stands beside the results of a page.
    """

    records: Any
    paging: Paging
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ordering: tuple[str, ...] = ()
    currency: str = ""
    fields: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()
    as_of: datetime.date | None = None
    bom: bool = False
    further: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Walk:
    """A page of a walk, and the cursor behind it where more follows; `count` is of all records."""

    results: list[dict]
    cursor: str | None
    count: int | None
    further: Mapping


@dataclass(frozen=True)
class Listing:
    """One collection: `as_data` turns a record into `shape`.

    `key` is the field that holds the permanent id; None: no record is shown alone. Without
    `orderings`, the records come in an order of their own. `place` is the column of its table that
    holds the slug of a row's place, where rows have one.
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
    description: Any = ""
    place: str = ""
    expansions: Expansions = field(default_factory=dict)
    can_walk: bool = True
    # The shape of a page, where more stands beside its results.
    page: type = shapes.Page

    # What it takes

    @property
    def one(self) -> tuple[type, Callable]:
        return self.detail or (self.shape, self.as_data)

    @property
    def table(self) -> Table:
        return TABLES[self.name]

    @property
    def formats(self) -> tuple[str, ...]:
        return formats.PLACED if self.place else formats.TABULAR

    @cached_property
    def own_readers(self) -> dict:
        """Parameters that say what is asked for, whatever the format, beside filters."""
        return {"ordering": several(self.orderings)} if self.orderings else {}

    def readers(self, form: str) -> dict:
        """The parameters of a list in a format, beside its filters."""
        paging = PAGING | self.walking if form == "json" else {}
        return {**self.own_readers, **paging, **self.parts(form, self.shape), **LANG}

    @property
    def walking(self) -> dict:
        return {"cursor": cursor_of(self.name, int)} if self.can_walk else {}

    def parts(self, form: str, shape: type) -> dict:
        """The parameters that say which part of each record is asked for."""
        if form in RECORDS:
            names = dict.fromkeys([*shape.__annotations__, *self.expansions])
            found = {"fields": some_of(list(names))}
            found |= {"expand": some_of(self.expansions)} if self.expansions else {}
            return found | (CURRENCY if self.in_currency else {})
        if form in ("csv", "xlsx"):
            columns = some_of([column.name for column in self.table.columns])
            return {"fields": columns} | (BOM if form == "csv" else {})
        return {}

    @property
    def in_currency(self) -> list[str]:
        """The expansions that are in the display currency."""
        return [name for name, expansion in self.expansions.items() if expansion.in_currency]

    def one_readers(self, form: str) -> dict:
        """The parameters of a single record in a format."""
        return {**self.parts(form, self.one[0]), **LANG}

    # What is asked for

    def read(self, request) -> Question:
        """The question of a request; raises all faults together."""
        values, asked = reading.read(
            request, self.readers, self.formats, self.filters, lambda: self.asked(request)
        )
        question = self.in_order(asked, values, paging_of(values))
        return self.in_parts(question, values, request.form, self.shape)

    def in_parts(self, asked: Question, values: dict, form: str, shape: type) -> Question:
        """Which part of each record; a name in `fields` that only `expand` has is expanded."""
        fields, expand = values.get("fields", ()), values.get("expand", ())
        if form in RECORDS:
            expand += tuple(n for n in fields if n not in (*shape.__annotations__, *expand))
        self.refuse_currency(values, expand)
        return replace(
            asked,
            fields=fields,
            expand=expand,
            currency=values.get("currency", asked.currency),
            bom=values.get("bom") == "1",
        )

    def refuse_currency(self, values: dict, expand: Iterable[str]) -> None:
        """Raises where a currency is given and nothing is in it."""
        only = self.in_currency
        if not only or "currency" not in values or not set(only).isdisjoint(expand):
            return
        detail = _("This applies to expand=%(names)s only: add it, or leave this out.")
        fault = {"name": "currency", "value": values["currency"]}
        raise parameters.InvalidParameters([fault | {"detail": detail % {"names": ",".join(only)}}])

    def asked(self, request) -> Question:
        """The records that the filters select; raises `InvalidParameters`."""
        return Question(self.filtered(request.GET), Paging(), self.in_words(request.GET))

    def in_order(self, asked: Question, values: dict, paging: Paging) -> Question:
        if not self.orderings:
            return replace(asked, paging=paging)
        ordering = values.get("ordering", self.default)
        columns = [*(self._column(part) for part in ordering), self.key or "pk"]
        return replace(
            asked, records=asked.records.order_by(*columns), ordering=ordering, paging=paging
        )

    def filtered(self, data: QueryDict) -> QuerySet:
        records, errors = self.records(), []
        for name, condition in self.filters.items():
            given = reading.values_of(data, name)
            try:
                records = condition.filter(records, condition.field.clean(given))
            except ValidationError as error:
                detail = " ".join(error.messages)
                errors.append({"name": name, "value": ", ".join(given)[:100], "detail": detail})
        if errors:
            raise parameters.InvalidParameters(errors)
        return records

    def in_words(self, data: QueryDict) -> tuple[tuple[str, tuple[str, ...]], ...]:
        given = (
            (c.label, tuple(reading.values_of(data, name))) for name, c in self.filters.items()
        )
        return tuple((str(label), values) for label, values in given if values)

    def _column(self, part: str):
        column = F(self.orderings[part.removeprefix("-")])
        if part.startswith("-"):
            return column.desc(nulls_last=True)
        return column.asc(nulls_last=True)

    # One record

    def one_question(self, request) -> tuple[Question, dict]:
        """Which part of a record is asked for, and the values of all parameters."""
        values, _nothing = reading.read(request, self.one_readers, self.formats)
        whole = Question(self.records(), Paging())
        return self.in_parts(whole, values, request.form, self.one[0]), values

    def find(self, key: str, question: Question, values: dict):
        """The record with this id; raises what became of it otherwise."""
        records = self.fetched(question)
        if self.key != "pk":
            return find(records, key)
        number = int(key) if key.isascii() and key.isdecimal() and len(key) <= 18 else 0
        record = records.filter(pk=number).first()
        if record is None:
            raise NotFound(_("There is no such record. Ids are listed at the address above."))
        return record

    def one_as_data(self, request, values: dict) -> Callable:
        return self.one[1]

    # What is answered

    def walk(self, request, question: Question) -> Walk:
        """The next records by id."""
        limit, after = question.paging.limit, question.paging.after
        records = self.listed(question).order_by("pk")
        found = list((records.filter(pk__gt=after[0]) if after else records)[: limit + 1])
        cursor = cursors.encode(self.name, found[limit - 1].pk) if len(found) > limit else None
        results = self.results(found[:limit], question)
        return Walk(results, cursor, self.count(question.records), question.further)

    def fetched(self, question: Question):
        """The records with all that `expand` needs."""
        records = question.records
        for name in question.expand:
            records = self.expansions[name].fetch(records)
        return records

    def listed(self, question: Question):
        """What `shown` makes the rows of a list from."""
        return self.fetched(question)

    def part(self, question: Question, start: int, size: int) -> Iterable:
        """So many of `listed` from a place in their order on."""
        return self.listed(question)[start : start + size]

    def results(
        self, records: Iterable, question: Question, as_data: Callable | None = None
    ) -> list[dict]:
        """Records as they were asked for; what `expand` adds is found for all of them together."""
        records = list(records)
        found = [as_data(each) for each in records] if as_data else self.shown(records, question)
        for name in question.expand:
            expansion, currency = self.expansions[name], question.currency or DISPLAY_CURRENCIES[0]
            values = expansion.values(records, currency, question.as_of)
            found = [{**data, name: value} for data, value in zip(found, values, strict=True)]
        if question.fields:
            kept = {*question.fields, *question.expand}
            found = [{n: value for n, value in data.items() if n in kept} for data in found]
        return found

    def shown(self, records: list, question: Question) -> list[dict]:
        """What a list shows of each record, without what `expand` adds."""
        return [self.as_data(record) for record in records]

    def data(self, record, question: Question, as_data: Callable | None = None) -> dict:
        """One record as it was asked for."""
        return self.results([record], question, as_data)[0]

    def all_results(self, question: Question) -> Iterator[dict]:
        """Every record as it was asked for, read a chunk at a time."""
        for chunk in exports.in_chunks(self.streamed(self.listed(question))):
            yield from self.results(chunk, question)

    def streamed(self, records) -> Iterable:
        """The records one at a time, where the database gives them so."""
        return exports.streamed(records) if isinstance(records, QuerySet) else records

    def rows(self, records, columns: tuple[Column, ...]) -> tuple[tuple[Column, ...], Iterable]:
        """The columns of its table, and the rows that they read, one at a time."""
        records = self.streamed(records)
        if self.table.of_records:
            return columns, records
        return columns, self.table.rows(map(self.as_data, records))

    def count(self, records) -> int:
        """How many records there are."""
        return records.count()

    def row_count(self, records) -> int:
        """How many rows its table has."""
        return self.count(records)

    def package(self, records) -> list[tuple[Table, Iterable]]:
        """The tables of a data package."""
        columns, rows = self.rows(records, self.table.columns)
        return [(replace(self.table, columns=columns), rows)]

    def about(self, request, question: Question, rows: int, key: str = "") -> exports.About:
        """What a file with these rows says of itself; `key` is the id of the only record in it."""
        return exports.About(
            title=" ".join(filter(None, [str(self.table.title), key])),
            address=site.get() + request.get_full_path(),
            filters=question.filters,
            currency=question.currency,
            ordering=question.ordering,
            rows=rows,
            day=request.today,
            snapshot=request.snapshot,
        )


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
