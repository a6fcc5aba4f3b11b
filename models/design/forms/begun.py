"""A form as it begins, and what may be put into it, for whoever builds it."""

from typing import Any

from ...kit.declare.access import Who
from ...kit.declare.record import Record, Row
from ...kit.fields import LinkField
from ...kit.server.standing import house
from ...kit.text import Refused, Text, join
from .body import read, written
from .paper import Paper, Shut, sections
from .sound import can_ask, misfits

FIRST_FEW = 6


def begun(record: type[Record], who: Who) -> str:
    """The body of a new form: what must be filled in, or the first columns where nothing must."""
    names = askable_columns(record, who)
    fields = record.fields()
    must = [name for name in names if fields[name].required]
    chosen = must or [name for name in names if not isinstance(fields[name], LinkField)][:FIRST_FEW]
    number = next((name for name, item in fields.items() if item.auto is not None), None)
    return written({"parts": [{"fields": [asked(record, name) for name in chosen]}], "number": number})


def asked(record: type[Record], name: str) -> dict[str, Any]:
    """A question as it is put into a form; a link offers all of its rows until that is narrowed down."""
    item = record.fields()[name]
    more = {"offer": {}} if isinstance(item, LinkField) else {}
    return {"name": name, "required": bool(item.required), **more}


def askable_columns(record: type[Record], who: Who) -> list[str]:
    """The columns that this person may ask for, in the order of the grid."""
    return [name for name in record.facts().columns if name in record.fields() and can_ask(record, name, who)]


def tried(form: Row, who: Who) -> Paper:
    """What there would be to answer. Raises Shut with everything that stands in the way of it."""
    record = house().records[form.record_type]
    try:
        body = read(form.body)
    except Refused as refused:
        raise Shut(refused.text) from None
    wrong = misfits(record, body, bool(form.public), who)
    if stopping := [misfit.text for misfit in wrong if misfit.stops]:
        raise Shut(join(stopping, "；", "; "))
    return Paper(form, record, body, [*sections(record, body)])


def remarks(form: Row, who: Who) -> list[Text]:
    """What of a form doesn't fit any more though it goes on, as columns that were removed."""
    record = house().records[form.record_type]
    return [misfit.text for misfit in misfits(record, read(form.body), bool(form.public), who) if not misfit.stops]
