"""What a question finds on the whole site, in groups, as plain data.

Projects come from the index. The other tables are small, so each name is held against the same rule
(`deals.tokens`) here.
"""

import difflib
from collections.abc import Iterable, Iterator

from deals import stats, tokens
from deals.models import Conference, Edition, Location, Organization, Sector, Source
from deals.queries import ProjectQuery
from deals.resources.links import edition_link, html_url, link
from deals.resources.matches import shown, texts_of, with_matches
from deals.resources.rows import rows
from deals.resources.totals import in_language

GROUPS = ("conferences", "places", "investors", "sectors", "sources")
SHOWN, AT_MOST = 8, 200
SUGGESTIONS = 6


def search(question: str, currency: str, group: str = "") -> dict:
    """`projects` and `groups`; with the name of a group, only that one, with more of its rows."""
    asked = tokens.terms(question)
    names = [group] if group else GROUPS
    size = AT_MOST if group else SHOWN
    groups = [_group(name, asked, size) for name in names]
    found = {
        "projects": None if group else projects(question, currency),
        "groups": [each for each in groups if each["count"]],
        "group": group,
        "suggestions": [],
    }
    if not group and not found["groups"] and not found["projects"]["count"]:
        found["suggestions"] = suggestions(question)
    return found


def projects(question: str, currency: str) -> dict:
    """How many projects match and the first of them, in the order of the list."""
    query = ProjectQuery({"q": [question]}, currency, size=SHOWN)
    records = query.page_of(query.projects)
    return {
        "count": stats.totals(query.matching, currency).projects,
        "rows": with_matches(rows(records), records, question),
        "url": ProjectQuery({"q": [question]}, currency).page_url(),
    }


def _group(name: str, asked: list[str], size: int) -> dict:
    """`count`, the closest `rows`, and whether there are `more`."""
    rows = sorted(_FIND[name](asked), key=lambda row: (row["length"], row["name"], row["id"]))
    return {"name": name, "count": len(rows), "rows": rows[:size], "more": len(rows) > size}


def _row(named: dict, asked: list[str]) -> dict:
    """A link, with `matched`: the name that holds most of the terms, as in `matches.shown`.

    `as_shown` says whether that is the name in the page's language.
    """
    texts = list(texts_of("", named))
    kind, text, lang = max(texts, key=lambda each: len(tokens.held(asked, tokens.tokens(each[1]))))
    return {
        **named,
        "matched": shown(kind, text, lang, asked),
        "as_shown": text == in_language(named)[0],
        "length": len(tokens.words(named["name"])),
        "inside": [],
    }


def _names(record) -> str:
    texts = [getattr(record, name, "") for name in ("name", "name_zh", "name_local")]
    return " · ".join(filter(None, texts))


def _named(model):
    def find(asked: list[str]) -> Iterator[dict]:
        for record in model.objects.all():
            if tokens.holds(_names(record), asked):
                yield _row(link(record), asked)

    return find


def _places(asked: list[str]) -> Iterator[dict]:
    """By their names with those of the places around them, which alone must not be enough."""
    names, runs = {"": ""}, {"": ""}
    for place in Location.objects.in_tree_order():
        above = place.path.removesuffix(f"{place.slug}/")
        names[place.path] = f"{names.get(above, '')} · {_names(place)}"
        runs[place.path] = runs.get(above, "") + place.name_zh
        outside = f"{names.get(above, '')} · {runs.get(above, '')}"
        inside = f"{names[place.path]} · {runs[place.path]}"
        if tokens.holds(inside, asked) and not tokens.holds(outside, asked):
            yield _row(link(place), asked)


def _conferences(asked: list[str]) -> Iterator[dict]:
    """A conference with those of its editions that match by its names and their label."""
    editions: dict[int, list[dict]] = {}
    for edition in Edition.objects.select_related("conference").newest_first():
        if tokens.holds(f"{_names(edition.conference)} · {edition.label}", asked):
            editions.setdefault(edition.conference_id, []).append(edition_link(edition))
    for conference in Conference.objects.all():
        inside = editions.get(conference.pk, [])
        if inside or tokens.holds(_names(conference), asked):
            yield {**_row(link(conference), asked), "inside": inside}


def _sources(asked: list[str]) -> Iterator[dict]:
    for record in Source.objects.all():
        text = " – ".join(filter(None, [record.title, record.publisher]))
        if tokens.holds(text, asked):
            local = {"text": text, "lang": record.language or None}
            named = {"name": text, "name_zh": None, "local": local}
            found = _row({"id": record.slug, "html_url": html_url(record), **named}, asked)
            yield {**found, "as_shown": True}


_FIND = {
    "conferences": _conferences,
    "places": _places,
    "investors": _named(Organization),
    "sectors": _named(Sector),
    "sources": _sources,
}


# Nothing found


def suggestions(question: str) -> list[dict]:
    """Links to records with a name that holds a word much like one of the question's."""
    by_word: dict[str, list] = {}
    for model in (Location, Conference, Organization, Sector):
        for record in model.objects.all():
            for word in tokens.tokens(f"{record.name} {getattr(record, 'name_zh', '')}"):
                by_word.setdefault(word, []).append(record)
    close = [word for term in tokens.terms(question) for word in _close(term, by_word)]
    found = dict.fromkeys(record for word in close for record in by_word[word])
    return [link(record) for record in list(found)[:SUGGESTIONS]]


def _close(term: str, known: Iterable[str]) -> list[str]:
    if term in known:
        return [term]
    # Comparing is slow; a word of quite another length is no slip of the finger.
    near = [word for word in known if abs(len(word) - len(term)) <= 2]
    return difflib.get_close_matches(term, near, 2, cutoff=0.7)
