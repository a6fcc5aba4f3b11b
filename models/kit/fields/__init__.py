"""The field types: what a value means decides how it is stored, read from text, shown and masked."""

from .choices import Choice, ChoiceField, FlagField, LaterLink, LinkField, TagsField, yes_or_no
from .described import MASK, TOO_LONG, Described, is_stored_as_is
from .files import FilesField
from .names import NameField, NamesField, parted
from .numbers import (
    CountField,
    DecimalAsInteger,
    DecimalField,
    MoneyField,
    ProgressField,
    QuantityField,
    RatingField,
    YearField,
    added_up,
    in_per_cent,
)
from .running import BarcodeField, RunningField
from .texts import EmailField, IdNumberField, LineField, NoteField, PhoneField, PinyinField, UrlField
from .times import DayField, MomentField, MonthField

__all__ = [
    "BarcodeField",
    "Choice",
    "ChoiceField",
    "CountField",
    "DayField",
    "DecimalAsInteger",
    "DecimalField",
    "Described",
    "EmailField",
    "FilesField",
    "FlagField",
    "IdNumberField",
    "LaterLink",
    "LineField",
    "LinkField",
    "MASK",
    "MomentField",
    "MoneyField",
    "MonthField",
    "NameField",
    "NamesField",
    "NoteField",
    "PhoneField",
    "PinyinField",
    "ProgressField",
    "QuantityField",
    "RatingField",
    "RunningField",
    "TOO_LONG",
    "TagsField",
    "UrlField",
    "YearField",
    "added_up",
    "in_per_cent",
    "is_stored_as_is",
    "parted",
    "yes_or_no",
]
