"""Where the blocks of a board stand: in a grid twelve places wide, none over another, each as far up as it can."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDE, NARROWEST, HIGHEST, DEEPEST = 12, 2, 24, 500


@dataclass(frozen=True)
class At:
    """Column and row of the upper left corner, from 0, and how many places wide and high."""

    x: int
    y: int
    w: int
    h: int

    def meets(self, other: "At") -> bool:
        beside = self.x + self.w <= other.x or other.x + other.w <= self.x
        return not (beside or self.y + self.h <= other.y or other.y + other.h <= self.y)

    def down(self, rows: int) -> "At":
        return At(self.x, self.y + rows, self.w, self.h)


def fitting(x: int, y: int, w: int, h: int) -> At:
    """The nearest place that lies within the grid."""
    wide = min(max(w, NARROWEST), WIDE)
    return At(min(max(x, 0), WIDE - wide), min(max(y, 0), DEEPEST), wide, min(max(h, 1), HIGHEST))


def settled(places: dict[str, At], first: str | None = None) -> dict[str, At]:
    """The blocks so that none lies on another, in reading order; `first` keeps its place, the others give way downwards."""
    laid: dict[str, At] = {}
    for name in sorted(places, key=lambda name: (name != first, places[name].y, places[name].x)):
        at = places[name]
        while any(at.meets(other) for other in laid.values()):
            at = at.down(1)
        laid[name] = at
    return _risen(laid)


def _risen(laid: dict[str, At]) -> dict[str, At]:
    """Each as far up as nothing stands in its way."""
    risen: dict[str, At] = {}
    for name in in_order(laid):
        at = laid[name]
        while at.y and not any(at.down(-1).meets(other) for other in risen.values()):
            at = at.down(-1)
        risen[name] = at
    return risen


def in_order(places: dict[str, At]) -> list[str]:
    """As people read: from the top, and in a row from the left."""
    return sorted(places, key=lambda name: (places[name].y, places[name].x))


def below(places: Iterable[At]) -> int:
    """The first row under all of them."""
    return max((at.y + at.h for at in places), default=0)
