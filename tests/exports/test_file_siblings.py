"""Thirty siblings of each kind of file that other programs save, made by a seed: however they are written, the table is the same."""

import html
import io
import random
import zipfile
from xml.sax.saxutils import escape

import pytest

from exports.read.reading import read
from exports.read.sheets import Book
from tests.exports.test_other_files import opened
from tests.exports.test_xlsb import cell, workbook
from tests.helpers.chance import random_for

SIBLINGS = 30
HEAD = ("会员卡号", "姓名", "入会门店", "备注")
ROWS = (
    ("00123", "王伟", "锦江一店", "老顾客，注意控糖"),
    ("00124", "李娜", "武侯二店", "<满减> & “会员日”"),
    ("6901234567890123456", "张敏", "青羊店", ""),
)
TRADITIONAL = str.maketrans("会员号门备注伟张锦顾满减", "會員號門備註偉張錦顧滿減")
CHARSETS = {
    "utf-8": ("utf-8", "UTF-8", "utf8"),
    "gb18030": ("gb2312", "GBK", "gb_2312-80", "x-gbk", "GB18030"),
    "big5": ("big5", "Big5", "big5-hkscs"),
    "utf-16": ("utf-16", "unicode", "UTF-16LE"),
}


def table_for(encoding: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [HEAD, *ROWS]
    return [tuple(text.translate(TRADITIONAL) for text in row) for row in rows] if encoding == "big5" else rows


def said(book: Book) -> list[list[str]]:
    """What stands in the first table, without blank rows and columns around it."""
    rows = [["" if value is None else str(value) for value in row] for row in book.sheets[0].rows]
    rows = [row for row in rows if any(row)]
    left = min(next(at for at, text in enumerate(row) if text) for row in rows)
    width = max(map(len, rows))
    filled = [[*row[left:], *[""] * (width - len(row))] for row in rows]
    while all(not row[-1] for row in filled):
        filled = [row[:-1] for row in filled]
    return filled


def meant(rows: list[tuple[str, ...]]) -> list[list[str]]:
    return [list(row) for row in rows]


def page(rows: list[tuple[str, ...]], encoding: str, chance: random.Random) -> bytes:
    """A page with one table: tags in any case, closed or not, with or without a head, a name of the encoding and a mark."""
    tag = chance.choice((str.lower, str.upper))
    closed, head = chance.random() < 0.6, chance.random() < 0.5

    def element(name: str, inside: str) -> str:
        said = chance.choice(("", " nowrap", " style=\"mso-number-format:'\\@'\"", " class=xl65 height=19"))
        return f"<{tag(name)}{said}>{inside}" + (f"</{tag(name)}>" if closed else "")

    lines = []
    for at, row in enumerate(rows):
        name = "th" if head and at == 0 else "td"
        cells = [element(name, chance.choice(("", " ", "\n")) + html.escape(text, quote=False)) for text in row]
        lines.append(element("tr", "".join(cells)))
    body = "\n".join(lines)
    if chance.random() < 0.4:
        body = f"<tbody>{body}</tbody>"
    charset = chance.choice(CHARSETS[encoding])
    meta = chance.choice(
        ("", f'<meta charset="{charset}">', f"<META http-equiv=Content-Type content='text/html; charset={charset}'>")
    )
    before = chance.choice(("", "<!DOCTYPE html>\n", "\r\n  ", "<!-- made by a program -->\n"))
    about = chance.choice(("", "<style>td {mso-number-format:General}</style>", "<script>var a='<td>1</td>'</script>"))
    text = f"{before}<html><head>{meta}{about}</head><body><table border=1>{body}</table></body></html>"
    data = text.encode(encoding)  # of UTF-16 with its mark, as Excel and the systems write it
    return b"\xef\xbb\xbf" + data if encoding == "utf-8" and chance.random() < 0.5 else data


@pytest.mark.parametrize("encoding", CHARSETS)
def test_pages_called_xls_are_read_however_they_are_written(encoding):
    chance, rows = random_for("page", encoding), table_for(encoding)
    books = [read(page(rows, encoding, chance), "导出.xls") for _ in range(SIBLINGS)]
    assert [said(book) for book in books if said(book) != meant(rows)] == []
    assert {book.kind for book in books} == {"html"}


@pytest.mark.parametrize(
    ("encoding", "named"), [("gb18030", "utf-8"), ("utf-8", "gb2312"), ("utf-16", "gbk"), ("utf-16", "utf-8")]
)
def test_a_page_that_names_another_encoding_than_its_own_is_read_as_its_bytes_tell(encoding, named):
    lines = "".join(
        f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>" for row in table_for(encoding)
    )
    text = f'<html><head><meta charset="{named}"></head><table>{lines}</table></html>'
    assert said(read(text.encode(encoding), "导出.xls")) == meant(table_for(encoding))


def spreadsheet(rows: list[tuple[str, ...]], encoding: str, chance: random.Random) -> bytes:
    """Excel's XML of 2003: with or without prefixes, places, styles, sizes, a mark."""
    prefix = chance.choice(("", "ss:"))
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for at, text in enumerate(row, 1):
            place = f' ss:Index="{at}"' if chance.random() < 0.3 else ""
            style = chance.choice(("", ' ss:StyleID="s1"'))
            cells.append(
                f'<{prefix}Cell{place}{style}><{prefix}Data ss:Type="String">{escape(text)}</{prefix}Data></{prefix}Cell>'
            )
        index = f' ss:Index="{number}"' if chance.random() < 0.3 else ""
        lines.append(f'<{prefix}Row{index} ss:Height="14">{"".join(cells)}</{prefix}Row>')
    space = 'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    space += "" if prefix else ' xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    name = chance.choice(CHARSETS[encoding]) if encoding != "utf-16" else "UTF-16"
    name = name if "_" not in name and name not in ("x-gbk", "utf8", "big5-hkscs") else encoding
    note = chance.choice(('<?mso-application progid="Excel.Sheet"?>', ""))
    text = (
        f'<?xml version="1.0" encoding="{name}"?>{note}<{prefix}Workbook {space}>'
        f'<{prefix}Styles><{prefix}Style ss:ID="s1"/></{prefix}Styles>'
        f'<{prefix}Worksheet ss:Name="名单"><{prefix}Table>{"".join(lines)}</{prefix}Table></{prefix}Worksheet></{prefix}Workbook>'
    )
    return text.replace("名单", "名單" if encoding == "big5" else "名单").encode(encoding)


@pytest.mark.parametrize("encoding", CHARSETS)
def test_xml_called_xls_is_read_however_it_is_written(encoding):
    chance, rows = random_for("xml", encoding), table_for(encoding)
    books = [read(spreadsheet(rows, encoding, chance), "导出.xls") for _ in range(SIBLINGS)]
    assert [said(book) for book in books if said(book) != meant(rows)] == []
    assert {book.kind for book in books} == {"xml"}


def opendocument(rows: list[tuple[str, ...]], chance: random.Random) -> bytes:
    """A spreadsheet of LibreOffice or WPS: blank cells said once or one by one, rows without end behind, texts in spans."""
    lines = []
    for row in rows:
        cells = []
        for text in row:
            inner = f"<text:span>{escape(text)}</text:span>" if chance.random() < 0.3 else escape(text)
            kind = chance.choice(
                ('office:value-type="string"', 'office:value-type="string" calcext:value-type="string"')
            )
            cells.append(
                f"<table:table-cell {kind}><text:p>{inner}</text:p></table:table-cell>"
                if text
                else "<table:table-cell/>"
            )
        ends = chance.choice(("", '<table:table-cell table:number-columns-repeated="1020"/>'))
        lines.append(f"<table:table-row>{''.join(cells)}{ends}</table:table-row>")
    endless = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    widths = chance.choice(("", '<table:table-column table:number-columns-repeated="4"/>'))
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    return opened(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} xmlns:calcext="urn:calcext">'
        f'<office:body><office:spreadsheet><table:table table:name="名单">{widths}{"".join(lines)}'
        f"{chance.choice(('', endless))}</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def binary(rows: list[tuple[str, ...]], chance: random.Random) -> bytes:
    """A binary workbook: anywhere on the sheet, with styled blanks around it."""
    top, left = chance.randrange(4), chance.randrange(3)
    made = {}
    for number, row in enumerate(rows, top):
        cells = [cell(left + at, text, chance.choice((0, 0, 3))) for at, text in enumerate(row) if text]
        blanks = [cell(left + len(row) + at, None) for at in range(chance.randrange(3))]
        made[number] = [*cells, *blanks]
    return workbook(made)


def in_archive(data: bytes, suffix: str, chance: random.Random) -> bytes:
    """One table in an archive, in a folder or not, beside what systems put there."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        folder = chance.choice(("", "导出/", "2026/11/"))
        if folder and chance.random() < 0.5:
            archive.writestr(folder, b"")
        archive.writestr(f"{folder}{chance.choice(('会员', 'members', '会员(1)'))}.{suffix}", data)
        for other in chance.sample(("__MACOSX/._a.csv", "说明.txt", ".DS_Store", "readme.pdf"), chance.randrange(3)):
            archive.writestr(other, b"x")
    return out.getvalue()


def listed(rows: list[tuple[str, ...]]) -> bytes:
    return "\r\n".join(",".join(f'"{text}"' for text in row) for row in rows).encode("gb18030")


@pytest.mark.parametrize(
    "kind", ["ods", "xlsb", "csv in zip", "page in zip", "xml in zip", "ods in zip", "xlsb in zip"]
)
def test_spreadsheets_of_other_programs_are_read_however_they_are_written(kind):
    chance, rows, wrong = random_for(kind), table_for("utf-8"), []
    made = {"ods": opendocument, "xlsb": binary, "csv": lambda rows, chance: listed(rows)}
    made |= {
        name: lambda rows, chance, how=how: how(rows, "utf-8", chance)
        for name, how in (("page", page), ("xml", spreadsheet))
    }
    inner, _, packed = kind.partition(" in ")
    for _ in range(SIBLINGS):
        data = made[inner](rows, chance)
        if packed:
            data = in_archive(data, {"page": "xls", "xml": "xls"}.get(inner, inner), chance)
        came = said(read(data, "导出.dat"))
        wrong += [came] if came != meant(rows) else []
    assert wrong == []
