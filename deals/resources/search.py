"""What a question finds on the whole site, in groups, as plain data.

Projects come from their own index, everything else from the entries of `models.search_entries`: the
same rule (`deals.tokens`) for both. Counts end at `MOST`, as counting the hits of a common word
takes longer than all the rest of the page.
"""

import difflib
from collections.abc import Iterable

from deals import tokens
from deals.models import (
    Conference,
    Edition,
    Location,
    Organization,
    SearchEntry,
    Sector,
    Source,
)
from deals.models.search_entries import shown_name
from deals.queries import ProjectQuery
from deals.resources.links import edition_link, link, roots
from deals.resources.matches import shown, texts_of, with_matches
from deals.resources.rows import rows
from deals.resources.totals import in_language
from deals.search import MOST, counted

MODELS = {
    "conferences": Conference,
    "places": Location,
    "investors": Organization,
    "sectors": Sector,
    "sources": Source,
}
GROUPS = tuple(MODELS)
SHOWN, AT_MOST = 8, 200
# Nothing found: how many records of a kind are looked at for each way to come by them.
SUGGESTIONS, LOOKED_AT, TERMS = 6, 500, 6


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
    """How many projects match, and the first of them, in the order of the list."""
    query = ProjectQuery({"q": [question]}, currency)
    number, keys = counted(query.matching, SHOWN)
    records = list(query.projects.in_rows().filter(pk__in=keys))
    return {
        **_counted(number),
        "rows": with_matches(rows(records), records, question),
        "url": query.page_url(),
    }


def _counted(number: int) -> dict:
    """`count`, at most `MOST`, and whether there are `more_than` that."""
    return {"count": min(number, MOST), "more_than": number > MOST}


def _group(name: str, asked: list[str], size: int) -> dict:
    """The closest `rows`, how many there are, and whether there are `more` than the rows."""
    if not asked:
        return {"name": name, **_counted(0), "rows": [], "more": False}
    model = MODELS[name]
    number, keys = SearchEntry.objects.answering(model, asked).closest(model, size, MOST)
    return {
        "name": name,
        **_counted(number),
        "rows": [_row(each, asked) for each in _links(model, keys, asked)],
        "more": number > size,
    }


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


def _links(model, keys: list[int], asked: list[str]) -> list[dict]:
    """A link to each of the records, a conference's with those of its editions that match."""
    records = model.objects.in_bulk(keys)
    if model is Source:
        return [_source_link(records[key]) for key in keys]
    links = [link(records[key]) for key in keys]
    if model is not Conference:
        return links
    inside = _editions(records, asked)
    return [{**each, "inside": inside.get(key, [])} for key, each in zip(keys, links, strict=True)]


def _editions(conferences: dict[int, Conference], asked: list[str]) -> dict[int, list[dict]]:
    """By the key of the conference: links to the editions that match, the newest first."""
    matching = SearchEntry.objects.holding(Edition, asked).filter(inside__in=conferences)
    found: dict[int, list[dict]] = {}
    for edition in Edition.objects.filter(pk__in=matching.values("record")).newest_first():
        edition.conference = conferences[edition.conference_id]
        found.setdefault(edition.conference_id, []).append(edition_link(edition))
    return found


def _source_link(source: Source) -> dict:
    name = shown_name(source)
    local = {"text": name, "lang": source.language or None}
    url = {"html_url": roots(Source).page(source.slug), "as_shown": True}
    return {"id": source.slug, "name": name, "name_zh": None, "local": local, **url}


# Nothing found


def suggestions(question: str) -> list[dict]:
    """Links to records with a name that holds a word much like one of the question's.

    Of each kind those are looked at that have one of the first `TERMS` terms, and those with a
    word that begins as one of them does; of both the `LOOKED_AT` with the shortest names.
    """
    asked = tokens.terms(question)[:TERMS]
    by_word: dict[str, list] = {}
    for model in (Location, Conference, Organization, Sector) if asked else ():
        for record in _alike(model, asked):
            for word in tokens.tokens(f"{record.name} {getattr(record, 'name_zh', '')}"):
                by_word.setdefault(word, []).append(record)
    close = [word for term in asked for word in _close(term, by_word)]
    found = dict.fromkeys(record for word in close for record in by_word[word])
    return [link(record) for record in list(found)[:SUGGESTIONS]]


def _alike(model, asked: list[str]):
    keys: set[int] = set()
    for beginnings in (asked, sorted({each for term in asked for each in _beginnings(term)})):
        found = SearchEntry.objects.with_any(model, beginnings)
        keys.update(found.closest(model, LOOKED_AT, LOOKED_AT)[1])
    return model.objects.filter(pk__in=keys)


def _beginnings(term: str) -> set[str]:
    """Its first two characters, also the other way round: slips seldom come first."""
    return {term[:2], term[1::-1]}


def _close(term: str, known: Iterable[str]) -> list[str]:
    if term in known:
        return [term]
    # Comparing is slow; a word of quite another length or beginning is no slip of the finger.
    beginnings = tuple(_beginnings(term))
    near = [w for w in known if abs(len(w) - len(term)) <= 2 and w.startswith(beginnings)]
    return difflib.get_close_matches(term, near, 2, cutoff=0.7)
