"""How what was found is shown."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.simple_tag
def marked(field):
    """A text in its language, with what matches marked; `field` as `resources.matches` shows it."""
    pieces = (("<mark>{}</mark>" if part["hit"] else "{}", part["text"]) for part in field["parts"])
    text = format_html_join("", "{}", ((format_html(form, text),) for form, text in pieces))
    if not field["lang"]:
        return text
    return format_html('<span lang="{}">{}</span>', field["lang"], text)
