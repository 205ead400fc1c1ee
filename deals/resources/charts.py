"""What the charts draw, made from the same groups that the API serves."""

from django.utils.translation import get_language

from deals import charts, stats
from deals.money import money_text, with_sign
from deals.paths import api
from deals.queries import PER_PAGE, ProjectQuery, address
from deals.resources.group_rows import group_rows
from deals.resources.place_groups import as_table
from deals.resources.totals import groups
from deals.vocabulary import CHART_CAPTIONS, CHART_LABELS

BARS = 15  # of a ranking; the table under it and the download have more
ROWS = 50


def chart_context(query: ProjectQuery, by: str = "") -> dict:
    """The list of projects seen as a chart: ``{"charted": …}``.

    `by` is a key of `CHART_LABELS`; years without one. `rows` are all groups as the table and the
    download show them, `shown` those of the table.
    """
    by = by or query.by or next(iter(CHART_LABELS))
    rows = group_rows(query, by)
    count = sum(row["key"] is not None for row in rows)
    return {
        "charted": {
            "by": by,
            "head": CHART_LABELS[by],
            "caption": CHART_CAPTIONS[by],
            "dimensions": [_dimension(query, word, by) for word in CHART_LABELS],
            "is_columns": by == "year",
            "chart": _columns(query, rows) if by == "year" else _bars(rows),
            "rows": rows,
            "shown": rows[:ROWS],
            "count": count,
            "has_bounds": any(charts.bar_end(row["investment"]["bound"]) for row in rows),
            "bars": min(count, BARS),
            "adds_up": by not in stats.NOT_ADDING_UP,
            "page_url": query.change(view="chart", by=by, size=PER_PAGE[0]).page_url(),
            "svg_url": chart_url(query, by, ".svg"),
            "csv_url": chart_url(query, by, ".csv"),
        }
    }


def chart_url(query: ProjectQuery, by: str, suffix: str) -> str:
    """The same chart as a file, in the language of the page."""
    pairs = [pair for pair in as_table(query).pairs if pair[0] not in ("ordering", "columns")]
    return address(api(f"charts{suffix}"), [*pairs, ("by", by), ("lang", _lang())])


def _dimension(query: ProjectQuery, word: str, by: str) -> dict:
    there = query.change(by=word)
    return {
        "label": CHART_LABELS[word],
        "current": word == by,
        "page_url": there.page_url(),
        "fragment_url": there.api_url(".html"),
    }


def _bars(rows: list[dict]) -> dict:
    """The largest groups; what has no group of its own comes last, so that nothing is hidden."""
    drawn = [row for row in rows if row["key"] is not None][:BARS]
    drawn += [row for row in rows if row["key"] is None]
    return charts.bars([row | _length(row["investment"]) for row in drawn])


def _columns(query: ProjectQuery, rows: list[dict]) -> dict | None:
    """A column for each year, with a place for those without projects."""
    if not any(row["investment"]["value"] for row in rows):
        return None
    found = {row["key"]: row | _length(row["investment"]) for row in rows}
    years = range(min(found), max(found) + 1)
    drawn = [found.get(year) or _column(query, year, None) for year in years]
    return charts.columns(drawn, tick_text=lambda value: _money(value, query.currency))


def _length(sums: dict) -> dict:
    kept = {name: sums[name] for name in ("value", "high", "bound")}
    return kept | {"text": sum_text(sums)}


def by_year(query: ProjectQuery) -> dict | None:
    """Columns: what is itemised each year; a year without projects keeps its place."""
    found = {g["key"]: g for g in groups(query.matching, "year", query.currency) if g["key"]}
    if not any(group["investment"]["value"] for group in found.values()):
        return None
    years = range(min(found), max(found) + 1)
    rows = [_column(query, year, found.get(year)) for year in years]
    return charts.columns(rows, tick_text=lambda value: _money(value, query.currency))


def _column(query: ProjectQuery, year: int, group: dict | None) -> dict:
    sums = group["investment"] if group else {"value": None, "bound": None, "currency": None}
    return {
        "label": str(year),
        "value": sums["value"],
        "bound": sums["bound"],
        "text": sum_text(sums),
        "href": query.with_only(year=str(year)).page_url(),
        "explain": query.with_only(year=str(year)).explain_url(),
    }


def ranked(query: ProjectQuery, dimension: str, level: str | None = None, limit: int = 8) -> dict:
    """Bars: the largest groups, each leading to its page."""
    found = groups(query.matching, dimension, query.currency, level, limit + 1)
    rows = [
        {
            "label": group["label"],
            "lang": group["label_lang"],
            "value": group["investment"]["value"],
            "high": group["investment"]["high"],
            "bound": group["investment"]["bound"],
            "text": sum_text(group["investment"]),
            "href": _kept(group["html_url"], query.currency),
            "explain": query.explain_url(group_by=dimension, level=level, group=group["key"]),
        }
        for group in found
        if group["key"] is not None
    ]
    return charts.bars(rows[:limit])


def over_editions(rows: list[dict], spanning: list[dict], asked: ProjectQuery) -> dict | None:
    """Columns over a conference's editions: reported as outline, itemised solid.

    A figure over several editions is a bracket; its text is in the currency it was reported in.
    `asked` are the conference's projects.
    """
    currency = asked.currency
    columns = [_edition_column(row, asked) for row in rows]
    if not any(column["value"] or column["reported"] for column in columns):
        return None
    labels = {row["edition"]["id"]: row["edition"]["label"] for row in rows}
    money = [f for f in spanning if f["metric"] == "investment" and _is_whole(f)]
    spans = [_span(figure, labels, currency) for figure in money]
    return charts.columns(columns, spans, tick_text=lambda value: _money(value, currency))


def _is_whole(figure: dict) -> bool:
    return not any(figure["scope"].values()) and figure["equivalent_of"] is None


def _edition_column(row: dict, asked: ProjectQuery) -> dict:
    shown = (row["investment_shown"] or {}).get("value")
    itemised = row["itemised"]["investment"]
    return {
        "label": row["edition"]["label"],
        "value": itemised["value"],
        "bound": itemised["bound"],
        "text": sum_text(itemised),
        "reported": shown and shown["value"],
        "reported_bound": shown and shown["qualifier"],
        "reported_text": sum_text(shown | {"bound": shown["qualifier"]}) if shown else "",
        "href": _kept(row["edition"]["html_url"], asked.currency),
        "explain": asked.with_only(edition=row["edition"]["id"]).explain_url(),
    }


def _span(figure: dict, labels: dict, currency: str) -> dict:
    covered = [labels[e["id"]] for e in figure["editions"] if e["id"] in labels]
    value = figure["value"]
    return {
        "first": covered[0],
        "last": covered[-1],
        "text": sum_text(value | {"bound": value["qualifier"]}),
        "href": _kept(figure["html_url"], currency),
    }


def _kept(address: str, currency: str) -> str:
    """The address of a page in the chosen currency."""
    return address if currency == "CNY" else f"{address}?currency={currency}"


def sum_text(sums: dict) -> str:
    """The number with the sign of its bound, as a chart writes it; a range with both ends."""
    if sums["value"] is None:
        return ""
    high = sums.get("high", sums.get("value_max"))
    if sums["bound"] == "range" and high:
        ends = (_money(end, sums["currency"]) for end in (sums["value"], high))
        return "–".join(ends)
    return with_sign(_money(sums["value"], sums["currency"]), sums["bound"], _lang())


def _money(value: int, currency: str) -> str:
    return money_text(value, currency, _lang()) if value else "0"


def _lang() -> str:
    return "zh-hans" if (get_language() or "").startswith("zh") else "en"
