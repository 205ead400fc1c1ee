"""Every error answer, as a page or, under /api/, as a problem document."""

import logging
import sys
from contextlib import suppress

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deals import room
from deals.api.problems import PROBLEMS, problem, said_by

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5
PIECE = 64 * 1024
# These must not need a database, a context processor or a static file.
STANDALONE = {500, 503}


def bad_request(request, exception=None, *, detail="", faults=()):
    slug = "invalid-parameter" if faults else "bad-request"
    return answer(request, slug, detail, faults)


def forbidden(request, exception=None, *, detail=""):
    return answer(request, "forbidden", detail)


def csrf_failure(request, reason=""):
    detail = _("The form had expired, or cookies are off. Go back, reload the page and try again.")
    return forbidden(request, detail=detail)


def not_found(request, exception=None, *, suggestions=()):
    """`suggestions`: {"url", "label"} of what was probably meant; an exception may carry them."""
    suggestions = suggestions or getattr(exception, "suggestions", ())
    said = said_by(exception) if exception else ""
    return answer(request, "not-found", said, suggestions=suggestions)


def gone(request, exception=None, *, suggestions=()):
    return answer(request, "gone", suggestions=suggestions)


def method_not_allowed(request, allowed):
    response = answer(request, "method-not-allowed")
    response["Allow"] = ", ".join(allowed)
    return response


def server_error(request):
    # Middleware lies outside SafetyNet: a lost database or a full disk there ends here.
    return for_want(request, sys.exc_info()[1]) or answer(request, "server-error")


def for_want(request, exception):
    """The answer where it was the database or room on a disk that was missing, else None."""
    if room.is_lacking(exception):
        logger.error("A disk is full", exc_info=exception)
        read_on(request)
        detail = _(
            "A disk of the server is full. Nothing was stored, and what is stored can still be "
            "read. Tell whoever runs the site, and try again when there is room."
        )
        return unavailable(request, detail)
    if isinstance(exception, (OperationalError, InterfaceError)):
        logger.error("Database unavailable", exc_info=exception)
        return unavailable(request)
    return None


def read_on(request):
    """To its end: who was still uploading would find the connection broken, and no answer."""
    with suppress(OSError):
        while request.read(PIECE):
            pass


def unavailable(request, detail=""):
    response = answer(request, "unavailable", detail)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def answer(request, slug, detail="", errors=(), **context):
    if request.path_info.startswith("/api/"):
        return problem(request, slug, detail, errors)
    return page(request, slug, detail, **context)


def page(request, slug, detail="", **context):
    """errors/<status>.html, where there is one, else the page of its family."""
    status, title, explanation = PROBLEMS[slug]
    context |= {
        "status": status,
        "title": title,
        "detail": detail or explanation,
        "request_id": getattr(request, "request_id", ""),
        "root": root(),
    }
    return HttpResponse(body(request, status, context), status=status)


def root():
    """The address of the home page in the page's language."""
    language = get_language()
    return "/" if language in {None, settings.LANGUAGE_CODE} else f"/{language}/"


def body(request, status, context):
    family = [f"errors/{status}.html", "errors/400.html"]
    try:
        return render_to_string(family, context, None if status in STANDALONE else request)
    except Exception:
        # Whatever broke the page of the error (the database, a missing file) is told apart.
        logger.exception("The page for error %s failed", status)
        return render_to_string("errors/500.html", context)
