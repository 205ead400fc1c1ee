"""Fields that take what people write: amounts, dates, lists of names, words of vocabularies."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deals.admin.words import QUALIFIER_LABELS
from deals.quantities import QuantityError, read_amount, read_date

SEPARATORS = {"labels": r"[,，、;；]", "names": r"[;；\n]"}
CURRENCY_DIFFERS = _("The amount is in %(written)s, but the currency says %(chosen)s.")
QUALIFIER_DIFFERS = _("The amount says “%(written)s”, but the qualifier says “%(chosen)s”.")


class Read(forms.CharField):
    """Text that a function reads; None where it is blank. What it refuses is the message."""

    def __init__(self, read, **options):
        self.read = read
        super().__init__(required=False, max_length=200, **options)

    def clean(self, value):
        text = super().clean(value)
        try:
            return self.read(text) if text else None
        except QuantityError as error:
            raise ValidationError(str(error)) from error


class AmountText(Read):
    """A `Quantity`: ``95.25bn``, ``952.5亿元``, ``Rs 1,500 crore``, ``more than 20,000``."""

    def __init__(self, **options):
        super().__init__(read_amount, **options)


class DateText(Read):
    """A date: ``2024-09-01``, ``2024年9月1日``, ``1 September 2024``."""

    def __init__(self, **options):
        super().__init__(read_date, **options)


class Several(forms.CharField):
    """A list of texts, each once, in their order."""

    def __init__(self, kind, **options):
        self.separator = SEPARATORS[kind]
        super().__init__(required=False, max_length=1000, **options)

    def clean(self, value):
        parts = re.split(self.separator, super().clean(value))
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


class Words(forms.ChoiceField):
    """A select of a vocabulary. An open one also keeps a word that it does not list."""

    def __init__(self, labels, *, blank="", is_open=False, **options):
        self.is_open = is_open
        choices = [("", blank)] if blank else []
        super().__init__(choices=[*choices, *labels], required=False, **options)

    def valid_value(self, value):
        return self.is_open or super().valid_value(value)

    def keep(self, word):
        if self.is_open and word and word not in dict(self.choices):
            self.choices = [*self.choices, (word, word)]


def spread(form, amount, upper="", currency="", qualifier=""):
    """Put what the text of an amount says into the fields beside it, or say where they differ."""
    data, quantity = form.cleaned_data, form.cleaned_data.get(amount)
    if upper:
        end = data.get(upper)
        data[upper] = end.value if end else quantity and quantity.value_max
    if quantity is None:
        return
    data[amount] = quantity.value
    if currency and quantity.currency:
        _agree(form, currency, quantity.currency, CURRENCY_DIFFERS, weak="")
    if qualifier and quantity.qualifier != "exact":
        _agree(form, qualifier, quantity.qualifier, QUALIFIER_DIFFERS, weak="exact")


def _agree(form, name, written, message, weak):
    chosen = form.cleaned_data.get(name)
    if chosen and chosen not in (weak, written):
        words = {"written": written, "chosen": chosen}
        form.add_error(name, message % {k: QUALIFIER_LABELS.get(v, v) for k, v in words.items()})
    form.cleaned_data[name] = written
