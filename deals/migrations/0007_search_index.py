from django.db import migrations

STATEMENTS = {
    # Our own tokens, so no parser and no dictionary of PostgreSQL's.
    "postgresql": [
        "ALTER TABLE deals_project ADD COLUMN search_words tsvector"
        " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(search, ' '))) STORED",
        "CREATE INDEX project_search_words ON deals_project USING gin (search_words)",
    ],
    # `ascii` leaves every other character as it is: blanks alone part our tokens.
    "sqlite": [
        "CREATE VIRTUAL TABLE deals_project_search"
        " USING fts5(words, tokenize = 'ascii', prefix = '1 2 3', detail = none)",
        "INSERT INTO deals_project_search (rowid, words) SELECT id, search FROM deals_project",
    ],
}
REMOVALS = {
    "postgresql": ["ALTER TABLE deals_project DROP COLUMN search_words"],
    "sqlite": ["DROP TABLE deals_project_search"],
}


def on_its_vendor(statements):
    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    """An index of the words of projects: GIN on PostgreSQL, FTS5 on SQLite."""

    dependencies = [("deals", "0006_search_text_as_words")]
    operations = [migrations.RunPython(on_its_vendor(STATEMENTS), on_its_vendor(REMOVALS))]
