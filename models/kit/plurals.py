"""1 row and 2 rows: English sentences whose numbers turn out to be one. `pages/sheet/web/plurals.js` knows the same words.

A sentence is written for many, “{n} rows are locked”; where n is 1 the noun behind it and the verb behind that are said as of one.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

_NOUNS = """accounts answers attachments automations batches blocks boxes buyers calls campaigns candidates cells changes
characters checks clicks columns comments conditions copies coupons dashboards days decimals deliveries differences digests
digits elements faults favourites fields figures files forms groups headers headings hours impressions indexes indicators items
levels lines links lots members milestones minutes months names notices openings orders others papers parts pictures places
points products promotions questions ranges receipts rectifications reports rows runs scorecards sheets steps stops stores
subscriptions suggestions surveys tables targets tasks templates things tickets times tokens values vehicles views visitors
weeks codes kinds bills reviews movements actions numbers rules"""
_BEFORE = """faulty ticked imported new more selected other earlier masked unsaved usual own old temporary further different closed
hidden empty shared colour freeze red penalty recovery corrective ledger daily weekly"""
NOUNS, BEFORE = _NOUNS.split(), _BEFORE.split()
VERBS = {"are": "is", "aren't": "isn't", "were": "was", "have": "has", "haven't": "hasn't", "don't": "doesn't"}
VERBS |= {
    "hold": "holds",
    "differ": "differs",
    "fit": "fits",
    "refuse": "refuses",
    "stay": "stays",
    "come": "comes",
    "lie": "lies",
    "need": "needs",
}
VERBS |= {"keep": "keeps", "say": "says", "show": "shows", "go": "goes", "miss": "misses"}
_NOUN, _VERB = "|".join(NOUNS), "|".join(sorted(VERBS, key=len, reverse=True))
_PLACE = re.compile(rf"\{{(\w+)\}} ((?:(?:{'|'.join(BEFORE)}) )?)({_NOUN})\b(?!')(?: ({_VERB})(?!['\w]))?")


def singular(noun: str) -> str:
    """boxes → box, batches → batch, copies → copy, rows → row."""
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-2] if noun.endswith(("xes", "ches", "sses")) else noun[:-1]


@cache
def _counted(template: str) -> frozenset[str]:
    """The places that nouns follow; most sentences have none."""
    return frozenset(match[1] for match in _PLACE.finditer(template))


def in_number(template: str, values: Mapping[str, Any]) -> str:
    """The sentence as it is said with these numbers."""
    ones = [name for name in _counted(template) if str(values.get(name)) == "1"]
    if not ones:
        return template

    def said(match: re.Match) -> str:
        if match[1] not in ones:
            return match[0]
        verb = f" {VERBS[match[4]]}" if match[4] else ""
        return f"{{{match[1]}}} {match[2]}{singular(match[3])}{verb}"

    return _PLACE.sub(said, template)
