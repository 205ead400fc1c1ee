"""Raw SQL through psycopg2 or sqlite3, with nothing of Django's between."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection

# What the two databases call the same.
WORDS = {
    "postgresql": {"array": "json_agg", "object": "json_build_object", "text": "::text"},
    "sqlite": {"array": "json_group_array", "object": "json_object", "text": ""},
}
NEWEST, BY_ID = "p.date DESC, p.ref DESC", "p.id"
ROW = """
    {object}('id', p.ref, 'name', p.name, 'name_local', p.name_local, 'status', p.status,
      'commitment', p.commitment, 'date', p.date, 'year', p.year, 'signed_on', p.signed_on,
      'bound', p.amount_bound, 'cny', p.invested_cny_low, 'cny_high', p.invested_cny_high,
      'usd', p.invested_usd_low, 'usd_high', p.invested_usd_high, 'jobs', p.jobs,
      'jobs_qualifier', p.jobs_qualifier, 'output', p.output_value,
      'output_currency', p.output_currency, 'updated_at', p.updated_at,
      'edition', {object}('id', e.slug, 'label', e.label, 'year', e.year,
        'conference', {object}('id', c.slug, 'name', c.name, 'name_zh', c.name_zh)),
      'location', {object}('id', l.slug, 'name', l.name, 'name_zh', l.name_zh),
      'sector', {object}('id', s.slug, 'name', s.name, 'name_zh', s.name_zh),
      'investors', (SELECT {array}({object}('id', o.slug, 'name', o.name, 'local', o.name_local))
        FROM deals_projectinvestor i JOIN deals_organization o ON o.id = i.organization_id
        WHERE i.project_id = p.id),
      'amounts', (SELECT {array}({object}('currency', a.currency, 'low', a.low, 'high', a.high,
        'bound', a.bound)) FROM deals_projectamount a WHERE a.project_id = p.id))
"""
PAGE = """
    SELECT {array}({row}{sorted}){text}
    FROM (SELECT * FROM deals_project p WHERE {where} ORDER BY {order} LIMIT {limit}) p
    JOIN deals_edition e ON e.id = p.edition_id JOIN deals_conference c ON c.id = e.conference_id
    LEFT JOIN deals_location l ON l.id = p.location_id
    LEFT JOIN deals_sector s ON s.id = p.sector_id
"""
TOTALS = """
    SELECT count(*), count(invested_cny_low), sum(invested_cny_low), sum(invested_cny_high),
      count(jobs), sum(jobs), count(output_cny), sum(output_cny)
    FROM deals_project p WHERE NOT resigns_only AND {where}
"""
FACET = """
    SELECT {by}, count(*), sum(invested_cny_low), sum(invested_cny_high) FROM deals_project p
    JOIN deals_edition e ON e.id = p.edition_id
    WHERE NOT resigns_only AND {where} GROUP BY 1
"""
FACETS = ("status", "p.year", "e.conference_id", "p.location_id", "p.sector_id")


def rows(statement: str, *values) -> list[tuple]:
    """All rows; values stand for `%s`."""
    with sent(statement, values) as cursor:
        return cursor.fetchall()


def do(statement: str, *values) -> None:
    with sent(statement, values):
        pass


@contextmanager
def sent(statement: str, values: tuple) -> Iterator:
    """The driver's cursor, with its answer."""
    if connection.vendor == "sqlite":
        statement = statement.replace("%s", "?")
    connection.ensure_connection()
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(statement, values)
        yield cursor


def page(where: str, *values, order: str = NEWEST, limit: int = 50) -> str:
    """The first rows, as one text of JSON that the database writes."""
    words = WORDS[connection.vendor]
    # SQLite joins row by row, so the order stays; before 3.44 it cannot be told it either.
    kept = f" ORDER BY {order}" if connection.vendor == "postgresql" else ""
    row = ROW.format(**words)
    statement = PAGE.format(where=where, order=order, limit=limit, sorted=kept, row=row, **words)
    return rows(statement, *values)[0][0]


def count(where: str = "1 = 1", *values) -> int:
    return rows(f"SELECT count(*) FROM deals_project p WHERE {where}", *values)[0][0]


def totals(where: str = "1 = 1", *values) -> tuple:
    return rows(TOTALS.format(where=where), *values)[0]


def groups(by: str, where: str = "1 = 1", *values) -> list[tuple]:
    return rows(FACET.format(by=by, where=where), *values)


def filtered(where: str, *values) -> tuple:
    """A page of 50, totals, and five facets."""
    facets = [groups(by, where, *values) for by in FACETS]
    return page(where, *values), totals(where, *values), facets
