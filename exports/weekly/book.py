"""The meeting's workbook of a week: every sheet in its order, each leading to the others."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from . import areas, cover, front, reference, stores, words
from .meeting import Meeting

LOOKED_UP = ("missing", "trends", "definitions", "changes")


def week_book(report: dict[str, Any], extras: dict[str, Any], lang: str = "zh") -> Workbook:
    """The workbook of a week as this reader may know it; `told` as of `reader.for_reader`, `extras` as of `reading`."""
    meeting = Meeting(report, extras, lang)
    stores_shown = stores.stores_told(meeting)
    _name_sheets(meeting, stores_shown)
    reference.trends(meeting)
    if "front" in meeting.sheets:
        front.front(meeting)
    if meeting.whole:
        cover.cover(meeting)
    for area in meeting.whole:
        areas.area_sheet(meeting, area)
    if "ranking" in meeting.sheets:
        stores.ranking(meeting, stores_shown)
    for id in stores_shown:
        stores.store_page(meeting, id)
    reference.missing_days(meeting)
    reference.definitions(meeting)
    reference.changes(meeting)
    return _in_order(meeting)


def _name_sheets(meeting: Meeting, stores_shown: list[int]) -> None:
    if not meeting.extras["front"].is_empty:
        meeting.name("front", meeting.say(words.FRONT))
    if meeting.whole:
        meeting.name("cover", meeting.say(words.COVER))
    for area in meeting.whole:
        meeting.name(("area", area["name"]), meeting.area(area["name"]))
    if len(stores_shown) > 1 and stores.ranked(meeting):
        meeting.name("ranking", meeting.say(words.RANKING))
    for key, label in (
        ("missing", words.MISSING),
        ("trends", words.TRENDS),
        ("definitions", words.DEFINITIONS),
        ("changes", words.CHANGES),
    ):
        meeting.name(key, meeting.say(label))
    for id in stores_shown:
        meeting.name(("store", id), meeting.extras["stores"][id].name)


def _in_order(meeting: Meeting) -> Workbook:
    """As people turn the pages: the meeting first, then the stores, then what is looked up."""
    book = meeting.book
    order = sorted(meeting.sheets, key=_place)
    book._sheets = [book[meeting.sheets[key]] for key in order]
    book.active = 0
    for at, sheet in enumerate(book.worksheets):
        sheet.sheet_view.tabSelected = at == 0
    book.properties.title, book.properties.creator = meeting.title, "OpsDesk"
    return book


def _place(key: Any) -> int:
    ahead = ("front", "cover", "area", "ranking", "store", *LOOKED_UP)
    return ahead.index(key if isinstance(key, str) else key[0])


def as_bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
