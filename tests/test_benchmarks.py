"""The frame of the benchmarks, on a few rows: all ways of each operation answer the same."""

from django.core.management import call_command

from tests.benchmarks.measuring import lines, measure


def test_every_operation_runs(db, settings):
    from tests.benchmarks.registry import every

    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    call_command("generate_projects", projects=200, verbosity=0)
    found = measure(every(), rounds=1)
    assert all(len(taken) == 1 for each in found for taken in each.seconds.values())
    assert [line.partition("  ")[0] for line in lines(found)][1] == "API page of 50"
