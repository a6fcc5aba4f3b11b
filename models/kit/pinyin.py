"""Pinyin beside Chinese names: `王小明` is kept as `wangxiaoming wxm`, so that typing either finds it."""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict
from pypinyin.core import Pinyin

# Surnames read otherwise than the same character elsewhere; only the head of a name is read so.
SURNAMES = {
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "任": "ren",
    "曾": "zeng",
    "查": "zha",
    "翟": "zhai",
    "区": "ou",
    "盖": "ge",
    "缪": "miao",
    "朴": "piao",
    "覃": "qin",
    "尉": "yu",
    "乐": "yue",
    "华": "hua",
    "召": "shao",
    "纪": "ji",
    "洗": "xian",
    "葛": "ge",
    "员": "yun",
    "秘": "bi",
    "折": "she",
    "繁": "po",
    "黑": "he",
}
_SYLLABLE = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|er|ia|ie|iu|ua|uo|ui|ue|ve|[aoeiuv]))"
)
_DIVIDING = Pinyin()
load_phrases_dict({"重庆": [["chóng"], ["qìng"]]})


@lru_cache(maxsize=200_000)
def pinyin_of(text: str) -> str | None:
    """Full pinyin, a blank, the initials; letters and digits stay as they are."""
    syllables = _syllables(text)
    if 2 <= len(text) <= 4 and text[0] in SURNAMES and len(syllables) == len(text):
        syllables[0] = SURNAMES[text[0]]
    return _joined(syllables)


@lru_cache(maxsize=20_000)
def word_pinyin(text: str) -> str:
    """The same of a word that is nobody's name: 单价 is danjia, not shanjia."""
    return _joined(_syllables(text)) or ""


def _syllables(text: str) -> list[str]:
    """A long list has its words again and again: each is read once, which takes a third of the time."""
    return [part for word in _DIVIDING.seg(text) for part in _read(word)]


@lru_cache(maxsize=50_000)
def _read(word: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in lazy_pinyin([word], style=Style.NORMAL))


def pinyin_typed(text: str) -> str | None:
    """What a person typed as the reading: `shan xiong xin`, or the stored `shanxiongxin sxx` as it is."""
    parts = re.findall(r"[a-z0-9]+", text.lower())
    return " ".join(parts) if len(parts) == 2 and _is_stored(*parts) else _joined(parts)


def _is_stored(full: str, initials: str) -> bool:
    """Whether the second word is the initials of the first, not a second syllable (`xian xia` is two syllables)."""
    if full[0] != initials[0] or len(full) < len(initials):
        return False
    if not (_SYLLABLE.fullmatch(full) and _SYLLABLE.fullmatch(initials)):
        return True
    return bool(re.fullmatch("".join(f"(?={letter}){_SYLLABLE.pattern}" for letter in initials), full))


def _joined(syllables: list[str]) -> str | None:
    kept = [cleaned for cleaned in (re.sub(r"[^a-z0-9]", "", part) for part in syllables) if cleaned]
    if not kept:
        return None
    initials = "".join(part if part.isdigit() else part[0] for part in kept)
    return f"{''.join(kept)[:120]} {initials[:60]}"
