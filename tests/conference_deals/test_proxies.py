"""Whom to believe about where a request comes from."""

from ipaddress import ip_network

import pytest
from django.http import HttpResponse

from conference_deals.proxies import TrustedProxies

PROXY, INNER, VISITOR, LIAR = "10.0.0.1", "10.0.0.2", "203.0.113.7", "198.51.100.9"
HEADERS = {
    "X-Forwarded-For": VISITOR,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": f"for={VISITOR};proto=https",
}


@pytest.fixture
def arrive(rf, settings):
    """META as views see it, of a request from the peer with these headers."""
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("2001:db8:a::/48")]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def arrive(peer, **headers):
        request = rf.get("/", headers=headers, REMOTE_ADDR=peer)
        TrustedProxies(lambda request: HttpResponse())(request)
        return request

    return arrive


def test_a_stranger_is_believed_nothing(arrive):
    request = arrive(LIAR, **HEADERS)
    assert request.META["REMOTE_ADDR"] == LIAR
    assert [name for name in request.META if "FORWARDED" in name] == []
    assert not request.is_secure()


def test_a_trusted_proxy_tells_address_and_scheme_and_no_more(arrive):
    request = arrive(PROXY, **HEADERS)
    assert request.META["REMOTE_ADDR"] == VISITOR
    forwarded = {name for name in request.META if "FORWARDED" in name}
    assert forwarded == {"HTTP_X_FORWARDED_PROTO"}
    assert request.is_secure()


@pytest.mark.parametrize(
    ("told", "address"),
    [
        (f"{LIAR}, {VISITOR}", VISITOR),
        (f"{LIAR},{VISITOR},{INNER}", VISITOR),
        (f"{VISITOR}:5678", VISITOR),
        ("2001:DB8:0::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:443, 2001:db8:a::1", "2001:db8::7"),
        (f"::ffff:{VISITOR}", VISITOR),
        (f"10.9.9.9, {INNER}", "10.9.9.9"),
        (f"{VISITOR}, unknown", PROXY),
        (f"{VISITOR}, , {INNER}", INNER),
        (f"{VISITOR}, fe80::1%x", PROXY),
        ("999.1.1.1", PROXY),
        ("", PROXY),
    ],
)
def test_the_rightmost_untrusted_address_is_the_visitors(told, address, arrive):
    assert arrive(PROXY, **{"X-Forwarded-For": told}).META["REMOTE_ADDR"] == address


@pytest.mark.parametrize(
    ("told", "secure"),
    [("https", True), ("HTTPS", True), ("http", False), ("https, http", False), ("", False)],
)
def test_one_scheme_is_believed_and_no_list(told, secure, arrive):
    assert arrive(PROXY, **{"X-Forwarded-Proto": told}).is_secure() == secure


def test_an_ipv4_peer_in_ipv6_form_is_the_same_proxy(arrive):
    assert arrive(f"::ffff:{PROXY}", **HEADERS).META["REMOTE_ADDR"] == VISITOR


@pytest.mark.parametrize("peer", ["fe80::1%eth0", "nonsense"])
def test_a_peer_that_is_no_plain_address_is_a_stranger(peer, arrive):
    assert arrive(peer, **HEADERS).META["REMOTE_ADDR"] == peer


@pytest.mark.parametrize(("proxies", "address"), [(["unix"], VISITOR), ([], "")])
def test_a_socket_without_address_is_believed_when_named(proxies, address, arrive, settings):
    settings.TRUSTED_PROXIES = proxies
    assert arrive("", **HEADERS).META["REMOTE_ADDR"] == address


def test_it_is_the_outermost(settings):
    assert settings.MIDDLEWARE[0] == "conference_deals.proxies.TrustedProxies"
