"""The names that the database knows: places, conferences, organizations, sectors, publishers.

Read once for each article, in one query a table. With an empty database it knows nothing, and
intake keeps the names as they are written.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from deals.intake.sector_words import SECTOR_WORDS
from deals.models import Conference, Edition, Location, Organization, Sector, Source
from deals.names import name_key
from deals.tokens import fold

WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
HAN = re.compile("[\u3400-\u9fff]")
PLACE_SUFFIX = re.compile(
    "(?<=..)(?:省|市|县|区|州|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)$"
)
BRACKETS = re.compile(r"\s*[(（][^)）]*[)）]")
LONGEST_NAME = 12  # words, or characters of Chinese


@dataclass(frozen=True)
class Known:
    """A stored record. `inside`: slugs of the places from the country down to this one."""

    slug: str
    name: str
    name_zh: str = ""
    kind: str = ""
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    text: str
    known: tuple[Known, ...]


@dataclass(frozen=True)
class KnownEdition:
    slug: str
    label: str
    year: int
    ordinal: int | None


class Names:
    """Finds names in running text, the longest first; time linear in the text."""

    def __init__(self, *, capitals: bool = False):
        self.capitals = capitals
        self._words: dict[tuple[str, ...], list[Known]] = defaultdict(list)
        self._han: dict[str, list[Known]] = defaultdict(list)
        self._first_words: dict[str, int] = {}
        self._first_han: dict[str, int] = {}

    def add(self, name: str, known: Known) -> None:
        if HAN.search(name):
            plain = BRACKETS.sub("", name)
            if len(plain) > 1 and known not in self._han[plain]:
                self._han[plain].append(known)
                longest = self._first_han.get(plain[:2], 0)
                self._first_han[plain[:2]] = max(longest, len(plain))
            return
        key = tuple(fold(word) for word in WORD.findall(BRACKETS.sub("", name)))
        if key and known not in self._words[key]:
            self._words[key].append(known)
            self._first_words[key[0]] = max(self._first_words.get(key[0], 0), len(key))

    def find(self, text: str) -> list[Mention]:
        return sorted(
            [*self._in_words(text), *self._in_han(text)], key=lambda each: (each.start, -each.end)
        )

    def _in_words(self, text: str) -> Iterable[Mention]:
        if not self._first_words:
            return
        words = [(each.start(), each.end(), fold(each[0])) for each in WORD.finditer(text)]
        at = 0
        while at < len(words):
            step = 1
            start = words[at][0]
            longest = self._first_words.get(words[at][2], 0)
            if longest and not (self.capitals and text[start].islower()):
                for size in range(min(longest, len(words) - at), 0, -1):
                    key = tuple(word for _start, _end, word in words[at : at + size])
                    if key in self._words:
                        end = words[at + size - 1][1]
                        yield Mention(start, end, text[start:end], tuple(self._words[key]))
                        step = size
                        break
            at += step

    def _in_han(self, text: str) -> Iterable[Mention]:
        at = 0
        while self._first_han and at < len(text):
            longest, step = self._first_han.get(text[at : at + 2], 0), 1
            for size in range(longest, 1, -1):
                name = text[at : at + size]
                if name in self._han:
                    yield Mention(at, at + size, name, tuple(self._han[name]))
                    step = size
                    break
            at += step


@dataclass
class Gazetteer:
    places: Names = field(default_factory=lambda: Names(capitals=True))
    conferences: Names = field(default_factory=Names)
    organizations: Names = field(default_factory=lambda: Names(capitals=True))
    sectors: Names = field(default_factory=Names)
    all_conferences: list[Known] = field(default_factory=list)
    editions: dict[str, list[KnownEdition]] = field(default_factory=lambda: defaultdict(list))
    publishers: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Gazetteer":
        known = cls()
        known._read_places()
        known._read_conferences()
        known._read_organizations()
        known._read_sectors()
        known._read_sources()
        return known

    def _read_places(self) -> None:
        rows = Location.objects.values_list("slug", "name", "name_zh", "kind", "path")
        for slug, name, name_zh, kind, path in rows.order_by("path"):
            place = Known(slug, name, name_zh, kind, tuple(path.strip("/").split("/")))
            for each in {name, name_zh, PLACE_SUFFIX.sub("", name_zh)} - {""}:
                self.places.add(each, place)

    def _read_conferences(self) -> None:
        rows = Conference.objects.values_list("slug", "name", "name_zh", "name_local")
        for slug, name, name_zh, name_local in rows.order_by("slug"):
            conference = Known(slug, name, name_zh)
            self.all_conferences.append(conference)
            for each in {name, name_zh, name_local} - {""}:
                self.conferences.add(each, conference)
        rows = Edition.objects.values_list("conference__slug", "slug", "label", "year", "ordinal")
        for conference, *edition in rows.order_by("year", "slug"):
            self.editions[conference].append(KnownEdition(*edition))

    def _read_organizations(self) -> None:
        rows = Organization.objects.values_list("slug", "name", "name_local", "kind")
        for slug, name, name_local, kind in rows.order_by("slug"):
            for each in {name, name_local, name_key(name)} - {""}:
                self.organizations.add(each, Known(slug, name, name_local, kind))

    def _read_sectors(self) -> None:
        for slug, name, name_zh in Sector.objects.values_list("slug", "name", "name_zh"):
            sector = Known(slug, name, name_zh)
            parts = [*re.split(r",| and ", name), *re.split("[、与]", name_zh)]
            for each in [*parts, *SECTOR_WORDS.get(slug, "").split("|")]:
                if each.strip() and slug != "mixed":
                    self.sectors.add(each.strip(), sector)

    def _read_sources(self) -> None:
        for slug, publisher, kind, url in Source.objects.values_list(
            "slug", "publisher", "kind", "url"
        ).order_by("slug"):
            self.publishers.setdefault(publisher, kind)
            if url:
                self.urls.setdefault(url, slug)
