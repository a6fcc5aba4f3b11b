"""Headers that are values: a column for each day, month, store or product, whose cells are rows of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from exports.incoming.column_values import values_of
from exports.incoming.columns import FoundColumn, Wanted
from exports.incoming.fitting import About, fit
from exports.incoming.headers import SEARCHED_ROWS, table_under
from exports.incoming.labels import normal
from exports.incoming.matching import Matcher, is_whole
from exports.incoming.table import Table
from exports.read.sheets import Book, SheetRows
from models.kit import fields
from models.kit.text import Text, join

from .named import named
from .ways import Place, Way

ACROSS = Text(
    "{n} 列的表头（{names}）是{over}，每一格当作一行，格里的数是{cells}",
    "The headers of {n} columns ({names}) are each a {over}: every cell is a row of its own, its number is {cells}",
)
ACROSS_SEVERAL = Text(
    "上层表头的 {n} 个名称是{over}，每个各成一行，下面的列是{cells}",
    "The {n} headers on top are each a {over} with a row of its own; the columns below them are {cells}",
)
LEAST, NUMERIC = 3, 0.8
MOST_NAMES, LOOKED_AT = 3, 60
KINDS = (fields.LinkField, fields.DayField, fields.MonthField)


@dataclass(frozen=True)
class Run:
    """A row whose cells are values of a field: which, and what each stands for by its place."""

    over: str
    values: dict[int, Any]


def best_across(book: Book, matcher: Matcher, known: Table | None) -> Table | None:
    """The table with such headers, where that is what its sheet seems to be; `known`: the table without."""
    if known is not None and (known.spread or _says(known, matcher)[0]):
        return None
    sheets = [known.sheet] if known is not None else [s for s in book.sheets if not s.hidden and not s.problem]
    for sheet in sheets:
        if (table := _find(sheet, book, matcher, known)) is not None:
            return table
    return None


def _find(sheet: SheetRows, book: Book, matcher: Matcher, known: Table | None) -> Table | None:
    for place, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        made = None
        if sum(value is not None for value in row) >= LEAST - 1:
            made = grouped_headers(sheet, place, book, matcher)
        if made is None and sum(value is not None for value in row) >= LEAST and _over_numbers(sheet, place, row):
            made = _single(sheet, place, book, matcher)
        if made is not None and (known is None or _says(made, matcher) > _says(known, matcher)):
            return made
    return None


def _says(table: Table, matcher: Matcher) -> tuple[bool, int]:
    """How much of what rows need a table brings for sure: whether all of it, and how many columns are understood."""
    names = _sure(table)
    return is_whole(matcher.record, names), len(names)


def _sure(table: Table) -> set[str]:
    """What its columns are without doubt."""
    return table.names - {c.name for c in table.columns if c.guess is not None and not c.guess.sure}


def _single(sheet: SheetRows, place: int, book: Book, matcher: Matcher) -> Table | None:
    """Headers of a row that are values, and the field that the cells below them are."""
    row = sheet.rows[place]
    plain = table_under(sheet, place, [[value] for value in row], 1, matcher.wanted)
    run = _run(Place(plain, book, matcher), row)
    if run is None:
        return None
    guessed = matcher.guessed(_laid(plain, run, "", matcher))
    cells = _cells(Place(guessed, book, matcher), run)
    return _laid(guessed, run, cells, matcher) if cells is not None else None


def grouped_headers(sheet: SheetRows, place: int, book: Book, matcher: Matcher) -> Table | None:
    """A header over several columns is a value, and what each of them holds stands below it: 锦江一店 | 销售额 单数."""
    row, below = sheet.rows[place], sheet.rows[place + 1] if place + 1 < len(sheet.rows) else []
    groups = _groups(row, below)
    if len(groups) < 2:
        return None
    free = [[row[at] if at < len(row) and at not in groups else None] for at in range(max(len(row), len(below)))]
    free = [
        [label[0] if label[0] is not None or _in_group(groups, at) else below[at] if at < len(below) else None]
        for at, label in enumerate(free)
    ]
    plain = table_under(sheet, place, free, 2, matcher.wanted)
    over = _over_of(Place(plain, book, matcher), [row[at] for at in groups])
    if over is None:
        return None
    name, values = over
    first = next(iter(groups))
    measured = tuple(FoundColumn(at, str(below[at]).strip()) for at in groups[first])
    trial = matcher.guessed(replace(plain, columns=(*plain.columns, *_known(measured, plain, matcher))))
    goes = {normal(c.label): c.name for c in trial.columns if c.index in groups[first] and c.name and c.name != name}
    if len(goes) < 2:
        return None
    columns = tuple(c for c in trial.columns if not _in_group(groups, c.index))
    for at, value in zip(groups, values, strict=True):
        for index in groups[at]:
            label = f"{row[at]} {below[index]}".strip()
            under = goes.get(normal(below[index]), "")
            columns += (FoundColumn(index, label, spread=value if under else None, under=under),)
    wanted = tuple(_spreading(want, name, next(iter(goes.values()))) for want in plain.wanted)
    return replace(plain, columns=columns, wanted=wanted)


def _groups(row: list[Any], below: list[Any]) -> dict[int, range]:
    """Where each header over several begins, and the columns it stands over: the same words below each of them."""
    starts = [at for at, value in enumerate(row) if value is not None]
    reach = dict(zip(starts, [*starts[1:], max(len(row), len(below))], strict=True))
    wide = {at: range(at, end) for at, end in reach.items() if end - at > 1}
    said = {at: tuple(normal(below[i]) for i in over if i < len(below)) for at, over in wide.items()}
    usual = next(iter(said.values()), ())
    while usual and not usual[-1]:
        usual = usual[:-1]
    same = {at: range(at, at + len(usual)) for at in wide if said[at][: len(usual)] == usual}
    return same if len(usual) > 1 and all(usual) and len(set(usual)) == len(usual) else {}


def _in_group(groups: dict[int, range], at: int) -> bool:
    return any(at in over for over in groups.values())


def _over_of(place: Place, names: list[Any]) -> tuple[str, list[Any]] | None:
    matcher = place.matcher
    for name in _overs(matcher, place.table):
        values = named(matcher.items[name], names, matcher.who, place.around)
        if all(value is not None for value in values) and len(set(values)) == len(values):
            return name, values
    return None


def _known(columns: tuple[FoundColumn, ...], table: Table, matcher: Matcher) -> tuple[FoundColumn, ...]:
    """Columns named by their labels alone, as far as these are known."""
    labels: list[list[Any]] = [[None]] * (max(c.index for c in columns) + 1)
    for column in columns:
        labels[column.index] = [column.label]
    alone = table_under(table.sheet, table.top - table.sheet.first_row, labels, 2, matcher.wanted)
    return tuple(c if c.name not in table.names else replace(c, name=None) for c in alone.columns)


def _over_numbers(sheet: SheetRows, place: int, row: list[Any]) -> bool:
    """Whether most of what stands below at least some of these headers is a number."""
    below = sheet.rows[place + 1 : place + 1 + LOOKED_AT]
    filled = [
        at
        for at, value in enumerate(row)
        if value is not None and any(at < len(b) and b[at] is not None for b in below)
    ]
    return sum(_numeric(below, at) for at in filled) >= LEAST


def _numeric(below: list[list[Any]], at: int) -> bool:
    column = values_of(row[at] if at < len(row) else None for row in below)
    return column.filled == 0 or column.numeric >= NUMERIC


def _run(place: Place, row: list[Any]) -> Run | None:
    """The field most of these headers are values of, those over numbers alone."""
    table, matcher = place.table, place.matcher
    below = table.sheet.rows[table.header + 1 - table.sheet.first_row :][:LOOKED_AT]
    open_ = [c.index for c in table.columns if c.name is None and not c.serial and _numeric(below, c.index)]
    names = [row[at] if at < len(row) else None for at in open_]
    best = None
    for name in _overs(matcher, table) if len(names) >= LEAST else ():
        values = named(matcher.items[name], names, matcher.who, place.around)
        known = {at: value for at, value in zip(open_, values, strict=True) if value is not None}
        if (
            len(known) >= LEAST
            and len(set(known.values())) == len(known)
            and (best is None or len(known) > len(best.values))
        ):
            best = Run(name, known)
    filled = any(row[at] is not None for row in below for at in (best.values if best else ()) if at < len(row))
    return best if filled else None


def _overs(matcher: Matcher, table: Table) -> Iterator[str]:
    """The fields that headers may be values of, keys and required ones first."""
    record = matcher.record
    free = [
        want.name
        for want in matcher.wanted
        if want.name not in table.names and isinstance(item := matcher.items[want.name], KINDS) and not item.locked
    ]
    needed = {*record.sheet.key, *(name for name in free if matcher.items[name].required)}
    return iter(sorted(free, key=lambda name: name not in needed))


def _cells(place: Place, run: Run) -> str | None:
    """The field that the cells are: a number, called like what stands around, or the only one that rows need."""
    table, matcher = place.table, place.matcher
    body = table.sheet.rows[table.header + 1 - table.sheet.first_row :][:LOOKED_AT]
    column = values_of(row[at] if at < len(row) else None for row in body for at in run.values)
    corner = [c.label for c in table.columns if c.name is None and c.index not in run.values]
    said = [*place.around.split(), *corner]
    worth, sure = {}, _sure(table)
    for want in matcher.wanted:
        item = matcher.items[want.name]
        fits = isinstance(item, fields.CountField | fields.DecimalAsInteger) and not item.locked and not item.derived
        if fits and want.name not in sure and want.name != run.over:
            near = max((matcher.words(text).get(want.name, (0.0, ""))[0] for text in said), default=0.0)
            stored = About(stored=matcher.stored().get(want.name, ()))
            worth[want.name] = near + 0.4 * item.required + 0.2 * fit(item, column, stored).worth
    best = max(worth, key=lambda name: worth[name], default=None)
    return best if best is not None and worth[best] >= 0.25 else None


def _laid(table: Table, run: Run, cells: str, matcher: Matcher) -> Table:
    columns = tuple(
        replace(c, spread=run.values[c.index], name=None, guess=None)
        if c.index in run.values
        else replace(c, name=None, guess=None)
        if c.name in (run.over, cells)
        else c
        for c in table.columns
    )
    columns += tuple(
        FoundColumn(at, str(value), spread=value)
        for at, value in run.values.items()
        if not any(c.index == at for c in table.columns)
    )
    wanted = tuple(_spreading(want, run.over, cells) for want in table.wanted)
    return replace(table, columns=columns, wanted=wanted)


def _spreading(want: Wanted, over: str, cells: str) -> Wanted:
    return replace(want, spreads=(lambda header, around: None) if want.name == over else None, cells=cells, besides={})


def across(table: Table, matcher: Matcher) -> Way:
    """What a table with such headers would be, as a sentence."""
    over, items, labels = table.over, matcher.items, list(dict.fromkeys(str(column.label) for column in table.spread))
    names = "、".join(labels[:MOST_NAMES]) + ("…" if len(labels) > MOST_NAMES else "")
    if any(column.under for column in table.spread):
        cells = join([items[name].label for name in dict.fromkeys(c.under for c in table.spread)], "、", ", ")
        values = len({column.spread for column in table.spread})
        text = ACROSS_SEVERAL(n=values, over=items[over.name].label, cells=cells)
    else:
        text = ACROSS(n=len(labels), names=names, over=items[over.name].label, cells=items[over.cells].label)
    return Way("across", text, table)
