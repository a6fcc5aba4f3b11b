"""The demo's customer service: sixty weeks of tickets with their clocks, two surveys with their answers, and what was held for members."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from models.key_accounts import KeyAccount
from models.kit import Changes, Row
from models.kit.clock import start_of, today
from models.members import Member
from models.quality import InspectionReport
from models.service import (
    ActivityAttendance,
    Complaint,
    MemberActivity,
    Survey,
    SurveyAnswer,
    SurveyLink,
    SurveyQuestion,
    SurveyResponse,
)
from models.service.activities import compare_sales
from models.service.deadlines import FREE
from models.service.kinds import OPEN

from . import service_words as words
from .company import Company

A_WEEK, KNOWN = (7, 13), 900
SEVERITIES, SOURCES = (
    (("normal", "serious", "critical"), (78, 18, 4)),
    (("store", "phone", "wechat", "online", "key_account", "authority", "platform"), (40, 25, 15, 10, 4, 4, 2)),
)
HOURS = {"normal": 48, "serious": 24, "critical": 4}
MINUTES = {"normal": 240, "serious": 120, "critical": 30}
URGENT = (
    ("critical", "authority", "new", "讲座上夸大功效，老人买了近万元，家属要求退款"),
    ("critical", "phone", "working", "服用后过敏送医，家属要求说明"),
    ("critical", "store", "working", "门店拒绝退货，已联系媒体"),
    ("serious", "wechat", "assigned", "店员承诺的赠品一直没有给"),
)
FEEDBACK = ((1, 2, 3, 4, 5), (2, 4, 12, 42, 40))


def fill(c: Changes, world: Company) -> None:
    people = [employee for employee in world.staff[None] if employee.department == "members_service"]
    members = Member.rows(Member.status == "active", order=Member.id)
    members = world.dice.sample(members, min(KNOWN, len(members)))
    _complain(c, world, people, members)
    for survey in words.SURVEYS:
        _ask(c, world, survey, members)
    _invite(c, world, people, members)


# Tickets ----------------------------------------------------------------------------------------------------------------


def _complain(c: Changes, world: Company, people: list[Row], members: list[Row]) -> None:
    """Each ticket lives through its own times; what lies after yesterday evening has not happened yet."""
    dice, evening = world.dice, start_of(today()) - timedelta(hours=4)
    batches = InspectionReport.rows(InspectionReport.state == "valid", order=InspectionReport.id)
    accounts = KeyAccount.rows(KeyAccount.stage == "active", order=KeyAccount.id)
    moments = [
        start_of(today() - timedelta(days=dice.randrange(1, 8) + 7 * week))
        + timedelta(minutes=dice.randrange(540, 1200))
        for week in range(world.weeks)
        for _ in range(dice.randrange(*A_WEEK))
    ]
    rows = [_ticket(world, moment, members, batches, accounts) for moment in sorted(moments)]
    for at, row in enumerate(rows):
        _live(dice, row, dice.choice(people).id, evening, slow=len(rows) - at < 60 and at % 5 == 0)
    rows += [_urgent(world, members, people[at % len(people)].id, evening, at) for at in range(len(URGENT))]
    for at, row in enumerate(rows, 1):
        row["no"] = f"TS{row['received_at']:%Y%m%d}{at:06d}"
    made = c.add(Complaint, rows)
    _merge(c, world, [row for row in made if row.kind == "complaint" and row.state in OPEN])
    back = {"state": "reopened", "reopened": 1, "reopened_at": evening - timedelta(hours=30)}
    back |= dict.fromkeys(("resolved_at", "called_back_at", "satisfaction", "closed_at"))
    closed = [row for row in made if row.kind == "complaint" and row.state == "closed"]
    c.alter(Complaint, {row.id: back for row in closed[-2:]})
    again = dice.sample(closed[:-2], len(closed) // 40)  # came back once, and were settled for good
    c.alter(Complaint, {row.id: {"reopened": 1, "reopened_at": row.resolved_at} for row in again})


def _ticket(
    world: Company, moment: datetime, members: list[Row], batches: list[Row], accounts: list[Row]
) -> dict[str, Any]:
    """What somebody brought forward: two thirds are complaints."""
    dice = world.dice
    kind = dice.choices(("complaint", "enquiry", "suggestion"), (66, 28, 6))[0]
    source = dice.choices(*SOURCES)[0]
    row: dict[str, Any] = {"kind": kind, "received_at": moment, "severity": "normal", "source": source}
    if kind == "complaint":
        category, said, code, cause, done = dice.choice(words.COMPLAINTS)
        row |= {"category": category, "severity": dice.choices(*SEVERITIES)[0]}
    elif kind == "enquiry":
        category, said, done = dice.choice(words.ENQUIRIES)
        row |= {"category": category}
        code, cause = "other", "一般咨询"
    else:
        said, code, cause, done = dice.choice(words.SUGGESTIONS), "other", "顾客建议", "已记录并转相关部门"
    row |= {"description": said, "story": (code, cause, done)}
    if row.get("category") == "quality" and kind == "complaint":
        batch = dice.choice(batches)
        row |= {"product": batch.product, "batch_no": batch.batch_no}
    return row | _whose(world, row["source"], members, accounts)


def _whose(world: Company, source: str, members: list[Row], accounts: list[Row]) -> dict[str, Any]:
    dice = world.dice
    if source == "key_account" and accounts:
        account = dice.choice(accounts)
        return {"key_account": account.id, "customer": account.contact, "phone": account.phone}
    if source in ("authority", "platform"):
        return {
            "customer": world.person()[0],
            "phone": world.mobile(),
            "store": world.visited().id,
            "claimant": dice.random() < 0.3,
            "case_no": f"{dice.randrange(10**11):012d}",
        }
    member = dice.choice(members)
    store = member.home_store
    if source == "online":
        store = dice.choice([store.id for store in world.stores if store.kind == "online"])
    return {"member": member.id, "customer": member.name, "phone": member.phone, "store": store}


def _live(dice: Any, row: dict[str, Any], handler: int, evening: datetime, slow: bool = False) -> None:
    """Give a ticket the state it reached by `evening`, with the moments that led there."""
    code, cause, done = row.pop("story")
    limit, within = HOURS[row["severity"]], MINUTES[row["severity"]]
    late = slow or dice.random() < 0.1
    responded = row["received_at"] + timedelta(
        minutes=round(within * dice.uniform(0.05, 0.95 if dice.random() < 0.93 else 2))
    )
    took = limit * (dice.uniform(5, 9) if slow else dice.uniform(1.05, 3) if late else dice.uniform(0.1, 0.95))
    resolved = max(responded, row["received_at"]) + timedelta(hours=took)
    called, mark = resolved + timedelta(hours=dice.uniform(18, 60)), dice.choices(*FEEDBACK)[0]
    closed, waits = called + timedelta(hours=dice.uniform(1, 110)), dice.random() < 0.25
    money = (
        Decimal(dice.choice((20, 30, 50, 100, 200, 600)))
        if row["kind"] == "complaint" and dice.random() < 0.14
        else None
    )
    if responded > evening:
        row |= {"state": dice.choice(("new", "assigned"))}
        row |= {"handler": handler} if row["state"] == "assigned" else {}
        return
    row |= {"state": "working", "responded_at": responded, "handler": handler, "compensation": money}
    if resolved > evening:
        row |= {"state": "waiting", "waiting_since": evening - timedelta(hours=5)} if waits else {}
        return
    agreed = "approved" if money and money > FREE.default else "none"
    row |= {
        "state": "resolved",
        "resolved_at": resolved,
        "cause_code": code,
        "cause": cause,
        "resolution": done,
        "compensation_state": agreed,
    }
    if called <= evening:
        row |= {"state": "called_back", "called_back_at": called, "satisfaction": 2 if late and mark > 3 else mark}
    if closed <= evening:
        row |= {"state": "closed", "closed_at": closed}


def _urgent(world: Company, members: list[Row], handler: int, evening: datetime, at: int) -> dict[str, Any]:
    """Of yesterday: critical ones past their four hours, of which nobody has taken on the first, and one just given to somebody."""
    member, (severity, source, state, said) = world.dice.choice(members), URGENT[at]
    row = {
        "kind": "complaint",
        "category": "service",
        "severity": severity,
        "source": source,
        "state": state,
        "description": said,
        "received_at": evening - timedelta(hours=9 - 2 * at),
        "member": member.id,
        "customer": member.name,
        "phone": member.phone,
        "store": member.home_store,
    }
    if state != "new":
        row |= {"handler": handler}
    if state == "working":
        row |= {"responded_at": row["received_at"] + timedelta(minutes=12 * at)}
    return row | {"compensation": Decimal(800)} if at == 2 else row


def _merge(c: Changes, world: Company, there: list[Row]) -> None:
    """The same thing told twice goes into the first ticket."""
    c.add(
        Complaint,
        [
            {
                "kind": "complaint",
                "category": row.category,
                "severity": row.severity,
                "source": "phone",
                "store": row.store,
                "member": row.member,
                "product": row.product,
                "batch_no": row.batch_no,
                "received_at": row.received_at + timedelta(hours=1),
                "description": f"再次来电：{row.description}",
                "state": "merged",
                "merged_into": row.id,
            }
            for row in there[:4]
        ],
    )


# Surveys ----------------------------------------------------------------------------------------------------------------


def _ask(c: Changes, world: Company, plan: tuple, members: list[Row]) -> None:
    """A survey with a poster in each store and a link for each of some members; the first one is over."""
    dice, last = world.dice, today()
    code, title, english, greeting, ago, days, percent, mood = plan
    begun = last - timedelta(days=ago)
    survey = c.create(
        Survey,
        code=code,
        title=title,
        title_en=english,
        greeting=greeting,
        starts_on=begun,
        ends_on=begun + timedelta(days=days),
    )
    questions = c.add(
        SurveyQuestion,
        [
            {
                "survey": survey.id,
                "position": at,
                "wording": wording,
                "wording_en": other,
                "kind": kind,
                "offered": offered,
                "required": required,
            }
            for at, (wording, other, kind, offered, required) in enumerate(words.QUESTIONS, 1)
        ],
    )
    c.update(Survey, survey, state="open")
    made = start_of(begun) + timedelta(hours=10)
    posters = [{"kind": "poster", "store": store.id} for store in world.stores if store.kind != "online"]
    asked = [
        {"kind": "person", "member": member.id, "store": member.home_store} for member in members[: 3 * percent + 60]
    ]
    whole = min(days, ago - 1)
    answers: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for link in posters + asked:
        count = dice.randrange(0, 5) if link["kind"] == "poster" else int(dice.random() * 100 < percent)
        times = sorted(made + timedelta(minutes=dice.randrange(whole * 1440)) for _ in range(count))
        used = times[-1] if times else None
        rows.append({"survey": survey.id, "made_at": made, "answers": count, "used_at": used, **link})
        answers += [
            {"at": at, "link": len(rows) - 1, "device": f"demo-{link['store']}-{n}" if "member" not in link else ""}
            for n, at in enumerate(times)
        ]
    _answer(c, world, survey, questions, c.add(SurveyLink, rows), answers, mood)
    if begun + timedelta(days=days) < last:
        c.update(Survey, survey, state="closed")


def _answer(
    c: Changes, world: Company, survey: Row, questions: list[Row], links: list[Row], answers: list[dict], mood: float
) -> None:
    dice = world.dice
    moods = [min(1.0, max(0.0, dice.gauss(mood, 0.18))) for _ in answers]
    responses = c.add(
        SurveyResponse,
        [
            {
                "survey": survey.id,
                "link": links[answer["link"]].id,
                "device": answer["device"],
                "member": links[answer["link"]].member,
                "store": links[answer["link"]].store,
                "answered_at": answer["at"],
                "score": round(10 * feeling),
            }
            for answer, feeling in zip(answers, moods, strict=True)
        ],
    )
    c.add(
        SurveyAnswer,
        [
            {"response": response.id, "question": question.id, **said}
            for response, feeling in zip(responses, moods, strict=True)
            for question in questions
            if (said := SAY[question.kind](dice, question, feeling))
        ],
    )


SAY = {
    "score": lambda dice, question, feeling: {
        "number": min(5, max(1, round(1 + 4 * feeling + dice.uniform(-0.6, 0.6))))
    },
    "nps": lambda dice, question, feeling: {"number": round(10 * feeling)},
    "single": lambda dice, question, feeling: {"chosen": [dice.choice(question.offered)]},
    "text": lambda dice, question, feeling: {"words": dice.choice(words.WISHES)} if dice.random() < 0.2 else None,
}


# Activities -------------------------------------------------------------------------------------------------------------


def _invite(c: Changes, world: Company, people: list[Row], members: list[Row]) -> None:
    """Something every ten days for a year, one called off, and four to come."""
    dice, last = world.dice, today()
    shops = [store for store in world.stores if store.kind != "online"]
    days = [last - timedelta(days=10 * back + 3) for back in range(42, -1, -1)] + [
        last + timedelta(days=n) for n in (3, 6, 12, 25)
    ]
    rows = []
    for at, day in enumerate(days):
        kind, name, places, budget = words.ACTIVITIES[at % len(words.ACTIVITIES)]
        shop, starts = dice.choice(shops), start_of(day) + timedelta(hours=dice.choice((9, 10, 14)))
        cost = Decimal(budget) * dice.randrange(70, 112) / 100 if day < last else None
        rows.append(
            {
                "code": f"HD{at + 1:03d}",
                "name": name,
                "kind": kind,
                "store": shop.id,
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=2),
                "place": shop.name,
                "places": places,
                "budget": Decimal(budget),
                "cost": cost,
                "owner": dice.choice(people).id,
                "summary": dice.choice(words.SUMMARIES) if cost else None,
                "state": "cancelled" if at == 20 else "held" if cost else "planned" if at == len(days) - 1 else "open",
            }
        )
    made = [row for row in c.add(MemberActivity, rows) if row.state in ("held", "open")]
    c.add(ActivityAttendance, [attendance for row in made for attendance in _come(dice, row, members, last)])
    c.update(MemberActivity, made[-3], state="full")
    for back in range(0, 430, 30):
        compare_sales(c, last - timedelta(days=back))


def _come(dice: Any, row: Row, members: list[Row], last: date) -> list[dict[str, Any]]:
    """Who signed up, the last of them on the waiting list where there are more than places."""
    wanted = dice.sample(
        members,
        min(len(members), row.places + 4 if dice.random() < 0.2 else dice.randrange(row.places // 2, row.places)),
    )
    attendances = []
    for at, member in enumerate(wanted):
        signed = min(row.starts_at - timedelta(days=1), start_of(last)) - timedelta(hours=dice.randrange(2, 200))
        attendance = {
            "activity": row.id,
            "member": member.id,
            "signed_at": signed,
            "state": "signed" if at < row.places else "listed",
        }
        if row.state == "held" and at < row.places:
            came = dice.random() < 0.82
            attendance |= (
                {"state": "came", "came_at": row.starts_at, "feedback": dice.choices(*FEEDBACK)[0]}
                if came
                else {"state": "absent"}
            )
        attendances.append(attendance)
    return attendances
