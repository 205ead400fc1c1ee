"""The log: each record names its request, and no text of a visitor can forge another record."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

from conference_deals import env

request_id = ContextVar("request_id", default="-")
# The request that this thread answers: who acts, and from where.
serving = ContextVar("serving", default=None)

FORMATS = ("json", "line")
# Control characters, other ends of lines, marks that reverse the text after them, and halves of
# characters, which no stream can write.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def chosen_format() -> str:
    """What LOG_FORMAT says: "json", for a machine to read, or "line"."""
    return env.choice("LOG_FORMAT", "line" if env.flag("DEMO") else "json", FORMATS)


def escaped(text: str) -> str:
    r"""On one line, in one direction: a line feed becomes \n."""
    return UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def time_of(record: logging.LogRecord) -> str:
    """UTC, as ISO 8601 writes it, in milliseconds."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return at.replace("+00:00", "Z")


def traceback_of(record: logging.LogRecord) -> str:
    """Of the record's exception, or of where it was made; "" where it has neither."""
    trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
    return "\n".join(filter(None, [trace, record.stack_info]))


class Line(logging.Formatter):
    """For people: one line a record; the lines of a traceback follow, set in."""

    def format(self, record):
        named = f"{record.levelname} {record.name} [{request_id.get()}]"
        head = f"{time_of(record)} {named} {record.getMessage()}"
        trace = traceback_of(record).splitlines()
        return "\n".join([escaped(head), *(f"    {escaped(line)}" for line in trace)])


class Json(logging.Formatter):
    """For machines: one object a line, in ASCII. `extra={"fields": {…}}` adds keys, or replaces."""

    def format(self, record):
        found = {
            "time": time_of(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
        }
        found |= getattr(record, "fields", {})
        if trace := traceback_of(record):
            found["traceback"] = trace
        return json.dumps(found, default=str)


FORMATTERS = {"json": Json, "line": Line}
