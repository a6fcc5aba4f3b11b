"""An overview 全景: all that is known of a row on one page, as cards that any area lays on a record type."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..fields import LinkField
from ..server.standing import house
from ..text import Text
from .record import Record

AT_A_GLANCE = Text("全景", "At a glance")


@dataclass(frozen=True)
class Card:
    """turn: its place among the cards of all areas. wide: of twelve columns."""

    zh: str
    en: str
    turn: int
    wide: int

    kind = ""

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    def settings(self, record: type[Record], id: int) -> dict[str, Any]:
        """What a board's block of this kind takes, for one row."""
        raise NotImplementedError

    def mistakes(self, record: type[Record]) -> Iterator[str]:
        """What it names that isn't there."""
        yield from ()


@dataclass(frozen=True)
class AboutCard(Card):
    """What the row itself says in these fields."""

    fields: str

    kind = "about"

    def settings(self, record: type[Record], id: int) -> dict[str, Any]:
        return {"record": record.key(), "id": id, "fields": self.fields.split()}

    def mistakes(self, record: type[Record]) -> Iterator[str]:
        yield from _unknown(record, self.fields.split())


@dataclass(frozen=True)
class OfRow(Card):
    """A card of rows of another type. of: the link that leads from them to the row, or two, as `warehouse.store`."""

    record: type[Record]
    of: str

    def mistakes(self, record: type[Record]) -> Iterator[str]:
        name, _, further = self.of.partition(".")
        way = self.record.fields().get(name)
        way = way.rel_model.fields().get(further) if further and isinstance(way, LinkField) else way
        if not isinstance(way, LinkField) or way.rel_model is not record:
            yield f"{self.record.key()} doesn't lead to {record.key()} by {self.of!r}"


@dataclass(frozen=True)
class RowCard(OfRow):
    """The first of them: columns and order as blanks divide them; where: a grid filter. quiet: it isn't there without a row."""

    columns: str
    where: dict[str, Any] = field(default_factory=dict)
    order: str = ""
    rows: int = 6
    quiet: bool = False

    kind = "list"

    def settings(self, record: type[Record], id: int) -> dict[str, Any]:
        asked = {"columns": self.columns.split(), "where": self.where, "sort": self.order.split(), "rows": self.rows}
        return {"record": self.record.key(), "of": self.of, "id": id, "quiet": self.quiet, **asked}

    def mistakes(self, record: type[Record]) -> Iterator[str]:
        yield from super().mistakes(record)
        sorted_by = [name.removeprefix("-") for name in self.order.split()]
        yield from _unknown(self.record, [*self.columns.split(), *sorted_by, *_asked(self.where)])


@dataclass(frozen=True)
class DrawnCard(OfRow):
    """A small chart of them. by: a column, or `day:month` for a day by its months. measure: `sum sales`; without one, how many."""

    by: str
    draw: str = "bar"
    measure: str = ""
    where: dict[str, Any] = field(default_factory=dict)

    kind = "chart"

    def settings(self, record: type[Record], id: int) -> dict[str, Any]:
        name, _, grain = self.by.partition(":")
        by = [{"field": name, **({"grain": grain} if grain else {})}]
        fn, _, measured = self.measure.partition(" ")
        measure = {"fn": fn, "field": measured} if fn else None
        asked = {"draw": self.draw, "by": by, "measure": measure, "where": self.where}
        return {"record": self.record.key(), "of": self.of, "id": id, **asked}

    def mistakes(self, record: type[Record]) -> Iterator[str]:
        yield from super().mistakes(record)
        measured = self.measure.partition(" ")[2].split()
        yield from _unknown(self.record, [self.by.partition(":")[0], *measured, *_asked(self.where)])


@dataclass(frozen=True)
class Share:
    """One sum over another. unit: `money`, `quantity`, or `percent` for times a hundred."""

    zh: str
    en: str
    part: str
    whole: str
    unit: str = "percent"


@dataclass(frozen=True)
class SpanCard(OfRow):
    """Sums over the day, week, month and year up to today, the first of them beside its target and the year before.

    reported: up to the newest row instead of today, for what is handed in a day later. target: (type, its day, its amount).
    months: (type, its month, its amount, which of its rows), whose days have their even share of it where no target is of days.
    """

    day: str
    sums: str
    shares: tuple[Share, ...] = ()
    target: tuple[type[Record], str, str] | None = None
    months: tuple[type[Record], str, str, dict[str, Any]] | None = None
    where: dict[str, Any] = field(default_factory=dict)
    reported: bool = False

    kind = "spans"

    def settings(self, record: type[Record], id: int) -> dict[str, Any]:
        target = self.target and (self.target[0].key(), *self.target[1:])
        months = self.months and (self.months[0].key(), *self.months[1:])
        asked = {"months": months, "day": self.day, "sums": self.sums.split(), "shares": self.shares, "target": target}
        more = {"where": self.where, "reported": self.reported}
        return {"record": self.record.key(), "of": self.of, "id": id, **asked, **more}

    def mistakes(self, record: type[Record]) -> Iterator[str]:
        yield from super().mistakes(record)
        yield from _unknown(self.record, [self.day, *_asked(self.where)])
        sums = [*self.sums.split(), *(name for share in self.shares for name in (share.part, share.whole))]
        yield from _unsummed(self.record, sums)
        if self.target is not None:
            aimed, day, amount = self.target
            yield from _unknown(aimed, [day, self.of])
            yield from _unsummed(aimed, [amount])
        if self.months is not None:
            aimed, month, amount, where = self.months
            yield from _unknown(aimed, [month, self.of, *_asked(where)])
            yield from _unsummed(aimed, [amount])


@dataclass(frozen=True)
class WeekCard(Card):
    """Figures of the closed weeks as a store has them: as a `table` of the last one, or drawn as a `line`."""

    figures: str
    draw: str = "table"
    weeks: int = 12

    def settings(self, record: type[Record], id: int) -> dict[str, Any]:
        asked = {"figures": self.figures.split(), "store": id}
        return asked if self.draw == "table" else {**asked, "draw": self.draw, "weeks": self.weeks}

    @property
    def kind(self) -> str:  # type: ignore[override]
        return "judged" if self.draw == "table" else "chart"


@dataclass(frozen=True)
class Overview:
    """The cards that an area lays on a record type, its own or another's."""

    record: type[Record]
    cards: tuple[Card, ...]

    def mistakes(self) -> Iterator[str]:
        for card in self.cards:
            yield from (f"card {card.en!r}: {mistake}" for mistake in card.mistakes(self.record))
            if not 2 <= card.wide <= 12:
                yield f"card {card.en!r}: {card.wide} of twelve columns"


def cards_of(record: type[Record]) -> tuple[Card, ...]:
    """The cards of all areas on a record type, in their order; none where it has no such page."""
    return house().of(_laid).get(record, ())


def _laid(built: Any) -> dict[type[Record], tuple[Card, ...]]:
    laid: dict[type[Record], list[Card]] = {}
    for overview in (overview for area in built.areas for overview in area.overviews):
        laid.setdefault(overview.record, []).extend(overview.cards)
    return {record: tuple(sorted(cards, key=lambda card: card.turn)) for record, cards in laid.items()}


def _asked(where: dict[str, Any]) -> list[str]:
    """The columns that a filter asks about."""
    groups = [part for name in ("and", "or") for part in where.get(name, ())]
    return [name for name in where if name not in ("and", "or")] + [name for part in groups for name in _asked(part)]


def _unknown(record: type[Record], names: list[str]) -> Iterator[str]:
    known = record.facts().readable
    yield from (f"{record.key()}.{name} is no field" for name in names if name not in known)


def _unsummed(record: type[Record], names: list[str]) -> Iterator[str]:
    known = record.facts().readable
    yield from (f"{record.key()}.{name} isn't summed" for name in names if name not in known or not known[name].sum)
