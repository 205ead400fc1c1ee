"""Where the databases keep the words of projects, and the condition that asks them.

PostgreSQL: `search_words`, a tsvector that the database generates from the column `search`, with
a GIN index. SQLite: a table of FTS5 that `derived.renew` keeps; triggers would be lost whenever a
migration builds the table of projects anew. Both see our own tokens only (`deals.tokens`).
"""

import json

from django.db import connection
from django.db.models import Lookup

from deals.models.projects import Project

MATCHING = "SELECT rowid FROM deals_project_search WHERE deals_project_search MATCH %s"
STORED = (
    "SELECT rowid, words FROM deals_project_search WHERE rowid IN (SELECT value FROM json_each(%s))"
)
DELETE = "DELETE FROM deals_project_search WHERE rowid = %s"
INSERT = "INSERT INTO deals_project_search (rowid, words) VALUES (%s, %s)"


@Project._meta.get_field("search").register_lookup
class Holds(Lookup):
    """`search__holds=terms`: each of them begins a word of the project. No join, no parser.

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
        return f"{column} IN ({MATCHING})", [query]

    def _column(self, compiler, name):
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        return f"{table}.{compiler.connection.ops.quote_name(name)}"


def renew_index(ids: list[int]) -> None:
    """Make the index say what the column `search` of these projects says, where it is our task."""
    if connection.vendor != "sqlite":
        return
    right = dict(Project.objects.filter(pk__in=ids).values_list("pk", "search"))
    stored = indexed(ids)
    with connection.cursor() as cursor:
        wrong = [[pk] for pk, text in stored.items() if right.get(pk) != text]
        cursor.executemany(DELETE, wrong)
        missing = [[pk, text] for pk, text in right.items() if stored.get(pk) != text]
        cursor.executemany(INSERT, missing)


def rebuild_index() -> None:
    """Make it anew, for what stored projects past `write`, where it is our task."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM deals_project_search")
        cursor.execute(
            "INSERT INTO deals_project_search (rowid, words) SELECT id, search FROM deals_project"
        )


def indexed(ids: list[int]) -> dict[int, str]:
    """What SQLite's index holds of these projects, by id."""
    with connection.cursor() as cursor:
        cursor.execute(STORED, [json.dumps(ids)])
        return dict(cursor.fetchall())


def wrongly_indexed(projects) -> list[str]:
    """References of those whose words the index does not hold; PostgreSQL's cannot be wrong."""
    if connection.vendor != "sqlite":
        return []
    stored = indexed([project.pk for project in projects])
    return [project.ref for project in projects if stored.get(project.pk) != project.search]
