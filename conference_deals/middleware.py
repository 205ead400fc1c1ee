"""What every request and response passes, outermost first."""

import logging
import re
from contextlib import ExitStack
from time import perf_counter
from urllib.parse import unquote_to_bytes
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, DataError, connections
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from conference_deals.logs import request_id, serving
from deals import errors
from deals.public import API, negotiated

logger = logging.getLogger("conference_deals")

MAX_QUERY_BYTES = 8 * 1024
READ_METHODS = ["GET", "HEAD", "OPTIONS"]
# Django leaves bytes that are no UTF-8 percent-encoded in a path; none of our addresses holds them.
BROKEN = re.compile("%[89a-fA-F][0-9a-fA-F]")
ADMIN = "/admin/"


class Middleware:
    def __init__(self, get_response):
        self.get_response = get_response


class ServerTiming(Middleware):
    """For DEBUG: how long an answer took, and how much of it its queries, for a browser to show.

    Of a streamed body only what is made before it begins.
    """

    def __call__(self, request):
        queries, began = [], perf_counter()

        def timed(execute, *arguments):
            asked = perf_counter()
            try:
                return execute(*arguments)
            finally:
                queries.append(perf_counter() - asked)

        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(timed))
            response = self.get_response(request)
        db, total = sum(queries) * 1000, (perf_counter() - began) * 1000
        response["Server-Timing"] = (
            f'db;dur={db:.1f};desc="{len(queries)} queries", total;dur={total:.1f}'
        )
        return response


class RequestId(Middleware):
    """Gives each request an id of our own: a visitor's could forge lines in the log."""

    def __call__(self, request):
        request.request_id = uuid4().hex
        # This is never reset: a streamed answer is still being written when this returns.
        request_id.set(request.request_id)
        token = serving.set(request)
        try:
            response = self.get_response(request)
        finally:
            serving.reset(token)
        response["X-Request-ID"] = request.request_id
        return response


class SecurityHeaders(Middleware):
    """Above WhiteNoise, so that files have them too. A view may set one itself, and keeps it."""

    headers = {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "accelerometer=(), browsing-topics=(), camera=(), "
        "display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
        "midi=(), payment=(), usb=()",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    site = {"Cross-Origin-Resource-Policy": "same-origin"}
    # Public data without credentials: any page may read it.
    api = {
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Cache-Status, Content-Disposition, ETag, Link, "
        "RateLimit, RateLimit-Policy, Retry-After, X-Request-ID, X-Row-Count",
    }

    def __call__(self, request):
        response = self.get_response(request)
        place = self.api if request.path_info.startswith(API) else self.site
        for name, value in {**self.headers, **place}.items():
            response.headers.setdefault(name, value)
        if request.path_info.startswith(ADMIN) or signed_in(request):
            response["Cache-Control"] = "private, no-store"
        return response


def signed_in(request):
    """Asks the database only for visitors with a session; one that can't be asked counts as yes."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return False
    try:
        return request.user.is_authenticated
    except DatabaseError:
        return True


class LanguageOfAddress(Middleware):
    """The address alone tells a page's language; the admin and the API also ask the browser.

    Django's LocaleMiddleware would also make every page vary by Accept-Language.
    """

    def __call__(self, request):
        headers = self.activate(request)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        if headers:
            patch_vary_headers(response, headers)
        return response

    def activate(self, request):
        """Returns the headers that decided on the language."""
        path = request.path_info
        if path.startswith(API):
            return negotiated(request)
        in_admin = path.startswith(ADMIN)
        language = (
            translation.get_language_from_request(request)
            if in_admin
            else translation.get_language_from_path(path) or settings.LANGUAGE_CODE
        )
        # Not `override`: a streamed answer is still being written when this returns.
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return ["Accept-Language", "Cookie"] if in_admin else []


class CleanInput(Middleware):
    """Turns away, once for all views, what no view could use and databases choke on."""

    def __call__(self, request):
        return wrong_method(request) or wrong_input(request) or self.get_response(request)


def wrong_method(request):
    allowed = READ_METHODS + ["POST"] * request.path_info.startswith(ADMIN)
    if request.method not in allowed:
        return errors.method_not_allowed(request, allowed)
    return None


def wrong_input(request):
    query = request.META.get("QUERY_STRING", "")
    if "\0" in request.path_info or BROKEN.search(request.path_info):
        return errors.bad_request(request, detail=_("The address holds unreadable characters."))
    if len(query) > MAX_QUERY_BYTES:
        detail = _("What follows the “?” in the address is longer than 8 KB.")
        return errors.bad_request(request, detail=detail)
    for pair in query.split("&"):
        if not clean(unquote_to_bytes(pair)):
            return unreadable(request, pair.partition("=")[0])
    return None


def clean(raw):
    """Strict UTF-8, which knows no lone surrogates, without NUL, which PostgreSQL refuses."""
    try:
        return "\0" not in raw.decode()
    except UnicodeDecodeError:
        return False


def unreadable(request, quoted_name):
    name = unquote_to_bytes(quoted_name.replace("+", " ")).decode(errors="replace")
    name = name.replace("\0", "\ufffd")[:100]
    detail = _("The parameter “%(name)s” holds unreadable characters.") % {"name": name}
    faults = [{"name": name, "value": None, "detail": detail}]
    return errors.bad_request(request, detail=detail, faults=faults)


class SafetyNet(Middleware):
    """Behind all views: a wrong value that got through is a 400; no database, or no room, a 503."""

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, (ArithmeticError, DataError, UnicodeError)):
            logger.error("Bug: bad input reached %s", request.path, exc_info=exception)
            return errors.bad_request(request)
        return errors.for_want(request, exception)
