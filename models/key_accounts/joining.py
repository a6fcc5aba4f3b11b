"""Key accounts entered twice become one."""

from typing import Any

from ..kit import Changes, Row, Text, in_one_change
from ..kit.own_words import declare
from ..kit.write.merging import STAYS, fold
from .accounts import KeyAccount
from .orders import recount_accounts
from .visits import recount_visits

INTO = Text("已并入 {name}", "Merged into {name}")
ELSEWHERE = Text("已并入其他客户", "Merged into another account")
INTO_STAYS = Text("已并入 {name}；{stays}，原客户改为“流失”", "Merged into {name}; {stays}, so the old one is lost")

declare(ELSEWHERE)


@in_one_change
def merge_accounts(c: Changes, account: int, *, into: int):
    """Contacts, visits, opportunities, orders and complaints go to the other one, which then owes what both owed."""
    stage = c.fresh(KeyAccount, account).stage

    def rest(kept: Row) -> dict[str, Any]:
        return {} if stage == "lost" else {"stage": "lost", "lost_reason": ELSEWHERE.zh}

    left = fold(c, KeyAccount, account, into, rest)
    there = {into, account} if left else {into}
    recount_accounts(c, there)
    recount_visits(c, there)
    name = KeyAccount.title_of(into)
    return INTO_STAYS(name=name, stays=STAYS(count=left)) if left else INTO(name=name)
