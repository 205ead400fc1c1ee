"""Sums of money in the database."""

from django.db.models import Aggregate, BigIntegerField


class WholeSum(Aggregate):
    """A sum of big integers that cannot overflow: int on every database, None for no rows.

    SQLite adds in 64 bits and fails past 9.2·10^18, so there it adds two halves of each number.
    """

    function = "SUM"
    output_field = BigIntegerField()
    allow_distinct = False

    def as_sqlite(self, compiler, connection, **extra):
        sql, params = compiler.compile(self.source_expressions[0])
        # The driver fills in %s, so a literal percent sign is written twice.
        halves = f"SUM(({sql}) / 4294967296) || ' ' || SUM(({sql}) %% 4294967296)"
        return halves, [*params, *params]

    def convert_value(self, value, expression, connection):
        if value is None:
            return None
        if isinstance(value, str):
            high, low = value.split(" ")
            return int(high) * 4294967296 + int(low)
        return int(value)
