"""Files that go out with a message: a view as a workbook, with the rights of the role that a channel is for."""

from typing import Any

from exports.write import book
from models import house
from models.accounts import Role
from models.accounts.rights import as_role
from models.design.subscriptions.viewed import NO_EXPORT, viewed
from models.kit.declare.access import may, scope
from models.kit.text import Refused


def made(asked: dict[str, Any]) -> tuple[str, bytes]:
    """Its name and what it holds. Raises Refused or BadQuery where the role sees the rows no more."""
    record, reader = house().records[asked["record"]], as_role(Role.row(asked["role"]))
    if not may(reader, "export", record) or scope(reader, record) is not None:
        raise Refused(NO_EXPORT(who=reader.name, record=record.sheet.label))
    view = viewed(record, asked["view"], reader, None, asked["name"] or "")
    name = f"{record.sheet.label.zh}_{view.label.zh}_{book.stamp()}.xlsx".replace("/", "-")
    return name, b"".join(book.as_xlsx(view.query, view.names, reader))
