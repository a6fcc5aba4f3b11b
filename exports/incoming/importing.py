"""One import from a file to an answer: read, choose the table, judge every row, apply when asked to."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from exports.incoming.arranged.ways import Asked
from exports.incoming.choosing import SHOWN, choose
from exports.incoming.guesses import asked_ways, kept_out, wired
from exports.incoming.headers import likely_header
from exports.incoming.incoming_book import Chosen, remap
from exports.incoming.layouts import as_last_time, layout_of, remember, with_fixed
from exports.incoming.options import CHOICES, HOW, Options
from exports.incoming.remarks import SUITS, better_suited, left_out, remarks
from exports.incoming.returns import Came, came_back
from exports.incoming.stamped import LOST, lost, stamp_of
from exports.read.aside import LARGE, read_aside
from exports.read.sheets import Book
from models.kit import words
from models.kit.declare.access import Who, why_not
from models.kit.declare.record import Record
from models.kit.incoming.apply import tried
from models.kit.incoming.incoming import Fault, Incoming, Outcome, Report
from models.kit.pinyin import open_ahead
from models.kit.server.copies import before_import
from models.kit.server.database import reading, writing
from models.kit.text import Refused, Text
from models.kit.write.history import Batch, Event, note
from models.kit.write.writes import digest_of

LABEL = Text("导入 {file}", "Import of {file}")
MOST_FAULTS = 1000  # told one by one in an answer; the counts are always of all of them
MOST_LOOKED = 50  # imports of one file that are looked through, such as one for each of its sheets


@dataclass
class Imported:
    """What one file came to, for pages, commands and the API alike."""

    chosen: Chosen
    report: Report
    outcome: Outcome | None = None
    notes: list[Text] = field(default_factory=list)

    def wire(self, lang: str) -> dict[str, Any]:
        """The answer of the API. `faulty` lists cells, `faulty_rows` counts rows."""
        report, outcome, chosen = self.report, self.outcome, self.chosen
        faults = [*report.faults, *(outcome.faults if outcome else ())]
        fields = chosen.record.arriving()
        return {
            "state": outcome.state if outcome else "checked",
            "message": outcome.text.say(lang) if outcome and outcome.text else None,
            "batch": outcome.batch if outcome else None,
            "sheet": chosen.table.sheet.name,
            "encoding": chosen.book.encoding,
            "total": report.total,
            "new": len(report.new),
            "changed": len(report.changed),
            "unchanged": report.unchanged,
            "faulty_rows": len({fault.row for fault in faults}),
            "faulty": [self._fault(fault, lang) for fault in faults[:MOST_FAULTS]],
            "mapping": {column.label: column.name for column in chosen.table.columns if column.name},
            **wired(chosen, lang),
            "arrangements": [
                {"kind": p.kind, "message": p.text.say(lang), "taken": p.taken, "answered": p.answered}
                for p in chosen.proposals
            ],
            "spread": {column.label: column.spread for column in chosen.table.spread},
            "unmapped": [column.label for column in chosen.table.unmapped],
            "ignored": [
                {"field": name, "label": fields[name].label.say(lang), "message": why.say(lang)}
                for name, why in report.ignored.items()
                if name in fields
            ],
            "missing": [fields[name].label.say(lang) for name in report.missing],
            "doubtful": report.doubtful,
            "again": report.again,
            "skipped": [{**self._place(row), "message": why.say(lang)} for row, why in left_out(chosen).items()][
                :MOST_FAULTS
            ],
            "creates": [
                {"record": record.key(), "label": record.sheet.label.say(lang), "names": names}
                for record, names in report.making.items()
            ],
            "notes": [note.say(lang) for note in self.notes],
        }

    def _place(self, row: Any) -> dict[str, Any]:
        """The row as it is numbered in the file, and its sheet where it is not the one that is named."""
        sheet, number, _ = self.chosen.table.sheet.place(int(row))
        return {"row": number, "sheet": sheet} if sheet else {"row": number}

    def _fault(self, fault: Fault, lang: str) -> dict[str, Any]:
        return {
            **self._place(fault.row),
            "cell": self.chosen.cell(fault.row, fault.field),
            "field": fault.field,
            "column": column_name(self.chosen, fault.field, lang),
            "value": fault.value,
            "message": fault.text.say(lang),
        } | ({} if fault.better is None else {"better": fault.better})


def column_name(chosen: Chosen, name: str | None, lang: str) -> str:
    """What the column is called in the file, or here where the file hasn't got it."""
    if name is None:
        return ""
    return chosen.label(name) or chosen.record.arriving()[name].label.say(lang)


def run(
    path: Path,
    filename: str,
    record: type[Record],
    who: Who,
    mapping: dict[str, str | None] | None = None,
    options: dict[str, Any] | None = None,
    *,
    tell: Callable[[float], None] = lambda share: None,
) -> "Imported | Came":
    """Judge a file and, unless it is a dry run, import it. Raises Refused where there is nothing to judge.

    A file that was exported to be edited is compared with what is here now instead, see `exports.incoming.returns`.

    mapping: header or column letter → field name, or null to leave a column out; the rest is recognised by itself.
    options: {sheet, mode, key, create_links, dry_run, only_good, op, fixed, layout, encoding, placeholders, blanks, again, guesses,
    arrange, reason}, see `Options`.
    """
    if why := why_not(who, "import", record):
        raise Refused(why)
    asked, mapping = Options.of(options), _mapping(mapping)
    book = open_book(path, filename, record, who, tell=tell, encoding=asked.encoding)
    if (stamp := stamp_of(book)) is not None:
        return came_back(book, stamp, filename, record, who, asked, tell=tell)
    if lost(book):
        book.notes.append(LOST)
    chosen, layout = _mapped(record, who, book, asked, mapping)
    incoming = judge(chosen, chosen.rows(), who, asked, tell=tell)
    notes = [*book.notes, *chosen.notes, *asked_ways(chosen), *remarks(chosen, incoming.report)]
    done = Imported(chosen, incoming.report, notes=notes)
    if other := better_suited(chosen, who):
        done.notes.append(SUITS(record=other[0].sheet.label, count=other[1]))
    if asked.dry_run:
        done.outcome = tried(incoming, asked.reason)
    else:
        done.outcome = apply(incoming, filename, chosen, asked, who=who)
        if mapping and done.outcome.state == "applied":
            remember(chosen, layout, who)
    return done


def _mapped(
    record: type[Record], who: Who, book: Book, asked: Options, mapping: dict[str, str | None] | None
) -> tuple[Chosen, str | None]:
    """The table of the book with its columns as they are asked for, remembered or recognised, and the layout it is remembered by."""
    arrange = Asked.of(asked.arrange, asked.dry_run)
    chosen = choose_any(record, who, book, asked.sheet, arrange)
    chosen = with_fixed(chosen, who, asked.fixed)
    layout = layout_of(chosen, asked.layout)
    chosen = remap(chosen, mapping) if mapping else as_last_time(chosen, layout)
    if not chosen.mapping and not chosen.headed and not asked.sheet:
        other = better_suited(chosen, who)
        if other:
            raise Refused(SUITS(record=other[0].sheet.label, count=other[1]))
        choose(record, who, book, arrange=arrange)  # nobody knows the columns: its refusal says so
    if asked.guesses == "leave" or (asked.guesses == "ask" and not asked.dry_run):
        chosen = kept_out(chosen)
    return chosen, layout


def open_book(
    path: Path,
    filename: str,
    record: type[Record],
    who: Who,
    *,
    tell: Callable[[float], None] = lambda share: None,
    encoding: str | None = None,
) -> Book:
    """The file taken apart; one that is refused leaves a line in the log of events. Raises Refused."""
    if record.pinyin() and path.stat().st_size >= LARGE:
        open_ahead()  # not in the turn to write, where all others would wait for it
    try:
        return read_aside(path, filename, tell, encoding=encoding)
    except Refused as refused:
        with writing():
            note(who, "import refused", record.key(), file=filename[:200], why=refused.text.en)
        raise


def choose_any(record: type[Record], who: Who, book: Book, sheet: str | None = None, arrange: Asked = SHOWN) -> Chosen:
    """`choose`, but a file whose header isn't recognised can still be mapped by hand. Raises Refused when it is empty."""
    try:
        return choose(record, who, book, sheet, arrange)
    except Refused:
        filled = next((sheet for sheet in book.sheets if likely_header(sheet) is not None), None)
        if sheet or filled is None:
            raise
        return choose(record, who, book, filled.name, arrange)


def as_known(chosen: Chosen, who: Who) -> Chosen:
    """With what the file's name says, and the columns as they were mapped for this sender before."""
    chosen = with_fixed(chosen, who)
    return as_last_time(chosen, layout_of(chosen, None))


@dataclass(frozen=True)
class Before:
    """The last import of the very same bytes: when, by whom, and how many rows it added."""

    at: datetime
    who: str
    new: int


def imported_before(record: type[Record], digest: str, sheet: str | None = None) -> Before | None:
    """The last import of the very same bytes, or of this sheet of theirs; None also where that was undone."""
    same = (Event.kind == "import") & (Event.record == record.key()) & Event.detail.contains(digest)
    for event in Event.select().where(same).order_by(Event.id.desc()).limit(MOST_LOOKED):
        said = json.loads(event.detail)
        if sheet is not None and said.get("sheet", sheet) != sheet:
            continue
        done = Batch.get_or_none(Batch.op == said.get("op"))
        if done is not None and not Batch.select().where(Batch.undoes == done.id).exists():
            return Before(event.at, event.user_name, said.get("new") or 0)
    return None


def judge(
    chosen: Chosen,
    rows: Iterable[tuple[int, dict[str, Any]]],
    who: Who,
    asked: Options,
    *,
    tell: Callable[[float], None] = lambda share: None,
) -> Incoming:
    how = {name: getattr(asked, name) for name in (*HOW, "key", "create_links")}
    with reading():
        before = imported_before(chosen.record, chosen.book.digest, sheet_of(chosen))
    came = before.new if before else 0
    return Incoming(chosen.record, chosen.scaled(rows), who, **how, came=came, tell=tell)


def sheet_of(chosen: Chosen) -> str | None:
    """Which sheet of several it is; None of a file that has one: what that is called may be the file's own name."""
    return chosen.table.sheet.name if len(chosen.book.sheets) > 1 else None


def apply(incoming: Incoming, filename: str, chosen: Chosen, asked: Options, *, who: Who) -> Outcome:
    """One batch, named after the file and bound to its bytes and to how it was taken."""
    how = [
        getattr(asked, name) for name in ("sheet", *CHOICES, "key", "create_links", "only_good", "encoding", "arrange")
    ]
    how.append(sorted(asked.fixed.items()))
    digest = digest_of("import", incoming.record.key(), chosen.book.digest, how, who.user_id)
    label = LABEL(file=filename[:120])
    source = {"file": filename[:200], "sha256": chosen.book.digest}
    source |= {"sheet": sheet} if (sheet := sheet_of(chosen)) else {}
    before_import(len(incoming.report.new) + len(incoming.report.changed))
    more = {"only_good": asked.only_good, "source": source, "reason": asked.reason}
    return incoming.apply(who=who, op=asked.op, label=label, digest=digest, **more)


def parsed(text: str | None, what: str) -> Any:
    """A JSON part of a form. Raises Refused."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise Refused(words.BAD_REQUEST(what=what)) from None


def _mapping(mapping: Any) -> dict[str, str | None]:
    mapping = {} if mapping is None else mapping
    if not isinstance(mapping, dict) or not all(name is None or isinstance(name, str) for name in mapping.values()):
        raise Refused(words.BAD_REQUEST(what="mapping"))
    return mapping
