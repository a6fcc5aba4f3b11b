"""Who was asked for before is not made up anew: the same row of the database, and rights as they were, are the same person.

The row is read at every request, so that signing out, being switched off or a new role hold at once, whichever process wrote
them; what is saved is all that follows from it.
"""

from collections.abc import Callable
from typing import Any

from ..kit.clock import today
from ..kit.server.database import handle, opening
from ..kit.server.standing import number_sql

RESTS_ON = ("absence", "access_scope", "access_token", "grant", "role", "user")  # record types, beside the row itself
_RIGHTS = f"""SELECT SUM("version") FROM "tally" WHERE "record" IN ({", ".join(f"'{name}'" for name in RESTS_ON)})"""
MOST = 2_000
_known: dict[tuple, Any] = {}


def with_versions(sql: str) -> str:
    """A look-up that brings along, behind its columns, the version of the rights and the number of the design."""
    return f'SELECT "seat".*, ({_RIGHTS}), ({number_sql()}) FROM ({sql}) AS "seat"'


def remembered(key: tuple, make: Callable[[], Any]) -> Any:
    """What `make` gave for this row and these versions. They were read before it is made, so it is never older than they are."""
    if handle.in_transaction():
        return make()  # what isn't committed yet may never be
    key = (opening(), today(), *key)  # who stands in for whom goes by the day
    if (known := _known.get(key, _known)) is not _known:  # another thread may clear them at any moment
        return known
    made = make()
    if len(_known) >= MOST:
        _known.clear()
    _known[key] = made
    return made
