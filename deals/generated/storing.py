"""Writing very many rows: COPY on PostgreSQL, beside the thread that makes the next ones."""

import io
from concurrent.futures import Future, ThreadPoolExecutor

from django.core.management.color import no_style
from django.db import connection, models

from deals.models import Project
from deals.models.search_index import INSERT

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
            statement = f"COPY {_table(model)} ({', '.join(_columns(model))}) FROM STDIN"
            self.cursor.cursor.copy_expert(statement, io.StringIO(text), 1_000_000)

    def _insert(self, values: Values) -> None:
        # The driver's own cursor again: Django would look at each value.
        for model, rows in values.items():
            marks = ", ".join("?" * len(_columns(model)))
            statement = (
                f"INSERT INTO {_table(model)} ({', '.join(_columns(model))}) VALUES ({marks})"  # noqa: S608 - names of our own models
            )
            dates = [i for i, f in enumerate(model._meta.concrete_fields) if _is_time(f)]
            self._execute_many(statement, (_with_texts(row, dates) for row in rows))
            if model is Project:
                self._index(rows)

    def _index(self, projects: list[tuple]) -> None:
        names = [field.name for field in Project._meta.concrete_fields]
        key, search = names.index("id"), names.index("search")
        self._execute_many(INSERT.replace("%s", "?"), ((row[key], row[search]) for row in projects))

    def _execute_many(self, statement: str, rows) -> None:
        self.cursor.cursor.executemany(statement, rows)


def _is_time(field) -> bool:
    return isinstance(field, models.DateField)


def _with_texts(row: tuple, places: list[int]) -> tuple:
    """The row with the dates and times at these places as SQLite holds them."""
    values = list(row)
    for place in places:
        value = values[place]
        values[place] = None if value is None else str(value).removesuffix("+00:00")
    return tuple(values)


def copy_text(rows: list[tuple]) -> str:
    """Rows as COPY reads them; made-up texts hold no character that it would need escaped."""
    return "".join("\t".join(["\\N" if v is None else str(v) for v in row]) + "\n" for row in rows)


def _table(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _columns(model) -> list[str]:
    return [connection.ops.quote_name(field.column) for field in model._meta.concrete_fields]


def set_sequences(stored: list[type[models.Model]]) -> None:
    """Let the database number later rows of the models behind those that came with their keys."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), stored):
            cursor.execute(statement)
