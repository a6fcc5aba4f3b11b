"""How a field's column enters a formula, by its type; what a column can't say raises LookupError."""

from functools import singledispatch

from ..fields import (
    ChoiceField,
    CountField,
    DayField,
    DecimalAsInteger,
    Described,
    FilesField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    MonthField,
    NamesField,
    NoteField,
    TagsField,
)
from ..fields.numbers import LARGEST
from .context import Context
from .value import Value, exact


def place(item: Described, context: Context) -> str:
    return f'"{context.alias}"."{item.column_name}"'


@singledispatch
def enter(item: Described, context: Context) -> Value:
    """The value of a row's field, as SQL; empty stays NULL."""
    raise LookupError(item)


def _as(item: Described, context: Context, kind: str, **more) -> Value:
    sql = context.dialect.column(place(item, context), "text" if kind in ("choice", "month") else kind)
    return Value(sql, kind, may_lack=item.null, plain=True, atom=True, **more)


def _exact(item: Described, context: Context, kind: str, scale: int) -> Value:
    """What counts in per cent is worth, as in Excel, the hundredth of what is written."""
    sql, scale = context.dialect.column(place(item, context), "number"), scale * (100 if item.percent else 1)
    return exact(sql, scale, LARGEST, kind, may_lack=item.null, plain=True, atom=True, percent=item.percent)


@enter.register
def _(item: CountField, context: Context) -> Value:
    return _exact(item, context, "number", 1)


@enter.register
def _(item: DecimalAsInteger, context: Context) -> Value:
    return _exact(item, context, "number", item.scale)


@enter.register
def _(item: MoneyField, context: Context) -> Value:
    return _exact(item, context, "money", item.scale)


@enter.register
def _(item: LineField, context: Context) -> Value:
    return _as(item, context, "text", size=item.max_length)


@enter.register
def _(item: NoteField, context: Context) -> Value:
    return _as(item, context, "text", size=item.longest)


@enter.register
def _(item: MonthField, context: Context) -> Value:
    return _as(item, context, "month", size=7)


@enter.register
def _(item: ChoiceField, context: Context) -> Value:
    return _as(item, context, "choice", of=item, size=100)


@enter.register
def _(item: FlagField, context: Context) -> Value:
    return _as(item, context, "flag")


@enter.register
def _(item: DayField, context: Context) -> Value:
    return _as(item, context, "day")


@enter.register
def _(item: MomentField, context: Context) -> Value:
    return _as(item, context, "moment")


@enter.register
def _(item: TagsField, context: Context) -> Value:
    return _as(item, context, "tags", size=600)


@enter.register
def _(item: FilesField, context: Context) -> Value:
    raise LookupError(item)


@enter.register
def _(item: NamesField, context: Context) -> Value:
    raise LookupError(item)


@enter.register
def _(item: LinkField, context: Context) -> Value:
    return _as(item, context, "row", of=item.rel_model, size=200)
