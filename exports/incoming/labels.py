"""What a header says, without what people vary in writing it; and the unit that it counts in."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any

from exports.read.sheets import Unreadable
from models.kit.simplified import simplified
from models.kit.text import Text

INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff_]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|《[^《》]*》|\{[^{}]*\}")
_UNIT = re.compile(r"[/:·|](元|万元|天|日|个|件|分|人|次|岁|年|月|%|kg|g|千克|公斤|克|小时|分钟|yyyy.*)$")
_SCALE = re.compile(r"[万亿千‰]|百(?!分)|小数")  # a column in 万元 is not the column in 元, nor one in ‰ that in %
_STARS = re.compile(r"^[*※★#•·]+|[*※★:;。,、▼▾▽↓▲△]+$")
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ENGLISH = {
    "thousand": 1000,
    "thousands": 1000,
    "k": 1000,
    "000": 1000,
    "'000": 1000,
    "000s": 1000,
    "'000s": 1000,
    "10k": 10_000,
    "w": 10_000,
    "10,000": 10_000,
    "ten thousand": 10_000,
    "million": 10**6,
    "millions": 10**6,
    "mn": 10**6,
    "100 million": 10**8,
}
_PARTS = ("角", "分")  # of a yuan, over a column of money; 分 over any other column counts points
_YUAN = r"(?:人民币|RMB|CNY|¥)"
_FOREIGN = re.compile(
    r"(?<![a-z])(usd|hkd|eur|jpy|gbp|krw|sgd|aud)(?![a-z])|美元|港元|港币|欧元|日元|英镑|韩元|新台币|台币|新元|澳元|[$€£]",
    re.IGNORECASE,
)
# 万元, 人民币万元, 万件, 万: a scale and what it counts; 千克 and 千米 are units themselves, 百分比 is none.
_WRITTEN = re.compile(
    _YUAN
    + r"?:?(?P<scale>[十百千万亿]{0,3})(?P<counts>元|块|件|人次|人|次|笔|单|个|盒|瓶|份|箱|袋|户|家|股)?整?(?:"
    + _YUAN
    + r")?",
    re.IGNORECASE,
)
_WRITTEN_EN = re.compile(
    r"(?:in\s+)?(?:(?:rmb|cny|yuan|¥)\s*)?(?P<scale>"
    + "|".join(sorted(map(re.escape, _ENGLISH), key=len, reverse=True))
    + r")"
    r"\s*(?:(?:of\s+)?(?P<counts>rmb|cny|yuan|¥))?",
    re.IGNORECASE,
)


# What is longer is no label, nor a remark with a unit, and is taken as it stands: what follows looks at a text from each of its
# signs, and a cell of 32,767 stars would keep everybody waiting.
LONGEST, LONGEST_REMARK = 500, 2000
REMEMBERED = 20_000  # each header is held against every name of every column, and these are the same again and again


@dataclass(frozen=True)
class Unit:
    """What one stands for in a column: 10,000 below 万元; `money` where it counts yuan. times 0: another currency, a part of one, or unclear.

    own: what our column counts in, where the file's counts in another unit of the same measure, such as grams.
    """

    name: str
    times: int | Decimal
    money: bool = False
    own: Text | None = None


def remembered(read: Callable[..., Any]) -> Callable[..., Any]:
    """What a text is read as, without reading it again; what is too long for a label isn't kept."""
    known = lru_cache(maxsize=REMEMBERED)(read)

    @wraps(read)
    def answer(label: Any, **more: Any) -> Any:
        return (known if isinstance(label, str) and len(label) <= LONGEST else read)(label, **more)

    return answer


@remembered
def normal(label: Any) -> str:
    """A label without what people vary: width, case, blanks, underscores, brackets' shape, asterisks."""
    if not isinstance(label, str):
        return "" if label is None or isinstance(label, Unreadable) else str(label)
    text = simplified(INVISIBLE.sub("", unicodedata.normalize("NFKC", label)))
    return (text if len(text) > LONGEST else _STARS.sub("", text)).casefold()


@remembered
def bare(label: Any) -> str:
    """`normal` without brackets and units: 年消费门槛(元) → 年消费门槛; units that change the amount stay."""
    text = normal(label)
    if len(text) > LONGEST:
        return text
    short = _STARS.sub("", _UNIT.sub("", _BRACKETS.sub("", text)))
    return text if not short or _SCALE.search(text.removeprefix(short)) else short


_ITEM = re.compile(r"^\s*(?:\d{1,2}[.、．)）]|[(（]\d{1,2}[)）]|[①-⑳])\s*(?=\D)")  # 3.姓名 is 姓名
# What teams write for one another, where only the end or the beginning of a label differs.
_SAME = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (r"^(?:所在|所属|归属|隶属)(?=..)", ""),
        (r"(?<=..)(?<!^单位)(?:名称|姓名)$", ""),  # 单位 alone is what goods are counted in, 单位名称 is a customer
        (r"(?:联系方式|联系电话|联系手机|手机号码|手机号|电话号码|移动电话|手机|电话)$", "电话"),
        (r"(?:编号|编码|代码|号码|号)$", "号"),
        (r"(?<=.)(?:日期|时间|日)$", "日期"),
        (r"(?:负责人员|责任人员|负责人|责任人|主责人|承办人)$", "负责人"),
        (r"(?:分类|类目|品类|类别)$", "类别"),
        (r"(?:型号规格|规格型号|规格值|规格)$", "规格"),
        (r"(?<=.)(?:价格|单价|价)$", "价"),
        (r"(?<=.)(?:金额|额)$", "额"),
    )
)


@remembered
def loose(label: Any, owner: str = "") -> str:
    """`bare` without what teams vary besides: 入职时间 for 入职日期, 所在部门 for 部门, 商品规格值 for 规格 in a list of 商品."""
    text = bare(_ITEM.sub("", label, count=1) if isinstance(label, str) else label)
    for pattern, meant in _SAME if len(text) <= LONGEST else ():
        text = pattern.sub(meant, text)
    own = next((own for own in (owner, owner[-2:]) if own and text.startswith(own) and len(text) >= len(own) + 2), "")
    return text.removeprefix(own)


def unit_of(text: str) -> Unit | None:
    """The unit that a text is, and nothing else: 万元, 人民币千元, 万, RMB'000; None for any other text."""
    short = unicodedata.normalize("NFKC", text).strip().strip("()[]【】 ").removeprefix("单位").lstrip(":： ")
    if not short or len(short) > LONGEST:
        return None
    if short in _PARTS:
        return Unit(short, 0, money=True)
    if _FOREIGN.search(short) and len(short) <= 8:
        return Unit(short, 0, money=True)
    if (match := _WRITTEN.fullmatch(INVISIBLE.sub("", short))) and (match["scale"] or match["counts"]):
        times = 1
        for sign in match["scale"]:
            times *= _TIMES[sign]
        return Unit(short, times, money=match["counts"] in ("元", "块"))
    if match := _WRITTEN_EN.fullmatch(short.lower()):
        return Unit(
            short, _ENGLISH[match["scale"]], money=bool(match["counts"]) or "rmb" in short.lower() or "¥" in short
        )
    return None


_IN_BRACKETS = re.compile(r"[(\[【〔<{]([^()\[\]【】〔〕<>{}]*)[)\]】〕>}]")
_BEHIND = re.compile(
    r"(.+?)(?:[/:·|,，_\-\s]|\s)?((?:人民币|RMB|CNY)?(?:[十百千万亿]{0,3}元|[十百千万亿]{1,3}(?:件|人次|人|次|笔|单|个|盒|瓶|份|箱)))"
)

_ALONE = re.compile(r"(.+?[一-鿿])((?:RMB|CNY|¥)?(?:十万|百万|千万|[千万亿])|w)", re.IGNORECASE)  # 零售价万


@remembered
def unscaled(label: Any) -> tuple[str, Unit | None]:
    """A header without the unit it ends in or has in brackets, and the unit: 销售额(万元) → 销售额, 万元."""
    if not isinstance(label, str):
        return "", None
    text = unicodedata.normalize("NFKC", label)
    if len(text) > LONGEST:
        return bare(text), None
    for match in _IN_BRACKETS.finditer(text):
        for part in re.split(r"[,，;；、]", match[1]):
            if unit := unit_of(part):
                return bare(text[: match.start()] + text[match.end() :]), unit
    behind = _BEHIND.fullmatch(INVISIBLE.sub("", text))
    if behind and (unit := unit_of(behind[2])):
        return bare(behind[1]), unit
    slash = re.fullmatch(r"(.+)[/:|](.+)", text)
    if slash and (unit := unit_of(slash[2])):
        return bare(slash[1]), unit
    if alone := _ALONE.fullmatch(INVISIBLE.sub("", text)):
        return bare(alone[1]), unit_of(alone[2])
    return bare(text), None


def has_odd_scale(label: str) -> bool:
    """Whether brackets of a header say a scale that is no unit of ours: of ‰ nobody can tell what a number is worth here."""
    text = unicodedata.normalize("NFKC", label)
    if len(text) > LONGEST or unscaled(label)[1] is not None:
        return False
    return any(_SCALE.search(match[1]) is not None for match in _IN_BRACKETS.finditer(text))


_SAID = re.compile(
    r"(?:计量|货币|金额|数量)?单位\s*[:：]?\s*([^\s()（）]+)|(?:以|均为|按)\s*([^\s,，。；;()（）]{1,6}?)\s*(?:为单位|计(?!划)|表示)"
)
_HINT = re.compile(r"(?<![\d.十百千])((?:人民币|RMB)?[百千万亿]{1,2}元)(?![以级户店以档起内宝])", re.IGNORECASE)


def units_around(texts: list[str]) -> list[Unit]:
    """The units that titles and remarks about a table name, each once; one that is not surely a unit has times 0."""
    units: dict[tuple[int | Decimal, bool], Unit] = {}

    def take(unit: Unit | None) -> None:
        if unit is not None and unit.name not in _PARTS:
            units.setdefault((unit.times, unit.money), unit)

    for text in texts:
        plain, sure = unicodedata.normalize("NFKC", text)[:LONGEST_REMARK], False
        said = [
            part
            for match in _SAID.finditer(plain)
            for group in match.groups()
            if group
            for part in re.split(r"[,，、;；/]", group)
        ]
        said += [
            part for match in _IN_BRACKETS.finditer(plain) for part in re.split(r"[,，、;；/]", match[1].split(":")[-1])
        ]
        said += [plain, re.split(r"[\s/|,，:]", plain.strip())[-1] if re.search(r"[\s/|,，:]", plain.strip()) else ""]
        for unit in filter(None, map(unit_of, said)):
            if unit.money or unit.times > 1:
                take(unit)
                sure = True
        if not sure:
            hint = _HINT.search(plain)
            take(Unit(hint[1], 0, money=True) if hint else None)
    return list(units.values())
