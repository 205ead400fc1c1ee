"""Vocabularies as selects with translated labels, and suggestions for the open ones."""

from babel import Locale
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from deals.admin.widgets import shown_language
from deals.money import currency_name
from deals.vocabulary import (
    CHECK_LABELS,
    COMMITMENT_LABELS,
    METRIC_LABELS,
    ORGANIZATION_KIND_LABELS,
    PLACE_KIND_LABELS,
    SOURCE_KIND_LABELS,
    STATUS_LABELS,
    horizon_label,
)

QUALIFIER_LABELS = {
    "exact": _("Exact"),
    "about": _("About"),
    "at_least": _("At least (≥)"),
    "more_than": _("More than (>)"),
    "up_to": _("Up to (≤)"),
    "nearly": _("Nearly (just under)"),
    "range": _("Range (between two values)"),
}
ONE_VALUE = {word: label for word, label in QUALIFIER_LABELS.items() if word != "range"}
PRECISION_LABELS = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
LANGUAGES = (  # noqa: SIM905 - forty short words
    "en zh zh-Hant ar bn cs da de el es fa fi fr he hi hu id it ja kk km ko lo mn ms my nl no pl"
    " pt ro ru si sk sr sv sw ta th tr uk ur uz vi"
).split()
CURRENCIES = (  # noqa: SIM905
    "CNY USD EUR GBP JPY AED AUD BRL CAD CHF HKD IDR INR KRW KZT MYR NGN PHP RUB SAR SGD THB TRY"
    " VND ZAR"
).split()
HORIZONS = ("at_signing", "at_full_operation", "per_year_at_full_operation", "by_year:2030")


def language_labels() -> dict[str, str]:
    names = Locale.parse("en" if shown_language() == "en" else "zh_Hans").languages
    return {code: f"{names.get(code.replace('-', '_'), code)} ({code})" for code in LANGUAGES}


VOCABULARIES = {
    "acknowledgement.code": CHECK_LABELS,
    "location.kind": PLACE_KIND_LABELS,
    "organization.kind": ORGANIZATION_KIND_LABELS,
    "source.kind": SOURCE_KIND_LABELS,
    "source.language": language_labels,
    "conference.local_lang": language_labels,
    "organization.local_lang": language_labels,
    "project.local_lang": language_labels,
    "project.status": STATUS_LABELS,
    "project.commitment": COMMITMENT_LABELS,
    "project.jobs_qualifier": ONE_VALUE,
    "project.output_qualifier": ONE_VALUE,
    "investment.qualifier": QUALIFIER_LABELS,
    "statusevent.status": STATUS_LABELS,
    "statusevent.precision": PRECISION_LABELS,
    "reportedfigure.qualifier": QUALIFIER_LABELS,
}
# Open vocabularies: any word may be typed, the known ones are offered.
SUGGESTED = {
    "metric": "metrics",
    "horizon": "horizons",
    "currency": "currencies",
    "output_currency": "currencies",
    "anchor": "currencies",
}


def vocabulary_field(db_field) -> forms.ChoiceField | None:
    """A select for a model field with a closed vocabulary."""
    labels = VOCABULARIES.get(f"{db_field.model._meta.model_name}.{db_field.name}")
    if labels is None:
        return None

    def choices():
        words = labels() if callable(labels) else labels
        optional = db_field.blank or not db_field.has_default()
        return [("", "---------")] * optional + list(words.items())

    return forms.ChoiceField(
        choices=choices,
        required=not db_field.blank,
        label=capfirst(db_field.verbose_name),
        help_text=db_field.help_text,
        initial=db_field.default if db_field.has_default() else None,
    )


def keep_word(field, word):
    """Offer a stored word that the select does not list, so that saving does not lose it."""
    if word and word not in dict(field.choices):
        field.choices = [*field.choices, (word, word)]


def suggestions() -> dict[str, list[tuple[str, str]]]:
    """The lists that the inputs of `SUGGESTED` refer to."""
    return {
        "metrics": list(METRIC_LABELS.items()),
        "horizons": [(word, horizon_label(word)) for word in HORIZONS],
        "currencies": [(code, currency_name(code, shown_language())) for code in CURRENCIES],
    }
