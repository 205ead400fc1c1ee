"""Findings of the claim checks as plain data."""

from collections.abc import Iterable

from django.urls import reverse

from deals.claims import CHECKS, Finding
from deals.models import Acknowledgement
from deals.queries import ProjectQuery
from deals.resources import shapes
from deals.resources.links import edition_link, site, text
from deals.vocabulary import CHECK_EXPLANATIONS, CHECK_LABELS


def check(finding: Finding) -> shapes.Check:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "text": finding.text,
        "figures": [figure.ref for figure in finding.figures],
        "sources": [source.slug for source in finding.sources],
        "editions": [edition_link(edition) for edition in finding.editions],
        "values": finding.values,
        "acknowledged": _acknowledged(finding.acknowledged),
        "acknowledged_earlier": _acknowledged(finding.earlier),
        "projects_url": _projects_url(finding),
        "explanation_url": explanation_url(finding.code),
    }


def _projects_url(finding: Finding) -> str | None:
    """The list of the projects that a finding sets beside its figure."""
    if finding.code != "itemised-above-reported":
        return None
    [figure], [edition] = finding.figures, finding.editions
    narrowed = {"location": figure.location, "sector": figure.sector}
    filters = {name: [record.slug] for name, record in narrowed.items() if record}
    if finding.as_of:
        filters["as_of"] = [finding.as_of.isoformat()]
    return site.get() + ProjectQuery({"edition": [edition.slug], **filters}).page_url()


def explanation_url(code: str) -> str:
    """Where the method page says what the check does."""
    return f"{site.get()}{reverse('method')}#check-{code}"


def kinds_of_checks(findings: Iterable[Finding] = ()) -> list[dict]:
    """Every check with its words, and how many of the findings are its."""
    codes = [finding.code for finding in findings]
    return [
        {
            "code": code,
            "label": CHECK_LABELS[code],
            "explanation": CHECK_EXPLANATIONS[code],
            "count": codes.count(code),
        }
        for code in CHECKS
    ]


def _acknowledged(record: Acknowledgement | None) -> shapes.Acknowledged | None:
    if record is None:
        return None
    return {"reason": record.reason, "at": text(record.updated_at), "said": record.said}
