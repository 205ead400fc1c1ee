"""Records that may be one and the same: projects, organizations and places.

Asked for one record that is being saved, for 20,000 rows of an import, and for all that is stored.
The number of queries does not depend on how many are asked for, nor does each record meet more
than a few others: only those that share a rare word, or amount and place.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from deals.duplicates.candidates import AMOUNT_AND_PLACE, NAME, Candidate, Match
from deals.duplicates.kinds import KINDS, stored_amounts
from deals.models import Distinct, Project
from deals.similarity import Name, numbered, taken_apart

__all__ = [
    "AMOUNT_AND_PLACE",
    "NAME",
    "Candidate",
    "Match",
    "possible_duplicates",
    "stored_amounts",
    "stored_candidates",
]

MOST = 5  # matches of one record: who has more has to look at the list anyway
FEW = 10  # records asked for
CROWD = 40  # more records than this share no rare word
MOST_COMPARED = 100
IN_QUERY = 5_000
STARTS = 4  # letters; so that a misspelt word meets the right one


def possible_duplicates(
    candidates: Iterable[Candidate], model=Project, *, among_stored: bool = True
) -> dict[Hashable, list[Match]]:
    """By candidate's key: what it may be the same as, the likest first; others are left out.

    Candidates are compared with each other and, `among_stored`, with the stored records of the
    same edition. A pair that an editor has called different is none. 4 queries at most for
    editions of any size.
    """
    asked = [_prepared(candidate, model) for candidate in candidates]
    known = {candidate.pk for candidate in asked if candidate.pk}
    stored = list(_stored(model, asked, without=known)) if among_stored else []
    everyone = (_Crowd if len(asked) > FEW else _Few)([*asked, *stored], KINDS[model])
    apart = _said_to_be_different(model, known)
    found = {}
    for position, candidate in enumerate(asked):
        matches = _matches(candidate, everyone.near(position), apart, len(asked), everyone)
        if matches:
            found[candidate.key] = matches
    return found


def stored_candidates(model, records=None) -> list[Candidate]:
    """The records of the queryset, all of the model by default, as candidates keyed by pk."""
    return list(KINDS[model].stored(model.objects.all() if records is None else records))


def _matches(candidate, near, apart, asked: int, everyone) -> list[Match]:
    found = []
    for position in near:
        other = everyone.records[position]
        if candidate.numbered != other.numbered or _follows(candidate, other):
            continue
        if _pair(candidate, other) in apart:
            continue
        why, score = everyone.kind.compare(candidate, other)
        if why:
            key = other.key if position < asked else None
            found.append(Match(other.pk, other.ref, other.name, key, frozenset(why), score))
    found.sort(key=lambda match: (-len(match.why), -match.likeness, match.pk or 0))
    return found[:MOST]


def _pair(one: Candidate, other: Candidate) -> tuple[int, int] | None:
    return tuple(sorted((one.pk, other.pk))) if one.pk and other.pk else None


def _follows(one: Candidate, other: Candidate) -> bool:
    """Whether one of the projects enlarges or re-signs the other: that makes two."""
    return bool(
        (one.continues_id and one.continues_id == other.pk)
        or (other.continues_id and other.continues_id == one.pk)
    )


def _said_to_be_different(model, keys: set[int]) -> set[tuple[int, int]]:
    answers = Distinct.objects.of_kind(model)
    return (answers.about(keys) if len(keys) < IN_QUERY else answers).pairs()


def _prepared(candidate: Candidate, model) -> Candidate:
    texts = [text for text in (candidate.name, candidate.name_local) if text]
    names = tuple(dict.fromkeys(_name(model, text) for text in texts))
    return replace(candidate, names=names, numbered=numbered(names))


@lru_cache(maxsize=65_536)
def _name(model, text: str) -> Name:
    return taken_apart(KINDS[model].plain(text))


def _stored(model, asked: list[Candidate], without: set[int]) -> Iterator[Candidate]:
    for candidate in KINDS[model].stored(KINDS[model].around(asked)):
        if candidate.pk not in without:
            yield _prepared(candidate, model)


# Who is near whom


class _Few:
    """Everyone is near a few: cheaper than finding out who shares what."""

    def __init__(self, records: list[Candidate], kind):
        self.records, self.kind = records, kind

    def near(self, position: int) -> Iterator[int]:
        return (other for other in range(len(self.records)) if other != position)


class _Crowd:
    """All records by the words that they share; a record is near those it shares rare ones with."""

    def __init__(self, records: list[Candidate], kind):
        self.records, self.kind = records, kind
        self._shared: dict[Hashable, list[int]] = defaultdict(list)
        self._scopes = [(kind.scope(record), record.numbered) for record in records]
        self._counts = Counter(
            (scope, word)
            for scope, record in zip(self._scopes, records, strict=True)
            for word in {word for name in record.names for word in name.tokens}
        )
        self._blocks = [list(self._blocks_of(position)) for position in range(len(records))]
        for position, blocks in enumerate(self._blocks):
            for block in blocks:
                self._shared[block].append(position)

    def near(self, position: int) -> list[int]:
        found: dict[int, None] = {}
        for block in self._blocks[position]:
            # The first few stand for a crowd: all of them are alike, and a list names `MOST`.
            most = CROWD if block[1] in ("word", "two", "start") else 2 * MOST
            found.update(dict.fromkeys(self._shared[block][: most + 1]))
            if len(found) > MOST_COMPARED:
                break
        found.pop(position, None)
        return list(found)

    def _blocks_of(self, position: int) -> Iterator[Hashable]:
        """What the record shares with those that it may be, the most telling first."""
        scope, record = self._scopes[position], self.records[position]
        for name in record.names:
            yield scope, "text", name.text
            yield scope, "name", name.key
        for amount in record.amounts if record.location_id else ():
            yield scope, "amount", record.location_id, amount
        for name in record.names:
            yield from self._rare_words(scope, name)

    def _rare_words(self, scope, name: Name) -> Iterator[Hashable]:
        rarest = sorted(name.tokens, key=lambda word: (self._counts[scope, word], word))
        # Two names that share ¾ of their words share one of the rarer half of either.
        rarest = rarest[: len(rarest) // 2 + 1]
        rare = [word for word in rarest if self._counts[scope, word] <= CROWD]
        yield from ((scope, "word", word) for word in rare)
        if not rare:
            yield from ((scope, "two", two) for two in combinations(sorted(rarest[:4]), 2))
        for word in name.tokens:
            if word.isascii() and len(word) > STARTS and self._counts[scope, word] <= CROWD:
                yield scope, "start", word[:STARTS]
