"""How to cite a page, and how a question about projects reads as a sentence; no ORM."""

import datetime
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

BIBTEX_SPECIAL = {char: f"\\{char}" for char in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def citation(title: str, url: str, version: int, today: datetime.date, date_text: str) -> dict:
    """The forms by name: ``short`` and ``full`` sentences and a ``bibtex`` entry, as plain text.

    `date_text` is today's date as the page's language writes it.
    """
    said = {"title": title, "version": version, "date": date_text, "url": url}
    return {
        "short": _("Conference Deals, “%(title)s”, data version %(version)s, %(date)s.") % said,
        "full": _(
            "Conference Deals. “%(title)s”. Data version %(version)s, accessed on %(date)s. "
            "%(url)s. Licence of the data: CC BY 4.0."
        )
        % said,
        "bibtex": bibtex(title, url, version, today),
    }


def bibtex(title: str, url: str, version: int, today: datetime.date) -> str:
    fields = {
        "author": f"{{{_('Conference Deals')}}}",
        "title": f"{{{escaped(title)}}}",
        "year": str(today.year),
        "note": f"Data version {version}, CC BY 4.0",
        # As it stands: packages that print addresses read them verbatim.
        "url": url.translate({ord(brace): f"%{ord(brace):02X}" for brace in "{}\\"}),
        "urldate": today.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
    return f"@misc{{{key_of(url, version)},\n" + ",\n".join(lines) + "\n}"


def key_of(url: str, version: int) -> str:
    """``conference-deals-projects-p001-v12``; a question adds what it asks."""
    there = urlsplit(url)
    words = re.sub(r"[^a-z0-9]+", "-", f"{there.path} {there.query}".lower())[:80].strip("-")
    return "-".join(["conference-deals", *filter(None, [words]), f"v{version}"])


def escaped(text: str) -> str:
    """The text with what BibTeX and LaTeX would take for a command written out."""
    return "".join(BIBTEX_SPECIAL.get(char, char) for char in " ".join(text.split()))


def listed_title(chips: Iterable[dict]) -> str:
    """The title of a list of projects, with its filters."""
    filters = filters_in_words(chips)
    return _("Projects, %(filters)s") % {"filters": filters} if filters else _("All projects")


def filters_in_words(chips: Iterable[dict]) -> str:
    """The active filters as one phrase: “Place: Sichuan or Yibin; Status: Signed”.

    Each chip has the `name` of its filter and a `value`, as people read them.
    """
    values: dict[str, list[str]] = {}
    for chip in chips:
        values.setdefault(str(chip["name"]), []).append(str(chip["value"]))
    colon = pgettext("between a label and what it says", ": ")
    either = pgettext("between values of a filter", " or ")
    phrases = [f"{name}{colon}{either.join(each)}" for name, each in values.items()]
    return pgettext("between filters", "; ").join(phrases)
