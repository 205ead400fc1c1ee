"""The one way to search text: each word of the question begins a word of the project's.

`deals.tokens` says what a word is. A question of signs alone finds nothing; a blank one asks for
nothing, and keeps all projects.

A common word is met at once among the newest projects, while its list in the index has hundreds of
thousands of entries; a rare one costs next to nothing in the index, while looking for it along the
dates would read them all. So both are tried in this order, the first one for `RECENT` projects.
"""

from deals import tokens
from deals.models import Project
from deals.models.search_index import ALONG_THE_ORDER, BY_WORDS, planned

MAX_LENGTH = 200
MAX_WORDS = 12
RECENT = 10_000
# Above it a page says “more than” instead of counting.
MOST = 1_000


def words(question: str) -> list[str]:
    """The folded words; half- and full-width, case, accents, repeated words make no difference."""
    return tokens.words(question)


def matching(projects, question: str):
    """The projects whose names, investors, place, sector or conference hold every word."""
    if not question.strip():
        return projects
    asked = tokens.terms(question)
    return projects.filter(search__holds=asked) if asked else projects.none()


def newest(found, stop: int) -> list[int]:
    """The keys of the first so many of the projects that `matching` found, newest first."""
    recent = _among_recent(found, stop)
    if len(recent) == stop:
        return recent
    return _since(found, _newest_dates(found, stop), stop)


def counted(found, stop: int) -> tuple[int, list[int]]:
    """How many projects `matching` found, `MOST` + 1 where there are more; the keys of `newest`."""
    recent = _among_recent(found, MOST + 1)
    if len(recent) > MOST:
        return len(recent), recent[:stop]
    if len(recent) < stop:
        dates = _newest_dates(found, MOST + 1)
        return len(dates), _since(found, dates[:stop], stop)
    with planned(found.db, without=BY_WORDS):
        return found.order_by()[: MOST + 1].count(), recent[:stop]


def _among_recent(found, stop: int) -> list[int]:
    """The keys of the newest of those found, as far as they are among the `RECENT` newest."""
    dates = Project.objects.newest_first().values_list("date", flat=True)
    since = dates[RECENT : RECENT + 1].first()
    if since is None:
        return []
    with planned(found.db, without=ALONG_THE_ORDER):
        recent = found.filter(date__gte=since).newest_first()
        return list(recent.values_list("pk", flat=True)[:stop])


def _newest_dates(found, stop: int) -> list:
    """Dates alone come at a third of the cost of the whole order."""
    with planned(found.db, without=BY_WORDS):
        return list(found.order_by("-date").values_list("date", flat=True)[:stop])


def _since(found, dates: list, stop: int) -> list[int]:
    """The keys of the newest, which have these dates."""
    if not dates:
        return []
    with planned(found.db, without=BY_WORDS):
        last = found.filter(date__gte=dates[-1]).newest_first()
        return list(last.values_list("pk", flat=True)[:stop])
