"""The import command: a file into a record type, with every faulty row told on the way."""

from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from exports.incoming.importing import Imported, column_name, run
from exports.incoming.returns import Came
from models import house
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.database import reading
from models.kit.text import Refused, Text, join

from .returning import tell_back

NO_RECORD = Text(
    "没有“{name}”这种记录。相近的有：{names}", "There is no record type “{name}”. The nearest are: {names}"
)
NAMED = Text("{key}（{label}）", "{key} ({label})")
NEAREST = 5
NO_FILE = Text("打不开文件 {path}：{why}", "Can't open the file {path}: {why}")
COUNTS = Text(
    "工作表“{sheet}”共 {total} 行：新增 {new}、更新 {changed}、无变化 {same}、有误 {faulty}",
    "Sheet “{sheet}”, {total} rows: {new} new, {changed} changed, {same} unchanged, {faulty} faulty",
)
FAULT = Text("  第 {row} 行 {cell}（{column}）“{value}”：{why}", "  row {row}, {cell} ({column}) “{value}”: {why}")
APART = Text("  第 {row} 行（{column}）：{why}", "  row {row} ({column}): {why}")
ROW_FAULT = Text("  第 {row} 行：{why}", "  row {row}: {why}")
CREATED = Text("  新建{record}：{names}", "  new {record}: {names}")
WILL_CREATE = Text("  将新建{record}：{names}", "  would create {record}: {names}")
IGNORED = Text("  未导入的列 {column}：{why}", "  column {column} is left out: {why}")
GUESSED = Text("  列 {column} 认作{field}：{why}", "  column {column} is taken for {field}: {why}")
UNSURE = Text("  列 {column} 可能是{field}，请确认：{why}", "  column {column} may be {field}, to be confirmed: {why}")
UNKNOWN = Text("不认识", "not recognised")
SAME_HEAD = Text(
    "与 {letter} 列同名，只导入 {letter} 列", "column {letter} is called the same and is the one that is read"
)
DRY = Text("试运行结束，没有写入任何内容", "Dry run only; nothing was written")


def import_file(
    path: str,
    record: str,
    sheet: str | None,
    create_links: bool,
    dry_run: bool,
    who: Who,
    out: Callable[[str], None],
    fixed: dict[str, str] | None = None,
    **how: str,
) -> int:
    """Import the good rows as one batch and name the others. Returns 0, or 1 when rows were refused, dry as well.

    how: placeholders, again, blanks, guesses, arrange and conflicts, see `exports.incoming.options.Options`.
    """
    record_type = house().records.get(record)
    if record_type is None:
        raise Refused(NO_RECORD(name=record[:60], names=_nearest(record)))
    options = {
        "sheet": sheet,
        "create_links": create_links,
        "dry_run": dry_run,
        "only_good": True,
        "fixed": fixed or {},
        **how,
    }
    try:
        with reading():
            done = run(Path(path), Path(path).name, record_type, who, None, options)
    except OSError as error:
        raise Refused(NO_FILE(path=path, why=error.strerror or error)) from None
    if isinstance(done, Came):
        return tell_back(done, who, out)
    _tell(done, record_type, who, out)
    out((DRY if dry_run else done.outcome.text).say(who.lang))
    return 0 if _all_in(done) else 1


def _nearest(name: str) -> Text:
    """The record types that may have been meant, by key or by what people call them, with both."""
    called = {key: (key, record.sheet.zh, record.sheet.en.lower()) for key, record in house().records.items()}

    def likeness(key: str) -> float:
        within = any(name and name.lower() in label for label in called[key])
        return within + max(SequenceMatcher(None, name.lower(), label).ratio() for label in called[key])

    nearest = sorted(house().records, key=likeness, reverse=True)[:NEAREST]
    return join([NAMED(key=key, label=house().records[key].sheet.label) for key in nearest], "、", ", ")


def _all_in(done: Imported) -> bool:
    return not done.report.faults and (
        done.outcome is None or done.outcome.state in ("applied", "duplicate", "nothing")
    )


def _tell(done: Imported, record: type[Record], who: Who, out: Callable[[str], None]) -> None:
    report, chosen, lang = done.report, done.chosen, who.lang
    counts = {"new": len(report.new), "changed": len(report.changed), "same": report.unchanged}
    out(COUNTS(sheet=chosen.table.sheet.name, total=report.total, faulty=len(report.faulty), **counts).say(lang))
    for note in done.notes:
        out(f"  {note.say(lang)}")
    taken = {column.label: column.letter for column in chosen.table.columns if column.name}
    for column in chosen.table.columns:
        if column.guess:
            field = record.arriving()[column.guess.name].label
            said = GUESSED if column.guess.sure else UNSURE
            out(said(column=f"{column.letter}“{column.label}”", field=field, why=column.guess.why).say(lang))
    for column in chosen.table.unmapped:
        if column.guess:
            continue
        why = SAME_HEAD(letter=taken[column.label]) if column.label in taken else UNKNOWN
        out(IGNORED(column=f"{column.letter}“{column.label}”", why=why).say(lang))
    for name, why in report.ignored.items():
        out(IGNORED(column=column_name(chosen, name, lang), why=why).say(lang))
    creates = WILL_CREATE if done.outcome is None or done.outcome.state != "applied" else CREATED
    for target, names in report.making.items():
        out(creates(record=target.sheet.label, names="、".join(names)).say(lang))
    for fault in [*report.faults, *(done.outcome.faults if done.outcome else ())]:
        place = {"row": fault.row, "cell": chosen.cell(fault.row, fault.field), "why": fault.text}
        line = ROW_FAULT if fault.field is None else FAULT if chosen.label(fault.field) else APART
        out(line(**place, column=column_name(chosen, fault.field, lang), value=fault.value).say(lang))
