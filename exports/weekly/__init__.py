"""The workbooks of the weekly meeting: a week's, a month's, and a pack of all lists of a period."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from exports.weeks.reader import for_reader, sight
from exports.weeks.report import report_of
from models.kit import system
from models.kit.clock import Week
from models.kit.declare.access import Who
from models.kit.week.rollup import newest, week_named

from . import words
from .month import told_of
from .reading import extras


def week_file(week: Week, revision: int, lang: str) -> str:
    """What the file of a week is called."""
    return f"{words.FILE(week=week, revision=revision).say(lang)}.xlsx"


def print_file(week: Week, revision: int, lang: str) -> str:
    return f"{words.PRINT_FILE(week=week, revision=revision).say(lang)}.xlsx"


def stores_file(week: Week, revision: int, lang: str) -> str:
    return f"{words.STORES_FILE(week=week, revision=revision).say(lang)}.zip"


def book_of_week(week: Week, who: Who) -> bytes:
    """The workbook of a closed week as this person may read it, in his language. Raises LookupError for an open week."""
    from .book import as_bytes, week_book  # and openpyxl with it, which the server does without

    seen = sight(who)
    report = for_reader(report_of(week), seen)
    return as_bytes(week_book(report, extras(report, seen, who), who.lang))


def print_set_of_week(week: Week, who: Who) -> bytes:
    """The pages of a closed week that are printed for the meeting. Raises LookupError for an open week."""
    from .book import as_bytes
    from .printed import print_book

    seen = sight(who)
    report = for_reader(report_of(week), seen)
    return as_bytes(print_book(report, extras(report, seen, who), who.lang))


def book_of_month(month: str, who: Who) -> bytes:
    """The workbook of a month or year. Raises LookupError when none of its weeks is closed."""
    from .book import as_bytes
    from .monthly import month_book

    return as_bytes(month_book(told_of(month, sight(who)), who.lang))


def write_week(order: dict[str, Any], tell: Callable[..., None]) -> str | None:
    """The manager's workbook of a week in the folder of exports; its path, or nothing where this revision is there already."""
    week, folder = week_named(order["week"]), Path(order["folder"])
    revision = newest(week)
    path = folder / week_file(week, revision.revision, "zh")
    if path.exists():
        return None
    who = replace(system("系统·周报"), lang="zh")
    tell(10, str(week))
    _put(path, book_of_week(week, who))
    return str(path)


def _put(path: Path, made: bytes) -> None:
    """All of it or nothing, and for nobody else on the machine to read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
