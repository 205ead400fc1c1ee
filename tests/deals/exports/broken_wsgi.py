"""The site, but for files: none of their tables can be read to its end."""

from conference_deals.wsgi import application
from deals import exports
from deals.api import totals
from deals.exports import streams
from tests.deals.exports.cut import Cut, cut

__all__ = ["application"]

streams.CHUNK = 5
whole_records, whole_rows = exports.streamed, exports.rows_streamed
whole_totals = totals.totals_rows
exports.streamed = lambda records: cut(whole_records(records))
exports.rows_streamed = lambda rows: cut(whole_rows(rows))
totals.totals_rows = lambda found: Cut(whole_totals(found))
