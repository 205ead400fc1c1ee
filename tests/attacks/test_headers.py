"""The headers of every answer, by the public table of the MDN HTTP Observatory."""

import pytest
from django.http import HttpResponse

from conference_deals.middleware import SecurityHeaders
from tests.attacks import headers
from tests.attacks.ground import make_accounts
from tests.attacks.observatory import csp, directives, results, score


@pytest.mark.once("no matter of the database")
def test_answers_are_an_a_plus_each(starter):
    make_accounts()
    tally = headers.attack(40)
    assert tally.faults == []
    assert tally.counts["answers"] == tally.counts["A+"] > 60
    assert tally.counts["signed in"] > 30


def test_an_answer_without_headers_gets_what_the_table_takes_away():
    assert score(results(HttpResponse("<p>"))) == 100 - 25 - 20 - 5 - 20


@pytest.mark.parametrize(
    ("policy", "found"),
    [
        ("", "missing"),
        ("default-src 'self'", "nothing unsafe"),
        ("default-src 'none'", "default-src 'none', nothing unsafe"),
        ("script-src 'self'", "unsafe scripts"),
        ("default-src 'none'; script-src 'self' 'unsafe-inline'", "unsafe scripts"),
        ("default-src 'none'; script-src 'self' 'unsafe-eval'", "unsafe-eval"),
        ("default-src 'none'; style-src 'unsafe-inline'", "unsafe styles"),
        ("default-src 'none'; img-src http://a.example", "images by http"),
        ("default-src 'none'; font-src http://a.example", "content by http"),
    ],
)
def test_policies_are_judged_as_the_observatory_does(policy, found):
    assert csp(directives(policy)) == f"CSP: {found}"


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<script src=/static/a.js></script>", "SRI: scripts of this site"),
        ("<script src=https://b.example/a.js></script>", "SRI: foreign scripts without"),
        ("<script src=//b.example/a.js></script>", "SRI: foreign scripts by http"),
    ],
)
def test_foreign_scripts_are_seen(page, found):
    assert found in results(HttpResponse(page))


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        ("Access-Control-Allow-Origin", "https://a.example", 0),
        ("Cross-Origin-Resource-Policy", "nonsense", -15),
        ("Strict-Transport-Security", "max-age=60", -10),
        ("Referrer-Policy", "unsafe-url", -10),
    ],
)
def test_one_wrong_header_costs_its_points(name, value, points):
    good = {**SecurityHeaders.headers, **SecurityHeaders.site}
    good["Strict-Transport-Security"] = "max-age=31536000"
    best = score(results(HttpResponse("fine", headers=good)))
    assert best == 130
    assert score(results(HttpResponse("fine", headers=good | {name: value}))) == best + points


def test_a_cookie_without_its_flags_is_seen():
    response = HttpResponse("fine")
    response.set_cookie("sessionid", "x", secure=True, samesite="Lax")
    assert "cookies: without HttpOnly" in results(response)
