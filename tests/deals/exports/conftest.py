import datetime

import pytest

from deals.exports import About
from deals.models.version import Snapshot


@pytest.fixture
def about():
    return About(
        title="projects",
        address="http://testserver/projects/?q=%3D1",
        filters=(("Search", ("=1+1",)), ("Status", ("Signed", "Operating"))),
        currency="CNY",
        ordering=("-date", "-ref"),
        rows=3,
        day=datetime.date(2024, 9, 1),
        snapshot=Snapshot(7, datetime.datetime(2024, 8, 31, 12, 5, tzinfo=datetime.UTC)),
    )
