"""Pinyin beside Chinese names: `王小明` is kept as `wangxiaoming wxm`, so that typing either finds it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from threading import Thread
from typing import Any, NamedTuple

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
_OTHER = re.compile(r"[^a-z0-9]")
_UNIT = re.compile(r"([0-9][a-z])[a-z]+")
_PIECES = re.compile(r"[0-9]+|[a-z]+")


class Dictionary(NamedTuple):
    """How Chinese is read: which characters are, the words, how words begin, their second characters by the first, and the sounds."""

    han: re.Pattern[str]
    words: Mapping[str, Any]
    beginnings: Any  # said to be a set: whether a text is in it
    seconds: dict[str, str]
    sounds: Callable[[str], list[str]]


@cache
def dictionary() -> Dictionary:
    """Opened by the first who reads something: fifty megabytes and a quarter of a second, which most processes do without."""
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PHRASES_DICT, RE_HANS
    from pypinyin.seg.mmseg import p_set

    han = re.compile(f"({RE_HANS.pattern.removeprefix('^').removesuffix('$')})")
    return Dictionary(
        han, PHRASES_DICT, p_set, _seconds(PHRASES_DICT), lambda word: lazy_pinyin([word], style=Style.NORMAL)
    )


def open_ahead() -> None:
    """For who waits for something else before names are read: whoever then needs the dictionary finds it open, or opening."""
    if not dictionary.cache_info().currsize:
        Thread(target=dictionary, name="pinyin", daemon=True).start()


def is_to_be_opened(texts: Iterable[Any]) -> bool:
    """Whether reading these would open the dictionary."""
    return not dictionary.cache_info().currsize and any(text.__class__ is str and not text.isascii() for text in texts)


def _seconds(words: Iterable[str]) -> dict[str, str]:
    """By the first character of words the second ones: most neighbours begin none, which is seen at a glance."""
    by_first: dict[str, set[str]] = {}
    for word in words:
        if len(word) > 1:
            by_first.setdefault(word[0], set()).add(word[1])
    return {first: "".join(seconds) for first, seconds in by_first.items()}


@lru_cache(maxsize=200_000)
def pinyin_of(text: str) -> str | None:
    """Full pinyin, a blank, the initials; letters and digits stay as they are."""
    if text.isascii() and text.isalnum():
        return _joined([text.lower()])  # as the numbers of things are: one word
    syllables = _syllables(text)
    if 2 <= len(text) <= 4 and text[0] in SURNAMES and len(syllables) == len(text):
        syllables[0] = SURNAMES[text[0]]
    return _joined(syllables)


@lru_cache(maxsize=20_000)
def word_pinyin(text: str) -> str:
    """The same of a word that is nobody's name: 单价 is danjia, not shanjia."""
    return _joined(_syllables(text)) or ""


def _syllables(text: str) -> list[str]:
    """A long list has its words again and again: each is read once, and what is no Chinese stays what it is."""
    if text.isascii():
        return [_OTHER.sub("", text.lower())]
    parts: list[str] = []
    for at, part in enumerate(dictionary().han.split(text)):
        if at % 2:
            for word in _words(part):
                parts += _read(word)
        elif part:
            parts.append(_OTHER.sub("", part.lower()))
    return parts


def _words(han: str) -> Iterator[str]:
    """As pypinyin divides Chinese: each time the longest of its words that comes next. Its own way costs four times as much."""
    at, whole = 0, len(han)
    _, words, beginnings, next_of, _ = dictionary()
    while at < whole:
        if at + 1 < whole and han[at + 1] not in next_of.get(han[at], ""):
            yield han[at]
            at += 1
            continue
        word, end = "", at + 1
        while end <= whole and (head := han[at:end]) in beginnings:
            word = head if head in words else word
            end += 1
        if not word and end > whole:  # the end might begin a word, and is none
            yield from han[at:]
            return
        yield word or han[at]
        at += len(word) or 1


@lru_cache(maxsize=50_000)
def _read(word: str) -> tuple[str, ...]:
    return tuple(_OTHER.sub("", part.lower()) for part in dictionary().sounds(word))


def initials_typed(text: str) -> str:
    """The initials that somebody means who types a unit whole: dm10kg is dm10k."""
    return _UNIT.sub(r"\1", text.lower())


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
    kept = [part for part in syllables if part]
    if not kept:
        return None
    initials = "".join([part[0] if part.isalpha() else _begins(part) for part in kept])
    return f"{''.join(kept)[:120]} {initials[:60]}"


def _begins(part: str) -> str:
    """Numbers are said whole: 大米10kg is dm10k, and found by dm10."""
    return "".join([piece if piece.isdigit() else piece[0] for piece in _PIECES.findall(part)])
