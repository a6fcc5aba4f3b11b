"""The other ways to read one header: without what people put before or behind, each of two named side by side, the choices it lists."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from exports.incoming.labels import LONGEST

_GROUP = re.compile(r"^(?:基本信息|基础信息|详细信息|详细情况|登记内容|主要信息|其他信息)(?=..)")
_BEFORE = re.compile(
    r"^(?:您的|您|本店|本公司|我司|我们|今日|当日|当天|本日|本次|本人|当前|目前|现|客户|会员|顾客)(?=..)"
)
_BEHIND = re.compile(r"(?<=..)(?:情况说明|信息栏|信息|情况|资料|一栏|栏位|栏|明细|数据|内容|说明|登记)$")
_HINTS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_UNITS = {"天", "日", "元", "小时", "公里", "次", "%", "人", "箱", "积分"}
_SIDES = re.compile(r"[/|、]|或者?|还是")
LONGEST_SIDE = 12


@lru_cache(maxsize=20_000)
def variants(header: str) -> tuple[str, ...]:
    """What else a header may be read as: 等级情况 as 等级, 您的手机号 as 手机号, 职位/岗位 as either."""
    if len(header) > LONGEST:
        return ()
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[一-鿿])\s+(?=[一-鿿])", "", text)
    short = _HINTS.sub("", text).strip()
    said = {hint[1:-1].strip() for hint in _HINTS.findall(text)} & _UNITS
    ways = [
        *(f"{short}{unit}数" if unit == "天" else f"{short}{unit}" for unit in said),
        ungrouped(short),
        _BEHIND.sub("", short),
        _BEFORE.sub("", short),
        _BEFORE.sub("", _BEHIND.sub("", short)),
    ]
    sides = [side.strip() for side in _SIDES.split(short)]
    if 1 < len(sides) < 4 and all(1 < len(side) <= LONGEST_SIDE for side in sides):
        ways += sides
    return tuple(way for way in dict.fromkeys(ways) if way and way != header)


def ungrouped(header: str) -> str:
    """Without what stands over several columns and says nothing of any: 基本信息 over 编号."""
    return _GROUP.sub("", header)


def lists_choices(header: str, options: Iterable[str]) -> bool:
    """Whether a header names the choices themselves: 男/女, 类型(自营/加盟), 投诉还是咨询."""
    if len(header) > LONGEST:
        return False
    text = unicodedata.normalize("NFKC", header)
    sides = {side.strip() for part in re.split(r"[()（）\[\]【】:：]", text) for side in _SIDES.split(part)} - {""}
    known = len(sides & set(options))
    return known > 1 or known == 1 and 1 < len(sides) < 5 and all(len(side) < 5 for side in sides)
