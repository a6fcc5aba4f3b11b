"""The search box of the pages: what there is to open, rows by what was typed, where somebody was and what he starred."""

from fastapi import APIRouter, Response

from models.kit import words
from models.kit.ask.query import BadQuery
from models.kit.server.database import reading
from models.kit.server.patience import in_time

from ..finding.catalogue import catalogue
from ..finding.looking import look_up
from ..finding.places import note_opened, set_star, shown_places
from .answers import Answering, Asking
from .routes import PREFIX, Body, answer

router = APIRouter(prefix=f"{PREFIX}/finding", route_class=Answering, include_in_schema=False)
LONGEST, MOST_TYPES = 2_000, 10_000


@router.get("", summary="What I may open, what I starred and where I was → {entries, starred, recent}")
def offered(who: Asking) -> Response:
    with in_time():
        starred, recent = shown_places(who)
        parts = {"entries": catalogue(who), "starred": starred, "recent": recent}
        return answer({name: [entry.wire(who.lang) for entry in entries] for name, entries in parts.items()})


@router.post("", summary="Rows and help by what was typed: {text, after} → {hits, help, late, next}")
def looked_up(who: Asking, asked: dict = Body) -> Response:
    text, after = asked.get("text"), asked.get("after", 0)
    if not isinstance(text, str) or len(text) > LONGEST or type(after) is not int or not 0 <= after < MOST_TYPES:
        raise BadQuery(words.BAD_REQUEST(what="text"))
    with reading():
        return answer(look_up(who, text, after))


@router.post("/opened", summary="I am at this address: {path} → {known, starred}")
def came(who: Asking, asked: dict = Body) -> Response:
    path = _path(asked)
    with reading():
        return answer(note_opened(who, path))


@router.post("/star", summary="Keep this address, or no more: {path, on} → {known, starred}")
def starred(who: Asking, asked: dict = Body) -> Response:
    path, on = _path(asked), asked.get("on")
    if not isinstance(on, bool):
        raise BadQuery(words.BAD_REQUEST(what="on"))
    with reading():
        return answer(set_star(who, path, on))


def _path(asked: dict) -> str:
    path = asked.get("path")
    if not isinstance(path, str) or len(path) > LONGEST:
        raise BadQuery(words.BAD_REQUEST(what="path"))
    return path
