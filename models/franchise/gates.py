"""What a case must not leave behind: the gates at the end of joining, renewing, transferring and leaving."""

from ..kit import Changes, Refused, Row, Text
from ..kit.clock import today
from ..kit.text import join
from ..logistics import DeliveryStop
from ..organization import Franchisee, Store
from ..stores import Rectification
from .royalties import owed_by

NOT_SIGNED = Text("{name} 还在洽谈，请先签约", "{name} is still in talks; sign the contract first")
NOT_RENEWED = Text(
    "合同到期日还是 {day}，请先在加盟商上填写新的到期日",
    "The contract still ends on {day}; enter the new end on the franchisee first",
)
NO_HEIR = Text("请先填写受让加盟商", "Say first to whom it is transferred")
HEIR_NOT_SIGNED = Text("受让方 {name} 还没有签约", "{name}, to whom it goes, has not signed yet")
NO_DEPOSIT = Text("请先填写退还保证金的金额（没有则填 0）", "Say first how much of the deposit is returned (0 if none)")
LEFT_BEHIND = Text("还不能办结退出：{what}", "Leaving can't be finished yet: {what}")
RECTIFICATIONS = Text("未关闭的整改 {count} 项", "{count} rectifications are open")
RECEIVABLES = Text("应收管理费 {amount}", "royalties of {amount} are owed")
STOCK = Text("门店剩余库存 {amount}", "stock of {amount} is left in the shop")
NO_COUNT = Text("请先填写最后盘点的剩余库存金额", "Say first what the last stocktake found left in the shop")
UNDER_WAY = Text("在途配送 {count} 单", "{count} deliveries are on their way")
GONE = Text("{name} 已完成退出", "{name} has left")


def pass_gate(c: Changes, case: Row) -> Text | None:
    """Raises Refused with what still stands in the way; else does what the end of this kind of case means."""
    return GATES[case.kind](c, case, c.fresh(Franchisee, case.franchisee))


def _join(c: Changes, case: Row, person: Row) -> None:
    if person.state == "talking":
        raise Refused(NOT_SIGNED(name=person.name), "franchisee")


def _renew(c: Changes, case: Row, person: Row) -> None:
    if case.contract_until and not (person.ends_on and person.ends_on > case.contract_until):
        raise Refused(NOT_RENEWED(day=case.contract_until), "franchisee")


def _transfer(c: Changes, case: Row, person: Row) -> None:
    """The shops go over to the other franchisee."""
    if case.transfer_to is None:
        raise Refused(NO_HEIR, "transfer_to")
    heir = c.fresh(Franchisee, case.transfer_to)
    if heir.state not in ("signed", "preparing", "open"):
        raise Refused(HEIR_NOT_SIGNED(name=heir.name), "transfer_to")
    theirs = [case.store] if case.store else stores_of(person.id)
    c.alter(Store, {store: {"franchisee": heir.id} for store in theirs})


def _exit(c: Changes, case: Row, person: Row) -> Text:
    """Nothing may be open; then the franchisee has left and the shops are closed."""
    if case.deposit_returned is None:
        raise Refused(NO_DEPOSIT, "deposit_returned")
    if case.stock_left is None:
        raise Refused(NO_COUNT, "stock_left")
    if remains := left_behind(case):
        raise Refused(LEFT_BEHIND(what=join(remains, "；", "; ")))
    c.update(Franchisee, person.id, state="left")
    c.alter(Store, {store: {"status": "closed", "closed_on": today()} for store in stores_of(person.id)})
    return GONE(name=person.name)


GATES = {"join": _join, "renew": _renew, "transfer": _transfer, "exit": _exit}


def left_behind(case: Row) -> list[Text]:
    """What stands between a franchisee and the door: rectifications, debts, stock."""
    stores, remains = stores_of(case.franchisee), []
    if count := Rectification.select().where(Rectification.store.in_(stores), Rectification.state.in_(OPEN)).count():
        remains.append(RECTIFICATIONS(count=count))
    if owed := owed_by(case.franchisee):
        remains.append(RECEIVABLES(amount=f"¥{owed:,.2f}"))
    if case.stock_left:
        remains.append(STOCK(amount=f"¥{case.stock_left:,.2f}"))
    if count := DeliveryStop.select().where(DeliveryStop.store.in_(stores), DeliveryStop.state == "waiting").count():
        remains.append(UNDER_WAY(count=count))
    return remains


OPEN = ("issued", "accepted", "done")


def stores_of(franchisee: int) -> list[int]:
    """The shops a franchisee still runs."""
    mine = Store.select(Store.id).where(Store.franchisee == franchisee, Store.status != "closed")
    return [id for (id,) in mine.tuples()]
