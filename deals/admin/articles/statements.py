"""Rows of the review page about phrases of the article: reported figures and projects."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deals.admin.amounts import FillsNeighbours
from deals.admin.articles.fields import Several, Words, written_amount
from deals.admin.articles.forms import PLACES, Part, text
from deals.admin.widgets import echo
from deals.admin.words import HORIZONS, ONE_VALUE, QUALIFIER_LABELS
from deals.names import normalise
from deals.vocabulary import COMMITMENT_LABELS, METRIC_LABELS, STATUS_LABELS, horizon_label

REF = re.compile(r"[a-z0-9-]{1,40}")
NOT_SET = "---------"
CURRENCIES = {"list": "currencies"}


def place():
    return text(_("place"), widget=forms.TextInput(attrs=PLACES))


def currency():
    return text(_("currency"), 3, widget=forms.TextInput(attrs=CURRENCIES))


def row_number(label):
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class Statement(FillsNeighbours, Part):
    """`article` is its text, `sectors` are by slug, `rows` the numbers and labels of all rows.

    `start` and `end` are the place of the phrase in the article, None in a row of the editor's.
    """

    as_written = text(_("as written"))
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sentence = text("", 5000, widget=forms.HiddenInput, strip=False)
    known = text("", 40, widget=forms.HiddenInput)

    counted = "value"

    def __init__(self, *args, article="", sectors=None, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.article, self.sectors = article, sectors or {}
        names = [(slug, str(sector)) for slug, sector in self.sectors.items()]
        self.fields["sector"].choices = [("", NOT_SET), *names]

    @property
    def known_ref(self) -> str:
        """The ref of the stored record that says the same; the page sends it back unchecked."""
        ref = self["known"].value() or ""
        return ref if REF.fullmatch(ref) else ""

    def clean_sector(self):
        return self.sectors.get(self.cleaned_data["sector"])

    def clean_as_written(self):
        words = self.cleaned_data["as_written"]
        if normalise(words) not in normalise(self.article):
            raise ValidationError(_("The article does not hold these words."))
        return words

    @property
    def echo(self):
        """The amount in full, as pages show it."""
        values = self.cleaned_data if self.is_bound else self.initial
        value = values.get(self.counted if self.is_bound else "amount_read")
        return echo(value, self["currency"].value() or "") if isinstance(value, int) else ""

    @property
    def sentence_parts(self):
        """The sentence before, in and after the phrase."""
        sentence, words = self["sentence"].value() or "", self["as_written"].value() or ""
        before, phrase, after = sentence.partition(words) if words else (sentence, "", "")
        return before, phrase, after


class FigureForm(Statement):
    metric = Words(METRIC_LABELS.items(), label=_("metric"), is_open=True, initial="projects")
    value = written_amount(_("value"))
    value_max = written_amount(_("upper end"))
    currency = currency()
    qualifier = Words(QUALIFIER_LABELS.items(), label=_("qualifier"), initial="exact")
    place = place()
    sector = Words([], label=_("sector"))
    scope_note = text(_("scope in words"))
    horizon = Words([], label=_("horizon"), is_open=True)
    editions = Several("labels", label=_("editions"))
    of_which = row_number(_("part of"))
    equivalent_of = row_number(_("conversion of"))
    preferred = forms.BooleanField(label=_("preferred"), required=False)

    field_order = (
        *("metric", "qualifier", "value", "currency", "value_max", "preferred"),
        *("place", "sector", "scope_note", "horizon", "editions"),
        *("of_which", "equivalent_of", "as_written"),
    )

    def __init__(self, *args, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        horizon = self.fields["horizon"]
        horizon.choices = [("", NOT_SET), *((word, horizon_label(word)) for word in HORIZONS)]
        horizon.keep(self["horizon"].value())
        own = (self.prefix or "").rpartition("-")[2]
        others = [(number, label) for number, label in rows if str(number) != own]
        for name in ("of_which", "equivalent_of"):
            self.fields[name].choices = [("", NOT_SET), *others]

    def clean(self):
        self.need("value", "as_written")
        self.fill_neighbours()
        return self.cleaned_data


class ProjectForm(Statement):
    name = text(_("name"), 300)
    investors = Several("names", label=_("investors"))
    amount = written_amount(_("amount"))
    amount_max = written_amount(_("upper end"))
    currency = currency()
    qualifier = Words(QUALIFIER_LABELS.items(), blank=NOT_SET, label=_("qualifier"))
    place = place()
    sector = Words([], label=_("sector"))
    status = Words(STATUS_LABELS.items(), label=_("status"), initial="announced")
    commitment = Words(COMMITMENT_LABELS.items(), label=_("commitment"), initial="unspecified")
    jobs = written_amount(_("jobs"))
    jobs_qualifier = Words(ONE_VALUE.items(), blank=NOT_SET, label=_("jobs: qualifier"))

    counted = "amount"
    field_order = (
        *("name", "investors", "qualifier", "amount", "currency", "amount_max"),
        *("jobs_qualifier", "jobs", "place", "sector", "status", "commitment", "as_written"),
    )

    def clean(self):
        self.need("name")
        self.fill_neighbours()
        for number, qualifier in (("amount", "qualifier"), ("jobs", "jobs_qualifier")):
            if self.cleaned_data.get(number) and not self.cleaned_data.get(qualifier):
                self.cleaned_data[qualifier] = "exact"
        return self.cleaned_data
