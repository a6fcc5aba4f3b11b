"""Attachments on a record page: small pictures, PDFs by name, and a button that also opens a phone's camera."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from models.kit.by_lines import spoken
from models.kit.clock import local
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.text import Text
from models.kit.write.files import Attachment, files_of

from .pieces import card, empty, icon_button, notice, span, tag
from .session import ask, viewer

FILES, ADD = Text("附件", "Files"), Text("上传照片或 PDF", "Add a photo or PDF")
PHOTOS = Text("照片", "Photos")
NONE = Text("还没有附件", "No files yet")
REMOVE = Text("移除“{name}”", "Remove “{name}”")
FAILED = Text("没有上传成功，请重试", "The upload failed; try again")
# The file goes over the API like everything else; the answer's sentence comes back as the event's detail.
SEND = """
async (e) => {
  const field = e.target, files = [...field.files];
  let said = '';
  for (const file of files) {
    const form = new FormData();
    form.append('file', file);
    try {
      const answer = await fetch(field.dataset.to, {method: 'POST', body: form, headers: {'X-Requested-With': 'opsdesk'}});
      if (!answer.ok) said = (await answer.json()).message || field.dataset.failed;
    } catch { said = field.dataset.failed; }
  }
  field.value = '';
  emit(said);
}
"""
REMOVED = """
async (e) => {
  await fetch(e.currentTarget.dataset.to, {method: 'DELETE', headers: {'X-Requested-With': 'opsdesk'}});
  emit('');
}
"""


def read_files(record: type[Record], id: int) -> list[Attachment]:
    return files_of(record, id)


def files_card(
    record: type[Record], id: int, files: list[Attachment], who: Who, done: Callable[[], Awaitable[Any]]
) -> None:
    """The files of a row, and for who may edit it the way to add one."""

    async def sent(event: Any) -> None:
        with ui.context.client:  # news of the file may draw this card anew, and the button away, while we wait
            if event.args:
                notice(str(event.args)[:300], bad=True)
            await done()

    with card(FILES.say(who.lang), str(len(files)) if files else "", flush=True) as head:
        if may(who, "edit", record) or may(who, "add", record):
            with head:
                file_button(f"/api/v1/{record.key()}/{id}/files", who, sent)
        if not files:
            empty(NONE.say(who.lang), "attach_file")
        with tag("div", "o-files"):
            for file in files:
                _shown(file, who, sent)


def column_files(record: type[Record], id: int, item: Any, held: list[dict[str, Any]], who: Who) -> None:
    """For who may edit the row, the ways to add to a column of files and to take one off; the page hears of it by itself."""

    async def sent(event: Any) -> None:
        if event.args:
            with ui.context.client:
                notice(str(event.args)[:300], bad=True)

    if not (may(who, "edit", record) or may(who, "add", record)):
        return
    with tag("div", "o-line o-files-bar"):
        file_button(f"/api/v1/{record.key()}/{id}/files?field={item.name}", who, sent, pictures=item.pictures)
        for file in held:
            off = icon_button("close", REMOVE(name=file["name"]).say(who.lang), kind="o-quiet o-small").mark("file-off")
            off.props["data-to"] = f"/api/v1/files/{int(file['id'])}/off"
            off.on("click", sent, js_handler=REMOVED.replace("DELETE", "POST"))


def files_asked(record: type[Record], id: int, tell: Callable[[str], None]) -> None:
    """In a dialog: the files that are there, and the way to add one without leaving it; `tell` gets why one was refused."""
    who, turn = viewer(), 0
    with tag("div", "o-field o-wide"):
        tag("div", "o-label", PHOTOS.say(who.lang))
        there = tag("div", "o-soft")
        file_button(f"/api/v1/{record.key()}/{id}/files", who, lambda event: sent(event))

    async def draw() -> None:
        nonlocal turn
        turn += 1
        mine = turn
        files = await ask(read_files, record, id)
        if mine != turn or there.is_deleted:
            return  # asked once more meanwhile, or the dialog was closed
        there.clear()
        with there:
            for file in files:
                with tag("div", "o-line"):
                    ui.icon("attach_file")
                    span(file.name)

    async def sent(event: Any) -> None:
        tell(str(event.args or "")[:300])
        await draw()

    with there:
        ui.timer(0.01, draw, once=True)


def file_button(
    target: str, who: Who, sent: Callable[[Any], Awaitable[None]], label: str | None = None, *, pictures: bool = False
) -> None:
    """Puts photos or PDFs on the row behind `target`; `sent` gets the event, with the refusal as its argument or nothing."""
    with tag("label", "o-button o-small"):
        ui.icon("add_a_photo")
        span(ADD.say(who.lang) if label is None else label)
        field = tag("input", "o-unseen").mark("add-file")
        field.props["type"], field.props["multiple"] = "file", True
        field.props["aria-label"] = ADD.say(who.lang)
        field.props["accept"] = "image/*" if pictures else "image/*,application/pdf"
        field.props["data-to"], field.props["data-failed"] = target, FAILED.say(who.lang)
        field.on("change", sent, js_handler=SEND)


def _shown(file: Attachment, who: Who, sent: Callable[[Any], Awaitable[None]]) -> None:
    where = f"/api/v1/files/{file.id}"
    with tag("div", "o-file"):
        with ui.link(target=where).classes(replace="o-file-face"):
            if file.kind.startswith("image/"):
                picture = tag("img")
                picture.props["src"], picture.props["alt"] = where + "/small", file.name
                picture.props["loading"] = "lazy"
            else:
                ui.icon("picture_as_pdf")
        tag("div", "o-file-name", file.name)
        with tag("div", "o-line o-faint"):
            span(f"{local(file.at):%m-%d %H:%M} · {spoken(file.user_name, viewer().lang)}")
            if file.user_id == viewer().user_id:
                remove = icon_button("close", REMOVE(name=file.name).say(who.lang), kind="o-quiet o-small")
                remove.props["data-to"] = where
                remove.on("click", sent, js_handler=REMOVED)
