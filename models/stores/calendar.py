"""Working days: Monday to Friday but for public holidays, and the weekends that are worked in exchange."""

from datetime import date, timedelta
from functools import cache

from ..kit import Choice, ChoiceField, DayField, LineField, Record, Sheet, Text
from ..kit.own_words import declare

DAY_KINDS = (
    Choice("off", "放假", "Day off", "positive", ("休", "休息")),
    Choice("work", "调休上班", "Worked in exchange", "warning", ("班", "上班", "补班")),
)
ONE_DAY = timedelta(days=1)
# How long people stay away around the first days of these holidays, where the State Council's plan of the year isn't out yet.
USUAL = {"除夕": 8, "劳动节": 5, "国庆节": 7}


NAMES = {
    "除夕": Text("春节", "Spring Festival"),
    "春节": Text("春节", "Spring Festival"),
    "元旦": Text("元旦", "New Year's Day"),
    "清明": Text("清明节", "Tomb-Sweeping Day"),
    "劳动节": Text("劳动节", "Labour Day"),
    "端午": Text("端午节", "Dragon Boat Festival"),
    "国庆": Text("国庆节", "National Day"),
    "中秋": Text("中秋节", "Mid-Autumn Festival"),
}
DAYS_OFF = Text("公司统一", "a holiday of ours")
HOLIDAY = Text(
    "{holiday}放假（{first} 至 {last}），验收、施工和送货可能停办，请确认，或改到 {next} 及以后",
    "{holiday}, {first} to {last}: inspections, works and deliveries may rest; make sure, or choose {next} or later",
)
declare(HOLIDAY, DAYS_OFF, *NAMES.values())


@cache
def public_holidays(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The days off of a year and the weekends worked for them, as published; years without a plan yet are reckoned
    from the lunar calendar and from how long people usually stay away.
    """
    from holidays.countries.china import China  # where it is asked for: it takes long to load

    holidays = China(years=year, language="zh_CN")
    named = {day: name for day, name in holidays.items() if day.year == year}
    off = set(named)
    worked = {day for day in holidays.weekend_workdays if day.year == year}
    if not worked:  # each published plan has weekends that are worked in exchange
        for name, length in USUAL.items():
            first = min((day for day in named if name in named[day]), default=None)
            off |= {first + ONE_DAY * at for at in range(length)} if first else set()
    return frozenset(off), frozenset(worked)


@cache
def named_days(year: int) -> dict[date, str]:
    """What the public holidays of a year are called."""
    from holidays.countries.china import China  # where it is asked for: it takes long to load

    return {day: name for day, name in China(years=year, language="zh_CN").items() if day.year == year}


class HolidayDay(Record):
    """A day that is not what its weekday says."""

    day = DayField(
        "日期",
        "Day",
        unique=True,
        hint=Text(
            "国务院公布的放假和调休已内置，未公布的年份按农历推算；这里填公司自己的调整",
            "Public holidays are built in, years without a plan yet reckoned from the moon; enter your own changes",
        ),
    )
    kind = ChoiceField("类型", "Kind", options=DAY_KINDS, default="off")
    name = LineField("节日", "Holiday", null=True, max_length=40)

    sheet = Sheet("放假与调休", "Days off and worked", title="day", order=("-day",), key=("day",), search=("name",))


class Workdays:
    """The calendar as it stands now, read once for many questions."""

    def __init__(self):
        kinds = dict(HolidayDay.select(HolidayDay.day, HolidayDay.kind).tuples())
        self._works = {day: kind == "work" for day, kind in kinds.items()}

    def is_one(self, day: date) -> bool:
        if day in self._works:
            return self._works[day]
        off, worked = public_holidays(day.year)
        return day in worked or (day.weekday() < 5 and day not in off)

    def said_of(self, day: date) -> Text | None:
        """What to mind of a day on which people are away; nothing of a weekend like any other."""
        if self.is_one(day) or not (day in self._works or day in public_holidays(day.year)[0]):
            return None
        first = last = day
        while not self.is_one(first - ONE_DAY):
            first -= ONE_DAY
        while not self.is_one(last + ONE_DAY):
            last += ONE_DAY
        span = [first + ONE_DAY * at for at in range((last - first).days + 1)]
        names = " ".join(named_days(each.year).get(each, "") for each in sorted(span, key=lambda each: abs(each - day)))
        known = [(names.index(key), name) for key, name in NAMES.items() if key in names]
        holiday = min(known, key=lambda pair: pair[0])[1] if known else DAYS_OFF
        return HOLIDAY(holiday=holiday, first=first, last=last, next=last + ONE_DAY)

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
