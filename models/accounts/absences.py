"""Absences 请假代理: who is away from when until when, and who does the work meanwhile."""

from datetime import date, timedelta

from ..kit.clock import today
from ..kit.declare.record import Move, Record, Row, Sheet
from ..kit.fields import DayField, LinkField, NoteField
from ..kit.text import Refused, Text
from ..kit.write.notices import notify
from ..kit.write.writes import Changes
from ..organization import Employee
from .people import ADMINISTRATOR, Role, User

LONGEST = 60
WRONG_ORDER = Text("结束日期不能早于开始日期", "The last day can't be before the first")
TOO_LONG = Text("一次最多代理 {days} 天，更久的请办工作交接", "{days} days at most; for longer hand the work over")
HIMSELF = Text("代理人不能是请假人自己", "Nobody stands in for himself")
HAS_LEFT = Text("{name} 已离职，不能请假或代理", "{name} has left")
NO_ACCOUNT = Text(
    "{name} 没有在用的账号，不能代理；请先开账号，或换一位代理人",
    "{name} has no account in use and can't stand in: open one, or choose somebody else",
)
TWICE = Text(
    "{name} 在 {first} 至 {last} 已登记请假，请改那一条", "{name} is away {first} to {last} already: change that row"
)
AWAY_TOO = Text(
    "{name} 在 {first} 至 {last} 自己也请假，不能代理这几天", "{name} is away {first} to {last} and can't stand in then"
)
ASKED = Text(
    "{name} {first} 至 {last} 请假，这几天由你代为处理他的待办和审批",
    "{name} is away {first} to {last}: what waits for him, approvals included, waits for you in these days",
)

LENT = Text("{name} {first} 至 {last} 请假，由 {deputy} 代理", "{name} is away {first} to {last}; {deputy} stands in")


def keep_absences(c: Changes, moves: list[Move]) -> None:
    """Somebody who is there stands in, for days that nobody else was named for."""
    for move in moves:
        row = move.new
        if row is None:
            continue
        if row.ends_on < row.starts_on:
            raise Refused(WRONG_ORDER, "ends_on", move.index)
        if row.ends_on - row.starts_on >= timedelta(days=LONGEST):
            raise Refused(TOO_LONG(days=LONGEST), "ends_on", move.index)
        if row.employee == row.deputy:
            raise Refused(HIMSELF, "deputy", move.index)
        people = Employee.rows_by_id({row.employee, row.deputy}, ["name", "status"])
        for name in ("employee", "deputy"):
            if people[getattr(row, name)].status == "left":
                raise Refused(HAS_LEFT(name=people[getattr(row, name)].name), name, move.index)
        if not account_of(row.deputy):
            raise Refused(NO_ACCOUNT(name=people[row.deputy].name), "deputy", move.index)
        for name, why in (("employee", TWICE), ("deputy", AWAY_TOO)):
            for other in _away(getattr(row, name), row):
                raise Refused(why(name=people[getattr(row, name)].name, **_days(other)), name, move.index)


def account_of(employee: int) -> Row | None:
    """The account in use of an employee, not a program's."""
    rows = User.rows(User.employee == employee, User.active == 1, User.machine == 0)
    return rows[0] if rows else None


def _away(employee: int, row: Row) -> list[Row]:
    """Other days of this employee's that meet these."""
    meets = (Absence.starts_on <= row.ends_on) & (Absence.ends_on >= row.starts_on)
    return Absence.rows(Absence.employee == employee, Absence.id != row.id, meets)


def _days(row: Row) -> dict[str, date]:
    return {"first": row.starts_on, "last": row.ends_on}


def tell_deputy(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        row = move.new
        if row is not None and row.ends_on >= today() and move.changed("deputy", "starts_on", "ends_on"):
            said = ASKED(name=Employee.title_of(row.employee), **_days(row))
            notify(c, said, page="/todo", employees=(row.deputy,))
            lent = LENT(name=Employee.title_of(row.employee), deputy=Employee.title_of(row.deputy), **_days(row))
            notify(c, lent, record=Absence, row=row.id, roles=("operations_manager",))


class Absence(Record):
    """Days somebody is away, and who stands in; from the first day on and up to the last the deputy has what waits."""

    employee = LinkField(Employee, "请假人", "Away", where={"status": {"ne": "left"}}, aka=("员工", "姓名"))
    deputy = LinkField(
        Employee,
        "代理人",
        "Deputy",
        where={"status": {"ne": "left"}},
        hint=Text(
            "这几天看得到请假人的待办，也能办他能审批的；本人登记的单据，代理人也不能批",
            "Has in these days what waits for who is away, and may approve what he may; not what he entered himself",
        ),
    )
    starts_on = DayField("开始日期", "From", default=today, index=True)
    ends_on = DayField("结束日期", "To", index=True)
    reason = NoteField("事由", "Why", null=True)

    sheet = Sheet(
        "请假代理",
        "Absences",
        title="employee",
        says=("employee", "starts_on"),
        order=("-starts_on", "employee"),
        key=("employee", "starts_on"),
        search=("employee", "deputy"),
        checks=(keep_absences,),
        consequences=(tell_deputy,),
        scopes={"own": "employee", "store": "employee.store"},
    )

    class Meta:
        indexes = ((("employee", "starts_on"), True),)


def away_today(deputy: int) -> list[tuple[Row, Row | None]]:
    """For whom somebody stands in today, each with his account; an administrator's rights are nobody else's."""
    day = today()
    mine = (Absence.deputy == deputy) & (Absence.starts_on <= day) & (Absence.ends_on >= day)
    rows = Absence.rows(mine, order=Absence.id)
    accounts = [(row, account_of(row.employee)) for row in rows]
    heads = {id for (id,) in Role.select(Role.id).where(Role.code == ADMINISTRATOR).tuples()}
    return [(row, user if user is None or user.role not in heads else None) for row, user in accounts]
