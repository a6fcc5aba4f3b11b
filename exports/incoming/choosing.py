"""Which sheet of a book is taken for a record type, where its table begins, and which of its columns are which fields."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from exports.incoming.arranged.across import across, best_across
from exports.incoming.arranged.arranging import arranged
from exports.incoming.arranged.ways import Asked
from exports.incoming.headers import (
    Table,
    best_sheet,
    find_table,
    header_rows,
    is_of_notes,
    likely_header,
    table_at,
    table_under,
)
from exports.incoming.incoming_book import Chosen, wanted
from exports.incoming.matching import Matcher, is_whole
from exports.read.sheets import Book, SheetRows
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.text import Refused, Text

NO_TABLE = Text(
    "文件里找不到{record}的表头。请确认选对了文件，或下载模板填写",
    "No header row of {record} was found. Check that this is the right file, or fill in the template",
)
NO_SHEET = Text("文件里没有工作表“{sheet}”，有：{sheets}", "There is no sheet “{sheet}” in the file, only {sheets}")
ONLY_SO = Text(
    "这个文件只能这样读：{how}。请确认后再导入", "The file can only be read so: {how}. Confirm that to import it"
)
SHOWN = Asked()  # as a preview shows a file: all that fits it is taken until somebody says otherwise
LIKE_A_LABEL = 0.55  # how near words come to a label that make a row look like a header
LEAST_GUESSED = 2


def choose(record: type[Record], who: Who, book: Book, sheet: str | None = None, arrange: Asked = SHOWN) -> Chosen:
    """The sheet that fits best, or the one asked for, read as was agreed. Raises Refused where no header can be made out."""
    asked = wanted(record, who, book)
    matcher = Matcher(record, who, asked)
    chosen = _asked_for(record, book, sheet, matcher) if sheet else _fitting(record, book, matcher)
    known = chosen.table if chosen is not None else None
    wide = best_across(_alone(book, sheet), matcher, known)
    if chosen is None:
        if wide is None:
            problem = next((page.problem for page in book.sheets if page.problem), None)
            raise Refused(problem or NO_TABLE(record=record.sheet.label))
        if not arrange.takes("across"):
            raise Refused(ONLY_SO(how=across(wide, matcher).text))
        chosen = Chosen(record, book, wide)
    chosen = arranged(chosen, matcher, arrange, wide)
    return replace(chosen, table=matcher.doubted(chosen.table))


def _alone(book: Book, sheet: str | None) -> Book:
    return replace(book, sheets=[page for page in book.sheets if page.name == sheet]) if sheet else book


def _asked_for(record: type[Record], book: Book, sheet: str, matcher: Matcher) -> Chosen | None:
    """The sheet that a person chose; where its columns are not known they can be mapped by hand."""
    rows = book.sheet(sheet)
    if rows is None:
        raise Refused(NO_SHEET(sheet=sheet[:60], sheets="、".join(page.name for page in book.sheets)))
    if rows.problem:
        raise Refused(rows.problem)
    table = matched(rows, find_table(rows, matcher.wanted_all), matcher)
    if table is not None:
        return Chosen(record, book, table)
    header = likely_header(rows)
    return (
        Chosen(record, book, table_at(rows, header, matcher.wanted_all), headed=False) if header is not None else None
    )


def _fitting(record: type[Record], book: Book, matcher: Matcher) -> Chosen | None:
    table = _best(book, matcher.wanted_all, matcher)
    if table is None:
        return None
    tables = [
        (page, find_table(page, matcher.wanted_all))
        for page in book.sheets
        if page is not table.sheet and not page.hidden
    ]
    alike = [page for page, other in tables if other and _labels(other) == _labels(table)]
    besides = [page for page, other in tables if other and page not in alike and _is_of(record, other)]
    return Chosen(record, book, table, others=alike, besides=besides)


def _best(book: Book, asked: list[Any], matcher: Matcher) -> Table | None:
    """By known labels where they say all that rows need; else by what words and values make of each sheet."""
    known = best_sheet(book, asked)
    if known is not None and is_whole(matcher.record, known.names):
        return matched(known.sheet, known, matcher)
    pages = [page for page in book.sheets if not page.hidden and not page.problem and any(page.rows)]
    pages += [known.sheet] if known is not None and known.sheet not in pages else []
    tables = [table for page in pages if (table := matched(page, find_table(page, asked), matcher)) is not None]
    own = (
        matcher.record.facts().brought
    )  # where lines may stand on a sheet of their own, that of the records comes first

    def rate(table: Table) -> tuple[bool, bool, float]:
        return not is_of_notes(table.sheet.name), not own or is_whole(matcher.record, table.names), _worth(table)

    return max(tables, key=rate, default=known)


def _worth(table: Table) -> float:
    """How much of a table is understood: what labels say counts more than what is made out."""
    guesses = [column.guess.worth for column in table.columns if column.guess]
    return len(table.names) - len(guesses) + 0.7 * sum(guesses) + len(table.spread)


def matched(sheet: SheetRows, known: Table | None, matcher: Matcher) -> Table | None:
    """The table with the columns that no label names guessed, under the header that lets most of them be understood."""
    if known is not None and _covers(known) and len(known.unmapped) <= len(known.names) + len(known.spread):
        return matcher.guessed(known)
    tables = [known] if known is not None else []
    tables += [table for table in _otherwise(sheet, matcher) if known is None or _place(table) != _place(known)]
    guessed = [matcher.guessed(table) for table in tables]
    best = max(guessed, key=_worth, default=None)
    if best is None or best.columns and known is None and len(best.names) < min(LEAST_GUESSED, len(best.columns)):
        return known
    return best


def _covers(table: Table) -> bool:
    """Whether the header stands over nearly all that stands below it."""
    first = table.header + 1 - table.sheet.first_row
    filled = {
        place for row in table.sheet.rows[first : first + 20] for place, value in enumerate(row) if value is not None
    }
    return len(filled - {column.index for column in table.columns}) <= 0.2 * len(filled)


def _otherwise(sheet: SheetRows, matcher: Matcher) -> Iterator[Table]:
    """The table under the row whose words come nearest to what is wanted, where no label is known."""
    best: tuple[float, Table | None] = (0.0, None)
    for place, labels, depth in header_rows(sheet):
        said = {text for choices in labels for text in choices if isinstance(text, str)}
        near = {max(words, key=lambda name: words[name]) for text in said if (words := _near(matcher, text))}
        rate = len(near) - 0.01 * depth
        if near and rate > best[0]:
            best = rate, table_under(sheet, place, labels, depth, matcher.wanted)
    if best[1] is not None:
        yield best[1]
    header = likely_header(sheet)
    if header is not None and (best[1] is None or header not in range(best[1].top, best[1].header + 1)):
        yield table_at(sheet, header, matcher.wanted)


def _place(table: Table) -> tuple[int, int]:
    return table.top, table.header


def _near(matcher: Matcher, text: str) -> dict[str, tuple[float, str]]:
    return {name: way for name, way in matcher.words(text).items() if way[0] >= LIKE_A_LABEL}


def _labels(table: Table) -> list[str]:
    return [column.label for column in table.columns]


def _is_of(record: type[Record], table: Table) -> bool:
    """Whether a table surely holds such rows: it says which they are, most of its columns are known, and it has any."""
    known = set(record.sheet.key or (record.sheet.title,)) <= table.names and len(table.names) >= len(table.unmapped)
    return known and len(table.names) > 1 and not is_of_notes(table.sheet.name) and next(table.rows, None) is not None


def sheets(book: Book, record: type[Record], who: Who) -> list[tuple[SheetRows, bool]]:
    """The sheets to choose from, and whether a header of this record type was found in each."""
    asked = wanted(record, who, book)
    matcher = Matcher(record, who, asked)
    return [
        (sheet, matched(sheet, find_table(sheet, asked), matcher) is not None)
        for sheet in book.sheets
        if any(sheet.rows)
    ]
