"""The values of a facet, written in one go: as a template they take several times as long.

Every text of the data goes through `escape`, or through what `display` gives, which is escaped.
"""

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe

from deals.templatetags import display

register = template.Library()


@register.simple_tag
def facet_items(facet):
    """An `<li>` for each value of a facet in its JSON shape: a box, or a link where it is alone."""
    write = _as_link if facet["exclusive"] else _as_box
    return mark_safe("".join([_item(value, write) for value in facet["values"]]))


def _item(value: dict, write) -> str:
    depth = value["depth"]
    css = f' class="depth-{depth}"' if depth else ""
    return f"<li{css}>\n{write(value, _inside(value))}\n</li>"


def _as_link(value: dict, inside: str) -> str:
    current = ' aria-current="true"' if value["selected"] else ""
    return f'<a class="choice" href="{escape(value["html_url"])}"{current}>{inside}</a>'


def _as_box(value: dict, inside: str) -> str:
    [(name, choice)] = value["filter"].items()
    name, choice = escape(name), escape(choice)
    checked = " checked" if value["selected"] else ""
    box = f'<input type="checkbox" id="{name}-{choice}" name="{name}" value="{choice}"{checked}>'
    return f"<label>{box} {inside}</label>"


def _inside(value: dict) -> str:
    lang = f' lang="{escape(value["label_lang"])}"' if value["label_lang"] else ""
    parts = [f'<span class="label"{lang}>{conditional_escape(value["label"])}</span> ']
    if value["projects"] is not None:
        parts.append(f'<span class="count">{display.grouped(value["projects"])}</span>')
    if value["investment"] and value["investment"]["low"]:
        parts.append(f' <span class="sum">{display.total(value["investment"])}</span>')
    return "".join(parts)
