"""The records that cells name: by slug, by name in either language, by address."""

import difflib
from collections import defaultdict
from collections.abc import Hashable, Iterable

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
from deals.names import name_key, normalise

SUGGESTIONS = 200  # a suggestion costs milliseconds where there are thousands of names


class Names:
    """Names of one kind of record → keys; a name that several share is refused with their slugs."""

    def __init__(self, what: str, remedy: str, fold=normalise):
        self.what, self.remedy, self.fold = what, remedy, fold
        self.slugs: dict[str, int] = {}
        self.slug_of: dict[int, str] = {}
        self.names: dict[str, set[int]] = defaultdict(set)
        self._said: dict[str, str] = {}

    def add(self, pk: int, slug: str, names: Iterable[str]) -> None:
        self.slugs[slug], self.slug_of[pk] = pk, slug
        for name in filter(None, names):
            self.names[self.fold(name)].add(pk)

    def found(self, text: str) -> set[int]:
        if text in self.slugs:
            return {self.slugs[text]}
        return self.names.get(self.fold(text), set())

    def one(self, text: str, found: set[int] | None = None) -> int:
        found = self.found(text) if found is None else found
        if len(found) == 1:
            return next(iter(found))
        if found:
            slugs = ", ".join(sorted(self.slug_of[pk] for pk in found)[:5])
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
            close = close or difflib.get_close_matches(self.fold(text[:60]), self.names, 1, 0.75)
            if close:
                pk = self.slugs.get(close[0]) or min(self.names[close[0]])
                return _("Did you mean %(slug)s?") % {"slug": self.slug_of[pk]}
        return self.remedy


class Known:
    """Everything that rows may name, read once for each piece of work."""

    def __init__(self):
        self.paths: dict[int, str] = {}
        self.editions = self._editions()
        self.sectors = self._named(Sector, _("sector"), _("Add it to the sectors first."))
        self.sources = self._sources()
        self.places = self._places()
        self.organizations = self._organizations()
        self._projects: dict[str, int | None] = {}

    def _named(self, model, what: str, remedy: str) -> Names:
        names = Names(what, remedy)
        for pk, slug, *texts in model.objects.order_by().values_list(
            "pk", "slug", "name", "name_zh"
        ):
            names.add(pk, slug, texts)
        return names

    def _editions(self) -> Names:
        names = Names(_("edition"), _("Add it to the editions first, or clear the cell."))
        self.by_year: dict[Hashable, set[int]] = defaultdict(set)
        for edition in Edition.objects.select_related("conference"):
            conference = edition.conference
            titles = (conference.name, conference.name_zh, conference.name_local)
            names.add(
                edition.pk,
                edition.slug,
                [f"{title} {edition.label}" for title in titles if title],
            )
            for title in {conference.slug, *filter(None, titles)}:
                self.by_year[normalise(title), edition.year].add(edition.pk)
        return names

    def _sources(self) -> Names:
        names = Names(
            _("source"),
            _(
                "Enter the id or the address of a source that is here, or clear the cell to use "
                "the one chosen for the whole file."
            ),
            fold=lambda text: text.strip().rstrip("/"),
        )
        for pk, slug, url in Source.objects.order_by().values_list("pk", "slug", "url"):
            names.add(pk, slug, [url])
        return names

    def _places(self) -> Names:
        names = Names(_("place"), _("Add it to the places first, or enter a larger place."))
        self.codes: dict[str, set[int]] = defaultdict(set)
        rows = Location.objects.order_by().values_list(
            "pk", "slug", "name", "name_zh", "path", "code"
        )
        for pk, slug, name, name_zh, path, code in rows:
            names.add(pk, slug, [name, name_zh])
            self.paths[pk] = path
            if code:
                self.codes[code.casefold()].add(pk)
                self.codes[code.casefold().rpartition("-")[2]].add(pk)
        return names

    def _organizations(self) -> Names:
        names = Names(
            _("organization"),
            _("Add it to the organizations first, or tick “create new organizations”."),
            fold=name_key,
        )
        rows = Organization.objects.order_by().values_list("pk", "slug", "name", "name_local")
        for pk, slug, name, name_local in rows:
            names.add(pk, slug, [name, name_local])
        retired = RetiredAddress.objects.filter(kind="organization", by_undo=False)
        self.retired = set(retired.values_list("key", flat=True))
        return names

    # What cells ask

    def edition(self, text: str) -> int:
        return self.editions.one(text)

    def edition_of_year(self, conference: str, year: str) -> int | None:
        if not year.isdecimal():
            return None
        found = self.by_year.get((normalise(conference), int(year)), set())
        return next(iter(found)) if len(found) == 1 else None

    def place(self, text: str, around: Iterable[str] = ()) -> int:
        """The place of that name that lies in the ones around it: Phoenix, AZ; Suzhou in Anhui."""
        if text in self.places.slugs:
            return self.places.slugs[text]
        first, *more = [part.strip() for part in text.replace("，", ",").split(",")]
        found = self._places_named(first)
        for larger in [*more, *around]:
            # Who names what we do not know says nothing against a place that is known.
            inside = self._inside(found, self._places_named(larger))
            found = inside if inside else found
        return self.places.one(text, found)

    def _places_named(self, text: str) -> set[int]:
        return self.places.found(text) | self.codes.get(text.casefold(), set())

    def _inside(self, found: set[int], larger: set[int]) -> set[int]:
        paths = tuple(self.paths[pk] for pk in larger)
        return {pk for pk in found if paths and self.paths[pk].startswith(paths)}

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
        while slug in self.organizations.slugs or slug in taken or slug in self.retired:
            number += 1
            slug = f"{stem}-{number}"
        return slug
