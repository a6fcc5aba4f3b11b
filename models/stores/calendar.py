"""Working days: Monday to Friday but for public holidays, and the weekends that are worked in exchange."""

from datetime import date, timedelta

from ..kit import Choice, ChoiceField, DayField, LineField, Record, Sheet, Text

DAY_KINDS = (
    Choice("off", "放假", "Day off", "positive", ("休", "休息")),
    Choice("work", "调休上班", "Worked in exchange", "warning", ("班", "上班", "补班")),
)
ONE_DAY = timedelta(days=1)


def _days(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=at) for at in range((end - start).days + 1)}


# As the State Council published it for 2026; later years and changes of plan are rows of HolidayDay.
OFF = (
    _days("2026-01-01", "2026-01-03") | _days("2026-02-15", "2026-02-23") | _days("2026-04-04", "2026-04-06")
    | _days("2026-05-01", "2026-05-05") | _days("2026-06-19", "2026-06-21") | _days("2026-09-25", "2026-09-27")
    | _days("2026-10-01", "2026-10-07")
)  # fmt: skip
WORKED = {date(2026, month, day) for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))}


class HolidayDay(Record):
    """A day that is not what its weekday says."""

    day = DayField("日期", "Day", unique=True,
                   hint=Text("2026 年的法定节假日和调休已内置；这里填以后的年份和公司自己的调整",
                             "The public holidays of 2026 are built in; enter later years and the company's own changes"))  # fmt: skip
    kind = ChoiceField("类型", "Kind", options=DAY_KINDS, default="off")
    name = LineField("节日", "Holiday", null=True, max_length=40)

    sheet = Sheet("节假日", "Holidays", title="day", order=("-day",), key=("day",), search=("name",))


class Workdays:
    """The calendar as it stands now, read once for many questions."""

    def __init__(self):
        told = dict(HolidayDay.select(HolidayDay.day, HolidayDay.kind).tuples())
        self._works = {day: kind == "work" for day, kind in told.items()}

    def is_one(self, day: date) -> bool:
        if day in self._works:
            return self._works[day]
        return day in WORKED or (day.weekday() < 5 and day not in OFF)

    def back(self, day: date, count: int) -> date:
        """The day `count` working days before this one; after it where the count is negative; itself for 0."""
        step = ONE_DAY if count < 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_one(day):
                day += step
        return day

    def before(self, day: date, goal: date) -> int:
        """How many working days a day lies before the goal, negative when after it: `back(goal, n)` undone."""
        if day > goal:
            return -sum(self.is_one(goal + ONE_DAY * at) for at in range(1, (day - goal).days + 1))
        return sum(self.is_one(day + ONE_DAY * at) for at in range((goal - day).days))
