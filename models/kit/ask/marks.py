"""How a file that leaves the house says which row each of its lines is: type, number, and a check only this database gives."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import peewee

from ..fields.described import Described
from ..reading import narrow
from ..server.database import fetch, opening
from ..text import Refused, Text

MARK = "row_id"
LABEL = Text("运营台行号", "OpsDesk row ID")
HINT = Text(
    "导出时带出，导入时按它认出已有的行；新增的行留空",
    "Comes with exports; imports recognise existing rows by it; leave it empty for new rows",
)
NOT_A_MARK = Text(
    "“{value}”不是这里{record}的行号（来自别的表、别的系统，或被改动过）；要新增这一行，请把这格清空",
    "“{value}” is not the ID of a row in {record} here (of another list, another system, or altered); "
    "empty the cell to add the row as new",
)
NO_SUCH_ROW = Text(
    "没有行号是“{value}”的{record}，可能已被删除；要新增这一行，请把这格清空",
    "There is no row “{value}” in {record}; it may have been deleted. Empty the cell to add the row as new",
)
_MARK = re.compile(r"([a-z0-9_]+)-([1-9][0-9]{0,15})-([0-9a-f]{6})")
_born: dict[int, str] = {}  # by opened database: what no other database begins with


def mark_of(key: str) -> Callable[[int], str]:
    """From ids of a record type to what files call its rows."""
    born = _birth()

    def mark(id: int) -> str:
        return f"{key}-{id}-{hashlib.sha256(f'{born} {key} {id}'.encode()).hexdigest()[:6]}"

    return mark


def id_of(key: str, text: str) -> int | None:
    """The id that such a text names; None for the rows of others, and for what anybody could have typed."""
    match = _MARK.fullmatch(text.lower())
    if match is None or match[1] != key:
        return None
    return int(match[2]) if mark_of(key)(int(match[2])) == text.lower() else None


def key_of(text: str) -> str | None:
    """Of which record type such a text speaks, true or not."""
    match = _MARK.fullmatch(text.strip().lower())
    return match[1] if match else None


def _birth() -> str:
    """The hash of the first change ever made here: it goes with every copy, and no other database has it."""
    if opening() not in _born:
        first = fetch('SELECT "hash" FROM "change" ORDER BY "id" LIMIT 1')
        if not first:
            return ""  # nothing was ever written, so there is no row to name either
        _born.clear()
        _born[opening()] = first[0][0]
    return _born[opening()]


class MarkField(Described, peewee.CharField):
    """The column of row numbers; no record has it, files do."""

    def __init__(self, key: str, record: Text):
        self.of, self.record = key, record
        super().__init__(LABEL.zh, LABEL.en, hint=HINT, null=True)
        self.name = MARK

    def read(self, value: Any) -> int:
        text = narrow(value)
        id = id_of(self.of, text)
        if id is None:
            raise Refused(NOT_A_MARK(value=text[:40], record=self.record))
        return id
