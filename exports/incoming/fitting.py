"""How well the values of a column of a file fit a field, from -1 (never) to 1, and what speaks for it."""

import re
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from exports.incoming.column_values import ColumnValues
from exports.incoming.counted_values import Counted, as_large, counted, tells_itself
from models.kit import fields
from models.kit.text import Refused, Text

NEVER = -1.0
MOSTLY, NEARLY_ALL = 0.8, 0.95
AHEAD = {"until", "deadline", "next", "plan", "planned", "forecast", "end", "start"}
ARE_OPTIONS = Text("{share} 的值是{field}里的选项", "{share} of the values are options of {field}")
ARE_KNOWN = Text("{share} 的值是已有的{record}", "{share} of the values are known {record}")
ARE_PHONES = Text("{share} 的值是电话号码", "{share} of the values are phone numbers")
ARE_IDENTITIES = Text(
    "{share} 的值是校验位正确的身份证号", "{share} of the values are ID numbers whose check digit is right"
)
ARE_BARCODES = Text("{share} 的值是校验位正确的条码", "{share} of the values are barcodes whose check digit is right")
ARE_PLATES = Text("{share} 的值是车牌号", "{share} of the values are number plates")
ARE_DAYS = Text("{share} 的值是日期", "{share} of the values are days")
ARE_MOMENTS = Text("{share} 的值是时间", "{share} of the values are times")
ARE_MONTHS = Text("{share} 的值是月份", "{share} of the values are months")
ARE_NUMBERS = Text("{share} 的值是数字", "{share} of the values are numbers")
ARE_IN_UNIT = Text(
    "{share} 的值写着单位，与{unit}相同或可换算",
    "{share} of the values name their unit, {unit} or one that converts into it",
)
ARE_PEOPLE = Text("{share} 的值像人名", "{share} of the values look like names of people")
ARE_ADDRESSES = Text("{share} 的值像地址", "{share} of the values look like addresses")
ARE_UNIQUE = Text("每行都不同", "each row has its own")
LIKE_OURS = Text("写法与已有的{field}相同", "they are written like the {field} that are here")
ARE_YES_NO = Text("{share} 的值是“是”或“否”", "{share} of the values are yes or no")


@dataclass(frozen=True)
class About:
    """What is known of a field besides its type: what its label means, its values here, which names it could link to."""

    means: frozenset[str] = frozenset()
    stored: tuple[Any, ...] = ()
    known: frozenset[str] = field(default_factory=frozenset)
    elsewhere: frozenset[str] = field(default_factory=frozenset)  # names of rows of other types that it doesn't link to
    is_key: bool = False


@dataclass(frozen=True)
class Fit:
    """How well values fit; telling: few other fields could hold such values, so that they speak for themselves."""

    worth: float
    why: Text | None = None
    telling: bool = False


def said(share: float) -> str:
    return f"{share:.0%}"


def _mostly(share: float, worth: float, why: Text, telling: bool = False) -> Fit:
    return Fit(worth, why(share=said(share)), telling and share >= NEARLY_ALL) if share >= MOSTLY else Fit(NEVER)


def fit(item: fields.Described, column: ColumnValues, about: About) -> Fit:
    """Of a column without values nothing is known."""
    return fits(item, column, about) if column.values else Fit(0.0)


@singledispatch
def fits(item: fields.Described, column: ColumnValues, about: About) -> Fit:
    return Fit(readable(item, column) - 0.8)


def readable(item: fields.Described, column: ColumnValues) -> float:
    """The share of the values that the field can read."""
    return column.share([_reads(item, value) for value in column.values])


def _reads(item: fields.Described, value: Any) -> bool:
    try:
        return item.parse(value) is not None
    except (Refused, ValueError, TypeError):
        return False


@fits.register(fields.LinkField)
def _(item, column: ColumnValues, about: About) -> Fit:
    known = column.share([text in about.known for text in column.texts])
    if known >= 0.6 and (known >= NEARLY_ALL or len(column.values) > 3):
        why = ARE_KNOWN(share=said(known), record=item.rel_model.sheet.label)
        return Fit(known, why, telling=known >= MOSTLY and (len(column.values) > 1 or column.filled > 2))
    others = column.share([text in about.elsewhere for text in column.texts]) if not known else 0.0
    if (
        column.days >= MOSTLY
        or column.phones >= MOSTLY
        or (column.numeric >= MOSTLY and column.whole < 1)
        or column.length > 24
        or others >= NEARLY_ALL
    ):
        return Fit(NEVER)
    return Fit(known - 0.35 if about.known or known else -0.15 if column.numeric < MOSTLY else -0.5)


@fits.register(fields.ChoiceField)
def _(item, column: ColumnValues, about: About) -> Fit:
    share = readable(item, column)
    if share >= 0.6:
        return Fit(share, ARE_OPTIONS(share=said(share), field=item.label), telling=share >= MOSTLY)
    if (
        column.days >= MOSTLY
        or column.phones >= MOSTLY
        or column.addresses >= MOSTLY
        or column.length > 20
        or column.unique
        and column.codes >= MOSTLY
    ):
        return Fit(NEVER)
    return Fit(share - 0.5 if column.numeric < MOSTLY else -0.9)


@fits.register(fields.FlagField)
def _(item, column: ColumnValues, about: About) -> Fit:
    return _mostly(min(column.yes_no, readable(item, column)), 0.9, ARE_YES_NO, telling=column.numeric < MOSTLY)


@fits.register(fields.PhoneField)
def _(item, column: ColumnValues, about: About) -> Fit:
    return _mostly(column.phones, 1.0, ARE_PHONES, telling=True)


@fits.register(fields.IdNumberField)
def _(item, column: ColumnValues, about: About) -> Fit:
    return _mostly(column.identities, 1.0, ARE_IDENTITIES, telling=True)


@fits.register(fields.BarcodeField)
def _(item, column: ColumnValues, about: About) -> Fit:
    return _mostly(column.barcodes, 1.0, ARE_BARCODES, telling=True) if column.barcodes >= MOSTLY else Fit(-0.8)


@fits.register(fields.EmailField)
def _(item, column: ColumnValues, about: About) -> Fit:
    return Fit(1.0, telling=True) if column.mails >= MOSTLY else Fit(NEVER)


@fits.register(fields.UrlField)
def _(item, column: ColumnValues, about: About) -> Fit:
    return Fit(1.0, telling=True) if column.links >= MOSTLY else Fit(NEVER)


@fits.register(fields.PinyinField)
def _(item, column: ColumnValues, about: About) -> Fit:
    return Fit(0.2) if all(text.isascii() for text in column.texts) and column.numeric < 0.2 else Fit(NEVER)


@fits.register(fields.DayField)
def _(item, column: ColumnValues, about: About) -> Fit:
    if column.days < MOSTLY:
        return Fit(NEVER)
    return Fit((0.45 if column.hours >= MOSTLY else 0.7) + _when(column, about), ARE_DAYS(share=said(column.days)))


def _when(column: ColumnValues, about: About) -> float:
    """Days that are all still to come are hardly those of what was done."""
    if column.coming < NEARLY_ALL or len(column.values) < 3:
        return 0.0
    return 0.15 if AHEAD & about.means else -0.75


@fits.register(fields.MomentField)
def _(item, column: ColumnValues, about: About) -> Fit:
    if column.days < MOSTLY:
        return Fit(NEVER)
    hours = column.hours >= 0.5
    # a day alone is more likely another field's: it is asked about
    return Fit(0.75 if hours else 0.0, (ARE_MOMENTS if hours else ARE_DAYS)(share=said(column.days)))


@fits.register(fields.MonthField)
def _(item, column: ColumnValues, about: About) -> Fit:
    if column.months >= MOSTLY:
        return Fit(0.9, ARE_MONTHS(share=said(column.months)))
    return Fit(0.0 if column.days >= MOSTLY else NEVER)


@fits.register(fields.CountField)
def _(item, column: ColumnValues, about: About) -> Fit:
    if (column.percents >= MOSTLY) != item.percent and column.percents >= MOSTLY:
        return Fit(NEVER)
    held = counted(column, item.unit)
    if held.share >= MOSTLY and held.whole < NEARLY_ALL and column.percents < MOSTLY:
        return Fit(-0.8)
    return _of_numbers(item, held, about)


@fits.register(fields.DecimalAsInteger)
def _(item, column: ColumnValues, about: About) -> Fit:
    if column.percents >= MOSTLY and not item.percent:
        return Fit(NEVER)
    return _of_numbers(item, counted(column, item.unit), about)


def _of_numbers(item: fields.Described, held: Counted, about: About) -> Fit:
    """Numbers, and such as name their unit: the field's speaks for it; another leaves it to the words, and to a question."""
    if held.share + held.other < MOSTLY:
        return Fit(NEVER)
    if held.other > 1 - MOSTLY:
        return Fit(-0.2)
    if held.in_unit >= MOSTLY:
        why = ARE_IN_UNIT(share=said(held.in_unit), unit=item.unit.said)
        return Fit(0.7 + min(0.2, as_large(held, about.stored)), why, telling=tells_itself(item.unit))
    return Fit(0.35 + as_large(held, about.stored), ARE_NUMBERS(share=said(held.share)))


@fits.register(fields.TagsField)
def _(item, column: ColumnValues, about: About) -> Fit:
    return Fit(NEVER if column.days >= MOSTLY or column.numeric >= MOSTLY else -0.1 if column.unique else 0.1)


@fits.register(fields.NoteField)
def _(item, column: ColumnValues, about: About) -> Fit:
    if column.days >= MOSTLY or column.numeric >= MOSTLY or column.phones >= MOSTLY or column.identities >= MOSTLY:
        return Fit(NEVER)
    if column.codes >= MOSTLY or column.people >= MOSTLY:
        return Fit(-0.6)
    return Fit(0.35 if column.length > 12 else 0.1)


@fits.register(fields.LineField)
def _(item, column: ColumnValues, about: About) -> Fit:
    if column.days >= MOSTLY or column.identities >= MOSTLY or (column.numeric >= MOSTLY and column.whole < 1):
        return Fit(NEVER)
    if column.plates >= MOSTLY:
        return Fit(1.0, ARE_PLATES(share=said(column.plates)), telling=True) if "plate" in about.means else Fit(-0.6)
    if column.phones >= MOSTLY and "phone" not in about.means:
        return Fit(-0.9)
    if column.addresses >= 0.6:
        near = bool({"address", "place"} & about.means)
        return Fit(0.9, ARE_ADDRESSES(share=said(column.addresses)), telling=True) if near else Fit(-0.5)
    return _as_words(item, column, about)


def _as_words(item: fields.Described, column: ColumnValues, about: About) -> Fit:
    """Lines that are codes, names of people or words, by what the label means and by how those here are written."""
    coded = bool({"number", "batch", "barcode", "plate", "licence", "card", "waybill", "idcard"} & about.means)
    worth, why = 0.0, None
    if column.codes >= MOSTLY or column.numeric >= MOSTLY:
        worth = 0.4 if coded else -0.5
        if coded and about.is_key:
            worth, why = (0.6, ARE_UNIQUE()) if column.unique else (-0.3, None)
    elif column.people >= 0.7:
        named = bool(
            {"name", "person", "contact", "owner", "member", "client", "driver", "employee", "teacher"} & about.means
        )
        worth, why = (0.5, ARE_PEOPLE(share=said(column.people))) if named and not coded else (-0.5, None)
    elif coded:
        worth = -0.5
    elif column.length > 25:
        worth = -0.2
    if about.stored and (alike := _written_alike(column, about)) is not None:
        worth += 0.4 * alike
        why = LIKE_OURS(field=item.label) if alike > 0.5 else why
    return Fit(max(-0.9, min(1.0, worth)), why)


def shape(text: str) -> str:
    """How a value is written: letters as they are, digits and Chinese signs by their kind alone."""
    return re.sub(r"[一-鿿]+", "汉", re.sub(r"\d+", "9", text))[:12]


def _written_alike(column: ColumnValues, about: About) -> float | None:
    ours = [shape(str(value)) for value in about.stored if value not in (None, "")]
    if len(ours) < 5:
        return None
    known = set(ours)
    share = column.share([shape(text) in known for text in column.texts])
    same = column.share([text in about.stored for text in column.texts])
    if len(known) > len(ours) / 2:  # no way of writing of its own
        return None if same == 0 else same
    return 2 * max(share, same) - 1 if max(share, same) > 0.5 or known == {"汉"} or len(known) < 4 else None
