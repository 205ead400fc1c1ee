"""Storing records one by one, and remembering what is wrong with each."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from deals.intake.drafts import Draft, Fault
from deals.intake.naming import Organizations, Places
from deals.names import normalise


class Storing:
    """`faults` and `added` grow; what a faulty record would have been is None."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self.faults: list[Fault] = []
        self.added: list[models.Model] = []
        self.places = Places()
        self.organizations = Organizations()
        self.asked: set[tuple[str, int]] = set()

    def refuse(self, section, row, message, record=None):
        """`message` is an error, or by field name the words of one."""
        error = message if isinstance(message, ValidationError) else ValidationError(message)
        self.faults.append(Fault(section, row, record, error))

    def store(self, record, section, row=None):
        """The stored record, or None. One whose relations are missing is only checked."""
        missing = [
            one.name
            for one in record._meta.fields
            if one.is_relation and not one.null and getattr(record, one.attname) is None
        ]
        try:
            if missing:
                record.full_clean(exclude=missing, validate_unique=False)
                return None
            record.save()
        except ValidationError as error:
            self.refuse(section, row, error, record)
            return None
        self.added.append(record)
        return record

    def store_new(self, record, stored, section, row=None, name="existing"):
        """As `store`, unless the same is `stored` already: then the field `name` asks for it."""
        if stored is None:
            return self.store(record, section, row)
        message = _("“%(record)s” is stored already. Use that one, or change this.")
        self.refuse(section, row, {name: message % {"record": stored}})
        return None

    def place(self, text, section, row, name="place"):
        """The place that is meant; None where it is blank or, with a fault, unknown."""
        try:
            return self.places.find(text) if text else None
        except ValidationError as error:
            if not self.is_offered("places", normalise(text)):
                self.refuse(section, row, {name: error.messages})
            return None

    def is_offered(self, section, key) -> bool:
        """Whether a row would add it that is not ticked: that is said there, and once."""
        row = self.draft.unticked.get(section, {}).get(key)
        if row is not None and (section, row) not in self.asked:
            self.asked.add((section, row))
            message = _("Rows that are ticked use it: tick this too, or change those.")
            self.refuse(section, row, {"tick": message})
        return row is not None
