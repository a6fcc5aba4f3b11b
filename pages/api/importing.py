"""Import over HTTP: a file with its mapping and options, answered with what would happen or what did."""

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile

from exports.incoming.importing import parsed, run
from exports.read.aside import turn
from models.kit import words
from models.kit.declare.record import Record
from models.kit.text import Refused

from ..importing.upload import new_path
from .answers import Answering, Asking
from .routes import PREFIX, Known, allowed, answer

router = APIRouter(prefix=PREFIX, route_class=Answering)
BLOCK = 1 << 20


@router.post(
    "/{record}/import",
    summary="Import a file: form fields file, mapping {header: field|null}, options {sheet, mode, key, create_links, "
    "dry_run, only_good, op, encoding, placeholders: ask|empty|keep, blanks: keep|clear} → {state, total, new, changed, "
    "unchanged, faulty, skipped, doubtful, mapping, unmapped, sheet, encoding, batch, notes}",
)
def imported(
    who: Asking,
    file: Annotated[UploadFile, File()],
    record: type[Record] = Known,
    mapping: Annotated[str, Form()] = "",
    options: Annotated[str, Form()] = "",
    dry_run: Annotated[bool | None, Form()] = None,
) -> Response:
    """`dry_run` may stand as a form field of its own. The bytes are kept only while they are being read."""
    allowed(who, "import", record)
    asked = parsed(options, "options") or {}
    if not isinstance(asked, dict):
        raise Refused(words.BAD_REQUEST(what="options"))
    asked = asked if dry_run is None else asked | {"dry_run": dry_run}
    name = PurePath(file.filename or "file").name[:200]
    path = new_path()
    try:
        with path.open("wb") as kept:
            while block := file.file.read(BLOCK):
                kept.write(block)
        with turn(path, who.user_id):
            done = run(path, name, record, who, parsed(mapping, "mapping"), asked)
    finally:
        path.unlink(missing_ok=True)
    return answer(done.wire(who.lang))
