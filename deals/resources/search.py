"""What a question finds on the whole site, in groups, as plain data.

Projects come from the index. The other tables are small, so each name is held against the same rule
(`deals.tokens`) here.
"""

import difflib
from collections.abc import Iterable, Iterator

from deals import tokens
from deals.models import Conference, Edition, Location, Organization, Sector, Source
from deals.queries import ProjectQuery
from deals.resources.links import NAMES, edition_link, link, roots
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
        "count": query.matching.count(),
        "rows": with_matches(rows(records), records, question),
        "url": ProjectQuery({"q": [question]}, currency).page_url(),
    }


def _group(name: str, asked: list[str], size: int) -> dict:
    """`count`, the closest `rows`, and whether there are `more`."""
    found = sorted(_FIND[name](asked), key=_closeness)
    rows = [_row(each, asked) for each in found[:size]]
    return {"name": name, "count": len(found), "rows": rows, "more": len(found) > size}


def _closeness(named: dict) -> tuple[int, str, str]:
    return len(tokens.words(named["name"])), named["name"], named["id"]


def _row(named: dict, asked: list[str]) -> dict:
    """A link, with `matched`: the name that holds most of the terms, as in `matches.shown`.

    `as_shown` says whether that is the name in the page's language.
    """
    texts = list(texts_of("", named))
    kind, text, lang = max(texts, key=lambda each: len(tokens.held(asked, tokens.tokens(each[1]))))
    return {
        "as_shown": text == in_language(named)[0],
        "inside": [],
        **named,
        "matched": shown(kind, text, lang, asked),
    }


def _joined(*texts: str) -> str:
    return " · ".join(filter(None, texts))


def _names(record) -> str:
    return _joined(*(getattr(record, name, "") for name in NAMES[:3]))


def _named(model):
    fields = [name for name in NAMES if hasattr(model, name)]

    def find(asked: list[str]) -> Iterator[dict]:
        # Values, as a record would cost ten times what looking at its names does.
        for key, *values in model.objects.values_list("slug", *fields):
            texts = dict(zip(fields, values, strict=True))
            if tokens.holds(_joined(*(texts.get(name) for name in NAMES[:3])), asked):
                names = (texts.get(name, "") for name in NAMES)
                yield roots(model).link(key, *names)

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
            yield link(place)


def _conferences(asked: list[str]) -> Iterator[dict]:
    """A conference with those of its editions that match by its names and their label."""
    conferences = Conference.objects.in_bulk()
    names = {pk: _names(conference) for pk, conference in conferences.items()}
    labels = Edition.objects.newest_first().values_list("pk", "conference", "label")
    matching = [pk for pk, of, label in labels if tokens.holds(f"{names[of]} · {label}", asked)]
    editions: dict[int, list[dict]] = {}
    for edition in Edition.objects.filter(pk__in=matching).newest_first():
        edition.conference = conferences[edition.conference_id]
        editions.setdefault(edition.conference_id, []).append(edition_link(edition))
    for pk, conference in conferences.items():
        inside = editions.get(pk, [])
        if inside or tokens.holds(names[pk], asked):
            yield {**link(conference), "inside": inside}


def _sources(asked: list[str]) -> Iterator[dict]:
    columns = Source.objects.values_list("slug", "title", "publisher", "language")
    for key, title, publisher, language in columns:
        text = " – ".join(filter(None, [title, publisher]))
        if tokens.holds(text, asked):
            local = {"text": text, "lang": language or None}
            url = {"html_url": roots(Source).page(key), "as_shown": True}
            yield {"id": key, "name": text, "name_zh": None, "local": local, **url}


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
