"""The records that cells name: by slug, by name in either language, by address."""

import difflib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator

from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deals.imports.cells import CellError
from deals.imports.headers import key_of
from deals.models import (
    Edition,
    Location,
    Organization,
    Project,
    RetiredAddress,
    Sector,
    Source,
)
from deals.models.base import SLUG
from deals.names import name_key, normalise

SUGGESTIONS = 200  # a suggestion costs milliseconds where there are thousands of names


class Names:
    """Names of one kind of record → keys; a name that several share is refused with their slugs.

    Slugs that are met are looked up alone. The first text that is no slug makes all names be read,
    which takes seconds where there are tens of thousands.
    """

    def __init__(self, model, what: str, remedy: str, read: Callable[[], Iterator], fold=normalise):
        self.model, self.what, self.remedy, self.fold = model, what, remedy, fold
        self._read = read  # (key, slug, folded names) of every record
        self._is_complete = False
        self._slugs: dict[str, int] = {}
        self._slug_of: dict[int, str] = {}
        self._names: dict[str, set[int]] = defaultdict(set)
        self._said: dict[str, str] = {}

    def meet(self, texts: Iterable[str]) -> None:
        """Look up those that are slugs, in one query."""
        new = [text for text in texts if text not in self._slugs and SLUG.regex.search(text)]
        if new and not self._is_complete:
            for pk, slug in self.model.objects.filter(slug__in=new).values_list("pk", "slug"):
                self.add(pk, slug)

    def add(self, pk: int, slug: str, folded: Iterable[str] = ()) -> None:
        self._slugs[slug], self._slug_of[pk] = pk, slug
        for name in filter(None, folded):
            self._names[name].add(pk)

    def complete(self) -> None:
        if not self._is_complete:
            self._is_complete = True
            for each in self._read():
                self.add(*each)

    @property
    def slugs(self) -> dict[str, int]:
        self.complete()
        return self._slugs

    def slug_of(self, pk: int) -> str:
        if pk not in self._slug_of:
            self.complete()
        return self._slug_of[pk]

    def by_slug(self, text: str) -> int | None:
        pk = self._slugs.get(text)
        return self.slugs.get(text) if pk is None else pk

    def found(self, text: str) -> set[int]:
        pk = self.by_slug(text)
        return self._names.get(self.fold(text), set()) if pk is None else {pk}

    def one(self, text: str, found: set[int] | None = None) -> int:
        found = self.found(text) if found is None else found
        if len(found) == 1:
            return next(iter(found))
        if found:
            slugs = ", ".join(sorted(map(self.slug_of, found))[:5])
            raise CellError(
                _("“%(text)s” can be one of several: %(slugs)s. Enter one of these.")
                % {"text": text[:60], "slugs": slugs}
            )
        raise CellError(self._unknown(text))

    def _unknown(self, text: str) -> str:
        if text not in self._said:
            message = _("“%(text)s” is no known %(what)s.") % {
                "text": text[:60],
                "what": self.what,
            }
            self._said[text] = f"{message} {self._hint(text)}"
        return self._said[text]

    def _hint(self, text: str) -> str:
        if len(self._said) < SUGGESTIONS:
            close = difflib.get_close_matches(text[:60].casefold(), self.slugs, 1, 0.75)
            close = close or difflib.get_close_matches(self.fold(text[:60]), self._names, 1, 0.75)
            if close:
                pk = self.slugs.get(close[0]) or min(self._names[close[0]])
                return _("Did you mean %(slug)s?") % {"slug": self.slug_of(pk)}
        return self.remedy


class Known:
    """Everything that rows may name, each kind read when it is first needed."""

    def __init__(self):
        self.editions = Names(
            Edition,
            _("edition"),
            _("Add it to the editions first, or clear the cell."),
            self._editions,
        )
        self.sectors = Names(Sector, _("sector"), _("Add it to the sectors first."), self._sectors)
        self.sources = Names(
            Source,
            _("source"),
            _(
                "Enter the id or the address of a source that is here, or clear the cell to use "
                "the one chosen for the whole file."
            ),
            self._sources,
            fold=_folded_address,
        )
        self.places = Names(
            Location,
            _("place"),
            _("Add it to the places first, or enter a larger place."),
            self._places,
        )
        self.organizations = Names(
            Organization,
            _("organization"),
            _("Add it to the organizations first, or tick “create new organizations”."),
            self._organizations,
            fold=name_key,
        )
        self._by_year: dict[Hashable, set[int]] = defaultdict(set)
        self._paths: dict[int, str] = {}
        self._codes: dict[str, set[int]] = defaultdict(set)
        self._projects: dict[str, int | None] = {}

    def _editions(self) -> Iterator[tuple]:
        columns = ("slug", "name", "name_zh", "name_local")
        rows = Edition.objects.order_by().values_list(
            *("pk", "slug", "label", "year", *(f"conference__{name}" for name in columns))
        )
        for pk, slug, label, year, conference, *names in rows:
            titles = list(filter(None, names))
            yield pk, slug, [normalise(f"{title} {label}") for title in titles]
            for title in {conference, *titles}:
                self._by_year[normalise(title), year].add(pk)

    def _sectors(self) -> Iterator[tuple]:
        rows = Sector.objects.order_by().values_list("pk", "slug", "name", "name_zh")
        return ((pk, slug, map(normalise, names)) for pk, slug, *names in rows)

    def _sources(self) -> Iterator[tuple]:
        rows = Source.objects.order_by().values_list("pk", "slug", "url")
        return ((pk, slug, [_folded_address(url)]) for pk, slug, url in rows)

    def _places(self) -> Iterator[tuple]:
        rows = Location.objects.order_by().values_list(
            "pk", "slug", "name", "name_zh", "path", "code"
        )
        for pk, slug, name, name_zh, path, code in rows:
            yield pk, slug, [normalise(name), normalise(name_zh)]
            self._paths[pk] = path
            if code:
                self._codes[code.casefold()].add(pk)
                self._codes[code.casefold().rpartition("-")[2]].add(pk)

    def _organizations(self) -> Iterator[tuple]:
        rows = Organization.objects.order_by().values_list("pk", "slug", "name_key", "name_local")
        return ((pk, slug, [key, name_key(local)]) for pk, slug, key, local in rows)

    @cached_property
    def _retired(self) -> set[str]:
        """Addresses that no new organization takes."""
        retired = RetiredAddress.objects.filter(kind="organization", by_undo=False)
        return set(retired.values_list("key", flat=True))

    # What cells ask

    def edition(self, text: str) -> int:
        return self.editions.one(text)

    def edition_of_year(self, conference: str, year: str) -> int | None:
        if not year.isdecimal():
            return None
        self.editions.complete()
        found = self._by_year.get((normalise(conference), int(year)), set())
        return next(iter(found)) if len(found) == 1 else None

    def place(self, text: str, around: Iterable[str] = ()) -> int:
        """The place of that name that lies in the ones around it: Phoenix, AZ; Suzhou in Anhui."""
        pk = self.places.by_slug(text)
        if pk is not None:
            return pk
        first, *more = [part.strip() for part in text.replace("，", ",").split(",")]
        found = self._places_named(first)
        for larger in [*more, *around]:
            # Who names what we do not know says nothing against a place that is known.
            inside = self._inside(found, self._places_named(larger))
            found = inside if inside else found
        return self.places.one(text, found)

    def _places_named(self, text: str) -> set[int]:
        return self.places.found(text) | self._codes.get(text.casefold(), set())

    def _inside(self, found: set[int], larger: set[int]) -> set[int]:
        paths = tuple(self._paths[pk] for pk in larger)
        return {pk for pk in found if paths and self._paths[pk].startswith(paths)}

    def project(self, ref: str) -> int:
        if ref not in self._projects:
            stored = Project.objects.filter(ref=ref).values_list("pk", flat=True)
            self._projects[ref] = stored.first()
        if self._projects[ref] is None:
            raise CellError(
                _("“%(text)s” is no reference of a project. Copy it from the project's page.")
                % {"text": ref[:60]}
            )
        return self._projects[ref]

    def new_slug(self, name: str, taken: set[str]) -> str:
        """A free slug for an organization that is to be created."""
        stem = slugify(name)[:90].strip("-_").replace("_", "-") or f"org-{key_of(name)[:8]}"
        stem = stem if stem.isascii() else "organization"
        slug, number = stem, 1
        while slug in self.organizations.slugs or slug in taken or slug in self._retired:
            number += 1
            slug = f"{stem}-{number}"
        return slug


def _folded_address(url: str) -> str:
    return url.strip().rstrip("/")
