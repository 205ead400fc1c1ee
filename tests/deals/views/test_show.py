"""What holds of every page: both languages, no data, clean HTML, caches, addresses, links."""

import re
from collections import Counter, deque
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from deals import urls
from deals.models import Location, RetiredAddress, write
from tests import factories as make
from tests.deals.views.addresses import API_PAGES, EXAMPLES, LANGUAGES, LISTS
from tests.deals.views.parsing import open_page

pytestmark = pytest.mark.django_db

every_page = pytest.mark.parametrize("address", EXAMPLES.values(), ids=EXAMPLES)
every_list = pytest.mark.parametrize("address", LISTS.values(), ids=LISTS)
once = pytest.mark.once("both answer each page in test_a_page_is_clean_html_in_its_language")
both_languages = pytest.mark.parametrize(("lang", "prefix"), LANGUAGES.items(), ids=LANGUAGES)


def test_every_route_has_an_example():
    assert EXAMPLES.keys() == {route.name for route in urls.urlpatterns}


# Both languages, with data and without


@both_languages
@every_page
def test_a_page_is_clean_html_in_its_language(starter, client, address, lang, prefix):
    check_html(open_page(client, prefix + address), lang)


@both_languages
@every_list
def test_a_page_without_data_stands(db, client, address, lang, prefix):
    check_html(open_page(client, prefix + address), lang)


@every_page
def test_a_page_in_dollars_is_clean_html(starter, client, address):
    check_html(open_page(client, f"{address}?currency=USD"), "en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", API_PAGES.values(), ids=API_PAGES)
def test_a_page_of_the_api_is_clean_html(starter, client, address, lang):
    check_html(open_page(client, f"{address}?lang={lang.lower()}"), lang, canonical=False)


def check_html(page, lang, canonical=True):
    """One h1 and main, a language, unique ids, and nothing that the security policy forbids."""
    assert page.one("html").attrs["lang"] == lang
    assert page.one("h1").text
    assert page.one("main").attrs["id"] == "main"
    assert page.one("head").one("title").text.endswith(("Conference Deals", "会议签约项目库"))
    if canonical:
        assert page.one("link", rel="canonical").attrs["href"].startswith("http://testserver/")
    assert page.all("style") == []
    for node in page.walk():
        assert "style" not in node.attrs, node.attrs
        assert not [name for name in node.attrs if name.startswith("on")], node.attrs
        assert node.tag != "script" or node.attrs["src"].startswith("/static/")
        assert node.tag != "a" or node.text or node.attrs.get("aria-hidden") or node.all("svg")
    ids = Counter(node.attrs["id"] for node in page.walk() if "id" in node.attrs)
    assert [each for each, count in ids.items() if count > 1] == []
    check_tables(page)
    check_controls(page)


def check_tables(page):
    for table in page.all("table"):
        assert all(cell.attrs.get("scope") for cell in table.all("th")), table.text[:80]
        heads = len(table.one("thead").all("th") + table.one("thead").all("td"))
        for row in table.one("tbody").all("tr"):
            spans = [int(c.attrs.get("colspan", 1)) for c in row.all("th") + row.all("td")]
            assert sum(spans) == heads, row.text[:80]


def check_controls(page):
    labels = {label.attrs.get("for") for label in page.all("label")}
    for control in page.all("input") + page.all("select"):
        if control.attrs.get("type") != "hidden":
            assert control.attrs.get("id") in labels or control.parent.tag == "label"
    for node in page.walk():
        if reference := node.attrs.get("aria-labelledby"):
            assert page.one(id=reference)


def test_an_empty_site_helps_on(db, client):
    helped = {"/": "Load the starter data", "/projects/": "no project yet"}
    helped["/conferences/"] = "No conference yet"
    for address, text in helped.items():
        assert text in open_page(client, address).one(css="empty").text


@every_list
def test_an_empty_list_says_so(db, client, address):
    page = open_page(client, address)
    for table in page.all("table"):
        assert table.one("tbody").all("tr"), f"a table without rows: {table.text[:80]}"
    if address not in ("/", "/search/", "/method/", "/data/", "/accessibility/"):
        assert page.one("main").all(css="empty"), "nothing says that there is nothing"


def test_a_text_in_another_language_is_marked(starter, client):
    page = open_page(client, "/zh-hans/investors/")
    assert page.all("th", lang="en"), "names without a Chinese form"
    page = open_page(client, "/zh-hans/places/sichuan/")
    assert page.one("h1").text == "四川"
    assert page.one(css="local-name").one("span").attrs["lang"] == "en"


@once
@every_page
def test_a_page_knows_its_twin_in_the_other_language(starter, client, address):
    page = open_page(client, f"{address}?currency=USD")
    twins = {
        link.attrs["hreflang"]: link.attrs["href"]
        for link in page.all("link", rel="alternate")
        if "hreflang" in link.attrs
    }
    assert twins["zh-Hans"] == f"http://testserver/zh-hans{address}?currency=USD"
    assert page.one(css="language").attrs["href"] == f"/zh-hans{address}?currency=USD"


# Currency and other parameters


@once
@every_page
def test_the_currency_stays_on_the_way(starter, client, address):
    page = open_page(client, f"{address}?currency=USD")
    canonical = page.one("link", rel="canonical").attrs["href"]
    assert canonical == f"http://testserver{address}?currency=USD"
    for link in page.all("a"):
        there = urlsplit(link.attrs["href"])
        if there.path.startswith("/") and not there.path.startswith("/api/") and not there.netloc:
            assert parse_qs(there.query).get("currency") == ["USD"], link.attrs["href"]


@once
@every_page
def test_an_unknown_parameter_is_ignored_with_a_notice(starter, client, address):
    page = open_page(client, f"{address}?utm_source=x&fbclid=y")
    notice = page.one("p", css="notice")
    assert [code.text for code in notice.all("code")] == ["utm_source", "fbclid"]
    assert notice.links == [f"http://testserver{address}"]
    assert page.one("link", rel="canonical").attrs["href"] == f"http://testserver{address}"


@every_page
def test_a_bad_value_of_a_known_parameter_shows_no_rows(starter, client, address):
    page = open_page(client, f"{address}?currency=EUR", status=400)
    assert "Use one of: CNY, USD" in page.one(css="error-summary").text
    assert page.all("table") == []


# Addresses of records


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("/places/sichaun/", "/places/sichuan/"),
        ("/conferences/world-power-batery-conference/", EXAMPLES["conference"]),
        ("/editions/world-power-battery-conference-2042/", EXAMPLES["edition"]),
        ("/investors/far-east-holdings/", EXAMPLES["investor"]),
    ],
)
def test_a_near_miss_is_told_what_was_meant(starter, client, wrong, right):
    page = open_page(client, wrong, status=404)
    assert right in page.one("main").links
    assert page.one("h1")


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name not in LISTS])
def test_an_unknown_address_is_a_404(db, client, name):
    address = EXAMPLES[name].rstrip("/").rpartition("/")[0] + "/nothing-like-it/"
    page = open_page(client, address, status=404)
    assert "/projects/" in page.one("main").links


@both_languages
def test_a_deleted_record_is_gone_for_good(db, client, lang, prefix):
    conference = make.create_conference(slug="fair")
    with write():
        conference.delete()
    page = open_page(client, f"{prefix}/conferences/fair/", status=410)
    assert page.one("html").attrs["lang"] == lang


@both_languages
def test_a_merged_record_leads_to_its_successor(db, client, lang, prefix):
    old, _new = make.create_conference(slug="old"), make.create_conference(slug="new")
    with write():
        old.delete()
        RetiredAddress.retire(old, successor="new")
    response = client.get(f"{prefix}/conferences/old/")
    assert (response.status_code, response.url) == (301, f"{prefix}/conferences/new/")


def test_a_page_in_an_unknown_language_is_a_404(db, client):
    for address in ("/fr/projects/", "/zh-hant/projects/", "/en/projects/"):
        open_page(client, address, status=404)


def test_an_address_without_its_slash_leads_to_the_page(db, client):
    assert client.get("/projects?status=signed").url == "/projects/?status=signed"


# Caches and methods


@once
@every_page
def test_an_unchanged_page_is_not_made_again(
    starter, client, address, django_assert_max_num_queries
):
    first = client.get(address)
    with django_assert_max_num_queries(2):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in first.get("Vary", "")
    assert not first.cookies


def test_a_change_makes_a_new_tag(db, client):
    known = client.get("/places/")["ETag"]
    Location(slug="china", name="China", kind="country").save()
    response = client.get("/places/", headers={"If-None-Match": known})
    assert response.status_code == 200
    assert response["ETag"] != known


def test_each_language_and_query_has_a_tag_of_its_own(db, client):
    addresses = ["/", "/zh-hans/", "/?currency=USD", "/places/"]
    assert len({client.get(address)["ETag"] for address in addresses}) == len(addresses)


@pytest.mark.parametrize("status", [400, 404])
def test_a_wrong_page_is_not_kept(db, client, status):
    response = client.get({400: "/places/?currency=EUR", 404: "/places/x/"}[status])
    assert response.status_code == status
    assert "ETag" not in response


@once
@every_page
def test_the_head_of_a_page_comes_without_a_body(starter, client, address):
    got, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == got["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_page_can_be_read_only(db, client, method):
    response = getattr(client, method)("/projects/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ["/projects/", "/zh-hans/", "/changes/feed/", "/robots.txt"])
def test_a_page_tells_its_methods(db, client, address):
    response = client.options(address)
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


# Links


MOST = 200
OF_A_KIND = 4


@once
def test_every_link_within_the_site_leads_somewhere(starter, client):
    """Breadth first from the home page, a few of each kind of address."""
    waiting, seen, kinds, visited = deque([("/", "")]), {"/"}, Counter(), 0
    while waiting and visited < MOST:
        address, whence = waiting.popleft()
        response = client.get(address)
        visited += 1
        assert response.status_code == 200, f"{address} on {whence}"
        if not response["Content-Type"].startswith("text/html"):
            list(response)
            continue
        for link in re.findall(r'\bhref="([^"]+)"', response.text):
            there = urljoin(address, link.replace("&amp;", "&")).partition("#")[0]
            there = there.removeprefix("http://testserver")
            kind = kind_of(there)
            if there.startswith("/") and not there.startswith("/static/") and there not in seen:
                kinds[kind] += 1
                seen.add(there)
                if kinds[kind] <= OF_A_KIND:
                    waiting.append((there, address))
    assert visited > 120


def kind_of(address):
    """The address without slugs and values: /places/*/?currency."""
    there = urlsplit(address)
    path = re.sub(r"(?<=[a-z]/)(?!zh-hans|v1)[a-z0-9-]*[-0-9][a-z0-9-]*/", "*/", there.path)
    return path, tuple(sorted(parse_qs(there.query)))


@once
@every_page
def test_a_link_within_a_page_arrives(starter, client, address):
    page = open_page(client, address)
    for link in page.links:
        if link.startswith("#"):
            assert page.one(id=link[1:]), link
