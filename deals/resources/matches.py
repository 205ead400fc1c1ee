"""Where a project was found: the field that answers the question, where it is not its own name."""

from collections.abc import Iterator

from deals import tokens
from deals.models import Location
from deals.models.derived import chinese_run, places_on
from deals.resources.links import names

# A text that may hold a word: kind of field, text, its language (BCP 47, None: not known).
Field = tuple[str, str, str | None]


def with_matches(rows: list[dict], records: list, question: str) -> list[dict]:
    """The rows with `matched`: the fields that hold what the name does not, as in `shown`.

    One query for all rows, for the places around theirs; the records come from `in_rows`.
    """
    asked = tokens.terms(question)
    if not asked:
        return rows
    paths = [record.location__path or "" for record in records]
    places = places_on(filter(None, paths))
    return [
        {**row, "matched": matched(row, around(path, places), asked)}
        for row, path in zip(rows, paths, strict=True)
    ]


def around(path: str, places: dict[str, Location]) -> list[Location]:
    """The places of a path, the country first."""
    return [places[slug] for slug in path.strip("/").split("/") if slug in places]


def matched(row: dict, places: list[Location], asked: list[str]) -> list[dict]:
    """The fewest fields that together hold the terms that the project's own names lack.

    `row` is a project in its JSON shape, `places` are those around it.
    """
    local = row["local"]["text"] if row["local"] else ""
    own = tokens.index_text([row["id"], row["name"], local]).split()
    missing = set(asked) - tokens.held(asked, own)
    fields = list(_fields(row, places)) if missing else []
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


def _fields(row: dict, places: list[Location]) -> Iterator[Field]:
    """The texts that `derived.search_text` indexes, the most telling kind first."""
    for investor in row["investors"]:
        yield from texts_of("investor", investor)
    for place in reversed(places):
        yield from texts_of("place", names(place))
    yield ("place", chinese_run(places), "zh-Hans")
    if row["sector"]:
        yield from texts_of("sector", row["sector"])
    yield from texts_of("edition", row["edition"])


def texts_of(kind: str, named: dict) -> Iterator[Field]:
    """A record's name in each language, each text once."""
    local = named["local"] or {"text": "", "lang": None}
    known = {named["name"]: "en", named["name_zh"]: "zh-Hans"}
    for text in dict.fromkeys([named["name"], named["name_zh"], local["text"]]):
        if text:
            yield (kind, text, local["lang"] if text == local["text"] else known[text])
