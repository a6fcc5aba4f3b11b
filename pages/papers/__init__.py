"""The pages /papers and /papers/<id>: the company's own workbooks as templates, what they ask for, and how they read when filled."""

from typing import Any

from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.design import DesignPaper
from models.design.papers import LIST, ROW, WEEK
from models.kit.declare.access import Who, may
from models.kit.declare.record import Row
from models.kit.text import Refused

from ..frame import page
from ..parts.pieces import card, empty, link, table, tag
from ..parts.session import ask, viewer
from . import words
from .keeping import examined_again, template_of
from .looked import result
from .new import NewPaper, Replacing

PATH = "/papers"


def mount() -> None:
    @ui.page(PATH)
    async def papers_page(record: str = "") -> None:
        who = viewer()
        sees = may(who, "see", DesignPaper)
        rows = await ask(DesignPaper.rows, order=DesignPaper.name) if sees else []
        with page(words.TITLE.say(who.lang), PATH):
            tag("h1", "o-h1", words.TITLE.say(who.lang))
            if not sees:
                empty(words.NOT_YOURS.say(who.lang), "print")
                return
            tag("p", "o-soft", words.LEAD.say(who.lang))
            _listed(rows, who)
            if may(who, "add", DesignPaper):
                with card(words.NEW.say(who.lang)):
                    NewPaper(who, record)

    ui.page(PATH + "/{id:int}")(paper_page)


async def paper_page(id: int) -> None:
    who = viewer()
    row = await ask(template_of, id, who) if 0 < id < 2**53 else None
    if row is None:
        raise HTTPException(404)
    looked, why = await _examined(row, who)
    with page(row.name, PATH):
        _head(row, who)
        with card(words.READS.say(who.lang)):
            result(looked, who, saved=True) if looked else empty(why or words.NO_BOOK.say(who.lang), "print")
        if may(who, "edit", DesignPaper):
            with card(words.REPLACE.say(who.lang)):
                Replacing(row, who)


async def _examined(row: Row, who: Who) -> tuple[dict[str, Any] | None, str]:
    try:
        return await ask(examined_again, who, row), ""
    except Refused as refused:
        return None, refused.text.say(who.lang)


def _listed(rows: list[Row], who: Who) -> None:
    fields = DesignPaper.fields()
    with card(words.TITLE.say(who.lang), str(len(rows)), flush=True) as head:
        with head:
            link(words.GRID.say(who.lang), "/t/design_paper", "o-button o-small", icon="grid_on")
        if not rows:
            empty(words.NONE.say(who.lang), "print")
            return
        heads = [(text.say(who.lang), "") for text in (words.NAME, words.MADE_OF, words.TABLE, words.WORKBOOK)]
        lines = []
        for row in rows:
            named = row.name if who.lang == "zh" else row.name_en or row.name
            made_of = fields["kind"].show(row.kind, who.lang)
            of = fields["record_type"].show(row.record_type, who.lang) if row.record_type else ""
            book = (row.workbook or [{"name": ""}])[-1]["name"]
            lines.append([lambda named=named, id=row.id: link(named, f"{PATH}/{id}"), made_of, of, book])
        table(heads, lines)


def _head(row: Row, who: Who) -> None:
    tag("h1", "o-h1", row.name if who.lang == "zh" else row.name_en or row.name)
    record = house().records.get(row.record_type) if row.record_type else None
    label = record.sheet.label if record else ""
    uses = {ROW: words.USES, LIST: words.USES_LIST, WEEK: words.USES_WEEK}[row.kind]
    tag("p", "o-soft", (uses(record=label) if row.kind != WEEK else uses).say(who.lang))
    with tag("div", "o-row"):
        for file in row.workbook or ():
            link(file["name"], f"/api/v1/files/{file['id']}", "o-button", icon="download")
        if record is not None:
            link(label.say(who.lang), f"/t/{record.key()}", "o-button", icon="grid_on")
