"""What does not agree, on the page of it and on those of editions, conferences and sources."""

import pytest

from tests import factories as make
from tests.deals.views.parsing import open_page


def findings(page):
    return page.one("ul", css="findings").all("li")


def test_every_finding_leads_to_its_figures_and_its_explanation(starter, client):
    page = open_page(client, "/checks/")
    first = findings(page)[0]
    assert first.attrs["class"] == "warning"
    assert first.links[:2] == ["/method/#check-same-scope-other-value", "/figures/f035-0/"]
    assert open_page(client, "/method/").one("dt", id="check-same-scope-other-value")


def test_one_kind_alone(starter, client):
    page = open_page(client, "/checks/?code=pair-off-rate")
    assert "The printed digits imply" in findings(page)[0].text
    assert len(findings(page)) == 1
    assert page.one("link", rel="canonical").attrs["href"].endswith("/checks/?code=pair-off-rate")


def test_an_unknown_kind_is_refused(starter, client):
    assert client.get("/checks/?code=nonsense").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/editions/world-power-battery-conference-2024/",
        "/conferences/world-power-battery-conference/",
        "/sources/menafn-002/",
    ],
)
def test_the_jobs_at_three_places_are_shown_where_they_belong(address, starter, client):
    texts = [each.text for each in findings(open_page(client, address))]
    assert any("Yibin, more than 20,000 (MENAFN); all, 20,000 (Korean" in text for text in texts)


def test_an_acknowledged_finding_says_why(db, client):
    figure = make.create_figure(ref="f1", preferred=True, suspect=True)
    known = make.create_acknowledgement(subject="f1", reason="The only source.", said="Before.")
    [shown] = findings(open_page(client, "/checks/"))
    assert "when it said something else: The only source." in shown.text
    known.values = client.get("/api/v1/checks/").json()["results"][0]["values"]
    known.save()
    address = f"/sources/{figure.source.slug}/"
    assert "Acknowledged by an editor: The only source." in open_page(client, address).text


def test_long_lists_are_paged(db, client):
    for _each in range(51):
        make.create_figure(preferred=True, suspect=True)
    first = open_page(client, "/checks/")
    assert len(findings(first)) == 50
    second = open_page(client, "/checks/" + first.one("a", rel="next").attrs["href"])
    assert len(findings(second)) == 1
    assert second.one("a", rel="prev")
