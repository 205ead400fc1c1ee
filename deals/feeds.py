"""Atom feeds of what changed last: among projects, of a conference, of all public records.

An entry has the id of its record's English page, so a reader knows it again in any feed and
language. Parameters are strict, as in the API: a feed that ignored a filter would go unnoticed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from deals import errors, parameters, resources
from deals.addresses import Deleted, Moved, find
from deals.citing import filters_in_words
from deals.filters import ProjectFilter
from deals.models import Conference, Edition, Project, ReportedFigure
from deals.public import public
from deals.queries import ProjectQuery, address
from deals.resources import descriptions, facets
from deals.resources.changes import latest
from deals.resources.links import PAGES, html_url, page_of

ENTRIES = 50
EPOCH = datetime.fromtimestamp(0, tz=UTC)
READERS = {"currency": parameters.currency}
RIGHTS = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
# XML cannot hold these, escaped or not.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """One changed record; `path` is its page in the feed's language, `permanent` in English."""

    title: str
    path: str
    permanent: str
    updated: datetime
    summary: str
    published: datetime | None = None


@dataclass(frozen=True)
class Contents:
    """A feed: its own address, the page that it belongs to, its entries, the newest first."""

    title: str
    own: str
    path: str
    entries: list[Entry]
    currency: str = "CNY"


class Feed(Atom1Feed):
    """Dated by the data: Django would date an empty one by the clock, and each answer anew."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=self.feed["changed_at"])


def atom(view):
    """A public feed: read in one snapshot, with an ETag; what is wrong is said in plain words."""

    @public
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return written(request, view(request, *args, **kwargs))
        except parameters.InvalidParameters as error:
            return errors.bad_request(request, detail=str(error))
        except Deleted:
            return errors.gone(request)
        except Moved as moved:
            return redirect(reverse("conference-feed", args=[moved.key]), permanent=True)

    return answer


def written(request: HttpRequest, contents: Contents) -> HttpResponse:
    site = f"{request.scheme}://{request.get_host()}"
    language = "zh-Hans" if translation.get_language() == "zh-hans" else "en"
    root = reverse("home")
    feed = Feed(
        title=clean(contents.title),
        link=site + contents.path,
        description=None,
        language=language,
        author_name=_("Conference Deals"),
        feed_url=site + contents.own,
        feed_guid=site + english(contents.own, root),
        feed_copyright=RIGHTS,
        changed_at=request.snapshot.changed_at or EPOCH,
    )
    for entry in contents.entries:
        feed.add_item(
            title=clean(entry.title),
            link=site + address(entry.path, kept(contents.currency)),
            description=escape(clean(entry.summary)),
            unique_id=site + entry.permanent,
            updateddate=entry.updated,
            pubdate=entry.published,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def clean(text: str) -> str:
    return UNWRITABLE.sub("", text)


def english(path: str, root: str) -> str:
    """The address of the same thing without the language of `root`, the home page."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("home") + path.removeprefix(root)


# The feeds


@atom
def projects(request):
    """The projects that the filters select, those changed last first."""
    with parameters.strict(request.GET, [*READERS, *ProjectFilter.names()]):
        query = ProjectQuery.from_page(request.GET)
    filters = filters_in_words(facets.chips(query))
    title = _("Conference Deals: projects, %(filters)s") % {"filters": filters}
    title = title if filters else _("Conference Deals: projects")
    records = query.matching.with_names().order_by("-updated_at", "-pk")[:ENTRIES]
    entries = [of_project(record, query.currency) for record in records]
    return Contents(title, query.feed_url(), query.page_url(), entries, query.currency)


@atom
def conference(request, slug):
    """Projects, editions and reported figures of a conference."""
    currency = asked_currency(request)
    record = find(Conference.objects.all(), slug)
    editions = Edition.objects.filter(conference=record).with_names()
    figures = ReportedFigure.objects.filter(editions__in=editions.values("pk")).distinct()
    entries = [
        *(of_project(p, currency) for p in newest(Project.objects.of_conference(record))),
        *(of_edition(e) for e in newest(editions)),
        *(of_figure(f) for f in newest(figures)),
    ]
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    name = descriptions.name(resources.conference(record))
    title = _("Conference Deals: %(name)s") % {"name": name}
    own = address(reverse("conference-feed", args=[slug]), kept(currency))
    return Contents(title, own, html_url(record), entries[:ENTRIES], currency)


@atom
def changes(request):
    """The latest changes of all public records."""
    currency = asked_currency(request)
    title, entries = _("Conference Deals: latest changes"), map(of_change, latest(ENTRIES))
    own = address(reverse("changes-feed"), kept(currency))
    return Contents(title, own, reverse("changes"), list(entries), currency)


def asked_currency(request) -> str:
    with parameters.strict(request.GET, READERS):
        return parameters.read(request.GET, READERS, {"currency": "CNY"})["currency"]


def kept(currency: str) -> list[tuple[str, str]]:
    """The currency as a parameter of an address, where it is not the default."""
    return [("currency", currency)] if currency != "CNY" else []


def newest(records):
    return records.with_names().order_by("-updated_at", "-pk")[:ENTRIES]


# Entries


def of_project(record: Project, currency: str) -> Entry:
    found = resources.project(record)
    return entry(record, descriptions.name(found), descriptions.of_project(found, currency))


def of_edition(record: Edition) -> Entry:
    found = resources.edition(record)
    return entry(record, descriptions.name(found), descriptions.of_edition(found))


def of_figure(record: ReportedFigure) -> Entry:
    colon = pgettext("between a label and what it says", ": ")
    title = f"{_('Reported figure')}{colon}{record.as_written}"
    return entry(record, title, descriptions.of_figure(resources.figure(record)))


def entry(record, title: str, summary: str) -> Entry:
    path, root = html_url(record), reverse("home")
    at = {"updated": record.updated_at, "published": record.created_at}
    return Entry(title, path, english(path, root), summary=summary, **at)


def of_change(change: dict) -> Entry:
    """What was deleted or merged keeps the id that it had; its address tells what became of it."""
    model = next(m for m, (_page, kind) in PAGES.items() if kind == change["kind"])
    own, root = page_of(model, change["id"]), reverse("home")
    named = change["named"]
    return Entry(
        title=descriptions.name(named) if named else change["id"],
        path=change["html_url"] or own,
        permanent=english(own, root),
        updated=datetime.fromisoformat(change["at"]),
        summary=descriptions.of_change(change),
    )
