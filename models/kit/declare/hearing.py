"""Whether forbidden words with numbers in them are said in a text, in time that grows with the text alone.

A regular expression tries every way in which figures can be shared among the numbers of `##`: with ten of them and sixty figures
that is half a minute in which nobody on the server gets on, and the transaction that is open keeps all others from writing.
"""

from collections.abc import Iterable, Iterator

SIGNS = frozenset("0123456789零〇一二两三四五六七八九十百千几数半")
LONGEST = 6  # signs of a number

__all__ = ["heard"]


def heard(parts: list[str], text: str) -> str | None:
    """What of the text says these parts, with a number between each two of them: the first place, and there the longest numbers.

    From behind, the places from which the rest can be said, a bit for each place; then the way through them from the front.
    """
    if not any(parts) and len(parts) == 1 or not all(part in text for part in parts):
        return None
    numbers = _bits(text, (at for at, sign in enumerate(text) if sign in SIGNS))
    rest = _bits(text, range(len(text) + 1))
    stages: list[int] = []  # from where this part and all behind it can be said, the last part first
    for part in reversed(parts):
        if stages:
            rest = _before(stages[-1], numbers)
        rest = _bits(text, _places(part, text)) & (rest >> len(part))
        stages.append(rest)
    return _way(parts, stages[::-1], numbers, text) if rest else None


def _way(parts: list[str], stages: list[int], numbers: int, text: str) -> str:
    start = (stages[0] & -stages[0]).bit_length() - 1
    end = start + len(parts[0])
    for part, stage in zip(parts[1:], stages[1:], strict=True):
        reach = next((n for n in range(LONGEST) if not numbers >> end + n & 1), LONGEST)
        end += next(n for n in range(reach, 0, -1) if stage >> end + n & 1) + len(part)
    return text[start:end]


def _before(places: int, numbers: int) -> int:
    """From where a number leads to one of these places."""
    before = 0
    for _ in range(LONGEST):
        places = places >> 1 & numbers
        before |= places
    return before


def _places(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _bits(text: str, places: Iterable[int]) -> int:
    marks = bytearray(b"0") * (len(text) + 1)
    for at in places:
        marks[-1 - at] = 49
    return int(marks, 2)
