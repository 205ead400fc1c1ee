"""Names that may mean one thing, and numbered ones that never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.similarity import ALIKE, likeness, numbered, taken_apart

ONE = [
    ("CATL: battery plant", "Battery plant of CATL"),
    ("CATL: battery plant", "ＣＡＴＬ　Battery Plant"),
    ("Cellnex: networks", "Celnex: networks"),
    ("Chang'an Automobile base", "Changan Automobile base"),
    ("L'Oréal: perfume factory", "L’Oreal: perfume factory"),
    ("BYD battery plant", "BYD battery plant, Szeged"),
    ("Copper foil plant, 90,000 tonnes", "Copper foil plant, 90000 tonnes"),
    ("宁德时代宜宾动力电池", "宁德时代宜宾动力电池项目"),
    ("宁德时代宜宾动力电池项目", "宁德时代动力电池项目"),
    ("锂电池正极材料首期", "锂电池正极材料"),
    ("项目", "项目"),
]
TWO = [
    ("Sesterce: data centre", "OpCore: data centre"),
    ("Copper foil plant, 90,000 tonnes", "Copper foil plant, 60,000 tonnes"),
    ("蜂巢能源年产20GWh动力电池制造项目", "国轩高科年产20GWh动力电池制造项目"),
    ("Pfizer: oncology trials", "Pfizer: research partnerships"),
    ("", ""),
]
NUMBERED = [
    ("Copper foil plant phase I", "Copper foil plant phase II"),
    ("Copper foil plant, phase 1", "Copper foil plant, phase 2"),
    ("Phase two of the copper foil plant", "Copper foil plant"),
    ("Copper foil plant, second phase", "Copper foil plant, first phase"),
    ("Copper foil plant, phases 1 and 2", "Copper foil plant, phase 1"),
    ("Gigafactory", "Gigafactory 2"),
    ("Gigafactory II", "Gigafactory III"),
    ("Line No. 1 at Yibin", "Line No. 2 at Yibin"),
    ("Plant 1", "Plant 2"),
    ("宜宾动力电池一期", "宜宾动力电池二期"),
    ("宜宾动力电池第二期项目", "宜宾动力电池第三期项目"),
    ("宜宾动力电池", "宜宾动力电池二期"),
    ("宜宾动力电池一二期", "宜宾动力电池一期"),
    ("宜宾动力电池Ⅱ期", "宜宾动力电池Ⅰ期"),
    ("宜宾动力电池2号线", "宜宾动力电池1号线"),
    ("宜宾动力电池十一期", "宜宾动力电池十期"),
]


def alike(one, other):
    one, other = taken_apart(one), taken_apart(other)
    return numbered([one]) == numbered([other]) and likeness(one, other) >= ALIKE


@pytest.mark.parametrize(("one", "other"), ONE)
def test_very_similar(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_not_similar(one, other):
    assert not alike(one, other)


@pytest.mark.parametrize(("one", "other"), NUMBERED)
def test_numbered_parts_are_different(one, other):
    assert not alike(one, other)
    assert numbered([taken_apart(one)]) != numbered([taken_apart(other)])


def test_a_first_phase_may_have_been_named_without_its_number():
    assert alike("Copper foil plant, phase 1", "Copper foil plant")


@given(st.text(), st.text())
def test_any_two_names_can_be_compared(one, other):
    one, other = taken_apart(one), taken_apart(other)
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1


@given(st.text("一二三十期号线 iIvVx#第首12-phase", max_size=20))
def test_any_number_can_be_read(name):
    assert numbered([taken_apart(name)]) == numbered([taken_apart(name)] * 2)
