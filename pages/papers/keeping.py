"""A workbook that was uploaded: looked at beside the server, put among the attachments, taken by its template in one change."""

from pathlib import Path
from typing import Any

from nicegui import app

from exports import attachments
from exports.papers.checking import looked_at
from models import house
from models.design.papers import WEEK, XLSX, DesignPaper, put_book, stored_book
from models.kit.declare.access import Who, may, why_not
from models.kit.declare.record import Row
from models.kit.text import Refused, Text
from models.kit.write.writes import changes

from ..importing.upload import folder as upload_folder

ADDED = Text("模板“{name}”的工作簿", "Workbook of the template “{name}”")
NO_FILE = Text("文件已不在，请再上传一次", "The file is gone; upload it again")


def folder() -> Path:
    settings = getattr(app.state, "settings", None)
    return settings.folders["attachments"] if settings is not None else upload_folder()


def examined(who: Who, path: Path, file: str, kind: str, record: str | None, id: int | None = None) -> dict[str, Any]:
    """What it asks for, and what it would say of a row. Raises Refused."""
    if kind != WEEK and record not in house().records:
        raise Refused(NO_FILE)
    order = {"path": str(path.resolve()), "name": file, "kind": kind, "record": record, "id": id}
    return looked_at(who, order)


def examined_again(who: Who, paper: Row) -> dict[str, Any] | None:
    """The same of a template's own workbook; None where it has none."""
    stored = stored_book(paper)
    if stored is None or not (folder() / stored.stored).is_file():
        return None
    return examined(who, folder() / stored.stored, stored.name, paper.kind, paper.record_type)


def kept(who: Who, path: Path, file: str, sets: dict[str, Any] | None, id: int | None = None) -> int:
    """A new template with its workbook, or another workbook for one, as one change. Raises Refused; then nothing is kept."""
    if why := why_not(who, "add" if id is None else "edit", DesignPaper):
        raise Refused(why)
    stored = attachments.placed(path.read_bytes(), file, XLSX, folder())
    done = False
    try:
        with changes(who=who, via="form") as c:
            c.label = ADDED(name=(sets or {}).get("name") or DesignPaper.title_of(id))
            made = c.create(DesignPaper, **sets).id if id is None else id
            put_book(c, made, stored)
        done = True
    finally:
        attachments.settle(folder(), stored["stored"], done)
    return made


def template_of(id: int, who: Who) -> Row | None:
    return DesignPaper.rows_by_id([id]).get(id) if may(who, "see", DesignPaper) else None
