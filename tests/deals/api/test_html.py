"""The API in HTML: parts of pages for htmx, the reference page, the kinds of problems."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from deals.api import promise
from deals.api.problems import PROBLEMS
from tests.deals.views.addresses import API_PAGES


def test_the_results_push_the_address_of_the_page(client, starter):
    response = client.get("/api/v1/projects.html?status=signed&limit=50&offset=50&lang=zh-hans")
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["HX-Push-Url"] == "/zh-hans/projects/?status=signed&per_page=50&page=2"
    assert response["Content-Language"] == "zh-hans"
    assert "<html" not in response.text


def test_the_results_are_those_of_the_resource(client, starter):
    query = "status=operating&limit=20&lang=en"
    listed = client.get(f"/api/v1/projects/?{query}").json()["results"]
    text = client.get(f"/api/v1/projects.html?{query}").text
    assert re.findall(r'<th scope="row"[^>]*><a href="/projects/([^/]+)/', text) == [
        project["id"] for project in listed
    ]


def test_the_totals_are_those_of_the_resource(client, starter):
    totals = client.get("/api/v1/totals/?currency=USD").json()
    response = client.get("/api/v1/totals.html?currency=USD&lang=en")
    assert f'<data value="{totals["investment"]["value"]}">' in response.text
    assert "HX-Push-Url" not in response


@pytest.mark.parametrize("name", ["projects", "totals"])
def test_a_bad_value_gives_the_error_summary(name, client, db):
    response = client.get(f"/api/v1/{name}.html?status=sined&nope=1&lang=en")
    assert response.status_code == 400
    assert 'class="error-summary"' in response.text
    assert "Did you mean “signed”?" in response.text
    assert "nope" in response.text


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_reference_shows_every_operation(language, client, starter):
    text = client.get(reverse("api-reference"), {"lang": language}).text
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert f"<code>GET {path}</code>" in text
    assert "<code>amount_min</code>" in text


def test_the_first_page_works_on_an_empty_database(client, db):
    assert "/api/v1/editions/&#x27;" in client.get("/api/v1/").text


@pytest.mark.parametrize("address", API_PAGES.values(), ids=API_PAGES)
def test_pages_of_the_api_survive_decorated_links(address, client, db):
    assert client.get(f"{address}?currency=USD&utm_source=x").status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_first_page_has_the_promise_and_the_changelog(language, client, db):
    text = unescape(client.get("/api/v1/", {"lang": language}).text)
    with translation.override(language):
        promised = [*promise.MAY_COME, *promise.STAYS, promise.notice()]
        changed = [change for entry in promise.CHANGELOG for change in entry.changes]
        assert [each for each in [*promised, *changed] if str(each) not in text] == []


def test_the_changelog_is_in_order_and_ends_at_the_version_served(client, db):
    days = [entry.day for entry in promise.CHANGELOG]
    assert days == sorted(days, reverse=True)
    served = client.get("/api/v1/openapi.json").json()["info"]
    assert served["version"].startswith(promise.CHANGELOG[0].version)
    assert promise.notice() in served["description"]


@pytest.mark.parametrize(
    ("rate", "said"), [("20/min", "<code>20/min</code>"), ("", "no limit to the number")]
)
def test_the_first_page_tells_the_limit_that_holds(rate, said, client, db, settings):
    settings.API_RATE = rate
    assert said in client.get("/api/v1/").text


def test_a_program_gets_the_addresses_of_the_resources(client, db):
    found = client.get("/api/v1/", headers={"Accept": "application/json"})
    assert found.json()["projects"] == "http://testserver/api/v1/projects/"
    assert "Accept" in found["Vary"].split(", ")
    for address in found.json().values():
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("slug", PROBLEMS)
def test_the_type_of_a_problem_leads_to_its_page(slug, client, db):
    text = unescape(client.get(f"/api/v1/problems/{slug}/").text)
    assert f"<h1>{PROBLEMS[slug][1]}</h1>" in text
    assert f'"type": "/api/v1/problems/{slug}/"' in text


def test_an_unknown_kind_of_problem_is_a_404(client, db):
    assert client.get("/api/v1/problems/nope/").status_code == 404
