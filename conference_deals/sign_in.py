"""Signing in to the admin, which nobody can try without end.

Three counts, each with its own lock, bound three attacks:

- one name from one address: guessing the password of a known account;
- any names from one address: one common password tried on many accounts;
- one name from any address: many machines guessing together.

The first locks nobody out who is elsewhere. The last one could, for as long as an attacker with
many addresses goes on, so it does not hold where the account has signed in lately; there the first
one still does. Locks are by what was typed, and say nothing about whether there is such an account.

django-axes has one limit and one time for all its counts, and looks at them before a try that it
counts after: several at once exceed it.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from math import ceil
from time import time
from unicodedata import normalize

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.hashers import make_password
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from conference_deals.audit import bounded, record
from conference_deals.caches import Breaker
from conference_deals.env import CACHE_ENTRIES
from deals import errors
from deals.api.limits import counted, subscriber, visitor
from deals.models import AuditEntry

MINUTE = 60
MOST_OF_NAME = 254
KNOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds, which begin with the first; then as long a lock."""

    quota: int
    seconds: int
    what: str


NAME_HERE = Limit(10, 5 * MINUTE, "name at an address")
ADDRESS = Limit(50, 15 * MINUTE, "address")
NAME = Limit(50, 60 * MINUTE, "name")

breaker = Breaker("each process counts tries to sign in for itself")
own = LocMemCache("sign-in", {"OPTIONS": {"MAX_ENTRIES": CACHE_ENTRIES}})


def shared(use):
    """What `use` makes of the cache of all processes, or, where that is down, of this one's own."""
    found = breaker.call(use, caches["default"])
    return use(own) if found is None else found


class Tries:
    """The tries to sign in by one name from one address."""

    def __init__(self, typed: str, request):
        self.typed, self.request = typed, request
        here = visitor(request)
        # Django takes full-width letters for plain ones.
        name = normalize("NFKC", typed[:MOST_OF_NAME]).strip()
        folded = name.casefold()
        self.keys = {NAME_HERE: key(folded, here), ADDRESS: key("", here)}
        if not is_known(name, here):
            self.keys[NAME] = key(folded, "")

    def begin(self) -> int:
        """Counts a try; 0 where it may be made, else for how many seconds none may."""
        return shared(self._locked_for) or max(
            [shared(partial(self._over, each)) for each in self.keys]
        )

    def _locked_for(self, cache) -> int:
        ends = cache.get_many([lock(each) for each in self.keys.values()]).values()
        longest = max(limit.seconds for limit in self.keys)
        return min(max([0, *(ceil(end - time()) for end in ends)]), longest)

    def _over(self, limit, cache) -> int:
        used = counted(self.keys[limit], limit.seconds, cache)
        return limit.seconds if used > limit.quota else 0

    def failed(self, where: str = "") -> None:
        """Locks what has no tries left, and writes it down.

        That is committed, whatever becomes of the request: an outer transaction is an error.
        """
        locked = [limit for limit in self.keys if shared(partial(self._lock, limit))]
        with transaction.atomic(durable=True):
            record("sign_in_failed", self.request, account=self.typed, detail=where)
            for limit in locked:
                record("locked_out", self.request, account=self.typed, detail=limit.what)

    def _lock(self, limit, cache) -> bool:
        counts = self.keys[limit]
        if cache.get(counts, 0) < limit.quota:
            return False
        cache.set(lock(counts), time() + limit.seconds, limit.seconds)
        cache.delete(counts)
        return True

    def succeeded(self) -> None:
        """As if it had not been tried; of this name from here, nothing before either."""
        for limit in self.keys:
            shared(partial(self._take_back, limit))

    def _take_back(self, limit, cache) -> bool:
        if limit is NAME_HERE:
            return cache.delete(self.keys[limit])
        try:
            cache.decr(self.keys[limit])
        except ValueError:
            return False  # its time has run out
        return True


def key(name: str, address: str) -> str:
    """Caches do not take every character that a name may have."""
    return f"sign-in:{sha256(repr((name, address)).encode()).hexdigest()}"


def lock(counts: str) -> str:
    return f"{counts}:locked"


def is_known(name: str, here: str) -> bool:
    """Whether an account of this name has signed in from here in the last month."""
    since = timezone.now() - KNOWN_FOR
    addresses = AuditEntry.objects.addresses_of(bounded("account", name), since)
    return here in {subscriber(address) for address in addresses}


class SignInForm(AdminAuthenticationForm):
    """The admin's own, with limits; `wait` is for how many seconds nothing is looked at."""

    wait = 0

    @sensitive_variables()
    def clean(self):
        typed = self.data.get("username", "")
        if not typed or not self.data.get("password"):
            return super().clean()  # the fields say that they are required
        tries = Tries(typed, self.request)
        self.wait = tries.begin()
        if self.wait:
            raise ValidationError(too_many(self.wait), code="locked")
        try:
            self._look_at_password()
        except ValidationError:
            tries.failed()
            raise
        tries.succeeded()
        return self.cleaned_data

    def _look_at_password(self):
        """Refuses in the same words, and after as long, whatever is wrong."""
        if self._errors:  # a NUL, which no account has
            self._errors.clear()
            make_password(self.data["password"])
            raise self.get_invalid_login_error()
        super().clean()


def change_password(request, view):
    """What `view` answers to the form that asks for the old password: that is a try, too.

    Else whoever found a session could go on guessing there, and keep its owner out for good.
    """
    tries = Tries(request.user.get_username(), request)
    if wait := tries.begin():
        response = errors.answer(request, "too-many-requests", too_many(wait))
        response["Retry-After"] = str(wait)
        return response
    response = view(request)
    form = (getattr(response, "context_data", None) or {}).get("form")
    if form is not None and "old_password" in form.errors:
        tries.failed("old password")
    else:
        tries.succeeded()
    return response


def too_many(seconds: int) -> str:
    minutes = ceil(seconds / MINUTE)
    return ngettext(
        "Too many wrong passwords. Try again in %(minutes)d minute.",
        "Too many wrong passwords. Try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
