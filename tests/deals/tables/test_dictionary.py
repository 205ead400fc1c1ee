"""The data dictionary: every column of every table, in the language of the reader."""

from django.utils.translation import override

from deals.tables import RECONCILIATION, TABLES, dictionary


def test_it_explains_every_column_of_every_table():
    found = {name: [row[0] for row in rows] for _title, name, rows in dictionary()}
    tables = [*TABLES.values(), RECONCILIATION]
    assert found == {table.name: [c.name for c in table.columns] for table in tables}


def test_a_row_has_title_meaning_type_and_unit():
    [(title, _name, rows)] = dictionary([TABLES["projects"]])
    assert title == "Projects"
    assert ("year", "Year", "The year of the edition.", "year", "") in rows
    assert [row[4] for row in rows if row[0] == "invested_cny"] == ["whole yuan"]


def test_it_is_in_the_language_of_the_reader():
    with override("zh-hans"):
        titles = {name: title for title, name, _rows in dictionary()}
    assert titles["conferences"] == "会议"
