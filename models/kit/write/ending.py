"""What ends with the document that asked for it: rows of it that still wait would wait for nobody."""

from dataclasses import dataclass
from typing import Any

from ..declare.record import Move, Record, Row


@dataclass(frozen=True)
class EndsWith:
    """A consequence for a type whose rows others hang on: once one stands in a state of `over`, the rows of `child` that point
    to it by `link` and are in one of `waiting` go to the state `to`, whatever their own rules say of what is over.

    `left` does the same for all that ended before it was so; for a job.
    """

    child: type[Record]
    link: str
    over: tuple[str, ...]
    waiting: tuple[str, ...]
    to: str

    def __call__(self, c: Any, moves: list[Move]) -> None:
        state = self._parent.sheet.state
        ended = [move.new for move in moves if move.old and move.new and move.changed(state)]
        self._end(c, [row.id for row in ended if getattr(row, state) in self.over])

    def left(self, c: Any) -> None:
        parent = self._parent
        state = parent.fields()[parent.sheet.state]
        self._end(c, parent.select(parent.id).where(state.in_(self.over)))

    @property
    def _parent(self) -> type[Record]:
        return self.child.links()[self.link].rel_model

    def _end(self, c: Any, parents: Any) -> None:
        fields, state = self.child.fields(), self.child.sheet.state
        open_ones: list[Row] = self.child.rows(fields[self.link].in_(parents), fields[state].in_(self.waiting))
        with c.settled():  # it was settled with the document
            c.alter(self.child, {row.id: {state: self.to} for row in open_ones})
