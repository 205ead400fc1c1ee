"""The command that sets up and serves everything on this machine."""

import io
import re
import socket

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from deals import rates
from deals.models import DataVersion, ExchangeRate, Project

FOUND = re.compile(r"password: (\S+)")


def run(*args):
    out = io.StringIO()
    call_command("demo", "--no-serve", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def few_rates(monkeypatch):
    """The first run loads all of the ECB's rates, which takes seconds and has a test of its own."""
    monkeypatch.setattr(rates, "_ecb_rows", lambda: iter(()))


def test_a_first_run_sets_everything_up(db, few_rates):
    out = run()
    assert "0 rates and 7 pegs added" in out
    assert "1326 records added, 0 unchanged" in out
    editor = authenticate(username="editor", password=FOUND.search(out)[1])
    assert (editor.is_staff, editor.is_superuser) == (True, False)
    assert [group.name for group in editor.groups.all()] == ["Editors"]


def test_a_second_run_changes_nothing_and_tells_no_password(starter, few_rates):
    run()
    before = (DataVersion.objects.get().number, get_user_model().objects.get().password)
    out = run()
    assert "0 records added, 1326 unchanged" in out
    assert not FOUND.search(out)
    assert (DataVersion.objects.get().number, get_user_model().objects.get().password) == before


def test_a_new_password_replaces_the_old_one(starter, few_rates):
    old, new = FOUND.search(run())[1], FOUND.search(run("--new-password"))[1]
    assert authenticate(username="editor", password=new)
    assert not authenticate(username="editor", password=old)
    assert get_user_model().objects.count() == 1


def test_projects_and_rates_are_those_that_were_there(starter, few_rates):
    before = (Project.objects.count(), ExchangeRate.objects.count())
    run()
    assert (Project.objects.count(), ExchangeRate.objects.count()) == before


@pytest.mark.parametrize("address", ["8000", "localhost:", ":8000", "host:99999", "host:x"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(CommandError, match="is not HOST:PORT"):
        run("--address", address)


def test_a_port_in_use_is_refused_before_anything_is_set_up():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(CommandError, match="Choose another"):
            call_command("demo", "--address", address, stdout=io.StringIO())
