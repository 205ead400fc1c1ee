"""Cursors: a place in a list as an opaque text, which only the list that gave it takes back.

The text is base64url of a JSON array: the name of the list, then the position in its order. It
holds nothing secret and grants nothing; it is read as strictly as any other parameter.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.utils.translation import gettext as _

LONGEST = 200
PATTERN = f"^[A-Za-z0-9_-]{{1,{LONGEST}}}$"
BITS_64 = range(-(2**63), 2**63)

Position = int | str


def encode(scope: str, *position: Position) -> str:
    """The cursor of a position in the list that `scope` names.

    Raises ValueError where it would be longer than `decode` takes.
    """
    array = json.dumps([scope, *position], ensure_ascii=False, separators=(",", ":"))
    text = urlsafe_b64encode(array.encode()).decode().rstrip("=")
    if len(text) > LONGEST:
        raise ValueError(f"The position {array} is too long for a cursor.")
    return text


def decode(scope: str, text: str, *shape: type[Position]) -> tuple[Position, ...]:
    """The position that `encode` made this cursor of.

    Raises ValueError for a text that `encode` did not give for this list, and, where a `shape`
    is named, for a position that is not of these types.
    """
    if len(text) > LONGEST:
        raise ValueError(
            _("A cursor has at most %(longest)d characters. Take it as it stands in “next”.")
            % {"longest": LONGEST}
        )
    given, *position = _array(text)
    if given != scope:
        raise ValueError(_("This cursor belongs to another list. Start this one without it."))
    if shape and [type(part) for part in position] != list(shape):
        raise _broken()
    return tuple(position)


def _array(text: str) -> list[Position]:
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        array = json.loads(urlsafe_b64decode(padded))
        if not isinstance(array, list) or not all(map(_is_part, array)):
            raise ValueError
        # One text for each position: no other alphabet, spaces, padding or half characters.
        if not isinstance(array[0], str) or encode(*array) != text:
            raise ValueError
    except (ValueError, IndexError, RecursionError):
        raise _broken() from None
    return array


def _is_part(part: object) -> bool:
    if isinstance(part, str):
        return "\0" not in part
    return type(part) is int and part in BITS_64


def _broken() -> ValueError:
    return ValueError(_("This is no cursor. Take it as it stands in “next”, or leave it out."))
