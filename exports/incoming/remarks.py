"""What a person should know of a file beside its faults: rows that stay out, what was taken from its name, whose file it is."""

from itertools import groupby
from typing import Any

from exports.incoming.guesses import remark, unsure
from exports.incoming.headers import bare, best_sheet, normal
from exports.incoming.incoming_book import Chosen, wanted
from exports.read.sheets import Book, SheetRows, letters
from models import house
from models.kit.ask.marks import MARK, key_of
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.incoming.report import Report
from models.kit.text import Text, join

MOST_TOLD, MOST_SIGNS = 8, 20
BLANK = Text("空行", "blank")
NOT_MAPPED = Text("已对应的列里都没有内容", "nothing in the mapped columns")
LEFT_OUT = Text("{count} 行不导入：{rows}", "{count} rows stay out: {rows}")
ROW, ROWS = (
    Text("第 {first} 行（{why}）", "row {first} ({why})"),
    Text("第 {first}–{last} 行（{why}）", "rows {first}–{last} ({why})"),
)
AND_MORE = Text("{said} 等", "{said} and more")
HEADLESS = Text(
    "没有表头的列不导入：{columns}；要导入请给这一列写上表头",
    "Columns without a header stay out: {columns}; give them one to have them imported",
)
COLUMN = Text("{letter} 列（如“{value}”）", "{letter} (as “{value}”)")
FIXED = Text("每一行的{field}都是“{value}”", "{field} of all rows is “{value}”")
NOTHING_KNOWN = Text("没有认出任何一列，什么都不会导入", "No column was recognised, so nothing will be imported")
SUITS = Text(
    "看起来是{record}的表（认出 {count} 列），要导入的是{record}吗？",
    "This looks like a file of {record} ({count} columns recognised). Is it {record} that you want to import?",
)


def left_out(chosen: Chosen) -> dict[int, Text]:
    """The rows below the header that come in as nothing, in order, and why: totals, remarks, blanks."""
    table = chosen.table
    places = [*table.mapping.values(), *(column.index for column in table.spread)]
    left, blanks, width = dict(table.skipped), {}, max(places, default=-1) + 1
    first = table.header + 1
    for number, row in enumerate(table.sheet.rows[first - table.sheet.first_row :], first):
        if number not in left and row.count(None) == len(row):
            blanks[number] = BLANK
            continue
        if blanks:  # those at the end of a sheet are no rows
            left |= blanks
            blanks = {}
        if places and None not in row and len(row) >= width:  # as most are: the first look is enough
            continue
        if number not in left and all(row[place] is None for place in places if place < len(row)):
            left[number] = NOT_MAPPED
    return dict(sorted(left.items()))


def remarks(chosen: Chosen, report: Report) -> list[Text]:
    """Beside what the book and its reader say themselves."""
    fields = chosen.record.arriving()
    texts = [FIXED(field=fields[name].label, value=_said(fields[name], value)) for name, value in chosen.fixed.items()]
    left = left_out(chosen)
    texts += [_of_rows(left, chosen.table.sheet)] if left else []
    texts += _headless(chosen, left)
    texts += remark(chosen)
    texts += [] if chosen.table.names else [NOTHING_KNOWN]
    return [*texts, *report.notes]


def _headless(chosen: Chosen, left: dict[int, Text]) -> list[Text]:
    """Cells of rows that come in which stand in columns without a header: nobody would miss them before it is too late."""
    table, first = chosen.table, {}
    rows = table.sheet.rows
    begins = table.header + 1 - table.sheet.first_row
    over, under = rows[table.top - table.sheet.first_row : begins], rows[begins:]
    known = {column.index for column in table.columns}
    headless = set(range(max(map(len, under), default=0))) - known
    headless -= {place for row in over for place, value in enumerate(row) if value is not None}
    for place in headless:
        for number, row in enumerate(under, table.header + 1):
            if place < len(row) and row[place] is not None and number not in left:
                first[place] = str(row[place])[:MOST_SIGNS]
                break
    columns = [(letters(place + 1), first[place]) for place in sorted(first)[:MOST_TOLD]]
    said = [COLUMN(letter=letter, value=value) for letter, value in columns]
    return [HEADLESS(columns=join(said, "、", ", "))] if said else []


def _said(item: Any, value: Any) -> str:
    return value if isinstance(value, str) else item.show(value)


def _of_rows(rows: dict[int, Text], sheet: SheetRows) -> Text:
    """第 12 行（合计行）, neighbours of one kind together."""
    runs = [[item[0] for item in run] for _, run in groupby(rows.items(), key=_Run())]
    said = [
        (ROW if run[0] == run[-1] else ROWS)(first=sheet.called(run[0]), last=sheet.called(run[-1]), why=rows[run[0]])
        for run in runs[:MOST_TOLD]
    ]
    listed = Text("、".join(text.zh for text in said), ", ".join(text.en for text in said))
    return LEFT_OUT(count=f"{len(rows):,}", rows=AND_MORE(said=listed) if len(runs) > MOST_TOLD else listed)


class _Run:
    """Tells runs of neighbouring rows of one kind apart."""

    def __init__(self):
        self.at, self.why, self.number = 0, None, 0

    def __call__(self, item: tuple[int, Text]) -> int:
        row, why = item
        if row != self.at + 1 or why != self.why:
            self.number += 1
        self.at, self.why = row, why
        return self.number


def better_suited(chosen: Chosen, who: Who) -> tuple[type[Record], int] | None:
    """The record type whose file this seems to be, where it isn't the one it was handed in for; and by how many columns."""
    known = chosen.table.names - {column.name for column in unsure(chosen.table)}
    if chosen.headed and not _lacking(chosen.record, {*known, *chosen.fixed}):
        return None
    ours = len(known) if chosen.headed else 0
    best = max(
        (_fit(record, who, chosen.book) for record in _likely(chosen.book, who)), key=lambda fit: fit[0], default=None
    )
    if best is None or best[1] is chosen.record or best[2] < max(3, ours + 2):
        return None
    return best[1], best[2]


def _likely(book: Book, who: Who) -> list[type[Record]]:
    """The few types most of whose labels stand anywhere at the top of a sheet: only they are worth a closer look."""
    texts = {value for sheet in book.sheets for row in sheet.rows[:20] for value in row if isinstance(value, str)}
    heads = {form(text) for text in texts if len(text) < 40 for form in (normal, bare)}
    counts = {
        record: sum(any(normal(label) in heads for label in want.labels) for want in wanted(record, who, book))
        for record in house().records.values()
        if may(who, "import", record)
    }
    return sorted((record for record in counts if counts[record] > 2), key=lambda record: -counts[record])[:6]


def _lacking(record: type[Record], names: set[str]) -> list[str]:
    """The columns without which nothing new comes in."""
    items = record.fields().items()
    return [
        n for n, item in items if item.required and not item.locked and n not in names and n not in record.sheet.arrives
    ]


def _fit(record: type[Record], who: Who, book: Book) -> tuple[tuple, type[Record], int]:
    """How well the best sheet of the book fits: by its own row numbers, then by columns, then by what it lacks."""
    table = best_sheet(book, wanted(record, who, book))
    if table is None:
        return (0, 0, 0), record, 0
    names = table.names - {MARK}
    place = table.mapping.get(MARK)
    rows = table.sheet.rows[table.header + 1 - table.sheet.first_row :][:20] if place is not None else []
    own = any(key_of(str(row[place])) == record.key() for row in rows if place < len(row))
    return (own, len(names) - 2 * len(_lacking(record, names)), len(names)), record, len(names)
