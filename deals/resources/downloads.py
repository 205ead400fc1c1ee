"""The download menu of a query: each format, what it is for, and how many rows it has."""

from django.utils.translation import gettext as _

from deals.queries import ProjectQuery


def downloads(query: ProjectQuery, rows: int) -> list[dict]:
    """``{"format", "use", "url", "rows"}`` of each; `rows` is None for what comes in pages."""
    csv = query.api_url(".csv")
    found = [
        ("CSV", _("for programs and most spreadsheets"), csv),
        (
            _("CSV for Excel"),
            _("begins with a byte order mark, so that Excel reads Chinese"),
            f"{csv}{'&' if '?' in csv else '?'}bom=1",
        ),
        ("XLSX", _("an Excel workbook with a sheet about filter and columns"), None),
        ("GeoJSON", _("points for maps, in WGS 84"), None),
        ("NDJSON", _("one project a line, in the shape of the API"), None),
        ("ZIP", _("a data package with README, columns and checksums"), None),
    ]
    whole = [
        {"format": name, "use": use, "url": url or query.api_url(f".{name.lower()}"), "rows": rows}
        for name, use, url in found
    ]
    paged = {"format": "JSON", "use": _("page by page, as the API has it"), "rows": None}
    return [*whole, paged | {"url": query.api_url(".json")}]
