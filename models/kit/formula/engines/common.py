"""What both engines say alike, and the names of days and months."""

NUDGE = 1 + 1e-15  # what lies within 15 digits of a half is that half, as in Excel


class Dialect:
    """What both say alike."""

    def column(self, sql: str, kind: str) -> str:
        """A stored value of a kind, as this engine reckons with it."""
        raise NotImplementedError

    def text(self, value: str) -> str:
        return "'" + value.replace("'", "''") + "'"

    def power_of_ten(self, digits: int) -> str:
        return repr(float(10**digits)) if digits >= 0 else repr(1 / 10**-digits)

    def joined(self, parts: list[str]) -> str:
        return f"({' || '.join(parts)})"

    def filled(self, sql: str, empty: str) -> str:
        return f"COALESCE({sql}, {empty})"

    def chosen(self, cases: list[tuple[str, str]], otherwise: str | None) -> str:
        said = " ".join(f"WHEN {test} THEN {result}" for test, result in cases)
        return f"CASE {said}{'' if otherwise is None else f' ELSE {otherwise}'} END"

    def nearest(self, sql: str, factor: float) -> str:
        return self.whole(f"round({sql} * {factor * NUDGE!r})")

    def extreme(self, which: str, plain: list[str], strict: list[str]) -> str:
        """The least or the most of many: empty cells don't count, what could not be worked out spoils all."""
        rows = [f"SELECT {sql} AS x, 0 AS k" for sql in plain] + [f"SELECT {sql} AS x, 1 AS k" for sql in strict]
        lacks = "sum(CASE WHEN v.k = 1 AND v.x IS NULL THEN 1 ELSE 0 END)"
        return f"(SELECT CASE WHEN {lacks} = 0 THEN {which}(v.x) END FROM ({' UNION ALL '.join(rows)}) AS v)"

    def counted(self, sqls: list[str]) -> str:
        return "(" + " + ".join(f"(CASE WHEN {sql} IS NULL THEN 0 ELSE 1 END)" for sql in sqls) + ")"

    def weekday_from(self, day: str, first: int) -> str:
        """0 for the weekday `first` (0 is Monday), 6 for the one before."""
        return f"(({self.weekday(day)} + {7 - first}) % 7)"

    def week_twice(self, day: str, first: int) -> str:
        """The number of the week in its year, where weeks begin on `first` and the first one has 1 January in it."""
        ahead = f"(({self.weekday_from(day, first)} - ({self.day_of_year(day)} - 1) % 7 + 7) % 7)"
        return f"(({self.day_of_year(day)} - 1 + {ahead}) / 7 + 1)"


WEEKDAYS = {
    "aaa": "一二三四五六日",
    "ddd": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "dddd": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def named(dialect, sql: str, sign: str) -> str:
    """A weekday or a month by its name."""
    if sign in ("mmm", "mmmm"):
        names = [(str(at + 1), name[:3] if sign == "mmm" else name) for at, name in enumerate(MONTHS)]
        asked = dialect.month(sql)
    else:
        names = [(str(at), name) for at, name in enumerate(WEEKDAYS["aaa" if sign == "aaaa" else sign])]
        asked = dialect.weekday(sql)
    cases = " ".join(f"WHEN {at} THEN {dialect.text(('星期' if sign == 'aaaa' else '') + name)}" for at, name in names)
    return f"CASE {asked} {cases} END"
