"""Where the databases keep the words of searched tables, and the condition that asks them.

PostgreSQL: `search_words`, a tsvector that the database generates from the column `search`, with
a GIN index. SQLite: a table of FTS5 beside the other, which `renew_index` keeps; triggers would be
lost whenever a migration builds the table anew. Both see our own tokens only (`deals.tokens`).
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, connections
from django.db.models import Lookup, QuerySet

from deals.models.projects import Project

MATCHING = "SELECT rowid FROM {0} WHERE {0} MATCH %s"
STORED = "SELECT rowid, words FROM {0} WHERE rowid IN (SELECT value FROM json_each(%s))"
DELETE = "DELETE FROM {0} WHERE rowid = %s"
INSERT = "INSERT INTO {0} (rowid, words) VALUES (%s, %s)"


def index_of(statement: str, model) -> str:
    """The statement about SQLite's table of the model's words."""
    return statement.format(f"{model._meta.db_table}_search")


@Project._meta.get_field("search").register_lookup
class Holds(Lookup):
    """`search__holds=terms`: each of them begins a word of the record. No join, no parser.

    Tokens are letters and digits only, so that nothing in a question can be an operator.
    """

    lookup_name = "holds"
    prepare_rhs = False

    def as_postgresql(self, compiler, connection):
        column = self._column(compiler, "search_words")
        query = " & ".join(f"'{term}':*" for term in self.rhs)
        return f"{column} @@ CAST(%s AS tsquery)", [query]

    def as_sqlite(self, compiler, connection):
        column = self._column(compiler, "id")
        query = " AND ".join(f'"{term}" *' for term in self.rhs)
        return f"{column} IN ({index_of(MATCHING, self.lhs.target.model)})", [query]

    def _column(self, compiler, name):
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        return f"{table}.{compiler.connection.ops.quote_name(name)}"


def renew_index(model, ids: list[int]) -> None:
    """Make the index say what the column `search` of these rows says, where it is our task."""
    if connection.vendor != "sqlite":
        return
    right = dict(model.objects.filter(pk__in=ids).values_list("pk", "search"))
    stored = indexed(model, ids)
    with connection.cursor() as cursor:
        wrong = [[pk] for pk, text in stored.items() if right.get(pk) != text]
        cursor.executemany(index_of(DELETE, model), wrong)
        missing = [[pk, text] for pk, text in right.items() if stored.get(pk) != text]
        cursor.executemany(index_of(INSERT, model), missing)


def index_new(model, texts: Iterable[tuple[int, str]]) -> None:
    """Add rows, by key with their words, where the index is our task."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(index_of(INSERT, model), texts)


def empty_index(model) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(index_of("DELETE FROM {0}", model))


def rebuild_index(model) -> None:
    """Make it anew, for what stored rows past `write`, where it is our task."""
    empty_index(model)
    index_new(model, model.objects.values_list("pk", "search").iterator())


def indexed(model, ids: list[int]) -> dict[int, str]:
    """What SQLite's index holds of these rows, by id."""
    with connection.cursor() as cursor:
        cursor.execute(index_of(STORED, model), [json.dumps(ids)])
        return dict(cursor.fetchall())


def wrongly_indexed(records: QuerySet) -> list:
    """Those whose words the index does not hold; PostgreSQL's cannot be wrong."""
    if connection.vendor != "sqlite":
        return []
    stored = indexed(records.model, [record.pk for record in records])
    return [record for record in records if stored.get(record.pk) != record.search]


# PostgreSQL takes the hits of a word to lie evenly along every order, and reading a word's whole
# list from the index to be nearly free. Both are far off, so a bounded search says which it wants.
ALONG_THE_ORDER = ("enable_bitmapscan", "enable_seqscan")
BY_WORDS = ("enable_seqscan", "enable_indexscan", "enable_indexonlyscan")


@contextmanager
def planned(using: str, without: tuple[str, ...]) -> Iterator[None]:
    """Queries in here are planned without these methods where others will do, on PostgreSQL."""
    if connections[using].vendor == "postgresql":
        _switch(using, without, "off")
        yield  # what fails in here ends the transaction, and the settings with it
        _switch(using, without, "on")
    else:
        yield


def _switch(using: str, methods: tuple[str, ...], state: str) -> None:
    calls = ", ".join("set_config(%s, %s, true)" for _method in methods)
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [each for name in methods for each in (name, state)])
