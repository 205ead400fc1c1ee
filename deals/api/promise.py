"""What a program may rely on while it is written against this version, and what has changed."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

MONTHS_OF_NOTICE = 12

MAY_COME = (
    _("fields of an answer, and columns at the end of a file"),
    _("parameters, each of which changes nothing where it is left out"),
    _("resources, formats, groups and orders"),
    _("words of open vocabularies: metrics, codes of checks, kinds of problems, reasons"),
    _("wording, such as titles, details and notes, which are for people"),
)
STAYS = (
    _("the names of resources, parameters, fields and columns, and what they mean"),
    _("the type of a value, and whether it may be null"),
    _("permanent ids: none is given to another record; a merged one leads on, a deleted is gone"),
    _("that unknown parameters and bad values are refused, and that money is in whole units"),
)


class Entry(NamedTuple):
    """What changed in the API with a release."""

    day: date
    version: str
    changes: tuple[str, ...]


# The latest first.
CHANGELOG = (
    Entry(
        date(2026, 11, 28),
        "1.0",
        (
            _(
                "Every list, record and total comes as JSON, CSV, XLSX, NDJSON and ZIP, and as "
                "GeoJSON where it has a place: by suffix and by Accept."
            ),
            _("cursor=start walks through a list by id; changes with a cursor loses nothing."),
            _("fields and expand say what to leave out and what to give in full."),
            _("group_by takes two dimensions."),
            _("RateLimit and RateLimit-Policy say how many requests are left."),
            _(
                "What was called moved in changes is called merged, as the word for the same on "
                "pages."
            ),
            _("The data dictionary, datapackage.json, and an example of every operation."),
        ),
    ),
)


def in_words() -> str:
    """The promise as paragraphs and lists of Markdown, in the active language."""
    added, kept = _("Within version 1 there may come:"), _("Within version 1 these stay:")
    parts = [added, _listed(MAY_COME), kept, _listed(STAYS), notice()]
    return "\n\n".join(str(part) for part in parts)


def notice() -> str:
    """How a change that breaks programs would come."""
    return _(
        "A change that breaks this would come as /api/v2/, beside version 1 for at least "
        "%(months)d months; from then on the answers of version 1 would carry the headers "
        "Deprecation and Sunset, with the day on which it ends."
    ) % {"months": MONTHS_OF_NOTICE}


def _listed(points) -> str:
    return "\n".join(f"- {point}" for point in points)
