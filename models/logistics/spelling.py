"""One batch, however it is written 批号写法: full-width, in another case or with a blank it is the batch that is known already.

Else a stop of `lot-a1` would let LOT-A1 be sold, and goods that came in as ＬＯＴ－Ａ１ would lie beside it as a batch of their own.
"""

from collections.abc import Iterable
from typing import Any

from ..kit import Record
from ..kit.alike import written

Known = dict[tuple[int, str], list[str]]


def spell(rows: list[dict[str, Any]], records: Iterable[type[Record]]) -> None:
    """Each row's batch as the first of these record types has it of its product; as it came where that is among them; where
    none has it, as the first of these rows.
    """
    named = [row for row in rows if row["product"] and row["batch_no"]]
    known = _known({row["product"] for row in named}, records)
    for row in named:
        spellings = known.setdefault((row["product"], written(row["batch_no"])), [])
        row["batch_no"] = choose(row["batch_no"], spellings)
        if not spellings:
            spellings.append(row["batch_no"])


def spellings(record: type[Record], product: int | None, batches: Iterable[str]) -> list[str]:
    """How rows of this type write these batches: what came in before batches were spelled alike may do so in several ways."""
    wanted = {written(batch) for batch in batches}
    kept = record.select(record.batch_no).where(record.product == product).distinct()  # type: ignore[attr-defined]
    return [batch_no for (batch_no,) in kept.tuples() if batch_no and written(batch_no) in wanted]


def choose(batch_no: str, spellings: list[str]) -> str:
    return batch_no if batch_no in spellings else next(iter(spellings), batch_no)


def _known(products: set[int], records: Iterable[type[Record]]) -> Known:
    known: Known = {}
    for record in records if products else ():
        names = record.product, record.batch_no  # type: ignore[attr-defined]
        kept = record.select(*names).where(record.product.in_(list(products)))  # type: ignore[attr-defined]
        for product, batch_no in kept.order_by(record.id).tuples():
            known.setdefault((product, written(batch_no)), []).append(batch_no)
    return known
