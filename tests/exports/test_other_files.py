"""Tables that web systems and other programs save: pages and XML called .xls, OpenDocument, files in an archive."""

import io
import struct
import zipfile
from datetime import date

import pytest
import xlrd.book

from exports.read.reading import read
from exports.read.sheets import Limits
from exports.read.xls import _whole
from models.kit.reading import Shown
from models.kit.text import Refused

PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={}"><style>td {{ color: red }}</style></head>
<body><script>var a = "<td>no</td>";</script><table border=1>
<tr><th colspan=2>订单明细<th>备注</tr>
<tr><td style="mso-number-format:'\\@'">0012345678901234567</td><td rowspan="2">锦江<br>一店</td><td>A&amp;B&nbsp;</td></tr>
<tr><td>2<td>5%</table></body></html>"""


@pytest.mark.parametrize(("charset", "named"), [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("big5", "big5")])
def test_a_page_saved_as_xls_is_its_table_in_the_encoding_it_names(charset, named):
    text = PAGE.format(charset)
    text = (
        text.replace("订单明细", "訂單明細").replace("备注", "備註").replace("锦江", "錦江")
        if charset == "big5"
        else text
    )
    book = read(text.encode(charset), "导出.xls")
    rows = book.sheets[0].rows
    assert (book.kind, book.encoding, book.sheets[0].name) == ("html", named, "导出")
    assert [len(row) for row in rows] == [3, 3, 3]
    assert rows[1][0] == "0012345678901234567" and rows[1][1].endswith("\n一店") and rows[1][2] == "A&B"
    assert rows[2] == ["2", None, "5%"]
    assert book.sheets[0].merges == [(1, 1, 1, 2), (2, 2, 3, 2)]


def test_a_page_without_a_table_and_one_that_has_no_end_are_refused():
    for data in (b"<html><p>1</p></html>", b"<table>" * 50 + b"<tr><td>1"):
        with pytest.raises(Refused):
            read(data, "x.xls")
    with pytest.raises(Refused) as refused:
        read(b"<table>" + b"<tr><td>1" * 12, "x.xls", Limits(rows=10))
    assert "10" in refused.value.text.zh


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="s1"><NumberFormat ss:Format="0.0%"/></Style></Styles>
<Worksheet ss:Name="会员"><Table>
<Row><Cell><Data ss:Type="String">卡号</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">比例</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">00123</Data></Cell><Cell><Data ss:Type="DateTime">2026-03-01T00:00:00</Data></Cell>
<Cell ss:StyleID="s1"><Data ss:Type="Number">0.055</Data></Cell><Cell><Data ss:Type="Number">12</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_the_xml_that_systems_call_xls_is_read_with_its_places_days_and_per_cents():
    book = read(XML.encode(), "会员.xls")
    page = book.sheets[0]
    assert (book.kind, page.name, page.merges) == ("xml", "会员", [(3, 1, 4, 1)])
    assert page.rows[0] == ["卡号", None, "比例"]
    assert page.rows[1] == []
    assert page.rows[2] == ["00123", date(2026, 3, 1), Shown(0.055, "5.5%", percent=True), 12]


def test_xml_with_a_declaration_of_entities_is_refused():
    with pytest.raises(Refused):
        read(XML.replace("?>\n<Workbook", '?><!DOCTYPE a [<!ENTITY b "c">]>\n<Workbook').encode(), "x.xls")


CONTENT = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="车辆" table:style-name="ta1">
<table:table-row><table:table-cell office:value-type="string"><text:p>车牌</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>进度</text:p></table:table-cell></table:table-row>
<table:table-row{}><table:table-cell office:value-type="string"><text:p>川A12345</text:p></table:table-cell>
<table:table-cell office:value-type="percentage" office:value="0.05"><text:p>5%</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def opened(content: str) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        b'<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return packed(
        **{"mimetype": kind, "content.xml": content.replace("\n", "").encode(), "META-INF/manifest.xml": manifest}
    )


def test_an_opendocument_spreadsheet_is_read_with_its_per_cents():
    book = read(opened(CONTENT.format("")), "车辆.ods")
    assert (book.kind, book.sheets[0].name) == ("ods", "车辆")
    assert book.sheets[0].rows == [["车牌", "进度"], ["川A12345", Shown(0.05, "5%", percent=True)]]


def test_a_row_that_says_it_comes_a_million_times_is_refused():
    with pytest.raises(Refused) as refused:
        read(opened(CONTENT.format(' table:number-rows-repeated="1000000"')), "车辆.ods")
    assert "200,000" in refused.value.text.zh


def test_the_one_table_of_an_archive_is_taken_out_and_of_several_each_is_named():
    book = read(
        packed(**{"报表/会员.csv": "卡号,姓名\n1,王\n".encode(), "__MACOSX/._会员.csv": b"x", "说明.md": b"x"}),
        "会员.zip",
    )
    assert (book.kind, book.sheets[0].rows[1]) == ("csv", ["1", "王"])
    assert any("会员.csv" in note.zh for note in book.notes)
    with pytest.raises(Refused) as refused:
        read(packed(**{"a.csv": b"1,2", "b.csv": b"1,2"}), "x.zip")
    assert "a.csv" in refused.value.text.zh and "b.csv" in refused.value.text.zh


@pytest.mark.parametrize("cut", range(1, 7))
def test_a_text_of_an_old_workbook_that_is_cut_within_an_emoji_comes_whole(cut):
    text = "甲👨‍👩‍👧乙"
    units = text.encode("utf-16-le")
    head = struct.pack("<HB", len(units) // 2, 1) + units[: 2 * cut]
    [read_text], _ = xlrd.book.unpack_SST_table([b"\0" * 8 + head, b"\1" + units[2 * cut :]], 1)
    assert _whole(read_text) == text
    assert _whole("\ud83d") == "\ufffd"
