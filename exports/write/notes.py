"""What people say of cells as notes on them, in the two parts that a workbook keeps of a note: its words and its box."""

import re
import zipfile
from xml.sax.saxutils import escape

from exports.read.sheets import letters

MOST, LONGEST = 1000, 3000  # notes of a file, signs of a note; the column of comments has all of them
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = (
    '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    '<Override PartName="/xl/comments1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>'
)
FOOT = f'<legacyDrawing xmlns:r="{OFFICE}" r:id="rId1"/>'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SHAPES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


class Notes:
    """The notes of the first sheet, gathered while its rows are written: (row of the list, column), both from 0."""

    def __init__(self) -> None:
        self.texts: dict[tuple[int, int], str] = {}

    def put(self, row: int, column: int, text: str) -> None:
        if len(self.texts) < MOST or (row, column) in self.texts:
            before = self.texts.get((row, column))
            said = text if before is None else f"{before}\n{text}"
            self.texts[row, column] = _ILLEGAL.sub("", said)[:LONGEST]

    def within(self, first: int, last: int) -> dict[tuple[int, int], str]:
        """Those of a sheet whose rows stand in its lines first to last, by line and column."""
        return {
            (first + row, column): text for (row, column), text in sorted(self.texts.items()) if first + row <= last
        }


def write_notes(archive: zipfile.ZipFile, places: dict[tuple[int, int], str]) -> None:
    """The parts that the first sheet names in its foot; places: lines from 1, columns from 0."""
    links = (
        f'<Relationship Id="rId1" Type="{OFFICE}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/comments" Target="../comments1.xml"/>'
    )
    said = "".join(_words(row, column, text) for (row, column), text in places.items())
    boxes = "".join(_box(at, row, column, text) for at, ((row, column), text) in enumerate(places.items(), 1025))
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
        "xl/comments1.xml": f'<comments xmlns="{MAIN}"><authors><author>OpsDesk</author></authors>'
        f"<commentList>{said}</commentList></comments>",
    }
    for name, part in parts.items():
        archive.writestr(name, _HEAD + part)
    archive.writestr("xl/drawings/vmlDrawing1.vml", f"{_SHAPES}{boxes}</xml>")


def _words(row: int, column: int, text: str) -> str:
    said = f'<text><r><rPr><sz val="9"/></rPr><t xml:space="preserve">{escape(text)}</t></r></text>'
    return f'<comment ref="{letters(column + 1)}{row}" authorId="0">{said}</comment>'


def _box(id: int, row: int, column: int, text: str) -> str:
    """As high as about its lines, to the right of the cell, unseen until somebody points at it."""
    lines = 2 + sum(1 + len(line) // 22 for line in text.split("\n"))
    anchor = f"{column + 1}, 12, {max(0, row - 2)}, 4, {column + 4}, 24, {row - 1 + min(lines, 20)}, 4"
    return (
        f'<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
