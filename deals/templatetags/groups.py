"""Rows of a table of groups, written in one go: as a template they take several times as long.

Every text of the data goes through `escape`, or through what `display` gives, which is escaped.
"""

from urllib.parse import quote_plus

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe

from deals.templatetags import display

register = template.Library()

# No key and no number.
_OPEN = "\0"


@register.simple_tag(takes_context=True)
def group_rows(context, groups, of, dimension="", level="", page=""):
    """A `<tr>` for each group in its JSON shape: its name, projects and investment.

    The numbers lead to their explanations: `of` is the ProjectQuery of the whole, `dimension` and
    `level` are its breakdown. `page` names the page of a group, which keeps the currency.
    """
    kept = display.keep_currency(context) if page else ""
    projects = _explained(of, "projects", dimension, level)
    investment = _explained(of, "investment", dimension, level)
    return mark_safe(
        "".join(
            [
                f"<tr>{_head(group, kept)}"
                f'<td class="num">{projects(group, display.count(group["projects"]))}</td>'
                f'<td class="num">{investment(group, display.cell_total(group["investment"]))}</td>'
                "</tr>\n"
                for group in groups
            ]
        )
    )


def _head(group: dict, kept: str) -> str:
    lang = f' lang="{escape(group["label_lang"])}"' if group["label_lang"] else ""
    label, url = conditional_escape(group["label"]), group["html_url"]
    named = f'<a href="{escape(url + kept)}">{label}</a>' if url else display.unknown(label)
    return f'<th scope="row"{lang}>{named}</th>'


def _explained(of, measure: str, dimension: str, level: str):
    """What makes a number of a group a link to its explanation."""
    if not of:
        return lambda _group, number: number
    if not dimension:
        return lambda _group, number: display.to_explanation(of.explain_url(measure), number)

    def around_number(key: str | None) -> list[str]:
        address = of.explain_url(measure, group_by=dimension, level=level, group=key)
        return display.to_explanation(address, _OPEN).split(_OPEN)

    # The addresses of all groups are one with another key, but for “not stated”.
    before, after = around_number(_OPEN)
    start, end = before.split(quote_plus(_OPEN))
    unknown = around_number(None)

    def link(group: dict, number: str) -> str:
        if group["key"] is None:
            return number.join(unknown)
        return f"{start}{escape(quote_plus(str(group['key'])))}{end}{number}{after}"

    return link
