"""From rows that are there to HTML: no database takes part."""

import re
from unittest.mock import patch

from django.core.cache import caches
from django.template import engines
from django.template.loader import render_to_string
from django.utils.html import escape

from deals.views import show
from tests.benchmarks.operations import get
from tests.benchmarks.registry import Way, Ways, operation

PAGE = "/projects/?per_page=50"
REFS = re.compile(r'<a href="/projects/(\w+)/">')
# As one writes it with Django alone: the columns of the page, without units, bars and qualifiers.
STOCK = """{% load i18n %}<table><tbody>{% for row in projects %}
  <tr>
    <th scope="row"><a href="{% url "project" row.id %}">{{ row.name }}</a>
      {% for each in row.investors %}<a href="{% url "investor" each.id %}">{{ each.name }}</a>
        {% if not forloop.last %}, {% endif %}{% endfor %}</th>
    <td><a href="{% url "edition" row.edition.id %}">{{ row.edition.name }}</a></td>
    <td>{% if row.location %}<a href="{% url "place" row.location.id %}">{{ row.location.name }}</a>
      {% else %}{% translate "Not stated" %}{% endif %}</td>
    <td>{% if row.sector %}<a href="{% url "sector" row.sector.id %}">{{ row.sector.name }}</a>
      {% else %}{% translate "Not stated" %}{% endif %}</td>
    <td>{{ row.status }}</td>
    <td>{{ row.investment.CNY.value|default_if_none:""|floatformat:"0g" }}</td>
    <td>{{ row.jobs.value|default_if_none:""|floatformat:"0g" }}</td>
    <td>{{ row.output_converted.CNY.value|default_if_none:""|floatformat:"0g" }}</td>
  </tr>{% endfor %}</tbody></table>"""


@operation("50 rows as HTML (peer: a stock loop)")
def rows_as_html() -> Ways:
    return rendered("projects/_rows.html")


@operation("Page of 50 rows, rendering alone")
def whole_page() -> Ways:
    """The peer and the floor are of its rows alone."""
    return rendered("projects/list.html")


def rendered(template: str) -> Ways:
    """The floor joins texts in Python."""
    request, context = shown(PAGE)
    stock = engines["django"].from_string(STOCK)
    return Ways(
        Way(lambda: render_to_string(template, context, request), REFS.findall),
        Way(lambda: "".join(map(joined, context["projects"])), REFS.findall),
        Way(lambda: stock.render({"projects": context["projects"]}, request), REFS.findall),
    )


def shown(address: str) -> tuple:
    """The request and the context of a page, as its view has them ready."""
    found = []
    caches["answers"].clear()

    def keep(request, template, context, **options):
        found.append((request, context))
        return render(request, template, context, **options)

    render = show.render
    with patch.object(show, "render", keep):
        get(address)
    return found[0]


def joined(row: dict) -> str:
    linked = [row["edition"], row["location"], row["sector"]]
    cells = [f'<a href="{each["html_url"]}">{escape(each["name"])}</a>' for each in linked if each]
    investors = ", ".join(escape(each["name"]) for each in row["investors"])
    sums = (row["investment"]["CNY"], row["jobs"], row["output_converted"]["CNY"])
    cells += [row["status"], *(each["value"] if each else "" for each in sums)]
    name = f'<a href="/projects/{row["id"]}/">{escape(row["name"])}</a> {investors}'
    return f"<tr><th>{name}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
