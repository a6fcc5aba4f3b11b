"""Formulas in the words of SQLite."""

from datetime import date

from .common import Dialect, named

LAST = "9999-12-31"
# SQLite knows no year 10000, not even on the way back from it: such steps are made where the calendar is the same, ages before.
AGES, DAYS_OF_AGES = 1600, 4 * 146_097
NEVER = 10**12  # a step out of every calendar


class SQLite(Dialect):
    """Days and moments are text, truth is 1 or 0; texts are worked on by our own functions, see `embedded`."""

    name, listing = "sqlite", "group_concat"

    def fenced(self, columns: str) -> str:
        """A row of its own, which is worked out once however often it is read."""
        return f"(SELECT {columns})"

    def number(self, value: int) -> str:
        return str(value)

    def real(self, value: float) -> str:
        return repr(float(value))

    def null(self, kind: str) -> str:
        return "NULL"

    def truth(self, value: bool) -> str:
        return str(int(value))

    def as_real(self, sql: str) -> str:
        return f"({sql} * 1.0)"

    def column(self, sql: str, kind: str) -> str:
        return sql

    def result(self, sql: str, kind: str) -> str:
        return sql

    def whole(self, sql: str) -> str:
        return f"CAST({sql} AS INTEGER)"

    def near(self, sql: str) -> str:
        return f"CAST(NULLIF(printf('%.15g', COALESCE({sql}, 9e999)), 'Inf') AS REAL)"  # printf takes nothing for 0

    def truth_of_number(self, sql: str) -> str:
        return f"({sql} <> 0)"

    def number_of_truth(self, sql: str) -> str:
        return sql

    def when(self, test: str, yes: str, no: str) -> str:
        """One of two, and nothing where the test has no answer."""
        return f"CASE {test} WHEN 1 THEN {yes} WHEN 0 THEN {no} END"

    def least(self, value: str, other: str) -> str:
        return f"min({value}, {other})"

    def greatest(self, value: str, other: str) -> str:
        return f"max({value}, {other})"

    def within(self, sql: str, most: str, least: str) -> str:
        """The number, or nothing where it is as far out as one of the ends; one that isn't there stays so."""
        return f"NULLIF(NULLIF(max(min({sql}, {most}), {least}), {most}), {least})"

    # Days --------------------------------------------------------------------------------------------------------------

    def day(self, value: date) -> str:
        return f"'{value.isoformat()}'"

    def moment(self, value: str) -> str:
        return f"'{value}'"

    def year(self, day: str) -> str:
        return f"CAST(substr({day}, 1, 4) AS INTEGER)"

    def month(self, day: str) -> str:
        return f"CAST(substr({day}, 6, 2) AS INTEGER)"

    def day_of_month(self, day: str) -> str:
        return f"CAST(substr({day}, 9, 2) AS INTEGER)"

    def day_of_year(self, day: str) -> str:
        return f"CAST(strftime('%j', {day}) AS INTEGER)"

    def weekday(self, day: str) -> str:
        return f"((CAST(strftime('%w', {day}) AS INTEGER) + 6) % 7)"

    def iso_week(self, day: str) -> str:
        return f"CAST(strftime('%V', {day}) AS INTEGER)"

    def week_name(self, day: str) -> str:
        return f"strftime('W%V', {day})"

    def days_between(self, later: str, earlier: str) -> str:
        return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"

    def moments_between(self, later: str, earlier: str) -> str:
        return f"((CAST(strftime('%s', {later}) AS INTEGER) - CAST(strftime('%s', {earlier}) AS INTEGER)) / 86400.0)"

    def _known(self, day: str) -> str:
        """A day of Excel's calendar, or nothing."""
        return f"NULLIF(NULLIF(max(min({day}, '{LAST}~'), '1900'), '{LAST}~'), '1900')"

    def day_on(self, day: str, count: str) -> str:
        return self._known(f"date({day}, printf('%+d days', COALESCE({count}, {NEVER})))")

    def moment_on(self, moment: str, count: str) -> str:
        """So many seconds later."""
        return self._known(f"datetime({moment}, printf('%+d seconds', COALESCE({count}, {NEVER})))")

    def months_on(self, day: str, count: str) -> str:
        return self._known(f"date({day}, printf('%+d months', COALESCE({count}, {NEVER})), 'floor')")

    def month_end(self, day: str, count: str) -> str:
        return self._known(
            f"date({day}, 'start of month', printf('%+d months', COALESCE({count} + 1, {NEVER})), '-1 days')"
        )

    def day_of_twice(self, year: str, month: str, day: str) -> str:
        """Months and days beyond their ends go on into what comes next, as in Excel: day 0 is the last of the month before."""
        first = f"printf('%04d-01-01', {year} - {AGES})"
        months = f"printf('%+d months', COALESCE({month} - 1, {NEVER}))"
        days = f"printf('%+d days', COALESCE({day} - 1 + {DAYS_OF_AGES}, {NEVER}))"
        made = self._known(f"date({first}, {months}, {days})")
        return f"CASE WHEN {year} BETWEEN 1900 AND 9999 THEN {made} END"

    def day_here(self, moment: str) -> str:
        return f"date({moment}, '+8 hours')"

    def moment_here(self, moment: str) -> str:
        return f"datetime({moment}, '+8 hours')"

    def start_of(self, day: str) -> str:
        return f"datetime({day}, '-8 hours')"

    def month_of_year(self, day: str) -> str:
        return f"substr({day}, 6, 5)"

    def workday(self, calendar: str, days: list[str], day: str, count: str) -> str:
        return f"ops_workday('{calendar}', {day}, {count})"

    def workdays(self, calendar: str, days: list[str], first: str, last: str) -> str:
        return f"ops_networkdays('{calendar}', {first}, {last})"

    # Texts -------------------------------------------------------------------------------------------------------------

    def digits(self, sql: str, scale: int | None) -> str:
        """A number as it is written in a sentence."""
        return f"CAST({sql} AS TEXT)" if scale == 1 else f"ops_digits({sql}, {scale or 0})"

    def folded(self, sql: str) -> str:
        return f"ops_lower({sql})"

    lowered = folded

    def raised(self, sql: str) -> str:
        return f"ops_upper({sql})"

    def trimmed(self, sql: str) -> str:
        return f"ops_trim({sql})"

    def left(self, sql: str, count: str) -> str:
        return f"substr({sql}, 1, NULLIF(max({count}, -1), -1))"

    def right(self, sql: str, count: str) -> str:
        return f"ops_right({sql}, {count})"

    def middle(self, sql: str, start: str, count: str) -> str:
        return f"substr({sql}, NULLIF(max({start}, 0), 0), NULLIF(max({count}, -1), -1))"

    def from_on(self, sql: str, start: int) -> str:
        return f"substr({sql}, {start})"

    def length(self, sql: str) -> str:
        return f"length({sql})"

    def replaced(self, sql: str, old: str, new: str) -> str:
        return f"ops_substitute({sql}, {old}, {new}, 0)"

    def replaced_nth(self, sql: str, old: str, new: str, nth: str) -> str:
        return f"ops_substitute({sql}, {old}, {new}, NULLIF(max({nth}, 0), 0))"

    def place(self, text: str, what: str) -> str:
        return f"instr({text}, {what})"

    def place_from(self, text: str, what: str, start: str) -> str:
        return f"ops_find({text}, {what}, {start})"

    def place_like(self, text: str, pattern: str, start: str) -> str:
        return f"ops_search({text}, {self.text(pattern)}, {start})"

    def repeated(self, sql: str, count: str, most: int) -> str:
        return f"ops_rept({sql}, {count})"

    def read_number(self, sql: str) -> str:
        return f"ops_value({sql})"

    def short_twice(self, sql: str, most: int) -> str:
        return f"CASE WHEN length({sql}) <= {most} THEN {sql} END"

    def tags(self, sql: str) -> str:
        return f"ops_tags({sql})"

    def number_as(self, sql: str, digits: int, least: int, grouped: bool) -> str:
        """A whole number of 10**-digits with its point, at least so many figures before it."""
        return f"ops_figures({sql}, {digits}, {least}, {int(grouped)})"

    def day_as(self, sql: str, pattern: list[tuple[str, str]], lang: str) -> str:
        said = {"yyyy": "%Y", "mm": "%m", "dd": "%d", "hh": "%H", "MM": "%M", "ss": "%S"}
        ways = {
            "yy": f"substr({sql}, 3, 2)",
            "m": f"CAST({self.month(sql)} AS TEXT)",
            "d": f"CAST({self.day_of_month(sql)} AS TEXT)",
            "h": f"CAST(CAST(strftime('%H', {sql}) AS INTEGER) AS TEXT)",
        }
        parts = []
        for sign, literal in pattern:
            if sign in said:
                parts.append(f"strftime('{said[sign]}', {sql})")
            elif sign in ways:
                parts.append(ways[sign])
            else:
                parts.append(self.text(literal) if sign == "" else self.named(sql, sign))
        return self.joined(parts)

    def named(self, sql: str, sign: str) -> str:
        return named(self, sql, sign)
