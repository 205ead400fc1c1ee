"""The id of the request that a log line belongs to."""

import logging
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


class WithRequestId(logging.Filter):
    def filter(self, record):
        record.request_id = request_id.get()
        return True
