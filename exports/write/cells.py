"""Field type → how a workbook's column shows it and which value stands in the cell."""

from functools import singledispatch
from typing import Any

from models.kit import fields
from models.kit.clock import local


@singledispatch
def cell_kind(item: fields.Described) -> str:
    """The kind of column in `exports.write.writing`; text unless a type says otherwise."""
    return "text"


@cell_kind.register(fields.NoteField)
def _(item) -> str:
    return "note"


@cell_kind.register(fields.CountField)
def _(item) -> str:
    return "count"


@cell_kind.register(fields.MoneyField)
def _(item) -> str:
    return "money"


@cell_kind.register(fields.QuantityField)
def _(item) -> str:
    return "quantity"


@cell_kind.register(fields.DayField)
def _(item) -> str:
    return "day"


@cell_kind.register(fields.MomentField)
def _(item) -> str:
    return "moment"


@singledispatch
def cell_format(item: fields.Described) -> str | None:
    """How a cell shows its number where the format of its kind would not show all of it; a csv keeps what is shown."""
    return None


@cell_format.register(fields.CountField)
def _(item) -> str | None:
    return "0" if item.unparted else None


@cell_format.register(fields.DecimalAsInteger)
def _(item) -> str | None:
    return "0." + "0" * item.digits if item.digits > 3 else None


@singledispatch
def cell_value(item: fields.Described, value: Any, lang: str) -> Any:
    """The value as the cell holds it: numbers and dates as themselves, the rest as people read it."""
    return value


@cell_value.register(fields.MomentField)
def _(item, value: Any, lang: str) -> Any:
    return local(value)


@cell_value.register(fields.ChoiceField)
@cell_value.register(fields.FlagField)
@cell_value.register(fields.TagsField)
@cell_value.register(fields.FilesField)
@cell_value.register(fields.NameField)
def _(item, value: Any, lang: str) -> str:
    return item.show(value, lang)


@singledispatch
def shown_as_is(item: fields.Described) -> bool:
    """Whether `cell_value` would hand the value through, so that a long list needn't ask cell by cell."""
    return True


@shown_as_is.register(fields.MomentField)
@shown_as_is.register(fields.ChoiceField)
@shown_as_is.register(fields.FlagField)
@shown_as_is.register(fields.TagsField)
@shown_as_is.register(fields.FilesField)
@shown_as_is.register(fields.NameField)
def _(item) -> bool:
    return False
