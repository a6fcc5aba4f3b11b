"""What a week or a month of daily checks came to 汇总: made and missing, problems found, and what is still to be done."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from ..kit import Record, Row, Text
from ..kit.clock import Days, today
from ..kit.own_words import declare
from ..organization import Store
from ..organization.opened import open_days
from .actions import CorrectiveAction

CHECKING = Store.kind != "online"  # the stores that owe daily checks
DAILIES = Text("日管控应做 {owed} 天次，已做 {made} 天次", "Daily checks: {made} made of {owed} owed")
WEEKLIES = Text("周排查应做 {owed} 次，已做 {made} 次", "Weekly reviews: {made} made of {owed} owed")
FOUND = Text(
    "日管控发现问题 {count} 条，其中 {left} 条还没整改",
    "Problems found by daily checks: {count}, {left} of them not fixed",
)
ACTIONS = Text(
    "未完成的改善措施 {left} 项，其中逾期 {late} 项", "Corrective actions not done: {left}, {late} of them overdue"
)
MISSED = Text("缺日管控最多：{stores}", "Most daily checks missing: {stores}")
MOST_FINDS, MOST_STORES = 20, 3
declare(DAILIES, WEEKLIES, FOUND, ACTIONS, MISSED)


@dataclass(frozen=True)
class Came:
    """Daily checks owed and made, problems found, and all of it in sentences."""

    owed: int
    made: int
    finds: int
    words: str


def gathered(checks: type[Record], kind: str, store: int | None, span: Days) -> Came:
    """What these days came to in a store, or without one in all of them. Today is not owed before it is over."""
    until = min(span.last, today() - timedelta(days=1))
    which = CHECKING if store is None else CHECKING & (Store.id == store)
    owed = set(open_days((day for day in span.days if day <= until), which))
    daily = _checks(checks, "day", store, span)
    made = owed & {(row.store, row.checked_on) for row in daily}
    finds = [row for row in daily if row.result != "none"]
    left = sum(row.result == "found" for row in finds)
    sentences = [
        DAILIES(owed=len(owed), made=len(made)).zh,
        *(_weeklies(checks, store, span) if kind == "month" else ()),
        FOUND(count=len(finds), left=left).zh,
        _actions(store),
        *(_missed(owed - made) if store is None else ()),
        *_noted(finds),
    ]
    return Came(len(owed), len(made), len(finds), "\n".join(sentences))


def _checks(checks: type[Record], kind: str, store: int | None, span: Days) -> list[Row]:
    fields = checks.fields()
    mine = fields["store"] == store if store is not None else fields["store"].is_null(False)
    within = fields["checked_on"].between(span.first, span.last)
    return checks.rows(fields["kind"] == kind, within, mine, order=fields["checked_on"])


def _weeklies(checks: type[Record], store: int | None, span: Days) -> list[str]:
    rows = _checks(checks, "week", store, span)
    return [WEEKLIES(owed=len(rows), made=sum(row.state == "done" for row in rows)).zh]


def _actions(store: int | None) -> str:
    where = [CorrectiveAction.state.in_(("open", "doing"))]
    where += [CorrectiveAction.store == store] if store is not None else []
    rows = CorrectiveAction.rows(*where)
    late = sum(row.due_on is not None and row.due_on < today() for row in rows)
    return ACTIONS(left=len(rows), late=late).zh


def _missed(missing: set) -> list[str]:
    most = sorted(Counter(store for store, _ in missing).items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_STORES]
    names = {row.id: row.name for row in Store.rows_by_id([store for store, _ in most]).values()}
    return [MISSED(stores="、".join(f"{names[store]} {days}" for store, days in most)).zh] if most else []


def _noted(finds: list[Row]) -> list[str]:
    """11-24 锦江一店: 冷柜温度偏高 → 已调低并复测, as it was written down."""
    names = {row.id: row.name for row in Store.rows_by_id({find.store for find in finds}).values()}
    lines = [
        f"{find.checked_on:%m-%d} {names[find.store]}: {find.problem}" + (f" → {find.measure}" if find.measure else "")
        for find in finds[:MOST_FINDS]
    ]
    return lines + (["…"] if len(finds) > MOST_FINDS else [])
