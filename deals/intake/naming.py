"""Names as people write them in a form: the places and organizations that they mean."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deals.models import Location, Organization, RetiredAddress
from deals.names import name_key, normalise


class Places:
    """Finds a place by its slug or by its whole name in either language."""

    def __init__(self):
        self.slugs: dict[str, set[str]] = defaultdict(set)
        self.faulty: set[str] = set()
        self.found: dict[str, Location] = {}
        for slug, name, name_zh in Location.objects.values_list("slug", "name", "name_zh"):
            for key in self.keys(slug, name, name_zh):
                self.slugs[key].add(slug)

    @staticmethod
    def keys(*names: str) -> set[str]:
        return {normalise(name) for name in names if name}

    @classmethod
    def names_of(cls, values: dict) -> set[str]:
        """The keys under which a new place will be found."""
        return cls.keys(*(values.get(n) for n in ("as_written", "name", "name_zh", "slug")))

    def learn(self, place: Location | None, values: dict) -> None:
        """What the editor says of a name as written goes before all that is stored under it.

        None where the new place is faulty: that is said of it once, and not of all that name it.
        """
        if place is None:
            self.faulty |= self.names_of(values)
            return
        for key in self.keys(values["as_written"]):
            self.slugs[key] = {place.slug}
        for key in self.keys(place.slug, place.name, place.name_zh):
            self.slugs[key].add(place.slug)

    def means(self, text: str) -> set[str]:
        """The slugs of all places with this name; a slug means its own place alone."""
        key = normalise(text)
        found = self.slugs.get(key, set())
        return {key} if key in found else found

    def find(self, text: str) -> Location | None:
        found = sorted(self.means(text))
        if normalise(text) in self.faulty:
            return None
        if len(found) == 1:
            if found[0] not in self.found:
                self.found[found[0]] = Location.objects.get(slug=found[0])
            return self.found[found[0]]
        if found:
            message = _("“%(name)s” may be %(slugs)s. Write one of these slugs instead.")
            raise ValidationError(message % {"name": text, "slugs": ", ".join(found)})
        message = _("“%(name)s” is no known place. Tick it under “New places”, or write another.")
        raise ValidationError(message % {"name": text})


def names_in_text(text: str) -> list[str]:
    """The names of known places that stand in the text, and those of all countries."""
    text = normalise(text)
    rows = Location.objects.in_tree_order().values_list("name", "name_zh", "kind")
    found = [
        name
        for english, chinese, kind in rows
        for name in (english, chinese)
        if name and (kind == "country" or normalise(name) in text)
    ]
    return list(dict.fromkeys(found))


class Organizations:
    """Finds an organization by its name or its local name, however it is spelt."""

    def __init__(self):
        self.learnt: dict[str, Organization | None] = {}

    def learn(self, organization: Organization | None, values: dict) -> None:
        """As `Places.learn`."""
        for name in ("as_written", "name", "name_local"):
            if values.get(name):
                self.learnt[name_key(values[name])] = organization

    def find(self, text: str) -> Organization | None:
        key = name_key(text)
        if key in self.learnt:
            return self.learnt[key]
        stored = Organization.objects.filter(name_key=key) | Organization.objects.filter(
            name_local=text
        )
        found = stored.order_by("pk").first()
        if found is None:
            message = _(
                "“%(name)s” is no known organization. Tick it under “New organizations”, or "
                "write another name."
            )
            raise ValidationError(message % {"name": text})
        return found


def free_slug(model, *texts: str) -> str:
    """A slug from the first text that gives one, with a number where it is or was in use."""
    made = (slugify(text)[:100].strip("-_").replace("_", "-") for text in texts)
    slug = next(filter(None, made), "")
    taken = set(model.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    retired = RetiredAddress.objects.filter(
        kind=model._meta.model_name, key__startswith=slug, by_undo=False
    )
    taken |= set(retired.values_list("key", flat=True))
    names = [slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken) if slug else ""
