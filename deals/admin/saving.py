"""One POST of the admin is one change: all of it is stored, or nothing and the form comes back."""

from contextlib import contextmanager

from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from deals.models import again_after_collision, write


class NotSaved(Exception):
    """Rolls back what a view did that answers with a form again; carries the answer."""

    def __init__(self, response):
        super().__init__()
        self.response = response


def in_one_change(request, view, last_resort, kind="edit"):
    """The answer of `view`, whose POST runs inside `write`, with the reason that it gives.

    What breaks a constraint although the form had found nothing was stored by someone else
    meanwhile: the second pass sees it, and says so in the form. `last_resort` gets the error
    that even then remains, and must not store anything.
    """
    if request.method != "POST":
        return view()
    error = None
    for _each in range(2):
        try:
            return _attempt(request, view, kind)
        except (IntegrityError, ValidationError) as refused:
            error = refused
    return last_resort(in_words(error))


@again_after_collision
def _attempt(request, view, kind):
    with _messages_only_if_stored(request):
        return _in_one_write(request, view, kind)


def _in_one_write(request, view, kind):
    try:
        with write(kind=kind, user=request.user, why=request.POST.get("why", "")):
            response = view()
            # A page instead of a redirect: errors, or a question. Pop-ups answer so after saving.
            if response.status_code < 300 and not getattr(request, "stored", False):
                raise NotSaved(response)
            return response
    except NotSaved as refused:
        return refused.response


@contextmanager
def _messages_only_if_stored(request):
    queue = get_messages(request)._queued_messages
    before = len(queue)
    try:
        yield
    except Exception:
        del queue[before:]
        request.stored = False
        raise


def in_words(error: Exception) -> ValidationError:
    """What a person can do about an error of the database."""
    if isinstance(error, ValidationError):
        return error
    if isinstance(error, ProtectedError):
        names = [str(record) for record in error.protected_objects]
        users = get_text_list(names[:5], _("and"))
        return ValidationError(
            _("Other records refer to this one: %(users)s. Change or delete those first.")
            % {"users": users}
        )
    return ValidationError(
        _("The database refused this (%(reason)s). Nothing was stored; change it and save again.")
        % {"reason": str(error).splitlines()[0]}
    )
