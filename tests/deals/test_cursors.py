import base64
import json
import re

import pytest

from deals import cursors


def text_of(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "position", [(), (0,), (7, -1, 2**63 - 1), ("宜宾",), ("-", '"', 3), ("a/b?c", "")]
)
def test_a_position_comes_back(position):
    text = cursors.encode("projects", *position)
    assert cursors.decode("projects", text) == position
    assert re.fullmatch(cursors.PATTERN, text)


def test_another_list_does_not_take_it():
    with pytest.raises(ValueError, match="another list"):
        cursors.decode("sources", cursors.encode("projects", 7))


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "%%", "宜宾", "a b", "W10", "e30", "bnVsbA", "WzFd"),
        cursors.encode("projects", 7) + "=",
        cursors.encode("projects", 7)[:-1],
        " " + cursors.encode("projects", 7),
        text_of(["projects", 7]),  # with a space after the comma
        *(text_of(array) for array in (["projects", 1.5], ["projects", True], ["projects", None])),
        *(text_of(array) for array in (["projects", "\0"], ["projects", [1]], {"projects": 7})),
        "W1" * 90,
    ],
)
def test_what_is_no_cursor_is_refused(text):
    with pytest.raises(ValueError, match="no cursor"):
        cursors.decode("projects", text)


def test_a_number_beyond_64_bits_is_refused():
    with pytest.raises(ValueError, match="no cursor"):
        cursors.decode("projects", cursors.encode("projects", 2**63))


def test_a_long_text_is_refused_and_never_given():
    with pytest.raises(ValueError, match="at most 200"):
        cursors.decode("projects", "a" * 201)
    with pytest.raises(ValueError, match="too long"):
        cursors.encode("projects", "a" * 150)


def test_a_position_has_the_shape_that_the_list_expects():
    text = cursors.encode("projects", 7, "a")
    assert cursors.decode("projects", text, int, str) == (7, "a")
    with pytest.raises(ValueError, match="no cursor"):
        cursors.decode("projects", text, int, int)
