"""The settings for each way of running, and the readers of environment variables."""

import os
import runpy
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from conference_deals import env

ROOT = Path(__file__).parents[2]
VARIABLES = [
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DATABASE_REPLICA_URLS",
    "REPLICA_MAX_LAG",
    "CSRF_TRUSTED_ORIGINS",
    "CACHE_URL",
    "API_RATE",
    "HTTPS",
    "BEHIND_PROXY",
    "TRUSTED_PROXIES",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "DEMO",
]
PRODUCTION = {
    "SECRET_KEY": "k4-Zq8_vX2rT9mB6wN3cJ7dF5gH1sL0pQ-yR4uE8iO2aV6tK9xW3",
    "ALLOWED_HOSTS": "deals.example.org",
    "DATABASE_URL": "postgres://user:pass@localhost/deals?sslmode=disable",
    "CACHE_URL": "redis://localhost",
}


@pytest.fixture
def load(monkeypatch):
    """Runs settings.py on exactly these variables and returns what it defines."""

    def load(**variables):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(ROOT / "conference_deals" / "settings.py")

    return load


@pytest.fixture
def read(monkeypatch):
    """Calls a reader on the variable X with this value."""

    def read(reader, value, *args, **options):
        monkeypatch.setenv("X", value)
        return reader("X", *args, **options)

    return read


# Ways of running


@pytest.mark.parametrize("absent", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(absent, load):
    with pytest.raises(ImproperlyConfigured, match=rf"{absent} is not set.*DEMO=true"):
        load(**PRODUCTION | {absent: " "})


def test_production_is_closed_by_default(load):
    settings = load(**PRODUCTION)
    assert not settings["DEBUG"]
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] == 31536000
    assert settings["SECURE_PROXY_SSL_HEADER"] is None
    assert settings["TRUSTED_PROXIES"] == []
    assert "Manifest" in settings["STORAGES"]["staticfiles"]["BACKEND"]


def test_cookies_of_production_are_of_this_host_alone(load):
    """A browser refuses a __Host- cookie that is not Secure, so plain HTTP has plain names."""
    settings = load(**PRODUCTION)
    for cookie in ("SESSION", "CSRF"):
        assert settings[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert settings[f"{cookie}_COOKIE_SECURE"]
        assert settings[f"{cookie}_COOKIE_HTTPONLY"]
        assert settings[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
        assert f"{cookie}_COOKIE_DOMAIN" not in settings
        assert f"{cookie}_COOKIE_PATH" not in settings
        assert not load(DEMO="true")[f"{cookie}_COOKIE_NAME"].startswith("__")


def test_logs_are_for_machines_but_in_a_demo(load):
    assert load(**PRODUCTION)["LOG_FORMAT"] == "json"
    assert load(DEMO="true")["LOG_FORMAT"] == "line"
    assert load(**PRODUCTION, LOG_FORMAT="line")["LOG_FORMAT"] == "line"
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT is 'xml'"):
        load(**PRODUCTION, LOG_FORMAT="xml")


def test_only_debug_tells_how_long_an_answer_took(load):
    timing = "conference_deals.middleware.ServerTiming"
    assert timing not in load(**PRODUCTION)["MIDDLEWARE"]
    assert load(**PRODUCTION, DEBUG="true")["MIDDLEWARE"][0] == timing


def test_a_proxy_is_believed_only_when_named(load):
    settings = load(**PRODUCTION, TRUSTED_PROXIES="10.0.0.0/8,unix")
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert settings["TRUSTED_PROXIES"] == [ip_network("10.0.0.0/8"), "unix"]


@pytest.mark.parametrize("value", ["true", "false"])
def test_the_old_name_of_a_variable_is_not_passed_over(value, load):
    with pytest.raises(ImproperlyConfigured, match="It is called TRUSTED_PROXIES now"):
        load(**PRODUCTION, BEHIND_PROXY=value)


def test_the_demo_needs_no_variable_and_serves_this_machine_only(load):
    settings = load(DEMO="true")
    assert len(settings["SECRET_KEY"]) >= 50
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert not settings["DEBUG"]
    assert not settings["SECURE_SSL_REDIRECT"]
    assert settings["WHITENOISE_USE_FINDERS"]
    assert settings["DATABASES"]["default"]["NAME"] == str(ROOT / "db.sqlite3")


def test_each_demo_has_its_own_key(load):
    assert load(DEMO="true")["SECRET_KEY"] != load(DEMO="true")["SECRET_KEY"]


def test_sqlite_waits_for_its_turn_to_write(load):
    options = load(DEMO="true")["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    for pragma in ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]:
        assert pragma in options["init_command"]


def test_sqlite_stays_open_so_that_a_full_disk_can_be_read(load):
    assert load(DEMO="true")["DATABASES"]["default"]["CONN_MAX_AGE"] is None


def test_postgresql_gives_up_in_time(load):
    database = load(**PRODUCTION)["DATABASES"]["default"]
    assert database["CONN_MAX_AGE"] == 60
    assert database["CONN_HEALTH_CHECKS"]
    assert database["OPTIONS"]["sslmode"] == "disable"
    assert database["OPTIONS"]["connect_timeout"] == 5
    for limit in ["statement_timeout=30s", "lock_timeout=20s", "idle_in_transaction"]:
        assert limit in database["OPTIONS"]["options"]


def test_replicas_are_databases_beside_the_primary(load):
    replicas = "postgres://a@one/deals, postgres://b@two/deals?sslmode=require"
    settings = load(**PRODUCTION, DATABASE_REPLICA_URLS=replicas, REPLICA_MAX_LAG="9")
    one, two = (settings["DATABASES"][alias] for alias in settings["REPLICAS"])
    assert (one["USER"], two["HOST"], two["OPTIONS"]["sslmode"]) == ("a", "two", "require")
    assert one["OPTIONS"]["connect_timeout"] == 2
    assert "statement_timeout=30s" in one["OPTIONS"]["options"]
    assert "tcp_user_timeout" not in settings["DATABASES"]["default"]["OPTIONS"]
    assert settings["REPLICA_MAX_LAG"] == 9
    assert settings["DATABASE_ROUTERS"] == ["conference_deals.replicas.Router"]


@pytest.mark.parametrize(
    ("variables", "remedy"),
    [
        ({"DATABASE_URL": "sqlite:///x"}, "Replicas need a PostgreSQL"),
        ({"DATABASE_REPLICA_URLS": "sqlite:///x"}, "Each begins with postgres://"),
        ({"DATABASE_REPLICA_URLS": "postgres://a:secret@x:y/z"}, "Percent-encode"),
        ({"REPLICA_MAX_LAG": "0"}, "a whole number from 2"),
    ],
    ids=["sqlite", "sqlite-replica", "nonsense", "lag"],
)
def test_what_cannot_be_a_replica_stops_the_start(load, variables, remedy):
    known = PRODUCTION | {"DATABASE_REPLICA_URLS": "postgres://a:secret@one/deals"}
    with pytest.raises(ImproperlyConfigured, match=remedy) as error:
        load(**known | variables)
    assert "secret" not in str(error.value)


def run_manage(*args, **variables):
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    kept = {name: value for name, value in kept.items() if not name.startswith("DJANGO_")}
    command = [sys.executable, "manage.py", *args]
    return subprocess.run(command, cwd=ROOT, env=kept | variables, capture_output=True, text=True)


def test_check_deploy_has_nothing_to_say_about_production():
    done = run_manage("check", "--deploy", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_check_deploy_warns_of_a_limit_that_each_process_counts_for_itself():
    alone = PRODUCTION | {"CACHE_URL": ""}
    assert "Set CACHE_URL" in run_manage("check", "--deploy", **alone).stderr
    # Tries to sign in are counted too.
    assert "Set CACHE_URL" in run_manage("check", "--deploy", **alone, API_RATE="off").stderr


@pytest.mark.parametrize(
    ("command", "starts"), [("demo", True), ("check", False)], ids=["demo", "check"]
)
def test_only_the_demo_command_makes_a_demo(command, starts):
    done = run_manage(command, "--help")
    assert ("SECRET_KEY is not set" not in done.stderr) == starts


def test_the_database_options_reach_the_connection(db):
    from django.db import connection

    question = {"sqlite": "PRAGMA journal_mode", "postgresql": "SHOW lock_timeout"}
    with connection.cursor() as cursor:
        cursor.execute(question[connection.vendor])
        assert cursor.fetchone() in [("wal",), ("20s",)]


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_django_finds_no_fault():
    call_command("check", fail_level="WARNING")


# Readers


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("Yes", True), ("1", True), ("off", False), ("0", False), ("", None)],
)
def test_a_flag(value, expected, read):
    assert read(env.flag, value, default=None) is expected


@pytest.mark.parametrize("value", ["maybe", "truee", "2"])
def test_a_flag_refuses(value, read):
    with pytest.raises(ImproperlyConfigured, match=rf"X is '{value}'\. Write true or false"):
        read(env.flag, value)


def test_an_integer(read):
    assert read(env.integer, " 60 ", 5) == 60
    assert read(env.integer, "", 5) == 5


@pytest.mark.parametrize("value", ["-1", "1.5", "ten", "٣", "101"])
def test_an_integer_refuses(value, read):
    with pytest.raises(ImproperlyConfigured, match="whole number from 0 to 100"):
        read(env.integer, value, 5, high=100)


def test_items_are_separated_by_commas(read):
    assert read(env.items, " a.org, b.org,,") == ["a.org", "b.org"]
    assert read(env.items, " ", ["c.org"]) == ["c.org"]


def test_a_choice_refuses_what_is_not_on_the_list(read):
    with pytest.raises(ImproperlyConfigured, match="Write one of INFO, ERROR"):
        read(env.choice, "LOUD", "INFO", ["INFO", "ERROR"])


def test_a_postgresql_address_is_decoded(read):
    url = "postgresql://a%40b:p%3A%2F%23@db.example.org:6432/deals%20x?sslmode=require"
    assert read(env.database_url, url, ROOT) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "deals x",
        "USER": "a@b",
        "PASSWORD": "p:/#",
        "HOST": "db.example.org",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["postgres:///deals?host=/run/pg", "postgres://%2Frun%2Fpg/deals"])
def test_a_postgresql_socket(url, read):
    found = read(env.database_url, url, ROOT)
    assert (found["HOST"], found["NAME"], found["OPTIONS"]) == ("/run/pg", "deals", {})


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///data/deals.db", str(ROOT / "data" / "deals.db")),
        ("sqlite:////var/lib/deals.db", "/var/lib/deals.db"),
        ("", str(ROOT / "db.sqlite3")),
    ],
    ids=["relative", "absolute", "absent"],
)
def test_an_sqlite_address(url, name, read):
    assert read(env.database_url, url, ROOT)["NAME"] == name


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("mysql://u:secret@host/deals", "begins with postgres://"),
        ("deals.sqlite3", "begins with postgres://"),
        ("postgres://u:secret@host", "Name the database"),
        ("postgres://u:secret@host:port/deals", "Percent-encode"),
        ("postgres://u:secret@host/deals?sslmod=require", "Unknown option sslmod"),
        ("sqlite://deals.sqlite3", "four slashes"),
    ],
)
def test_a_database_address_refuses(url, remedy, read):
    with pytest.raises(ImproperlyConfigured, match=remedy) as caught:
        read(env.database_url, url, ROOT)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "means"), [("", "600/min"), ("30/s", "30/s"), ("off", ""), ("OFF", "")], ids=repr
)
def test_a_rate(monkeypatch, value, means):
    monkeypatch.setenv("API_RATE", value)
    assert env.rate("API_RATE", "600/min") == means


@pytest.mark.parametrize("value", ["600", "0/min", "many/min", "5/week"])
def test_a_rate_that_is_none(monkeypatch, value):
    monkeypatch.setenv("API_RATE", value)
    with pytest.raises(ImproperlyConfigured, match="API_RATE"):
        env.rate("API_RATE", "600/min")


# Cache and proxies


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("redis://:p%2Fw@cache:6379/1", "redis://:p%2Fw@cache:6379/1"),
        ("rediss://cache?ssl_ca_certs=/etc/ca.pem", "rediss://cache?ssl_ca_certs=/etc/ca.pem"),
        ("valkey://cache/0", "redis://cache/0"),
        ("valkeys://cache", "rediss://cache"),
    ],
)
def test_a_redis_address(url, location, read):
    found = read(env.cache_url, url)
    assert found["BACKEND"] == "django.core.cache.backends.redis.RedisCache"
    assert found["LOCATION"] == [location]
    assert found["OPTIONS"]["socket_timeout"] <= 1


def test_a_cache_folder(read):
    found = read(env.cache_url, "file:///var/cache/our%20deals")
    assert found["BACKEND"] == "conference_deals.caches.SharedFileCache"
    assert found["LOCATION"] == "/var/cache/our deals"


@pytest.mark.parametrize("url", ["", "file:///var/cache/deals", "redis://cache"])
def test_kept_answers_push_no_counts_out(url, read):
    found = read(env.cache_urls, url)
    places = [(each["LOCATION"], each.get("KEY_PREFIX")) for each in found.values()]
    assert found.keys() == {"default", "answers"}
    assert places[0] != places[1]


def test_without_an_address_each_process_has_its_own_cache(read):
    assert "LocMemCache" in read(env.cache_url, "")["BACKEND"]


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("memcached://u:secret@cache", "begins with redis://"),
        ("/var/cache/deals", "begins with redis://"),
        ("redis:///0", "redis://host:6379/0"),
        ("redis://u:secret@cache/deals", "redis://host:6379/0"),
        ("redis://u:secret@cache:port/0", "Percent-encode"),
        ("rediss://u:secret@cache/0?ssl_cert_reqs=none", "Unknown option ssl_cert_reqs"),
        ("file://var/cache", "three slashes"),
        ("file:///", "three slashes"),
    ],
)
def test_a_cache_address_refuses(url, remedy, read):
    with pytest.raises(ImproperlyConfigured, match=remedy) as caught:
        read(env.cache_url, url)
    assert "secret" not in str(caught.value)


def test_proxies_are_addresses_networks_and_sockets(read):
    found = read(env.proxies, "192.0.2.1, 10.0.0.0/8, 2001:db8::/32, unix")
    named = ["192.0.2.1", "10.0.0.0/8", "2001:db8::/32"]
    assert found == [*map(ip_network, named), "unix"]


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("0.0.0.0/0", "could forge any address"),
        ("10.0.0.1,::/0", "could forge any address"),
        ("*", "networks such as 10.0.0.0/8"),
        ("true", "networks such as 10.0.0.0/8"),
        ("10.0.0.1/8", "has host bits set"),
        ("proxy.example.org", "networks such as 10.0.0.0/8"),
        ("::ffff:10.0.0.1", "Write IPv4 addresses as such"),
    ],
)
def test_proxies_refuse(value, remedy, read):
    with pytest.raises(ImproperlyConfigured, match=remedy):
        read(env.proxies, value)
