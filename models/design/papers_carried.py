"""Paper templates in a design that goes to another house: each with its workbook, the bytes among the text."""

import hashlib
from collections.abc import Callable
from typing import Any

from ..kit.declare.record import Row
from ..kit.text import Refused, Text
from ..kit.write.files import Attachment
from ..kit.write.writes import Changes
from .papers import DesignPaper, put_book, stored_book

PAPERS, BOOK = "papers", "workbook"
Read = Callable[[Attachment], bytes | None]
Book = tuple[str, bytes]
Place = Callable[[str, bytes], dict[str, Any]]
PAPER = Text("单据模板“{name}”", "Paper template “{name}”")
OTHER_BOOK = Text("工作簿换成“{file}”", "its workbook becomes “{file}”")
NO_BOOK = Text(
    "{what}：文件里没有它的工作簿；请在原来的服务器上重新导出设计",
    "{what}: the file lacks its workbook; export the design once more where it came from",
)
DAMAGED = Text(
    "{what}：文件里的工作簿和它的校验值不符，请重新导出设计",
    "{what}: its workbook in the file isn't what its checksum says; export the design once more",
)
OTHER_TYPE = Text(
    "{what}：这里已有同名的模板，用在别的表或用法不同；请先改名",
    "{what}: there is one of this name here, of another table or use; rename one of them first",
)


def no_files(file: Attachment) -> None:
    """Where the bytes aren't at hand, a template is written with the name of its workbook alone."""


def nowhere(name: str, content: bytes) -> dict[str, Any]:
    raise TypeError("a design with workbooks needs a place for them")


def papers_of(types: set[str], whole: bool) -> list[Row]:
    """Those of these types by name; those of the weekly meeting, which belongs to no type, with the whole design."""
    return [
        row
        for row in DesignPaper.rows(order=DesignPaper.name)
        if row.record_type in types or (whole and row.record_type is None)
    ]


def book_said(row: Row, read: Read) -> dict[str, Any]:
    """What a design says of a template's workbook; nothing where it has none."""
    file = stored_book(row)
    if file is None:
        return {}
    content = read(file)
    return {BOOK: {"name": file.name, "digest": file.digest, **({} if content is None else {"content": content})}}


def book_of(said: dict[str, Any], here: Row | None, what: Text) -> Book | None:
    """The workbook that has to be put there; None where the one there is the same. Raises Refused for none and for a damaged one."""
    book = said.pop(BOOK, None)
    if book is None:
        return None
    parts = book if isinstance(book, dict) else {}
    name, digest, content = parts.get("name"), parts.get("digest"), parts.get("content")
    file = stored_book(here) if here is not None else None
    if file is not None and file.digest == digest:
        return None
    if not isinstance(content, bytes) or not isinstance(name, str):
        raise Refused(NO_BOOK(what=what))
    if hashlib.sha256(content).hexdigest() != digest:
        raise Refused(DAMAGED(what=what))
    return name, content


def put_books(c: Changes, books: dict[str, Book], place: Place) -> None:
    """place: puts the bytes where attachments lie. Raises Refused for what is no template."""
    for name, (file, content) in books.items():
        put_book(c, DesignPaper.rows(DesignPaper.name == name)[0].id, place(file, content))
