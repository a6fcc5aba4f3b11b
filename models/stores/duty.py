"""Duty 值班: who keeps a store on which shift, with clock times, so that nobody stands in two places or works around the clock."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    FlagField,
    LinkField,
    MomentField,
    Move,
    NoteField,
    Param,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    Who,
    setting,
)
from ..kit.clock import from_local, local, start_of, today
from ..kit.write.unseen import beside
from ..organization import Employee, Store
from .rectifying import Rectification
from .rest_days import MOST_DAYS, keep_rest

SHIFTS = (
    Choice("early", "早班", "Early", "info", ("上午班",)),
    Choice("late", "晚班", "Late", "warning", ("下午班", "中班")),
    Choice("full", "全天", "All day", "positive", ("通班",)),
    Choice("night", "夜班", "Night", "grey"),
)
DUTY_STATES = (
    Choice("planned", "待值班", "Planned", "info"),
    Choice("handed", "已交班", "Handed over", "warning"),
    Choice("taken", "已接班", "Taken over", "positive"),
)
STARTS = {
    "early": Param("shift_early_from", "早班几点开始", "The early shift begins at", 8, "时"),
    "late": Param("shift_late_from", "晚班几点开始", "The late shift begins at", 15, "时"),
    "full": Param("shift_full_from", "全天班几点开始", "The all-day shift begins at", 8, "时"),
    "night": Param("shift_night_from", "夜班几点开始", "The night shift begins at", 22, "时"),
}
LASTS = {
    "early": Param("shift_early_hours", "早班几个小时", "Hours of the early shift", 7, "小时"),
    "late": Param("shift_late_hours", "晚班几个小时", "Hours of the late shift", 7, "小时"),
    "full": Param("shift_full_hours", "全天班几个小时", "Hours of the all-day shift", 14, "小时"),
    "night": Param("shift_night_hours", "夜班几个小时", "Hours of the night shift", 10, "小时"),
}
REST = Param("duty_least_rest", "两次值班之间至少休息几小时", "Hours of rest between two duties", 8, "小时")
STRETCH = Param("duty_longest", "一次最多连续值班几小时", "Hours of duty without such a rest", 14, "小时")
PARAMS = (*STARTS.values(), *LASTS.values(), REST, STRETCH, MOST_DAYS)

TWO_SHIFTS = Text(
    "{name} {day} 已有{shift}（{store}，{from}–{to}），时间重叠，不能同时再值班",
    "{name} has the {shift} shift on {day} at {store} ({from}–{to}), which overlaps",
)
NO_REST = Text(
    "{name} 从 {from} 到 {to} 连续值班 {hours} 小时（中间休息不足 {rest} 小时），最多 {most} 小时",
    "{name} would be on duty for {hours} hours from {from} to {to} without {rest} hours of rest; {most} is the most",
)
BACKWARDS = Text("结束时间要晚于开始时间", "A shift must end after it begins")
ANOTHER_DAY = Text("开始时间要在值班日期 {day} 当天", "A shift begins on its day, {day}")
NOT_HERE = Text("{name} 已离职，不能排班", "{name} has left and can't be on duty")
NOT_HEALTHY = Text(
    "{name} 的健康证 {until} 到期，{day} 不能上岗；换证后先更新员工资料",
    "{name}'s health certificate ends on {until}, before {day}: enter the new one on the employee's record first",
)
NOT_CHECKED = Text("交班前要检查：{what}", "Check before handing over: {what}")
INCIDENT = Text("值班事件", "Incident on duty")


class Hours:
    """The times of the shifts as set now, read once for many duties."""

    def __init__(self):
        self._starts = {shift: timedelta(hours=float(setting(param))) for shift, param in STARTS.items()}
        self._lasts = {shift: timedelta(hours=float(setting(param))) for shift, param in LASTS.items()}

    def of(self, day: date, shift: str) -> tuple[datetime, datetime]:
        """When a shift of this kind begins and ends, in UTC; a night ends on the next day."""
        begins = start_of(day) + self._starts[shift]
        return begins, begins + self._lasts[shift]


def fill_duty(c: Changes, rows: list[dict]) -> None:
    """Without times of its own a shift has those of its kind; times copied from another day are meant for this one."""
    hours = Hours()
    for row in rows:
        if row["day"] and row["shift"]:
            begins, ends = hours.of(row["day"], row["shift"])
            away = row["day"] - local(row["starts_at"]).date() if row["starts_at"] else timedelta()
            row["starts_at"] = _later(row["starts_at"], away) if row["starts_at"] else begins
            row["ends_at"] = _later(row["ends_at"], away) if row["ends_at"] else ends


def _later(moment: datetime, away: timedelta) -> datetime:
    """The same time by the clock on the wall, which was put forward in some summers."""
    return from_local(local(moment) + away)


def keep_hours(c: Changes, moves: list[Move]) -> None:
    """Another day takes its times along and another kind of shift brings its own, unless somebody sets them in the same breath."""
    c.alter(DutyShift, times_of(moves))


def times_of(moves: list[Move]) -> dict[int, dict[str, datetime]]:
    sets, hours = {}, Hours()
    for move in moves:
        if move.old and move.new:
            usual = hours.of(move.new.day, move.new.shift)
            ends = zip(("starts_at", "ends_at"), usual, strict=True)
            sets[move.id] = {name: _time(move, name, at) for name, at in ends}
    return sets


def _time(move: Move, name: str, usual: datetime) -> datetime:
    time = getattr(move.new, name)
    if time is None or (move.changed("shift") and not move.changed(name)):
        return usual
    return time if move.changed(name) else _later(time, move.new.day - move.old.day)


@dataclass(frozen=True)
class Stint:
    """One duty of one person as a stretch of time."""

    begins: datetime
    ends: datetime
    row: Row


def keep_apart(c: Changes, moves: list[Move]) -> None:
    """Nobody stands in two places at once, around the clock, or after having left."""
    fresh = [move for move in moves if move.new and move.changed("employee", "day", "shift", "starts_at", "ends_at")]
    if not fresh:
        return
    people, held = Employee.rows_by_id({move.new.employee for move in fresh}), _held(fresh)
    rest, most = (timedelta(hours=float(setting(param))) for param in (REST, STRETCH))
    for move in fresh:
        person, stints = people[move.new.employee], held[move.new.employee]
        mine = next(stint for stint in stints if stint.row.id == move.id)
        if person.status == "left" and (person.left_on is None or person.left_on < mine.row.day):
            raise Refused(NOT_HERE(name=person.name), "employee", move.index)
        # what was is entered as it was; nobody is planned without a certificate
        if person.health_until is not None and today() <= mine.row.day > person.health_until:
            said = {"name": person.name, "until": person.health_until, "day": mine.row.day}
            raise Refused(NOT_HEALTHY(**said), "employee", move.index)
        if mine.ends <= mine.begins:
            raise Refused(BACKWARDS, "ends_at", move.index)
        if local(mine.begins).date() != mine.row.day:
            raise Refused(ANOTHER_DAY(day=mine.row.day), "starts_at", move.index)
        _refuse_overlap(c.who, move, person, mine, stints)
        _refuse_endless(c.who, move, person, mine, stints, rest, most)


def _held(fresh: list[Move]) -> dict[int, list[Stint]]:
    """Everybody's duties around the days in question as they stand now, by person, in the order of their times."""
    around = sorted({move.new.day + timedelta(days=at) for move in fresh for at in (-2, -1, 0, 1, 2)})
    by_person: dict[int, list[Stint]] = defaultdict(list)
    hours, times = Hours(), times_of(fresh)
    for start in range(0, len(around), 400):
        for shift in DutyShift.rows(DutyShift.day.in_(around[start : start + 400])):
            vars(shift).update(times.get(shift.id, {}))
            begins, ends = hours.of(shift.day, shift.shift)
            by_person[shift.employee].append(Stint(shift.starts_at or begins, shift.ends_at or ends, shift))
    return {who: sorted(stints, key=lambda stint: stint.begins) for who, stints in by_person.items()}


def _refuse_overlap(who: Who, move: Move, person: Row, mine: Stint, stints: list[Stint]) -> None:
    for other in stints:
        if other is not mine and other.begins < mine.ends and mine.begins < other.ends:
            said = {"from": f"{local(other.begins):%H:%M}", "to": f"{local(other.ends):%H:%M}"}
            where = Store.title_of(other.row.store)
            text = TWO_SHIFTS(name=person.name, day=other.row.day, shift=_shift(other.row), store=where, **said)
            raise beside(DutyShift, {other.row.id}, who, text, "shift", move.index, ("store", "day", "shift"))


def _refuse_endless(
    who: Who, move: Move, person: Row, mine: Stint, stints: list[Stint], rest: timedelta, most: timedelta
) -> None:
    """Duties with less than a rest between them are one stretch, and a stretch has its limit."""
    together = _stretch(stints, stints.index(mine), rest)
    worked = sum((stint.ends - stint.begins for stint in together), timedelta())
    if len(together) > 1 and worked > most:
        said = {"from": f"{local(together[0].begins):%m-%d %H:%M}", "to": f"{local(together[-1].ends):%m-%d %H:%M}"}
        hours = {"hours": _hours(worked), "rest": _hours(rest), "most": _hours(most)}
        text, rows = NO_REST(name=person.name, **said, **hours), {stint.row.id for stint in together}
        raise beside(DutyShift, rows, who, text, "shift", move.index, ("day", "shift"))


def _stretch(stints: list[Stint], at: int, rest: timedelta) -> list[Stint]:
    """This duty with those before and after it that no rest parts from it."""
    first = last = at
    while first > 0 and stints[first].begins - stints[first - 1].ends < rest:
        first -= 1
    while last + 1 < len(stints) and stints[last + 1].begins - stints[last].ends < rest:
        last += 1
    return stints[first : last + 1]


def _hours(time: timedelta) -> str:
    return f"{time.total_seconds() / 3600:g}"


def _shift(row: Row) -> Text:
    return next(choice.label for choice in SHIFTS if choice.key == row.shift)


def hand_over(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """People, machines and materials are looked at first; what went wrong becomes something to put right."""
    checks = ("people_ok", "machines_ok", "materials_ok")
    blank = [DutyShift.fields()[name].label for name in checks if getattr(row, name) is None]
    if blank:
        raise Refused(
            NOT_CHECKED(what=Text("、".join(label.zh for label in blank), ", ".join(label.en for label in blank)))
        )
    if row.incidents:
        c.create(Rectification, store=row.store, topic=INCIDENT.zh, problem=row.incidents, opened_on=row.day)


def take_over(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    c.update(DutyShift, row.id, taken_by=c.who.employee_id)


class DutyShift(Record):
    """Who keeps a store on one shift, and in what state it was handed on."""

    store = LinkField(Store, "门店", "Store")
    day = DayField("日期", "Day", index=True, aka=("值班日期",))
    shift = ChoiceField("班次", "Shift", options=SHIFTS, default="early", width=90)
    starts_at = MomentField(
        "开始时间", "From", null=True, aka=("上班时间",), hint=Text("空时按班次", "Empty: those of the shift")
    )
    ends_at = MomentField("结束时间", "To", null=True, aka=("下班时间",))
    employee = LinkField(Employee, "值班人", "Employee", aka=("员工", "姓名"))
    people_ok = FlagField("人员正常", "People in order", null=True)
    machines_ok = FlagField("设备正常", "Machines in order", null=True)
    materials_ok = FlagField("物料正常", "Materials in order", null=True)
    incidents = NoteField(
        "异常事件", "Incidents", null=True, hint=Text("交班时自动开整改单", "Becomes a rectification at the hand-over")
    )
    handover = NoteField("交接事项", "Hand-over note", null=True)
    state = ChoiceField("状态", "State", options=DUTY_STATES, default="planned", locked=True, width=90)
    taken_by = LinkField(Employee, "接班人", "Taken over by", null=True, locked=True)

    sheet = Sheet(
        "值班",
        "Duty shifts",
        says=("store", "day", "shift", "employee"),
        days=("day",),
        title="day",
        order=("-day", "store", "shift"),
        key=("employee", "shift", "day"),
        search=("employee", "store"),
        columns=(
            "store",
            "day",
            "shift",
            "employee",
            "starts_at",
            "ends_at",
            "state",
            "people_ok",
            "machines_ok",
            "materials_ok",
            "incidents",
            "handover",
            "taken_by",
        ),
        scopes={"store": "store", "region": "store.region", "own": "employee"},
        fill=fill_duty,
        checks=(
            keep_apart,
            lambda c, moves: keep_rest(c, moves, DutyShift),
        ),
        derives=(keep_hours,),
        steps=(
            Step(
                "hand_over",
                "交班",
                "Hand over",
                "planned",
                "handed",
                icon="logout",
                then=hand_over,
                asks={"handover": NoteField("交接事项", "Hand-over note")},
            ),
            Step(
                "take_over", "接班", "Take over", "handed", "taken", unlike=("employee",), icon="login", then=take_over
            ),
        ),
    )

    class Meta:
        indexes = ((("employee", "shift", "day"), True),)
