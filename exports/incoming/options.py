"""How a file is to be taken, as pages, commands and the API ask for it."""

from dataclasses import dataclass, field
from typing import Any

from exports.incoming.arranged.ways import KINDS
from exports.incoming.guesses import GUESSES
from models.kit import words
from models.kit.incoming.again import AGAIN
from models.kit.incoming.empty import BLANKS, PLACEHOLDERS
from models.kit.incoming.incoming import MODES
from models.kit.incoming.returning import ALL, ASK, LEAVE, MINE, NEW, THEIRS
from models.kit.text import Refused

FLAGS, NAMES = ("dry_run", "only_good"), ("sheet", "op", "layout", "encoding", "reason", "arrange")
HOW = {"mode": MODES, "placeholders": PLACEHOLDERS, "blanks": BLANKS, "again": AGAIN}
CHOICES = HOW | {"guesses": GUESSES}
RETURNING = {"conflicts": (ASK, MINE, THEIRS), "doubles": (ASK, NEW, LEAVE)}


@dataclass(frozen=True)
class Options:
    """How a file is to be taken: see `Incoming`; without `only_good` one faulty row stops the whole import.

    fixed: {field: value} for all rows. layout: the name under which the mapping of this sender's columns is kept.
    encoding: of a csv, where the one that was found is not the right one. placeholders: what becomes of - and 无 where a
    column may be empty: ask (they are faults), empty or keep. blanks: whether empty cells keep or clear what is stored.
    again: what becomes of rows without a key that are here already, word for word: ask (they are faults), leave or add.
    guesses: what becomes of columns that only seem to be a field: a dry run shows them and an import leaves them out
    (ask), or either takes or leaves them.
    arrange: what becomes of ways to read it otherwise than row by row, such as all its sheets at once: likewise ask, take,
    leave, or the kinds to be taken, with commas between.
    reason: why what is locked is corrected by it. create_links: whether names that aren't there yet are created in small
    lists, or in which types they are, also others whose rows need no more than a name: ["key_account"].
    Of a file that was exported to be edited and comes back (see `Choices`): conflicts: what becomes of cells that were
    changed here, too: ask, mine or theirs; cells: the same of single cells, {"C7": "mine"}; doubles: of copied lines: ask,
    new or leave; deleted: which rows that the file lacks are deleted here: "all", or their ids.
    """

    sheet: str | None = None
    mode: str = "both"
    key: tuple[str, ...] = ()
    create_links: bool | tuple[str, ...] = False
    dry_run: bool = False
    only_good: bool = False
    op: str | None = None
    layout: str | None = None
    encoding: str | None = None
    placeholders: str = "ask"
    blanks: str = "keep"
    again: str = "ask"
    guesses: str = "ask"
    arrange: str = "ask"
    fixed: dict[str, str] = field(default_factory=dict)
    reason: str | None = None
    conflicts: str = "ask"
    doubles: str = "ask"
    cells: dict[str, str] = field(default_factory=dict)
    deleted: str | list[int] = field(default_factory=list)

    @classmethod
    def of(cls, asked: Any) -> "Options":
        """From JSON. Raises Refused for anything that isn't an option."""
        asked = {} if asked is None else asked
        if not isinstance(asked, dict) or set(asked) - {
            *FLAGS,
            *NAMES,
            *CHOICES,
            *RETURNING,
            "create_links",
            "key",
            "fixed",
            "cells",
            "deleted",
        }:
            raise Refused(words.BAD_REQUEST(what="options"))
        key = [asked["key"]] if isinstance(asked.get("key"), str) else asked.get("key") or []
        fixed = asked.get("fixed") or {}
        right = (
            all(isinstance(asked.get(name, False), bool) for name in FLAGS)
            and all(asked.get(name) is None or isinstance(asked[name], str) for name in NAMES)
            and isinstance(key, list)
            and all(isinstance(name, str) for name in key)
            and isinstance(fixed, dict)
            and all(isinstance(value, str) for value in fixed.values())
            and all(asked.get(name) in (None, *allowed) for name, allowed in (CHOICES | RETURNING).items())
            and set((asked.get("arrange") or "ask").split(",")) <= {"ask", "take", "leave", *KINDS}
            and _is_returning(asked)
            and _is_creating(asked.get("create_links"))
            and len(asked.get("op") or "") <= 80
            and len(asked.get("reason") or "") <= 500
        )
        if not right:
            raise Refused(words.BAD_REQUEST(what="options"))
        chosen = {name: value for name, value in asked.items() if value is not None}
        if isinstance(chosen.get("create_links"), list):
            chosen["create_links"] = tuple(chosen["create_links"])
        return cls(**{**chosen, "key": tuple(key), "fixed": fixed})


def _is_creating(create: Any) -> bool:
    return (
        create is None
        or isinstance(create, bool)
        or isinstance(create, list)
        and all(isinstance(k, str) for k in create)
    )


def _is_returning(asked: dict[str, Any]) -> bool:
    cells, deleted = asked.get("cells") or {}, asked.get("deleted") or []
    whole = isinstance(deleted, list) and all(isinstance(id, int) and not isinstance(id, bool) for id in deleted)
    decided = isinstance(cells, dict) and all(taken in (MINE, THEIRS) for taken in cells.values())
    return decided and (deleted == ALL or whole)
