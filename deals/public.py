"""What every public answer shares: one snapshot of the data, one language, one ETag.

A public answer is a function of its address, its language, the data version with its time, the
code and, for what says “today”, the UTC date. The ETag names these, so a client that has the answer
already gets a 304 before anything else is read; and what was made for one reader is kept for the
others.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from datetime import UTC, datetime
from functools import cache, partial, wraps
from itertools import chain

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags
from django.utils.translation.trans_real import parse_accept_lang_header

from conference_deals import replicas
from deals import kept
from deals.models import snapshot
from deals.resources.links import site

API = "/api/"
READING = ("GET", "HEAD")
ALLOW = {"Allow": "GET, HEAD, OPTIONS"}
CACHE_CONTROL = "public, max-age=0, must-revalidate"
# So much of a streamed body is made before its answer begins, where a replica makes it.
HEAD_BYTES = 64 * 1024
# Nothing of these is there before all is, so what goes wrong can still be said in an answer.
MADE_WHOLE = {"xlsx"}
# What decides how an answer looks; static files count, as pages hold their hashed names, and
# the recorded examples of the API's description.
CODE = ("deals", "conference_deals", "templates", "static", "requirements.txt")
CODE_SUFFIXES = {".py", ".html", ".txt", ".xml", ".mo", ".css", ".js", ".svg"}
CODE_SUFFIXES |= {".json", ".geojson", ".csv", ".ndjson"}


def public(view):
    """A public view: everything it reads belongs to `request.snapshot`, and it has an ETag.

    `request.today` is the UTC date that the ETag names; `request.form` is the format, where more
    than the address decides on it. A streamed body is still read inside the snapshot, which ends
    with the body.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in READING:
            return options(request) or view(request, *args, **kwargs)
        headers = negotiated(request)
        request.today = datetime.now(UTC).date()
        run = partial(view, request, *args, **kwargs)
        with absolute_addresses(request):
            if has_session(request):
                response = made(request, run, replicas.PRIMARY)
            else:
                response = from_any_database(request, run)
        describe(response, request)
        if headers:
            patch_vary_headers(response, headers)
        return response

    return answer


def options(request: HttpRequest) -> HttpResponse | None:
    """What a page answers to OPTIONS; the API's views have answers of their own."""
    if request.method == "OPTIONS" and not request.path_info.startswith(API):
        return HttpResponse(status=204, headers=ALLOW)
    return None


def from_any_database(request: HttpRequest, run: Callable, **how) -> HttpResponse:
    make = partial(made, request, run, **how)
    return replicas.read(make, request.META.get("REMOTE_ADDR", ""))


def made(request: HttpRequest, run: Callable, database: str, *, anew=False) -> HttpResponse:
    """The answer as this database has it, or one that was kept (not if `anew`), or a 304.

    `request.tag` is its ETag, if it has one, and `request.place` what the ETag names beside the
    data version.
    """
    with ExitStack() as stack, replicas.reading_from(database):
        request.snapshot = stack.enter_context(snapshot(database))
        request.place = place(request)
        request.tag = "" if has_session(request) else kept.etag(request.place, request.snapshot)
        if request.tag in tags_known_to(request):
            return HttpResponseNotModified()
        response = shared(request, run, anew) if request.tag else finished(run())
        if response.streaming:
            if begins_early(request, database):
                response.streaming_content = begun(response.streaming_content)
            keep_open(request, response, stack)
        return response


def shared(request: HttpRequest, run: Callable, anew: bool) -> HttpResponse:
    """An answer for everybody: it is kept, and may have been."""

    def make() -> HttpResponse:
        return finished(run())

    if anew:
        return kept.answer_anew(request, make)
    make_again = partial(from_any_database, request, run, anew=True)
    return kept.answer(request, tags_known_to(request), make, make_again)


def describe(response: HttpResponse, request: HttpRequest) -> None:
    """The headers for caches; who has a session gets answers of their own, kept nowhere."""
    tag = request.tag
    response.headers.setdefault("Cache-Control", CACHE_CONTROL if tag else "private, no-cache")
    if not tag or response.status_code not in (200, 304):
        return
    response.headers.setdefault("ETag", tag)
    if request.snapshot.changed_at:
        response["Last-Modified"] = http_date(request.snapshot.changed_at.timestamp())


# Languages


def negotiated(request: HttpRequest) -> list[str]:
    """Activates the language of an answer of the API; returns the headers that decided on it.

    The address alone tells the language of a page, so there the middleware has done it. Of the
    API the middleware asks it too, for errors that no view answers.
    """
    if not request.path_info.startswith(API):
        return []
    asked = asked_language(request)
    language = asked or accepted_language(request)
    # Not `override`: a streamed answer is still being written when the view returns.
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return [] if asked else ["Accept-Language"]


def asked_language(request: HttpRequest) -> str:
    """The language that the address names, if we have it."""
    try:
        asked = request.GET.get("lang", "").strip()
    except TooManyFieldsSent:  # the view finds it again, and answers 400
        return ""
    return asked if asked in dict(settings.LANGUAGES) else ""


def accepted_language(request: HttpRequest) -> str:
    """The best of Accept-Language; no cookie counts, as caches could not tell answers apart."""
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code == "*":
            break
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


# Addresses


@contextmanager
def absolute_addresses(request: HttpRequest) -> Iterator[None]:
    """Within it, the API's answers name scheme and host; pages and their parts stay relative."""
    data = request.path_info.startswith(API) and not request.path_info.endswith(".html")
    token = site.set(f"{request.scheme}://{request.get_host()}" if data else "")
    try:
        yield
    finally:
        site.reset(token)


# ETags


def place(request: HttpRequest) -> str:
    """All that decides on an answer, beside the data."""
    return kept.digest(
        code_version(),
        request.build_absolute_uri(),
        translation.get_language(),
        request.today.isoformat(),
        getattr(request, "form", ""),
    )


def tags_known_to(request: HttpRequest) -> set[str]:
    """The ETags of If-None-Match; a proxy that compresses makes them weak, which is as good."""
    return {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}


def has_session(request: HttpRequest) -> bool:
    """Perhaps signed in; finding out would cost a query on every page."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


@cache
def code_version() -> str:
    """Changes with each release, so that no cached answer of an older one stays in use."""
    release = getattr(settings, "RELEASE", "")
    if release:
        return release
    digest = hashlib.sha256()
    for name in CODE:
        place = settings.BASE_DIR / name
        for path in sorted([place, *place.rglob("*")]):
            if path.suffix in CODE_SUFFIXES and path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


# Bodies


def finished(response: HttpResponse) -> HttpResponse:
    """Renders what would otherwise be rendered, and read, after the snapshot."""
    if callable(getattr(response, "render", None)):
        response.render()
    return response


def keep_open(request: HttpRequest, response: HttpResponse, stack: ExitStack) -> None:
    """Hands the snapshot over to a streamed body; closing the response ends it."""
    if request.method == "HEAD":
        for close in response._resource_closers:
            close()
        response.streaming_content = ()
        return
    response.streaming_content = continued(response.streaming_content)
    response._resource_closers.append(stack.pop_all().close)


def begins_early(request: HttpRequest, database: str) -> bool:
    whole = getattr(request, "form", "") in MADE_WHOLE
    return request.method != "HEAD" and (whole or database != replicas.PRIMARY)


def begun(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same parts, the first `HEAD_BYTES` of them made already, so that another database can
    answer if one breaks off meanwhile, or an error page.
    """
    content, head, size = iter(content), [], 0
    for part in content:
        head.append(part)
        size += len(part)
        if size >= HEAD_BYTES:
            break
    return chain(head, content)


def continued(content: Iterable) -> Iterator:
    """The parts of a body, each made in the language and with the addresses of the view."""
    # Copied now: a generator would copy what holds when its first part is asked for.
    context, content, end = copy_context(), iter(content), object()
    return iter(lambda: context.run(next, content, end), end)
