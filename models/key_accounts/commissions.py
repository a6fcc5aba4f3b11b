"""Commission of sellers: what a scorecard says they sold, or what came in, instead of what somebody types."""

from decimal import Decimal
from typing import Any

from ..kit import Changes, Move, Refused, Row, Text, in_one_change
from ..organization import Employee
from ..stores import CommissionPlan, CommissionResult, SalesTarget
from .scorecards import SellerScore, renew_month

OF_STORES = Text("方案“{name}”的对象是门店，不能带入业绩卡", "“{name}” is paid to stores: scorecards are of sellers")
NOT_IN_FORCE = Text("方案还没执行，先启用再带入", "The plan is not in force; release it first")
NO_CARDS = Text("{month} 没有定了指标的销售，不能算提成", "No seller has a target for {month}")
TAKEN = Text("已带入 {count} 人，应发合计 {amount} 元", "{count} taken over, {amount} yuan to be paid")
KEPT = Text("；另有 {count} 人已批准，没有改动", "; {count} are approved and were left alone")
BARE = Text("；没有月度指标、没有带入：{names}", "; without a target of the month, left out: {names}")
AS_CARD = Text(
    "{name} 的实际销售取自业绩卡（{amount} 元），不能改写；要多发或少发，请填“调整”和“调整说明”",
    "The sales of {name} are those of the scorecard ({amount} yuan); to pay more or less, enter an adjustment and why",
)
CARD_SINCE = Text(
    "{name} {month} 的业绩卡现在是 {amount} 元，带入时是 {before} 元，不能按原来的批准；请重新带入业绩卡后再批准",
    "The scorecard of {name} for {month} says {amount} yuan now and said {before} when it was taken over: take it over again, then approve",
)
AS_AIMED = Text(
    "{name} 的指标取自销售指标（{amount} 元），不能在这里改写；请改销售指标后重新带入或试算",
    "The target of {name} is the one set for the month ({amount} yuan); change that one, then take over or simulate again",
)
FIELDS = {"orders": "amount", "cash": "cash"}


@in_one_change
def take_scores(c: Changes, plan: int, *, month: str, source: str) -> Text:
    """The month's scorecards, counted anew, become the sales of their sellers; what was approved stays."""
    row = c.fresh(CommissionPlan, plan)
    if row.paid_to != "employee":
        raise Refused(OF_STORES(name=row.name))
    if row.state != "in_force":
        raise Refused(NOT_IN_FORCE)
    renew_month(c, month)
    cards = SellerScore.rows(SellerScore.month == month, order=SellerScore.id)
    aimed = [card for card in cards if card.target]
    if not aimed:
        raise Refused(NO_CARDS(month=month), "month")
    ids, kept = _take(c, plan, aimed, source)
    bare = [Employee.title_of(card.owner) for card in cards if not card.target and getattr(card, FIELDS[source])]
    total = sum((result.payable for result in CommissionResult.rows_by_id(ids).values()), Decimal(0))
    said = [TAKEN(count=len(ids), amount=total)]
    said += [KEPT(count=kept)] if kept else []
    said += [BARE(names="、".join(bare))] if bare else []
    return Text("".join(text.zh for text in said), "".join(text.en for text in said))


def _take(c: Changes, plan: int, cards: list[Row], source: str) -> tuple[list[int], int]:
    """The rows that say it now, and how many were left alone because they are approved."""
    mine = (CommissionResult.plan == plan) & (CommissionResult.month == cards[0].month)
    there = {row.employee: row for row in CommissionResult.rows(mine)}
    new, sets, kept = [], {}, 0
    for card in cards:
        values: dict[str, Any] = {"target": card.target, "actual": getattr(card, FIELDS[source]), "source": source}
        result = there.get(card.owner)
        if result is None:
            new.append({"plan": plan, "month": card.month, "employee": card.owner, **values})
        elif result.state == "simulated":
            sets[result.id] = values
        else:
            kept += 1
    c.alter(CommissionResult, sets)
    return [*sets, *(row.id for row in c.add(CommissionResult, new))], kept


def keep_taken(c: Changes, moves: list[Move]) -> None:
    """What a card says nobody types otherwise; and what somebody is measured by is the target of the month."""
    for move in moves:
        row = move.new
        typed = move.changed("target", "actual", "employee", "month")
        approved = move.old is not None and move.changed("state") and row is not None and row.state == "approved"
        if row is None or row.employee is None or not (typed or approved):
            continue
        card = SellerScore.rows(SellerScore.owner == row.employee, SellerScore.month == row.month) if row.source else []
        if card and row.actual != (sold := getattr(card[0], FIELDS[row.source])):
            names = {"name": Employee.title_of(row.employee), "amount": sold}
            said = AS_CARD(**names) if typed else CARD_SINCE(month=row.month, before=row.actual, **names)
            raise Refused(said, "actual", move.index)
        aimed = _aimed(row, card[0] if card else None)
        if move.changed("target", "employee", "month") and aimed and row.target not in aimed:
            raise Refused(AS_AIMED(name=Employee.title_of(row.employee), amount=aimed[0]), "target", move.index)


def _aimed(row: Row, card: Row | None) -> list[Decimal]:
    """What the target may be: the month's as it is set now, or as the card that is taken over had it; nothing where none is set."""
    mine = (SalesTarget.owner == row.employee) & (SalesTarget.span == "month") & (SalesTarget.month == row.month)
    return [aim.amount for aim in SalesTarget.rows(mine)] + ([card.target] if card and card.target else [])
