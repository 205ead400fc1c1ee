"""Writing very many rows: COPY on PostgreSQL, beside the thread that makes the next ones."""

from concurrent.futures import Future, ThreadPoolExecutor

from django.core.management.color import no_style
from django.db import connection, models

from deals.models import Project
from deals.models.bulk import copy, copy_text, insert
from deals.models.search_index import index_new

Values = dict[type[models.Model], list[tuple]]


class Writer:
    """Stores tuples of all columns of models, in the transaction that is going on."""

    def __init__(self):
        self.cursor = connection.cursor()
        self.thread = ThreadPoolExecutor(1) if connection.vendor == "postgresql" else None
        self.running: Future | None = None

    def write(self, values: Values) -> None:
        """Where there is a thread, this returns before the rows are stored."""
        if self.thread is None:
            self._insert(values)
            return
        texts = {model: copy_text(rows) for model, rows in values.items()}
        self._wait()
        self.running = self.thread.submit(self._copy, texts)

    def close(self) -> None:
        """Wait for the rows."""
        try:
            self._wait()
        finally:
            if self.thread:
                self.thread.shutdown()
            self.cursor.close()

    def _wait(self) -> None:
        if self.running:
            running, self.running = self.running, None
            running.result()

    def _copy(self, texts: dict[type[models.Model], str]) -> None:
        # The driver's own cursor: Django's belongs to the thread that opened it.
        for model, text in texts.items():
            copy(self.cursor.cursor, model._meta.concrete_fields, text)

    def _insert(self, values: Values) -> None:
        for model, rows in values.items():
            insert(self.cursor, model._meta.concrete_fields, rows)
            if model is Project:
                self._index(rows)

    def _index(self, projects: list[tuple]) -> None:
        names = [field.name for field in Project._meta.concrete_fields]
        key, search = names.index("id"), names.index("search")
        index_new(Project, ((row[key], row[search]) for row in projects))


def set_sequences(stored: list[type[models.Model]]) -> None:
    """Let the database number later rows of the models behind those that came with their keys."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), stored):
            cursor.execute(statement)
