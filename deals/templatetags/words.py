"""The words of the data in the page's language. Display only."""

from django import template

from deals import vocabulary

register = template.Library()

VOCABULARIES = {
    "status": vocabulary.STATUS_LABELS,
    "follow": vocabulary.FOLLOW_LABELS,
    "status_basis": vocabulary.STATUS_BASIS_LABELS,
    "measure": vocabulary.MEASURE_LABELS,
    "compared": vocabulary.COMPARED_LABELS,
    "not_comparable": vocabulary.WHY_NOT_COMPARABLE,
    "commitment": vocabulary.COMMITMENT_LABELS,
    "place_kind": vocabulary.PLACE_KIND_LABELS,
    "organization_kind": vocabulary.ORGANIZATION_KIND_LABELS,
    "source_kind": vocabulary.SOURCE_KIND_LABELS,
    "why_left_out": vocabulary.WHY_LEFT_OUT,
    "why_missing": vocabulary.WHY_MISSING,
    "why_standing": vocabulary.WHY_STANDING,
    "difference": vocabulary.DIFFERENCES,
    "bound_meaning": vocabulary.BOUND_MEANINGS,
    "check": vocabulary.CHECK_LABELS,
    "severity": vocabulary.SEVERITY_LABELS,
    "record": vocabulary.RECORD_LABELS,
    "action": vocabulary.ACTION_LABELS,
    "status_meaning": vocabulary.STATUS_MEANINGS,
}


@register.filter
def word(slug, which):
    """The label of a word of the vocabulary `which`; an unknown word stays as it is."""
    return VOCABULARIES[which].get(slug, slug)


@register.filter
def metric(slug):
    return vocabulary.metric_label(slug)


@register.filter
def horizon(slug):
    return vocabulary.horizon_label(slug or "")
