"""Files come in as plain values with their true row numbers, or one sentence says why not."""

import datetime
import html
import io
import re
import socket
import time
import zipfile

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from exports.read.reading import read
from exports.read.sheet_xml import look_through
from exports.read.sheets import LIMITS, Unreadable
from models.kit.reading import code
from models.kit.text import Refused
from tests.helpers import corpus

REFUSED = [case for case in corpus.CASES if case.refusal]
ACCEPTED = [case for case in corpus.CASES if not case.refusal]


@pytest.mark.parametrize(
    "mark", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\r\0\n\0", b"\xef\xbb\xbf \r\n"]
)
def test_a_text_of_nothing_but_the_mark_of_its_encoding_is_an_empty_file(mark):
    with pytest.raises(Refused, match="The file is empty"):
        read(mark, "a.csv")


def only_sheet(data: bytes, name: str = "file.xlsx"):
    return read(data, name).sheets[0]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def no_network(monkeypatch):
    def trap(*_):
        raise AssertionError("a file made us call out")

    monkeypatch.setattr(socket.socket, "connect", trap)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_hostile_file_is_refused_in_time_with_one_sentence_and_its_remedy(case, no_network):
    data = case.make()
    start = time.process_time()
    with pytest.raises(Refused) as refused:
        read(data, case.name)
    assert time.process_time() - start < 3
    text = refused.value.text
    assert case.refusal in text.zh
    assert text.en and "{" not in text.zh + text.en


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.name)
def test_odd_but_honest_file_is_read(case, no_network):
    assert read(case.make(), case.name).sheets


def test_rows_keep_their_numbers_below_and_beside_blanks():
    rows = only_sheet(corpus.workbook('<row r="4"><c r="C4"><v>7</v></c></row>')).rows
    assert len(rows) == 4
    assert not any(value for row in rows[:3] for value in row)
    assert rows[3] == [None, None, 7]


def test_a_lying_dimension_hides_no_row():
    small = next(case for case in corpus.CASES if case.name == "dimension-small.xlsx")
    assert only_sheet(small.make()).rows[99] == [None, None, 2]


def test_a_style_in_the_last_cell_of_the_sheet_is_not_content():
    assert only_sheet(corpus.far_cell("XFD1048576", "")).rows == [[1]]


def test_values_come_as_what_they_are():
    book = openpyxl.Workbook()
    day, moment = datetime.date(2026, 3, 1), datetime.datetime(2026, 3, 1, 8, 30)
    book.active.append(["013", 12, 1.5, True, day, moment, datetime.time(9, 30), datetime.timedelta(hours=30)])
    assert only_sheet(saved(book)).rows == [["013", 12, 1.5, True, day, moment, "09:30", "30:00"]]


def test_a_formula_kept_as_text_stays_text():
    rows = only_sheet(corpus.cell('<c r="A1" t="inlineStr"><is><t>=1+1</t></is></c>')).rows
    assert rows == [["=1+1"]]


def test_a_formula_without_its_result_says_so_where_it_stands():
    row = only_sheet(corpus.cell('<c r="A1"><v>1</v></c><c r="C1"><f>SUM(A1:B1)</f><v></v></c>')).rows[0]
    assert isinstance(row[2], Unreadable)
    assert str(row[2]) == "=SUM(A1:B1)"
    assert "公式" in row[2].reason.zh
    [[text, shared]] = only_sheet(
        corpus.cell('<c r="A1" t="str"><f>"M"&amp;1</f></c><c r="B1" t="str"><f t="shared" si="0"/></c>')
    ).rows
    assert isinstance(text, Unreadable) and isinstance(shared, Unreadable)


def test_a_formula_with_its_result_is_that_result():
    xml = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;""</f><v></v></c><c r="C1"><v>3</v></c>'
    assert only_sheet(corpus.cell(xml)).rows == [[2, None, 3]]


@pytest.mark.parametrize("formula", ["[1]Sheet1!A1", 'WEBSERVICE("http://127.0.0.1:1/x")', "cmd|' /C calc'!A0"])
def test_what_points_outside_the_workbook_is_never_followed(formula, no_network):
    kept = only_sheet(corpus.cell(f'<c r="A1" t="str"><f>{formula}</f><v>甲</v></c>')).rows
    assert kept == [["甲"]], "as it was when the workbook was saved"
    [[bare]] = only_sheet(corpus.cell(f'<c r="A1"><f>{formula}</f></c>')).rows
    assert isinstance(bare, Unreadable)


def test_a_cell_of_ten_megabytes_is_refused_with_its_row():
    with pytest.raises(Refused) as refused:
        only_sheet(corpus.cell(f'<c r="A1" t="inlineStr"><is><t>{"x" * 10_000_000}</t></is></c>'))
    assert "第 1 行有一格超过 32,767 个字符" in refused.value.text.zh
    with pytest.raises(Refused):
        only_sheet(f"会员卡号,备注\nA1,{'x' * 10_000_000}\n".encode(), "file.csv")


def test_error_cells_say_so_also_where_the_writer_left_out_addresses():
    with_address = only_sheet(corpus.cell('<c r="B1" t="e"><f>NA()</f><v>#N/A</v></c>')).rows[0][1]
    without = only_sheet(corpus.workbook('<row><c><v>1</v></c></row><row><c t="e"><v>#REF!</v></c></row>')).rows[1][0]
    assert (str(with_address), str(without)) == ("#N/A", "#REF!")
    assert "#N/A" in with_address.reason.zh


def test_a_number_of_more_than_fifteen_digits_stays_a_float_for_the_field_to_refuse():
    row = only_sheet(corpus.cell('<c r="A1"><v>623058000012345678</v></c><c r="B1"><v>123456789012345</v></c>')).rows[0]
    assert row == [6.23058000012345678e17, 123456789012345]
    assert [type(value) for value in row] == [float, int]


def test_days_count_from_1904_where_the_book_says_so():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([datetime.date(2026, 3, 1)])
    read_back = read(saved(book))
    assert read_back.date1904
    assert read_back.sheets[0].rows == [[datetime.date(2026, 3, 1)]]


def test_hidden_rows_and_sheets_are_read_counted_and_told():
    book = openpyxl.Workbook()
    for number in range(5):
        book.active.append([number])
    book.active.row_dimensions[2].hidden = book.active.row_dimensions[4].hidden = True
    book.create_sheet("底表").sheet_state = "hidden"
    read_back = read(saved(book))
    assert [sheet.hidden_rows for sheet in read_back.sheets] == [2, 0]
    assert read_back.sheet("底表").hidden
    assert any("2 行是隐藏的" in note.zh for note in read_back.notes)


def test_tags_with_a_namespace_prefix_are_read_and_checked_alike():
    space = f'xmlns:x="{corpus.MAIN}"'
    sheet = f"<x:worksheet {space}><x:sheetData>{{}}</x:sheetData></x:worksheet>"
    row = '<x:row r="1" hidden="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:f>A1</x:f></x:c></x:row>'
    page = only_sheet(corpus.archive(corpus.parts(sheet.format(row).encode())))
    assert page.rows[0][0] == 1
    assert str(page.rows[0][1]) == "=A1"
    assert page.hidden_rows == 1
    with pytest.raises(Refused):
        read(corpus.archive(corpus.parts(sheet.format(row.replace("A1", "XFD1")).encode())))


def test_macros_and_links_are_left_alone_and_told():
    notes = {case.name: read(case.make()).notes for case in ACCEPTED if case.name in ("macro.xlsm", "links.xlsx")}
    assert "宏" in notes["macro.xlsm"][0].zh
    assert "链接" in notes["links.xlsx"][0].zh


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        (("mimetype", "content.xml", "meta.xml"), "ods"),
        (("Index/Document.iwa", "Metadata/Properties.plist"), "Numbers"),
        (("[Content_Types].xml", "xl/workbook.bin"), "xlsb"),
        (("[Content_Types].xml", "word/document.xml"), "Word"),
        (("readme.txt",), "xlsx"),
    ],
)
def test_another_programs_file_is_called_by_its_kind_with_the_way_out(parts, named):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    with pytest.raises(Refused) as refused:
        read(packed.getvalue(), f"{named}.xlsx")
    said = refused.value.text
    assert named in said.zh and named in said.en and "另存为 xlsx" in said.zh and "xlsx" in said.en


def test_an_old_workbook_is_read_whatever_it_is_called():
    book = read(corpus.xls(), "旧表.xlsx")
    head, first, second = book.sheets[0].rows
    assert (book.kind, head[:2]) == ("xls", ["编号", "名称"])
    assert first[:5] == ["013", "维C片", datetime.date(2026, 3, 1), 12.5, datetime.datetime(2026, 3, 1, 8, 30)]
    assert str(first[5]) == "#DIV/0!"
    assert first[6] is True
    assert isinstance(second[0], float)
    assert second[1] == "=1+1"
    assert book.sheets[0].hidden_rows == 1


def test_a_format_of_xls_that_is_known_by_its_number_alone_is_read():
    formats = re.compile(
        rb"(\xe0\x00\x14\x00..)(?!\x00\x00)..", re.DOTALL
    )  # of styles, as Java programs write them: 31
    data, count = formats.subn(lambda style: style[1] + b"\x1f\0", corpus.xls())
    days = [value for row in only_sheet(data, "x.xls").rows for value in row if isinstance(value, datetime.date)]
    assert count and days


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("gbk", "gb18030"), ("gb18030", "gb18030"), ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16")],
)
def test_csv_is_read_in_the_encodings_people_save(encoding, named):
    book = read("编号,姓名\r\n013800000000,王小明\r\n".encode(encoding), "会员.csv")
    assert book.sheets[0].rows == [["编号", "姓名"], ["013800000000", "王小明"]]
    assert (book.encoding, book.sheets[0].name) == (named, "会员")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "，", "、", "；"])
def test_csv_separators_are_told_apart(sign):
    text = f'编号{sign}姓名{sign}备注\n1{sign}王{sign}"甲,乙;丙"\n'
    book = read(text.encode(), "x.csv")
    assert book.sheets[0].rows[1] == ["1", "王", "甲,乙;丙"]
    assert book.delimiter == sign


def test_a_list_of_several_words_in_a_cell_is_no_separator():
    assert read("编号,标签\n1,老客、生日\n2,喝茶、送礼\n".encode(), "x.csv").delimiter == ","
    assert read("标签\n老客、生日\n喝茶\n".encode(), "x.csv").sheets[0].rows[1] == ["老客、生日"]


def test_the_separator_line_of_excel_is_believed():
    assert read(b"sep=;\r\na,b;c\r\n", "x.csv").sheets[0].rows == [["a,b", "c"]]


def test_csv_keeps_lines_in_quotes_blank_rows_and_every_digit():
    rows = only_sheet('编号,备注\n\n0012,"一\n二"\n1.50,\n'.encode(), "x.csv").rows
    assert rows == [["编号", "备注"], [], ["0012", "一\n二"], ["1.50", None]]


def test_long_numbers_that_platforms_wrap_are_unwrapped():
    assert only_sheet(b'code\n="6901234567892"\n', "x.csv").rows[1] == ["6901234567892"]


def test_the_same_bytes_have_the_same_digest():
    data = corpus.workbook(corpus.ROW)
    assert read(data).digest == read(data, "copy.xlsx").digest != read(data + b"\0").digest


def test_a_path_is_measured_before_it_is_read(tmp_path):
    path = tmp_path / "big.csv"
    with open(path, "wb") as file:
        file.truncate(LIMITS.file + 1)
    with pytest.raises(Refused, match="MB"):
        read(path)


def test_an_old_workbook_whose_chain_of_sectors_is_a_ring_is_refused_in_time():
    data = bytearray(corpus.xls())
    start = int.from_bytes(data[60:64], "little")  # first sector of the table of small sectors
    table = 512 + start * 512
    for entry in range(4):
        data[table + entry * 4 : table + entry * 4 + 4] = (0).to_bytes(4, "little")
    begun = time.process_time()
    with pytest.raises(Refused):
        read(bytes(data))
    assert time.process_time() - begun < 3


STYLES = (
    f'<styleSheet xmlns="{corpus.MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="000000"/></numFmts><cellXfs count="3">'
    '<xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="170"/></cellXfs></styleSheet>'
)


def styled(rows: str, **parts: bytes) -> bytes:
    """A workbook whose style 1 shows per cent and whose style 2 shows six digits."""
    return corpus.archive(corpus.parts(corpus.sheet(rows)) | {"xl/styles.xml": STYLES.encode()} | parts)


@pytest.mark.parametrize("address", [True, False])
def test_a_cell_says_what_its_format_shows_also_where_the_writer_left_out_addresses(address):
    a, b, row = (' r="A1"', ' r="B1"', ' r="1"') if address else ("", "", "")
    rows = f'<row{row}><c{a} s="1"><v>0.05</v></c><c{b} s="2"><v>123</v></c></row>'
    assert list(map(str, only_sheet(styled(rows)).rows[0])) == ["5%", "000123"]


def test_money_of_the_workbooks_own_country_is_no_foreign_money():
    rows = '<row r="1"><c r="A1" s="1"><v>5</v></c><c r="B1" s="2"><v>5</v></c></row>'
    codes = f'<numFmt numFmtId="{{}}" formatCode="{html.escape(chr(34) + "$" + chr(34) + "0")}"/>'
    styles = (
        f'<styleSheet xmlns="{corpus.MAIN}"><numFmts>{codes.format(5)}{codes.format(170)}</numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="5"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    )
    assert list(map(str, only_sheet(styled(rows, **{"xl/styles.xml": styles.encode()})).rows[0])) == ["5", "$5"]


def test_cells_without_addresses_are_read_under_the_namespace_that_every_sheet_declares():
    head = corpus.HEAD.replace("<worksheet ", f'<worksheet xmlns:r="{corpus.LINKS}" ')
    xml = f"{head}<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row></sheetData></worksheet>"
    assert only_sheet(corpus.archive(corpus.parts(xml.encode()))).rows == [[1, 2], [None, 3]]


def two_sheets(second: bytes | None) -> bytes:
    """A book whose second sheet is what is given, or missing."""
    content = corpus.parts(corpus.sheet(corpus.ROW))
    tab = b'<sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
    link = b'<Relationship Id="rId1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>' % corpus.LINKS.encode()
    for part, piece in (("xl/workbook.xml", tab), ("xl/_rels/workbook.xml.rels", link)):
        other = (
            piece.replace(b"rId1", b"rId2")
            .replace(b"Sheet1", b"Wide")
            .replace(b"sheet1", b"sheet2")
            .replace(b'="1"', b'="2"')
        )
        content[part] = content[part].replace(piece, piece + other)
    return corpus.archive(content | ({"xl/worksheets/sheet2.xml": second} if second else {}))


@pytest.mark.parametrize(
    ("second", "said"),
    [(corpus.sheet('<row r="1"><c r="ZZ1"><v>1</v></c></row>'), "最多 200 列"), (None, "找不到")],
)
def test_a_sheet_that_cannot_be_read_stands_in_nobodys_way_and_is_told(second, said):
    book = read(two_sheets(second))
    assert book.sheets[0].rows == [[1]]
    assert said in book.sheets[1].problem.zh
    assert any("没有读" in note.zh and said in note.zh for note in book.notes)


def test_pictures_do_not_count_as_parts_but_other_parts_do():
    content = corpus.parts(corpus.sheet(corpus.ROW))
    pictures = {f"xl/media/image{n}.png": b"\x89PNG" for n in range(400)}
    assert only_sheet(corpus.archive(content | pictures)).rows == [[1]]
    with pytest.raises(Refused, match="parts"):
        read(corpus.archive(content | {f"xl/other/{n}.xml": b"<x/>" for n in range(400)}))


def test_hidden_columns_and_merged_ranges_are_told():
    data = corpus.workbook(
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row>',
        '<cols><col min="2" max="9" hidden="1"/></cols>',
        '<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="A:A"/></mergeCells>',
    )
    book = read(data)
    assert book.sheets[0].merges == [(1, 1, 3, 1)]
    assert any("2 列是隐藏的" in note.zh for note in book.notes)


def test_backslashes_another_folder_and_utf16_are_laid_out_anew():
    content = corpus.parts(corpus.sheet(corpus.ROW))
    backslashes = {name.replace("/", "\\") if name.startswith("xl") else name: part for name, part in content.items()}
    wide = {name: part.decode().replace("UTF-8", "UTF-16").encode("utf-16") for name, part in content.items()}
    moved = {name.replace("xl/", "book/"): part.replace(b"xl/", b"book/") for name, part in content.items()}
    for parts in (backslashes, wide, moved):
        assert only_sheet(corpus.archive(parts)).rows == [[1]]


def test_an_old_binary_file_is_not_taken_for_text():
    for start in (
        b"\x09\x00\x04\x00\x02\x00\x10\x00",
        b"\x00\x00\x02\x00\x06\x04\x06\x00",
        b"\x03\x5f\x07\x1a\x03\x00\x00\x00",
    ):
        with pytest.raises(Refused) as refused:
            read(start + bytes(200) + b"\x01NAME\xff\xfe", "old.xls")
        assert "不认识" in refused.value.text.zh


def test_a_blank_between_separator_and_quote_is_no_part_of_the_text():
    assert only_sheet('卡号, 姓名, 地址\n"1", "王", "一路, 3 栋"\n'.encode(), "a.csv").rows[1] == [
        "1",
        "王",
        "一路, 3 栋",
    ]


@pytest.mark.parametrize("written", ["1,38E+10", "1.38E+10", "6,90661E+12", "6906610583529,0"])
def test_a_long_number_that_a_spreadsheet_rewrote_is_told_with_either_sign_of_decimals(written):
    card = only_sheet(f"卡号;姓名\n{written};王\n".encode(), "a.csv").rows[1][0]
    with pytest.raises(Refused) as refused:
        code(card)
    assert "位数已经丢失" in refused.value.text.zh


def test_a_row_that_is_there_twice_is_told_and_not_guessed():
    twice = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'
    with pytest.raises(Refused) as refused:
        only_sheet(corpus.workbook(twice))
    assert "第 1 行出现了两次" in refused.value.text.zh


def test_a_sheet_says_the_same_with_and_without_prefixes_before_its_tags():
    rows = "".join(
        f'<row r="{row}"{hidden}><c r="A{row}" s="3" t="inlineStr"><is><t>注:c 第{row}行</t></is></c>'
        f'<c r="B{row}" s="1"><v>{row}</v></c><c s="1"><v>7</v></c><c r="D{row}"><f>A{row}</f></c><c r="E{row}" t="e"><v>#N/A</v></c></row>'
        for row, hidden in ((1, ""), (2, ' hidden="1"'), (5, ""))
    )
    columns, merges = '<cols><col min="2" max="3" hidden="1"/></cols>', '<mergeCell ref="A1:B2"/>'
    sheet = f"<worksheet>{columns}<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    bare = sheet.replace(":c ", "，c ")  # nothing that could be a tag with a prefix
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", bare)
    seen = look_through("甲", bare.encode(), {1: "0%"}, LIMITS)
    assert (seen.hidden_rows, seen.hidden_columns, seen.merges) == (1, [(2, 3)], [(1, 1, 2, 2)])
    assert set(seen.formats) == {(row, column) for row in (1, 2, 5) for column in (2, 3)}
    assert set(seen.faults) == {(row, column) for row in (1, 2, 5) for column in (4, 5)}
    for other in (prefixed, sheet):
        assert look_through("甲", other.encode(), {1: "0%"}, LIMITS) == seen
