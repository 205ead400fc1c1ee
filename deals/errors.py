"""Every error answer, as a page or, under /api/, as a problem document."""

import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deals.api.problems import PROBLEMS, problem, said_by

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5
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
    # Middleware lies outside SafetyNet: a lost database there ends here.
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable(request)
    return answer(request, "server-error")


def unavailable(request):
    response = answer(request, "unavailable")
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
