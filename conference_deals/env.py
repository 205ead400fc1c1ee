"""Typed readers of environment variables. A blank one is absent; nonsense stops the start."""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

UNIX = "unix"
POSTGRES_SCHEMES = {"postgres", "postgresql"}
TRUE, FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}

# libpq's options that may stand behind the `?` of DATABASE_URL.
POSTGRES_OPTIONS = {
    "application_name",
    "channel_binding",
    "connect_timeout",
    "gssencmode",
    "host",
    "port",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
}

# redis-py's options that may stand behind the `?` of CACHE_URL: none that weakens TLS.
REDIS_OPTIONS = {"ssl_ca_certs", "ssl_certfile", "ssl_keyfile"}
REDIS_SCHEMES = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss"}
# A request waits for the cache at most this long, twice: the second time on a new connection.
REDIS_SECONDS = 0.5
CACHE_ENTRIES = 10_000
ANSWERS = "answers"
# At most 1 MB each, and most of them a twentieth of that.
ANSWERS_ENTRIES = 1000


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def rate(name, default):
    """Requests per time, such as 600/min; "" for off."""
    value = text(name, default).lower()
    if value == "off":
        return ""
    if not re.fullmatch(r"[1-9][0-9]{0,8}/(s|sec|m|min|h|hour|d|day)", value):
        raise wrong(name, value, "Write a rate such as 600/min, or off.")
    return value


def flag(name, default=False):
    value = text(name).lower()
    if value and value not in TRUE | FALSE:
        raise wrong(name, value, "Write true or false.")
    return value in TRUE if value else default


def integer(name, default, *, low=0, high=2**31 - 1):
    value = text(name, str(default))
    # isdecimal() alone lets ٣ through, which int() then reads.
    if not (value.isascii() and value.isdecimal() and low <= int(value) <= high):
        raise wrong(name, value, f"Write a whole number from {low} to {high}.")
    return int(value)


def choice(name, default, choices):
    value = text(name, default)
    if value not in choices:
        raise wrong(name, value, f"Write one of {', '.join(choices)}.")
    return value


def items(name, default=()):
    """A list, written with commas between its items."""
    found = [item.strip() for item in text(name).split(",")]
    return [item for item in found if item] or list(default)


def database_url(name, base_dir):
    """Django's ENGINE, NAME, USER, … out of `postgres://user:password@host:port/name?sslmode=require`.

    A relative `sqlite:///file` lies in `base_dir`, as does db.sqlite3 where the variable is absent.
    """
    url = text(name, "sqlite:///db.sqlite3")
    parts = split(name, url)
    if parts.scheme in POSTGRES_SCHEMES:
        return postgres(name, url, parts)
    if parts.scheme == "sqlite":
        return sqlite(name, url, parts, base_dir)
    raise wrong(name, masked(url), "It begins with postgres:// or with sqlite:///.")


def replica_urls(name, primary):
    """A dict such as `database_url` returns for each address of a list; `primary` is its own."""
    urls = items(name)
    if urls and not primary["ENGINE"].endswith("postgresql"):
        raise wrong(name, masked(urls[0]), "Replicas need a PostgreSQL in DATABASE_URL.")
    return [replica(name, url) for url in urls]


def replica(name, url):
    parts = split(name, url)
    if parts.scheme not in POSTGRES_SCHEMES:
        raise wrong(name, masked(url), "Each begins with postgres://; commas stand between them.")
    return postgres(name, url, parts)


def split(name, url):
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError as error:
        raise wrong(name, masked(url), f"{error}. Percent-encode special characters.") from None
    return parts


def sqlite(name, url, parts, base_dir):
    path = unquote(parts.path).removeprefix("/")
    if parts.netloc or not path:
        raise wrong(name, url, "Write sqlite:///file.sqlite3, or four slashes for a full path.")
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(base_dir) / path)}


def postgres(name, url, parts):
    database = unquote(parts.path).removeprefix("/")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = ", ".join(sorted(options.keys() - POSTGRES_OPTIONS))
    if not database:
        raise wrong(name, masked(url), "Name the database after the host: postgres://host/name.")
    if unknown:
        known = ", ".join(sorted(POSTGRES_OPTIONS))
        raise wrong(name, masked(url), f"Unknown option {unknown}; known are {known}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "OPTIONS": options,
    }


def cache_urls(name):
    """Django's caches: the default one counts, so answers that are kept have one of their own.

    In one they would push out the counts of those who are to be slowed down.
    """
    counts, answers = cache_url(name), cache_url(name, ANSWERS, ANSWERS_ENTRIES)
    return {"default": counts, ANSWERS: answers}


def cache_url(name, part="", entries=CACHE_ENTRIES):
    """Django's BACKEND, LOCATION, … out of `redis://host:6379/0` or `file:///directory`.

    Absent: the memory of each process, which no other process counts in. A `part` is apart from
    the rest.
    """
    url = text(name)
    parts = split(name, url)
    bounds = {"OPTIONS": {"MAX_ENTRIES": entries}}
    if not url:
        backend = "django.core.cache.backends.locmem.LocMemCache"
        return {"BACKEND": backend, "LOCATION": part, **bounds}
    if parts.scheme == "file":
        return {
            "BACKEND": "conference_deals.caches.SharedFileCache",
            "LOCATION": str(Path(cache_folder(name, url, parts)) / part),
            **bounds,
        }
    if parts.scheme in REDIS_SCHEMES:
        return redis(name, url, parts, part)
    raise wrong(name, masked(url), "It begins with redis://, rediss:// or file:///.")


def cache_folder(name, url, parts):
    path = unquote(parts.path)
    if parts.netloc or not path.strip("/"):
        raise wrong(name, url, "Write three slashes and a full path: file:///var/cache/deals.")
    return path


def redis(name, url, parts, part):
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    unknown = ", ".join(sorted(dict(parse_qsl(parts.query, True)).keys() - REDIS_OPTIONS))
    if not parts.hostname or not re.fullmatch("(/[0-9]{0,4})?", parts.path):
        raise wrong(name, masked(url), "Write redis://host:6379/0, with the number of a database.")
    if unknown:
        known = ", ".join(sorted(REDIS_OPTIONS))
        raise wrong(name, masked(url), f"Unknown option {unknown}; known are {known}.")
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": [parts._replace(scheme=REDIS_SCHEMES[parts.scheme]).geturl()],
        "KEY_PREFIX": "-".join(filter(None, ["conference-deals", part])),
        "OPTIONS": {
            "socket_connect_timeout": REDIS_SECONDS,
            "socket_timeout": REDIS_SECONDS,
            "retry": Retry(NoBackoff(), 1),
            "serializer": "conference_deals.caches.Plain",
        },
    }


def proxies(name):
    """Networks, and the word "unix" for a proxy that comes through a socket without address."""
    return [item if item == UNIX else network(name, item) for item in items(name)]


def network(name, item):
    try:
        found = ip_network(item)
    except ValueError as error:
        remedy = f"{error}. Write addresses, networks such as 10.0.0.0/8, or unix, with commas."
        raise wrong(name, item, remedy) from None
    if found.prefixlen == 0:
        raise wrong(name, item, "Everybody would be a proxy, and could forge any address.")
    if found.version == 6 and found.network_address.ipv4_mapped:
        raise wrong(name, item, "Write IPv4 addresses as such.")
    return found


def renamed(old, new, remedy):
    """Stops the start while a variable of an earlier release is set: it would do nothing."""
    if value := text(old):
        raise wrong(old, value, f"It is called {new} now. {remedy}")


def masked(url):
    """The address without its password, for messages that end up in logs."""
    scheme, separator, rest = url.partition("://")
    credentials, at, place = rest.rpartition("@")
    user = credentials.partition(":")[0]
    return f"{scheme}{separator}{user}{':***' if ':' in credentials else ''}{at}{place}"


def wrong(name, value, remedy):
    return ImproperlyConfigured(f"The environment variable {name} is {value!r}. {remedy}")


def missing(name, remedy):
    return ImproperlyConfigured(f"The environment variable {name} is not set. {remedy}")
