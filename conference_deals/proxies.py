"""Where a request comes from: a proxy is believed only where TRUSTED_PROXIES names it."""

import re
from ipaddress import ip_address

from django.conf import settings

from conference_deals.env import UNIX
from conference_deals.middleware import Middleware

# As some proxies write them: 192.0.2.1:5678, [2001:db8::1], [2001:db8::1]:5678.
WITH_PORT = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+))(?::[0-9]{1,5})?")
SCHEMES = ("http", "https")


class TrustedProxies(Middleware):
    """Behind it REMOTE_ADDR is the visitor's, and X-Forwarded-Proto, if there is any, is true.

    All else that proxies tell and visitors forge (X-Forwarded-*, Forwarded) is removed.
    """

    def __call__(self, request):
        told = told_by_proxies(request.META)
        peer = request.META.get("REMOTE_ADDR", "")
        peer = readable(peer) or peer
        request.META["REMOTE_ADDR"] = visitor(peer, told.get("HTTP_X_FORWARDED_FOR", ""))
        # A list has entries of several proxies, or of a visitor and a proxy that appends.
        scheme = told.get("HTTP_X_FORWARDED_PROTO", "").strip().lower()
        if is_trusted(peer) and scheme in SCHEMES:
            request.META["HTTP_X_FORWARDED_PROTO"] = scheme
        return self.get_response(request)


def told_by_proxies(meta):
    """Takes the headers of proxies out of `meta`."""
    names = [name for name in meta if re.match("HTTP_(X_FORWARDED_|FORWARDED$)", name)]
    return {name: meta.pop(name) for name in names}


def visitor(peer, forwarded_for):
    """The rightmost address that is no trusted proxy's; from within, the first one.

    What cannot be read ends the search at the proxy that said it: visitors may share that
    proxy's limit then, but none chooses an address.
    """
    address = peer
    for entry in reversed(forwarded_for.split(",")):
        before = readable(entry)
        if not before or not is_trusted(address):
            break
        address = before
    return address


def readable(entry):
    """The address without port, brackets or the IPv6 form of an IPv4 one; "" for nonsense."""
    found = WITH_PORT.fullmatch(entry.strip())
    text = found[1] or found[2] if found else entry.strip()
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    # A scope (fe80::1%eth0) is any text, and means nothing on another machine.
    return "" if "%" in text else str(getattr(address, "ipv4_mapped", None) or address)


def is_trusted(address):
    """For what `readable` returns, or the "" of a Unix socket."""
    if not address:
        return UNIX in settings.TRUSTED_PROXIES
    if not readable(address):
        return False
    networks = (proxy for proxy in settings.TRUSTED_PROXIES if proxy != UNIX)
    return any(ip_address(address) in network for network in networks)
