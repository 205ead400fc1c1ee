"""Fields that take what people write: amounts, dates, lists of names, words of vocabularies."""

import re

from django import forms

from deals.admin.amounts import AmountField, WrittenDateField

SEPARATORS = {"labels": r"[,，、;；]", "names": r"[;；\n]"}


def written_amount(label):
    """Takes what `read_amount` takes; `FillsNeighbours` puts the rest into the fields beside it."""
    return AmountField(label=label, required=False, widget=forms.TextInput)


def written_date(label):
    return WrittenDateField(label=label, required=False, widget=forms.TextInput)


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
