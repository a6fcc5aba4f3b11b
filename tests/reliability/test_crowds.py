"""Crowds at one counter: exactly as much goes out as there was, and nobody's work is lost or left hanging."""

import time
from datetime import date
from random import Random

import pytest

from models import house
from models.kit import Refused, changes, system
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.members import (
    Gift,
    Member,
    MemberFollowUp,
    Purchase,
    Redemption,
    adjust_points,
    merge,
    receive_gifts,
    redeem,
)
from models.members.points import expire_points
from tests.helpers.chance import random_for
from tests.helpers.shop import SYSTEM, Shop, broken, change, delete, last_batch, stock
from tests.reliability.crowd import crowd


@pytest.fixture
def open_shop(stores) -> Shop:
    return Shop(stores)


def test_fifty_writers_take_exactly_the_thousand_gifts_there_are(open_shop):
    with changes(who=SYSTEM) as c:
        gift = c.create(Gift, code="C1", name="鸡蛋", price=0).id
    receive_gifts(gift, kind="in", qty=1000, who=SYSTEM)
    short = "鸡蛋 的库存不足，还差 1 件"

    def take_thirty() -> tuple[int, list[str]]:
        got, said = 0, []
        for _ in range(30):
            try:
                redeem(open_shop.wang, gift=gift, who=SYSTEM)
                got += 1
            except Refused as refused:
                said.append(refused.text.zh)
        return got, said

    taken = crowd([take_thirty] * 50)
    assert sum(got for got, _ in taken) == 1000
    assert [line for _, said in taken for line in said] == [short] * 500
    assert stock(gift) == 0
    assert Redemption.select().where(Redemption.state == "issued").count() == 1000
    assert broken() == []


def test_ten_writers_earn_spend_expire_and_undo_at_once_and_every_ledger_adds_up(open_shop):
    members = [open_shop.wang, open_shop.li, *(open_shop.member(f"9{n}", "会员", open_shop.first) for n in range(3))]
    receive_gifts(open_shop.cup, kind="in", qty=5000, who=SYSTEM)
    until, setting_up = time.monotonic() + 3, last_batch()

    def take_back(dice: Random, member: int, name: str) -> None:
        """One of the last few batches, but none that brought the people in."""
        wanted = last_batch() - dice.randrange(4)
        if wanted > setting_up:
            undo(wanted, house().records, who=SYSTEM)

    def live(number: int) -> int:
        dice, done = random_for("ten writers", number), 0
        while done < 6 or time.monotonic() < until:  # a slow machine does not much, but enough
            member = dice.choice(members)
            step = dice.choice([earn, earn, spend, take, refund, expire, take_back])
            try:
                step(dice, member, f"{number}-{done}")
            except Refused:
                continue
            done += 1
        return done

    assert sum(crowd([lambda number=number: live(number) for number in range(10)])) > 50
    assert broken() == []


def earn(dice: Random, member: int, name: str) -> None:
    row = {"receipt_no": name, "member": member, "store": 1, "amount": dice.randrange(1, 300)}
    assert edit(Purchase, [{"id": None, "set": row}], who=SYSTEM).state == "applied"  # another may take it back at once


def spend(dice: Random, member: int, name: str) -> None:
    redeem(member, gift=1, who=SYSTEM)


def take(dice: Random, member: int, name: str) -> None:
    adjust_points(member, points=-dice.randrange(1, 100), reason="更正", who=SYSTEM)


def refund(dice: Random, member: int, name: str) -> None:
    some = Purchase.rows(Purchase.member == member)
    if some:
        purchase = dice.choice(some)
        change(Purchase, purchase.id, refunded=purchase.amount)


def expire(dice: Random, member: int, name: str) -> None:
    with changes(who=system("night"), via="job") as c:
        expire_points(c, date(2027, 11, 25) if dice.random() < 0.1 else date(2026, 11, 23))


def test_a_member_deleted_while_others_edit_redeem_and_import_leaves_no_orphan(open_shop):
    for number in range(12):
        member = open_shop.member(f"D{number}", "将删", open_shop.first)
        deleted, edited, called, bought, redeemed = crowd(
            [
                lambda m=member: delete(Member, m).state,
                lambda m=member: change(Member, m, note="最后一改").state,
                lambda m=member: (
                    edit(MemberFollowUp, [{"id": None, "set": {"member": m, "topic": "回访"}}], who=SYSTEM).state
                ),
                lambda m=member, n=number: bring_in(m, f"D{n}"),
                lambda m=member: attempt(lambda: redeem(m, gift=open_shop.cup, who=SYSTEM)),
            ]
        )
        there = Member.select().where(Member.id == member).exists()
        assert there == (deleted == "refused")
        assert redeemed == "refused", "there were no points"
        if not there:
            assert (called, bought) == ("refused", "refused")
        assert edited in ("applied", "conflict")
    assert broken() == []


def test_a_member_merged_while_others_edit_redeem_and_import_loses_nothing(open_shop):
    receive_gifts(open_shop.cup, kind="in", qty=100, who=SYSTEM)
    for number in range(12):
        gone = open_shop.member(f"M{number}", "两卡", open_shop.first)
        kept = open_shop.member(f"N{number}", "两卡", open_shop.first)
        open_shop.buys(gone, 150)
        results = crowd(
            [
                lambda a=gone, b=kept: attempt(lambda: merge(a, into=b, who=SYSTEM)),
                lambda m=gone: change(Member, m, note="最后一改").state,
                lambda m=gone: attempt(lambda: redeem(m, gift=open_shop.cup, who=SYSTEM)),
                lambda m=gone, n=number: bring_in(m, f"M{n}"),
            ]
        )
        assert results[0] == "applied"
        row = Member.row(gone)
        assert (row.merged_into, row.status, row.points) == (kept, "left", 0)
    assert broken() == []


def bring_in(member: int, receipt: str) -> str:
    """One line of an import: a receipt of this member."""
    wanted = [{"id": None, "set": {"receipt_no": receipt, "member": member, "store": 1, "amount": 10}}]
    return edit(Purchase, wanted, who=SYSTEM, via="import").state


def attempt(act) -> str:
    try:
        act()
    except Refused:
        return "refused"
    return "applied"
