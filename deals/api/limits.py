"""How many requests one visitor may make to the API, counted by all processes together.

Windows are fixed, such as each minute of the clock. Every request but OPTIONS counts, a 304 too:
it asks the database, and who asks without end would never be stopped. The headers are those of
draft-ietf-httpapi-ratelimit-headers-10.
"""

import re
from functools import cache
from ipaddress import IPv6Network, ip_address
from time import time

from django.conf import settings
from django.core.cache import caches

from conference_deals.caches import Breaker
from deals.api.problems import problem
from deals.public import API

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 24 * 3600}


class RateLimit:
    """Middleware that answers 429 beyond API_RATE, and tells everybody what is left."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.breaker = Breaker("for a while requests are let through uncounted")
        caches["default"]  # a folder that must not be used stops the start, here

    def __call__(self, request):
        if not is_limited(request):
            return self.get_response(request)
        quota, seconds = quota_and_window(settings.API_RATE)
        window, elapsed = divmod(int(time()), seconds)
        key = f"api-rate:{visitor(request)}:{seconds}:{window}"
        # None where the cache is down.
        used = self.breaker.call(counted, key, 2 * seconds)
        rest = seconds - elapsed
        response = (
            self.get_response(request) if used is None or used <= quota else refused(request, rest)
        )
        response["RateLimit-Policy"] = f'"default";q={quota};w={seconds}'
        if used is not None:
            response["RateLimit"] = f'"default";r={max(0, quota - used)};t={rest}'
        return response


def is_limited(request) -> bool:
    in_scope = request.path_info.startswith(API) and request.method != "OPTIONS"
    return bool(settings.API_RATE) and in_scope


@cache
def quota_and_window(rate: str) -> tuple[int, int]:
    """Requests, and in how many seconds; for what `env.rate` lets through."""
    quota, unit = re.fullmatch("([0-9]+)/([a-z]).*", rate).groups()
    return int(quota), SECONDS[unit]


def visitor(request) -> str:
    return subscriber(request.META.get("REMOTE_ADDR", ""))


def subscriber(written: str) -> str:
    """Who is counted: an IPv4 address, or the /64 that one subscriber has of IPv6."""
    try:
        address = ip_address(written)
    except ValueError:
        return "without-address"
    if address.version == 4:
        return str(address)
    return str(IPv6Network((int(address) >> 64 << 64, 64)))


def counted(key: str, timeout: int, cache=None) -> int:
    """Counts one more, exactly, whoever else counts at this moment: in the shared cache.

    A TypeError where that gives what is no count.
    """
    shared = cache or caches["default"]
    try:
        found = shared.incr(key)
    except ValueError:
        shared.add(key, 0, timeout)
        found = shared.incr(key)
    if type(found) is not int or found < 1:
        raise TypeError(f"{found!r} is no count of requests")
    return found


def refused(request, seconds: int):
    response = problem(request, "too-many-requests")
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
