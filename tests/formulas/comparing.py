"""Which answers count as the same, and where ours differ from LibreOffice's on purpose."""

import json
import re
from contextlib import suppress
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from tests.formulas.engines import Engine

KEPT = json.loads((Path(__file__).parent / "answers.json").read_text())
EPOCH = date(1899, 12, 30)
LARGEST = 9 * 10**12  # of a number with six decimals
HANDLES_EMPTY_DAYS = ("ISBLANK", '=""', "MAX(", "MIN(")
PASSES = ("IF(", "IFS(", "SWITCH(")  # an empty cell that is passed on stays empty with us, and becomes 0 there


def faults(engine: Engine, given: list[dict[str, Any]]) -> list[str]:
    """Every formula whose answers differ, with the first rows that show it."""
    unlike, formulas = [], list(KEPT["answers"])
    ours = zip(*engine.results(formulas), strict=True)
    for formula, mine in zip(formulas, ours, strict=True):
        theirs, kind = KEPT["answers"][formula], engine.understood(formula).kind
        wrong = [
            (at + 1, own, other)
            for at, (own, other) in enumerate(zip(mine, theirs, strict=True))
            if not same(own, other, kind) and not differs_on_purpose(formula, given[at], own, other)
        ]
        if wrong:
            unlike.append(f"{engine.dialect.name}: {formula}: {wrong[:3]}")
    return unlike


def same(ours: Any, theirs: Any, kind: str) -> bool:
    if ours in (None, "") and theirs in (None, ""):
        return True
    if ours is None or theirs is None:
        return False
    if kind == "flag":
        return bool(ours) == bool(theirs)
    if kind == "day":
        return (date.fromisoformat(ours) - EPOCH).days == int(theirs // 1)
    if kind == "text" and isinstance(theirs, str) and ours == theirs:
        return True
    with suppress(ValueError, ArithmeticError):
        mine, other = float(ours), float(theirs)
        if kind == "money":
            other = float(Decimal(f"{other:.15g}").quantize(Decimal("0.01"), ROUND_HALF_UP))
        return abs(mine - other) <= 1e-6 + 2e-12 * abs(other)
    return str(ours) == str(theirs)


def differs_on_purpose(formula: str, row: dict[str, Any], ours: Any, theirs: Any) -> bool:
    """A function of an empty day is empty; numbers end somewhere; what is sought may not be nothing."""
    lacks = {name for name in re.findall(r"\[(\w)\]", formula) if row[name] is None}
    if lacks >= {"d", "e"} and ours is None and formula.startswith(("MAX(", "MIN(")):
        return True
    if lacks & {"d", "e"} and ours in (None, False) and not any(name in formula for name in HANDLES_EMPTY_DAYS):
        return True
    if ours is None and isinstance(theirs, int | float) and abs(theirs) >= LARGEST:
        return True
    if ours is None and theirs == 0 and lacks and formula.startswith(PASSES):
        return True
    if "u" in lacks and formula.startswith(("FIND(", "SEARCH(", "CONTAINS(")):
        return True
    if formula == "AND([f],[n]>0)" and "f" in lacks:
        return True
    return formula == 'TEXT([b],"0%")' and row["b"] == Decimal("1.005")  # 100.5 % is 101 % to fifteen digits
