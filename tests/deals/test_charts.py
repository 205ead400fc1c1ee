"""Shapes of charts: scales from zero, room for text, doubt that stays visible."""

import pytest

from deals import charts


def row(label="2024", value=10, **more):
    return {"label": label, "value": value, "text": str(value), "href": "/x/", **more}


@pytest.mark.parametrize(
    ("largest", "steps"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (7, [0, 2, 4, 6, 8]),
        (95, [0, 20, 40, 60, 80, 100]),
        (100, [0, 20, 40, 60, 80, 100]),
        (101, [0, 50, 100, 150]),
        (95_250_000_000, [0, 20 * 10**9, 40 * 10**9, 60 * 10**9, 80 * 10**9, 100 * 10**9]),
        (9 * 10**18, [0, 2 * 10**18, 4 * 10**18, 6 * 10**18, 8 * 10**18, 10**19]),
    ],
)
def test_scales_have_round_steps(largest, steps):
    assert charts.nice_steps(largest) == steps


@pytest.mark.parametrize("largest", range(1, 1200, 7))
def test_scales_hold_the_largest_value_in_few_steps(largest):
    steps = charts.nice_steps(largest)
    assert steps[0] == 0
    assert steps[-2] < largest <= steps[-1]
    assert len(steps) <= 6


def test_bars_are_shares_of_the_largest():
    chart = charts.bars([row("a", 200), row("b", 50), row("c", 0)])
    assert [bar["width"] for bar in chart["rows"]] == [96, 24, 0]


def test_a_bar_that_is_not_stated_is_not_drawn():
    (bar,) = charts.bars([row(value=None)])["rows"]
    assert bar["width"] is None


@pytest.mark.parametrize(
    ("bound", "end"),
    [
        ("exact", ""),
        ("about", ""),
        ("more_than", "open"),
        ("at_least", "open"),
        ("up_to", "upper"),
        ("nearly", "upper"),
        (None, ""),
    ],
)
def test_bounds_show_at_the_end(bound, end):
    assert charts.bars([row(bound=bound)])["rows"][0]["end"] == end
    assert charts.columns([row(bound=bound)])["columns"][0]["solid"]["end"] == end


def test_a_range_has_two_ends():
    (bar,) = charts.bars([row(value=50, high=100, bound="range")])["rows"]
    assert (bar["width"], bar["high_width"]) == (48, 96)


def test_columns_stand_on_the_baseline():
    chart = charts.columns([row(value=100), row("2025", 50)])
    for column in chart["columns"]:
        assert column["solid"]["y"] + column["solid"]["height"] == chart["baseline"]
    high, low = (column["solid"]["height"] for column in chart["columns"])
    assert (high, low) == (200, 100)


def test_columns_keep_reported_and_itemised_apart():
    chart = charts.columns([row(value=20, reported=100, reported_bound="more_than")])
    (column,) = chart["columns"]
    assert column["solid"]["height"] == 40
    assert column["outline"] == {"y": 26, "height": 200, "end": "open"}
    assert chart["has_reported"]


def test_columns_stay_inside_the_drawing():
    chart = charts.columns([row(str(year)) for year in range(1990, 2030)])
    assert all(charts.PLOT_LEFT <= c["x"] < c["right"] <= 100 for c in chart["columns"])
    assert chart["columns"][-1]["named"]
    assert sum(c["named"] for c in chart["columns"]) <= 8


@pytest.mark.parametrize(("count", "room"), [(4, "always"), (9, "wide"), (30, "never")])
def test_numbers_stand_above_columns_where_they_fit(count, room):
    rows = [row(str(year), 123_456) for year in range(count)]
    assert charts.columns(rows)["labels"] == room


def test_a_span_reaches_over_its_columns():
    spans = [{"first": "2022", "last": "2023", "text": "> 200", "href": "/f/"}]
    chart = charts.columns([row("2022"), row("2023"), row("2024")], spans)
    first, second, _third = chart["columns"]
    (span,) = chart["spans"]
    assert (span["x"], span["right"]) == (first["x"], second["right"])
    assert chart["height"] > charts.columns([row()])["height"]


def test_no_rows_make_an_empty_chart():
    assert charts.bars([]) == {"rows": [], "largest": 0}
    assert charts.columns([])["columns"] == []


def test_chinese_characters_are_as_wide_as_two_digits():
    assert charts.digits("952.5亿元") == 9


def test_one_column_is_no_wall_and_stands_in_the_middle():
    [column] = charts.columns([row()])["columns"]
    assert column["width"] < 20
    assert column["center"] == pytest.approx(charts.PLOT_LEFT + (100 - charts.PLOT_LEFT) / 2)
