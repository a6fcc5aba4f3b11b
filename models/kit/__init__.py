"""The grammar the areas are written in; it knows peewee, never the web face or a file format."""

from .access import Grant, Who, system
from .area import Action, Area, Chart, Daily, Due, Filler, Metric
from .doing import in_one_change
from .fields import (
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    IdNumberField,
    LaterLink,
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
from .job import Job
from .measures import Less, Measure, Plus, Ratio
from .notices import notify
from .numbers import numbered
from .params import Param, setting
from .record import Move, Record, Row, Sheet, Spread
from .rules import Rules, Then
from .shortcuts import Shortcut
from .states import Step
from .text import Refused, Text
from .writes import Changes, changes

__all__ = [
    "Action", "Area", "Changes", "Chart", "Choice", "ChoiceField", "CountField", "Daily", "DayField", "Due", "Filler", "FlagField",
    "Grant", "IdNumberField", "Job", "LaterLink", "Less", "LineField", "LinkField", "Measure", "Metric", "MomentField", "MoneyField", "MonthField",
    "Move", "NoteField", "Param", "PhoneField", "PinyinField", "Plus", "QuantityField", "Ratio", "Record", "Refused",
    "Row", "Rules", "Sheet", "Shortcut", "Spread", "Step", "TagsField", "Text", "Then", "Who", "changes", "in_one_change", "notify",
    "numbered", "setting", "system",
]  # fmt: skip
