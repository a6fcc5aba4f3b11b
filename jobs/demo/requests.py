"""The demo's requests between departments: what each does for the others, and a quarter of asking, doing and rating."""

from datetime import datetime, time, timedelta

from models.department import DepartmentRequest, ServiceTerm
from models.kit import Changes, Row
from models.kit.clock import from_local, now, today
from models.stores.calendar import Workdays

from .company import Company

# done by, what, answered within hours, working days, what to hand over, what is asked for, what came of it
TERMS = (
    (
        "logistics",
        "加急配送",
        4,
        1,
        "门店、商品、数量、最晚到货时间",
        "周末活动备货不足，请加送一车",
        "已随下午班次送到",
    ),
    ("logistics", "退仓取货", 8, 3, "退货清单、箱数", "临期商品 6 箱待取回", "已随线路取回并点收"),
    ("quality", "宣传文案审核", 8, 2, "文案和图片、投放渠道、上线日期", "双十二详情页请审广告用语", "改 3 处，已回传"),
    ("quality", "检验报告调取", 4, 1, "商品、批号", "大客户要这一批的检验报告", "报告已发"),
    ("ecommerce", "商品图片和详情页制作", 8, 5, "商品、规格、卖点、参考图", "新品上架要主图 5 张", "已上架"),
    (
        "members_service",
        "会员名单筛选",
        8,
        2,
        "条件、用途、联系同意范围",
        "近 90 天没来的金卡会员名单",
        "名单 126 人，只含同意联系的",
    ),
    ("members_service", "大客户投诉协办", 2, 1, "客户、订单号、商品和批号", "客户反映礼盒破损", "已补发并回访"),
    ("key_accounts", "团购报价", 8, 2, "客户、数量、送货日期", "社区活动 80 份礼盒报价", "报价单已发"),
    ("store_management", "门店陈列调整", 8, 4, "门店、商品、陈列图", "端架换成节庆礼盒", "三店已调整，照片已传"),
    ("store_management", "人员支援", 8, 2, "门店、日期、班次、人数", "开业首日借两名店员", "已安排"),
)
WEEKS = 12


def fill(c: Changes, world: Company) -> None:
    dice, office = world.dice, [person for person in world.staff[None] if person.department]
    by_post = {post: [person for person in office if person.department == post] for post, *_ in TERMS}
    rows = [
        {
            "department": post,
            "title": title,
            "answer_hours": hours,
            "days": days,
            "needs": needs,
            "handler": by_post[post][0].id if by_post[post] else None,
        }
        for post, title, hours, days, needs, *_ in TERMS
    ]
    terms = [term for term in c.add(ServiceTerm, rows) if term.handler]
    said = {(post, title): (asked, result) for post, title, _, _, _, asked, result in TERMS}
    workdays, requests = Workdays(), []
    for back in range(WEEKS * 7, -1, -1):
        day = today() - timedelta(days=back)
        for _ in range(dice.choice((0, 1, 1, 2)) if workdays.is_one(day) else 0):
            term = dice.choice(terms)
            asker = dice.choice([person for person in office if person.department != term.department])
            requests.append(_request(dice, term, asker, day, workdays, said[term.department, term.title]))
    with c.taken_over():
        c.add(DepartmentRequest, [row for row in requests if row is not None])


def _request(dice, term: Row, asker: Row, day, workdays: Workdays, words: tuple[str, str]) -> dict | None:
    """Most are answered and done in time; of this week's some are still under way."""
    asked_at = from_local(datetime.combine(day, time(9, 0))) + timedelta(minutes=dice.randrange(420))
    if asked_at >= now():
        return None
    row = {"term": term.id, "asker": asker.id, "content": words[0], "asked_at": asked_at, "handler": term.handler}
    accepted = asked_at + timedelta(
        minutes=dice.randrange(15, term.answer_hours * (50 if dice.random() < 0.92 else 80))
    )
    if accepted >= now():
        return row | {"state": "asked"}
    row |= {"accepted_at": accepted}
    took = term.days if dice.random() < 0.9 else term.days + dice.choice((1, 2))
    done = workdays.back(day, -dice.randrange(max(1, took - 1), took + 1))
    if done >= today():
        return row | {"state": "doing"}
    row |= {"result": words[1], "done_on": done}
    closed = workdays.back(done, -1)
    if closed >= today():
        return row | {"state": "done"}
    return row | {"state": "closed", "closed_on": closed, "rating": dice.choice((5, 5, 5, 4, 4, 4, 3))}
