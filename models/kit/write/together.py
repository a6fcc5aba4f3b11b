"""Edits of a few rows, as people make them all day, saved together with those of others that wait at the same time."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from ..declare.access import Who
from ..declare.record import Record
from ..pinyin import dictionary
from ..server.dialect import is_embedded
from ..server.lane import LANE
from ..server.standing import is_design
from .edits import REFUSING, Answer, refusal, written
from .rows import opens_dictionary

FEW = 20  # rows; more would keep those in its company waiting


def goes_along(record: type[Record], wanted: list[Any], delete: list[Any]) -> bool:
    """Whether such an edit may share its commit; to PostgreSQL each has a connection of its own, and it groups commits itself."""
    return is_embedded() and len(wanted) + len(delete) <= FEW and not is_design((record.key(),))


async def edit_along(
    record: type[Record], wanted: list[Any], delete: list[Any], who: Who, op: str, **more: Any
) -> Answer:
    """`edit`, from an event loop, for what `goes_along`; it is answered behind the commit that holds it."""
    if opens_dictionary(record, wanted):
        await asyncio.to_thread(dictionary)
    try:
        return await LANE.handed_in(partial(written, record, wanted, delete, who, op, **more), who.user_id)
    except REFUSING as why:  # the machine's: none of those that were saved together is there
        return refusal(why)


def edit_in_line(record: type[Record], wanted: list[Any], who: Who, **more: Any) -> Answer:
    """The same from a thread."""
    if opens_dictionary(record, wanted):
        dictionary()
    work: Callable[[], Any] = partial(
        written, record, wanted, more.pop("delete", []), who, more.pop("op", None), **more
    )
    try:
        return LANE.hand_in(work, who.user_id)
    except REFUSING as why:
        return refusal(why)
