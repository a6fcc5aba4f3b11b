"""The automations that come along, switched on as they are: each does for a day of the business what its name says."""

import json

import pytest

from models import house
from models.department import WorkItem
from models.design import AutomationRun, DesignAutomation
from models.design.automations.templates import TEMPLATES
from models.design.automations.turns import run_due
from models.ecommerce import AfterSale, OnlineOrder, OnlineOrderLine, OnlineShop
from models.kit import changes
from models.kit.write.notices import Notice, notices_for
from models.logistics import BatchHold, hold_batch
from models.members import Gift, adjust_points, redeem
from models.organization import Employee, Product, Store
from models.service import Complaint
from models.service.handling import escalate
from models.stores import OpeningTask, Rectification, StoreOpening
from tests.helpers import house_before, people
from tests.helpers.accounts_office import Office
from tests.helpers.door import made
from tests.helpers.photos import photo
from tests.helpers.shop import SYSTEM, change, put
from tests.helpers.steps import hire, take

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


@pytest.fixture
def switched(boss, clock):
    """Switches one on by its name."""

    def on(name: str) -> None:
        template = next(template for template in TEMPLATES if template.name == name)
        said = {"zh": template.label.zh, "record_type": template.record_type, "role": template.role}
        made(DesignAutomation, boss, **said, active=True, body=json.dumps(template.body))

    return on


def heard(who=None) -> list[tuple]:
    """What was told, the oldest first: to this person, or to roles as a whole."""
    ran = [row.result for row in AutomationRun.rows()]
    assert set(ran) <= {"done"}, ran
    if who is not None:
        return [notice.text.zh for notice in reversed(notices_for(house().records, who))]
    return [(notice.role, notice.text_zh) for notice in Notice.select().where(Notice.role.is_null(False))]


def test_each_monday_the_birthdays_of_the_week_are_listed(switched, shop, clock):
    switched("birthdays")
    mia = people.who(people.make("mia", "members_service"))
    shop.member("0003", "赵敏", shop.first, birthday="1988-12-03")
    shop.member("0004", "孙悦", shop.first, birthday="1988-12-08")
    clock("2026-11-30 08:03")
    run_due(None)
    assert heard(mia) == ["本周 1 位会员过生日：赵敏"]
    clock("2026-12-01 08:03")
    run_due(None)
    assert len(heard(mia)) == 1


def test_a_complaint_past_half_its_time_is_told_to_its_handler_once(switched, stores, clock):
    switched("complaint_half")
    handler = put(Employee, staff_no="Y1", name="周敏", department="members_service")
    min_ = people.who(people.make("min", "members_service", employee=handler))
    id = put(Complaint, description="店员态度不好", category="service", handler=handler)
    for time in ("2026-11-24 09:00", "2026-11-24 12:00", "2026-11-24 12:30"):  # due on the 25th at ten
        clock(time)
        with changes(who=SYSTEM) as c:
            escalate(c)
    assert [text for text in heard(min_) if text.startswith("投诉 ")] == [
        f"投诉 {Complaint.row(id).no} 已用去 50% 的时限"
    ]


def test_a_gift_that_falls_to_its_safety_stock_becomes_a_work_item_and_undo_takes_it_along(switched, shop):
    switched("gift_short")
    change(Gift, shop.cup, safety_stock=9)
    assert not WorkItem.rows()
    shop.budget(60)
    adjust_points(shop.wang, points=500, reason="补分", who=SYSTEM)
    redeem(shop.wang, gift=shop.cup, qty=2, who=SYSTEM)
    (item,) = WorkItem.rows()
    assert item.title == "补货：保温杯 现有 8，安全库存 9" and str(item.due_on) == "2026-11-30"
    redeem(shop.wang, gift=shop.cup, qty=1, who=SYSTEM)
    assert len(WorkItem.rows()) == 1, "it meets the condition already"


def test_goods_without_their_report_are_told_to_quality_and_become_a_work_item(switched, stores):
    switched("report_missing")
    product = put(Product, sku="P1", name="蛋白粉")
    with changes(who=SYSTEM) as c:
        hold_batch(c, product, "B1", "缺报告", for_report=True)
        hold_batch(c, product, "B2", "包装破损")
    assert heard() == [("quality", "蛋白粉 批号 B1 缺检验报告，请向供应商催要")]
    assert [item.title for item in WorkItem.rows()] == ["向供应商催要报告：蛋白粉 B1"]
    assert len(BatchHold.rows()) == 2


def test_a_big_order_is_told_to_the_manager_and_a_small_one_to_nobody(switched, clock, db):
    switched("big_order")
    office = Office()
    office.order(qty=10)
    assert heard() == []
    office.order(qty=600)
    ((role, text),) = heard()
    assert role == "operations_manager" and "市第四人民医院" in text and text.endswith("，¥60,000.00")


def test_a_licence_that_ends_in_sixty_days_is_told_to_its_own_store(switched, stores, clock):
    switched("licence")
    store, second = stores.values()
    chen = people.who(people.make("chen", "store_manager", store=store))
    other = people.who(people.make("bao", "store_manager", store=second))
    change(Store, store, licence_until="2027-01-29", status="open")
    change(Store, second, licence_until="2027-01-30", status="open")
    for day in ("2026-11-29", "2026-11-30", "2026-12-01"):
        clock(f"{day} 08:03")
        run_due(None)
        counts = [len([text for text in heard(who) if "许可证" in text]) for who in (chen, other)]
        assert counts == {"2026-11-29": [0, 0], "2026-11-30": [1, 0], "2026-12-01": [1, 1]}[day]


def test_an_urgent_item_without_an_owner_is_told_to_the_manager(switched, stores, clock):
    switched("urgent_work")
    put(WorkItem, title="冷柜停了", severity="high")
    put(WorkItem, title="换灯泡", severity="low")
    assert [text.split("：")[1] for _, text in heard()] == ["冷柜停了"]


def mornings(clock, *days: str) -> None:
    """Goes on to each of these days at eight, when what goes by the clock is run."""
    for day in days:
        clock(f"{day} 08:03")
        run_due(None)


def test_a_rectification_one_day_late_urges_its_owner_and_one_put_right_nobody(switched, stores, clock):
    switched("rectification_late")
    store, second = stores.values()
    owner, other = hire("陈明", "Y2", position="店长", store=store), hire("武丽", "Y3", position="店长", store=second)
    chen = people.who(people.make("chen", "store_manager", store=store, employee=owner))
    wu = people.who(people.make("wu", "store_manager", store=second, employee=other))
    said = {"topic": "冷柜温度", "problem": "超过 8 度", "due_on": "2026-11-30"}
    late = put(Rectification, store=store, owner=owner, **said)
    accepted = put(Rectification, store=second, owner=other, **said)
    right = put(Rectification, store=second, owner=other, **said)
    take("rectification_accept", accepted)
    photo(Rectification, right)
    take("rectification_finish", right, measure="换了压缩机")
    mornings(clock, "2026-11-30")
    assert [text for who in (chen, wu) for text in heard(who) if text.endswith("已逾期")] == []
    mornings(clock, "2026-12-01", "2026-12-02")
    said_to = [[text for text in heard(who) if text.endswith("已逾期")] for who in (chen, wu)]
    numbers = [Rectification.row(id).no for id in (late, accepted)]
    assert said_to == [[f"整改 {numbers[0]}（锦江一店）已逾期"], [f"整改 {numbers[1]}（武侯一店）已逾期"]]
    to_role = [text for role, text in heard() if role == "store_management" and text.endswith("已逾期")]
    assert sorted(to_role) == sorted(text for texts in said_to for text in texts)


def test_three_days_before_an_opening_task_is_due_its_owner_is_told_unless_it_is_done(switched, stores, clock):
    switched("opening_task")
    owner = hire("洪刚", "Y1", department="store_management", position="督导")
    hong = people.who(people.make("hong", "store_management", employee=owner))
    opening = put(StoreOpening, name="高新三店筹备", store=stores["武侯一店"], opening_on="2026-12-18")
    said = {"opening": opening, "owner": owner, "due_on": "2026-12-04"}
    put(OpeningTask, **said, task="门头招牌")
    done = put(OpeningTask, **said, task="收银机")
    put(OpeningTask, **{**said, "due_on": "2026-12-05"}, task="开业海报")
    put(OpeningTask, **{**said, "owner": None}, task="没人的任务")
    take("opening_task_start", done)
    take("opening_task_finish", done)

    def about_tasks() -> list[str]:
        return [text for text in heard(hong) if text.startswith("筹备任务")]

    mornings(clock, "2026-11-30")
    assert about_tasks() == []
    mornings(clock, "2026-12-01")
    assert about_tasks() == ["筹备任务“门头招牌”2026-12-04 到期"]
    mornings(clock, "2026-12-02")
    assert about_tasks()[1:] == ["筹备任务“开业海报”2026-12-05 到期"]


def test_a_large_refund_is_told_to_e_commerce_and_the_manager_once_however_it_comes_to_be_large(switched, clock, db):
    switched("large_refund")
    eve, boss = (people.who(people.make(*pair)) for pair in (("eve", "ecommerce"), ("boss2", "operations_manager")))
    order = put(OnlineOrder, order_no="T1", shop=put(OnlineShop, name="天猫旗舰店"), amount=1200)
    product = put(Product, sku="P1", name="蛋白粉")
    put(OnlineOrderLine, order=order, product=product, price=1200)
    small = put(AfterSale, order=order, amount="499.99")
    assert heard() == []
    put(AfterSale, order=order, amount=500)
    change(AfterSale, small, amount=600)
    change(AfterSale, small, amount=610)
    numbers = [row.no for row in AfterSale.rows()]
    for who in (eve, boss):
        assert sorted(text for text in heard(who) if text.startswith("售后 ")) == sorted(
            [f"售后 {numbers[0]} 退款 ¥600.00", f"售后 {numbers[1]} 退款 ¥500.00"]
        )
