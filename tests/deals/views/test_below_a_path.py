"""A site that stands below a path of its host, as SCRIPT_NAME says, keeps all addresses there."""

import json
import re

import pytest
from django.test import Client
from django.urls import set_script_prefix

from tests.deals.views.addresses import API_PAGES, EXAMPLES

LINK = re.compile(r'(?:href|src|action|hx-get)="([^"#?][^"]*)"')
URL = re.compile(r'"(?:[a-z_]*url|next|previous|html|json|type|path)": ?"([^"]+)"')
ELSEWHERE = re.compile(r"https?://(?!testserver)|mailto:|about:|\.|[a-z]+/[a-z]+")
EDITION = "/api/v1/editions/world-power-battery-conference-2024/"
RESOURCES = ["/api/v1/projects/?limit=3", "/api/v1/projects/p001/", "/api/v1/checks/"]
RESOURCES += ["/api/v1/totals/?group_by=location", "/api/v1/nothing/", "/api/v1/changes/"]
RESOURCES += [EDITION, f"{EDITION}reconciliation/", "/api/v1/datapackage.json"]


@pytest.fixture
def read(starter):
    """What is answered where a server hands over all that lies below /deals."""
    client = Client(SCRIPT_NAME="/deals")
    set_script_prefix("/deals/")
    yield lambda address, accepts: client.get(address, headers={"Accept": accepts}).text
    set_script_prefix("/")


@pytest.mark.parametrize("address", [*EXAMPLES.values(), *API_PAGES.values(), "/zh-hans/"])
def test_pages_link_to_what_is_there(address, read):
    assert_below(LINK.findall(read(address, "text/html")))


@pytest.mark.parametrize("address", RESOURCES)
def test_resources_name_what_is_there(address, read):
    assert_below(URL.findall(read(address, "application/json")))


def test_the_description_of_the_api_says_where_it_stands(read):
    described = json.loads(read("/api/v1/openapi.json", "application/json"))
    assert described["servers"] == [{"url": "http://testserver/deals"}]
    assert described["externalDocs"]["url"] == "http://testserver/deals/api/v1/?lang=en"
    assert "/api/v1/projects/" in described["paths"]


def assert_below(found):
    ours = {each for each in found if "/" in each and not ELSEWHERE.match(each)}
    assert ours
    assert {o for o in ours if not re.match(r"(https?://testserver)?/(deals|static)/", o)} == set()
