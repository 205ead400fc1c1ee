"""What an editor ticked in a proposal, stored as one change: all of it, or nothing."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models

from deals.intake.drafts import Draft, Refused
from deals.intake.naming import Places, free_slug
from deals.intake.repeats import same_conference, same_place, same_source
from deals.intake.statements import Statements
from deals.intake.storing import Storing
from deals.models import (
    Conference,
    Edition,
    Location,
    Organization,
    Source,
    again_after_collision,
    write,
)


@dataclass
class Added:
    """`records` are the new ones, in the order of storing, without rows of relations."""

    edition: Edition
    source: Source
    records: list[models.Model]
    change: object


@again_after_collision
def save(draft: Draft, *, user, why: str) -> Added:
    """Store everything in the draft; raises `Refused` where anything in it is wrong."""
    with write(kind="article", user=user, why=why) as change:
        saving = Saving(draft)
        saving.run()
        if saving.faults or draft.faulty:
            raise Refused(saving.faults)
    return Added(saving.edition, saving.source, saving.added, change)


class Saving(Storing):
    """Names first, then the event, then what is said about it."""

    def run(self):
        self._store_places()
        self._store_organizations()
        self.source = self._store_source(self.draft.source)
        self.conference = self._store_conference(self.draft.conference)
        self.editions: dict[str, Edition] = {}
        self.edition = self._store_edition(self.draft.edition, "edition", None)
        for row, values in self.draft.editions.items():
            self._store_edition(values, "editions", row)
        Statements(self).run()

    # Places and organizations

    def _store_places(self):
        waiting = dict(self.draft.places)
        while waiting:
            # A new place may lie in another new one, which has to come first.
            ready = [row for row, v in waiting.items() if self._parent_is_there(v, waiting)]
            for row in ready or list(waiting):
                values = waiting.pop(row)
                place = self._unless_faulty("places", row, values, self._new_place)
                self.places.learn(place, values)

    def _parent_is_there(self, values, waiting) -> bool:
        others = {name for v in waiting.values() if v is not values for name in Places.names_of(v)}
        return not Places.keys(values.get("parent", "")) & others

    def _unless_faulty(self, section, row, values, store):
        if (section, row) in self.draft.faulty:
            return None
        return values["same_as"] or store(values, row)

    def _new_place(self, values, row):
        parent = self.place(values["parent"], "places", row, "parent")
        if values["parent"] and parent is None:
            return None
        place = Location(
            slug=free_slug(Location, values["slug"], values["name"]),
            parent=parent,
            **{name: values[name] for name in ("name", "name_zh", "kind")},
        )
        return self.store_new(place, same_place(place), "places", row, "same_as")

    def _store_organizations(self):
        for row, values in self.draft.organizations.items():
            found = self._unless_faulty("organizations", row, values, self._new_organization)
            self.organizations.learn(found, values)

    def _new_organization(self, values, row):
        country = self.place(values["country"], "organizations", row, "country")
        organization = Organization(
            slug=free_slug(Organization, values["slug"], values["name"]),
            country=country,
            **{name: values[name] for name in ("name", "name_local", "kind")},
        )
        return self.store(organization, "organizations", row)

    # Source, conference, editions

    def _store_source(self, values):
        if ("source", None) in self.draft.faulty:
            return None
        if values["existing"]:
            return values["existing"]
        names = ("url", "title", "publisher", "published_on", "language", "kind")
        source = Source(**{name: values[name] for name in names})
        day = values["published_on"] or ""
        source.slug = free_slug(
            Source, f"{values['publisher']} {values['title']} {day}", f"source {day}"
        )
        return self.store_new(source, same_source(source), "source")

    def _store_conference(self, values):
        if self.draft.edition.get("existing"):
            return self.draft.edition["existing"].conference
        if ("conference", None) in self.draft.faulty:
            return None
        if values["existing"]:
            return values["existing"]
        conference = Conference(
            slug=free_slug(Conference, values["slug"], values["name"]),
            **{name: values[name] for name in ("name", "name_zh")},
        )
        return self.store_new(conference, same_conference(conference), "conference")

    def _store_edition(self, values, section, row):
        """The edition, which figures now find by its label."""
        if (section, row) in self.draft.faulty:
            return None
        edition = values.get("existing")
        if edition is None:
            edition = self._new_edition(values, section, row)
        elif values["fill"]:
            self._fill_in(edition, values)
        if edition:
            self.editions[edition.label] = edition
        return edition

    def _fill_in(self, edition, values):
        """What the stored edition leaves blank; nothing in it is overwritten."""
        names = ("ordinal", "starts_on", "ends_on", "host")
        given = {name: values[name] for name in names}
        given["location"] = self.place(values["place"], "edition", None)
        blank = [name for name in given if given[name] and not getattr(edition, name)]
        for name in blank:
            setattr(edition, name, given[name])
        try:
            edition.save()
        except ValidationError as error:
            self.refuse("edition", None, error, edition)

    def _new_edition(self, values, section, row):
        names = ("label", "year", "ordinal", "starts_on", "ends_on", "host")
        edition = Edition(
            conference=self.conference,
            location=self.place(values.get("place", ""), section, row),
            **{name: values[name] for name in names if name in values},
        )
        event = self.conference.slug if self.conference else ""
        edition.slug = free_slug(Edition, f"{event} {edition.label}", f"{event} {edition.year}")
        return self.store(edition, section, row)
