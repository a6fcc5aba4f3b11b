"""What a sentence of the week's first page is: words in both languages, its light, and the rows behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.kit.declare.area import Metric
from models.kit.text import Text, join
from models.kit.week.weekly import in_words

WAN, YUAN = Text("{wan} 万元", "¥{whole}"), Text("{whole} 元", "¥{whole}")
BIG = 10_000
AND = Text("{first}和{last}", "{first} and {last}")


@dataclass(frozen=True)
class Sentence:
    """One sentence. behind: ("figure", metric, store or None), ("rows", record, grid filter) or ("part", part of the week).

    names: the words of it that tell what it speaks of, however the rest of it is put.
    """

    text: Text
    behind: tuple[Any, ...] | None = None
    light: str = "none"
    names: Text | None = None


def plain(value: Any) -> Text:
    """A value that is said alike in both languages."""
    return Text(str(value), str(value))


def amount(value: Any) -> Text:
    """Money without its sign, as it is read aloud: 12.3 万元; in English ¥123,000."""
    worth = abs(Decimal(str(value)))
    whole = f"{worth:,.0f}"
    return WAN(wan=f"{worth / BIG:,.1f}", whole=whole) if worth >= BIG else YUAN(whole=whole)


def worth(value: Any, metric: Metric) -> Text:
    """A figure in its unit."""
    if metric.unit == "money":
        return amount(value) if value >= 0 else Text(f"−{amount(value).zh}", f"−{amount(value).en}")
    number = round(float(value), 0 if abs(float(value)) >= BIG else 2)
    number = int(number) if number.is_integer() else number
    return Text(*(in_words(number, metric.unit, lang) for lang in ("zh", "en")))


def share(part: Any, whole: Any) -> str:
    """How many per cent of it, without a sign."""
    return f"{abs(Decimal(str(part)) * 100 / Decimal(str(whole))):,.1f}%"


def listed(names: Sequence[Text]) -> Text:
    """甲、乙和丙; A, B and C."""
    if len(names) < 2:
        return names[0] if names else plain("")
    return AND(first=join(list(names[:-1]), "、", ", "), last=names[-1])
