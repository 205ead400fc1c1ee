"""Answers as files: the whole set of a question in a format, streamed, under a name that tells it.

A list, a single record and a table of sums all become `Contents`, so each format is written once.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from deals import exports
from deals.api import formats
from deals.api.listing import Listing, Question
from deals.columns import Column
from deals.parameters import InvalidParameters
from deals.tables import Table


@dataclass(frozen=True)
class Contents:
    """What a file holds: `count` rows; the column `place` holds the slug of a row's place.

    What costs queries is a function, as only some formats ask for it. `table` makes the columns
    and the rows that they read.
    """

    name: str
    count: int
    table: Callable[[], tuple[tuple[Column, ...], Iterable]]
    data: Callable[[], Iterable[dict]]
    package: Callable[[], list[tuple[Table, Iterable]]]
    about: Callable[[], exports.About]
    place: str = ""
    bom: bool = False


def answer(request, contents: Contents) -> StreamingHttpResponse:
    """The contents in the format asked for; raises `InvalidParameters` for too many rows."""
    form = request.form
    if form == "xlsx" and contents.count > exports.MAX_ROWS:
        raise _too_many(contents.count)
    response = StreamingHttpResponse(
        WRITERS[form](contents), content_type=formats.content_type(form)
    )
    name = f"{contents.name}-version-{request.snapshot.version}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Row-Count"] = str(contents.count)
    return response


WRITERS: dict[str, Callable[[Contents], Iterator]] = {
    "csv": lambda c: exports.csv_table(*c.table(), bom=c.bom),
    "xlsx": lambda c: exports.xlsx_table(*c.table(), c.about()),
    "ndjson": lambda c: exports.ndjson_of(c.data()),
    "geojson": lambda c: exports.geojson_of(*c.table(), c.place, c.about()),
    "zip": lambda c: exports.zip_of(c.package(), c.about()),
}


def of_list(request, listing: Listing, question: Question, key: str = "") -> Contents:
    """All records that a question selects; `key` is the id of the only one, where it is for one."""
    records, columns = question.records, listing.table.columns
    count = listing.row_count(records)
    if question.fields:
        columns = tuple(column for column in columns if column.name in question.fields)
    return Contents(
        name="-".join(filter(None, [listing.name, key])),
        count=count,
        table=lambda: listing.rows(records, columns),
        data=lambda: listing.all_results(question),
        package=lambda: listing.package(records),
        about=lambda: listing.about(request, question, count, key),
        place=listing.place,
        bom=question.bom,
    )


def of_rows(name: str, table: Table, rows: list[dict], about: Callable, **further) -> Contents:
    """Rows that are there already; `about` makes what the file says of itself."""
    return Contents(
        name=name,
        count=len(rows),
        table=lambda: (table.columns, rows),
        data=lambda: rows,
        package=lambda: [(table, rows)],
        about=about,
        **further,
    )


def of_one(request, listing: Listing, question: Question, record, as_data: Callable) -> Contents:
    """A record alone: the row that lists have of it, or in NDJSON all that is known of it."""
    only = replace(question, records=listing.records().filter(pk=record.pk))
    contents = of_list(request, listing, only, str(getattr(record, listing.key)))
    return replace(contents, data=lambda: [listing.data(record, question, as_data)])


def _too_many(rows: int) -> InvalidParameters:
    detail = _("A sheet holds at most %(most)d rows, and %(rows)d match. Take CSV, or filter.") % {
        "most": exports.MAX_ROWS,
        "rows": rows,
    }
    return InvalidParameters([{"name": "xlsx", "value": str(rows), "detail": detail}])
