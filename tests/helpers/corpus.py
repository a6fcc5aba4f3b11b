"""Hostile and odd files, made when a test asks for them: what people and attackers hand to the import page."""

import base64
import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">'
SHEET = "xl/worksheets/sheet1.xml"
BOMB_DTD = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE_DTD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Case:
    """A file by name, how to make it, and a piece of the Chinese sentence that refuses it; None means it is read."""

    name: str
    make: Callable[[], bytes]
    refusal: str | None


def sheet(rows: str | bytes, before: str = "", after: str = "") -> bytes:
    rows = rows if isinstance(rows, bytes) else rows.encode()
    return f"{HEAD}{before}<sheetData>".encode() + rows + f"</sheetData>{after}</worksheet>".encode()


def parts(xml: bytes, date1904: bool = False, name: str = "Sheet1") -> dict[str, bytes]:
    """The least parts that make a workbook of one sheet."""
    epoch = '<workbookPr date1904="1"/>' if date1904 else ""
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{epoch}<sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    return {key: text.encode() for key, text in texts.items()} | {SHEET: xml}


def archive(content: dict[str, bytes], level: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
        for name, data in content.items():
            file.writestr(name, data)
    return out.getvalue()


def workbook(rows: str | bytes, before: str = "", after: str = "", **more) -> bytes:
    return archive(parts(sheet(rows, before, after), **more))


ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def bomb(megabytes: int, level: int = 1) -> bytes:
    """A workbook of blanks: next to nothing packed, very much unpacked."""
    return archive(parts(sheet(b" " * (megabytes << 20))), level)


def doctype(dtd: str, part: str) -> bytes:
    """A document type in front of the root of one part."""
    content = parts(sheet(ROW))
    root = b"<workbook" if part.endswith("workbook.xml") else b"<worksheet"
    return archive(content | {part: content[part].replace(root, dtd.encode() + root)})


def in_utf16() -> bytes:
    """An encoding in which a search for <!DOCTYPE finds nothing."""
    text = f'<?xml version="1.0" encoding="UTF-16"?>{BOMB_DTD}' + HEAD.partition("?>")[2] + "<sheetData/></worksheet>"
    return archive(parts(text.encode("utf-16")))


def lying_directory() -> bytes:
    """Declares 10 bytes for a part that unpacks to 50 MB."""
    data = bytearray(bomb(50))
    entry = next(at for at in _every(data, b"PK\x01\x02") if data[at + 46 :].startswith(SHEET.encode()))
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def _every(data: bytearray, mark: bytes):
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


def flagged_encrypted() -> bytes:
    data = bytearray(workbook(ROW))
    for at in _every(data, b"PK\x01\x02"):
        data[at + 8] |= 1
    return bytes(data)


def with_names(*names: str) -> bytes:
    return archive(parts(sheet(ROW)) | dict.fromkeys(names, b"<x/>"))


def same_name_twice() -> bytes:
    """Two parts of one name: readers differ on which of them counts."""
    data = with_names("xl/worksheets/sheet9.xml", "xl/worksheets/sheetA.xml")
    return data.replace(b"sheetA.xml", b"sheet9.xml")


def wide_row(columns: int, addressed: bool) -> bytes:
    if not addressed:
        return workbook(b"<row>" + b"<c><v>1</v></c>" * columns + b"</row>")
    return workbook("<row>" + "".join(f'<c r="{_letters(n)}1"><v>1</v></c>' for n in range(1, columns + 1)) + "</row>")


def _letters(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def far_cell(address: str, content: str = "<v>1</v>") -> bytes:
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return workbook(f'{ROW}<row r="{row}"><c r="{address}" s="0">{content}</c></row>')


def hidden_angle() -> bytes:
    """A far cell whose tag ends, for those who read carelessly, before it does."""
    return workbook(f'{ROW}<row r="9"><c r="XFD1048576" x="/>"><v>1</v></c></row>')


def styled_empties() -> bytes:
    return workbook(ROW + "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, 1_000_000)))


def cell(xml: str) -> bytes:
    return workbook(f'<row r="1">{xml}</row>')


def ole(stream: str) -> bytes:
    return OLE + b"\0" * 1016 + stream.encode("utf-16-le").ljust(512, b"\0")


OLD_XLS = """
c-rk)TWpk75T5h@yW4-aw{1%)6eueSy^}Ugw4$|z1p%v6p;ZG-
q?GMNw%w+!35^jJk;Et@G=#_l#*hFpG4T=;eNbcj#)C$D;6bBFArUqBu$U^Tv0cBJ|Lk^Kwn?|3iQ3uBKWFA#=A1KU=FHj4U*(LQ`=IbD&4P!>
q^YQzTnRD-bjKJkk)dT%(P%U#jxNH#3MMsW8#-V=Cy;HP2DG$oJ(@1Ue-Cz22){w{(H80j?WZA11(xE(B#t+qK2!5-H(yxPzi|B=zd4SZz-
0c<@t*xZ9hd>k1ZDxV?JIzCfVsdt;1XcIoC%@=;4<KHU?Fe?a3ydRun4#s=mXxP=X0;7jO$P?29{`98EE-p4EkHZZNZ8zCw-Fn1)E%Ke-
$U<eaEPri)+AE>f^KFZwt2j{wdfbb7)gMhY=joI+PThg*1!a6X~b&t&`ISXdqv$KGDw_4Knu=@?9g}EaLtjOP_B=QjK%?ot*NM;slD)l%LutNZ
qs#aj+XL3h5I2*I{YF-k~;14Y#_p+Nv44;Y(_V#NiOUVi(%<(f~?+dW;%H;-
?}<2AyZW+#2W&^tT0z965A>eR2rUTG`XnTDgCJk)x0<vJ)l>TYX&{dU`et42+43o~PfUzJzcv;$u0_L*(Q0lN%|@>3=6bkG)H_&*gUe$ZUD(9P
)}e<YjZn-AU!n*nF(n^Sofo9kb;ZZ<C)gz=SEv)EhR1=7e2BbHfgydEqpnOTy0RUU9c$IHV!ISKwnm2D)B7jv*C(qsjsjHJ?y)gLd<k64@!5To
JxHSaa-&k%%>v9$}~d980n2h{6?Rji?5E8>r}}*S@4IIEIBw$hrmJ`jhs^CFT)dQ%euu+69u?92o-
nA+Wj=<m=%#&w%_M7(Wg2$5YEsV~!Jha4%L>*O=rsY5b6%w)XQCY5S~`Cs<cqULD229=hqUZ^(8lA2@CHd`%73Ziid%jBuNQvG!y29H4S!#a^t
d(!cV?wfhU}pA&g_+HACztw0s(2x>+hWzwTuzAsDL*fo4qWUt6~UA+HK^~DM0l6W~%Uz$)php_3!tVk?nKwE`cmf<=&x_7KTMisT7#-
f*G*`!{xvh_-{gqZS`M8fdua)liXRkp}f5}6@}w`D%aCdF#8ZL~QBPQ^I`oDt_taAuryfOEt-Cpc%EbAfYdPDx6W7Ux(4@5X1iUU>aW$#dC2i`
Vm5gNYR?j9Wm>EiEmL;p+`9BsL0TvlY`MB_qA!BE|WR%Y|%6L0z^CKHb2eRf>l*WCCXA?&}4O=lnbgHf6TtUxy6lOmLhz{X$Q&n#eZ$phPU~7Q
9Z35UG-p9FY={yCdEt8K6NP>BoI|Lmn}5=_8kYjS@X9hUZ)@TN{z|9Y&q-
sZJ|#AQj6xJqyZR6|y?hW9P75%di8DUG*sEj8Am8_lE{T9fQ6t2ipTd--8cSHn;5y1cL#w-
KOr2j@moPos}J977SBSk^_=tTpBy})~^#yUEX(wEh;bm@Ef+w8SN5E?=>IJZ930x)w|fG^X);MbBA@_eO%}2KTp~@H1`Sh1$z624hBi*)m&et$
Bw~m<>KMW{1?AhiRHV!ewG+lzPxgF{R;1?H?aPSiFY@%3(k_Y>UTmcxO)@U_;@^s*lz`{uhsPp32ztPtBrkqPY3!3x<kD)_lWnmW_>j+LUOp9?
|-r1EFVtRM{JsIm!E<5ema1Ro9A&L<@x8r+J?4sG=+Ed4lCxTe(3GN3#SQlcz!|p&4f4jeEO^bZjZ-
_CcFm%3$`EM45_~V@6&H}d6nR8@dDQ0gEt4;emhP<huDNAgLtomAekFVw0>s_`@a@=DXxDrG_=bc0&)UVn@{Zm)?W&Id-4AtfxiH48!&h
"""


def xls() -> bytes:
    """A true workbook of Excel 97, saved by LibreOffice: dates, a fault, a hidden row, =1+1 as text."""
    return zlib.decompress(base64.b85decode("".join(OLD_XLS.split())))


def csv_text(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


CASES = [
    Case("bomb.xlsx", lambda: bomb(201), "解压后太大"),
    Case("dense.xlsx", lambda: bomb(60, 9), "压缩比异常"),
    Case("lying-directory.xlsx", lying_directory, "损坏"),
    Case("million-columns.xlsx", lambda: wide_row(1_000_000, addressed=False), "列"),
    Case("beyond-xfd.xlsx", lambda: wide_row(20_000, addressed=True), "列"),
    Case("201-columns.xlsx", lambda: wide_row(201, addressed=True), "第 201 列"),
    Case("200-columns.xlsx", lambda: wide_row(200, addressed=True), None),
    Case("far-cell.xlsx", lambda: far_cell("XFD1048576"), "列"),
    Case("far-row.xlsx", lambda: far_cell("A1048576"), "行"),
    Case("far-corner.xlsx", lambda: far_cell("GR200000"), "格"),
    Case("no-such-row.xlsx", lambda: far_cell("A" + "9" * 5000), "损坏"),
    Case("hidden-angle.xlsx", hidden_angle, "列"),
    Case("far-style.xlsx", lambda: far_cell("XFD1048576", ""), None),
    Case(
        "dimension-small.xlsx",
        lambda: workbook(ROW + '<row r="100"><c r="C100"><v>2</v></c></row>', before='<dimension ref="A1"/>'),
        None,
    ),
    Case("dimension-big.xlsx", lambda: workbook(ROW, before='<dimension ref="A1:XFD1048576"/>'), None),
    Case("styled-empties.xlsx", styled_empties, None),
    Case("laughs.xlsx", lambda: doctype(BOMB_DTD, SHEET), "不安全"),
    Case("laughs-workbook.xlsx", lambda: doctype(BOMB_DTD, "xl/workbook.xml"), "不安全"),
    Case("xxe.xlsx", lambda: doctype(XXE_DTD, SHEET), "不安全"),
    Case("utf16.xlsx", in_utf16, "不安全"),
    Case("undeclared-entity.xlsx", lambda: cell('<c r="A1"><v>&a;</v></c>'), "损坏"),
    Case("truncated.xlsx", lambda: workbook(ROW)[:-40], "损坏"),
    Case("empty.xlsx", lambda: b"", "空的"),
    Case("blank.csv", lambda: b" \r\n\r\n", "空的"),
    Case("garbage.xlsx", lambda: b"PK\x03\x04" + bytes(range(256)) * 20, "损坏"),
    Case("broken-sheet.xlsx", lambda: archive(parts(sheet(ROW)[:-30])), "损坏"),
    Case("unbalanced.xlsx", lambda: workbook('<row r="1"><c r="A1"><v>1</c></row>'), "损坏"),
    Case("no-workbook.xlsx", lambda: archive({"word/document.xml": b"<x/>"}), "Word 文档"),
    Case("missing-sheet.xlsx", lambda: archive({k: v for k, v in parts(b"").items() if k != SHEET}), "找不到"),
    Case("password.xlsx", lambda: ole("EncryptedPackage"), "密码"),
    Case("password-zip.xlsx", flagged_encrypted, "密码"),
    Case("renamed.xlsx", xls, None),
    Case("half.xls", lambda: xls()[:3000], "旧格式"),
    Case("et.xlsx", lambda: ole("ETExtData"), "旧格式"),
    Case("page.xls", lambda: b"<html><p>1</p></html>", "网页"),
    Case("spreadsheetml.xls", lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><a/>', "网页"),
    Case("paper.csv", lambda: b"%PDF-1.7\n1 0 obj", "不认识"),
    Case("bad-string.xlsx", lambda: cell('<c r="A1" t="s"><v>99999</v></c>'), "A1 引用了不存在的文字"),
    Case("not-a-number.xlsx", lambda: cell('<c r="A1"><v>nan</v></c>'), None),
    Case("month-13.xlsx", lambda: cell('<c r="A1" t="d"><v>2026-13-01</v></c>'), None),
    Case("long-text.xlsx", lambda: cell(f'<c r="A1" t="inlineStr"><is><t>{"长" * 32768}</t></is></c>'), "字符"),
    Case("traversal.xlsx", lambda: with_names("../../etc/cron.d/x"), "内部结构"),
    Case("absolute.xlsx", lambda: with_names("/etc/x"), "内部结构"),
    Case("backslash.xlsx", lambda: with_names("..\\..\\x"), "内部结构"),
    Case("same-name.xlsx", same_name_twice, "内部结构"),
    Case("case-name.xlsx", lambda: with_names("xl/A.xml", "xl/a.xml"), "内部结构"),
    Case("crowded.xlsx", lambda: archive(parts(sheet(ROW)) | {f"xl/{n}": b"" for n in range(10_000)}), "部件"),
    Case("macro.xlsm", lambda: archive(parts(sheet(ROW)) | {"xl/vbaProject.bin": b"x"}), None),
    Case("links.xlsx", lambda: archive(parts(sheet(ROW)) | {"xl/externalLinks/externalLink1.xml": b"<x/>"}), None),
    Case("big.csv", lambda: b"a,b\n" * (5 << 20) + b"x", "20 MB"),
    Case("long.csv", lambda: b"1\n" * 200_001, "200,001"),
    Case("wide.csv", lambda: ",".join(["1"] * 201).encode(), "201"),
    Case("nul.csv", lambda: b"a,b\n1,\0\n", "不认识"),
    Case("giant.csv", lambda: b"a,b\n1," + b"x" * (10 << 20), "内容过长"),
    Case("long-cell.csv", lambda: b"a,b\n1," + b"x" * 32_768, "字符"),
    Case("open-quote.csv", lambda: b'a,b\n1,"x\n2,3\n', "引号"),
    Case("no-encoding.csv", lambda: b"\xff\xfe\x00", "编码"),
    Case("gbk.csv", lambda: csv_text("编号,姓名\n013800000000,王小明\n", "gbk"), None),
    Case("gb18030.csv", lambda: csv_text("编号,姓名\n1,㐂𠮷\n", "gb18030"), None),
    Case("bom.csv", lambda: csv_text("编号,姓名\n1,王\n", "utf-8-sig"), None),
    Case("utf16.csv", lambda: csv_text("编号\t姓名\n1\t王\n", "utf-16"), None),
]
