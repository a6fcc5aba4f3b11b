"""Words that may not be said in public 广告禁用词: one kept list, held against every field that goes out, whichever area's it is.

A field says `public=True`, its sheet in which states it is still a draft (`drafts`); the rest follows from that.
"""

import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

from ..fields import Choice, ChoiceField, LineField
from ..text import Refusals, Refused, Text
from ..write.writes import changes
from .access import Who, may
from .hearing import heard
from .record import Move, Record, Sheet

STATES = (Choice("banned", "禁用", "Banned", "negative"), Choice("allowed", "允许", "Allowed", "positive"))
KINDS = (
    Choice("medical", "医疗功效", "Medical claim", "negative"),
    Choice("promise", "功效保证", "Promised effect", "negative"),
    Choice("absolute", "绝对化用语", "Superlative", "warning"),
    Choice("own", "自行登记", "Of our own", "grey"),
)
# What the advertising law and the rules on food and health food rule out; # stands for a number in figures or in words.
OPENING = {
    "medical": (
        "治疗",
        "治愈",
        "根治",
        "包治",
        "医治",
        "疗效",
        "药效",
        "药到病除",
        "处方",
        "抗癌",
        "防癌",
        "治癌",
        "抗肿瘤",
        "消炎",
        "抗炎",
        "降血压",
        "降压",
        "降血糖",
        "降糖",
        "降血脂",
        "降脂",
        "降三高",
        "预防疾病",
        "防病",
        "治病",
        "替代药物",
        "替代药品",
        "代替药物",
        "代替药品",
        "停药",
        "壮阳",
        "补肾壮阳",
        "延年益寿",
        "返老还童",
        "临床证明",
        "临床验证",
        "医生推荐",
        "专家推荐",
        "医院推荐",
        "祖传秘方",
        "断根",
        "排毒养颜",
        "抗病毒",
        "杀菌消毒",
        "治糖尿病",
        "治高血压",
        "抗衰老",
    ),
    "promise": (
        "无副作用",
        "无毒副作用",
        "百分百有效",
        "100%有效",
        "保证有效",
        "特效",
        "速效",
        "神效",
        "奇效",
        "立竿见影",
        "#天见效",
        "#日见效",
        "#周见效",
        "#个月见效",
        "#小时见效",
        "#疗程见效",
        "#个疗程",
        "当天见效",
        "一次见效",
        "立即见效",
        "无效退款",
        "无效包退",
        "安全无毒",
        "永不反弹",
        "月瘦#斤",
    ),
    "absolute": (
        "国家级",
        "世界级",
        "宇宙级",
        "最高级",
        "最佳",
        "最好",
        "最优",
        "最强",
        "最有效",
        "最安全",
        "最先进",
        "最便宜",
        "最低价",
        "最高端",
        "最权威",
        "最受欢迎",
        "全网第一",
        "全国第一",
        "世界第一",
        "行业第一",
        "销量第一",
        "排名第一",
        "全球第一",
        "中国第一",
        "第一品牌",
        "全网最低",
        "全国唯一",
        "全网唯一",
        "独一无二",
        "史无前例",
        "顶级",
        "极品",
        "万能",
        "NO.1",
        "TOP1",
        "驰名商标",
        "特供",
        "国家领导人推荐",
        "遥遥领先",
    ),
}
# Where a forbidden word is only a part of a harmless one.
HARMLESS = (
    "最好的服务",
    "最好在",
    "最好不",
    "最好先",
    "最好能",
    "最好于",
    "最好提前",
    "最好饭",
    "认为最好",
    "觉得最好",
    "钱包",
    "治愈系",
    "万能充",
    "万能胶",
    "最佳赏味",
    "最佳食用",
    "最佳饮用",
    "最佳员工",
    "服务最佳",
    "非处方",
    "处方笺",
    "不能代替药物",
    "不能替代药物",
    "不能代替药品",
    "不能替代药品",
)
SIMPLE = str.maketrans(
    "國級療癒預藥無證專薦醫補腎壯陽壓脂腫瘤癌糖劑項產傳祕頂極銷網業檢測實驗減瘦斷後復個時見據幾週當優強進權歡領導馳萬獨聯體養顏殺類價貴淨"
    "賣買質對應際標準與為從發現長產術團鋪門開關會員東車風龍點綠紅藍黃雞魚鳥馬齊際維護護寶貝戰勝經驗說話語請謝認識讓誰調",
    "国级疗愈预药无证专荐医补肾壮阳压脂肿瘤癌糖剂项产传秘顶极销网业检测实验减瘦断后复个时见据几周当优强进权欢领导驰万独联体养颜杀类价贵净"
    "卖买质对应际标准与为从发现长产术团铺门开关会员东车风龙点绿红蓝黄鸡鱼鸟马齐际维护护宝贝战胜经验说话语请谢认识让谁调",
)

FOUND = Text(
    "“{field}”里有禁用的说法：{words}。请改写；法律允许的用法，由有审批权的人在“禁用词”里登记为“允许”并写明依据",
    "“{field}” holds forbidden claims: {words}. Say it otherwise; where the law allows it, somebody who may approve lists"
    " the phrase as allowed in Banned words, with the reason",
)
ONLY_APPROVER = Text("登记为“允许”要由有审批权的人来做", "Allowing a phrase is for somebody who may approve")
NEVER = Text(
    "“{word}”属医疗功效用语，食品广告一律不得使用；批准的功能请登记完整的短语并写明依据（如批准文号）",
    "“{word}” is a medical claim, never allowed of food; list an approved function as a whole phrase, with its basis",
)
NO_WORD = Text("“{word}”里没有文字，不能作禁用词", "“{word}” holds no letters, so it is no word to be banned")
COMMON = Text("日常用语，不含所指的意思", "An everyday phrase that means something else")
SEEDED = Text("登记广告禁用词", "Forbidden words noted")


def keep_list(c: Any, moves: list[Move]) -> None:
    """Anybody of the post lengthens the list; shortening it takes an approver, and a medical claim stays one."""
    for move in moves:
        row = move.new
        if row is not None and move.changed("word") and not narrowed(row.word):
            raise Refused(NO_WORD(word=row.word), "word", move.index)
        if row is None or row.state != "allowed" or not move.changed("word", "state", "reason"):
            continue
        if not may(c.who, "approve", BannedWord):
            raise Refused(ONLY_APPROVER, "state", move.index)
        plain = narrowed(row.word)
        whole = plain in OPENING["medical"]
        if whole or (not row.reason and any(word in plain for word in OPENING["medical"])):
            raise Refused(NEVER(word=row.word), "state" if whole else "reason", move.index)


class BannedWord(Record):
    """A word that may not be said in public, or a phrase that may although such a word is in it."""

    word = LineField("词语", "Word", unique=True, max_length=40)
    state = ChoiceField("处理", "Treatment", options=STATES, default="banned", width=90)
    kind = ChoiceField("类别", "Kind", options=KINDS, default="own", width=110)
    reason = LineField("依据", "Because", null=True)

    sheet = Sheet(
        "禁用词",
        "Banned words",
        title="word",
        order=("word",),
        key=("word",),
        search=("word", "reason"),
        checks=(keep_list,),
    )


def narrowed(text: str | None) -> str:
    """As it is heard: simplified, half-width, without blanks, marks and signs between the characters."""
    plain = unicodedata.normalize("NFKC", text or "").casefold().translate(SIMPLE)
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")


def claims_in(*texts: str | None) -> list[str]:
    """The forbidden claims that occur in what is shown to customers, as the list has them."""
    own = dict(BannedWord.select(BannedWord.word, BannedWord.state).tuples())
    words = [word for kind in OPENING.values() for word in kind if word not in own]
    words += [word for word, state in own.items() if state == "banned"]
    fine = [*HARMLESS, *(word for word, state in own.items() if state == "allowed")]
    texts_heard = [_without(narrowed(text), fine) for text in texts if text]
    claims = []
    for word in words:
        parts = [narrowed(part) for part in word.split("#")]
        for text in texts_heard:
            if (said := heard(parts, text)) is not None:
                claims.append(said if "#" in word else word)
    order = {word: at for at, word in enumerate(word for kind in OPENING.values() for word in kind)}
    return sorted(dict.fromkeys(claims), key=lambda word: order.get(word, len(order)))


def _without(text: str, phrases: list[str]) -> str:
    for phrase in sorted((narrowed(phrase) for phrase in phrases), key=len, reverse=True):
        text = text.replace(phrase, "|") if phrase else text
    return text


def public_rule(record: type[Record]) -> Callable | None:
    """The rule that the declaration of public fields lays on a record type; None where nothing of it goes out."""
    names = record.facts().public
    return partial(_refuse_claims, record, names) if names else None


def _refuse_claims(record: type[Record], names: tuple[str, ...], c: Any, moves: list[Move]) -> None:
    """What goes out, or changes while it is out, is in allowed words; a draft may still say anything."""
    refusals = []
    for move in moves:
        if move.new is None or _is_draft(record, move.new):
            continue
        before = move.old is not None and not _is_draft(record, move.old)
        for name in names:
            value = getattr(move.new, name)
            if value and (not before or move.changed(name)):
                texts = value if isinstance(value, list | tuple) else [value]
                if words := claims_in(*texts):
                    said = FOUND(field=record.fields()[name].label, words="、".join(words))
                    refusals.append(Refused(said, name, move.index))
    if refusals:
        raise Refusals(refusals)


def _is_draft(record: type[Record], row: Any) -> bool:
    return getattr(row, record.sheet.state, None) in record.sheet.drafts.split()


def seed_words(who: Who) -> None:
    """A row for every word of the opening list that has none yet, so that people find it in the grid."""
    there = {word for (word,) in BannedWord.select(BannedWord.word).tuples()}
    rows = [{"word": word, "kind": kind} for kind, words in OPENING.items() for word in words if word not in there] + [
        {"word": word, "kind": "own", "state": "allowed", "reason": COMMON.zh} for word in HARMLESS if word not in there
    ]
    if rows:
        with changes(who=who, via="setup", label=SEEDED) as c:
            c.add(BannedWord, rows)
