"""What the charts say."""

import pytest

from deals.models import Conference
from deals.queries import ProjectQuery
from deals.resources.charts import over_editions
from deals.resources.reconciliation import conference_reconciled
from tests import factories as make

BILLION = 10**9


@pytest.mark.django_db
def test_a_reported_range_is_written_with_both_ends():
    edition = make.create_edition(label="2024")
    make.create_figure(
        editions=[edition],
        metric="investment",
        value=5 * BILLION,
        value_max=7 * BILLION,
        qualifier="range",
        currency="CNY",
        preferred=True,
    )
    card = conference_reconciled(Conference.objects.get(), "CNY", 1)
    [column] = over_editions(card["editions"], card["spanning"], ProjectQuery())["columns"]
    assert column["reported_text"] == "CN¥5bn–CN¥7bn"


@pytest.mark.django_db
def test_a_column_explains_the_number_of_the_day_that_it_shows():
    edition = make.create_edition(slug="fair-2024", label="2024")
    make.create_project(edition=edition, amount=BILLION)
    card = conference_reconciled(Conference.objects.get(), "CNY", 1)
    asked = ProjectQuery({"conference": [card["conference"]["id"]], "as_of": ["2024-10-01"]})
    [column] = over_editions(card["editions"], [], asked)["columns"]
    assert "as_of=2024-10-01" in column["explain"]
    assert "edition=fair-2024" in column["explain"]
