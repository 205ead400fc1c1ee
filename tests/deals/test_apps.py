"""What the app does around a migration."""

import pytest
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection


def limits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
        )
        return cursor.fetchone()


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no such limits")
def test_a_migration_may_take_longer_than_a_request_but_not_wait_for_a_table():
    assert limits() == ("30s", "20s")
    emit_pre_migrate_signal(0, False, "default")
    assert limits() == ("0", "10s")
    emit_post_migrate_signal(0, False, "default")
    assert limits() == ("30s", "20s")


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the same without limits")
def test_a_database_without_limits_is_left_alone(django_assert_num_queries):
    from deals.apps import lift_time_limits, put_time_limits_back

    with django_assert_num_queries(0):
        lift_time_limits("default")
        put_time_limits_back("default")
