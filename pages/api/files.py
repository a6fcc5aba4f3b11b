"""Attachments over HTTP: put a file on a record, list, fetch, look at a small picture of it, take it off again."""

import tempfile
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Request, Response, UploadFile

from exports import attachments
from models import house
from models.kit.ask.links import visible_ids
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.database import reading, writing
from models.kit.text import Refused, Text
from models.kit.write.files import Attachment, attach, attach_to, attachment, detach, files_of, take_off
from models.kit.write.telling import Committed, tell
from models.kit.write.writes import changes

from .answers import Answering, Asking, NotThere
from .routes import PREFIX, Known, answer

router = APIRouter(prefix=PREFIX, route_class=Answering)
ADDED, TAKEN = Text("上传“{name}”", "“{name}” uploaded"), Text("移除“{name}”", "“{name}” taken off")


def folder_of(request: Request) -> Path:
    """The folder of the settings; where the app runs without them (tests), one of the system's."""
    settings = getattr(request.app.state, "settings", None)
    return settings.folders["attachments"] if settings is not None else Path(tempfile.gettempdir())


@router.get("/{record}/{id:int}/files", summary="The files on a record: {files: [{id, name, kind, size, at, by}]}")
def listed(who: Asking, id: int, record: type[Record] = Known) -> Response:
    with reading():
        if not 0 < id < 2**53 or not visible_ids(record, who, {id}):
            raise NotThere
        return answer({"files": [wire_of(file) for file in files_of(record, id)]})


@router.post("/{record}/{id:int}/files", summary="Put a picture or PDF on a record: form field file → {id, name, …}")
def added(
    who: Asking,
    request: Request,
    id: int,
    file: Annotated[UploadFile, File()],
    record: type[Record] = Known,
    field: str = "",
) -> Response:
    if not 0 < id < 2**53:
        raise NotThere
    folder = folder_of(request)
    data = file.file.read(attachments.MOST_BYTES + 1)
    kept = attachments.begin(data, file.filename or "", folder, who.user_id)
    if field:
        return answer({"files": _into(who, record, id, field, folder, kept)})
    made = None
    try:
        with writing():
            made = attach(who, record, id, kept)
    except BaseException:
        made = None
        raise
    finally:
        attachments.settle(folder, kept["stored"], made is not None)
    tell(Committed(0, who, {record.key(): frozenset({id})}, frozenset("u")))  # open pages of the record show it
    return answer(wire_of(made))


def _into(who: Who, record: type[Record], id: int, field: str, folder: Path, kept: dict) -> list[dict]:
    """Into a column of files: an ordinary change of its cell, with its history and its undo."""
    held = None
    try:
        with changes(who=who, via="form", label=ADDED(name=kept["name"])) as c:
            there = attach_to(c, record, id, field, kept)
        held = there
    finally:
        attachments.settle(folder, kept["stored"], held is not None)
    return held


@router.get("/files/{file_id:int}", summary="One file, as a download")
def fetched(who: Asking, request: Request, file_id: int) -> Response:
    file, path = _found(who, request, file_id)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}", "Cache-Control": "no-store"}
    return Response(path.read_bytes(), media_type=file.kind, headers=headers)


@router.get("/files/{file_id:int}/small", summary="A small picture of a picture")
def small(who: Asking, request: Request, file_id: int) -> Response:
    file, path = _found(who, request, file_id)
    if file.kind == attachments.PDF:
        raise NotThere
    return Response(
        attachments.thumbnail(path), media_type="image/webp", headers={"Cache-Control": "private, max-age=3600"}
    )


@router.post("/files/{file_id:int}/off", summary="Take a file out of its column → {files}", include_in_schema=False)
def taken_off(who: Asking, file_id: int) -> Response:
    try:
        with reading():
            file = attachment(who, house().records, file_id if 0 < file_id < 2**53 else 0)
    except Refused:
        raise NotThere from None
    if file.field is None or file.comment_id is not None:
        raise NotThere
    with changes(who=who, via="form", label=TAKEN(name=file.name)) as c:
        left = take_off(c, file, house().records)
    return answer({"files": left})


@router.delete("/files/{file_id:int}", summary="Take a file off its record")
def removed(who: Asking, file_id: int) -> Response:
    with writing():
        detach(who, house().records, file_id if 0 < file_id < 2**53 else 0)
    return answer({"ok": True})


def wire_of(file: Attachment) -> dict:
    return {
        "id": file.id,
        "name": file.name,
        "kind": file.kind,
        "size": file.size,
        "by": file.user_name,
        "at": Attachment.at.keep(file.at),
        "picture": file.kind != attachments.PDF,
    }


def _found(who: Who, request: Request, file_id: int) -> tuple[Attachment, Path]:
    try:
        with reading():
            file = attachment(who, house().records, file_id if 0 < file_id < 2**53 else 0)
    except Refused:
        raise NotThere from None
    path = folder_of(request) / file.stored
    if not path.is_file():
        raise NotThere
    return file, path
