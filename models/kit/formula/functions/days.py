"""Days: their parts, steps between them, and the house's own weeks and working days."""

from collections.abc import Callable
from typing import Any

from ...text import Text
from .. import words
from ..nodes import Call, Mistake
from ..value import Value, exact
from .function import Function

UNITS = ("Y", "M", "D", "MD", "YM", "YD")


def _part(which: str, most: int) -> Callable:
    def make(c: Any, node: Call, solid: bool) -> Value:
        day = c.day(node.args[0])
        return exact(getattr(c.dialect, which)(day.sql), 1, most, may_lack=day.may_lack, own=day.own)

    return make


def _type(c: Any, node: Call, name: str, known: dict[int, Any]) -> Any:
    """The second argument of WEEKDAY and WEEKNUM: how they count."""
    if len(node.args) < 2:
        return known[1]
    unit = c.written_number(node.args[1], "2")
    if unit not in known:
        said = "、".join(map(str, known))
        raise Mistake(
            words.NO_UNIT(name=name, unit=unit if unit is not None else "…", known=said),
            node.args[1].at,
            node.args[1].end,
        )
    return known[unit]


def _weekday(c: Any, node: Call, solid: bool) -> Value:
    day = c.day(node.args[0])
    known = {1: (6, 1), 2: (0, 1), 3: (0, 0), **{11 + at: (at, 1) for at in range(7)}}
    first, base = _type(c, node, "WEEKDAY", known)
    sql = f"({c.dialect.weekday_from(day.sql, first)} + {base})"
    return exact(sql, 1, 7, may_lack=day.may_lack, own=day.own)


def _weeknum(c: Any, node: Call, solid: bool) -> Value:
    day = c.day(node.args[0])
    first = _type(c, node, "WEEKNUM", {1: 6, 2: 0, **{11 + at: at for at in range(7)}, 21: None})
    if first is None:
        return exact(c.dialect.iso_week(day.sql), 1, 53, may_lack=day.may_lack, own=day.own)
    sql, own = c.once([day], lambda x: c.dialect.week_twice(x, first))
    return exact(sql, 1, 54, may_lack=day.may_lack, own=own)


def _week(c: Any, node: Call, solid: bool) -> Value:
    day = c.day(node.args[0])
    own = day.own and c.dialect.name == "sqlite"
    return Value(c.dialect.week_name(day.sql), "text", may_lack=day.may_lack, size=3, own=own)


def _today(c: Any, node: Call, solid: bool) -> Value:
    c.by_clock = True
    return Value(c.dialect.day(c.context.today), "day", may_lack=False, atom=True, own=False)


def _now(c: Any, node: Call, solid: bool) -> Value:
    c.by_clock = True
    return Value(
        c.dialect.moment(c.context.now.isoformat(" ", "seconds")), "moment", may_lack=False, atom=True, own=False
    )


def _date(c: Any, node: Call, solid: bool) -> Value:
    parts = [c.whole(arg) for arg in node.args]
    sql, own = c.once(parts, c.dialect.day_of_twice)
    return Value(sql, "day", own=own)


def _months(which: str) -> Callable:
    def make(c: Any, node: Call, solid: bool) -> Value:
        day, count = c.day(node.args[0]), c.whole(node.args[1])
        return Value(
            getattr(c.dialect, which)(day.sql, count.sql),
            "day",
            own=day.own and count.own and c.dialect.name == "sqlite",
        )

    return make


def _days(c: Any, node: Call, solid: bool) -> Value:
    last, first = c.day(node.args[0]), c.day(node.args[1])
    return exact(c.dialect.days_between(last.sql, first.sql), 1, 10**7, own=last.own and first.own)


def _datedif(c: Any, node: Call, solid: bool) -> Value:
    """Whole years, months or days from the first to the last; none where the first comes later."""
    first, last = c.day(node.args[0]), c.day(node.args[1])
    unit = c.written_text(node.args[2], "DATEDIF", '"Y"').upper()
    if unit not in UNITS:
        raise Mistake(
            words.NO_UNIT(name="DATEDIF", unit=unit, known=" ".join(UNITS)), node.args[2].at, node.args[2].end
        )
    sql, own = c.once([first, last], lambda a, b: f"CASE WHEN {a} <= {b} THEN {_unit(c.dialect, a, b, unit)} END")
    return exact(sql, 1, 10**7, own=own)


def _unit(d: Any, a: str, b: str, unit: str) -> str:
    short = f"CASE WHEN {d.day_of_month(b)} < {d.day_of_month(a)} THEN 1 ELSE 0 END"
    months = f"(({d.year(b)} - {d.year(a)}) * 12 + {d.month(b)} - {d.month(a)} - ({short}))"
    start = d.months_on(a, f"({months})" if d.name == "sqlite" else months)
    years = f"({months} / 12)"
    return {
        "D": d.days_between(b, a),
        "M": months,
        "Y": years,
        "YM": f"({months} % 12)",
        "MD": d.days_between(b, start),
        "YD": d.days_between(b, d.months_on(a, f"({years} * 12)")),
    }[unit]


def _holidays(c: Any, node: Call, name: str) -> Any:
    if c.context.calendar is None:
        raise Mistake(words.NO_CALENDAR(name=name), node.at, node.end)
    c.by_clock = True  # which days are off may change from day to day
    return c.context.calendar()


def _workday(c: Any, node: Call, solid: bool) -> Value:
    day, count, calendar = c.day(node.args[0]), c.whole(node.args[1]), _holidays(c, node, "WORKDAY")
    return Value(c.dialect.workday(calendar.key, calendar.days, day.sql, count.sql), "day", own=False)


def _networkdays(c: Any, node: Call, solid: bool) -> Value:
    first, last, calendar = c.day(node.args[0]), c.day(node.args[1]), _holidays(c, node, "NETWORKDAYS")
    return exact(c.dialect.workdays(calendar.key, calendar.days, first.sql, last.sql), 1, 10**6, own=False)


def _mine(anchor: str, which: str) -> Callable:
    def make(c: Any, node: Call, solid: bool) -> Value:
        c.by_person = True
        record, id = c.context.anchors().get(anchor), getattr(c.context.who, which)
        sql = c.dialect.null("bigint") if id is None else c.dialect.number(id)
        return Value(sql, "row", may_lack=id is None, plain=True, atom=True, own=False, of=record, size=200)

    return make


DAYS = (
    Function("TODAY", 0, 0, _today, Text("TODAY()", "TODAY()"), Text("今天", "Today")),
    Function("NOW", 0, 0, _now, Text("NOW()", "NOW()"), Text("此刻", "This moment")),
    Function(
        "DATE",
        3,
        3,
        _date,
        Text("DATE(年, 月, 日)", "DATE(year, month, day)"),
        Text("由年月日组成日期", "The day of a year, month and day"),
        words.NO_DAY,
    ),
    Function(
        "YEAR", 1, 1, _part("year", 9999), Text("YEAR(日期)", "YEAR(day)"), Text("年", "Its year"), words.EMPTY_DAY
    ),
    Function(
        "MONTH", 1, 1, _part("month", 12), Text("MONTH(日期)", "MONTH(day)"), Text("月", "Its month"), words.EMPTY_DAY
    ),
    Function(
        "DAY",
        1,
        1,
        _part("day_of_month", 31),
        Text("DAY(日期)", "DAY(day)"),
        Text("日", "Its day of the month"),
        words.EMPTY_DAY,
    ),
    Function(
        "WEEKDAY",
        1,
        2,
        _weekday,
        Text("WEEKDAY(日期, 2)", "WEEKDAY(day, 2)"),
        Text("星期几；2 表示周一是 1", "Its weekday; with 2 Monday is 1"),
        words.EMPTY_DAY,
    ),
    Function(
        "ISOWEEKNUM",
        1,
        1,
        _part("iso_week", 53),
        Text("ISOWEEKNUM(日期)", "ISOWEEKNUM(day)"),
        Text("ISO 周数", "Its week as ISO counts"),
        words.EMPTY_DAY,
    ),
    Function(
        "WEEKNUM",
        1,
        2,
        _weeknum,
        Text("WEEKNUM(日期, 2)", "WEEKNUM(day, 2)"),
        Text("一年中第几周", "Its week in the year"),
        words.EMPTY_DAY,
    ),
    Function(
        "WEEK", 1, 1, _week, Text("WEEK(日期)", "WEEK(day)"), Text("周次，如 W46", "Its week, as W46"), words.EMPTY_DAY
    ),
    Function(
        "EOMONTH",
        2,
        2,
        _months("month_end"),
        Text("EOMONTH(日期, 月数)", "EOMONTH(day, months)"),
        Text("几个月后的月末", "The end of the month, some months on"),
        words.EMPTY_DAY,
    ),
    Function(
        "EDATE",
        2,
        2,
        _months("months_on"),
        Text("EDATE(日期, 月数)", "EDATE(day, months)"),
        Text("几个月后的同一天", "The same day some months on"),
        words.EMPTY_DAY,
    ),
    Function(
        "DATEDIF",
        3,
        3,
        _datedif,
        Text('DATEDIF(起, 止, "M")', 'DATEDIF(from, until, "M")'),
        Text("相隔几年 Y、几月 M、几天 D", "Whole years Y, months M or days D between"),
        words.NO_RESULT,
    ),
    Function(
        "DAYS",
        2,
        2,
        _days,
        Text("DAYS(止, 起)", "DAYS(until, from)"),
        Text("相隔几天", "How many days lie between"),
        words.EMPTY_DAY,
    ),
    Function(
        "WORKDAY",
        2,
        2,
        _workday,
        Text("WORKDAY(日期, 天数)", "WORKDAY(day, days)"),
        Text("几个工作日之后，按公司放假与调休", "So many working days on, by the house's calendar"),
        words.NO_CALENDAR,
    ),
    Function(
        "NETWORKDAYS",
        2,
        2,
        _networkdays,
        Text("NETWORKDAYS(起, 止)", "NETWORKDAYS(from, until)"),
        Text("其中的工作日数", "How many working days, both ends counted"),
        words.NO_CALENDAR,
    ),
    Function("ME", 0, 0, _mine("own", "employee_id"), Text("ME()", "ME()"), Text("我（员工）", "Me, as staff")),
    Function("MYSTORE", 0, 0, _mine("store", "store_id"), Text("MYSTORE()", "MYSTORE()"), Text("我的门店", "My store")),
)
