"""What a file says of itself: which question it answers, as of when, and how to cite it."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from deals.models.version import Snapshot
from deals.queries import PER_PAGE, ProjectQuery
from deals.resources import facets
from deals.resources.links import site

LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
# Files tell the day, not the minute: within a day and a data version they stay the same.
NEVER = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class About:
    """The question of a download and its circumstances; `rows` is how many records answer it.

    `currency` is blank where nothing was converted.
    """

    title: str
    address: str
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    currency: str
    ordering: tuple[str, ...]
    rows: int
    day: datetime.date
    snapshot: Snapshot

    @property
    def site(self) -> str:
        return _("Conference Deals")

    @property
    def changed_at(self) -> datetime.datetime:
        return self.snapshot.changed_at or NEVER

    @property
    def filter_in_words(self) -> str:
        """Status: Signed or Operating; Place: Sichuan."""
        if not self.filters:
            return _("None: everything that is held.")
        either = _(" or ")
        named = [f"{name}{colon()}{either.join(values)}" for name, values in self.filters]
        return pgettext("between statements", "; ").join(named)

    @property
    def citation(self) -> str:
        return _("Conference Deals, %(title)s, data version %(version)d, %(date)s, %(address)s") % {
            "title": self.title,
            "version": self.snapshot.version,
            "date": self.day.isoformat(),
            "address": self.address,
        }

    @property
    def facts(self) -> list[tuple[str, str | int | datetime.date]]:
        """Label and value of each thing that a reader of the file has to know."""
        return [
            (_("Title"), self.title),
            (_("Filter"), self.filter_in_words),
            (_("Order of rows"), ", ".join(self.ordering)),
            *([(_("Currency of amount filters"), self.currency)] if self.currency else []),
            (_("Rows"), self.rows),
            (_("Address"), self.address),
            (_("Downloaded on (UTC)"), self.day),
            (_("Data version"), self.snapshot.version),
            (_("Last change (UTC)"), f"{self.changed_at:%Y-%m-%d %H:%M}"),
            (_("Licence"), f"CC BY 4.0, {LICENCE_URL}"),
            (_("Attribution"), attribution()),
            (_("Cite as"), self.citation),
        ]


def about(query: ProjectQuery, title: str, rows: int, day, snapshot: Snapshot) -> About:
    return About(
        title=title,
        address=site.get() + query.change(size=PER_PAGE[0]).page_url(),
        filters=_filters(query),
        currency=query.currency,
        ordering=query.ordering,
        rows=rows,
        day=day,
        snapshot=snapshot,
    )


def colon() -> str:
    return pgettext("between a filter and its value", ": ")


def _filters(query: ProjectQuery) -> tuple:
    """Each filter with its values, both by their names."""
    named: dict[str, list[str]] = {}
    for chip in facets.chips(query):
        named.setdefault(str(chip["name"]), []).append(str(chip["value"]))
    return tuple((name, tuple(values)) for name, values in named.items())


def attribution() -> str:
    """What has to be said beside any use of the data."""
    return _(
        "Facts and figures compiled by Conference Deals from the cited public sources. "
        "Coordinates: GeoNames, CC BY 4.0. Exchange rates: European Central Bank."
    )
