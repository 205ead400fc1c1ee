"""Fields and inputs of the admin: pickers that cost no query each, amounts that echo in full."""

from django import forms
from django.contrib.admin.widgets import (
    AdminTextInputWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language

from deals.money import grouped, money_text


class KnownLabels:
    """Django's pickers ask for each chosen record's label; these only for labels not yet known.

    All rows of a formset share `known`, as copies of a widget share its dictionaries.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known: dict[str, str] = {}

    def learn(self, records):
        self.known |= {str(record.pk): str(record) for record in records}

    def optgroups(self, name, value, attr=None):
        chosen = [pk for pk in dict.fromkeys(value) if is_key(pk)]
        unknown = [pk for pk in chosen if pk not in self.known]
        if unknown:
            self.learn(self.choices.queryset.filter(pk__in=unknown))
        optional = not self.is_required and not self.allow_multiple_selected
        options = [self.create_option(name, "", "", False, 0)] if optional else []
        for pk in chosen:
            if pk in self.known:
                options.append(self.create_option(name, pk, self.known[pk], True, len(options)))
        return [(None, options, 0)]


def is_key(text) -> bool:
    """Whether a posted text may be a primary key; a database chokes on what is not."""
    text = str(text)
    return text.isascii() and text.isdecimal() and len(text) < 19


class Picker(KnownLabels, AutocompleteSelect):
    """One record, by autocomplete."""


class Pickers(KnownLabels, AutocompleteSelectMultiple):
    """Several records, by autocomplete, in the order in which they were chosen."""


class OrderedChoices(forms.ModelMultipleChoiceField):
    """Records in the order of the form; Django's own field gives them in that of the table."""

    def __init__(self, field, admin_site, **options):
        model = field.remote_field.model
        options.setdefault("label", capfirst(field.verbose_name))
        super().__init__(model.objects.all(), widget=Pickers(field, admin_site), **options)

    def clean(self, value):
        found = {str(record.pk): record for record in super().clean(value)}
        return [found[pk] for pk in dict.fromkeys(map(str, value or [])) if pk in found]

    def has_changed(self, initial, data):
        return [str(pk) for pk in initial or []] != [str(pk) for pk in data or []]


class AmountInput(AdminTextInputWidget):
    """A number as it is written (“95.25bn”); beside it what is stored, in full and as shown."""

    echo = ""

    def __init__(self, attrs=None):
        super().__init__({"class": "amount", "inputmode": "decimal", **(attrs or {})})

    def render(self, name, value, attrs=None, renderer=None):
        html = super().render(name, value, attrs, renderer)
        if not self.echo:
            return html
        return format_html('<div>{}<div class="echo">{}</div></div>', html, self.echo)


def echo(amount: int | None, currency: str) -> str:
    """``CN¥95.25bn = 95,250,000,000``; a count in full."""
    if not amount:
        return ""
    if not currency:
        return grouped(amount) if amount >= 10_000 else ""
    return f"{money_text(amount, currency, shown_language())} = {grouped(amount)}"


def shown_language() -> str:
    """The language of `deals.money` that fits the one shown."""
    return "zh-hans" if (get_language() or "").startswith("zh") else "en"


def inner(widget):
    """The picker inside the buttons that add and change what it picks."""
    return getattr(widget, "widget", widget)
