"""Downloads of exactly the projects of a query, streamed with flat memory, whole or visibly not."""

from deals.columns import PROJECTS, Column
from deals.exports.about import About, about
from deals.exports.delimited import csv_of, csv_table
from deals.exports.descriptor import datapackage
from deals.exports.geojson import geojson_of
from deals.exports.json_lines import ndjson_of
from deals.exports.package import investments_of, zip_of
from deals.exports.streams import in_chunks, rows_streamed, streamed
from deals.exports.workbook import MAX_ROWS, xlsx_table
from deals.formulas import safe_cell
from deals.tables import RECONCILIATION as _RECONCILIATION
from deals.tables import TABLES, reconciliation_rows, totals_rows

INVESTMENTS = TABLES["investments"].columns
TOTALS = TABLES["totals"].columns
RECONCILIATION = _RECONCILIATION.columns

__all__ = [
    "INVESTMENTS",
    "MAX_ROWS",
    "PROJECTS",
    "RECONCILIATION",
    "TOTALS",
    "About",
    "Column",
    "about",
    "csv_of",
    "csv_table",
    "datapackage",
    "geojson_of",
    "in_chunks",
    "investments_of",
    "ndjson_of",
    "reconciliation_rows",
    "rows_streamed",
    "safe_cell",
    "streamed",
    "totals_rows",
    "xlsx_table",
    "zip_of",
]
