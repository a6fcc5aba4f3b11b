"""`--demo`: a believable company lived through day by day, with the app's own rules, up to yesterday evening."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random

from models import house
from models.accounts import Channel, Role, User, passwords
from models.kit import Filler, Refused, Row, Text, Who, changes
from models.kit.clock import now, set_source, time_source, today
from models.kit.named import named
from models.members import Member
from models.organization import Employee, Store

from . import weekly as demo_weekly
from . import words
from .company import Company, establish
from .days import Year, live_through, set_clock

# Sixty weeks are closed, so the books go a week further back; receipts of the old book reach back before that.
SEED, MEMBERS, WEEKS = 20261123, 20_000, 60
FEWEST = 100
SIZES = {"whole": {}, "small": {"members": 2_000, "weeks": 12, "days": 7 * 26}}
NOT_EMPTY = Text(
    "数据库里已有数据（{members} 名会员、{stores} 家门店），演示数据只能放进空库",
    "The database holds data ({members} members, {stores} stores); the demo only goes into an empty one",
)
TOO_FEW = Text("演示数据至少要 {least} 名会员", "The demo takes at least {least} members")


def fill(
    who: Who,
    seed: int = SEED,
    members: int = MEMBERS,
    out: Callable[[str], None] = print,
    password: str | None = None,
    weeks: int = WEEKS,
    days: int = 7 * (WEEKS + 1),
) -> str:
    """Fill an empty database; the same seed on the same day gives the same company. Returns the password of all its users.

    weeks: how many whole weeks are closed. days: how long the members' story is.
    """
    _check(members)
    started, clock = time.monotonic(), time_source()
    last, scale = today(), members / MEMBERS
    opening = last - timedelta(days=days)
    out(f"演示公司从 {opening} 开业，逐日过到 {last} … / {days} days of business, day by day")
    try:
        set_clock(opening - timedelta(days=1), 20)
        with changes(who=who, via="demo", label=Text("演示：公司开业", "Demo: the company opens")) as c:
            company = establish(c, Random(seed), last, scale, min(WEEKS, days // 7))
        year = Year(who, company, opening, last, scale)
        with changes(who=who, via="import", label=Text("演示：接收原有会员", "Demo: members taken over")) as c:
            year.take_over(c, members * 3 // 4)
            year.receipts_before(c)
        out(f"{opening:%Y-%m}  {len(year.customers):,} 名会员 members")
        live_through(year, members, out)
    finally:
        set_source(clock)
    year.settle()
    for area, past in pasts():
        with changes(who=who, via="demo", label=Text("演示：各业务的往来", "Demo: the areas' own past")) as c:
            named(past.fn)(c, company)
        out(f"  {area}")
    password = password or passwords.one_time()
    _open_accounts(who, company, password)
    demo_weekly.close_weeks(who, company, weeks, out)
    _tell(out, password, len(company.stores), time.monotonic() - started)
    return password


def pasts() -> list[tuple[str, Filler]]:
    """What the areas beside the members' story lived through, with the area's name: in menu order, each after what it builds on."""
    waiting = [
        (area.name, past) for area in house().areas for past in sorted(area.demo, key=lambda filler: filler.late)
    ]
    ordered: list[tuple[str, Filler]] = []
    while waiting:
        early = {name for name, past in waiting if not past.late}
        ready = (pair for pair in waiting if not early & ({*pair[1].after} if not pair[1].late else early))
        ordered.append(next(ready, waiting[0]))
        waiting.remove(ordered[-1])
    return ordered


def _check(members: int) -> None:
    if members < FEWEST:
        raise Refused(TOO_FEW(least=FEWEST))
    there, stores = Member.select().count(), Store.select().count()
    if there or stores:
        raise Refused(NOT_EMPTY(members=there, stores=stores))


def _open_accounts(who: Who, company: Company, password: str) -> None:
    """One user for each role and one for the manager of each store; the seller owns key accounts."""
    roles = dict(Role.select(Role.code, Role.id).tuples())
    there = {login for (login,) in User.select(User.login).tuples()}
    first = company.stores[0]
    posts = _posts(company)
    manager, seller = company.staff[first.id][0], _seller(company)
    stored = passwords.hash_of(password)  # they share the password, so one hash does for all of them
    rows = [
        {"login": login, "name": name, "role": roles[role], "password_hash": stored, "password_at": now()}
        for login, name, role in words.USERS
        if login not in there
    ]
    for row in rows:
        row["employee"] = posts.get(row["login"])
        if row["role"] == roles["store_manager"]:
            row |= {"name": manager.name, "store": first.id, "employee": manager.id}
        if row["role"] == roles["key_account_seller"]:
            row |= {"name": seller.name, "employee": seller.id}
    rows += _managers(company, roles["store_manager"], {"password_hash": stored, "password_at": now()})
    with changes(who=who, via="setup", label=Text("演示：开通账号", "Demo: accounts")) as c:
        c.add(User, rows)
        # No real address, and switched off: nothing leaves the demo.
        c.create(
            Channel,
            name="运营部企业微信群（示例）",
            kind="wecom",
            content="urgent",
            active=False,
            address="https://example.invalid/cgi-bin/webhook/send?key=demo",
        )


def _managers(company: Company, role: int, signs_in: dict) -> list[dict]:
    """The managers of all further stores, called like the first one: store02, store03, …"""
    people = [(at, store, company.staff[store.id][0]) for at, store in enumerate(company.stores[1:], 2)]
    return [
        {"login": f"store{at:02d}", "name": person.name, "role": role, "store": store.id, "employee": person.id}
        | signs_in
        for at, store, person in people
    ]


def _posts(company: Company) -> dict[str, int]:
    """By login: the first employee of each post, the head of the department for the manager."""
    office = company.staff[None]
    first = {employee.department: employee.id for employee in reversed(office) if employee.position != words.HEAD}
    posts = {login: first[role] for login, _, role in words.USERS if role in first}
    return {**posts, "manager": next(employee.id for employee in office if employee.position == words.HEAD)}


def _seller(company: Company) -> Row:
    """Whoever owns the most key accounts; where there are none, anybody of the office."""
    accounts = house().records.get("key_account")
    owners = Counter(row.owner for row in accounts.rows(order=accounts.id)) if accounts else Counter()
    return Employee.row(owners.most_common(1)[0][0]) if owners else company.staff[None][0]


def _tell(out: Callable[[str], None], password: str, stores: int, seconds: float) -> None:
    logins = "  ".join(f"{login} ({name})" for login, name, _ in words.USERS)
    out(f"完成，用时 {seconds:.0f} 秒 / done in {seconds:.0f} s")
    out(f"登录名 / sign in as: {logins}  store02–store{stores:02d}（各店店长 each store's manager）")
    out(f"密码 / password: {password}")
