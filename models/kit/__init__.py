"""The grammar the areas are written in; it knows peewee, never the web face or a file format."""

from .access import Grant, Who, system
from .area import Action, Area, Metric
from .fields import (
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    IdNumberField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    MonthField,
    NoteField,
    PhoneField,
    PinyinField,
    QuantityField,
    TagsField,
)
from .record import Move, Record, Row, Sheet
from .text import Refused, Text
from .writes import Changes, changes

__all__ = [
    "Action", "Area", "Changes", "Choice", "ChoiceField", "CountField", "DayField", "FlagField", "Grant",
    "IdNumberField", "LineField", "LinkField", "Metric", "MomentField", "MoneyField", "MonthField", "Move", "NoteField",
    "PhoneField", "PinyinField", "QuantityField", "Record", "Refused", "Row", "Sheet", "TagsField", "Text", "Who",
    "changes", "system",
]  # fmt: skip
