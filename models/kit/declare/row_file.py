"""A file that is made of one row, declared by the area whose row it is: a report to hand in, in a form of our own."""

from dataclasses import dataclass

from ..text import Text
from .record import Record


@dataclass(frozen=True)
class RowFile:
    """fn: "module:function" of (row id, who) -> the bytes of a workbook, as far as this person may see what is in it."""

    name: str
    record: type[Record]
    zh: str
    en: str
    fn: str

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)
