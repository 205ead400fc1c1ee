"""The harness itself: no network, a temporary server that goes away, a page that complains."""

import os
import socket

import execnet
import pytest
from django.db import connection

from tests import databases

BREACH = {
    "status": 200,
    "content_type": "text/html",
    "headers": {"Content-Security-Policy": "script-src 'self'"},
    "body": "<!doctype html><script>1</script>",
}


@pytest.mark.parametrize("host", ["203.0.113.1", "10.0.0.1", "example.org", "::ffff:8.8.8.8"])
def test_the_network_is_out_of_reach(host):
    with socket.socket() as plug, pytest.raises(RuntimeError, match="must not use the network"):
        plug.connect((host, 80))


def test_this_machine_is_in_reach():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_database_is_the_one_of_this_worker(db):
    vendor = {"sqlite": "sqlite", "postgres": "postgresql"}
    assert connection.vendor == vendor[os.environ["TEST_DB"]]


def runs_on(item):
    """Whether a test runs with SQLite, PostgreSQL and the browser of one run, and on each database
    alone.
    """
    together = [databases.runs_on(item, name, together=True) for name in databases.WORKERS]
    return together, [databases.runs_on(item, name, together=False) for name in databases.TITLES]


def test_what_touches_a_database_runs_on_both(request, db):
    assert runs_on(request.node) == ([True, True, False], [True, True])


@pytest.mark.django_db
def test_what_is_marked_runs_on_both(request):
    assert runs_on(request.node) == ([True, True, False], [True, True])


def test_what_has_the_starter_data_runs_on_both(request, starter):
    assert runs_on(request.node) == ([True, True, False], [True, True])


def test_what_asks_a_live_site_runs_on_both(request, live_server):
    assert runs_on(request.node) == ([True, True, False], [True, True])


def test_what_has_a_page_runs_on_sqlite_only(request, page):
    assert runs_on(request.node) == ([False, False, True], [True, False])


@pytest.mark.once("an example")
def test_what_is_marked_once_runs_with_postgresql(request, db):
    assert runs_on(request.node) == ([False, True, False], [True, True])


def test_what_touches_no_database_runs_once(request):
    assert runs_on(request.node) == ([False, False, True], [True, True])
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.ensure_connection()


def test_a_report_with_half_a_character_reaches_the_other_process(request, pytestconfig):
    report = pytest.TestReport.from_item_and_call(request.node, called(lambda: None))
    report.sections.append(("Captured log call", "/\ud800 half"))
    data = pytestconfig.hook.pytest_report_to_serializable(config=pytestconfig, report=report)
    assert ("Captured log call", "/\\ud800 half") in data["sections"]
    execnet.dumps(data)


def called(function):
    return pytest.CallInfo.from_call(function, when="call")


def test_a_stopped_server_leaves_nothing_behind():
    server = databases.Server()
    try:
        server.start()
    except LookupError as obstacle:
        pytest.skip(str(obstacle))
    keeper = server.keeper
    assert (server.folder / ".s.PGSQL.5432").is_socket()
    server.stop()
    assert keeper.returncode == 0
    assert not server.folder.exists()


def test_a_page_without_fault_passes(page):
    assert page.goto("/health/").status == 200


def test_a_breach_of_the_content_security_policy_is_a_fault(page, page_faults):
    page.route("**/breach/", lambda route: route.fulfill(**BREACH))
    page.goto("/breach/")
    assert "Content Security Policy" in page_faults.pop()


def test_a_request_to_another_host_is_a_fault(page, page_faults):
    page.route("**/open/", lambda route: route.fulfill(content_type="text/html", body="open"))
    page.goto("/open/")
    page.evaluate("fetch('http://203.0.113.1/x').catch(() => 0)")
    assert "http://203.0.113.1/x" in page_faults
    page_faults.clear()


def test_an_exception_in_a_script_is_a_fault(page, page_faults):
    page.goto("/health/")
    page.evaluate("setTimeout(() => { throw new Error('oops') })")
    page.wait_for_timeout(50)
    assert "oops" in page_faults.pop()
