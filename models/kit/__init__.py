"""The grammar the areas are written in; it knows peewee, never the web face or a file format."""

from .server import lean as lean  # before anything imports peewee

# isort: split
from .declare.access import Grant, Who, system
from .declare.area import Action, Area, Chart, Daily, Due, Filler, Metric
from .declare.job import Job
from .declare.overview import AboutCard, DrawnCard, Overview, RowCard, Share, SpanCard, WeekCard
from .declare.paper import Paper, PaperLines
from .declare.params import Param, setting
from .declare.parts import Brings
from .declare.record import Move, Record, Row, Sheet, Spread
from .declare.rules import Rules, Then
from .declare.shortcuts import Shortcut
from .declare.states import Step
from .fields import (
    BarcodeField,
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
    YearField,
)
from .text import Refused, Text
from .week.measures import Less, Measure, Plus, Ratio
from .write.doing import in_one_change
from .write.notices import notify
from .write.numbers import numbered
from .write.writes import Changes, changes

__all__ = [
    "AboutCard",
    "Action",
    "Area",
    "BarcodeField",
    "Brings",
    "Changes",
    "Chart",
    "Choice",
    "ChoiceField",
    "CountField",
    "Daily",
    "DayField",
    "DrawnCard",
    "Due",
    "Filler",
    "FlagField",
    "Grant",
    "IdNumberField",
    "Job",
    "LaterLink",
    "Less",
    "LineField",
    "LinkField",
    "Measure",
    "Metric",
    "MomentField",
    "MoneyField",
    "MonthField",
    "Move",
    "NoteField",
    "Overview",
    "Paper",
    "PaperLines",
    "Param",
    "PhoneField",
    "PinyinField",
    "Plus",
    "QuantityField",
    "Ratio",
    "Record",
    "Refused",
    "Row",
    "RowCard",
    "Rules",
    "Share",
    "Sheet",
    "Shortcut",
    "SpanCard",
    "Spread",
    "Step",
    "TagsField",
    "Text",
    "Then",
    "WeekCard",
    "Who",
    "YearField",
    "changes",
    "in_one_change",
    "notify",
    "numbered",
    "setting",
    "system",
]
