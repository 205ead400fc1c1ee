"""Attacks on the door: guessing, locking out, stolen cookies, and addresses that lead away."""

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connections
from django.test import Client

from conference_deals import sign_in
from conference_deals.caches import Breaker
from deals.models import AuditEntry
from tests import processes
from tests.plugins.accounts import LOGIN, RIGHT, attempt, attempts

NAME_HERE, ADDRESS, NAME = (
    limit.quota for limit in (sign_in.NAME_HERE, sign_in.ADDRESS, sign_in.NAME)
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """Counts of this test alone, by a clock that stands until it is told what has passed."""
    monkeypatch.setattr(sign_in, "breaker", Breaker("in a test"))
    sign_in.own.clear()
    now = sign_in.time()

    def later(seconds):
        monkeypatch.setattr("time.time", lambda: now + seconds)
        monkeypatch.setattr(sign_in, "time", lambda: now + seconds)

    later(0)
    return later


# Guessing


def test_ten_wrong_passwords_lock_a_name_for_an_address(alice):
    assert attempts(NAME_HERE) == [200] * NAME_HERE
    refused = attempt()
    assert refused.status_code == 429
    assert refused["Retry-After"] == "300"
    assert "Too many wrong passwords. Try again in 5 minutes." in refused.text
    assert attempt(address="198.51.100.7").status_code == 200


def test_a_locked_name_is_refused_the_right_password_too(alice):
    attempts(NAME_HERE)
    wrong, right = attempt(), attempt(password=RIGHT)
    assert (wrong.status_code, right.status_code) == (429, 429)
    assert same(wrong) == same(right)
    assert "sessionid" not in right.cookies


def test_a_lock_ends_and_tries_meanwhile_do_not_prolong_it(alice, later):
    attempts(NAME_HERE)
    later(299)
    assert attempt()["Retry-After"] == "1"
    later(301)
    assert attempt(password=RIGHT).status_code == 302


def test_a_success_forgets_the_wrong_ones_before(alice):
    attempts(NAME_HERE - 1)
    assert attempt(password=RIGHT).status_code == 302
    assert attempts(NAME_HERE) == [200] * NAME_HERE


def test_many_names_from_one_address_are_bounded(alice):
    wrong = [attempt(f"name-{number}").status_code for number in range(ADDRESS)]
    assert wrong == [200] * ADDRESS
    assert attempt(password=RIGHT).status_code == 429
    assert attempt(password=RIGHT, address="198.51.100.7").status_code == 302


def test_people_behind_one_address_do_not_lock_it_by_signing_in(alice):
    assert attempts(ADDRESS + 1, password=RIGHT) == [302] * (ADDRESS + 1)


def test_one_subscriber_of_ipv6_is_one_address(alice):
    wrong = [attempt(address=f"2001:db8::{number}").status_code for number in range(NAME_HERE + 1)]
    assert wrong == [200] * NAME_HERE + [429]


def test_many_addresses_do_not_guess_one_name_without_end(alice):
    wrong = [attempt(address=f"10.0.0.{number}").status_code for number in range(NAME + 1)]
    assert wrong == [200] * NAME + [429]


def test_many_addresses_do_not_lock_out_who_is_known_at_another(alice):
    """Else whoever has enough addresses keeps an editor out for as long as they like."""
    assert attempt(password=RIGHT, address="2001:db8:1::1").status_code == 302
    for number in range(NAME + 1):
        attempt(address=f"10.0.0.{number}")
    assert attempt(password=RIGHT, address="198.51.100.7").status_code == 429
    assert attempt(password=RIGHT, address="2001:db8:1::2").status_code == 302
    assert attempts(NAME_HERE + 1, address="2001:db8:1::3")[-1] == 429


@pytest.mark.parametrize("other", ["ALICE", " alice ", "ａｌｉｃｅ"], ids=ascii)
def test_a_name_written_otherwise_is_counted_with_it(other, alice):
    attempts(NAME_HERE - 1)
    assert attempt(other).status_code == 200
    assert attempt().status_code == 429


def test_a_forged_header_gives_no_fresh_tries(alice):
    def forged(number):
        headers = {"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": f"for=203.0.113.{number}"}
        return attempt(client=Client(headers=headers)).status_code

    assert [forged(number) for number in range(NAME_HERE + 1)][-1] == 429


def test_a_cache_that_is_down_lets_nobody_guess(alice, monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionError("no cache")

    for method in ("get", "get_many", "add", "set", "incr"):
        monkeypatch.setattr(caches["default"], method, down)
    assert attempts(NAME_HERE + 1) == [200] * NAME_HERE + [429]


@pytest.mark.parametrize("lie", [None, "ten", b"\0", -1, 0, [], float("nan")], ids=repr)
def test_a_cache_that_lies_lets_nobody_guess(lie, alice, monkeypatch):
    monkeypatch.setattr(caches["default"], "incr", lambda *args: lie)
    monkeypatch.setattr(caches["default"], "get", lambda *args: lie)
    monkeypatch.setattr(caches["default"], "get_many", lambda keys: dict.fromkeys(keys, lie))
    assert attempts(NAME_HERE + 1) == [200] * NAME_HERE + [429]


def test_a_lock_without_end_is_no_longer_than_any_other(alice, monkeypatch):
    lie = lambda keys: dict.fromkeys(keys, 10.0**15)  # noqa: E731 - stands for a method
    monkeypatch.setattr(caches["default"], "get_many", lie)
    refused = attempt(password=RIGHT)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_counted_one_by_one():
    User.objects.create_user("alice", password=RIGHT, is_staff=True)
    start = Barrier(NAME_HERE + 6)

    def guess(_number):
        start.wait()
        try:
            return attempt().status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(NAME_HERE + 6) as guessers:
        codes = list(guessers.map(guess, range(NAME_HERE + 6)))
    assert sorted(codes) == [200] * NAME_HERE + [429] * 6


# A real server of several processes


def over_http(port, visitor_address):
    """The status that a wrong password gets, as a browser behind a proxy sends it."""
    browser = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        told = {"X-Forwarded-For": f"203.0.113.99, {visitor_address}"}
        browser.request("GET", LOGIN, headers=told)
        page = browser.getresponse()
        cookie = page.headers["Set-Cookie"].partition(";")[0]
        token = re.search('csrfmiddlewaretoken" value="([^"]+)', page.read().decode())[1]
        body = urlencode({"username": "alice", "password": "x", "csrfmiddlewaretoken": token})
        form = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        browser.request("POST", LOGIN, body, told | form)
        return browser.getresponse().status
    finally:
        browser.close()


@pytest.mark.django_db(transaction=True)
def test_processes_count_together_by_the_address_behind_the_proxy(tmp_path):
    several = {"WEB_CONCURRENCY": "3", "CACHE_URL": f"file://{tmp_path / 'cache'}"}
    several["TRUSTED_PROXIES"] = "127.0.0.1"
    with processes.serving(**several) as (port, _pid), ThreadPoolExecutor(4) as guessers:
        tries = [guessers.submit(over_http, port, "192.0.2.1") for _ in range(NAME_HERE + 8)]
        codes = [each.result() for each in tries]
        assert over_http(port, "192.0.2.2") == 200
    assert sorted(codes) == [200] * NAME_HERE + [429] * 8
    written = AuditEntry.objects.filter(event="sign_in_failed").order_by("pk")
    assert list(written.values_list("address", flat=True)) == ["192.0.2.1"] * NAME_HERE + [
        "192.0.2.2"
    ]


# What is told


def same(response):
    """What a stranger sees of a page, but for what differs between any two."""
    text = re.sub(r'(csrfmiddlewaretoken" value|name="username" value)="[^"]*"', "", response.text)
    cookies = sorted(response.cookies)
    kept = {
        name: value
        for name, value in response.headers.items()
        if name not in {"X-Request-ID", "Content-Length"}
    }
    return response.status_code, text, cookies, kept


@pytest.fixture
def people(alice):
    User.objects.create_user("off", password=RIGHT, is_staff=True, is_active=False)
    User.objects.create_user("plain", password=RIGHT)
    User.objects.create_user("no-password", is_staff=True)


# (name, password) of what must look like any wrong guess.
REFUSED = {
    "known": ("alice", "wrong"),
    "unknown": ("nobody", "wrong"),
    "disabled": ("off", RIGHT),
    "disabled-wrong": ("off", "wrong"),
    "no-staff": ("plain", RIGHT),
    "no-password": ("no-password", "wrong"),
    "nul": ("ali\0ce", "wrong"),
    "nul-password": ("alice", "wr\0ng"),
}


def test_whatever_is_wrong_the_answer_is_the_same(people):
    answers = {
        case: same(attempt(*typed, address=f"10.0.0.{number}"))
        for number, (case, typed) in enumerate(REFUSED.items())
    }
    assert {case: answer == answers["known"] for case, answer in answers.items()} == dict.fromkeys(
        REFUSED, True
    )


@pytest.mark.parametrize("case", REFUSED)
def test_whatever_is_wrong_one_password_is_hashed(case, people, monkeypatch):
    """So it takes as long."""
    hashed, encode = [], MD5PasswordHasher.encode

    def counting(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    attempt(*REFUSED[case])
    assert len(hashed) == 1


def test_a_lock_says_nothing_of_whether_there_is_an_account(people):
    for name in ("alice", "nobody", "off"):
        attempts(NAME_HERE, name)
    answers = [same(attempt(name)) for name in ("alice", "nobody", "off")]
    assert answers[0][0] == 429
    assert answers[0] == answers[1] == answers[2]


ODD_NAMES = [
    *(
        "\0",
        "a" * 5000,
        "\N{LATIN SMALL LIGATURE FFI}" * 5000,
        "\u202eecila",
        "'; DROP TABLE auth_user; --",
    ),
    *("<script>alert(1)</script>", "%s%n", "{{7*7}}", "\r\nSet-Cookie: a=b", "\ud800", "🏭" * 300),
    *("٣", "\N{COMBINING ACUTE ACCENT}" * 2000, "alice\0", "．．/", "\ufffe", " "),
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=lambda name: ascii(name)[:20])
def test_an_odd_name_is_a_wrong_one(name):
    body = f"username={quote_all(name)}&password=wrong"
    form = "application/x-www-form-urlencoded"
    response = Client().post(LOGIN, body, content_type=form)
    assert response.status_code == 200
    assert "errornote" in response.text
    assert "<script>alert" not in response.text


def quote_all(text):
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("body", ["", "username=a", "password=b", "username&password", "%00=%00"])
def test_half_a_form_is_no_try(body):
    form = "application/x-www-form-urlencoded"
    assert Client().post(LOGIN, body, content_type=form).status_code == 200
    assert not AuditEntry.objects.exists()


def test_a_long_password_may_be_typed(alice):
    long = unicodedata.lookup("FACTORY") * 5000
    alice.set_password(long)
    alice.save()
    assert attempt(password=long).status_code == 302


# Sessions


@pytest.fixture
def signed_in(alice):
    client = Client()
    assert attempt(password=RIGHT, client=client).status_code == 302
    return client


def stolen_from(client):
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    return thief


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_the_key_of_the_session_is_renewed(alice):
    victim = Client()
    session = victim.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    victim.cookies["sessionid"] = planted
    attempt(password=RIGHT, client=victim)
    assert victim.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_stolen_cookie_ends_with_the_logout(signed_in):
    thief = stolen_from(signed_in)
    assert is_in(thief)
    signed_in.post("/admin/logout/")
    assert not is_in(thief)
    assert not Session.objects.exists()


def test_all_other_sessions_end_with_the_password(signed_in):
    thief, elsewhere = stolen_from(signed_in), Client()
    attempt(password=RIGHT, client=elsewhere)
    new = "another long password"
    values = {"old_password": RIGHT, "new_password1": new, "new_password2": new}
    assert signed_in.post("/admin/password_change/", values).status_code == 302
    assert is_in(signed_in)
    assert [is_in(thief), is_in(elsewhere)] == [False, False]


def test_who_has_a_session_does_not_guess_the_password_with_it(signed_in):
    def changed(old):
        new = "another long password"
        values = {"old_password": old, "new_password1": new, "new_password2": new}
        return signed_in.post("/admin/password_change/", values, REMOTE_ADDR="192.0.2.1")

    assert [changed("wrong").status_code for _ in range(NAME_HERE)] == [200] * NAME_HERE
    refused = changed(RIGHT)
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")
    assert "Try again in 5 minutes." in refused.text
    details = set(AuditEntry.objects.filter(event="sign_in_failed").values_list("detail"))
    assert details == {("old password",)}


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}], ids=str)
def test_an_account_that_is_closed_is_out_at_once(change, signed_in, alice):
    for name, value in change.items():
        setattr(alice, name, value)
    alice.save()
    assert not is_in(signed_in)


def test_a_session_holds_the_account_alone_and_ends_after_a_working_day(signed_in, settings):
    session = signed_in.session
    assert session[SESSION_KEY]
    assert 8 * 3600 <= session.get_expiry_age() <= 12 * 3600
    cookie = signed_in.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_over_https_the_cookies_are_of_this_host_alone(alice, settings):
    """As browsers ask of a __Host- cookie: Secure, for all paths, for no domain."""
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    client.get(LOGIN, secure=True)
    response = client.post(LOGIN, {"username": "alice", "password": RIGHT}, secure=True)
    assert set(response.cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in response.cookies.values():
        assert (cookie["secure"], cookie["httponly"]) == (True, True)
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")


def test_only_the_admin_makes_a_session(client):
    for address in ("/", "/projects/", "/api/v1/", "/health/ready/", "/nowhere/"):
        assert not client.get(address).cookies
    assert not Session.objects.exists()


def test_signing_in_needs_the_token_of_the_form(alice):
    strict = Client(enforce_csrf_checks=True)
    assert attempt(password=RIGHT, client=strict).status_code == 403


# Where it leads

ELSEWHERE = [
    *("//evil.example", "https:evil.example", "https://evil.example", "https:///evil.example"),
    *("\\\\evil.example", "/\\evil.example", "\\/evil.example", "javascript:alert(1)"),
    *("java\nscript:alert(1)", "data:text/html,x", "%2F%2Fevil.example/", "/%2Fevil.example\n"),
    *("\n//evil.example", "//evil.example\r\nX: y", "\t//evil.example", " //evil.example"),
    *("http://testserver@evil.example/", "http://testserver.evil.example/", "///evil.example"),
    *("\x01//evil.example", "http:\\\\evil.example", "ftp://testserver/", "//[evil"),
]


@pytest.mark.parametrize("target", ELSEWHERE, ids=ascii)
@pytest.mark.parametrize("place", ["form", "query"])
def test_signing_in_leads_to_no_other_host(target, place, alice):
    values = {"username": "alice", "password": RIGHT}
    if place == "form":
        response = Client().post(LOGIN, values | {"next": target})
    else:
        response = Client().post(LOGIN, values, query_params={"next": target})
    assert response.status_code == 302
    assert leads_home(response.url), response.url


def leads_home(address):
    """As a browser reads it: it takes \\ for /, and drops tabs, line feeds and blanks around."""
    read = re.sub("[\t\r\n]", "", address).strip("".join(map(chr, range(33)))).replace("\\", "/")
    return not read.startswith("//") and not re.match("[a-zA-Z][a-zA-Z0-9+.-]*:", read)


@pytest.mark.parametrize("target", ELSEWHERE, ids=ascii)
def test_signing_out_leads_to_no_other_host(target, alice):
    client = Client()
    client.force_login(alice)
    response = client.post("/admin/logout/", {"next": target})
    assert response.status_code == 200 or leads_home(response.url)


def test_signing_in_leads_to_the_page_that_was_asked_for(alice):
    values = {"username": "alice", "password": RIGHT, "next": "/admin/deals/project/?q=%E5%AE%9C"}
    assert Client().post(LOGIN, values).url == "/admin/deals/project/?q=%E5%AE%9C"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_refusal_is_in_the_language_of_the_browser(language, alice):
    attempts(NAME_HERE)
    response = attempt(client=Client(headers={"Accept-Language": language}))
    assert response.status_code == 429
    assert response["Content-Language"] == language
    assert "default-src 'none'" in response["Content-Security-Policy"]
