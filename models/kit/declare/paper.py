"""A paper: how a record is printed on A4, declared once beside the area's other parts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..fields import LinkField
from ..text import Text
from .record import Record


@dataclass(frozen=True)
class PaperLines:
    """A table on a paper: the rows of `record` that link to the printed one.

    columns: fields of the line, or `link.field` of what it links to, separated by blanks. total: those of them that are added up below.
    link: the field that leads to the printed row, where it isn't the parent's. where: only rows whose field has one of
    these values. blank: empty lines to be filled in by hand.
    """

    record: type[Record]
    columns: str
    total: str = ""
    link: str | None = None
    where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    label: Text | None = None
    blank: int = 0

    @property
    def by(self) -> str:
        return self.link or self.record.sheet.parent or ""


@dataclass(frozen=True)
class Paper:
    """One form of a record type on paper.

    fields: what stands at its head, as `field` or `link.field`, separated by blanks; without any, what the form has. lines: its tables.
    words: what is said below them, as sentences. signs: who signs, in order. when: the states in which it is offered.
    photos: whether the pictures that hang on the row are printed. wide: across the page.
    """

    name: str
    record: type[Record]
    zh: str
    en: str
    fields: str = ""
    lines: tuple[PaperLines, ...] = ()
    words: tuple[Text, ...] = ()
    signs: tuple[Text, ...] = ()
    when: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    photos: bool = False
    wide: bool = False

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    def fits(self, row: dict[str, Any]) -> bool:
        """Whether a row, as it was read for somebody, is in a state for it; a state he doesn't see says nothing."""
        return all(name not in row or row[name] in values for name, values in self.when.items())


def field_at(record: type[Record], path: str) -> Any:
    """The field that a path of one or two names leads to; None where it leads nowhere."""
    name, _, further = path.partition(".")
    item = record.facts().readable.get(name)
    if not further or item is None:
        return item
    return item.rel_model.facts().readable.get(further) if isinstance(item, LinkField) else None


def mistakes(paper: Paper) -> Iterator[str]:
    """What a paper names that isn't there."""
    yield from (f"{path!r} is no field" for path in paper.fields.split() if field_at(paper.record, path) is None)
    yield from (f"{name!r} is no field" for name in paper.when if name not in paper.record.fields())
    for lines in paper.lines:
        names = (*lines.columns.split(), *lines.total.split(), *lines.where)
        yield from (
            f"{lines.record.key()}.{name} is no field" for name in names if field_at(lines.record, name) is None
        )
        yield from (
            f"{name!r} isn't among the columns it adds up"
            for name in lines.total.split()
            if name not in lines.columns.split()
        )
        way = lines.record.fields().get(lines.by)
        if not isinstance(way, LinkField) or way.rel_model is not paper.record:
            yield f"{lines.record.key()} doesn't link to {paper.record.key()} by {lines.by!r}"
