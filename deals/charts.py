"""Scales and shapes for the charts that templates draw as SVG. No ORM, no words.

Lengths across are percentages of the drawing, so that a chart fits every screen while its text
keeps its size; lengths down are pixels. All are plain ints and floats with at most two decimals.

A row is ``{"label", "value", "text", "href", "bound"}``: `value` in any one unit, None for not
stated; `text` as people read it; `bound` a qualifier. Columns also know ``reported``,
``reported_text`` and ``reported_bound``, bars a ``high`` end of a range. A row may have
``explain``, the address that says where its number comes from.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

LOWER = {"at_least", "more_than"}
UPPER = {"up_to", "nearly"}

BAR_ROOM = 96  # percent; the rest is for the arrow of a lower bound

PLOT_LEFT = 13  # percent, for the numbers of the scale
PLOT_TOP = 26  # pixels, for the number above the highest column
PLOT_HEIGHT = 200
AXIS_HEIGHT = 24  # the labels under the columns
SPAN_HEIGHT = 40  # a bracket and its text
COLUMN_SHARE = 0.62  # of its band
FEWEST_BANDS = 5  # one column alone would be a wall

# How many digits side by side (about 7 pixels each) fit on a phone, and on a wide screen.
PHONE_DIGITS, WIDE_DIGITS = 40, 84


def bars(rows: Iterable[dict]) -> dict:
    """Ranked horizontal bars, one to a table row: ``{"rows": [row + width, high_width, end]}``.

    The order is the caller's. `width` is None where nothing is stated; `end` is ``open`` for a
    lower bound, ``upper`` for an upper one, else "".
    """
    rows = list(rows)
    largest = max((_end(row) for row in rows), default=0)
    return {"rows": [row | _bar(row, largest) for row in rows], "largest": largest}


def _end(row: dict) -> int:
    return max(row.get("high") or 0, row["value"] or 0)


def _bar(row: dict, largest: int) -> dict:
    if row["value"] is None:
        return {"width": None, "high_width": None, "end": ""}
    high = row.get("high") if row.get("bound") == "range" else None
    return {
        "width": _share(row["value"], largest, BAR_ROOM),
        "high_width": _share(high, largest, BAR_ROOM) if high else None,
        "end": bar_end(row.get("bound")),
    }


def bar_end(bound: str | None) -> str:
    return "open" if bound in LOWER else "upper" if bound in UPPER else ""


def columns(
    rows: Iterable[dict],
    spans: Sequence[dict] = (),
    tick_text: Callable[[int], str] = "{:,}".format,
) -> dict:
    """Columns over time, from a zero baseline up.

    `spans` are values of several columns together, drawn as brackets and never split:
    ``{"first", "last" (labels of columns), "text", "href"}``. `tick_text` writes a value of the
    scale. What the template needs beside the shapes: `height` and `baseline` in pixels, `rows`
    for the table twin, and `labels` (``always``, ``wide`` or ``never``: where the numbers above
    the columns have room).
    """
    rows, band = list(rows), _Band(rows)
    steps = nice_steps(max((_top(row) for row in rows), default=0))
    scale = PLOT_HEIGHT / steps[-1]
    brackets = [_bracket(span, band, i) for i, span in enumerate(spans)]
    highest = max(rows, key=_top, default=None)
    return {
        "height": PLOT_TOP + PLOT_HEIGHT + AXIS_HEIGHT + SPAN_HEIGHT * len(brackets),
        "baseline": PLOT_TOP + PLOT_HEIGHT,
        "axis_y": PLOT_TOP + PLOT_HEIGHT + 16,
        "left": PLOT_LEFT,
        "ticks": [{"y": _y(step, scale), "value": step, "text": tick_text(step)} for step in steps],
        "columns": [
            _column(row, band, i, scale) | {"peak": row is highest} for i, row in enumerate(rows)
        ],
        "spans": brackets,
        "labels": _room(rows),
        "has_reported": any(row.get("reported") is not None for row in rows),
        "rows": rows,
    }


class _Band:
    """Divides the plot into one band for each column; all in percent."""

    def __init__(self, rows: Sequence[dict]):
        self.labels = [str(row["label"]) for row in rows]
        self.width = (100 - PLOT_LEFT) / max(len(rows), FEWEST_BANDS)
        # Few columns stand in the middle, clear of the numbers of the scale.
        self.first = PLOT_LEFT + self.width * max(FEWEST_BANDS - len(rows), 0) / 2
        # With many columns only every second, third, … is named.
        widest = max((digits(label) for label in self.labels), default=0)
        self.every = -(-len(rows) * (widest + 1) // PHONE_DIGITS) or 1

    def left(self, index: int) -> float:
        return self.first + index * self.width

    def column_left(self, index: int) -> float:
        return self.left(index) + self.width * (1 - COLUMN_SHARE) / 2

    def is_named(self, index: int) -> bool:
        # Counted from the end: the latest year is always named.
        return (len(self.labels) - 1 - index) % self.every == 0


def _top(row: dict) -> int:
    return max(row.get("value") or 0, row.get("reported") or 0)


def _column(row: dict, band: _Band, index: int, scale: float) -> dict:
    left, width = band.column_left(index), band.width * COLUMN_SHARE
    solid = _shape(row.get("value"), row.get("bound"), scale)
    outline = _shape(row.get("reported"), row.get("reported_bound"), scale)
    highest = min([shape["y"] for shape in (solid, outline) if shape], default=_y(0, scale))
    return row | {
        "x": round(left, 2),
        "width": round(width, 2),
        "right": round(left + width, 2),
        "center": round(left + width / 2, 2),
        "band_x": round(band.left(index), 2),
        "band_width": round(band.width, 2),
        "named": band.is_named(index),
        "solid": solid,
        "outline": outline,
        "label_y": highest - 12 if "open" in _ends(solid, outline) else highest - 5,
        "label_text": row.get("reported_text") if outline else row.get("text"),
    }


def _shape(value: int | None, bound: str | None, scale: float) -> dict | None:
    """y and height in pixels; None where nothing is stated."""
    if value is None:
        return None
    y = _y(max(value, 0), scale)
    return {"y": y, "height": round(PLOT_TOP + PLOT_HEIGHT - y, 2), "end": bar_end(bound)}


def _ends(*shapes: dict | None) -> set[str]:
    return {shape["end"] for shape in shapes if shape}


def _y(value: int, scale: float) -> float:
    return round(PLOT_TOP + PLOT_HEIGHT - value * scale, 2)


def _bracket(span: dict, band: _Band, row: int) -> dict:
    first, last = band.labels.index(str(span["first"])), band.labels.index(str(span["last"]))
    left = band.column_left(first)
    right = band.column_left(last) + band.width * COLUMN_SHARE
    center = (left + right) / 2
    y = PLOT_TOP + PLOT_HEIGHT + AXIS_HEIGHT + row * SPAN_HEIGHT + 2
    return span | {
        "x": round(left, 2),
        "width": round(right - left, 2),
        "right": round(right, 2),
        # Near an edge the text begins or ends there, so that nothing is cut off.
        "center": 0 if center < 25 else 100 if center > 75 else round(center, 2),
        "anchor": "start" if center < 25 else "end" if center > 75 else "middle",
        "y": y,
        "text_y": y + 22,
    }


def _room(rows: Sequence[dict]) -> str:
    """Numbers stand above the columns only where the widest one fits into each band."""
    texts = [str(row.get("reported_text") or row.get("text") or "") for row in rows]
    need = len(rows) * (max(map(digits, texts), default=0) + 1)
    return "always" if need <= PHONE_DIGITS else "wide" if need <= WIDE_DIGITS else "never"


def digits(text: str) -> int:
    """The width of a text, measured in digits: a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def nice_steps(largest: int, most: int = 5) -> list[int]:
    """0 and at most `most` more round values, evenly apart, the last one at or above `largest`."""
    if largest <= 0:
        return [0, 1]
    power = Decimal(1).scaleb(Decimal(largest).adjusted() - 1)
    sizes = (int(factor * power * 10**i) for i in range(3) for factor in (1, 2, 5))
    step = next(size for size in sizes if size >= 1 and -(-largest // size) <= most)
    return [step * i for i in range(-(-largest // step) + 1)]


def _share(value: int, largest: int, room: int) -> float:
    return round(room * max(value, 0) / largest, 2) if largest else 0


# Files: drawings of their own, with all lengths in pixels

FILE_WIDTH, FILE_MARGIN = 800, 24
FILE_ROW, FILE_LABEL, FILE_BAR = 24, 250, 330  # pixels of a bar's row, its name, the longest bar
FILE_DIGITS = 34  # that fit into the name
ACROSS = {"x", "width", "right", "center", "left", "band_x", "band_width", "high_width"}


def in_pixels(shape, width: int):
    """The same shapes with lengths across in pixels of a drawing that is so wide."""
    if isinstance(shape, list):
        return [in_pixels(each, width) for each in shape]
    if not isinstance(shape, dict):
        return shape
    return {
        name: round(value * width / 100, 1)
        if name in ACROSS and isinstance(value, (int, float))
        else in_pixels(value, width)
        for name, value in shape.items()
    }


def file_columns(chart: dict) -> dict:
    """A chart of `columns` for a file; `named` and `labelled` columns have room for their text."""
    width = FILE_WIDTH - 2 * FILE_MARGIN
    found = in_pixels(chart, width)
    widest = max((digits(column["label"]) for column in found["columns"]), default=0)
    all_named = len(found["columns"]) * (widest + 1) <= WIDE_DIGITS
    for column in found["columns"]:
        column["named"] = column["named"] or all_named
        column["labelled"] = chart["labels"] != "never" or column["peak"]
    return found | {"width": width}


def file_bars(chart: dict) -> dict:
    """A chart of `bars` for a file: each row with its `y`, a `short` name and where texts begin."""
    rows = in_pixels(chart["rows"], FILE_BAR)
    for place, row in enumerate(rows):
        end = max(row["width"] or 0, row["high_width"] or 0)
        row |= {"y": place * FILE_ROW, "short": shortened(str(row["label"]), FILE_DIGITS)}
        row["text_x"] = round(FILE_LABEL + end + (20 if row["end"] == "open" else 8), 1)
    height = len(rows) * FILE_ROW
    return {"rows": rows, "height": height, "left": FILE_LABEL, "label_x": FILE_LABEL - 10}


def shortened(text: str, most: int) -> str:
    """At most so many digits wide."""
    if digits(text) <= most:
        return text
    while text and digits(text) >= most:
        text = text[:-1]
    return text.rstrip() + "…"
