"""Where promotions meet: the same day, the same store, the same product."""

from collections import defaultdict
from itertools import combinations

from ..kit import Row
from ..kit.own_words import declare
from ..kit.text import Text

LONGEST = 300
MET = Text("{name}（{count} 家店）", "{name} (in {count} stores)")
declare(MET)


def met(promotions: list[Row], stores: dict[int, set[int]], products: dict[int, set[int]]) -> dict[int, str | None]:
    """For every promotion, the others it meets in words; None where it meets none. No products named means all of them."""
    words: dict[int, list[str]] = defaultdict(list)
    for first, other in combinations(promotions, 2):
        if first.starts_on > other.ends_on or other.starts_on > first.ends_on:
            continue
        shared = stores[first.id] & stores[other.id]
        if shared and _same_goods(products[first.id], products[other.id]):
            words[first.id].append(MET(name=other.name, count=len(shared)).zh)
            words[other.id].append(MET(name=first.name, count=len(shared)).zh)
    return {row.id: _short("、".join(words[row.id])) for row in promotions}


def _same_goods(goods: set[int], other: set[int]) -> bool:
    return not goods or not other or bool(goods & other)


def _short(text: str) -> str | None:
    return (text if len(text) <= LONGEST else text[: LONGEST - 1] + "…") or None
