"""An account, and the form by which one signs in to the admin."""

import pytest
from django.test import Client

LOGIN = "/admin/login/"
RIGHT = "a long password"


@pytest.fixture
def alice(db):
    """May come in, and do nothing there."""
    from django.contrib.auth.models import User  # models load after Django is set up

    return User.objects.create_user("alice", password=RIGHT, is_staff=True)


def attempt(name="alice", password="wrong", address="192.0.2.1", client=None):
    """The answer to a try to sign in from an address."""
    values = {"username": name, "password": password}
    return (client or Client()).post(LOGIN, values, REMOTE_ADDR=address)


def attempts(number, *args, **kwargs):
    """The status of each."""
    return [attempt(*args, **kwargs).status_code for _ in range(number)]
