"""What an import says: before it, what would happen to each row; after it, what became of it."""

from dataclasses import dataclass, field
from typing import Any

from ..declare.record import Record
from ..text import Text
from .cells import Fault, Line

NO_MODE = Text("导入方式应为 both、insert 或 update", "The mode is one of both, insert and update")
NO_KEY = Text("不能按“{field}”识别已有记录", "Rows can't be recognised by “{field}”")
KEY_MISSING = Text(
    "要按“{field}”识别已有记录，请先对应这一列", "Rows are to be recognised by “{field}”: map that column first"
)
KEYLESS = Text(
    "{record}没有识别列，只能新增；要更新请先选定识别列",
    "{record} have no column to recognise rows by; choose one, or only add rows",
)
NOT_THERE = Text("没有“{value}”的记录可更新", "There is no row “{value}” to update")
THERE_ALREADY = Text(
    "“{value}”已存在且内容不同，现在的方式是只新增",
    "“{value}” exists with other values, and this import only adds rows",
)
SEVERAL = Text(
    "有 {count} 条记录都是“{value}”，请换用唯一的列识别",
    "{count} rows are “{value}”; recognise rows by a unique column",
)
SEVERAL_ALIKE = Text(
    "有 {count} 条记录与“{value}”只差大小写、全半角或空格，请写成其中一条的写法",
    "{count} rows differ from “{value}” only in case, width or blanks; write it as one of them is written",
)
ALIKE_IN_FILE = Text(
    "“{value}”与第 {row} 行只差大小写、全半角、空格或开头的 0，像是同一条",
    "“{value}” differs from row {row} only in case, width, blanks or leading zeros and seems to be the same",
)
ZEROS_GONE = Text(
    "“{value}”像是“{kept}”被表格软件去掉了开头的 0；是同一条请改成“{kept}”，确是另一条请在表格里新增",
    "“{value}” seems to be “{kept}” whose zeros a spreadsheet has dropped; write “{kept}” if it is, or add the other by hand",
)
OF_ANOTHER = Text(
    "行号“{value}”是另一条记录的，这一行写的像是“{said}”：多半是排序时漏了行号这一列。请重新导出，或清空行号这一列，按{field}识别",
    "Row ID “{value}” is another row's, and the line seems to be “{said}”: most likely the column of the IDs was left out when "
    "sorting. Export again, or clear that column so that rows are recognised by {field}",
)
KEYLESS_DOUBLES = Text(
    "{record}没有可以认出已有记录的列：文件里的 {count} 行会作为新的行加入，系统里已有、但写得不同的会重复。"
    "要改已有的行，请用从这里导出的文件（它带“运营台行号”）",
    "{record} have no column that says which rows exist already: {count} rows of the file are added, and what is here "
    "already in other words will be here twice. To change existing rows, use a file exported from here (it has “OpsDesk row ID”)",
)
ALIKE = Text(
    "{count} 行的写法与系统里的不同（大小写、全半角或空格，如“{value}”＝“{kept}”），认作同一条",
    "{count} rows are written otherwise than here (case, width or blanks, as “{value}” for “{kept}”) and taken for the same",
)
BY_LEDGER = Text(
    "{field}由流水变动，现为 {now}，不能导入为 {value}；请用操作按钮调整",
    "{field} only moves through its ledger: it is {now} and can't be imported as {value}; use the action instead",
)
SKIPPED = Text("{count} 行系统里已有，没有改动", "{count} rows are here already and are left as they are")
KEPT = Text("{count} 格系统里已有内容，没有改动", "{count} cells have a value here already, which is kept")
STALE = Text(
    "预览之后，第 {row} 行对应的数据有变化，没有导入；请重新检查",
    "What row {row} refers to has changed since the preview; nothing was imported. Check again",
)
STALE_RIGHTS = Text(
    "预览之后你的权限有变化，没有导入；请重新检查",
    "Your rights have changed since the preview; nothing was imported. Check again",
)
HAS_FAULTS = Text("有 {count} 行有误，没有导入任何内容", "{count} rows are faulty; nothing was imported")
NOTHING = Text("没有需要新增或更新的行", "There is nothing to add or update")
MORE_REFUSED = Text(
    "业务规则还可能拒绝别的行，这里只列出先查到的；改好以后再检查一次",
    "The rules may refuse further rows; these came first. Correct them and check again",
)
STOPPED = Text("已取消，没有导入任何内容", "Cancelled; nothing was imported")
ADDED, UPDATED = Text("新增 {count} 行", "{count} rows added"), Text("更新 {count} 行", "{count} rows updated")
DONE_BEFORE = Text("这次导入之前已经完成，没有重复导入", "This import was done before; nothing was imported twice")


def done(new: int, changed: int) -> Text:
    """What was done, nothing said of what was not."""
    parts = [text(count=f"{count:,}") for text, count in ((ADDED, new), (UPDATED, changed)) if count]
    return Text("已" + "，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


class Stopped(Exception):
    """Somebody asked for the work to end; nothing was written."""


@dataclass(frozen=True)
class Differing:
    """An existing row that the file changes: field name → (stored, from the file)."""

    row: int
    id: int
    cells: dict[str, tuple[Any, Any]]


@dataclass
class Report:
    """The dry run: rows to add and to change, rows that are there already or are parts of another row, and each faulty cell.

    ignored: columns that are known but don't come in, and why; differing: in how many rows they say something else than
    what is stored. missing: required columns the file lacks. making: look-ups that would be created. doubtful: cells
    that only look like something. again: lines that seem to have come before. notes: what a person should know of the whole.
    """

    total: int = 0
    new: list[Line] = field(default_factory=list)
    changed: list[Differing] = field(default_factory=list)
    unchanged: int = 0
    parts: int = 0
    faults: list[Fault] = field(default_factory=list)
    ignored: dict[str, Text] = field(default_factory=dict)
    differing: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    making: dict[type[Record], list[str]] = field(default_factory=dict)
    doubtful: int = 0
    again: int = 0
    notes: list[Text] = field(default_factory=list)

    @property
    def faulty(self) -> list[int]:
        """The numbers of the rows that can't go in."""
        return sorted({fault.row for fault in self.faults})

    def promise(self) -> dict[int, Any]:
        """Row by row what was announced; it must still hold when it is applied."""
        promised: dict[int, Any] = {line.row: dict(line.values) for line in self.new}
        promised |= {change.row: (change.id, change.cells) for change in self.changed}
        return promised | dict.fromkeys(self.faulty, "faulty")


@dataclass(frozen=True)
class Outcome:
    """What became of an import: applied, duplicate, refused, stale, stopped or nothing; of a trial, checked.

    `faults` are refusals of the business rules by row of the file (row 0: of the import as a whole); `more` when there may
    be further ones that nobody had the time to ask for.
    `asks`: what it would take to be applied: a reason.
    """

    state: str
    batch: int | None = None
    new: int = 0
    changed: int = 0
    faults: list[Fault] = field(default_factory=list)
    text: Text | None = None
    more: bool = False
    asks: str | None = None
