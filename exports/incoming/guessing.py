"""What a workbook's sheets would be as tables: where each begins, what its columns hold and how sure that is, what links to what."""

import re
from collections import Counter
from heapq import nsmallest
from itertools import chain, count, islice
from typing import Any
from unicodedata import category

from models import house
from models.design.tables.from_workbook import SHEET, ColumnPlan, TablePlan, meanings
from models.kit.ask.links import names_of
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.formula.grammar import BRACKETS
from models.kit.text import Text

from ..read.sheets import Book, SheetRows, letters
from .guessed_kinds import CODED, REACHED, are_most, guess, take, text_of, values_of
from .headers import is_of_notes, likely_header
from .joined_sheets import joined
from .labels import normal

MOST_LINKED = 300  # names by which it is asked first whether a column links to a type
FREE = "（导入{n}）"  # what a table is called whose name is taken
LONGEST_NAME = 40
NAMELESS = re.compile(r"(?i)sheet\d*|工作表\d*|表\d+|csv")  # sheets that nobody called anything
SERIAL = {"序号", "序", "行号", "项次", "no.", "#"}
TOTAL = {"合计", "总计", "小计", "total", "sum"}
SUMMED = re.compile(r"计|[tｔ]|[sｓ]\s*[uｕ]", re.IGNORECASE)  # most first cells are no total at a glance
NAMED = re.compile(r"名称|姓名|名$|标题|主题|title|name", re.IGNORECASE)
ROUND = {ord(sign): "（" if category(sign) == "Ps" else "）" for sign in BRACKETS}
TOPPED = Text("上面 {n} 行是标题，没有当作内容", "{n} rows above are titles and not taken")
LEFT = Text("第 {rows} 行是合计或说明，没有带进来", "Rows {rows} are totals or notes and not taken")
LEAST_HEADS = 2
HEADLESS = Text("{letter}列", "Column {letter}")  # becomes a name of data, in the language of who makes the table
NO_TABLE = Text("“{sheet}”里没有表格，没有带进来", "“{sheet}” holds no table and is not taken")


def propose(book: Book, who: Who) -> tuple[list[TablePlan], list[Text]]:
    """A plan for each sheet that holds a table, and what is to be said of the others."""
    plans, notes = [], list(book.notes)
    for sheet in book.sheets:
        plan = None if sheet.problem or is_of_notes(sheet.name) else _table(sheet, who.lang)
        if plan is None:
            notes.append(NO_TABLE(sheet=sheet.name))
        else:
            plan.leave = sheet.hidden
            plans.append(plan)
    return planned(joined(plans, book.name, who.lang), book.name, who), notes


def apart(plans: list[TablePlan], split: TablePlan, file: str, who: Who) -> list[TablePlan]:
    """The plans with those sheets that were to be one table as tables of their own; all of them are planned anew."""
    again = [part for plan in plans for part in (plan.parts if plan is split else [plan])]
    for plan in again:
        plan.key, plan.zh = None, _fit(plan.sheet) if plan in split.parts else plan.zh
        plan.notes = list(dict.fromkeys(plan.notes))
    return planned(again, file, who)


def planned(plans: list[TablePlan], file: str, who: Who) -> list[TablePlan]:
    """What the tables and their columns are called, of which kind they are, and what links to what."""
    known = _known(who)
    taken = {said.casefold() for record in house().records.values() for said in (record.sheet.zh, record.sheet.en)}
    for plan in plans:
        if NAMELESS.fullmatch(plan.sheet):
            plan.zh = _fit(file if len(plans) == 1 else f"{file} {plan.sheet}")
        plan.zh = _free(plan.zh, taken)
        taken.add(plan.zh.casefold())
        for column in plan.columns:
            guess(plan, column)
    texts = _Texts()
    for plan in plans:
        _called(plan, texts)
    for at, plan in enumerate(plans):
        for column in plan.columns:
            if column.kind in ("line", "choice") and not column.leave and column.at not in (plan.title, plan.key):
                _link(at, plan, column, plans, known, who, texts)
    _without_circles(plans)
    return plans


# Where the table is ------------------------------------------------------------------------------------------------------


def _free(name: str, taken: set[str]) -> str:
    """The name, or one like it that no table has."""
    marks = chain(("", FREE.format(n="")), (FREE.format(n=n) for n in count(2)))
    names = (name[: LONGEST_NAME - len(mark)] + mark for mark in marks)
    return next(free for free in names if free.casefold() not in taken)


def _table(sheet: SheetRows, lang: str) -> TablePlan | None:
    header = likely_header(sheet)
    if header is None:
        return None
    top = header - sheet.first_row
    labels, depth = _labels(sheet, top)
    columns = [ColumnPlan(at, label) for at, label in enumerate(labels) if label]
    rows, left = _body(sheet, top + depth, [column.at for column in columns])
    if not columns or (not rows and (len(columns) < LEAST_HEADS or left)):
        return None  # heads alone are a table that is to be filled, a line of text is none
    for column in columns:
        column.leave = normal(column.zh) in SERIAL
    columns = sorted([*columns, *_headless(labels, rows, lang)], key=lambda column: column.at)
    plan = TablePlan(sheet.name, _fit(sheet.name), columns, rows, columns[0].at)
    if sum(any(value is not None for value in row) for row in sheet.rows[:top]):
        plan.notes.append(TOPPED(n=top))
    if left:
        plan.notes.append(LEFT(rows="、".join(map(str, left[:10]))))
    return plan


def _labels(sheet: SheetRows, top: int) -> tuple[list[str], int]:
    """What stands over the columns; groups that are merged over several come before each of theirs."""
    row = sheet.rows[top]
    line = top + sheet.first_row
    groups = {
        left - 1: right - 1 for above, left, below, right in sheet.merges if above == below == line and right > left
    }
    below = sheet.rows[top + 1] if groups and top + 1 < len(sheet.rows) else None
    if below is None or not any(
        isinstance(below[at], str) for left, right in groups.items() for at in range(left, min(right + 1, len(below)))
    ):
        return _apart([_fit(text_of(value)) for value in row]), 1
    labels = []
    for at in range(max(len(row), len(below))):
        over = next((row[left] for left, right in groups.items() if left <= at <= right), None)
        own = below[at] if at < len(below) else None
        alone = row[at] if at < len(row) else None
        labels.append(
            _fit(
                f"{text_of(over)}{text_of(own)}"
                if over is not None and own is not None
                else text_of(own if alone is None else alone)
            )
        )
    return _apart(labels), 2


def _headless(labels: list[str], rows: list[tuple[int, list[Any]]], lang: str) -> list[ColumnPlan]:
    """What is filled in without a head over it, called by its letter: a remark beside a few rows is shown and not taken."""
    columns = []
    for at in range(max((len(values) for _, values in rows), default=0)):
        if at < len(labels) and labels[at]:
            continue
        filled = sum(at < len(values) and values[at] is not None for _, values in rows)
        if filled:
            called = HEADLESS(letter=letters(at + 1)).say(lang)
            columns.append(ColumnPlan(at, called, leave=filled * 2 < len(rows)))
    return columns


def _apart(labels: list[str]) -> list[str]:
    """No two columns are called alike."""
    seen: Counter = Counter()
    apart = []
    for label in labels:
        seen[label.casefold()] += 1
        apart.append(f"{label}{seen[label.casefold()]}" if label and seen[label.casefold()] > 1 else label)
    return apart


def _fit(label: str) -> str:
    """As a label of ours may be: one line, without square brackets, not too long."""
    return re.sub(r"\s+", " ", label).translate(ROUND).strip()[:36]


def _body(sheet: SheetRows, top: int, places: list[int]) -> tuple[list[tuple[int, list[Any]]], list[int]]:
    """The rows of the table, and the numbers of those below or among them that are none."""
    rows, left = [], []
    for at, values in enumerate(sheet.rows[top:], top + sheet.first_row):
        there = list(islice((place for place in places if place < len(values) and values[place] is not None), 2))
        if not there:
            if any(value is not None for value in values):
                left.append(at)
            continue
        first = values[there[0]]
        total = isinstance(first, str) and SUMMED.search(first) and normal(first).rstrip(":：") in TOTAL
        note = len(there) == 1 and len(places) > 2 and isinstance(first, str) and there[0] == places[0]
        if total or note:
            left.append(at)
        else:
            rows.append((at, values))
    return rows, left


# What rows are called by, and what they link to --------------------------------------------------------------------------


class _Texts(dict[tuple[str, int], list[str]]):
    """The columns as words, each told once: it is asked of every two sheets whether one links to the other."""

    def of(self, plan: TablePlan, column: ColumnPlan) -> list[str]:
        key = (plan.sheet, column.at)
        if key not in self:
            self[key] = [text for value in values_of(plan, column) if (text := text_of(value))]
        return self[key]

    def is_unique(self, plan: TablePlan, column: ColumnPlan) -> bool:
        texts = self.of(plan, column)
        return len(texts) == len(plan.rows) == len(set(texts))

    def is_telling(self, plan: TablePlan, column: ColumnPlan) -> bool:
        """Whether most rows are called otherwise than the others: names of people may come twice, names of goods sold don't tell sales apart."""
        return len(set(self.of(plan, column))) > len(plan.rows) / 2


def _called(plan: TablePlan, texts: _Texts) -> None:
    """The column of names, and the one that tells the rows apart."""
    there = [column for column in plan.columns if not column.leave]
    words = [column for column in there if column.kind in ("line", "choice")]
    alone = [column for column in there if column.kind == "line" and texts.is_unique(plan, column)]
    coded = [column for column in alone if CODED.search(column.zh) and not REACHED.search(column.zh)]
    plan.key = coded[0].at if coded else None
    named = [column for column in words if NAMED.search(column.zh) and texts.is_telling(plan, column)]
    title = next(iter(named or coded or alone or words or there or plan.columns))
    take(plan, title, "line")
    title.leave = False
    plan.title = title.at


def _known(who: Who) -> list[type[Record]]:
    """The types that a column may link to: those whose rows people call by names."""
    return [
        record
        for record in house().records.values()
        if may(who, "see", record) and record.sheet.key and names_of(record, who)
    ]


def _link(
    at: int,
    plan: TablePlan,
    column: ColumnPlan,
    plans: list[TablePlan],
    known: list[type[Record]],
    who: Who,
    texts: _Texts,
) -> None:
    """Its values are names or keys of rows elsewhere: in another sheet, or in a type that is called as the column."""
    mine = texts.of(plan, column)
    said = set(mine)
    if not said or (len(said) < 2 and len(plan.rows) > 3):
        return  # nothing links to everything
    for other, theirs in enumerate(plans):
        if other == at or theirs.leave:
            continue
        for place in (candidate for candidate in theirs.columns if candidate.at in (theirs.title, theirs.key)):
            named = set(texts.of(theirs, place)) if texts.is_unique(theirs, place) else set()
            if said <= named or (place.zh == column.zh and _nearly(mine, named)):
                _links(plan, column, f"{SHEET}{other}", named)
                return
    for record in (candidate for candidate in known if _alike(column.zh, candidate)):
        some = set(nsmallest(MOST_LINKED, said))
        if len(some) == len(said) or are_most(len(meanings(record, who, some)), len(some)):
            named = set(meanings(record, who, said))
            if said <= named or _nearly(mine, named):
                _links(plan, column, record.key(), named)
                return


def names_there(plans: list[TablePlan], plan: TablePlan, column: ColumnPlan, who: Who) -> set[str]:
    """Which of a column's texts mean one row of the table it links to, be it another sheet here or a table that is there."""
    said = {text for value in values_of(plan, column) if (text := text_of(value))}
    target = column.target or ""
    if not target.startswith(SHEET):
        return set(meanings(house().records[target], who, said)) if target in house().records else set()
    theirs = plans[int(target.removeprefix(SHEET))]
    named: set[str] = set()
    for place in (candidate for candidate in theirs.columns if candidate.at in (theirs.title, theirs.key)):
        times = Counter(text_of(value) for value in values_of(theirs, place))
        named |= {text for text in said if times[text] == 1}
    return named


def link_to(plan: TablePlan, column: ColumnPlan, target: str, named: set[str]) -> None:
    """A person says what it links to: what has no name there is told and comes beside, unless that were all of it."""
    _links(plan, column, target, named)
    column.apart = bool(column.unread) and bool(named)


def _nearly(texts: list[str], named: set[str]) -> bool:
    return are_most(sum(text in named for text in texts), len(texts))


def _links(plan: TablePlan, column: ColumnPlan, target: str, named: set[str]) -> None:
    """What is called by none of these names comes into a column beside."""
    column.kind, column.target, column.options = "link", target, []
    there = [(at, text_of(row[column.at])) for at, row in plan.rows if column.at < len(row)]
    column.unread = [(at, text) for at, text in there if text and text not in named]
    column.apart = bool(column.unread)
    column.sure = 1 - len(column.unread) / len(there) if there else 0.0


def _alike(label: str, record: type[Record]) -> bool:
    """Whether the label speaks of this type: 所属门店 of 门店, 会员卡号 of 会员, 经手人 of 员工."""
    said = (record.sheet.zh, record.sheet.en.rstrip("s"), *_PEOPLE.get(record.key(), ()))
    named = {
        record.fields()[name].label.say(lang)
        for name in (record.sheet.title, *record.sheet.key)
        for lang in ("zh", "en")
    }
    return (
        any(word and word.casefold() in label.casefold() for word in said)
        or label in named
        or record.sheet.zh.startswith(_core(label))
    )


def _core(label: str) -> str:
    return re.sub(r"^(所属|所在|入会|对应|关联|办理)|(编号|名称|编码)$", "", label) or label


_PEOPLE = {
    "employee": ("员", "人", "经理", "店长", "负责", "staff"),
    "product": ("商品", "产品"),
    "region": ("区域", "区"),
}


def _without_circles(plans: list[TablePlan]) -> None:
    """Of sheets that link to one another the later one's links stay words."""

    def reaches(start: int, goal: int, seen: frozenset[int] = frozenset()) -> bool:
        targets = {
            int(column.target.removeprefix(SHEET))
            for column in plans[start].columns
            if (column.target or "").startswith(SHEET)
        }
        return goal in targets or any(reaches(target, goal, seen | {start}) for target in targets - seen - {start})

    for at, plan in enumerate(plans):
        for column in plan.columns:
            if (column.target or "").startswith(SHEET) and reaches(int(column.target.removeprefix(SHEET)), at):
                take(plan, column, "line")
