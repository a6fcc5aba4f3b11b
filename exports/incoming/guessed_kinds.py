"""What a column of a sheet holds, by its values and what stands over it: the narrowest kind that nearly all of them are, words else."""

import re
from collections import Counter
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from math import inf
from typing import Any

from models.design import DesignColumn
from models.design.kinds import field_of
from models.design.tables.from_workbook import MOST_OPTIONS, ColumnPlan, TablePlan
from models.kit.declare.record import Row
from models.kit.reading import LONGEST_NUMBER, NUMBER_TOO_LONG, Shown, clean, code, number
from models.kit.text import Refused, Text

from ..read.sheet_xml import NOT_CALCULATED
from ..read.sheets import Unreadable
from .guessed_units import head_with, kind_of, unit_of, worth_of

LOOKED_AT = 400  # values of a column by which its kind is guessed; all of them must fit in the end
LONGEST_OPTION = 20
MANY, NEARLY = 10, 0.9
WORDS = ("line", "note", "choice", "tags", "link", "person")  # hold whatever stands there, or have been asked elsewhere
CODED = re.compile(r"编号|编码|代码|单号|卡号|工号|条码|批号|账号|邮编|证号|号$|code|\bno\b|\bid\b", re.IGNORECASE)
MONEY = re.compile(r"元|金额|价|费|额|款|成本|消费|工资|奖金|amount|price|cost", re.IGNORECASE)
SORTED = re.compile(r"状态|类型|类别|等级|级别|阶段|性别|kind|type|state|status", re.IGNORECASE)
TOLD = re.compile(r"描述|备注|说明|原因|意见|地址|note|remark|address", re.IGNORECASE)
DATED = re.compile(r"日期|\bdate\b", re.IGNORECASE)
LARGE = re.compile(r"[(（]\s*[十百千万亿]+元\s*[)）]")
PERCENT = re.compile(r"[(（]\s*[%％]\s*[)）]|[%％]")
REACHED = re.compile(r"手机|电话|phone|mobile", re.IGNORECASE)
SERIALS = (20_000, 80_000)  # days as a spreadsheet counts them, from 1954 to 2119
DAYS = re.compile(r"\d{4}\s*[年/.\-]\s*\d{1,2}\s*[月/.\-]\s*\d{1,2}")
UNCOUNTED = Text(
    "“{column}”里是没有算过的公式，没有带进来；可以之后加一列公式",
    "“{column}” holds formulas that nobody calculated and is not taken; add a column of the kind Formula afterwards",
)
NOT_LINKED = Text(
    "没有叫“{value}”的记录；可以先建好它，或把类型改成“单行文字”",
    "No record is called “{value}”; make it first, or take Line of text as the kind",
)
LOST = Text("“{column}”第 {rows} 行：{why}", "“{column}”, rows {rows}: {why}")
NONE_LEFT = Text("“{column}”没有带进来：{why}", "“{column}” is not taken: {why}")
MOST_ROWS = 10


def guess(plan: TablePlan, column: ColumnPlan) -> None:
    lost = _set_aside(plan, column) if any(_is_cut(value) for value, _ in counted(values_of(plan, column))) else []
    values = values_of(plan, column)
    column.samples = [text_of(value)[:40] for value in islice(values, 3)]
    some = values[:: max(1, len(values) // LOOKED_AT)] if values else []
    counts = counted(values)
    column.kind = _kind(column, some, counts)
    if column.kind in ("line", "choice") and not CODED.search(column.zh) and not TOLD.search(column.zh):
        _count_in_unit(column, some, counts)
    if PERCENT.search(column.zh) and (not values or column.kind in ("count", "decimal")):
        column.kind = "percent"  # 税率（%） over 13 and 6: the sign stands above the numbers
    if values and all(isinstance(value, Unreadable) for value, _ in counts):
        column.leave = True
        why = counts[0][0].reason
        plan.notes.append((UNCOUNTED if why == NOT_CALCULATED else NONE_LEFT)(column=column.zh, why=why))
    _settle(column, counts)
    if column.kind != "percent" and PERCENT.search(column.zh):
        column.zh = PERCENT.sub("", column.zh).strip() or "%"  # whose sign is to be in a label is of that kind
    _weigh(plan, column, counts)
    if not are_most(len(values) - len(column.unread), len(values)) and column.kind not in WORDS:
        take(plan, column, "line")  # where only some were looked at, the others may tell otherwise
    column.apart = bool(column.unread)
    if not column.leave:
        _tell_lost(plan, column, lost)


def _tell_lost(plan: TablePlan, column: ColumnPlan, cut: list[int]) -> None:
    written = {row for row, shown in column.unread if column.kind == "line" and _is_rewritten(shown)}
    if lost := sorted({*cut, *written}):
        rows = "、".join(map(str, lost[:MOST_ROWS])) + ("…" if len(lost) > MOST_ROWS else "")
        plan.notes.append(LOST(column=column.zh, rows=rows, why=NUMBER_TOO_LONG))


def _count_in_unit(column: ColumnPlan, some: list[Any], counts: list[tuple[Any, int]]) -> None:
    """18℃ below 库温 are numbers below 库温（℃）, where nearly all of the column is written so."""
    unit = unit_of([text_of(value) for value in some], NEARLY if len(some) >= MANY else 1)
    head = None if unit is None else head_with(column.zh, unit)
    if unit is None or head is None:
        return
    worths = [(worth_of(_field("decimal", head), value), count) for value, count in counts]
    known = [worth for worth, _ in worths if worth is not None]
    kind = kind_of(unit, known)
    if kind is not None and are_most(sum(count for worth, count in worths if worth is not None), _total(counts)):
        column.kind, column.zh = kind, head


def _is_cut(value: Any) -> bool:
    return value.__class__ in (int, float) and abs(value) >= LONGEST_NUMBER


def _is_rewritten(value: Any) -> bool:
    """Whether a spreadsheet made 5.10101E+17 of a long number, which a column of words takes no more than a form does."""
    if value.__class__ is str and value.isalnum():
        return False
    try:
        code(value)
    except Refused:
        return True
    return False


def _set_aside(plan: TablePlan, column: ColumnPlan) -> list[int]:
    """Numbers whose last digits a spreadsheet has lost stand for nothing: they become what they are shown as. Returns their rows."""
    at, lost = column.at, []
    for row, values in plan.rows:
        value = values[at] if at < len(values) else None
        if _is_cut(value):
            values[at] = Unreadable(NUMBER_TOO_LONG, f"{value:.5E}")
            lost.append(row)
    return lost


def take(plan: TablePlan, column: ColumnPlan, kind: str) -> None:
    """A person says what kind it is; what that takes besides follows from the values."""
    column.kind, column.target = kind, column.target if kind == "link" else None
    column.apart = False
    counts = counted(values_of(plan, column))
    _settle(column, counts)
    _weigh(plan, column, counts)


def _weigh(plan: TablePlan, column: ColumnPlan, counts: list[tuple[Any, int]]) -> None:
    """How much of the column is of its kind, and what isn't."""
    odd = {(value.__class__, value) for value, _ in counts if not _fits(column.kind, value, column.zh)}
    there = ((at, row[column.at]) for at, row in plan.rows if column.at < len(row)) if odd else ()
    column.unread = [(at, str(value)) for at, value in there if (value.__class__, value) in odd]
    column.sure = 1 - len(column.unread) / _total(counts) if counts else 0.0


def counted(values: list[Any]) -> list[tuple[Any, int]]:
    """Each different value with how often it comes, in the order of the rows: most columns say the same again and again."""
    if len(set(map(type, values))) == 1:
        return list(Counter(values).items())
    return [(value, count) for (_, value), count in Counter([(value.__class__, value) for value in values]).items()]


def _total(counts: list[tuple[Any, int]]) -> int:
    return sum(count for _, count in counts)


def values_of(plan: TablePlan, column: ColumnPlan) -> list[Any]:
    return [row[column.at] for _, row in plan.rows if column.at < len(row) and row[column.at] is not None]


def _settle(column: ColumnPlan, counts: list[tuple[Any, int]]) -> None:
    column.digits, column.options = None, []
    if column.kind in ("decimal", "percent"):
        digits = [_digits(value, column.kind == "percent", column.zh) for value, _ in counts]
        column.digits = min(6, max(digits, default=0))
    if column.kind == "choice":
        column.options = [said for said, _ in _texts(counts).most_common() if said]


def _texts(counts: list[tuple[Any, int]], most: float = inf) -> Counter[str]:
    """What they are as words, with how often each comes; only begun where there are more than so many."""
    texts: Counter[str] = Counter()
    for value, count in counts:
        texts[text_of(value)] += count
        if len(texts) > most:
            break
    return texts


def _kind(column: ColumnPlan, some: list[Any], counts: list[tuple[Any, int]]) -> str:
    """The narrowest kind that nearly all of them are; words where nothing else is sure."""
    if not some:
        return "line"
    label = column.zh
    if any("\n" in value.strip() for value in some if isinstance(value, str)) or any(
        len(text_of(value)) > 200 for value in some
    ):
        return "note"
    if any(isinstance(value, Unreadable) for value, _ in counts):
        return "line"
    if _are_days(some) or (DATED.search(label) and any(map(_is_day, some)) and mostly("day", some)):
        kind = "moment" if any(_is_day(value) and _has_hour(value) for value in some) else "day"
        return kind if mostly(kind, some) else "line"
    by_label = (
        ("phone", r"手机|电话|phone|mobile"),
        ("idnumber", r"身份证"),
        ("email", r"邮箱|e-?mail"),
        ("url", r"网址|链接|url"),
    )
    for kind, pattern in by_label:
        if re.search(pattern, label, re.IGNORECASE):
            return kind if mostly(kind, some) else "line"
    if re.search(r"月份|month", label, re.IGNORECASE) and mostly("month", some):
        return "month"
    if all(
        isinstance(value, bool) or text_of(value).casefold() in ("是", "否", "√", "×", "yes", "no") for value in some
    ):
        return "flag" if mostly("flag", some) else "choice"
    if not CODED.search(label) and (kind := _number_kind(label, some, counts)) is not None:
        return kind
    return "choice" if _repeats(label, counts) else "line"


def _are_days(some: list[Any]) -> bool:
    """Days as cells, as people write them, or, among such, as the number that a spreadsheet keeps."""
    days = sum(_is_day(value) for value in some)
    bare = sum(type(value) is int and SERIALS[0] < value < SERIALS[1] for value in some)
    return days > 0 and are_most(days + bare, len(some)) and days >= bare


def _is_day(value: Any) -> bool:
    return isinstance(value, date) or (isinstance(value, str) and DAYS.match(value.strip()) is not None)


def _repeats(label: str, counts: list[tuple[Any, int]]) -> bool:
    """A few short words that come again and again."""
    total = _total(counts)
    texts = {text for text in _texts(counts, MOST_OPTIONS + 1) if text}
    if len(texts) == 1 and total >= 10 and SORTED.search(label):
        return True
    few = 2 <= len(texts) <= min(MOST_OPTIONS, max(3, total // 4))
    return (
        few
        and not CODED.search(label)
        and not TOLD.search(label)
        and max(map(len, texts)) <= LONGEST_OPTION
        and total >= 6
    )


def _number_kind(label: str, some: list[Any], counts: list[tuple[Any, int]]) -> str | None:
    """None where they are no numbers, or where one would lose something as a number."""
    if not are_most(sum(map(_is_number, some)), len(some)):
        return None  # most columns of a large file are words, and all of it needn't be looked at to see that
    others = [(value, count) for value, count in counts if not _is_number(value)]
    total = _total(counts)
    if not are_most(total - _total(others), total) or any(_fits("decimal", value) for value, _ in others):
        return None
    odd = {(value.__class__, value) for value, _ in others}
    there = [value for value, _ in counts if (value.__class__, value) not in odd]
    if all(isinstance(value, Shown) and value.percent or str(value).strip().endswith(("%", "％")) for value in there):
        return "percent"
    digits = max(map(_digits, there))
    if MONEY.search(label) and not LARGE.search(label) and digits <= 2 and not re.search(r"[数率倍]$", label):
        return "money"
    return "count" if digits == 0 else "decimal" if digits <= 6 else "line"


def _is_number(value: Any) -> bool:
    """A number, or a text that is one and loses nothing by it: no leading zero, no more digits than a number has."""
    if value.__class__ is int or value.__class__ is float:
        return abs(value) < LONGEST_NUMBER
    if isinstance(value, str):
        bare = value.strip().lstrip("-+¥￥").replace(",", "")
        if (bare.startswith("0") and bare[1:2].isdigit()) or len(re.sub(r"\D", "", bare)) > 15:
            return False
    if isinstance(value, bool | date):
        return False
    try:
        number(value, percent=str(value).strip().endswith(("%", "％")))
    except Refused:
        return False
    return True


def _digits(value: Any, percent: bool = False, head: str = "") -> int:
    """How many stand behind the point; of what is a number in its unit only, those of its worth there."""
    if value.__class__ is int:
        return 0
    if head and not _is_number(value):
        worth = worth_of(_field("decimal", head), value)
        return 0 if worth is None else max(0, -int(worth.normalize().as_tuple().exponent))
    parsed = number(value, percent=percent or str(value).strip().endswith(("%", "％")))
    return max(0, -int(parsed.normalize().as_tuple().exponent))


def _has_hour(value: Any) -> bool:
    return bool(value.hour or value.minute or value.second) if isinstance(value, datetime) else ":" in str(value)


def are_most(count: int, of: int) -> bool:
    """All of a few, nearly all of many: what else stands in a long column was written by mistake."""
    return count == of or (of >= MANY and count >= NEARLY * of)


def mostly(kind: str, values: list[Any]) -> bool:
    return are_most(sum(_fits(kind, value) for value in values), len(values))


@lru_cache(maxsize=256)
def _field(kind: str, head: str = "") -> Any:
    """A field of the kind with nothing more said about it than its head, but as many digits as there can be."""
    said = dict.fromkeys(DesignColumn.fields())
    return field_of(Row(**{**said, "kind": kind, "zh": head, "en": head, "digits": 6}), ())


def _fits(kind: str, value: Any, head: str = "") -> bool:
    if kind in WORDS or isinstance(value, Unreadable):
        return not isinstance(value, Unreadable) and not (kind == "line" and _is_rewritten(value))
    try:
        _field(kind, head).parse(value)
    except Refused:
        return False
    return True


def why_unread(column: ColumnPlan) -> Text | None:
    """What the first value that isn't of the column's kind lacks, as a form would say it."""
    if not column.unread:
        return None
    if column.kind == "link":
        return NOT_LINKED(value=column.unread[0][1][:20])
    try:
        _field(column.kind, column.zh).parse(column.unread[0][1])
    except Refused as refused:
        return refused.text
    return None


def text_of(value: Any) -> str:
    return "" if value is None or isinstance(value, Unreadable) else clean(value)
