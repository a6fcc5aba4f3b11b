"""The demo's training: courses, what each post must have, and a year of sessions with who passed and who didn't."""

from datetime import date, timedelta
from decimal import Decimal

from models.kit import Changes, Row
from models.kit.clock import today
from models.training import Course, CourseRequirement, TrainingRecord, TrainingSession

from .company import Company

# code, name, category, hours, pass score, valid months, held every so many weeks, posts that must have it
COURSES = (
    ("KC01", "保健食品基础营养学", "nutrition", 6, 70, None, 9, ("店长", "店员", "客服")),
    ("KC02", "门店每日工作流程", "daily", 3, 60, None, 12, ("店长", "店员")),
    ("KC03", "顾客沟通与倾听", "communication", 3, 60, None, 15, ("店员", "客服", "会员客服专员")),
    ("KC04", "会员服务与投诉处理", "service", 4, 70, 24, 10, ("店长", "客服", "会员客服专员")),
    ("KC05", "合规销售话术（禁止疗效宣传）", "sales", 3, 80, 12, 5, ("店长", "店员", "客服", "电商专员")),
    ("KC06", "新品知识", "product", 2, 60, None, 4, ()),
    ("KC07", "消防与用电安全", "safety", 2, 60, 12, 6, ("店长", "店员", "物流仓储专员")),
    ("KC08", "食品安全管理员", "quality", 8, 80, 12, 5, ("店长", "品质控制专员", "物流仓储专员")),
    ("KC09", "冷链与仓储规范", "quality", 3, 70, 24, 16, ("物流仓储专员",)),
    ("KC10", "大客户拜访与谈判", "sales", 4, 60, None, 20, ("大客户专员",)),
)
PLACES = ("总部培训室", "线上会议", "锦江社区一店")
WEEKS = 60


def fill(c: Changes, world: Company) -> None:
    courses = c.add(
        Course,
        [
            {
                "code": code,
                "name": name,
                "category": category,
                "hours": Decimal(hours),
                "pass_score": score,
                "valid_months": months,
                "audience": list(posts) or None,
            }
            for code, name, category, hours, score, months, _, posts in COURSES
        ],
    )
    c.add(
        CourseRequirement,
        [
            {"course": course.id, "position": post, "within_days": 60}
            for course, starter in zip(courses, COURSES, strict=True)
            for post in starter[7]
        ],
    )
    for at, (course, starter) in enumerate(zip(courses, COURSES, strict=True)):
        _hold(c, world, course, range(at % starter[6] + 1, WEEKS, starter[6]), starter[7])


def _hold(c: Changes, world: Company, course: Row, weeks: range, posts: tuple[str, ...]) -> None:
    """A course over the year; most people come when it is their turn, some fail and some never come."""
    dice, last = world.dice, today()
    staff = [employee for people in world.staff.values() for employee in people]
    crowd = [employee for employee in staff if not posts or employee.position in posts]
    trainers = [
        employee
        for employee in world.staff.get(None, [])
        if employee.department in ("quality", "store_management", "members_service")
    ]
    days = [last - timedelta(weeks=back, days=dice.randrange(3) - 3) for back in reversed(weeks)]
    days.append(last + timedelta(days=dice.randrange(3, 20)))
    sessions = c.add(
        TrainingSession,
        [
            {
                "course": course.id,
                "held_on": day,
                "kind": dice.choice(("class", "class", "workshop", "online")),
                "place": dice.choice(PLACES),
                "trainer": dice.choice(trainers).id,
                "planned_count": max(4, len(crowd) // len(days) + 3),
                "cost": Decimal(dice.randrange(2, 30) * 50),
                "state": "done" if day < last else "planned",
            }
            for day in days
        ],
    )
    rows = []
    for at, session in enumerate(sessions):
        turn = [employee for index, employee in enumerate(crowd) if index % len(days) == at] or crowd[:3]
        again = dice.sample(crowd, min(3, len(crowd)))
        rows += [
            _record(dice, session, employee, last)
            for employee in {employee.id: employee for employee in (*turn, *again)}.values()
        ]
    c.add(TrainingRecord, rows)


def _record(dice, session: Row, person: Row, last: date) -> dict:
    came = session.held_on < last and dice.random() < 0.93
    score = Decimal(min(100, max(35, round(dice.gauss(86, 9))))) if came else None
    feedback = dice.choice((3, 4, 4, 5, 5, 5)) if came else None
    return {"session": session.id, "employee": person.id, "attended": came, "score": score, "feedback": feedback}
