"""Derived: the words by which /search/ finds what is no project, one table for all kinds.

An entry holds the tokens of a record's names, each behind the letter of its kind: so one index
answers for a kind without passing over the hits of the others. `write` renews the entries of what
it touched under the lock of the data version, so that nobody renames a conference meanwhile;
`check_data` proves them, and `rebuild` makes them anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from deals import tokens
from deals.models.conferences import Conference, Edition
from deals.models.derived import chinese_run, places_on
from deals.models.evidence import Source
from deals.models.places import Location
from deals.models.search_index import Holds, empty_index, renew_index, wrongly_indexed
from deals.models.sectors import Organization, Sector
from deals.models.version import BATCH, Change

LETTERS = {
    Conference: "c",
    Edition: "d",
    Location: "p",
    Organization: "i",
    Sector: "s",
    Source: "e",
}


class SearchEntryQuerySet(models.QuerySet):
    def of(self, model):
        return self.filter(kind=model._meta.model_name)

    def holding(self, model, terms: Iterable[str]):
        """The entries of the model whose words begin with these terms; there must be one.

        No condition on the kind: PostgreSQL would take it for one more thing that makes few.
        """
        return self.filter(search__holds=[LETTERS[model] + term for term in terms])

    def answering(self, model, terms: Iterable[str]):
        """Those that answer a question with these terms.

        A conference answers by its names, or by those of an edition with its label. A place
        answers by its names with those around it, unless the place around it answers by itself.
        """
        found = self.holding(model, terms)
        if model is Conference:
            editions = self.holding(Edition, terms).values("inside")
            either = Q(record__in=found.values("record")) | Q(record__in=editions)
            return self.of(Conference).filter(either)
        if model is Location:
            around = found.filter(kind=OuterRef("kind"), record=OuterRef("inside"))
            return found.filter(~Exists(around))
        return found

    def with_any(self, model, terms: Iterable[str]):
        """The entries of the model with a word that begins with one of the terms."""
        found = Q(pk__in=[])
        for term in terms:
            found |= Q(search__holds=[LETTERS[model] + term])
        return self.filter(found)

    def closest(self, model, size: int, most: int) -> tuple[int, list[int]]:
        """How many there are, at most `most` + 1; the keys of the first so many records.

        `size` is not above `most`. Few are sorted here; of many, the first ones are soon met along
        the order.
        """
        some = list(self.values_list("closeness", "record")[: most + 1])
        if len(some) <= most:
            # PostgreSQL gives bytes as a memoryview.
            in_order = sorted((bytes(closeness), record) for closeness, record in some)
            return len(some), [record for _closeness, record in in_order[:size]]
        # The condition on the kind is for the index that has this order.
        found = self.of(model).order_by("closeness")
        return len(some), list(found.values_list("record", flat=True)[:size])


class SearchEntry(models.Model):
    """The words of one record, named by its kind and primary key.

    `inside` is the record in which it lies: an edition's conference, the place around a place.
    `closeness` orders the answers of a kind as bytes: fewest words in the name, then the name, then
    the slug, by code points on both databases.
    """

    kind = models.CharField(max_length=12)
    record = models.BigIntegerField()
    inside = models.BigIntegerField(null=True)
    closeness = models.BinaryField()
    search = models.TextField(blank=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "record"], name="search_entry_of_one_record")
        ]
        indexes = [
            models.Index(fields=["kind", "closeness"], name="search_entry_closest_first"),
            models.Index(fields=["kind", "inside"], name="search_entry_inside"),
        ]

    def __str__(self):
        return f"{self.kind} {self.record}"


SearchEntry._meta.get_field("search").register_lookup(Holds)


# What an entry says


def entries_of(model, records: Iterable) -> list[SearchEntry]:
    """The entries of these records as they are stored now; what `_fetched` reads is at hand."""
    records = list(records)
    places = places_on(r.path for r in records) if model is Location else {}
    return [_entry(model, record, places) for record in records]


def _entry(model, record, places: dict[str, Location]) -> SearchEntry:
    texts, inside = _TEXTS[model](record, places)
    letter = LETTERS[model]
    return SearchEntry(
        kind=model._meta.model_name,
        record=record.pk,
        inside=inside,
        closeness=_closeness(shown_name(record), record.slug),
        search=" ".join(letter + token for token in tokens.index_text(texts).split()),
    )


def _closeness(name: str, slug: str) -> bytes:
    return len(tokens.words(name)).to_bytes(2) + f"{name}\0{slug}".encode()


def shown_name(record) -> str:
    """The name under which the answers show a record; a source is named by what it is."""
    if isinstance(record, Source):
        return " – ".join(filter(None, [record.title, record.publisher]))
    return record.label if isinstance(record, Edition) else record.name


def _of_conference(record: Conference, _places) -> tuple[list[str], None]:
    return [record.name, record.name_zh, record.name_local], None


def _of_edition(record: Edition, _places) -> tuple[list[str], int]:
    names, _inside = _of_conference(record.conference, _places)
    return [*names, record.label], record.conference_id


def _of_place(record: Location, places: dict[str, Location]) -> tuple[list[str], int | None]:
    """With the names around it; which alone are not enough, as the answer is the place around."""
    slugs = record.path.strip("/").split("/")
    around = [places[slug] for slug in slugs if slug in places]
    names = [name for place in around for name in (place.name, place.name_zh)]
    return [*names, chinese_run(around)], record.parent_id


_TEXTS = {
    Conference: _of_conference,
    Edition: _of_edition,
    Location: _of_place,
    Organization: lambda record, _places: ([record.name, record.name_local], None),
    Sector: lambda record, _places: ([record.name, record.name_zh], None),
    Source: lambda record, _places: ([record.title, record.publisher], None),
}


def _fetched(model) -> models.QuerySet:
    return Edition.objects.select_related("conference") if model is Edition else model.objects.all()


# Keeping them


def renew_entries(change: Change) -> None:
    """To be called by one writer at a time, when everything else of the change is stored."""
    for model, keys in _stale(change).items():
        ordered = sorted(keys)
        for start in range(0, len(ordered), BATCH):
            _renew(model, ordered[start : start + BATCH])


def _stale(change: Change) -> dict[type[models.Model], set[int]]:
    """By model the keys of what the change touched, and of what bears the names of that."""
    found = defaultdict(set)
    for model, key in change.before:
        if model in LETTERS:
            found[model].add(key)
    if Conference in found:
        within = Edition.objects.filter(conference__in=found[Conference])
        found[Edition].update(within.values_list("pk", flat=True))
    if Location in found:
        found[Location] |= _places_within(found[Location])
    return found


def _places_within(keys: set[int]) -> set[int]:
    """By the links upwards, as a condition on many paths is more than a database takes."""
    within, last = set(keys), keys
    while last:
        below = Location.objects.filter(parent__in=last).values_list("pk", flat=True)
        last = {*below} - within
        within |= last
    return within


def _renew(model, keys: list[int]) -> None:
    right = {
        entry.record: entry for entry in entries_of(model, _fetched(model).filter(pk__in=keys))
    }
    stored = SearchEntry.objects.of(model).filter(record__in=keys)
    wrong = [entry for entry in stored if not _same(entry, right.get(entry.record))]
    kept = {entry.record for entry in stored} - {entry.record for entry in wrong}
    gone, new = [e.pk for e in wrong], [e for key, e in right.items() if key not in kept]
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()
    if new:
        SearchEntry.objects.bulk_create(new, batch_size=BATCH)
    renew_index(SearchEntry, [*gone, *(entry.pk for entry in new)])


def _same(stored: SearchEntry | None, right: SearchEntry | None) -> bool:
    if stored is None or right is None:
        return False
    # PostgreSQL gives bytes as a memoryview.
    held = (stored.inside, bytes(stored.closeness), stored.search)
    return held == (right.inside, right.closeness, right.search)


def rebuild() -> None:
    """For a migration, and for what stored records past `write`. Nobody may write meanwhile."""
    SearchEntry.objects.all().delete()
    empty_index(SearchEntry)
    for model in LETTERS:
        for batch in _all_entries(model):
            SearchEntry.objects.bulk_create(batch, batch_size=BATCH)
            renew_index(SearchEntry, [entry.pk for entry in batch])


def _all_entries(model) -> Iterator[list[SearchEntry]]:
    """What the entries of a model should be, batch by batch."""
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        yield entries_of(model, _fetched(model).filter(pk__in=keys[start : start + BATCH]))


def wrong_entries() -> Iterator[str]:
    """Names of the records whose entry is not what they say, or is not in the index."""
    for model in LETTERS:
        stored = {entry.record: entry for entry in SearchEntry.objects.of(model)}
        for batch in _all_entries(model):
            kept = [(stored.pop(entry.record, None), entry) for entry in batch]
            yield from (str(entry) for old, entry in kept if not _same(old, entry))
            keys = [old.pk for old, _entry in kept if old]
            yield from map(str, wrongly_indexed(SearchEntry.objects.filter(pk__in=keys)))
        yield from map(str, stored.values())
