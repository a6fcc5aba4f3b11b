"""The night of logistics: batches grow older, and what came near its end is told."""

from datetime import date

from ..kit import Changes, Text, notify
from .stock import Stock, restate

AGED = Text("{n} 个批次进入下一效期阶段", "{n} batches came to another stage")
OLDER = Text(
    "{count} 批库存进入新的效期阶段（临期、过期等），请处理", "{count} batches came nearer to their expiry; see to them"
)


def age_stock(c: Changes, day: date) -> Text:
    count = restate(c, Stock.rows(Stock.qty > 0), day)
    if count:
        notify(c, OLDER(count=count), record=Stock, roles=("logistics",))
    return AGED(n=count)
