"""The fixture `starter`: a database of its own that holds the starter data and its rates.

It is loaded once for each worker. A test that asks for `starter` runs on it inside a transaction
that is rolled back, needs no `django_db` mark, and leaves every other test's database empty.
"""

import copy
import datetime

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from tests.elsewhere import connected

CURRENCIES = ("CNY", "USD", "GBP", "INR")
FIRST_DAY = datetime.date(2012, 1, 1)


@pytest.fixture(scope="session")
def starter_database(django_db_setup, django_db_blocker):
    """The name of the database; nothing may be left behind in it."""
    from deals import rates, starter

    with django_db_blocker.unblock():
        name = _create()
        with connected_to_database(name):
            call_command("migrate", verbosity=0)
            rates.load_pegs()
            rates.load_rates(currencies=CURRENCIES, since=FIRST_DAY)
            starter.load()
    yield name
    with django_db_blocker.unblock():
        _drop(name)


@pytest.fixture
def starter(starter_database, django_db_blocker):
    """The starter data in the database; what the test changes is rolled back."""
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own: what must be durable may happen inside
    with django_db_blocker.unblock(), connected_to_database(starter_database), around:
        yield
        transaction.set_rollback(True)


def connected_to_database(name):
    """The database of that name, on the same server or in a file, as the default one."""
    return connected(copy.deepcopy(connections["default"].settings_dict) | {"NAME": name})


def _create():
    usual = connections["default"]
    name = f"{usual.settings_dict['NAME']}_starter"
    if usual.vendor == "postgresql":
        with usual._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    return name


def _drop(name):
    usual = connections["default"]
    if usual.vendor == "postgresql":
        with usual._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
