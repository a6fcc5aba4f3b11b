"""The design leaves the house and comes into another: as text that can be reviewed, without data and without this server's ids."""

from dataclasses import dataclass, field
from typing import Any

import yaml

from ..kit.clock import today
from ..kit.declare.access import Who
from ..kit.declare.record import Record, Row
from ..kit.fields import Described
from ..kit.server.standing import house, pinned
from ..kit.text import Refused, Text, join
from ..kit.write.edits import within
from ..kit.write.writes import Changes
from .automations.rows import DesignAutomation
from .boards.rows import Board
from .checks import DesignCheck, known, of_rows
from .columns import DesignChoice, DesignColumn
from .fields import DesignField, DesignOption
from .forms import DesignForm
from .freezes import DesignFreeze
from .kinds import KINDS
from .metrics.own import OwnMetric
from .needed import coming
from .papers import DesignPaper
from .papers_carried import (
    OTHER_BOOK,
    OTHER_TYPE,
    PAPER,
    PAPERS,
    Book,
    Place,
    Read,
    book_of,
    book_said,
    no_files,
    nowhere,
    papers_of,
    put_books,
)
from .tables.carried import LATER, by_labels, drop_others, met
from .tables.steps import DesignStep
from .tables.types import DesignType
from .views import DesignView

OWN = frozenset(
    {
        "zh_py",
        "state",
        "removed_on",
        "settings",
        "column",
        "code",
        "turn",
        "slot",
        "record_type",
        "name",
        "field",
        "agreed",
        "shared",
        "since",
        "until",
        "open",
        "token",
        "owner",
        "workbook",
    }
)
Options = tuple[type[Record], str] | None
PARTS: tuple[tuple[str, type[Record], str, Options], ...] = (
    ("columns", DesignColumn, "name", (DesignChoice, "column")),
    ("settings", DesignField, "field", (DesignOption, "settings")),
    ("steps", DesignStep, "zh", None),
    ("views", DesignView, "name", None),
    ("checks", DesignCheck, "zh", None),
    ("freezes", DesignFreeze, "zh", None),
    ("figures", OwnMetric, "name", None),
    ("forms", DesignForm, "name", None),
    ("automations", DesignAutomation, "zh", None),
)
TABLES, BOARDS = "tables", "boards"
BOARD = Text("仪表盘“{name}”", "Dashboard “{name}”")
ADD, CHANGE = Text("{what}：新增", "{what}: added"), Text("{what}：{said}", "{what}: {said}")
BECOMES = Text("{field} {before} → {after}", "{field} {before} → {after}")
OPTION = Text("选项“{label}”新增", "option “{label}” added")
OPTION_OTHER = Text("选项“{label}”改变", "option “{label}” changed")
REMOVED = Text(
    "{what}：这里已删除；请先在“设计 → 列”里恢复或换一个列名",
    "{what}: removed here; bring it back in Design → Columns, or use another name",
)
TABLE_REMOVED = Text(
    "{what}：这张表在这里已删除；请先在“设计 → 表”里恢复",
    "{what}: this table is removed here; bring it back in Design → Tables",
)
NO_TYPE = Text("{what}：这里没有这张表", "{what}: there is no such table here")
NO_DESIGN = Text(
    "文件里没有设计：应由 main.py design export 写出",
    "There is no design in the file: main.py design export writes one",
)
IMPORTED = Text("导入设计", "Design imported")
NOTHING = Text("—", "—")


def exported(areas: tuple[str, ...] = (), read: Read = no_files) -> str:
    """The design as YAML, in an order that doesn't depend on who made what first; areas: only of their types.

    read: the bytes of a template's workbook.
    """
    types = {record.key() for area in house().areas if not areas or area.name in areas for record in area.records}
    parts = _all(types)
    boards = [] if areas else Board.rows(order=Board.zh)  # a board is of no one area
    if boards:
        parts[BOARDS] = {
            row.zh: {name: value for name, value in _said(Board, row).items() if name != "zh"} for row in boards
        }
    if papers := papers_of(types, not areas):
        parts[PAPERS] = {row.name: _paper_said(row, read) for row in papers}
    return yaml.safe_dump(parts, allow_unicode=True, sort_keys=False, width=120)


def _paper_said(row: Row, read: Read) -> dict[str, Any]:
    whose = {"record_type": row.record_type} if row.record_type else {}
    return {**whose, **_said(DesignPaper, row), **book_said(row, read)}


def _all(types: set[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """By part, type and name what is said; nothing that is as it would be anyhow."""
    made = sorted(
        (row for row in DesignType.rows(DesignType.state != "declared") if row.name in types),
        key=lambda row: row.name,
    )
    parts: dict[str, dict[str, Any]] = {TABLES: {row.name: _said(DesignType, row) for row in made}} if made else {}
    for part, record, key, options in PARTS:
        rows = [
            row for row in record.rows() if row.record_type in types and getattr(row, "state", "active") == "active"
        ]
        for row in sorted(rows, key=lambda row: (row.record_type, getattr(row, "turn", 0), getattr(row, key))):
            said = {name: value for name, value in _said(record, row).items() if name != key}
            if mine := _options(options, row):
                said["options"] = mine
            parts.setdefault(part, {}).setdefault(row.record_type, {})[getattr(row, key)] = said
    return parts


def _options(options: Options, row: Row) -> list[dict[str, Any]]:
    kind = KINDS.get(getattr(row, "kind", ""))
    if options is None or (kind and "choices" not in kind.takes):
        return []  # a column keeps the options of a kind that it is no more, for the way back to it
    record, link = options
    mine = sorted(
        (option for option in record.rows() if getattr(option, link) == row.id),
        key=lambda option: (option.turn, option.id),
    )
    return [_said(record, option) for option in mine]


def _said(record: type[Record], row: Row) -> dict[str, Any]:
    fields = {name: item for name, item in record.fields().items() if name not in OWN}
    values = {name: getattr(row, name) for name in fields}
    said = {n: fields[n].keep(value) for n, value in values.items() if value is not None and value != fields[n].default}
    return by_labels(record, row, said) if record in (DesignType, DesignStep) else said


@dataclass
class Plan:
    """What an import would do: the sentences people read, and the writes behind them."""

    sentences: list[Text] = field(default_factory=list)
    wrong: list[Text] = field(default_factory=list)
    writes: list[tuple[type[Record], dict[str, Any]]] = field(default_factory=list)
    options: list[tuple[type[Record], str, str, list[dict[str, Any]]]] = field(default_factory=list)
    fresh: dict[str, Text] = field(default_factory=dict)  # tables that aren't here yet, by their names
    books: dict[str, Book] = field(default_factory=dict)  # workbooks of paper templates, by the names of these


def planned(text: str) -> Plan:
    """The difference between a design and the one here. Raises Refused for what is no design."""
    try:
        asked = yaml.safe_load(text)
    except yaml.YAMLError:
        raise Refused(NO_DESIGN) from None
    if (
        not isinstance(asked, dict)
        or not asked
        or asked.keys() - {TABLES, BOARDS, PAPERS, *(part for part, *_ in PARTS)}
    ):
        raise Refused(NO_DESIGN)
    plan, here = Plan(), {row.name: row for row in DesignType.rows()}
    for name, said in _dict(asked.get(TABLES)).items():
        _table(plan, name, here.get(name), _dict(said))
    for part, record, key, options in PARTS:
        for type_name, columns in _dict(asked.get(part)).items():
            for name, said in _dict(columns).items():
                _compare(plan, record, (type_name, name), key, options, dict(_dict(said)))
    for name, said in _dict(asked.get(BOARDS)).items():
        _board(plan, str(name), dict(_dict(said)))
    for name, said in _dict(asked.get(PAPERS)).items():
        _paper(plan, str(name), dict(_dict(said)))
    plan.sentences += of_rows(_of(plan, DesignCheck))
    return plan


def _board(plan: Plan, name: str, said: dict[str, Any]) -> None:
    what, here = BOARD(name=name), {row.zh: row for row in Board.rows()}.get(name)
    if here is not None:
        _differs(plan, Board, here, what, {**said, "zh": name})
    else:
        plan.sentences.append(ADD(what=what))
        plan.writes.append((Board, {"id": None, "set": {**said, "zh": name}}))


def _paper(plan: Plan, name: str, said: dict[str, Any]) -> None:
    what, here = PAPER(name=name), {row.name: row for row in DesignPaper.rows()}.get(name)
    whose = said.pop("record_type", None)
    try:
        book = book_of(said, here, what)
    except Refused as why:
        plan.wrong.append(why.text)
        return
    if whose is not None and whose not in house().records and whose not in plan.fresh:
        plan.wrong.append(NO_TYPE(what=Text(f"{what.zh}（{whose}）", f"{what.en} ({whose})")))
    elif here is None:
        plan.sentences.append(ADD(what=what))
        plan.writes.append((DesignPaper, {"id": None, "set": {**said, "record_type": whose, "name": name}}))
    elif (here.record_type, here.kind) != (whose, said.get("kind", DesignPaper.kind.default)):
        plan.wrong.append(OTHER_TYPE(what=what))
    else:
        _differs(plan, DesignPaper, here, what, said)
        plan.sentences += [CHANGE(what=what, said=OTHER_BOOK(file=book[0]))] if book else []
    if book:
        plan.books[name] = book


def _table(plan: Plan, name: str, here: Row | None, said: dict[str, Any]) -> None:
    what = Text(said.get("zh", name), said.get("en", said.get("zh", name)))
    if here is not None and here.state == "declared":
        return  # it is part of the program here
    if here is not None and here.state != "active":
        plan.wrong.append(TABLE_REMOVED(what=what))
    elif here is not None:
        _differs(plan, DesignType, here, what, said)
    else:
        plan.fresh[name] = what
        plan.sentences.append(ADD(what=what))
        plan.writes.append((DesignType, {"id": None, "set": {**said, "name": name}}))


def _dict(said: Any) -> dict:
    if said is not None and not isinstance(said, dict):
        raise Refused(NO_DESIGN)
    return said or {}


def _compare(plan: Plan, record: type[Record], at: tuple[str, str], key: str, opts: Options, said: dict) -> None:
    type_name, name = at
    known = house().records.get(type_name)
    whose = plan.fresh.get(type_name) or (known.sheet.label if known else Text(type_name, type_name))
    what = Text(f"{whose.zh}.{name}", f"{whose.en}.{name}")
    rows = sorted(record.rows(), key=lambda row: getattr(row, "state", "active") == "active")
    here = {(row.record_type, getattr(row, key)): row for row in rows}.get(at)
    options = said.pop("options", None) or []
    if known is None and type_name not in plan.fresh:
        plan.wrong.append(NO_TYPE(what=what))
    elif getattr(here, "state", None) == "declared" or (record is DesignCheck and _holds_here(known, name)):
        return  # it is part of the program here
    elif here is not None and getattr(here, "state", "active") != "active":
        plan.wrong.append(REMOVED(what=what))
    elif here is None:
        plan.sentences.append(ADD(what=what))
        plan.writes.append((record, {"id": None, "set": {**said, "record_type": type_name, key: name}}))
        plan.options.append((record, type_name, name, options))
    else:
        _differs(plan, record, here, what, {**said, key: name})
        mine = _options(opts, here)
        words = [_option(option, mine) for option in options if option not in mine]
        if words:
            plan.sentences.append(CHANGE(what=what, said=join(words)))
            plan.options.append((record, type_name, name, options))


def _holds_here(record: type[Record] | None, sentence: str) -> bool:
    """Whether a check of this sentence is declared by now."""
    return record is not None and any(check.label.zh == sentence for check in record.sheet.holds)


def _option(said: dict[str, Any], mine: list[dict[str, Any]]) -> Text:
    there = any(option.get("zh") == said.get("zh") for option in mine)
    return (OPTION_OTHER if there else OPTION)(label=said.get("zh", ""))


def _differs(plan: Plan, record: type[Record], here: Row, what: Text, said: dict[str, Any]) -> None:
    now, fields = _said(record, here), record.fields()
    usual = {name: None if item.default is None else item.keep(item.default) for name, item in fields.items()}
    names = [name for name in fields if name not in OWN and said.get(name, usual[name]) != now.get(name, usual[name])]
    if names:
        words = [_becomes(fields[name], now.get(name), said.get(name)) for name in names]
        plan.sentences.append(CHANGE(what=what, said=join(words)))
        sets = {name: said.get(name, fields[name].default) for name in names}
        plan.writes.append((record, {"id": here.id, "set": sets}))


def _becomes(item: Described, before: Any, after: Any) -> Text:
    values = [_shown(item, item.default if value is None else value) for value in (before, after)]
    return BECOMES(field=item.label, before=values[0], after=values[1])


def _shown(item: Described, value: Any) -> Text:
    if value is None:
        return NOTHING
    known = item.parse(value)
    return Text(item.show(known, "zh"), item.show(known, "en"))


def carry_out(c: Changes, plan: Plan, who: Who, place: Place = nowhere) -> None:
    """All of it in the change that is open, or nothing. Raises what the columns' own rules refuse with.

    place: puts the bytes of a workbook where attachments lie.
    """
    if plan.wrong:
        raise Refused(join(plan.wrong, "；", "; "))
    c.label = IMPORTED
    _write(c, DesignType, [_without(write, LATER) for write in _of(plan, DesignType)], who)
    with pinned(coming()):
        _write(c, DesignColumn, met(_of(plan, DesignColumn)), who)
        _write(c, DesignField, _of(plan, DesignField), who)
        for _, record, key, options in PARTS:
            for kind, type_name, name, said in plan.options:
                if kind is record and said and options is not None:
                    rows = record.rows(record.record_type == type_name, getattr(record, key) == name)
                    _write_options(c, *options, rows[0].id, said, who)
    _say_later(c, plan, who)
    with pinned(coming()):
        for further in (DesignStep, DesignView, DesignForm, DesignFreeze):
            _write(c, further, _of(plan, further), who)
        _write(c, DesignCheck, known(_of(plan, DesignCheck)), who)
    with pinned(coming()):
        for ratio in (False, True):  # what a ratio is made of comes first
            figures = [write for write in _of(plan, OwnMetric) if (write["set"].get("figure") == "ratio") is ratio]
            _write(c, OwnMetric, figures, who)
    with pinned(coming()):
        _write(c, DesignAutomation, _of(plan, DesignAutomation), who)
    with pinned(coming()):
        _write(c, Board, _of(plan, Board), who)
        _write(c, DesignPaper, _of(plan, DesignPaper), who)
        put_books(c, plan.books, place)


def _of(plan: Plan, record: type[Record]) -> list[dict[str, Any]]:
    return [write for kind, write in plan.writes if kind is record]


def _without(write: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {**write, "set": {name: value for name, value in write["set"].items() if name not in names}}


def _write(c: Changes, record: type[Record], rows: list[dict[str, Any]], who: Who) -> None:
    if rows := [row for row in rows if row["set"]]:
        within(c, record, rows, who)


def _say_later(c: Changes, plan: Plan, who: Who) -> None:
    """What tables say of their columns, now that these are there; a new one keeps only those that the file names."""
    ids = {row.name: row.id for row in DesignType.rows()}
    later = [(write["id"] or ids[write["set"]["name"]], write["set"]) for write in _of(plan, DesignType)]
    sets = [{"id": id, "set": {name: value for name, value in said.items() if name in LATER}} for id, said in later]
    with pinned(coming()):
        _write(c, DesignType, sets, who)
    with pinned(coming()):
        wanted = {
            (write["set"].get("record_type", ""), write["set"].get("name", "")) for write in _of(plan, DesignColumn)
        }
        drop_others(c, list(plan.fresh), wanted, today())


def _write_options(
    c: Changes, options: type[Record], link: str, owner: int, said: list[dict[str, Any]], who: Who
) -> None:
    here = {row.zh: row for row in options.rows() if getattr(row, link) == owner}
    rows = []
    for at, option in enumerate(said, 1):
        row = here.get(option.get("zh"))
        rows.append({"id": row.id if row else None, "set": {**option, "turn": at, **({} if row else {link: owner})}})
    within(c, options, rows, who)
