"""Which proposal stands for which wanted one, and whether names and places mean the same.

Proposals and what is wanted (gold) are compared as plain dicts, both in the form that
`manage.py read_article --json` prints. A span is (start, end) in characters of the article.
"""

from collections.abc import Callable, Iterator

from deals.names import name_key, normalise
from deals.tokens import tokens

Record = dict
Pairs = list[tuple[Record, Record]]


def span_of(record: Record, article: str) -> tuple[int, int]:
    """Where the phrase stands: as said, or else found by its sentence; (0, 0) if it cannot be."""
    if record.get("end"):
        return record["start"], record["end"]
    if "start" in record:
        return record["start"], record["start"] + len(record["text"])
    sentence, text = record.get("sentence") or record["text"], record["text"]
    start, inside = article.find(sentence), sentence.find(text)
    if not text or start < 0 or inside < 0:
        return 0, 0
    return start + inside, start + inside + len(text)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """The number of characters that two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def pair_figures(wanted: list[Record], proposed: list[Record], article: str) -> Pairs:
    def closeness(one, other):
        shared = overlap(span_of(one, article), span_of(other, article))
        equal = amount_of(one) == amount_of(other)
        if not (shared or equal):
            return None
        return equal, shared, one["metric"] == other["metric"]

    return _best(wanted, proposed, closeness)


def pair_projects(wanted: list[Record], proposed: list[Record], article: str) -> Pairs:
    def closeness(one, other):
        shared = overlap(span_of(one, article), span_of(other, article))
        equal = one["amount"] is not None and amount_of(one) == amount_of(other)
        common = len(investors_of(one) & investors_of(other))
        return (equal, common, shared) if shared or equal or common else None

    return _best(wanted, proposed, closeness)


def amount_of(record: Record) -> tuple[int | None, str]:
    return record["value"] if "value" in record else record["amount"], record["currency"]


def investors_of(project: Record) -> set[str]:
    return {name_key(name) for name in project["investors"]}


def same_name(one: str, other: str) -> bool:
    """At least half of the words (for Chinese: pairs of characters) of the shorter name."""
    ours, theirs = tokens(one), tokens(other)
    return 2 * len(ours & theirs) >= min(len(ours), len(theirs)) > 0


def same_place(one: Record, other: Record) -> bool:
    """The same slug; where neither place is a known one, one written name within the other."""
    if one["location"] or other["location"]:
        return one["location"] == other["location"]
    ours, theirs = normalise(one.get("place") or ""), normalise(other.get("place") or "")
    return ours == theirs or bool(ours and theirs and (ours in theirs or theirs in ours))


def has_place(record: Record) -> bool:
    return bool(record["location"] or record.get("place"))


def _best(wanted, proposed, closeness: Callable[[Record, Record], tuple | None]) -> Pairs:
    """The closest pair first, and of equally close ones the earlier; nothing is in two pairs."""
    found = sorted(_candidates(wanted, proposed, closeness), key=lambda each: each[0], reverse=True)
    free_wanted, free_proposed = set(range(len(wanted))), set(range(len(proposed)))
    pairs = []
    for _closeness, i, j in found:
        if i in free_wanted and j in free_proposed:
            free_wanted.remove(i)
            free_proposed.remove(j)
            pairs.append((i, j))
    return [(wanted[i], proposed[j]) for i, j in sorted(pairs)]


def _candidates(wanted, proposed, closeness) -> Iterator[tuple[tuple, int, int]]:
    for i, one in enumerate(wanted):
        for j, other in enumerate(proposed):
            if (close := closeness(one, other)) is not None:
                yield close, i, j
