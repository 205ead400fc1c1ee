"""Files that do harm to whoever reads them: a few kilobytes that become gigabytes, and others."""

import struct
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO

MB = 2**20
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEADERS = ("name", "edition", "amount", "currency", "source")
# Just below what may be unpacked; beside it there are the parts of `PARTS`.
LARGE = 95 * MB

PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"
Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
<sheet name="Projects" sheetId="1" r:id="r1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>""",
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>',
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
}


def text_cell(text: str, address: str = "") -> str:
    at = f' r="{address}"' if address else ""
    return f'<c{at} t="inlineStr"><is><t>{text}</t></is></c>'


def row(*texts: str) -> str:
    return f"<row>{''.join(map(text_cell, texts))}</row>"


HEAD = row(*HEADERS)


def workbook(sheet: Iterable[bytes] | str = "", **parts: Iterable[bytes] | str) -> bytes:
    """`sheet` is what its only sheet has below the headers; `parts` are whole ones, by name."""
    names = {name.rpartition("/")[2].partition(".")[0]: name for name in PARTS}
    names |= {"rels": "xl/_rels/workbook.xml.rels", "sheet1": "xl/worksheets/sheet1.xml"}
    replaced = {names[name]: content for name, content in parts.items()}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        whole = {**PARTS, "xl/worksheets/sheet1.xml": in_sheet(sheet), **replaced}
        for name, content in whole.items():
            put(archive, name, content)
    return file.getvalue()


def put(archive: zipfile.ZipFile, name: str, content: Iterable[bytes] | str) -> None:
    with archive.open(name, "w") as member:
        for piece in [content.encode()] if isinstance(content, str) else content:
            member.write(piece)


def within(before: str, content: Iterable[bytes] | str, after: str) -> Iterable[bytes]:
    yield before.encode()
    yield from [content.encode()] if isinstance(content, str) else content
    yield after.encode()


def in_sheet(content: Iterable[bytes] | str, head: str = HEAD) -> Iterable[bytes]:
    start = f'<worksheet xmlns="{MAIN}"><sheetData>{head}'
    return within(start, content, "</sheetData></worksheet>")


def in_strings(content: Iterable[bytes]) -> Iterable[bytes]:
    return within(f'<sst xmlns="{MAIN}">', content, "</sst>")


def in_styles(content: Iterable[bytes]) -> Iterable[bytes]:
    return within(f'<styleSheet xmlns="{MAIN}"><cellXfs>', content, "</cellXfs></styleSheet>")


def repeated(text: str, size: int = LARGE) -> Iterable[bytes]:
    """As often as it fits into so many bytes, a megabyte at a time."""
    times = max(1, MB // len(text.encode()))
    piece = (text * times).encode()
    for _each in range(size // len(piece)):
        yield piece


def filled_rows(columns: int) -> Iterable[bytes]:
    return repeated(row(*["1"] * columns))


# Archives that lie


def with_sizes(content: bytes, size: int) -> bytes:
    """What the table of contents says of the size of each member."""
    found, at = bytearray(content), 0
    while (at := found.find(b"PK\x01\x02", at)) >= 0:
        found[at + 24 : at + 28] = struct.pack("<I", size)
        at += 4
    return bytes(found)


def encrypted(content: bytes) -> bytes:
    """Its flags say so."""
    found = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := found.find(mark, at)) >= 0:
            found[at + place] |= 1
            at += 4
    return bytes(found)


def with_members(*more: tuple[str, bytes]) -> bytes:
    file = BytesIO(workbook(row("Plant", "", "5", "EUR", "")))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in more:
            archive.writestr(name, content)
    return file.getvalue()


def many_sheets(count: int) -> bytes:
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, count))
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    return workbook(sheet1=in_sheet(repeated("<row/>", MB), head=""), workbook=book)


def nested() -> Iterable[bytes]:
    return [*repeated("<row>", LARGE // 2), *repeated("</row>", LARGE // 2)]


def entities() -> str:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY a0 "lol">{lines}]>'
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{row("&a11;")}</sheetData></worksheet>'


def quadratic() -> str:
    head = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'
    cells = row("&a;" * 100_000)
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'


def external() -> str:
    head = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{HEAD}{row("&a;")}</sheetData></worksheet>'


def far_cell() -> str:
    far = f'<row r="1048576">{text_cell("x", "XFD1048576")}</row>'
    size = '<dimension ref="A1:XFD1048576"/>'
    return f'<worksheet xmlns="{MAIN}">{size}<sheetData>{HEAD}{far}</sheetData></worksheet>'


WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "a sheet of zeros of 1 GB": lambda: workbook(repeated("0" * 1024, 1024 * MB)),
    "a sheet of 10 GB that says 1 MB": lambda: with_sizes(
        workbook(repeated("0" * 1024, 1024 * MB)), MB
    ),
    "empty rows": lambda: workbook(repeated("<row/>")),
    "empty cells in a row": lambda: workbook(within("<row>", repeated("<c/>"), "</row>")),
    "unknown elements": lambda: workbook(repeated("<b/>")),
    "unknown elements with attributes": lambda: workbook(repeated('<b a="1" b="2"/>')),
    "unknown elements in a cell": lambda: workbook(
        within("<row><c>", repeated("<b/>"), "</c></row>")
    ),
    "rows in rows": lambda: workbook(nested()),
    "rows of 200 columns": lambda: workbook(filled_rows(200)),
    "rows of 16,384 columns": lambda: workbook(filled_rows(16_384)),
    "a million columns": lambda: workbook(filled_rows(1_000_000)),
    "a text of 95 MB": lambda: workbook(
        within('<row><c t="inlineStr"><is><t>', repeated("a" * 1024), "</t></is></c></row>")
    ),
    "a text of 95 MB, wide": lambda: workbook(
        within('<row><c t="inlineStr"><is><t>😀', repeated("a" * 1024), "</t></is></c></row>")
    ),
    "an attribute of 95 MB": lambda: workbook(
        within('<row><c r="', repeated(">" * 1024), '"/></row>')
    ),
    "a comment of 95 MB": lambda: workbook(within("<!--", repeated("<a>" * 300), "-->")),
    "blanks between rows": lambda: workbook(repeated(" " * 1024)),
    "texts of a cell in pieces": lambda: workbook(
        within('<row><c t="inlineStr"><is>', repeated("<r><t>a</t></r>"), "</is></c></row>")
    ),
    "shared strings of 1 GB": lambda: workbook(
        HEAD, sharedStrings=in_strings(repeated("<si><t>aaaaaaa</t></si>", 1024 * MB))
    ),
    "shared strings, empty": lambda: workbook(HEAD, sharedStrings=in_strings(repeated("<si/>"))),
    "shared strings, short": lambda: workbook(
        HEAD, sharedStrings=in_strings(repeated("<si><t>a</t></si>"))
    ),
    "shared strings, wide": lambda: workbook(
        HEAD, sharedStrings=in_strings(repeated(f"<si><t>😀{'a' * 1000}</t></si>"))
    ),
    "shared strings, unknown": lambda: workbook(HEAD, sharedStrings=in_strings(repeated("<b/>"))),
    "styles": lambda: workbook(HEAD, styles=in_styles(repeated("<xf/>", 9 * MB))),
    "styles, unknown": lambda: workbook(HEAD, styles=in_styles(repeated("<b/>", 9 * MB))),
    "relations": lambda: workbook(
        HEAD,
        rels=within(
            PARTS["xl/_rels/workbook.xml.rels"].removesuffix("</Relationships>"),
            repeated('<Relationship Id="a" Type="b" Target="c"/>', 9 * MB),
            "</Relationships>",
        ),
    ),
    "names": lambda: workbook(
        HEAD,
        workbook=within(
            PARTS["xl/workbook.xml"].replace("</workbook>", "<definedNames>"),
            repeated('<definedName name="a">A1</definedName>', 9 * MB),
            "</definedNames></workbook>",
        ),
    ),
    "sheets in the list": lambda: many_sheets(100_000),
    "150 sheets": lambda: many_sheets(150),
    "a size as large as can be": lambda: workbook(sheet1=far_cell()),
    "entities": lambda: workbook(sheet1=entities()),
    "entities in the styles": lambda: workbook(HEAD, styles=entities()),
    "entities in the strings": lambda: workbook(HEAD, sharedStrings=entities()),
    "one entity very often": lambda: workbook(sheet1=quadratic()),
    "an external entity": lambda: workbook(sheet1=external()),
    "formulas": lambda: workbook(
        repeated('<row><c><f>HYPERLINK("http://a","b")</f></c></row>', 4 * MB)
    ),
    "an array formula": lambda: workbook(
        '<row><c r="A2"><f t="array" ref="A1:XFD1048576">1</f></c></row>'
    ),
    "a merged cell as large as can be": lambda: workbook(
        sheet1=within(
            f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}{row("x")}',
            "",
            '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>',
        )
    ),
    "numbers with an exponent": lambda: workbook(
        "<row>" + '<c t="n"><v>1e999999999</v></c>' * 5 + "</row>"
    ),
    "a date of the year 10^9": lambda: workbook('<row><c t="d"><v>1000000000-01-01</v></c></row>'),
    "an index that is none": lambda: workbook('<row><c t="s"><v>99999999</v></c></row>'),
    "encrypted": lambda: encrypted(workbook(HEAD)),
    "cut in half": lambda: (whole := workbook(filled_rows(20)))[: len(whole) // 2],
    "no table of contents": lambda: workbook(HEAD)[:-30],
    "names that climb": lambda: with_members(("../../../../tmp/climbed.xml", b"x")),
    "two sheets of one name": lambda: with_members(("xl/worksheets/sheet1.xml", b"<a" * MB)),
    "50,000 parts": lambda: with_members(*[(f"xl/media/{n}", b"") for n in range(50_000)]),
    "a zip in a zip": lambda: with_members(("xl/media/a.zip", workbook(repeated("<row/>")))),
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
}


# CSV

LINE = ",".join(HEADERS).encode() + b"\r\n"

TABLES: dict[str, Callable[[], bytes]] = {
    "a line of 200 MB": lambda: LINE + b"a" * 200 * MB,
    "a line of 4 MB": lambda: LINE + b"a" * 4 * MB,
    "a million columns, much too large": lambda: LINE + b"a," * 10 * MB,
    "two million columns": lambda: LINE + b"," * 2 * MB + b"\r\n",
    "two million headers": lambda: b"name,amount," + b"a," * 2 * MB + b"\r\n" + b"," * 9,
    "columns in each line": lambda: LINE + (b"," * 199 + b"1\r\n") * 20_000,
    "a quote without its pair": lambda: LINE + b'"' + b"a,b\r\n" * 800_000,
    "quotes": lambda: LINE + b'"' * 4 * MB,
    "ten million lines": lambda: LINE + b"\r\n" * 10_000_000,
    "two million lines": lambda: LINE + b"\r\n" * 2_000_000,
    "20,001 lines": lambda: LINE + b"Plant,,5,EUR,\r\n" * 20_001,
    "20,000 lines with faults in each cell": lambda: (
        LINE + "x亿亿,no,1e999,ZZZ,no\r\n".encode() * 20_000
    ),
    "UTF-16": lambda: b"\xff\xfe" + (LINE.decode() + "Plant,,5,EUR,\r\n" * 99).encode("utf-16-le"),
    "UTF-16, half a character": lambda: b"\xff\xfe" + b"\x00\xd8" * 99,
    "UTF-32": lambda: LINE.decode().encode("utf-32"),
    "NULs": lambda: LINE + bytes(4 * MB),
    "mixed encodings": lambda: LINE + "Plant 厂".encode() + "厂".encode("gb18030") + b",,5,EUR,",
    "bytes of no encoding": lambda: LINE + b"\xff\x80" * 1000,
    "blanks": lambda: b" \r\n" * MB,
    "nothing": lambda: b"",
    "formulas in a table": lambda: LINE + b"=cmd|' /C calc'!A0,,5,EUR,\r\n",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99,
    "a page": lambda: b"<html><script>alert(1)</script></html>" * 99,
}
FILES = {
    **{f"{name}.xlsx": make for name, make in WORKBOOKS.items()},
    **{f"{name}.csv": make for name, make in TABLES.items()},
}
