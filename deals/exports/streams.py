"""Streams that are whole or visibly not, written in chunks so that memory stays flat."""

import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

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


def in_chunks(records: Iterable) -> Iterator[list]:
    records = iter(records)
    while chunk := list(islice(records, CHUNK)):
        yield chunk


def streamed(queryset) -> Iterator:
    """The records of a queryset, read a chunk at a time with what it prefetches."""
    return queryset.iterator(chunk_size=CHUNK)
