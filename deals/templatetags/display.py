"""How pages write numbers, names, dates and addresses. Display only: nothing here queries.

The dicts are the JSON shapes of the API: a money value ``{"value", "value_max", "currency",
"qualifier"}`` (a count has no currency), a sum ``{"value", "low", "high", "bound", "stated",
"undisclosed", "unconverted", "currency"}``.
"""

import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deals import money as numbers
from deals import paths

register = template.Library()

CHINESE = "zh-hans"
# Qualifiers without a sign.
_PLAIN = frozenset({None, "", "exact"})
KNOWN_ON_A_DAY = frozenset({"conference", "edition", "place"})


def lang() -> str:
    """``en`` or ``zh-hans``, whatever variant is active."""
    return CHINESE if (get_language() or "").startswith("zh") else "en"


# Numbers


@register.simple_tag
def money(value):
    """A money value or a count in running text: > CN¥95.25bn."""
    return _value(value, _text)


@register.simple_tag
def cell(value):
    """The same for a table column, whose header holds `{% unit %}`: > 95.250."""
    return _value(value, _column_text)


@register.simple_tag
def count(value):
    """A count: an int, None, or a dict with a qualifier."""
    if not isinstance(value, dict):
        value = {"value": value}
    return _value(value | {"currency": None}, _text)


@register.simple_tag
def total(value):
    """A sum with its bound in running text; a range of sums shows both ends."""
    return _sum(value, _text)


@register.simple_tag
def lower_bound(value):
    """A sum of some of the projects, of which the others may state what these do not."""
    return _sum(value, _text) if value["value"] is not None else unknown(_("Not added up yet"))


@register.simple_tag
def cell_total(value):
    """A sum in a table column."""
    return _sum(value, _column_text)


@register.simple_tag
def amount_in(project, currency):
    """What a project adds in the display currency, for a table column."""
    amount = project["investment"][currency]
    if amount is None:
        return unknown(_("Not convertible") if project["disclosed"] else _("Not disclosed"))
    return cell(amount)


@register.simple_tag
def output_in(project, currency):
    """A project's yearly output value in the display currency, for a table column."""
    output = project["output_converted"][currency]
    if output is None and project["output_value"]:
        return unknown(_("Not convertible"))
    return cell(output)


@register.simple_tag
def bar_of(project, currency, largest):
    """The in-cell bar of `amount_in`; nothing where there is no amount."""
    amount = project["investment"][currency]
    return inbar(amount["value"], largest) if amount else ""


@register.filter
def grouped(value):
    """The whole number, exact: 383,880,000,000."""
    return numbers.grouped(value)


@register.simple_tag
def hits(found):
    """`count` of what was found, or that it is `more_than` that."""
    if not found["more_than"]:
        return found["count"]
    return _("more than %(number)s") % {"number": grouped(found["count"])}


@register.simple_tag
def unit(currency):
    """The unit of a table column: CN¥ bn or 亿元; nothing for a count."""
    return numbers.column_unit(currency, lang()).label if currency else ""


def _text(value, currency):
    if currency:
        return numbers.money_text(value, currency, lang())
    return numbers.count_text(value, lang())


def _column_text(value, currency):
    if currency:
        return numbers.column_text(value, currency, lang())
    return numbers.grouped(value)


def _value(value, write):
    if not value or value.get("value") is None:
        return unknown(_("Not stated"))
    ends = (value["value"], value.get("value_max"))
    return _amount(ends, value.get("qualifier"), value.get("currency"), write)


def _sum(value, write):
    if value["value"] is None:
        stated = value.get("stated") and value.get("unconverted")
        return unknown(_("Not convertible") if stated else _("Not stated"))
    ends = (value["value"], value["high"])
    return _amount(ends, value.get("bound"), value.get("currency"), write)


def _amount(ends, qualifier, currency, write):
    """`ends` are the lower and the upper one; the upper one counts for a range only."""
    low = _data(ends[0], currency, write)
    high = _data(ends[1], currency, write) if qualifier == "range" else ""
    if high:
        words = format_html('<span class="visually-hidden"> {} </span>', _("to"))
        number = format_html('{}<span aria-hidden="true">–</span>{}{}', low, words, high)
    else:
        number = low
    sign = _sign(qualifier)
    # A bare number needs no span around it, and lists hold hundreds of them.
    return format_html('<span class="amount">{}{}</span>', sign, number) if sign else number


def _data(value, currency, write):
    """The exact number of whole units stands in the attribute."""
    if value is None:
        return ""
    # `format_html` would take twice as long, and lists hold hundreds of numbers.
    return mark_safe(f'<data value="{value}">{escape(write(value, currency))}</data>')


def _sign(qualifier):
    # Most numbers are exact, and finding out the language takes as long as writing one.
    return "" if qualifier in _PLAIN else _sign_in(qualifier, lang())


@cache
def _sign_in(qualifier, language):
    sign = numbers.qualifier_sign(qualifier, language)
    words = numbers.qualifier_words(qualifier, language)
    if not sign:
        return ""
    shown = numbers.before_number(sign, language)
    if sign == words:
        return format_html('<span class="sign">{}</span>', shown)
    return format_html(
        '<span aria-hidden="true" class="sign">{}</span><span class="visually-hidden">{} </span>',
        shown,
        words,
    )


def unknown(words):
    return format_html('<span class="unknown">{}</span>', words)


@register.simple_tag
def sign(qualifier):
    """The sign of a qualifier with its words for a screen reader."""
    return _sign(qualifier)


@register.filter
def qualifier_words(qualifier):
    return numbers.qualifier_words(qualifier, lang())


@register.filter
def currency_name(code):
    return numbers.currency_name(code, lang())


@register.filter
def share(ratio):
    """A ratio (a decimal as text) as a percentage; only nothing is 0% and only all is 100%."""
    if ratio in (None, ""):
        return ""
    exact = Decimal(str(ratio)) * 100
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    if exact and not shown:
        return "<0.1%"
    if exact < 100 <= shown:
        return ">99.9%"
    return f"{numbers.grouped(shown)}%".replace(".0%", "%")


@register.simple_tag
def inbar(value, largest, css="inbar"):
    """The bar behind an amount in a table; the number stands beside it, so it is decoration."""
    width = 100 * max(value or 0, 0) / largest if largest else 0
    return format_html(
        '<svg class="{}" aria-hidden="true"><rect width="{}%" height="4"/></svg>',
        css,
        f"{width:.2f}",
    )


@register.filter
def item(mapping, key):
    return mapping.get(key)


@register.filter
def at(sequence, place):
    return sequence[place]


@register.simple_tag
def difference(value, currency):
    """A difference with its sign, which stands outside of the number: +CN¥5bn, −3."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return format_html("{}{}", sign, _data(abs(value), currency, _text))


# Names


@register.simple_tag
def names(thing):
    """The name in the page's language; one that exists in another only says which it is."""
    shown = lang()
    return _in_language(*_best_name(thing, shown), shown)


@register.simple_tag
def other_names(thing):
    """Its further names, each marked with its language; nothing where there is none."""
    shown = lang()
    others = ((_in_language(*known, shown),) for known in _known_names(thing, shown)[1:])
    return format_html_join(" · ", "{}", others)


@register.filter
def name(thing):
    """The plain text of `names`, for titles and attributes."""
    return _best_name(thing, lang())[0]


@register.filter
def name_language(thing):
    """The language of `name` where that is not the page's, for attributes; else “”."""
    shown = lang()
    language = _best_name(thing, shown)[1]
    return "" if language.startswith(shown[:2]) else language


def _best_name(thing, shown):
    """The first of `_known_names`; most names on an English page are plain ones."""
    if thing.get("name") and shown == "en":
        return thing["name"], "en"
    return _known_names(thing, shown)[0]


def _known_names(thing, shown):
    """(text, language) of each different name, the best for the shown language first."""
    local = thing.get("local") or {}
    known = [
        (thing.get("name"), "en"),
        (thing.get("name_zh"), "zh-Hans"),
        (local.get("text"), local.get("lang") or ""),
    ]
    mine = shown[:2]
    known.sort(key=lambda each: not each[1].startswith(mine))
    different = {}
    for text, language in known:
        if text:
            different.setdefault(text, language)
    return list(different.items()) or [("", "")]


def _in_language(text, language, shown):
    if not language or language.startswith(shown[:2]):
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


# Dates


@register.filter
def date_text(day, precision="day"):
    """1 September 2024, 2024年9月1日; of ``2024-09`` or with a coarser precision only a part."""
    parts = _date_parts(day)[: {"year": 1, "month": 2}.get(precision, 3)]
    if lang() == CHINESE:
        return "".join(f"{part}{sign}" for part, sign in zip(parts, "年月日", strict=False))
    return " ".join(_english_parts(parts))


@register.simple_tag
def dates(start, end):
    """From one day to another, what both share written once: 8–11 June 2023."""
    if not (start and end) or start == end:
        return date_text(start or end)
    first, last = _date_parts(start), _date_parts(end)
    shared = next(i for i in range(3) if first[i] != last[i])
    if lang() == CHINESE:
        rest = zip(last[shared:], "年月日"[shared:], strict=True)
        return f"{date_text(start)}至" + "".join(f"{part}{sign}" for part, sign in rest)
    head = " ".join(_english_parts(first)[: 3 - shared])
    return f"{head}{'–' if shared == 2 else ' – '}{date_text(end)}"


def _date_parts(day):
    """[year, month, day] of a date or an ISO text, as far as it goes."""
    if not day:
        return []
    if isinstance(day, datetime.date):
        day = day.isoformat()
    return [int(part) for part in day[:10].split("-")]


def _english_parts(parts):
    """Day, month, year."""
    words = [str(part) for part in parts]
    if len(words) > 1:
        words[1] = str(MONTHS[parts[1]])
    return words[::-1]


# Addresses


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """This page's query string, changed: None removes a parameter, a list repeats it.

    Blank parameters go; so does the page number, unless it is what changes.
    """
    data = _parameters(context)
    for key, value in changes.items():
        _put(data, key, value)
    return _query_string(data, keep_page="page" in changes)


@register.simple_tag(takes_context=True)
def query_with(context, key, value):
    """This page's query string with one more value of a repeated parameter."""
    data = _parameters(context)
    if str(value) not in data.getlist(key):
        data.appendlist(key, str(value))
    return _query_string(data)


@register.simple_tag(takes_context=True)
def query_without(context, key, value=None):
    """This page's query string without one value of a parameter, or without all of them."""
    data = _parameters(context)
    rest = [] if value is None else [v for v in data.getlist(key) if v != str(value)]
    _put(data, key, rest)
    return _query_string(data)


@register.filter
def numbers_around(page):
    """The page numbers to link: the ends, those around the page, and "…" between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


def _parameters(context):
    request = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


def _put(data, key, value):
    values = value if isinstance(value, (list, tuple)) else [value]
    data.setlist(key, [str(v) for v in values if v is not None])


def _query_string(data, *, keep_page=False):
    for key in list(data):
        _put(data, key, [v for v in data.getlist(key) if v.strip()])
        if not data.getlist(key) or (key == "page" and not keep_page):
            del data[key]
    # A lone "?" leads to the page without parameters; an empty address would keep them.
    return f"?{data.urlencode()}"


@register.simple_tag(takes_context=True)
def shown_currency(context):
    """The currency of the page: what the view says, else the address, else the default."""
    chosen = context.get("currency") or _parameters(context).get("currency")
    return chosen if chosen in numbers.DISPLAY_CURRENCIES else numbers.DISPLAY_CURRENCIES[0]


@register.simple_tag(takes_context=True)
def keep_currency(context):
    """``?currency=USD`` for links that leave the page, "" for the default."""
    chosen = shown_currency(context)
    return "" if chosen == numbers.DISPLAY_CURRENCIES[0] else f"?currency={chosen}"


@register.simple_tag(takes_context=True)
def link_for(context, url_name, key=None):
    """The address of a page, keeping the chosen currency, and the day where the page has one."""
    address = reverse(url_name, args=[] if key is None else [key]) + keep_currency(context)
    day = context.get("as_of") if url_name in KNOWN_ON_A_DAY else None
    if not day:
        return address
    return f"{address}{'&' if '?' in address else '?'}as_of={day:%Y-%m-%d}"


@register.simple_tag(takes_context=True)
def in_other_language(context):
    """This page's address in the other language, with its query string."""
    request = context.get("request")
    if context.get("translated_url") or not request:
        return context.get("translated_url") or ("/" if lang() == CHINESE else f"/{CHINESE}/")
    # One slash in front, always: "//host/" would lead to another site.
    path = request.path_info.removeprefix(f"/{CHINESE}/").lstrip("/")
    root = request.META.get("SCRIPT_NAME", "") + ("/" if lang() == CHINESE else f"/{CHINESE}/")
    search = request.META.get("QUERY_STRING", "")
    return f"{root}{path}?{search}" if search else root + path


@register.simple_tag
def api():
    """The path that every address of the API begins with."""
    return paths.api("")


@register.simple_tag
def totals_file(of, suffix, group_by="", level=""):
    """The address of a table of totals as a file; `of` is a ProjectQuery."""
    return of.totals_url(f".{suffix}", group_by, level)


@register.simple_block_tag
def explained(content, of, measure="investment", *, group_by="", level="", group=None, **filters):
    """Makes a total a link to its explanation; without a question `of` which it is, nothing.

    `of` is a ProjectQuery; `filters` narrow it where they have a value, `group_by` and `group`
    (None for “not stated”) name one of its groups.
    """
    if not of:
        return content
    asked = of.with_only(**{name: value for name, value in filters.items() if value})
    groups = {"group_by": group_by, "level": level, "group": group} if group_by else {}
    return to_explanation(asked.explain_url(measure, **groups), content)


def to_explanation(address, number):
    """The number as a link to what explains it."""
    title = _("How this number comes about")
    return format_html('<a class="explain" href="{}" title="{}">{}</a>', address, title, number)


@register.inclusion_tag("includes/sortable.html", takes_context=True)
def sortable(context, field, label, first="", css=""):
    """A column header that sorts; `first="-"` starts with the largest."""
    current = context.get("ordering") or _parameters(context).get("ordering") or ""
    current = current.split(",")[0] if isinstance(current, str) else current[0]
    active = current.removeprefix("-") == field
    descending = active and current.startswith("-")
    turned = field if descending else f"-{field}"
    return {
        "label": label,
        "css": css,
        "state": ("descending" if descending else "ascending") if active else "",
        "href": query(context, ordering=turned if active else first + field),
    }
