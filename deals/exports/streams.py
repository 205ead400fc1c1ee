"""Streams that are whole or visibly not, written in chunks so that memory stays flat."""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice

from django.db import connections
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

CHUNK = 500


def whole_or_broken(parts: Iterable, last_words: Callable | None = None) -> Iterator:
    """The parts; a stream that breaks off is logged, says so if it can, and never ends well."""
    try:
        yield from parts
    except Exception:
        logger.exception("An export broke off")
        if last_words:
            yield last_words(_("The export broke off here. Download it again."))
        # The server closes the connection without the end of the body.
        raise


def in_chunks(records: Iterable, size: int = 0) -> Iterator[list]:
    records, size = iter(records), size or CHUNK
    while chunk := list(islice(records, size)):
        yield chunk


def streamed(queryset) -> Iterator:
    """The records of a queryset, read a chunk at a time with what it prefetches."""
    return queryset.iterator(chunk_size=CHUNK)


def rows_streamed(queryset) -> Iterator:
    """The same for a query of plain values, which are small and many.

    PostgreSQL works on another core, so the next rows are read there while these are written.
    """
    size = 4 * CHUNK
    rows = queryset.iterator(chunk_size=size)
    if connections[queryset.db].vendor != "postgresql":
        yield from rows
        return
    # Closed with this stream: a query that is still asked would hold the transaction open.
    with closing(ahead(in_chunks(rows, size))) as chunks:
        for chunk in chunks:
            yield from chunk


def ahead(parts: Iterator) -> Iterator:
    """The parts, the next of them made in a thread while this one is used.

    The first is made here: that sends the query, and in a thread Django would open another
    connection, outside the snapshot.
    """
    end = object()
    part = next(parts, end)
    with ThreadPoolExecutor(1) as thread:
        while part is not end:
            coming = thread.submit(next, parts, end)
            yield part
            part = coming.result()
