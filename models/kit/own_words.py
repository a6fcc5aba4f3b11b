"""What the app itself wrote into rows, kept once, in Chinese: told in the reader's language.

A sentence with places, `Text("团购：{customer}", …)`, is known again by what stands around them; several that were joined are
told one by one; what stands before brackets (a figure, and of which store) as well. What no declaration knows is a person's, and told as it is.
"""

import re
from functools import lru_cache
from typing import Any

from .server.standing import house_if_any
from .text import Text

JOINTS = (("\n", "\n"), ("；", "; "), ("、", ", "))
NUMBER, COUNTS = (
    r"[\d,.]+",
    ("n", "count"),
)  # places of these names hold a number, so that nobody's own words are taken for ours
DEEPEST = 8  # sentences in sentences; what goes on is nobody's but a person's
_told: dict[str, Text] = {}
_with_places: list[tuple[re.Pattern, Text]] = []


def declare(*sentences: Text) -> None:
    """Let these be told in both languages wherever a field that is `ours` keeps their Chinese."""
    for sentence in sentences:
        if "{" in sentence.zh:
            _with_places.append((_pattern(sentence.zh), sentence))
        else:
            _told[sentence.zh] = sentence
    _told_in.cache_clear()


def _pattern(sentence: str) -> re.Pattern:
    """What stands in each place, up to the first place where the sentence goes on and no further (`?>`): a text that a person
    wrote to look like ours is not held against it in every way there is, with everybody else waiting.
    """
    parts = re.split(r"\{(\w+)\}", sentence)
    units = [re.escape(parts[0])]
    for name, behind in zip(parts[1::2], parts[2::2], strict=True):
        if name in COUNTS:
            units[-1] += f"(?P<{name}>{NUMBER}){re.escape(behind)}"
        else:
            units.append(f"(?P<{name}>.+?){re.escape(behind)}")
    return re.compile("".join([*(f"(?>{unit})" for unit in units[:-1]), units[-1]]), re.DOTALL)


def spoken(kept: str, lang: str) -> str:
    """What is kept, for this reader."""
    return kept if lang == "zh" else _told_in(kept, lang, house_if_any())


def both(kept: str) -> Text:
    """What is kept as a sentence in both languages, to be part of another one."""
    return Text(kept, spoken(kept, "en"))


def _named(house: Any) -> dict[str, Text]:
    """What rows are called after: parameters, figures, what is handed in daily."""
    named = (declared for area in house.areas for declared in (*area.params, *area.metrics, *area.dailies))
    return {declared.zh: Text(declared.zh, declared.en) for declared in named}


def _known(kept: str, house: Any) -> Text | None:
    return _told.get(kept) or (house and house.of(_named).get(kept))


@lru_cache(maxsize=4096)
def _told_in(kept: str, lang: str, house: Any, depth: int = 0) -> str:
    if depth > DEEPEST:
        return kept
    if (line := _known(kept, house)) is not None:
        return line.say(lang)
    figure, _, place = kept.partition("（")
    if place.endswith("）") and (line := _known(figure, house)) is not None:
        return f"{line.say(lang)} ({_told_in(place[:-1], lang, house, depth + 1)})"
    for zh, en in JOINTS:
        parts = kept.split(zh)
        said = [_told_in(part, lang, house, depth + 1) for part in parts] if len(parts) > 1 else parts
        if all(word != other for word, other in zip(said, parts, strict=True)):
            return en.join(said)
    for pattern, sentence in _with_places:
        if match := pattern.fullmatch(kept):
            places = match.groupdict().items()
            return sentence(**{name: _told_in(part, lang, house, depth + 1) for name, part in places}).say(lang)
    return kept
