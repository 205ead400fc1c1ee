"""Lost updates: a form knows which version of its record it shows, and what it showed.

Where someone else saved in between, fields that this person left alone follow the stored record,
and the form comes back with both values of each field that they did change.
"""

from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from deals.admin.widgets import is_key


class Difference(NamedTuple):
    """One field of a conflict; `yours` is None where this person had left it alone."""

    label: str
    stored: str
    yours: str | None


class Base(forms.CharField):
    """A hidden note of what the form was made from; it is never a change in itself."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial, data):
        return False


BASE = ("base_version", "base_values")


class KnowsItsVersion(forms.ModelForm):
    """Compares, on saving, the version that was edited with the stored one (read under a lock)."""

    base_version = Base()
    base_values = Base()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        self.gone = False
        self.newer = False

    def compare(self):
        """To call when fields and initial values are complete."""
        if self.instance.pk is None:
            return
        stored = {"base_version": str(self.instance.version), "base_values": self._marks()}
        self.initial |= stored
        if self.is_bound and self.posted("base_version") != stored["base_version"]:
            self.newer = True
            self._follow_stored()
            self._put(stored)

    def posted(self, name):
        html_name = self.add_prefix(name)
        return self.fields[name].widget.value_from_datadict(self.data, self.files, html_name)

    @property
    def compared_fields(self) -> list[str]:
        fixed = {*BASE, "id", "DELETE"}
        return [
            name
            for name, field in self.fields.items()
            if name not in fixed and not isinstance(field, forms.models.InlineForeignKeyField)
        ]

    def _marks(self) -> str:
        values = self.initial
        return ".".join(mark(self.fields[name], values.get(name)) for name in self.compared_fields)

    @cached_property
    def touched(self) -> list[str]:
        """The fields whose posted value is not the one that the form had shown."""
        names = self.compared_fields
        shown = (self.posted("base_values") or "").split(".")
        if len(shown) != len(names):
            return names
        posted = [mark(self.fields[name], self.posted(name)) for name in names]
        return [name for name, a, b in zip(names, shown, posted, strict=True) if a != b]

    def _follow_stored(self):
        """Give the fields that were left alone their stored value, and note what differs."""
        touched, names = self.touched, self.compared_fields
        shown = (self.posted("base_values") or "").split(".")
        stored = self._marks().split(".")
        taken_over = {}
        for name, before, now in zip(names, shown, stored, strict=False):
            if name not in touched and before != now:
                taken_over[name] = self.initial.get(name)
                self._note(name, None)
        self._put(taken_over)
        for name in touched:
            if mark(self.fields[name], self.posted(name)) != mark(
                self.fields[name], self.initial.get(name)
            ):
                self._note(name, self.posted(name))

    def _note(self, name, yours):
        field = self.fields[name]
        stored = shown_value(field, self.initial.get(name))
        mine = None if yours is None else shown_value(field, yours)
        self.differences.append(Difference(field.label, stored, mine))

    def _put(self, values):
        """Replace posted values, so that the form shows them when it comes back."""
        self.data = self.data.copy()
        for name, value in values.items():
            if isinstance(value, list | tuple):
                self.data.setlist(self.add_prefix(name), [str(item) for item in value])
            else:
                self.data[self.add_prefix(name)] = as_posted(value)

    @cached_property
    def changed_data(self):
        return [] if self.gone and not self.touched else super().changed_data

    @property
    def in_conflict(self) -> bool:
        return any(difference.yours is not None for difference in self.differences)

    def clean(self):
        super().clean()
        if self.gone:
            self.add_error(None, GONE)
        elif self.in_conflict:
            self.add_error(None, CONFLICT)
        return self.cleaned_data


CONFLICT = _(
    "Someone else saved this record while you were editing it. The table shows both versions. "
    "Nothing was saved; save again to store what the form holds now."
)
GONE = _(
    "Someone else deleted or moved this row while you were editing it. Copy what you still need "
    "and open the page again."
)


def mark(field, value) -> str:
    """A short mark that two equal values of a field share, however they were written."""
    return blake2b(plain(field, value).encode(), digest_size=3).hexdigest()


def plain(field, value) -> str:
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    if not isinstance(field, forms.ModelChoiceField):
        with suppress(forms.ValidationError):
            value = field.to_python(value)
    return "" if value is None else str(getattr(value, "mark", value)).replace("\r\n", "\n")


def as_posted(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def shown_value(field, value) -> str:
    """A posted or stored value as a person reads it."""
    if isinstance(field, forms.ModelChoiceField):
        keys = [key for key in (value if isinstance(value, list) else [value]) if is_key(key)]
        found = {str(record.pk): str(record) for record in field.queryset.filter(pk__in=keys)}
        return ", ".join(found[str(key)] for key in keys if str(key) in found)
    if isinstance(field, forms.BooleanField):
        return str(_("yes") if field.to_python(value) else _("no"))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))
    return "" if value is None else str(value)
