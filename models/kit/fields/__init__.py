"""The field types: what a value means decides how it is stored, read from text, shown and masked."""

from .choices import Choice, ChoiceField, FlagField, LaterLink, LinkField, TagsField
from .described import MASK, TOO_LONG, Described, is_stored_as_is
from .names import NameField, NamesField, parted
from .numbers import CountField, DecimalAsInteger, MoneyField, QuantityField
from .texts import IdNumberField, LineField, NoteField, PhoneField, PinyinField
from .times import DayField, MomentField, MonthField

__all__ = [
    "Choice",
    "ChoiceField",
    "CountField",
    "DayField",
    "DecimalAsInteger",
    "Described",
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
    "QuantityField",
    "TOO_LONG",
    "TagsField",
    "is_stored_as_is",
    "parted",
]
