"""What a clash is about is told by names: of linked rows their titles, never the numbers they have with us."""

import pytest

from models import house
from models.kit.ask.titles import titles_of
from models.kit.fields import LinkField
from models.kit.write import unique
from models.organization import Product
from models.promotions import Promotion
from models.promotions.campaigns import PromotionProduct, PromotionStore
from models.stores import StoreDay
from tests.helpers.door import made, new, said

NUMBER = 7654321


def linked_sets():
    return [
        (key, names)
        for key, record in house().records.items()
        for names in record.unique_sets()
        if any(isinstance(record.fields()[name], LinkField) for name in names)
    ]


@pytest.mark.parametrize("known", [True, False], ids=["known", "not to be known"])
def test_no_linked_row_of_any_unique_set_is_told_by_its_number(db, boss, monkeypatch, known):
    monkeypatch.setattr(unique, "titles_of", lambda _, ids, __: {id: "某某" if known else f"#{id}" for id in ids})
    sets = linked_sets()
    assert len(sets) > 30
    for key, names in sets:
        record = house().records[key]
        value = tuple(NUMBER if isinstance(record.fields()[name], LinkField) else None for name in names)
        said = unique.said_of(record, names, value, boss)
        text = f"{said['field'].zh} {said['field'].en} {said['value']}"
        assert str(NUMBER) not in text, (key, names)
        assert ("某某" in text) is known, (key, names)


def test_a_clash_names_the_linked_rows_and_the_field(boss, stores):
    made(StoreDay, boss, store="S1", day="2026-11-20", sales=1, transactions=1)
    clash = new(StoreDay, boss, {"store": "S1", "day": "2026-11-20", "sales": 2, "transactions": 1})
    assert said(clash) == [(0, "day", "锦江一店 的日期“2026-11-20”已存在，不能重复")]
    twice = [{"store": "S2", "day": "2026-11-20", "sales": 2, "transactions": 1}] * 2
    assert "的日期“2026-11-20”在本次内容中重复出现" in said(new(StoreDay, boss, *twice))[0][2]


def plan(boss) -> None:
    made(
        Promotion,
        boss,
        name="双十一",
        starts_on="2026-12-01",
        ends_on="2026-12-10",
        mechanics="特价",
        budget=1,
        target_sales=1,
    )


def test_a_product_twice_in_a_promotion_is_called_by_name(boss, stores):
    made(Product, boss, sku="P1", name="黄芪口服液")
    plan(boss)
    made(PromotionProduct, boss, promotion="双十一", product="P1", price=1)
    clash = new(PromotionProduct, boss, {"promotion": "双十一", "product": "P1", "price": 2})
    assert said(clash) == [(0, "product", "双十一 的商品“黄芪口服液”已存在，不能重复")]


def test_rows_that_are_called_by_what_they_point_to_have_its_name(boss, stores):
    plan(boss)
    row = made(PromotionStore, boss, promotion="双十一", store="S1")
    assert titles_of(PromotionStore, {row}, boss) == {row: "锦江一店"}
