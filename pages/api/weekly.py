"""The meeting's workbooks over HTTP: made for whoever asks, as far as he may see, and noted before they leave."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from exports.weekly import making, print_file, stores_file, week_file, words
from exports.weekly.calendar_words import YEAR_FILE
from exports.weekly.month import span_of
from exports.weekly.pack import exportable
from exports.weeks.reader import hands_out, sight
from exports.write.book import XLSX
from models.kit import Text
from models.kit.ask.query import BadQuery
from models.kit.declare.access import Who
from models.kit.server.database import writing
from models.kit.server.patience import in_time
from models.kit.text import LANGUAGES
from models.kit.week.rollup import newest, week_named
from models.kit.words import BAD_REQUEST
from models.kit.write.history import note

from . import downloads
from .answers import Answering, Asking, NotThere
from .routes import PREFIX

router = APIRouter(prefix=PREFIX, route_class=Answering)
LONGEST = 400
ZIP = "application/zip"
TOO_LONG = Text("一次最多导出 {days} 天", "At most {days} days at a time")
Lang = Annotated[str | None, Query(pattern="^(zh|en)$")]


@router.get(
    "/weekly/pack", summary="Every list I may export, with the rows of a period: ?from=2026-11-01&to=2026-11-30"
)
def pack(
    request: Request,
    who: Asking,
    since: Annotated[date, Query(alias="from")],
    until: Annotated[date, Query(alias="to")],
    lang: Lang = None,
) -> Response:
    if until < since:
        raise BadQuery(BAD_REQUEST(what="from, to"))
    if (until - since).days >= LONGEST:
        raise BadQuery(TOO_LONG(days=LONGEST))
    with in_time():
        if not exportable(who):
            raise NotThere
    name = f"{words.PACK_FILE(since=since, until=until).say(lang or who.lang)}.xlsx"
    return _sent(
        request, who, lang, "pack", (since.isoformat(), until.isoformat()), name, {"since": since, "until": until}
    )


@router.get("/weekly/{week}/book", summary="The meeting workbook of a closed week, in Chinese or English: ?lang=zh")
def week_book(request: Request, who: Asking, week: str, lang: Lang = None) -> Response:
    return _of_week(request, who, lang, "week", week, week_file, bool)


@router.get("/weekly/{week}/print", summary="Its print set, some fourteen pages, in Chinese or English: ?lang=zh")
def week_print(request: Request, who: Asking, week: str, lang: Lang = None) -> Response:
    return _of_week(request, who, lang, "print", week, print_file, lambda seen: seen.areas)


@router.get("/weekly/{week}/stores", summary="The pages of its stores, a workbook for each manager, in a zip: ?lang=zh")
def week_stores(request: Request, who: Asking, week: str, lang: Lang = None) -> Response:
    return _of_week(request, who, lang, "stores", week, stores_file, hands_out, ZIP)


def _of_week(
    request: Request, who: Who, lang: str | None, what: str, week: str, named: Any, has: Any, kind: str = XLSX
) -> Response:
    """has: whether there is any of it for who reads so much."""
    try:
        asked = week_named(week)
    except ValueError:
        raise NotThere from None
    with in_time():
        seen = sight(who)
        revision = newest(asked) if not seen.nothing and has(seen) else None
    if revision is None:
        raise NotThere
    name = named(asked, revision.revision, lang or who.lang)
    detail = {"week": str(asked), "revision": revision.revision}
    return _sent(request, who, lang, what, (str(asked),), name, detail, kind)


@router.get(
    "/monthly/{month}/book", summary="The workbook of a month with closed weeks, in Chinese or English: ?lang=zh"
)
def month_book(request: Request, who: Asking, month: str, lang: Lang = None) -> Response:
    return _of_period(request, who, lang, "month", month, r"20\d\d-(0[1-9]|1[0-2])", words.MONTH_FILE)


@router.get("/yearly/{year}/book", summary="The workbook of a year with closed weeks, in Chinese or English: ?lang=zh")
def year_book(request: Request, who: Asking, year: str, lang: Lang = None) -> Response:
    return _of_period(request, who, lang, "year", year, r"20\d\d", YEAR_FILE)


def _of_period(
    request: Request, who: Who, lang: str | None, what: str, period: str, shape: str, named: Text
) -> Response:
    if not re.fullmatch(shape, period):
        raise NotThere
    with in_time():
        there = not sight(who).nothing and span_of(period) is not None
    if not there:
        raise NotThere
    name = f"{named(month=period).say(lang or who.lang)}.xlsx"
    return _sent(request, who, lang, what, (period,), name, {what: period})


def _sent(
    request: Request,
    who: Who,
    lang: str | None,
    what: str,
    asked: tuple,
    name: str,
    detail: dict,
    kind: str = XLSX,
) -> Response:
    if who.user_id is None or (lang or who.lang) not in LANGUAGES:
        raise NotThere

    def making_it(over: Callable[[], bool]) -> Iterator[bytes]:
        return making.pieces(who, lang or who.lang, what, *asked, over=over)

    def noting() -> None:
        with writing():  # the log comes before the file leaves
            note(who, "export", f"{what}_book", lang=lang or who.lang, **detail)

    headers = {
        "Content-Disposition": f"attachment; filename=\"{what}{name[name.rindex('.') :]}\"; filename*=UTF-8''{quote(name)}",
        "Content-Encoding": "identity",  # a workbook is compressed already
        "Cache-Control": "no-store",
    }
    return downloads.sent(request, who, making_it, kind, headers, noting)
