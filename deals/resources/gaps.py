"""What is missing of an edition, as sentences in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from deals.resources import shapes
from deals.resources.descriptions import amount

OF_PROJECTS = (
    ngettext_lazy(
        "%d itemised project does not disclose its amount.",
        "%d itemised projects do not disclose their amount.",
    ),
    ngettext_lazy(
        "%d amount has no exchange rate and is left out of the sum.",
        "%d amounts have no exchange rate and are left out of the sum.",
    ),
    ngettext_lazy(
        "%d itemised project does not state jobs.",
        "%d itemised projects do not state jobs.",
    ),
    ngettext_lazy(
        "%d itemised project does not say where it is.",
        "%d itemised projects do not say where they are.",
    ),
    ngettext_lazy(
        "%d itemised project states no sector.",
        "%d itemised projects state no sector.",
    ),
)


def of_edition(card: shapes.Card, by_place: list, by_sector: list) -> list[str]:
    """From its scorecard and the groups of its projects by place and by sector."""
    lines = {line["metric"]: line for line in card["metrics"] if line["reported"]}
    return [
        *_of_reports(lines, card["edition"]),
        *_of_list(lines.get("projects"), card["totals"]["projects"]),
        *_of_projects(card["totals"], _without(by_place), _without(by_sector)),
    ]


def _of_reports(lines: dict, edition: shapes.Edition) -> list[str]:
    found = []
    if "projects" not in lines:
        found.append(_("No source that we hold says how many projects were signed in all."))
    if "investment" not in lines:
        found.append(_("No source that we hold gives the investment of the whole edition."))
    if not edition["starts_on"] and not edition["ends_on"]:
        found.append(_("The days of the edition are not known."))
    return found


def _of_list(line: dict | None, itemised: int) -> list[str]:
    """How far the list of projects goes, where their number was reported."""
    if not line:
        return []
    reported = line["reported"]["value"]
    said = {"n": itemised, "all": amount(reported)}
    if not itemised:
        return [_("None of the %(all)s reported projects is itemised.") % said]
    if reported["qualifier"] == "exact" and not reported["value_max"]:
        rest = reported["value"] - itemised
        if rest <= 0:
            return []
        text = ngettext(
            "Of %(all)s reported projects %(n)d are itemised; %(rest)d is not known by name.",
            "Of %(all)s reported projects %(n)d are itemised; %(rest)d are not known by name.",
            rest,
        )
        return [text % {**said, "rest": rest}]
    return [_("Of %(all)s reported projects %(n)d are itemised.") % said]


def _of_projects(totals: dict, no_place: int, no_sector: int) -> list[str]:
    counts = (
        totals["investment"]["undisclosed"],
        totals["investment"]["unconverted"],
        totals["jobs"]["undisclosed"],
        no_place,
        no_sector,
    )
    return [str(text % n) for text, n in zip(OF_PROJECTS, counts, strict=True) if n]


def _without(groups: list) -> int:
    """How many projects are in the group of those that do not say."""
    return sum(group["projects"] for group in groups if group["key"] is None)
