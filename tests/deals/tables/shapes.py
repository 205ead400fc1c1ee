"""Samples of the JSON shapes, and what in a shape a table's columns depend on."""

import copy
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

# Two values of each kind of leaf; the texts are a date, a moment and a number at once.
LEAVES = {
    str: ("20240102", "20240103"),
    int: (1, 2),
    float: (1.0, 2.0),
    bool: (False, True),
    Any: (1, 2),
}

KEYS = ("CNY", "USD")  # of dicts whose keys are data


def sample(hint):
    """Data of a shape in which nothing is null and each list has one item."""
    hint = _known(hint)
    if is_typeddict(hint):
        return {name: sample(inner) for name, inner in get_type_hints(hint).items()}
    if get_origin(hint) is list:
        return [sample(get_args(hint)[0])]
    if get_origin(hint) is dict:
        return {key: sample(get_args(hint)[1]) for key in KEYS}
    return _values(hint)[0]


def leaves(hint, path=()):
    """(path, other value) of each leaf of a sample."""
    hint = _known(hint)
    if is_typeddict(hint):
        for name, inner in get_type_hints(hint).items():
            yield from leaves(inner, (*path, name))
    elif get_origin(hint) is list:
        yield from leaves(get_args(hint)[0], (*path, 0))
    elif get_origin(hint) is dict:
        for key in KEYS:
            yield from leaves(get_args(hint)[1], (*path, key))
    else:
        yield path, _values(hint)[1]


def unread(table, shape) -> list[str]:
    """The leaves of a shape that no column of the table reads, as ``scope.location.name``."""
    whole = _cells(table, sample(shape))
    found = []
    for path, other in leaves(shape):
        varied = copy.deepcopy(sample(shape))
        inner = varied
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = other
        if _cells(table, varied) == whole:
            found.append(".".join(map(str, path)))
    return found


def _cells(table, result) -> list:
    return [column.read(row) for row in table.rows([result]) for column in table.columns]


def _known(hint):
    """The hint without the null that it may be."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(each for each in get_args(hint) if each is not types.NoneType)
    return hint


def _values(hint) -> tuple:
    return get_args(hint)[:2] if get_origin(hint) is Literal else LEAVES[hint]
