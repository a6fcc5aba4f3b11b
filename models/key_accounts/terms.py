"""The terms an order is held to: how much may be let off, how thin the margin, how long the credit."""

from decimal import Decimal

from ..kit import Param, QuantityField, Row, Text, setting
from ..kit.clock import today
from ..kit.fields import MoneyField
from ..kit.own_words import declare
from .selling import discount_allowed, share

LEAST_MARGIN = Param("key_account_least_margin", "团购最低毛利率", "Least margin of a group order", 15, "%")
OVERDUE_DAYS = Param(
    "key_account_overdue_days", "逾期超过几天停止接单", "No new orders once overdue by more than", 15, "天"
)

TOO_MUCH_OFF = Text(
    "让利 {rate}% 超出政策允许的 {allowed}%", "{rate}% off the list price; the policies allow {allowed}%"
)
TOO_THIN = Text("毛利率 {margin}% 低于 {least}%", "a margin of {margin}%, below {least}%")
ABOVE_LIST = Text(
    "{item} 成交价 {price} 高于零售价 {listed}（+{more}%）",
    "{item} at {price}, above the list price of {listed} (+{more}%)",
)
OVER_LIMIT = Text(
    "未结货款加本单共 {owed}，超出信用额度 {limit}", "{owed} unpaid with this order, beyond the credit of {limit}"
)
OVERDUE = Text("订单 {no} 已逾期 {days} 天", "order {no} is {days} days overdue")
declare(TOO_MUCH_OFF, TOO_THIN, ABOVE_LIST, OVER_LIMIT, OVERDUE)

show_money = MoneyField("金额", "Amount").show


def beyond(order: Row, lines: list[Row], account: Row, owing: list[Row]) -> list[Text]:
    """What of this order goes beyond policy, margin or credit, in words with the figures."""
    return [*_price(order, lines, account), *_credit(order, account, owing)]


def _price(order: Row, lines: list[Row], account: Row) -> list[Text]:
    qty = sum((line.qty for line in lines), Decimal(0))
    allowed, least, reasons = discount_allowed(account.kind, qty, order.ordered_on), setting(LEAST_MARGIN), []
    if order.rate is not None and order.rate > allowed:
        reasons.append(TOO_MUCH_OFF(rate=_plain(order.rate), allowed=_plain(allowed)))
    if order.margin is not None and order.cost and order.margin < least:
        reasons.append(TOO_THIN(margin=_plain(order.margin), least=least))
    for line in lines:
        if line.listed and line.price > line.listed:
            more = _plain(share(line.price - line.listed, line.listed))
            prices = {"price": show_money(line.price), "listed": show_money(line.listed)}
            reasons.append(ABOVE_LIST(item=line.item, more=more, **prices))
    return reasons


def _credit(order: Row, account: Row, owing: list[Row]) -> list[Text]:
    """The account's own limit, and orders that have waited too long for their money."""
    reasons, owed = [], sum((row.unpaid for row in owing), Decimal(0)) + order.amount
    if account.credit_limit is not None and owed > account.credit_limit:
        reasons.append(OVER_LIMIT(owed=show_money(owed), limit=show_money(account.credit_limit)))
    late = {row.no: (today() - row.due_on).days for row in owing if row.due_on and row.unpaid > 0}
    most = setting(OVERDUE_DAYS)
    return reasons + [OVERDUE(no=no, days=days) for no, days in late.items() if days > most]


def _plain(value: Decimal) -> str:
    return f"{QuantityField.plain(value):f}"
