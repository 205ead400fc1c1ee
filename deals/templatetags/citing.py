"""What a page says about itself: how to cite it, what it lists, where it stands in each language.

Display only.
"""

from urllib.parse import urlsplit

from django import template
from django.conf import settings

from deals import citing
from deals.templatetags.display import CHINESE, date_text

register = template.Library()


@register.inclusion_tag("includes/cite.html", takes_context=True)
def cite(context, title, url=""):
    """How to cite this page, or the address given; nothing where no data were read."""
    request = context["request"]
    today = getattr(request, "today", None)
    if not title or today is None:
        return {"forms": {}}
    url = request.build_absolute_uri(url or context["canonical_url"])
    version = context["data_version"]
    return {"forms": citing.citation(str(title), url, version, today, date_text(today))}


@register.filter
def listed_title(chips):
    return citing.listed_title(chips or [])


@register.filter
def in_words(chips):
    return citing.filters_in_words(chips or [])


@register.simple_tag(takes_context=True)
def canonical_in(context, language):
    """The absolute address of this page in a language, without what is ignored."""
    request, there = context["request"], urlsplit(context["canonical_url"])
    root = request.META.get("SCRIPT_NAME", "")
    path = there.path.removeprefix(root).removeprefix(f"/{CHINESE}/").lstrip("/")
    prefix = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    return there._replace(path=root + prefix + path).geturl()
