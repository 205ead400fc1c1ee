from django.db import migrations

RECORDS = {
    "conference": ("deals_conference", "slug"),
    "edition": ("deals_edition", "slug"),
    "location": ("deals_location", "slug"),
    "organization": ("deals_organization", "slug"),
    "project": ("deals_project", "ref"),
    "reportedfigure": ("deals_reportedfigure", "ref"),
    "sector": ("deals_sector", "slug"),
    "source": ("deals_source", "slug"),
}
RECORD = """
    SELECT updated_at AS at, '{kind}' AS kind, {key} AS address,
        CASE WHEN version > 1 THEN 'updated' ELSE 'created' END AS done, '' AS leads_to,
        version AS edits, created_at AS since
    FROM {table}
"""
RETIRED = """
    SELECT retired_at, kind, key, CASE successor WHEN '' THEN 'deleted' ELSE 'merged' END,
        successor, NULL, NULL
    FROM deals_retiredaddress
"""
NUMBER = "COALESCE((SELECT number FROM deals_dataversion WHERE id = 1), 0)"


def log(apps, schema_editor):
    """The latest change of each record and retired address, the oldest first."""
    found = [
        RECORD.format(kind=kind, table=table, key=key) for kind, (table, key) in RECORDS.items()
    ]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO deals_loggedchange"
            " (data_version, at, kind, key, action, successor, version, created_at)"
            f" SELECT {NUMBER}, at, kind, address, done, leads_to, edits, since"
            f" FROM ({' UNION ALL '.join([*found, RETIRED])}) AS stored ORDER BY at, kind, address"
        )


def empty(apps, schema_editor):
    schema_editor.execute("DELETE FROM deals_loggedchange")


class Migration(migrations.Migration):
    """Whoever reads the log from its start gets every record, one statement on both databases."""

    dependencies = [("deals", "0013_change_log")]
    operations = [migrations.RunPython(log, empty)]
