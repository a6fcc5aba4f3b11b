"""Rows of a table that are no records: totals, the header again, remarks, samples and what is to be filled in."""

import re
import unicodedata
from typing import Any

from exports.incoming.labels import INVISIBLE, normal
from models.kit.text import Text

TOTAL_ROW = Text("合计行", "a row of totals")
PART_ROW = Text("“其中”行，已含在合计里", "a part of the totals above it")
COMPARED_ROW = Text("对比行", "a row that only compares")
HEADER_AGAIN = Text("重复的表头", "the header again")
REMARK = Text("表下的说明", "a remark under the table")
BANNER = Text("横跨各列的小标题", "a heading across the columns")

_TOTAL = re.compile(
    r".{0,10}(合计|小计|总计|共计|累计|总和|平均|均值|平均值|总数|总人数|[∑Σ])[数额值]?(\(.*\))?[:：]?(\d[\d,.]*\D?)?"
)
_TOTAL_EN = re.compile(r"(sub|grand)?[\s-]*(total|sum|average|avg)s?[.:]?")
_PART, _COLON = re.compile(r"其中\s*[:：,，]?.{0,20}"), re.compile(r"其中\s*[:：]")
_COMPARED = re.compile(
    r"(同比|环比)([增下]?[长幅降减]\S{0,2})?(\(.*\))?|[较比]?(上[年月周季]|去年)(同期|同月)?([增下]?[长幅降减]\S{0,2})?(\(.*\))?"
)
_NUMERIC = re.compile(r"[¥￥$]?\s*[-+]?[\d,]+(\.\d*)?\s*[%元]?|-|—")
_REMARK = re.compile(
    r"(制表|填表|编制|审核|复核|批准|审批|经办|主管|负责|打印|导出|统计|日期|备注|说明|注|数据来源|第\d+页|共\d+[页条行])"
    r"\S{0,4}\s*[:：/].*|[(（]?(金额|货币|计量|数量)?单位\s*[:：].*|[*※].*|[(（](完|注[:：].*)[)）]|(注|备注|说明)\d*[、.:：].*|第\s*\d+\s*页.*|共\s*\d+\s*[页条行].*|-*\s*(以下空白|完|end)\s*-*",
    re.IGNORECASE | re.DOTALL,
)
_MARKED = re.compile(r"\s*#\s*[-—=一-鿿]")  # as ledgers of payment services frame their lists
SAMPLE = Text("示例行", "a sample row")
HINTS = Text("填写说明", "how it is to be filled in")
NUMBERS = Text("列号", "the numbers of the columns")
_SAMPLE = re.compile(
    r"[(【\[<]?(?:示例|样例|范例|举例|例如|例子|例|sample|example|e\.?g\.?)[)】\]>]?(?:\s*\d{0,2}|\s*(?:数据|行|会员|商品))"
    r"(?:[:：].*)?|(?:例|如|示例|样例)[:：].+|.*[(【\[](?:示例|样例|范例|例|sample|example)[)】\]]",
    re.IGNORECASE | re.DOTALL,
)
_HINT = re.compile(
    r"(?:[(（【\[]?(?:必填|选填|可选|可填|非必填|可不填|请选择|请填写|请输入|下拉选择|填写|格式[:：]|如[:：]|唯一|不可重复|不能重复|最多|最长|不超过|自动生成|系统生成|\d+位).*"
    r"|(?:文本|文字|字符|字符串|数字|数值|整数|小数|金额|日期|时间|下拉)(?:型|类型|格式|列表|框|项)?(?:[\s,;(/].*)?"
    r"|(?:required|optional|text|string|number|numeric|integer|int|decimal|date|datetime|varchar|char|enum|unique|yyyy\S*)(?:[\s,;(/].*)?)",
    re.IGNORECASE | re.DOTALL,
)


def kind_of(row: list[Any], header: dict[int, str]) -> Text | None:
    """What a row is that is no record, wherever it stands; `header`: place → label, normal."""
    start = row[0] if row and row[0] is not None else next((value for value in row if value is not None), None)
    if None in row and _is_part(row):
        return PART_ROW
    if not isinstance(start, str):
        return None
    if start.isascii() and start.isalnum() and not start.isalpha():  # a code or a number, as in most rows
        return HEADER_AGAIN if start.casefold() in header.values() and _repeats(row, header) else None
    if _is_total(row, start):
        return TOTAL_ROW
    if _COMPARED.fullmatch(unicodedata.normalize("NFKC", start).strip()) and _only_numbers(row, start):
        return COMPARED_ROW
    if len(header) > 2 and _is_remark(row, start):
        return REMARK
    return HEADER_AGAIN if normal(start) in header.values() and _repeats(row, header) else None


def help_of(row: list[Any], columns: list[tuple[int, set[str]]]) -> Text | None:
    """What a row close under the header is that only helps to fill it in; columns: place, and whatever it is called."""
    filled = {at: value for at, value in enumerate(row) if value is not None}
    texts = [unicodedata.normalize("NFKC", value).strip() for value in filled.values() if isinstance(value, str)]
    if any(_SAMPLE.fullmatch(text) for text in texts[:2]):
        return SAMPLE
    if len(filled) > 2 and len(filled) >= len(columns) - 1 and _counts(list(filled.values())):
        return NUMBERS
    if len(filled) < 2 or len(texts) < len(filled):
        return None
    again = sum(at in filled and normal(filled[at]) in labels for at, labels in columns)
    if again > 1 and again >= 0.8 * len(filled):
        return HEADER_AGAIN
    return HINTS if sum(_HINT.fullmatch(text) is not None for text in texts) > len(texts) / 2 else None


def _counts(values: list[Any]) -> bool:
    """1, 2, 3 … or A, B, C … or (1), (2), (3) … from the left; three bare numbers could be a record, four and more are not."""
    signs = [unicodedata.normalize("NFKC", str(value)).strip().strip("()[]").removesuffix(".0") for value in values]
    bare = all(not isinstance(value, str) or value.strip().isdigit() for value in values)
    numbers = [str(at) for at in range(1, len(signs) + 1)]
    letters = [chr(ord("a") + at) for at in range(min(len(signs), 26))]
    return (signs == numbers and len(signs) > (3 if bare else 2)) or [sign.lower() for sign in signs] == letters


def _is_total(row: list[Any], start: str) -> bool:
    """合计 and nothing but numbers behind it; a shop that is called so would have a code, a name, a place as well."""
    label = unicodedata.normalize("NFKC", INVISIBLE.sub("", start))
    if not (_TOTAL.fullmatch(label) or _TOTAL_EN.fullmatch(label.lower())):
        return False
    rest = [value for value in row if value is not None and value is not start]
    words = [value for value in rest if isinstance(value, str) and not _NUMERIC.fullmatch(value.strip())]
    return len(words) <= 1 and (len(rest) <= len(row) / 2 or not words)


def _is_part(row: list[Any]) -> bool:
    """其中：… and nothing but numbers beside it: what the total above is made of. Behind numbers it needs its colon: 其中 5 件破损
    is a remark on goods that a number names."""
    named = next((value for value in row if isinstance(value, str) and value.lstrip().startswith("其中")), None)
    if named is None or not _PART.fullmatch(named.strip()) or not _only_numbers(row, named):
        return False
    return named is next(value for value in row if value is not None) or _COLON.match(named.strip()) is not None


def _only_numbers(row: list[Any], label: str) -> bool:
    """Whether all that stands beside a label is one number or more: an amount, a share; a day or a name makes a record of it."""
    rest = [value for value in row if value is not None and value is not label]
    return bool(rest) and all(
        isinstance(value, int | float) or (isinstance(value, str) and _NUMERIC.fullmatch(value.strip()))
        for value in rest
    )


def _is_remark(row: list[Any], start: str) -> bool:
    """制表人：… at the foot of a table: nothing in the row but such remarks."""
    if _MARKED.match(start) and sum(value is not None for value in row) == 1:
        return True
    if not _REMARK.fullmatch(start.strip()):
        return False
    return all(value is None or (isinstance(value, str) and _REMARK.fullmatch(value.strip())) for value in row)


def _repeats(row: list[Any], header: dict[int, str]) -> bool:
    filled = {index: normal(value) for index, value in enumerate(row) if isinstance(value, str)}
    same = sum(1 for index, label in filled.items() if header.get(index) == label)
    return same >= 2 and same >= 0.8 * len(filled)
