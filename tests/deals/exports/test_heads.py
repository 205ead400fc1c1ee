"""HEAD of a file: the headers of GET, without what only the body reads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.api.listings import LISTINGS

FEWER = {"rates": "?currency=CNY&date_after=2026-01-01"}  # of more than ten thousand
EACH = [(each.name, form) for each in LISTINGS for form in each.formats[1:]]
FILES = [
    *(f"{name}.{form}{FEWER.get(name, '')}" for name, form in EACH),
    *(f"projects/p182.{form}" for form in ("csv", "ndjson", "geojson")),
    *(f"totals.{form}?group_by=location" for form in ("csv", "xlsx", "ndjson", "geojson", "zip")),
]


def headers(response):
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


@pytest.mark.once("both make each file in test_formats_agree")
@pytest.mark.parametrize("path", FILES)
def test_head_has_the_headers_of_get_and_reads_no_body(path, client, starter):
    with CaptureQueriesContext(connection) as asked:
        head = client.head(f"/api/v1/{path}")
    with CaptureQueriesContext(connection) as answered:
        response = client.get(f"/api/v1/{path}")
        before_the_body = len(answered)
        body = response.getvalue()
    assert (head.getvalue(), head.status_code) == (b"", 200)
    assert headers(head) == headers(response)
    assert int(head["X-Row-Count"]) >= 0 < len(body)
    if ".xlsx" in path:  # which is made whole before it is answered
        assert len(asked) <= before_the_body == len(answered)
        return
    assert len(asked) == before_the_body
    if path.startswith(("projects", "figures", "organizations")):
        assert "p182" in path or len(answered) > before_the_body
