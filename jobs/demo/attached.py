"""The demo's pictures and papers: photos of shelves that were visited and set right, reports as they came from the laboratory."""

import io
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from exports.attachments import PDF, placed, settle
from models import house
from models.kit import Record, Row, Who
from models.kit.server.database import writing
from models.kit.write.files import attach

EACH, JPEG = 6, "image/jpeg"
TONES = ((196, 92, 62), (92, 140, 90), (214, 178, 94), (88, 118, 160), (170, 120, 150), (120, 160, 170))


def attach_some(who: Who, folder: Path) -> int:
    """A few on each of the latest rows of their types, drawn here; returns how many. Types that the house lacks have none."""
    dice, made = Random(EACH), 0
    for key, name, kind, fits, drawn in KINDS:
        record = house().records.get(key)
        for row in record.rows(fits(record), order=-record.id)[:EACH] if record else ():
            _hang(who, record, row, drawn(row, dice), name.format(row=row), kind, folder)
            made += 1
    return made


def _hang(who: Who, record: type[Record], row: Row, data: bytes, name: str, kind: str, folder: Path) -> None:
    file = placed(data, name, kind, folder)
    with writing():
        attach(who, record, row.id, file)
    settle(folder, file["stored"], True)


def _shelf(row: Row, dice: Random) -> bytes:
    """Three boards with boxes and tins on them."""
    picture = Image.new("RGB", (480, 360), (238, 234, 226))
    draw = ImageDraw.Draw(picture)
    for board in (118, 226, 334):
        at = 14
        while at < 450:
            wide, high = dice.randrange(22, 52), dice.randrange(46, 88)
            tone = dice.choice(TONES)
            draw.rectangle((at, board - high, at + wide, board), fill=tone, outline=(70, 60, 50))
            draw.rectangle((at + 4, board - high // 2 - 8, at + wide - 4, board - high // 2 + 8), fill=(246, 244, 238))
            at += wide + dice.randrange(2, 14)
        draw.rectangle((0, board, 480, board + 10), fill=(120, 96, 72))
    return _saved(picture, "JPEG")


def _paper(report: Row, dice: Random) -> bytes:
    """A page as a laboratory sends it."""
    page = Image.new("L", (620, 877), 255)
    draw = ImageDraw.Draw(page)
    draw.text((210, 60), "TEST REPORT", fill=0, font_size=30)
    lines = (
        f"No. {report.report_no}",
        f"Batch {report.batch_no}",
        f"Reported {report.reported_on}",
        "Conclusion: see items",
    )
    for at, line in enumerate(lines):
        draw.text((80, 140 + 36 * at), line, fill=0, font_size=20)
    for at in range(8):
        draw.rectangle((80, 320 + 44 * at, 540, 364 + 44 * at), outline=0)
        draw.line((260, 320 + 44 * at, 260, 364 + 44 * at), fill=0)
    draw.ellipse((420, 720, 540, 840), outline=90, width=4)
    return _saved(page, "PDF")


def _saved(picture: Image.Image, form: str) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, form)
    return kept.getvalue()


# By type: the file's name and kind, on which rows, and what is drawn.
KINDS = (
    ("visit_item", "现场.jpg", JPEG, lambda record: record.failed == 1, _shelf),
    ("rectification", "整改后.jpg", JPEG, lambda record: record.state.in_(("done", "closed")), _shelf),
    ("inspection_report", "{row.report_no}.pdf", PDF, lambda record: record.state == "valid", _paper),
)
