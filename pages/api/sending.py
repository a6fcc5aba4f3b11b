"""A file as it leaves: what it is called, and its pieces as they are made."""

from collections.abc import Iterator
from urllib.parse import quote

from exports.write import book
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.database import reading
from models.kit.text import Text

TO_EDIT = Text("_修改", "_to edit")


def as_file(record: type[Record], who: Who, ending: str, called: str = "") -> dict[str, str]:
    name = quote(f"{record.sheet.label.say(who.lang)}{called}_{book.stamp()}.{ending}")
    return {
        "Content-Disposition": f"attachment; filename=\"{record.key()}.{ending}\"; filename*=UTF-8''{name}",
        "Content-Encoding": "identity",  # a workbook is compressed already
    }


def held(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Each chunk is made by whichever thread asks next; each needs its own connection."""
    while True:
        with reading():
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
