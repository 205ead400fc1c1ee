"""The facets as data and as parts of the form."""

from tests import factories as make


def test_facets_are_counted_under_the_other_filters(client, starter):
    answer = client.get("/api/v1/facets/?status=signed&currency=USD").json()
    assert answer["currency"] == "USD"
    assert [facet["name"] for facet in answer["facets"]] == [
        *["status", "year", "conference", "location", "sector", "investor", "commitment"],
        "amount",
    ]
    statuses = {v["filter"]["status"]: v for v in answer["facets"][0]["values"]}
    assert statuses["signed"]["selected"]
    assert not statuses["announced"]["selected"]
    totals = client.get("/api/v1/totals/?status=announced&currency=USD").json()
    assert statuses["announced"]["projects"] == totals["projects"]
    assert statuses["announced"]["investment"] == totals["investment"]


def test_every_value_gives_what_it_counts(client, starter):
    """Chosen alone, under the other filters."""
    for facet in client.get("/api/v1/facets/?year=2023").json()["facets"]:
        for value in facet["values"][:4]:
            years = [] if facet["name"] == "year" else [("year", "2023")]
            data = dict([*years, *value["filter"].items()])
            found = client.get("/api/v1/totals/", data).json()
            assert found["projects"] == value["projects"], value
            if value["investment"]:
                assert found["investment"] == value["investment"]


def test_addresses_of_data_are_absolute_and_those_of_parts_relative(client, db):
    make.create_project(sector=make.create_sector(slug="energy"))
    answer = client.get("/api/v1/facets/").json()
    sector = next(facet for facet in answer["facets"] if facet["name"] == "sector")
    assert sector["values"][0]["html_url"] == "http://testserver/projects/?sector=energy"
    text = client.get("/api/v1/facets.html?lang=zh-hans&view=chart&ordering=name&limit=20").text
    assert 'href="/zh-hans/projects/facets/edition/?ordering=name&amp;view=chart"' in text
    assert '<fieldset id="facet-status" hx-swap-oob="true">' in text


def test_data_have_no_view(client, db):
    assert client.get("/api/v1/facets/?view=map").status_code == 400
    assert client.get("/api/v1/totals.html?columns=jobs").status_code == 400
