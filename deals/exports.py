"""Projects as CSV: one list of columns, read and written in chunks, and a failure that shows."""

import csv
import logging
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from deals.models import Project, ProjectInvestor
from deals.money import DISPLAY_CURRENCIES

logger = logging.getLogger(__name__)

CHUNK = 500
BOM = "\ufeff"
# What makes a spreadsheet take a cell for a formula; the full-width ones in East Asian versions.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def safe_cell(value):
    """Text that a spreadsheet would run begins with an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def csv_of(projects, *, bom: bool = False) -> Iterator[str]:
    """The header and a row for each project; what breaks off says so, and is never complete."""
    try:
        yield (BOM if bom else "") + _lines([list(COLUMNS)])
        rows = (row(project) for project in fetched(projects).iterator(chunk_size=CHUNK))
        while chunk := list(islice(rows, CHUNK)):
            yield _lines(chunk)
    except Exception:
        logger.exception("An export broke off")
        remedy = _("The export broke off here. Download it again.")
        yield f"# INCOMPLETE: {remedy}\r\n"
        # The server closes the connection without the end of the body.
        raise


def fetched(projects):
    """All that a row reads; lists as attributes, since a manager costs more than the row."""
    links = ProjectInvestor.objects.select_related("organization")
    return projects.select_related(
        "edition__conference", "location", "sector", "source", "continues"
    ).prefetch_related(
        Prefetch("amounts", to_attr="stated"), Prefetch("investor_links", links, to_attr="links")
    )


def row(project: Project) -> list:
    return [safe_cell(read(project)) for read in COLUMNS.values()]


def _lines(rows: Iterable[list]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _slug(record) -> str | None:
    return record and record.slug


def _joined(values: Iterable) -> str:
    return ";".join("" if value is None else str(value) for value in values)


def _amounts(read):
    """What is reported in each currency: a number where there is one, else joined by semicolons."""

    def column(project: Project):
        values = [read(amount) for amount in project.stated]
        return values[0] if len(values) == 1 else _joined(values)

    return column


def _word(condition: bool) -> str:
    return "true" if condition else "false"


def _unconverted(project: Project) -> str:
    codes = [c for c in DISPLAY_CURRENCIES if getattr(project, f"unconverted_{c.lower()}")]
    return _joined(codes)


COLUMNS = {
    "ref": lambda p: p.ref,
    "name": lambda p: p.name,
    "name_local": lambda p: p.name_local,
    "edition": lambda p: p.edition.slug,
    "conference": lambda p: p.edition.conference.slug,
    "year": lambda p: p.year,
    "date": lambda p: p.date and p.date.isoformat(),
    "signed_on": lambda p: p.signed_on and p.signed_on.isoformat(),
    "location": lambda p: _slug(p.location),
    "location_path": lambda p: p.location and p.location.path.strip("/"),
    "sector": lambda p: _slug(p.sector),
    "investors": lambda p: _joined(link.organization.slug for link in p.links),
    "status": lambda p: p.status_shown,
    "commitment": lambda p: p.commitment,
    "amount": _amounts(lambda a: a.low),
    "amount_max": _amounts(lambda a: a.high if a.high != a.low else None),
    "currency": _amounts(lambda a: a.currency),
    "qualifier": _amounts(lambda a: a.bound),
    "invested_cny": lambda p: p.invested_cny_low,
    "invested_cny_high": lambda p: p.invested_cny_high,
    "invested_usd": lambda p: p.invested_usd_low,
    "invested_usd_high": lambda p: p.invested_usd_high,
    "bound": lambda p: p.amount_bound,
    "disclosed": lambda p: _word(p.disclosed),
    "unconverted": _unconverted,
    "jobs": lambda p: p.jobs,
    "jobs_qualifier": lambda p: p.jobs_qualifier,
    "output_value": lambda p: p.output_value,
    "output_currency": lambda p: p.output_currency,
    "output_qualifier": lambda p: p.output_qualifier,
    "output_cny": lambda p: p.output_cny,
    "output_usd": lambda p: p.output_usd,
    "resigns_only": lambda p: _word(p.resigns_only),
    "continues": lambda p: p.continues and p.continues.ref,
    "source": lambda p: p.source.slug,
    "source_url": lambda p: p.source.url,
}
