"""Cards with pictures: rows with the first picture that hangs on each of them."""

from collections.abc import Iterable
from typing import Any

from ...declare.record import Record
from ...write.files import Attachment
from .laid import Laid


def gallery(query: Laid, offset: Any = 0, limit: Any = 40) -> dict[str, Any]:
    rows = query.rows(offset, limit)
    return {"rows": rows, "pictures": pictures_of(query.record, [row["id"] for row in rows]), "total": query.count()}


def pictures_of(record: type[Record], ids: Iterable[int]) -> dict[str, list[int]]:
    """By row, its first picture's file and how many there are; rows without one are left out."""
    mine = (Attachment.record == record.key()) & Attachment.row_id.in_(list(ids)) & Attachment.removed_at.is_null()
    found: dict[str, list[int]] = {}
    query = Attachment.select(Attachment.row_id, Attachment.id).where(mine & Attachment.kind.startswith("image/"))
    for row, file in query.order_by(Attachment.id).tuples():
        told = found.setdefault(str(row), [file, 0])
        told[1] += 1
    return found
