"""What a name says in figures is found by its figures: dm10 finds 大米10kg, in rows of before as well."""

from importlib import import_module

import pytest

from models.kit.ask.links import find, look
from models.kit.ask.query import Query
from models.kit.pinyin import pinyin_of, pinyin_typed
from models.kit.server import database
from models.organization import Product
from tests.helpers.shop import put


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("大米10kg", "dami10kg dm10k"),
        ("大米 10 kg", "dami10kg dm10k"),
        ("阿胶500g礼盒", "ejiao500glihe ej500glh"),
        ("B2B客户", "b2bkehu b2bkh"),
        ("1号店", "1haodian 1hd"),
        ("王小明", "wangxiaoming wxm"),
        ("VIP会员", "viphuiyuan vhy"),
        ("SB000123", "sb000123 s000123"),
        ("10kg", "10kg 10k"),
        ("123", "123 123"),
    ],
)
def test_the_initials_of_a_name_say_its_numbers_whole(name, read):
    assert pinyin_of(name) == read == pinyin_typed(read)


@pytest.mark.parametrize(
    ("name", "initials", "said"),
    [
        ("大米10kg", "dm1", "dm10k"),
        ("阿胶500g礼盒", "ej5lh", "ej500glh"),
        ("1号店", "1hd", "1hd"),
        ("B2B客户", "bkh", "b2bkh"),
        ("A 10-2", "a", "a102"),
        ("大米10kg", "dami", None),
        ("大米10kg", "xy", None),
    ],
)
def test_initials_of_before_get_the_numbers_of_their_name(name, initials, said):
    assert import_module("models.migrations.0076_numbers_in_readings").with_numbers(name, initials) == said
    assert said is None or pinyin_of(name).endswith(f" {said}")


def test_readings_of_before_say_them_too_and_what_somebody_typed_stays_as_it_sounds(db):
    rice, typed, plain = (
        put(Product, sku=f"P{at}", name=name) for at, name in enumerate(("大米10kg", "重楼10g", "阿胶糕"))
    )
    with database.writing():
        before = [("dami10kg dm1", rice), ("chonglou10g cl1", typed), ("ejiaogao ejg", plain)]
        database.execute_many('UPDATE "product" SET "name_py" = ? WHERE "id" = ?', before)
        import_module("models.migrations.0076_numbers_in_readings").up(None, database.handle)
    read = [Product.row(id).name_py for id in (rice, typed, plain)]
    assert read == ["dami10kg dm10k", "chonglou10g cl10g", "ejiaogao ejg"]


def test_a_unit_that_is_typed_whole_behind_initials_finds_the_name(boss):
    rice = put(Product, sku="P1", name="大米10kg")
    put(Product, sku="P2", name="大麦10g")
    for typed in ("dm10kg", "DM10KG", "dami10kg", "dm10"):
        assert rice in [row["id"] for row in Query(Product, boss, search=typed).rows()], typed
        assert rice in [row["id"] for row in look(Product, boss, typed)], typed
    assert [row["id"] for row in Query(Product, boss, search="dm10kg").rows()] == [rice]
    assert find(Product, boss, {"dm10kg"}) == {"dm10kg": [rice]}
