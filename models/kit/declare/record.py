"""What a record type is: one peewee model with our fields, and a frozen Sheet that says how people meet it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import peewee

from ..fields import Described, LinkField
from ..server.database import fetch, handle
from ..server.standing import house_if_any
from ..text import Refused, Text
from .facts import Facts, Row, Shape
from .parts import Brings
from .rules import Rule, Rules, Then

CHUNK = 500
GONE = Text("{record} #{id}（已删除）", "{record} #{id} (deleted)")
NOT_FOUND = Text("没有这条记录，可能已被删除", "There is no such record; it may have been deleted")


@dataclass(frozen=True)
class Spread:
    """A workbook may give each value of `over` a column of its own (1月, 2月 …), whose cells then are `value`.

    Each such cell comes in as a row; fixed: what all these rows are besides.
    """

    over: str
    value: str
    fixed: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """How people meet a record type; only what differs from the default is stated.

    columns: grid order, all fields when left out. key: what identifies a row on import. search: fields the quick search
    looks in. scopes: for `store`, `region` and `own`, the path of fields from here to the store, region or employee.
    checks, derives, consequences: functions (c, moves) the door calls after each write, see `Rules`. take_back: how undo reverses
    rows that were added, the newest first (default: delete them). along: function (its rows) -> (record, id, kind, columns)
    of the other changes of their batch that were made with another's rights, which go back with what set them off.
    arrives: values a row gets when it comes from a workbook. fill: function (c, rows) that completes the values of new rows,
    in place, before they are written. discreet: links to its rows are told by name to those only who see the row itself. state
    and steps: the field that holds the state, and the ways from one to the next (`states.Step`). brings: columns of its lines
    that a workbook's rows may bring beside its own, see `Brings`; takes: function (c, [(new row, [brought values, ...])]) that
    keeps them. parent: for lines, the link to what they belong to. spread: see `Spread`. drafts: the
    states, separated by blanks, in which its `public` fields are not out yet. reported: another system says its state, so a
    workbook moves it on, to any further down among its options. says: the fields that tell a person in a to-do list which
    row this is, where its title is a number. opens: the filter its grid opens with, a chip that anybody may drop.
    begins: function (who) -> the values a new row of this person starts with, where they differ from the fields' defaults.
    suggests: the same for what a form and the blank line only show filled in: where it isn't sent nothing is assumed.
    days: the day that a row is of, or its first and its last, where that isn't its first day: calendars and timelines go by it.
    follows: the link to the row of the same type that has to end before this one begins: a timeline draws the way between them.
    pictures: people know its rows by them. icon: what stands before its name in the menu.
    holds: what must hold of its rows, each a formula with the sentence people read where it doesn't, see `formula.checks`.
    awaits: what has to be there before it gets rows, told where it is empty.
    many_without: optional fields of a combination that occurs once; rows that leave them empty stand outside of it.
    levels: the columns that tell how much a row stands for, a choice or a link that some leave empty, where one row contains others:
    what is of several levels has no total.
    later: fields nobody knows yet when a row is added: the form of a new row leaves them out, a step that needs one asks for it.
    """

    zh: str
    en: str
    title: str = "name"
    columns: tuple[str, ...] = ()
    order: tuple[str, ...] = ("-id",)
    key: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    scopes: dict[str, str] = field(default_factory=dict)
    checks: tuple[Rule, ...] = ()
    derives: tuple[Rule, ...] = ()
    consequences: tuple[Rule | Then, ...] = ()
    take_back: Callable | None = None
    along: Callable | None = None
    fill: Callable | None = None
    arrives: dict[str, Any] = field(default_factory=dict)
    brings: Brings | None = None
    takes: Callable | None = None
    ledger: bool = False
    small: bool = False
    discreet: bool = False
    verbs: str = "see add edit delete export import"
    state: str = "state"
    steps: tuple[Any, ...] = ()
    parent: str | None = None
    spread: Spread | None = None
    drafts: str = ""
    reported: bool = False
    says: tuple[str, ...] = ()
    begins: Callable | None = None
    suggests: Callable | None = None
    many_without: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    opens: dict[str, Any] = field(default_factory=dict)
    icon: str | None = None
    days: tuple[str, ...] = ()
    follows: str | None = None
    pictures: bool = False
    holds: tuple[Any, ...] = ()
    awaits: Text | None = None

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    @cached_property
    def asked(self) -> Rules:
        """Its rules, by their kinds."""
        return Rules(self.checks, self.derives, self.consequences)

    @property
    def allowed(self) -> frozenset[str]:
        """The verbs that make sense at all: nobody edits a ledger, whatever their role."""
        return frozenset(self.verbs.split()) | {"see", "export"}


@dataclass(frozen=True)
class Move:
    """What the door did to one row: `old` is None for a new one, `new` is None for a deleted one."""

    id: int
    old: Row | None
    new: Row | None
    index: int | None = None

    def changed(self, *names: str) -> bool:
        """Whether one of the fields differs now (always so for a new or a deleted row)."""
        if self.old is None or self.new is None:
            return True
        old, new = vars(self.old), vars(self.new)
        return bool([name for name in names if old[name] != new[name]])  # a list: each rule asks it of 100,000 rows


def column_of(source: Any, name: str) -> Any:
    """A column by its name, of a type or of an alias under which it stands, whether its class knows it or the house alone."""
    record = source.model if isinstance(source, peewee.ModelAlias) else source
    if name == "id":
        return source.id
    item = record.fields()[name]
    return item if source is record else peewee.FieldAlias.create(source, item)


def links_to(record: type["Record"]) -> list[LinkField]:
    """Every link that points to this type: those that are declared, and those that the house has beside them."""
    built = house_if_any()
    return [*record._meta.backrefs, *(built.of(_further_links).get(record, ()) if built else ())]


def _further_links(built: Any) -> dict[type["Record"], list[LinkField]]:
    further: dict[type[Record], list[LinkField]] = {}
    for record in built.records.values():
        for name, link in built.facts(record).links.items():
            if name not in record._meta.fields:
                further.setdefault(link.rel_model, []).append(link)
    return further


class Record(peewee.Model):
    """The base of every record type. Its own write calls are shut: `models.kit.write.writes` is the one door."""

    sheet: Sheet

    class Meta:
        database = handle
        legacy_table_names = False

    @classmethod
    @cache
    def key(cls) -> str:
        """The name in URLs, commands and rights: points_entry for PointsEntry."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    @cache
    def _reckoned(cls) -> dict[str, Any]:
        """The reckoned columns that the class itself says, by name: the same in every house, and each design builds some.

        What all types have of peewee is long, and nothing of it is reckoned.
        """
        classes = [known for known in reversed(cls.__mro__) if known not in Record.__mro__]
        own = {name: value for known in classes for name, value in vars(known).items()}
        return {name: value for name, value in own.items() if getattr(value, "computes", False)}

    @classmethod
    def facts(cls) -> Facts:
        """What this type is, in the house that holds here; while modules are still being loaded, as far as it is declared."""
        built = house_if_any()
        return Facts(cls) if built is None else built.facts(cls)

    @classmethod
    def fields(cls) -> dict[str, Described]:
        """The declared fields in their order, without the id."""
        return cls.facts().fields

    @classmethod
    def arriving(cls) -> dict[str, Described]:
        """What the columns of a workbook may be: the declared fields, those of the parts it brings along, and its rows' own names."""
        return cls.facts().arriving

    @classmethod
    def links(cls) -> dict[str, LinkField]:
        return cls.facts().links

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Field names in the order of the grid: the sheet's own columns first, the others after them."""
        return cls.facts().columns

    @classmethod
    def pinyin(cls) -> dict[str, str]:
        """Which field keeps the pinyin of which: {'name': 'name_py'}."""
        return cls.facts().pinyin

    @classmethod
    def unique_sets(cls) -> tuple[tuple[str, ...], ...]:
        """Every combination of fields that may occur only once; `Facts.excludes` says what that means where some are empty."""
        return cls.facts().unique_sets

    @classmethod
    def title_of(cls, id: int) -> str:
        """How people call one row, for messages."""
        item = cls.fields()[cls.sheet.title]
        stored = cls.select(item).where(cls.id == id).tuples().first()
        if not stored or stored[0] is None:
            return GONE(record=cls.sheet.label, id=id).zh
        return item.rel_model.title_of(stored[0]) if isinstance(item, LinkField) else item.show(stored[0])

    @classmethod
    def row(cls, id: int) -> Row:
        """One row as rules read it. Raises Refused when it is not there (any more)."""
        rows = cls.rows_by_id([id])
        if not rows:
            raise Refused(NOT_FOUND)
        return rows[id]

    @classmethod
    def rows(cls, *where: Any, order: Any = None) -> list[Row]:
        """All rows that fit, as rules read them."""
        shape = cls.shape()
        query = cls.select(peewee.SQL(shape.columns('"t1".')))
        query = (query.where(*where) if where else query).order_by(order if order is not None else cls.id)
        return shape.rows(handle.execute_sql(*query.sql()).fetchall())

    @classmethod
    def rows_by_id(cls, ids: Any, names: Iterable[str] | None = None) -> dict[int, Row]:
        """Those of the rows with these ids that are there, by id; `names`: with these fields alone."""
        wanted, rows = list(ids), {}
        shape = (
            cls.shape() if names is None else Shape([cls._meta.primary_key, *(cls.fields()[name] for name in names)])
        )
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            places = ", ".join("?" * len(part))
            sql = f'SELECT {shape.columns()} FROM "{cls._meta.table_name}" WHERE "id" IN ({places})'
            rows.update({row.id: row for row in shape.rows(fetch(sql, part))})
        return rows

    @classmethod
    def shape(cls) -> Shape:
        return cls.facts().shape

    @classmethod
    def _shut(cls, *_: Any, **__: Any):
        raise RuntimeError(f"{cls.__name__}: write through models.kit.write.writes, the one door")

    # Every writing call of peewee ends in one of these four.
    insert = insert_many = update = delete = _shut
