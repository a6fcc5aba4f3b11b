"""The bytes of an upload: kept under a random name only as long as they are being read."""

import secrets
import tempfile
import time
from pathlib import Path

from nicegui import app, ui
from nicegui.element import Element
from nicegui.events import UploadEventArguments

from models.kit.declare.access import Who

from ..parts.pieces import notice, tag
from ..parts.session import viewer
from . import words

MOST_BYTES = 20 * 1024 * 1024
FORGOTTEN = 3600
PICK = "(e) => e.currentTarget.closest('.q-uploader').querySelector('input[type=file]').click()"


def folder() -> Path:
    """The folder of the settings; where the app runs without them (tests), one of the system's."""
    settings = getattr(app.state, "settings", None)
    return settings.folders["uploads"] if settings is not None else Path(tempfile.gettempdir())


def new_path() -> Path:
    """A place for an upload under a name only we know; remains of broken uploads go after an hour."""
    place = folder()
    for old in place.glob("*.upload"):
        if old.stat().st_mtime < time.time() - FORGOTTEN:
            old.unlink(missing_ok=True)
    return place / f"{secrets.token_hex(16)}.upload"


async def stored(event: UploadEventArguments) -> Path:
    """The uploaded bytes as a file."""
    path = new_path()
    try:
        await event.file.save(path)
    except BaseException:
        path.unlink(missing_ok=True)  # a full disk keeps no half of it
        raise
    return path


def drop_zone(who: Who, took) -> Element:
    """A place to drop a file or to click; one file, sent at once."""

    def refused() -> None:
        notice(words.WRONG_KIND.say(viewer().lang), bad=True)

    made = ui.upload(on_upload=took, on_rejected=refused, auto_upload=True, max_files=1, max_file_size=MOST_BYTES)
    made.classes("i-drop").props("accept=.xlsx,.xls,.csv,.xlsm,.xlsb,.et,.txt,.ods,.xml,.html,.htm,.zip flat").mark(
        "upload"
    )
    with made.add_slot("list"), tag("button", "i-drop-face") as face:
        face.props["type"] = "button"
        face.on("click", js_handler=PICK)
        ui.icon("upload_file")
        tag("div", "i-drop-title", words.DROP.say(who.lang))
        tag("div", "o-faint", words.LIMITS.say(who.lang))
    return made
