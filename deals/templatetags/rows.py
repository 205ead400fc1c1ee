"""Rows of a table of projects, written in one go: as a template they take five times as long.

What all rows share (words, units, where addresses begin) is looked up once. Every text of the data
goes through `escape`, or through what `display` gives, which is escaped.
"""

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from deals import vocabulary
from deals.templatetags import display
from deals.templatetags.matches import marked

register = template.Library()


@register.simple_tag(takes_context=True)
def project_rows(context, projects, currency, columns, largest=0):
    """A `<tr>` for each project in its JSON shape: its name, then the columns, by name.

    The bars of amounts are parts of the `largest` one; without it there are none.
    """
    with context.push(currency=currency):
        write = Writer(context, currency, columns, largest).row
        return mark_safe("".join(map(write, projects)))


class Writer:
    """Writes rows of one table; each method from `date` on is the inside of that column's cell."""

    def __init__(self, context, currency: str, columns, largest: int):
        self.context, self.currency, self.largest = context, currency, largest
        self.links: dict[str, tuple[str, str]] = {}
        self.comma = escape(pgettext("between items", ", "))
        self.not_stated = display.unknown(_("Not stated"))
        self.signed_again = display.unknown(_("signed again, adds nothing"))
        self.statuses = _words(vocabulary.STATUS_LABELS)
        self.commitments = _words(vocabulary.COMMITMENT_LABELS)
        labels = self.labels()
        self.cells = [
            (f"<td {labels[name]}>", getattr(self, name)) for name in labels if name in columns
        ]

    def labels(self) -> dict[str, str]:
        """By column, in their order: the attributes of its cells."""
        unit = display.unit(self.currency)
        # Apart: nothing collects the texts inside of f-strings for translation.
        amount, output = _("Amount"), _("Yearly output")
        found = {
            "date": (_("Date"), ""),
            "edition": (_("Edition"), ' class="named"'),
            "location": (_("Place"), ""),
            "sector": (_("Sector"), ""),
            "status": (_("Status"), ""),
            "commitment": (_("Commitment"), ""),
            "amount": (f"{amount} ({unit})", ' class="num"'),
            "jobs": (_("Jobs"), ' class="num"'),
            "output_value": (f"{output} ({unit})", ' class="num"'),
        }
        return {name: f'data-label="{escape(head)}"{css}' for name, (head, css) in found.items()}

    def row(self, project: dict) -> str:
        cells = "".join([f"{start}{inside(project)}</td>\n" for start, inside in self.cells])
        return f'<tr>\n<th scope="row" class="wide">{self.head(project)}</th>\n{cells}</tr>\n'

    def head(self, project: dict) -> str:
        """Its name, who invests, and where it was found if that is asked."""
        found = self.link("project", project)
        if project["investors"]:
            investors = [self.link("investor", each) for each in project["investors"]]
            found += f' <span class="meta">{self.comma.join(investors)}</span>'
        if project.get("matched"):
            found += f" {self.matched(project['matched'])}"
        return found

    def matched(self, fields: list[dict]) -> str:
        kinds = {
            "investor": pgettext("field", "investor"),
            "place": pgettext("field", "place"),
            "sector": pgettext("field", "sector"),
            "edition": pgettext("field", "edition"),
        }
        shown = self.comma.join([f"{escape(kinds[f['kind']])} {marked(f)}" for f in fields])
        start = escape(_("matched:"))
        return f'<span class="matched">{start} {shown}</span>'

    def link(self, page: str, to: dict) -> str:
        if page not in self.links:
            start, _key, end = display.link_for(self.context, page, "key").rpartition("key")
            self.links[page] = (f'<a href="{escape(start)}', f'{escape(end)}">')
        start, end = self.links[page]
        return f"{start}{escape(to['id'])}{end}{conditional_escape(display.names(to))}</a>"

    def link_or_not(self, page: str, to: dict | None) -> str:
        return self.link(page, to) if to else self.not_stated

    def date(self, project: dict) -> str:
        return escape(display.date_text(project["signed_on"]) or project["year"])

    def edition(self, project: dict) -> str:
        return self.link("edition", project["edition"])

    def location(self, project: dict) -> str:
        return self.link_or_not("place", project["location"])

    def sector(self, project: dict) -> str:
        return self.link_or_not("sector", project["sector"])

    def status(self, project: dict) -> str:
        status = project["status"]
        return f'<span class="badge status-{status}">{self.statuses[status]}</span>'

    def commitment(self, project: dict) -> str:
        return self.commitments[project["commitment"]]

    def amount(self, project: dict) -> str:
        if project["resigns_only"]:
            return self.signed_again
        bar = self.largest and display.bar_of(project, self.currency, self.largest)
        return f"{display.amount_in(project, self.currency)}{bar or ''}"

    def jobs(self, project: dict) -> str:
        return display.count(project["jobs"])

    def output_value(self, project: dict) -> str:
        return display.output_in(project, self.currency)


def _words(labels: dict) -> dict[str, str]:
    """The words of a vocabulary in the page's language; the database holds no others."""
    return {word: escape(str(label)) for word, label in labels.items()}
