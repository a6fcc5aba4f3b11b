"""The total of a column that divides is the sum above over the sum below: in the foot, in groups, after every change."""

from decimal import Decimal

import pytest

from models import house
from models.design import DesignColumn
from models.kit import system
from models.kit.ask.groups import MARK, Groups
from models.kit.ask.query import BadQuery, Query
from models.kit.ask.shape.laid import Laid
from models.kit.ask.shape.pivot import Pivot
from models.kit.declare.describe import describe_record
from models.kit.formula.asking import context_for
from models.kit.formula.ratios import ratio_of
from models.kit.write.writes import changes
from models.members import Member, Purchase
from tests.helpers import house_before
from tests.helpers.door import made

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)
BOSS = system("tests")
BOUGHT = [
    ("锦江一店", "100.00", "50.00"),
    ("锦江一店", "300.00", "0.00"),
    ("武侯一店", "200.00", "20.00"),
    ("武侯一店", "0.00", "0.00"),
]


@pytest.fixture
def sold(boss, stores):
    with changes(who=BOSS) as c:
        member = c.create(Member, card_no="1", name="甲", home_store=stores["锦江一店"])
        rows = [
            {
                "receipt_no": f"R{at}",
                "member": member.id,
                "store": stores[store],
                "amount": Decimal(paid),
                "discount": Decimal(less),
            }
            for at, (store, paid, less) in enumerate(BOUGHT)
        ]
        return [row.id for row in c.add(Purchase, rows)]


def column(boss, formula: str, **more) -> str:
    asked = {"record_type": "purchase", "zh": "率", "kind": "formula", "formula": formula, "seen_by": "all", **more}
    return DesignColumn.row(made(DesignColumn, boss, **asked)).name


@pytest.mark.parametrize(
    ("formula", "percent", "whole", "by_store"),
    [
        ("=[优惠金额]/[实付金额]", True, "11.67", {"锦江一店": "12.50", "武侯一店": "10.00"}),
        ("=ROUND([优惠金额]/[实付金额],4)", False, "0.1167", {"锦江一店": "0.125", "武侯一店": "0.1"}),
        ("=IF([实付金额]=0,0,[优惠金额]/[实付金额])", True, "11.67", {"锦江一店": "12.50", "武侯一店": "10.00"}),
        ("=1-[优惠金额]/[实付金额]", True, "88.33", {"锦江一店": "87.50", "武侯一店": "90.00"}),
        ("=([实付金额]-[优惠金额])/[实付金额]", True, "88.33", {"锦江一店": "87.50", "武侯一店": "90.00"}),
    ],
)
def test_the_total_of_a_quotient_is_the_sum_above_over_the_sum_below(boss, sold, formula, percent, whole, by_store):
    name = column(boss, formula, percent=percent, digits=2 if percent else 4)
    query = Query(house().records["purchase"], boss)
    assert Decimal(query.sums()[name]) == Decimal(whole) and query.sums()["amount"] == "600.00"
    lines = [line for line in Groups(query, ["store"], {"shut": True}).rows() if MARK in line]
    assert {line[MARK]["text"]: Decimal(line[name]) for line in lines} == {
        store: Decimal(of) for store, of in by_store.items()
    }
    assert all(line[MARK]["means"][name] == line[name] for line in lines), "a mean of quotients would say nothing"


@pytest.mark.parametrize(
    ("formula", "whole"),
    [
        ("=IF([实付金额]>150,[优惠金额]/[实付金额],0)", "4.00"),
        ('=IF([实付金额]>150,"",[优惠金额]/[实付金额])', "50.00"),
        ("=IF([实付金额]>150,[优惠金额]/[实付金额])", "4.00"),
        ('=1-IF([门店]="武侯一店",[优惠金额]/[实付金额],0)', "90.00"),
        ("=IF([实付金额]>0,[优惠金额]/[实付金额],0)", "11.67"),
    ],
)
def test_rows_that_a_condition_leaves_out_count_neither_above_nor_below(boss, sold, formula, whole):
    name = column(boss, formula, percent=True, digits=2)
    assert Decimal(Query(house().records["purchase"], boss).sums()[name]) == Decimal(whole)


def test_it_follows_what_is_changed_and_is_nothing_where_nothing_is_below(boss, sold):
    name = column(boss, "=[优惠金额]/[实付金额]", percent=True, digits=2)
    query = Query(Purchase, boss)
    assert query.sums()[name] == "11.67"
    with changes(who=BOSS) as c:
        c.update(Purchase, sold[0], discount=Decimal("80.00"))
    assert Query(Purchase, boss).sums()[name] == "16.67"
    assert Query(Purchase, boss, {"amount": {"eq": "0.00"}}).sums()[name] is None


def test_what_divides_is_told_apart_and_no_other_place_adds_it_up(boss, sold):
    name = column(boss, "=[优惠金额]/[实付金额]", percent=True)
    other = DesignColumn.row(
        made(
            DesignColumn,
            boss,
            record_type="purchase",
            zh="净额",
            kind="formula",
            formula="=[实付金额]-[优惠金额]",
            seen_by="all",
        )
    ).name
    fields = {field["name"]: field for field in describe_record(house().records["purchase"], (), boss)["fields"]}
    assert (fields[name]["sum"], fields[name].get("ratio"), fields[other]["sum"], fields[other].get("ratio")) == (
        True,
        True,
        True,
        None,
    )
    measures = {item.name for item, _ in Query(Purchase, boss).measures()}
    assert other in measures and name not in measures


@pytest.mark.parametrize(
    "formula",
    [
        "=[实付金额]/100",
        "=100/[实付金额]",
        "=[实付金额]*[优惠金额]",
        "=IF([实付金额]>0,[优惠金额]/[实付金额],[优惠金额])",
        "=SUM(1,2)",
    ],
)
def test_what_only_scales_or_mixes_is_no_quotient(boss, sold, formula):
    assert ratio_of(formula, context_for(boss, Purchase)) is None


def test_a_formula_that_names_a_quotient_is_one(boss, sold):
    name = column(boss, "=[优惠金额]/[实付金额]", percent=True, digits=2)
    again = column(boss, "=[率]*2", zh="两倍", percent=True, digits=2)
    sums = Query(Purchase, boss).sums()
    assert (sums[name], sums[again]) == ("11.67", "23.33")


def test_a_pivot_adds_up_no_rows_of_a_quotient_and_says_what_to_add_up_instead(boss, sold):
    name = column(boss, "=[优惠金额]/[实付金额]", percent=True)
    by_store = [{"field": "store"}]
    with pytest.raises(BadQuery, match="don't add up"):
        Pivot(Laid(Purchase, BOSS), by_store, [], {"fn": "sum", "field": name})
    for measure in ({"fn": "most", "field": name}, {"fn": "sum", "field": "amount"}):
        assert Pivot(Laid(Purchase, BOSS), by_store, [], measure).answer()["count"] == len(BOUGHT)
