"""Whatever writes a choice, a person or a job, writes one of its options: the exports of anything else don't come back."""

from collections.abc import Collection, Sequence
from typing import Any

from ..fields import ChoiceField
from ..text import Refusals, Refused
from .record import Record


def refuse_unknown(
    record: type[Record],
    rows: Collection[dict[str, Any]],
    indexes: Sequence[int | None],
    anew: bool = False,
) -> None:
    """Raises Refusals for values that are no options of their fields; `rows` are the values to be written.

    anew: somebody chooses just now, so what is retired won't do either; what comes back, or from an old workbook, may be that.
    """
    fields = record.fields()
    choices = {name: fields[name] for name in set[str]().union(*rows) if isinstance(fields.get(name), ChoiceField)}
    known = {
        name: {None, *(choice.key for choice in (item.offered if anew else item.options))}
        for name, item in choices.items()
    }
    unknown = [
        Refused(choices[name].unknown(row[name]), name, index)
        for row, index in zip(rows, indexes, strict=True)
        for name, keys in known.items()
        if name in row and row[name] not in keys
    ]
    if unknown:
        raise Refusals(unknown)
