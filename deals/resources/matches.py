"""Where a project was found: the field that answers the question, where it is not its own name."""

from collections.abc import Iterator

from deals import tokens
from deals.models import Location, Project
from deals.models.derived import chinese_run, places_around
from deals.resources.links import edition_link, names

# A text that may hold a word: kind of field, text, its language (BCP 47, None: not known).
Field = tuple[str, str, str | None]


def with_matches(rows: list[dict], records: list[Project], question: str) -> list[dict]:
    """The rows with `matched`: the fields that hold what the name does not, as in `shown`.

    One query for all rows, for the places around theirs; the records come from `with_names`.
    """
    asked = tokens.terms(question)
    if not asked:
        return rows
    places = places_around(records)
    return [
        {**row, "matched": matched(record, asked, places)}
        for row, record in zip(rows, records, strict=True)
    ]


def matched(record: Project, asked: list[str], places: dict[str, Location]) -> list[dict]:
    """The fewest fields that together hold the terms that the project's own names lack."""
    own = tokens.index_text([record.ref, record.name, record.name_local]).split()
    missing = set(asked) - tokens.held(asked, own)
    fields = list(_fields(record, places)) if missing else []
    found = []
    while missing:
        best = max(fields, key=lambda field: len(_held(missing, field)), default=None)
        if best is None or not _held(missing, best):
            break  # the record was renamed after its words were stored: `check_data` says so
        missing -= _held(missing, best)
        found.append(shown(*best, asked))
    return found


def _held(missing: set[str], field: Field) -> set[str]:
    return tokens.held(missing, tokens.tokens(field[1]))


def shown(kind: str, text: str, lang: str | None, asked: list[str]) -> dict:
    """A field as it is shown: `kind`, `lang`, and `parts`, each with whether it is what matches."""
    parts = [{"text": part, "hit": hit} for part, hit in tokens.marked(text, asked)]
    return {"kind": kind, "lang": lang, "parts": parts}


def _fields(record: Project, places: dict[str, Location]) -> Iterator[Field]:
    """The texts that `derived.search_text` indexes, the most telling kind first."""
    for row in record.investor_links.all():
        yield from texts_of("investor", names(row.organization))
    path = record.location.path.strip("/").split("/") if record.location else []
    around = [places[slug] for slug in path if slug in places]
    for place in reversed(around):
        yield from texts_of("place", names(place))
    yield ("place", chinese_run(around), "zh-Hans")
    if record.sector:
        yield from texts_of("sector", names(record.sector))
    yield from texts_of("edition", edition_link(record.edition))


def texts_of(kind: str, named: dict) -> Iterator[Field]:
    """A record's name in each language, each text once."""
    local = named["local"] or {"text": "", "lang": None}
    known = {named["name"]: "en", named["name_zh"]: "zh-Hans"}
    for text in dict.fromkeys([named["name"], named["name_zh"], local["text"]]):
        if text:
            yield (kind, text, local["lang"] if text == local["text"] else known[text])
