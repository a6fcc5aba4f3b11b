"""What a file calls a link to a document: as the document's own number is called, 小票号 over the receipts of its lines."""

from exports.incoming.meaning import read
from models.kit.declare.record import Record
from models.kit.fields import Described


def as_called(record: type[Record], item: Described) -> tuple[str, ...]:
    """The labels of the number of what a field links to, where that has no other name; none that says number alone, or that
    a column of the record is called by."""
    target = item.linked
    if not target or target is record or target.sheet.title not in target.sheet.key:
        return ()
    number = target.fields()[target.sheet.title]
    ours = {label for own in record.fields().values() for label in (own.label.zh, own.label.en, *own.aka)}
    labels = (number.label.zh, number.label.en, *number.aka, *number.also)
    return tuple(label for label in labels if label not in ours and len(read(label)) > 1)
