"""Answers that are kept: equal to those that are made, given as long as they may be, labelled."""

import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models import DateTimeField, Value
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import set_script_prefix

from deals import kept, public
from deals.models import DataVersion, LoggedChange
from tests import factories as make

HIT = "conference-deals; hit"
MISS = "conference-deals; fwd=miss"
STALE = "conference-deals; fwd=stale"
LIST = "/api/v1/sectors/"
PLACES = ["/", "/zh-hans/projects/?currency=USD", "/projects/p001/", "/robots.txt", "/sitemap.xml"]
PLACES += ["/projects/feed/", "/api/v1/", "/api/v1/projects/?limit=2", "/api/v1/projects.html"]
PLACES += ["/api/v1/totals/?group_by=year&lang=zh-hans", "/api/v1/charts.svg?by=sector"]


def previous(seconds):
    return f"{HIT}; ttl=-{seconds}; detail=previous-version"


@pytest.fixture
def clock(monkeypatch):
    """The database's clock, which stands still: a test sets `clock.at`."""
    clock = SimpleNamespace(at=datetime(2026, 11, 29, 12, tzinfo=UTC))
    now = lambda: Value(clock.at, DateTimeField())  # noqa: E731 - stands for a class
    monkeypatch.setattr("deals.models.version.Now", now)
    clock.go_on = lambda seconds: setattr(clock, "at", clock.at + timedelta(seconds=seconds))
    return clock


@pytest.fixture
def ask(rf, clock):
    """The answer of a public view, as a browser gets it that has no session."""

    def ask(view, method="get", **headers):
        response = public.public(view)(getattr(rf, method)("/", headers=headers))
        # Closing it would also close the connection of the test.
        for close in response._resource_closers:
            close()
        return response

    return ask


def version(request):
    """A view that says which data version it was made of."""
    return HttpResponse(f"version {request.snapshot.version}")


def never(request):
    raise AssertionError("made")


# What is given


@pytest.mark.parametrize("address", PLACES)
def test_what_is_kept_is_what_was_made(address, client, starter, django_assert_num_queries):
    first = client.get(address)
    with django_assert_num_queries(1):  # of the data version
        second = client.get(address)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content
    own = {"Cache-Status": HIT, "X-Request-ID": second["X-Request-ID"]}
    assert first["Cache-Status"] == MISS
    assert dict(second.items()) == dict(first.items()) | own


def test_languages_and_formats_do_not_mix(client, starter):
    def answers():
        for accepted in ("en", "zh-CN", "fr"):
            for media in ("application/json", "text/csv"):
                headers = {"Accept-Language": accepted, "Accept": media}
                response = client.get("/api/v1/totals/?group_by=status", headers=headers)
                yield response.getvalue(), response["Content-Type"], response["Vary"]

    first = list(answers())
    assert len(set(first)) == 4, "JSON and CSV in two languages"
    assert list(answers()) == first


def test_another_day_is_another_place(client, starter, set_today):
    for day in (28, 29):
        set_today(date(2026, 11, day))
        assert client.get("/")["Cache-Status"] == MISS


def test_head_is_given_what_get_left_and_leaves_nothing(client, db):
    make.create_sector()
    assert client.head(LIST)["Cache-Status"] == MISS
    got = client.get(LIST)
    assert got["Cache-Status"] == MISS
    head = client.head(LIST)
    assert (head["Cache-Status"], head.content) == (HIT, b"")
    assert [head[name] for name in ("ETag", "Content-Length")] == [
        got[name] for name in ("ETag", "Content-Length")
    ]


def test_who_has_a_session_neither_gets_nor_leaves_one(client, admin_client, db):
    make.create_sector()
    assert "Cache-Status" not in admin_client.get(LIST)
    assert client.get(LIST)["Cache-Status"] == MISS
    own = admin_client.get(LIST)
    assert "Cache-Status" not in own
    assert own["Cache-Control"] == "private, no-store"


def with_cookie(request):
    response = HttpResponse()
    response.set_cookie("seen", "1")
    return response


@pytest.mark.parametrize(
    "view",
    [
        lambda request: HttpResponse(status=404),
        lambda request: HttpResponse(status=301, headers={"Location": "/x/"}),
        lambda request: StreamingHttpResponse([b"x"]),
        lambda request: HttpResponse(headers={"Cache-Control": "no-store"}),
        with_cookie,
        lambda request: HttpResponse(os.urandom(kept.MOST_BYTES)),
    ],
    ids=["error", "redirect", "stream", "rules of its own", "cookie", "too long"],
)
def test_what_is_not_kept(view, ask, db):
    make.create_sector()
    assert [ask(view)["Cache-Status"] for _each in range(2)] == [MISS, MISS]


def test_without_a_data_version_nothing_is_kept(ask, db):
    DataVersion.objects.all().delete()
    assert [ask(version)["Cache-Status"] for _each in range(2)] == [MISS, MISS]


# After a change


def test_who_comes_first_after_a_change_gets_the_new_state(ask, db):
    make.create_sector()
    before = ask(version)
    make.create_sector()
    after = ask(version)
    assert (after["Cache-Status"], ask(never)["Cache-Status"]) == (STALE, HIT)
    assert after.text != before.text
    assert after["ETag"] != before["ETag"]


@pytest.fixture
def making():
    """Somebody else makes the answer of every place that is asked for, until the test ends it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "takes", lambda lock, place: False)
        yield patch


def test_meanwhile_others_get_the_previous_answer_for_some_seconds(ask, clock, making, db):
    make.create_sector()
    before = ask(version)
    clock.go_on(60)
    make.create_sector()
    clock.go_on(4.2)
    got = ask(never)
    assert (got.text, got["Cache-Status"]) == (before.text, previous(5))
    assert (got["ETag"], got["Last-Modified"]) == (before["ETag"], before["Last-Modified"])
    assert got["Cache-Control"] == public.CACHE_CONTROL
    clock.go_on(1)
    assert (ask(version)["Cache-Status"], ask(never)["Cache-Status"]) == (STALE, HIT)


def test_who_knows_the_previous_answer_is_told_that_it_is_still_given(ask, clock, making, db):
    make.create_sector()
    tag = ask(version)["ETag"]
    make.create_sector()
    clock.go_on(1)
    response = ask(never, **{"If-None-Match": f"W/{tag}"})
    assert (response.status_code, response.content) == (304, b"")
    assert (response["ETag"], response["Cache-Status"]) == (tag, previous(1))


def test_of_several_changes_the_first_counts(ask, clock, making, db):
    make.create_sector()
    ask(version)
    clock.go_on(60)
    for _each in range(2):
        make.create_sector()
        clock.go_on(2)
    assert ask(never)["Cache-Status"] == previous(4)
    clock.go_on(2)
    assert ask(version)["Cache-Status"] == STALE


def test_what_the_log_does_not_tell_is_taken_for_old(ask, clock, making, db):
    make.create_sector()
    ask(version)
    clock.go_on(60)
    make.create_sector()
    LoggedChange.objects.all().delete()
    make.create_sector()
    assert ask(version)["Cache-Status"] == STALE


def test_an_answer_that_was_made_just_now_needs_no_log(ask, clock, making, db):
    make.create_sector()
    ask(version)
    for _each in range(3):
        make.create_sector()
    LoggedChange.objects.all().delete()
    clock.go_on(2)
    assert ask(never)["Cache-Status"] == previous(2)


def test_a_view_that_fails_lets_the_next_reader_make_it(ask, db):
    make.create_sector()
    ask(version)
    make.create_sector()
    with pytest.raises(ZeroDivisionError):
        ask(lambda request: 1 / 0)
    assert ask(version)["Cache-Status"] == STALE


# Other databases


def at_version(number):
    DataVersion.objects.update(number=number)


def test_a_replica_that_is_behind_gives_what_is_newer(ask, clock, settings, db):
    make.create_sector()
    number = DataVersion.objects.get().number
    newer = ask(version)
    at_version(number - 1)
    clock.go_on(settings.REPLICA_MAX_LAG)
    older = ask(never)
    assert (older.text, older["ETag"]) == (newer.text, newer["ETag"])


def test_what_was_kept_before_a_backup_was_restored_is_not_given(ask, clock, settings, db):
    make.create_sector()
    number = DataVersion.objects.get().number
    ask(version)
    at_version(number - 1)
    clock.go_on(settings.REPLICA_MAX_LAG + 1)
    restored = ask(version)
    assert restored.text == f"version {number - 1}"
    make.create_sector()
    assert ask(version).text == f"version {number}"


def test_the_same_version_of_other_data_is_not_given(ask, clock, db):
    make.create_sector()
    ask(version)
    DataVersion.objects.update(changed_at=clock.at + timedelta(seconds=1))
    assert ask(version)["Cache-Status"] == STALE


# A cache that fails


@pytest.mark.parametrize("broken", ["get", "set", "add", "delete"])
def test_a_cache_that_fails_changes_no_answer(broken, ask, monkeypatch, caplog, db):
    def fail(*args):
        raise ConnectionError("refused")

    make.create_sector()
    monkeypatch.setattr(caches["answers"], broken, fail)
    for _each in range(2):
        make.create_sector()
        number = DataVersion.objects.get().number
        assert {ask(version).text for _each in range(2)} == {f"version {number}"}
    assert len(caplog.records) == 1


@pytest.mark.parametrize("stored", [b"rubbish", "rubbish", 7, b""])
def test_rubbish_in_the_cache_is_replaced(stored, ask, monkeypatch, db):
    make.create_sector()
    monkeypatch.setattr(public, "place", lambda request: "here")
    caches["answers"].set("here", stored)
    assert [ask(version)["Cache-Status"] for _each in range(2)] == [MISS, HIT]


# A cache that lies


def stored_at(monkeypatch, ask, *places):
    """What is kept of the same view at these places."""
    found = []
    for place in places:
        monkeypatch.setattr(public, "place", lambda request, place=place: place)
        ask(version)
        found.append(caches["answers"].get(place))
    return found


def test_an_answer_of_another_place_is_not_given(ask, monkeypatch, db):
    """Another query, language, currency or release: whatever a place is made of."""
    make.create_sector()
    [there, _here] = stored_at(monkeypatch, ask, "there", "here")
    assert ask(never)["Cache-Status"] == HIT
    caches["answers"].set("here", there)
    assert ask(version)["Cache-Status"] == MISS


def test_an_answer_that_claims_another_version_is_not_given(ask, monkeypatch, settings, db):
    make.create_sector()
    [before] = stored_at(monkeypatch, ask, "here")
    make.create_sector()
    monkeypatch.setattr(kept, "seal", lambda place, packed: b"?" * kept.SEAL_BYTES)
    [forged] = stored_at(monkeypatch, ask, "here")
    monkeypatch.undo()
    monkeypatch.setattr(public, "place", lambda request: "here")
    for lie in (forged, before[: kept.SEAL_BYTES] + forged[kept.SEAL_BYTES :], before[:-1]):
        caches["answers"].set("here", lie)
        assert ask(version).text == "version 2"
    caches["answers"].set("here", before)
    assert ask(version)["Cache-Status"] == STALE


def test_what_another_key_has_sealed_is_not_given(ask, settings, db):
    make.create_sector()
    ask(version)
    settings.SECRET_KEY = "another one"
    assert ask(version)["Cache-Status"] == MISS


@pytest.mark.parametrize(
    "lie",
    [
        {"get": lambda *args: pickle.dumps(kept.Kept(None, 0, {}, b"of an older release"))},
        {"get": lambda *args: object()},
        {"set": lambda *args: None},
        {"add": lambda *args: False},
        {"add": lambda *args: None, "get": lambda *args: 1, "delete": lambda *args: "?"},
    ],
    ids=["always the same bytes", "always a thing", "loses", "a lock of nobody", "nonsense"],
)
def test_a_cache_that_lies_changes_no_answer(lie, ask, clock, monkeypatch, db):
    for name, does in lie.items():
        monkeypatch.setattr(caches["answers"], name, does)
    for _each in range(2):
        make.create_sector()
        clock.go_on(kept.PREVIOUS_SECONDS + 1)
        number = DataVersion.objects.get().number
        answers = [ask(version) for _each in range(2)]
        assert {answer.text for answer in answers} == {f"version {number}"}
        assert len({answer["ETag"] for answer in answers}) == 1


# Dear answers


@pytest.fixture
def dear(transactional_db, monkeypatch):
    """Every answer counts as dear; the result waits for the threads that make some anew."""
    monkeypatch.setattr(kept, "DEAR_SECONDS", 0)
    monkeypatch.setattr(kept, "PACE", 0)

    def wait():
        for thread in threading.enumerate():
            if thread.name == "make-again":
                thread.join(60)

    yield wait
    wait()


def test_nobody_waits_for_a_dear_answer(ask, clock, dear):
    make.create_sector()
    before = ask(version)
    make.create_sector()
    clock.go_on(1)
    assert (ask(version).text, dear()) == (before.text, None)
    after = ask(never)
    assert (after.text, after["Cache-Status"]) == ("version 2", HIT)


def test_a_dear_answer_is_waited_for_when_the_previous_one_is_too_old(ask, clock, dear):
    make.create_sector()
    ask(version)
    clock.go_on(60)
    make.create_sector()
    clock.go_on(kept.PREVIOUS_SECONDS + 0.1)
    assert ask(version).text == "version 2"


def test_a_dear_answer_rests_before_it_is_made_anew(ask, clock, dear, monkeypatch):
    """Who asked while it rested has it made, so that the next reader need not wait."""
    make.create_sector()
    ask(version)
    make.create_sector()
    monkeypatch.setattr(kept, "PACE", 1_000_000)
    rests = []
    monkeypatch.setattr(kept, "sleep", rests.append)
    clock.go_on(kept.PREVIOUS_SECONDS / 2 - 0.1)
    assert (ask(version)["Cache-Status"], dear()) == (previous(3), None)
    assert rests == [pytest.approx(0.1)]
    assert ask(never).text == "version 2"


def test_a_clock_that_was_put_back_makes_no_longer_rest(ask, clock, dear, monkeypatch):
    monkeypatch.setattr(kept, "PACE", 1_000_000)
    rests = []
    monkeypatch.setattr(kept, "sleep", rests.append)
    make.create_sector()
    ask(version)
    clock.go_on(-3600)
    make.create_sector()
    ask(version)
    dear()
    assert rests == [kept.PREVIOUS_SECONDS / 2]


def test_who_finds_a_dear_answer_too_old_does_not_wait_for_its_rest(ask, clock, dear, monkeypatch):
    asked, may_go_on = threading.Event(), threading.Event()
    monkeypatch.setattr(kept, "sleep", lambda _rest: (asked.set(), may_go_on.wait(60)))
    make.create_sector()
    ask(version)
    make.create_sector()
    assert ask(never)["Cache-Status"] == previous(0)
    assert asked.wait(60)
    clock.go_on(kept.PREVIOUS_SECONDS + 0.1)
    assert ask(version)["Cache-Status"] == STALE
    may_go_on.set()
    dear()  # finds it made: `never` is not asked
    assert ask(never)["Cache-Status"] == HIT


def test_one_dear_answer_at_a_time_is_made_apart(ask, clock, dear):
    make.create_sector()
    ask(version)
    make.create_sector()
    with kept._apart:
        assert ask(version)["Cache-Status"] == previous(0)
        assert ask(never)["Cache-Status"] == previous(0), "one has it made"
    dear()
    assert ask(never).text == "version 2"


def test_few_threads_wait(ask, clock, dear, monkeypatch):
    monkeypatch.setattr(kept, "_threads", threading.BoundedSemaphore(1))
    make.create_sector()
    ask(version)
    make.create_sector()
    with kept._threads:
        assert ask(never)["Cache-Status"] == previous(0)
    assert (ask(version)["Cache-Status"], dear()) == (previous(0), None)
    assert ask(never).text == "version 2"


def test_a_dear_answer_that_fails_is_logged_and_made_by_the_next_reader(ask, dear, caplog):
    make.create_sector()
    before = ask(version)
    make.create_sector()
    assert (ask(lambda request: 1 / 0).text, dear()) == (before.text, None)
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]
    assert (ask(version).text, dear()) == (before.text, None)
    assert ask(never).text == "version 2"


@pytest.mark.parametrize("address", ["/zh-hans/sectors/", f"{LIST}?lang=zh-hans"])
def test_what_is_made_apart_is_what_a_reader_would_have_made(address, dear):
    """In its language, below the path at which the site stands, with the addresses of its host."""
    client = Client(SCRIPT_NAME="/deals")
    make.create_sector(slug="solar", name_zh="太阳能")
    client.get(address)
    make.create_sector(slug="wind", name_zh="风能")
    assert client.get(address)["Cache-Status"].startswith(f"{HIT}; ttl=-")
    dear()
    apart = client.get(address)
    caches["answers"].clear()
    made = client.get(address)
    set_script_prefix("/")  # which a request leaves behind
    assert (apart["Cache-Status"], made["Cache-Status"]) == (HIT, MISS)
    assert apart.content == made.content
    assert "风能" in apart.text


# Many readers


def elsewhere(ask, view):
    try:
        return ask(view)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_one_makes_it_and_blocks_nobody(ask, clock):
    begun, may_end = threading.Event(), threading.Event()

    def slow(request):
        begun.set()
        assert may_end.wait(60)
        return version(request)

    make.create_sector()
    before = ask(version)
    clock.go_on(60)
    make.create_sector()
    with ThreadPoolExecutor(1) as pool:
        maker = pool.submit(elsewhere, ask, slow)
        assert begun.wait(60)
        clock.go_on(3)
        assert [ask(never).text for _each in range(3)] == [before.text] * 3
        clock.go_on(3)
        assert ask(version)["Cache-Status"] == STALE
        may_end.set()
        assert maker.result(60).text == "version 2"
    assert ask(never)["Cache-Status"] == HIT
