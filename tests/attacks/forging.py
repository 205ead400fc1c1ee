"""Backups that are damaged, foreign or hostile, made of a whole one."""

import gzip
import hashlib
import json
from collections.abc import Callable

Rows = dict[str, list]


def packed(*lines: bytes) -> bytes:
    return gzip.compress(b"".join(lines), 1, mtime=0)


def lines_of(whole: bytes) -> list[bytes]:
    return gzip.decompress(whole).splitlines(keepends=True)


def flipped(whole: bytes, place: float) -> bytes:
    """One bit of the byte at this part of the way is another."""
    at = int(len(whole) * place)
    return whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :]


def with_header(whole: bytes, **values) -> bytes:
    head, *rest = lines_of(whole)
    return packed(_line(json.loads(head) | values), *rest)


def without_line(whole: bytes, number: int) -> bytes:
    lines = lines_of(whole)
    del lines[number]
    return packed(*lines)


def forged(whole: bytes, change: Callable[[dict, Rows], None]) -> bytes:
    """What `change` makes of the header and of the rows by table, with checksums that are right."""
    head, *rest = lines_of(whole)
    header, rows, name = json.loads(head), {}, ""
    for line in rest:
        value = json.loads(line)
        if isinstance(value, list):
            rows[name].append(value)
        elif "table" in value:
            name = value["table"]
            rows[name] = []
    change(header, rows)
    return packed(*_written(header, rows))


def _written(header: dict, tables: Rows):
    digest = hashlib.sha256(head := _line(header))
    yield head
    for name, rows in tables.items():
        lines = [_line(row) for row in rows]
        proof = hashlib.sha256(b"".join(lines)).hexdigest()
        end = _line({"end": name, "rows": len(lines), "sha256": proof})
        digest.update(end)
        yield from [_line({"table": name}), *lines, end]
    count = sum(map(len, tables.values()))
    yield _line({"rows": count, "sha256": digest.hexdigest()})


def _line(value) -> bytes:
    return f"{json.dumps(value)}\n".encode()
