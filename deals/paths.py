"""Paths of this site, below the one at which it stands."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def path_to(name: str, *args: str) -> str:
    """What `reverse` gives, remembered: a page asks a hundred times for the same few."""
    return _path_in(get_language(), get_script_prefix(), name, args)


@lru_cache
def _path_in(language: str | None, prefix: str, name: str, args: tuple) -> str:
    """Both decide on what `reverse` gives."""
    return reverse(name, args=args)


def api(path: str) -> str:
    """The path of something in the API."""
    return f"{get_script_prefix()}api/v1/{path}"
