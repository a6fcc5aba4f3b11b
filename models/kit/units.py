"""The units that the company counts in: how people write each of them, and which one the head of a column names."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from .text import Text

MONEY = "money"
# Dimension: how many of its smallest unit each writing is worth. Writings are half-width and in small letters.
_KINDS: dict[str, dict[Fraction, str]] = {
    MONEY: {
        Fraction(1): "元 块 圆 块钱 元整 人民币 元人民币 rmb cny yuan ¥",
        Fraction(1, 10): "角",
        Fraction(10_000): "万元",
    },
    "mass": {
        Fraction(1, 1000): "mg 毫克 milligram milligrams",
        Fraction(1): "g 克 gram grams gm gms",
        Fraction(50): "两",
        Fraction(500): "斤 市斤",
        Fraction(1000): "kg kgs 千克 公斤 kilo kilos kilogram kilograms",
        Fraction(10**6): "t 吨 公吨 tonne tonnes",
    },
    "volume": {
        Fraction(1): "ml 毫升 cc milliliter milliliters millilitre millilitres",
        Fraction(1000): "l 升 公升 liter liters litre litres",
        Fraction(10**6): "m3 m^3 立方米 立方 方 cbm",
    },
    "length": {
        Fraction(1): "mm 毫米 millimeter millimeters",
        Fraction(10): "cm 厘米 公分 centimeter centimeters",
        Fraction(1000): "m 米 公尺 meter meters metre metres",
        Fraction(10**6): "km kms 公里 千米 kilometer kilometers kilometre kilometres",
    },
    "area": {Fraction(1): "m2 m^2 sqm 平方米 平米 平方 平", Fraction(10_000): "公顷 hectare hectares"},
    "time": {
        Fraction(1, 1000): "ms 毫秒 millisecond milliseconds",
        Fraction(1): "s 秒 秒钟 sec secs second seconds",
        Fraction(60): "min mins 分钟 分 minute minutes",
        Fraction(3600): "h hr hrs 小时 个小时 钟头 个钟头 hour hours",
        Fraction(86_400): "d 天 日 day days",
        Fraction(604_800): "周 星期 个星期 礼拜 week weeks",
    },
    "months": {
        Fraction(1): "月 个月 month months mo mos",
        Fraction(3): "季度 个季度 quarter quarters",
        Fraction(12): "年 year years yr yrs",
    },
    "warmth": {Fraction(1): "°c ° 度 摄氏度 c"},
}
# What is not converted into anything else, and its other names, the English ones of several at a time.
_ALONE = (
    "盒 box boxes|箱 box boxes carton cartons case cases ctn ctns|瓶 bottle bottles|罐 can cans tin tins jar jars|袋 bag bags|"
    "包 bag bags pack packs packet packets|条|支 tube tubes|桶 barrel barrels|提|套 set sets|组 set sets group groups|只|份 portion portions|"
    "张 sheet sheets|台|双 pair pairs|对 pair pairs|片 tablet tablets slice slices|粒 capsule capsules|颗|枚|块|把|本|册|卷 roll rolls|"
    "个 pc pcs piece pieces unit units|件 pc pcs piece pieces item items unit units|项 item items|种 kind kinds|人 位 名 人次 person persons people|"
    "人次 visit visits|户 household households|家 店 store stores shop shops|单 order orders|笔 receipt receipts transaction transactions|"
    "次 time times|场|票 ticket tickets|批 batch batches|点|课时|工作日 working-day working-days|百分点 个百分点 pp|倍 times x|岁|星 颗星 star stars|"
    "行 row rows line lines|题|分 point points pt pts|°f 华氏度 f|lb lbs 磅 pound pounds|oz 盎司 ounce ounces|亩|"
    "$ 美元 usd 刀|hkd 港元 港币|€ eur 欧元|£ gbp 英镑|jpy 日元"
)


_FOREIGN = {"lb", "oz", "°f", "亩"}  # of those the ones that weigh or measure, too


@lru_cache(maxsize=1)
def meanings_of() -> dict[str, dict[str, Fraction]]:
    """Writing → what it may measure, and how many of the smallest unit it is."""
    known: dict[str, dict[str, Fraction]] = {}
    for kind, worths in _KINDS.items():
        for worth, writings in worths.items():
            for writing in writings.split():
                known.setdefault(writing, {})[kind] = worth
    for unit in _ALONE.split("|"):
        name, *others = unit.split()
        for writing in (name, *others):
            known.setdefault(writing, {})[name] = Fraction(1)
    return known


def is_physical(meanings: dict[str, Fraction]) -> bool:
    """Whether it weighs, measures or times something, where another unit makes another number for certain."""
    return bool(meanings.keys() & ((_KINDS.keys() - {MONEY}) | _FOREIGN))


@dataclass(frozen=True)
class Own:
    """What the numbers of a column count in, as far as its head or its kind says.

    words: writings that are the unit itself, whatever they mean; meanings: what it measures → its worth there.
    of_work: whether it times work, whose days are no 24 hours.
    """

    said: Text | None = None
    words: frozenset[str] = frozenset()
    meanings: dict[str, Fraction] = field(default_factory=dict, hash=False)
    of_work: bool = False

    def __bool__(self) -> bool:
        return self.said is not None

    def ratio(self, writing: str) -> Fraction | None:
        """How many of the own unit such a one is; None where that isn't one number for certain."""
        if writing in self.words:
            return Fraction(1)
        ratios = self.ratios(meanings_of().get(writing, {}))
        return ratios.pop() if len(ratios) == 1 else None

    def ratios(self, meanings: dict[str, Fraction]) -> set[Fraction]:
        """What a unit with these meanings may be worth in the own one."""
        return {
            worth / self.meanings[kind]
            for kind, worth in meanings.items()
            if kind in self.meanings and not (self.of_work and _lengths_differ(worth, self.meanings[kind]))
        }


_HOUR = 3600


def _lengths_differ(*worths: Fraction) -> bool:
    """Whether one is a day or longer: nobody can tell how many hours of work a day has, or days of work a week."""
    return len(set(worths)) > 1 and max(worths) > _HOUR


YUAN = Own(Text("元", "yuan"), frozenset(("元",)), {MONEY: Fraction(1)})
NOTHING = Own()
_BRACKETS = re.compile(r"[(（]([^()（）]{1,12})[)）]\s*$")
_ENDS = re.compile(
    r"(?P<count>人次|[个件盒箱瓶罐袋包条支桶套组只份张台双片粒本人户家单笔次场票批种项点行题天月年倍])数$|(?P<points>分|分数|积分|得分)$"
    r"|(?P<name>公里|课时|工作日)$|(?P<year>年份|年度)$|(?P<hours>工时)$|(?P<age>年龄)$"
)
_STANDS_FOR = {"points": "分", "year": "年", "hours": "小时", "age": "岁"}
_OF_WORK = re.compile(
    r"工时|加班|请假|休假|调休|年假|病假|事假|出勤|缺勤|考勤|上班|值班|工作|培训|授课|学时"
    r"|\b(?:staff|work(?:ing|ed)?|man|labou?r|training|overtime|leave|attendance)\b",
    re.IGNORECASE,
)
_ENGLISH = {  # where the English head only says what is timed
    "分钟": "minutes",
    "小时": "hours",
    "天": "days",
    "日": "days",
    "周": "weeks",
    "月": "months",
    "个月": "months",
    "年": "years",
}
_ONLY = {"分": "分", "点": "点", "块": "块"}  # what these are over a column; in a cell they may be minutes or yuan


@lru_cache(maxsize=4096)
def own_unit(zh: str, en: str, usual: Own = NOTHING) -> Own:
    """What a column counts in by its head: 温度（℃）, Weight (kg), 箱数; `usual` where the head doesn't say."""
    own = _by_head(zh, en, usual)
    return replace(own, of_work=True) if "time" in own.meanings and _OF_WORK.search(f"{zh} {en}") else own


def _by_head(zh: str, en: str, usual: Own) -> Own:
    within = [match[1].strip() if (match := _BRACKETS.search(head)) else "" for head in (zh, en)]
    if _is_unit(within[0]):
        return _own(within[0], within[1] or en, usual)
    end = None if usual else _ENDS.search(zh)
    if end is None:
        return usual
    kind = next(name for name, text in end.groupdict().items() if text)
    word = _STANDS_FOR.get(kind, end[kind])
    return _own(word, en, usual)


_AT_END = re.compile(r"[(（\[【/|]([^()（）\[\]【】/|]{1,12})[)）\]】]?\s*$")


def unit_over(head: str) -> Own:
    """The unit that the head of a file's column names, in brackets or behind a stroke: 重量(g), 重量/克."""
    match = _AT_END.search(head)
    return _own(match[1].strip(), match[1].strip(), NOTHING) if match and _is_unit(match[1]) else NOTHING


def _usual(writing: str) -> str:
    return unicodedata.normalize("NFKC", writing).replace(" ", "").casefold()


def _is_unit(text: str) -> bool:
    """Whether brackets over a column hold a unit: one that is known, or one by another (元/盒, km/h)."""
    parts = _usual(text).split("/")
    return len(parts) <= 2 and all(part in meanings_of() for part in parts)


def _own(zh: str, en: str, usual: Own) -> Own:
    """`en`: the unit, or what the English head says instead."""
    words = [_usual(zh), *([_usual(en)] if _is_unit(en) else [])]
    known = next((known for word in words if (known := meanings_of().get(word))), {})
    only = _ONLY.get(words[0])
    meanings = {kind: worth for kind, worth in known.items() if only in (None, kind)}
    if MONEY in usual.meanings:
        meanings = {kind: worth for kind, worth in meanings.items() if kind == MONEY} or usual.meanings
    said = _in_english(words[0]) or (_ENGLISH.get(words[0], en) if not _is_unit(en) else en)
    return Own(Text(zh, said), frozenset(words), meanings)


def _in_english(word: str) -> str | None:
    """How the unit of a count is called in English, where it has a name there."""
    for unit in _ALONE.split("|"):
        name, *others = unit.split()
        if name == word:
            return next((other for other in others if other.isascii() and other.endswith("s")), None)
    return None
