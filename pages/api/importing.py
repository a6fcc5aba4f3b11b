"""Import over HTTP: a file with its mapping and options, answered with what would happen or what did."""

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile

from exports.incoming.importing import parsed, run
from exports.read.aside import turn
from models.kit import words
from models.kit.declare.record import Record
from models.kit.server import patience
from models.kit.text import Refused

from ..importing.upload import new_path
from .answers import Answering, Asking
from .routes import PREFIX, Known, allowed, answer

router = APIRouter(prefix=PREFIX, route_class=Answering)
BLOCK = 1 << 20


@router.post(
    "/{record}/import",
    summary="Import a file: form fields file, mapping {header: field|null}, options {sheet, mode, key, create_links, "
    "dry_run, only_good, op, encoding, placeholders: ask|empty|keep, blanks: keep|clear, again: ask|leave|add, guesses: ask|take|leave, "
    "arrange: ask|take|leave|kinds} → {state, total, new, changed, "
    "unchanged, faulty, skipped, doubtful, again, mapping, guessed, unsure, arrangements, unmapped, sheet, encoding, batch, notes}. A file of "
    "export.xlsx with returning: true is compared instead: options {conflicts: ask|mine|theirs, cells: {C7: mine|theirs}, "
    "doubles: ask|new|leave, deleted: all|[id], only_good, dry_run, op, reason} → {state, returned, mine, conflicts, theirs, "
    "both, locked, missing, gone, doubles, new, changed, cells, deleted, undecided, faulty, batch, notes}",
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
        # A trial is for whoever waits for it; an import goes on, and says to who asks again that it was done.
        tell = still_waited_for if asked.get("dry_run") is True else lambda share: None
        with turn(path, who.user_id, tell):
            done = run(path, name, record, who, parsed(mapping, "mapping"), asked, tell=tell)
    finally:
        path.unlink(missing_ok=True)
    return answer(done.wire(who.lang))


def still_waited_for(share: float) -> None:
    """Raises Refused once nobody waits for the answer any more."""
    if patience.Asking.is_gone():
        raise Refused(patience.NOBODY_WAITS)
