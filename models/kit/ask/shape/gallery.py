"""Cards with pictures: rows with the first picture that hangs on each of them."""

from collections.abc import Iterable
from typing import Any

from ...write.files import Attachment
from .laid import Laid


def gallery(query: Laid, offset: Any = 0, limit: Any = 40) -> dict[str, Any]:
    rows = query.rows(offset, limit)
    return {"rows": rows, "pictures": pictures_of(query, [row["id"] for row in rows]), "total": query.count()}


def pictures_of(query: Laid, ids: Iterable[int]) -> dict[str, list[int]]:
    """By row, its first picture's file and how many there are; rows without one are left out."""
    record, full = query.record, [name for name, mode in query.shown.items() if mode == "full"]
    mine = (Attachment.record == record.key()) & Attachment.row_id.in_(list(ids)) & Attachment.removed_at.is_null()
    mine &= Attachment.field.is_null() | Attachment.field.in_(full)  # of a column, for who sees it
    mine &= Attachment.comment_id.is_null()
    pictures: dict[str, list[int]] = {}
    files = Attachment.select(Attachment.row_id, Attachment.id).where(mine & Attachment.kind.startswith("image/"))
    for row, file in files.order_by(Attachment.id).tuples():
        picture = pictures.setdefault(str(row), [file, 0])
        picture[1] += 1
    return pictures
