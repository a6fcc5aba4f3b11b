"""The pages /print/<record>: papers of rows on A4, for the printer or as PDF by way of the browser."""

from dataclasses import replace
from urllib.parse import urlencode

from nicegui import app
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from models import house
from models.kit import words
from models.kit.ask.query import BadQuery
from models.kit.declare.access import Who, why_not
from models.kit.declare.paper import Paper
from models.kit.server.database import reading, writing
from models.kit.server.patience import in_time
from models.kit.text import Refused, Text
from models.kit.write.history import note

from .. import guard
from ..api.answers import NOT_THERE
from ..guard.plain import answer as plainly
from . import lists
from .contents import MOST_PAPERS, letterhead, papers_of_type, read_papers
from .markup import document

PATH = "/print/{record}"
TOO_MANY = Text("一次最多打印 {n} 份，请分几次", "At most {n} papers at a time; print them in parts")


def mount() -> None:
    lists.mount()
    app.add_route(PATH, printed_page, methods=["GET"], include_in_schema=False)


async def printed_page(request: Request) -> Response:
    who, given = guard.who(request), request.query_params
    lang = given.get("lang") if given.get("lang") in ("zh", "en") else who.lang
    who = replace(who, lang=lang)
    other = "?" + urlencode({**given, "lang": "zh" if lang == "en" else "en"})
    try:
        paper, ids = asked(request.path_params["record"], given.get("paper", ""), given.get("ids", ""), who)
        made = await request.app.state.guard.read(_made, paper, ids, who)
        if len(ids) > 1:
            await request.app.state.guard.write(_noted, paper, ids, who)
    except (Refused, BadQuery) as refused:
        return plainly(request, 400, refused.text)
    except LookupError:
        return plainly(request, 404, NOT_THERE)
    printed, head = made
    page = document(paper, printed, head, who, str(request.base_url), other, request.scope.get("ops.nonce", ""))
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


def asked(record: str, name: str, ids: str, who: Who) -> tuple[Paper, list[int]]:
    """The paper and the rows of it. Raises LookupError for what isn't there for this person, Refused in words.

    Several at once are taken out as a file is: that needs the right to export.
    """
    record_type = house().records.get(record)
    if record_type is None or why_not(who, "see", record_type):
        raise LookupError(record)
    paper = next((paper for paper in papers_of_type(record_type) if paper.name == name), None)
    if paper is None:
        raise LookupError(name)
    parts = ids.split(",")
    if not all(part.isdecimal() and part.isascii() and len(part) < 16 for part in parts):
        raise BadQuery(words.BAD_REQUEST(what="ids"))
    if len(parts) > MOST_PAPERS:
        raise BadQuery(TOO_MANY(n=MOST_PAPERS))
    if len(parts) > 1 and (why := why_not(who, "export", record_type)):
        raise BadQuery(why)
    return paper, list(dict.fromkeys(int(part) for part in parts))


def _made(paper: Paper, ids: list[int], who: Who) -> tuple:
    with reading(), in_time():
        printed = read_papers(paper, ids, who)
        if not printed:
            raise LookupError(ids)
        return printed, letterhead()


def _noted(paper: Paper, ids: list[int], who: Who) -> None:
    with writing():
        note(who, "export", paper.record.key(), paper=paper.label.zh, rows=len(ids), ids=ids)
