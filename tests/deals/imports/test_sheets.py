"""Files as they come: encodings, delimiters, bombs."""

import zipfile
from io import BytesIO

import pytest

from deals.imports import BadFile, Limits
from deals.imports.rows import Formula
from deals.imports.sheets import read_table
from tests.deals.imports.conftest import csv_bytes, xlsx_bytes

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def rows_of(content, limits=None):
    table = read_table(content, limits or Limits())
    return [row.cells for row in table.rows], table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_in_any_dress(encoding, sign):
    content = csv_bytes(
        ["项目名称", "投资额(亿元)"], ["宜宾工厂", "5"], encoding=encoding, sign=sign
    )
    rows, table = rows_of(content)
    assert rows == [{"name": "宜宾工厂", "amount": "5"}]
    assert bool(table.notices) == (encoding == "gb18030")


def test_a_delimiter_inside_cells_does_not_mislead():
    rows, _table = rows_of(b'name,amount\n"a;b;c",5\n"d;e;f",6\n')
    assert [row["name"] for row in rows] == ["a;b;c", "d;e;f"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Excel"),
        (b"name,amount\n\0,1\n", "no text file"),
        (b"a,b\n1,2\n", "No row with known headers"),
        (b"PK\x03\x04 and then nothing", "cannot be read"),
        (b"name,amount\nA,1\n# INCOMPLETE: again\n", "broke off"),
        (b"name,amount\n" + b"x" * 2**18 + b",1", "is broken"),
    ],
)
def test_a_file_that_cannot_be_read(content, said):
    with pytest.raises(BadFile, match=said):
        rows_of(content)


def test_a_file_that_is_too_large():
    with pytest.raises(BadFile, match="at most 5 MB"):
        read_table(b"name,amount\n" + b"A,1\n" * 2**21)


def test_a_table_of_too_many_rows():
    content = csv_bytes(["name", "amount"], *[[f"A{n}", n] for n in range(4)])
    assert len(rows_of(content, Limits(rows=4))[0]) == 4
    with pytest.raises(BadFile, match="more than 3 rows"):
        rows_of(content, Limits(rows=3))


def test_a_formula_is_not_its_value():
    rows, _table = rows_of(xlsx_bytes(["name", "amount"], ["A", "=1+1"]))
    assert isinstance(rows[0]["amount"], Formula)


def test_zero_and_false_are_values_and_nul_is_none():
    content = with_sheet(
        sheet_xml(
            HEADER + '<row r="2"><c r="A2" t="b"><v>0</v></c><c r="B2"><v>0</v></c></row>'
            f'<row r="3">{text_cell("A3", "a_x0000_b")}</row>'
        )
    )
    rows, _table = rows_of(content)
    assert (rows[0]["name"], rows[0]["amount"]) == (False, 0)
    assert "\0" not in rows[1]["name"]


def with_sheet(xml, **more):
    """A workbook whose sheet is this XML."""
    whole = BytesIO(xlsx_bytes(["name", "amount"]))
    file = BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            text = xml if member.filename == SHEET else old.read(member)
            new.writestr(member.filename, text)
        for name, text in more.items():
            new.writestr(name, text)
    return file.getvalue()


def sheet_xml(rows, before=""):
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def text_cell(address, text):
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = f'<row r="1">{text_cell("A1", "name")}{text_cell("B1", "amount")}</row>'
FAR = f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'


def test_one_cell_in_the_last_corner_is_refused_in_constant_memory():
    import tracemalloc

    content = with_sheet(sheet_xml(HEADER + FAR))
    tracemalloc.start()
    with pytest.raises(BadFile, match="at most 200 columns"):
        rows_of(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 2**20


def test_a_row_number_beyond_excel_ends_at_once():
    far = f'<row r="99999999999">{text_cell("A99999999999", "x")}</row>'
    with pytest.raises(BadFile, match="more rows than Excel knows"):
        rows_of(with_sheet(sheet_xml(HEADER + far)))


def test_a_zip_bomb_is_refused_unread():
    content = with_sheet(sheet_xml(HEADER) + " " * (101 * 2**20))
    assert len(content) < 2**20
    with pytest.raises(BadFile, match="unpacks to 101 MB"):
        rows_of(content)


def test_a_workbook_of_too_many_parts():
    parts = {f"xl/part{number}.xml": "" for number in range(200)}
    with pytest.raises(BadFile, match="at most 200"):
        rows_of(with_sheet(sheet_xml(HEADER), **parts))


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    with pytest.raises(BadFile, match="document type"):
        rows_of(with_sheet(sheet_xml(f'<row r="1">{text_cell("A1", "&b;")}</row>', bomb)))


def test_a_zip_that_is_no_workbook():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    with pytest.raises(BadFile, match="no Excel workbook"):
        rows_of(file.getvalue())


def test_a_million_headers_are_refused_before_they_are_compared():
    with pytest.raises(BadFile, match="Row 1 has 1000003 columns"):
        read_table(b"name,amount," + b"a," * 1_000_000 + b"\r\n")
