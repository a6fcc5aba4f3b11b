"""Formulas in the words of PostgreSQL, where one row that can't be worked out would otherwise take the page with it."""

from datetime import date

from ...server.served import LETTERS
from ..embedded import NARROW, WIDE, WRITTEN_NUMBER, as_regex
from .common import NUDGE, Dialect, named


class PostgreSQL(Dialect):
    """Days, moments and truth are types of their own; numbers are bigint where exact, else double precision."""

    name, listing = "postgresql", "string_agg"
    _types = {
        "number": "double precision",
        "money": "double precision",
        "text": "text",
        "day": "date",
        "moment": "timestamp",
        "flag": "boolean",
    }

    def fenced(self, columns: str) -> str:
        return f"(SELECT {columns} OFFSET 0)"

    def number(self, value: int) -> str:
        return f"{value}::bigint" if value >= 0 else f"({value})::bigint"

    def real(self, value: float) -> str:
        return f"'{float(value)!r}'::double precision"

    def text(self, value: str) -> str:
        return super().text(value) + "::text"

    def null(self, kind: str) -> str:
        return f"NULL::{self._types.get(kind, kind)}"

    def power_of_ten(self, digits: int) -> str:
        return self.real(float(super().power_of_ten(digits)))

    def truth(self, value: bool) -> str:
        return "true" if value else "false"

    def as_real(self, sql: str) -> str:
        return f"({sql})::double precision"

    def column(self, sql: str, kind: str) -> str:
        return {
            "number": f"{sql}::bigint",
            "money": f"{sql}::bigint",
            "flag": f"({sql} <> 0)",
            "text": f"{sql}::text",
        }.get(kind, sql)

    def result(self, sql: str, kind: str) -> str:
        return f"({sql})::int" if kind == "flag" else sql

    def whole(self, sql: str) -> str:
        return f"({sql})::bigint"

    def near(self, sql: str) -> str:
        return f"({sql})::numeric"

    def nearest(self, sql: str, factor: float) -> str:
        return self.whole(f"round({sql} * {self.real(factor * NUDGE)})")

    def truth_of_number(self, sql: str) -> str:
        return f"({sql} <> 0)"

    def number_of_truth(self, sql: str) -> str:
        return f"({sql})::int::bigint"

    def when(self, test: str, yes: str, no: str) -> str:
        return f"CASE {test} WHEN true THEN {yes} WHEN false THEN {no} END"

    def least(self, value: str, other: str) -> str:
        return f"LEAST({value}, {other})"

    def greatest(self, value: str, other: str) -> str:
        return f"GREATEST({value}, {other})"

    def within(self, sql: str, most: str, least: str) -> str:
        return f"NULLIF(NULLIF(GREATEST(LEAST({sql}, {most}), {least}), {most}), {least})"

    # Days --------------------------------------------------------------------------------------------------------------

    def day(self, value: date) -> str:
        return f"'{value.isoformat()}'::date"

    def moment(self, value: str) -> str:
        return f"'{value}'::timestamp"

    def _part(self, name: str, day: str) -> str:
        return f"date_part('{name}', {day})::bigint"

    def year(self, day: str) -> str:
        return self._part("year", day)

    def month(self, day: str) -> str:
        return self._part("month", day)

    def day_of_month(self, day: str) -> str:
        return self._part("day", day)

    def day_of_year(self, day: str) -> str:
        return self._part("doy", day)

    def weekday(self, day: str) -> str:
        return f"(date_part('isodow', {day})::bigint - 1)"

    def iso_week(self, day: str) -> str:
        return self._part("week", day)

    def week_name(self, day: str) -> str:
        return f"to_char({day}, '\"W\"IW')"

    def days_between(self, later: str, earlier: str) -> str:
        return f"({later} - {earlier})::bigint"

    def moments_between(self, later: str, earlier: str) -> str:
        return f"(date_part('epoch', {later} - {earlier}) / 86400)"

    def _known(self, day: str, kind: str = "date") -> str:
        least, most = f"'1899-12-31'::{kind}", f"'10000-01-01'::{kind}"
        return f"NULLIF(NULLIF(GREATEST(LEAST({day}, {most}), {least}), {most}), {least})"

    def _reach(self, count: str, least: int, most: int) -> str:
        """A step that PostgreSQL's own calendar bears, or nothing: past its ends it would be an error."""
        return f"NULLIF(LEAST(GREATEST({count}, {least}), {most}), {least})"

    def day_on(self, day: str, count: str) -> str:
        return self._known(f"({day} + {self._reach(count, -700000, 4000000)}::int)")

    def moment_on(self, moment: str, count: str) -> str:
        step = self._reach(count, -60000000000, 300000000000)
        return self._known(f"({moment} + {step} * interval '1 second')", "timestamp")

    def months_on(self, day: str, count: str) -> str:
        return self._known(f"({day} + make_interval(months => {self._reach(count, -24000, 120000)}::int))::date")

    def month_end(self, day: str, count: str) -> str:
        months = f"make_interval(months => {self._reach(f'{count} + 1', -24000, 120000)}::int)"
        return self._known(f"(date_trunc('month', {day}::timestamp) + {months} - interval '1 day')::date")

    def day_of_twice(self, year: str, month: str, day: str) -> str:
        """Months and days beyond their ends go on into what comes next, as in Excel: day 0 is the last of the month before."""
        first = f"make_date({year}::int, 1, 1)"
        months = f"make_interval(months => {self._reach(f'({month} - 1)', -24000, 120000)}::int)"
        made = self.day_on(f"({first} + {months})::date", f"({day} - 1)")
        return f"CASE WHEN {year} BETWEEN 1900 AND 9999 THEN {made} END"

    def day_here(self, moment: str) -> str:
        return f"({moment} + interval '8 hours')::date"

    def moment_here(self, moment: str) -> str:
        return f"({moment} + interval '8 hours')"

    def start_of(self, day: str) -> str:
        return f"({day}::timestamp - interval '8 hours')"

    def month_of_year(self, day: str) -> str:
        return f"to_char({day}, 'MM-DD')"

    def workday(self, calendar: str, days: list[str], day: str, count: str) -> str:
        listed = f"'{{{','.join(days)}}}'::date[]"
        first, last = self.text(days[0]).removesuffix("::text"), self.text(days[-1]).removesuffix("::text")
        at = f"width_bucket(s.d, {listed})"
        before = f"width_bucket(s.d - 1, {listed})"
        inside = f"s.d BETWEEN {first}::date AND {last}::date"
        target = f"CASE WHEN s.n = 0 THEN s.d WHEN s.n > 0 THEN ({listed})[{at} + s.n] ELSE ({listed})[{before} + 1 + s.n] END"
        reach = f"LEAST(GREATEST({count}, -100000), 100000)::int"
        return f"(SELECT CASE WHEN {inside} AND s.c IS NOT NULL THEN {target} END FROM (SELECT {day} AS d, {reach} AS n, {count} AS c OFFSET 0) AS s)"

    def workdays(self, calendar: str, days: list[str], first: str, last: str) -> str:
        listed = f"'{{{','.join(days)}}}'::date[]"
        inside = f"LEAST(s.a, s.b) >= '{days[0]}'::date AND GREATEST(s.a, s.b) <= '{days[-1]}'::date AND s.a IS NOT NULL AND s.b IS NOT NULL"
        counted = f"width_bucket(GREATEST(s.a, s.b), {listed}) - width_bucket(LEAST(s.a, s.b) - 1, {listed})"
        signed = f"(CASE WHEN s.a > s.b THEN -1 ELSE 1 END * ({counted}))::bigint"
        return f"(SELECT CASE WHEN {inside} THEN {signed} END FROM (SELECT {first} AS a, {last} AS b OFFSET 0) AS s)"

    # Texts -------------------------------------------------------------------------------------------------------------

    def digits(self, sql: str, scale: int | None) -> str:
        number = f"({sql})::numeric" if scale in (None, 1) else f"(({sql})::numeric / {scale})"
        return f"trim_scale({number})::text"

    def _turned(self, function: str, sql: str) -> str:
        """Letters beyond ASCII too, whatever the server's own language is; what comes out sorts as any text."""
        return f'({function}({sql} COLLATE "{LETTERS}") COLLATE "default")'

    def folded(self, sql: str) -> str:
        return self._turned("lower", sql)

    lowered = folded

    def raised(self, sql: str) -> str:
        return self._turned("upper", sql)

    def trimmed(self, sql: str) -> str:
        return f"regexp_replace(trim(both ' ' from {sql}), ' +', ' ', 'g')"

    def _count(self, count: str, least: int = -1) -> str:
        return f"NULLIF(LEAST(GREATEST({count}, {least}), 100000), {least})::int"

    def left(self, sql: str, count: str) -> str:
        return f"substr({sql}, 1, {self._count(count)})"

    def right(self, sql: str, count: str) -> str:
        return f"right({sql}, {self._count(count)})"

    def middle(self, sql: str, start: str, count: str) -> str:
        return f"substr({sql}, {self._count(start, 0)}, {self._count(count)})"

    def from_on(self, sql: str, start: int) -> str:
        return f"substr({sql}, {start})"

    def length(self, sql: str) -> str:
        return f"length({sql})::bigint"

    def _fits(self, most: int) -> str:
        grown = "(length(s.t) - length(replace(s.t, s.o, ''))) / GREATEST(length(s.o), 1)::bigint * length(s.n)"
        return f"length(s.t) + {grown} <= {most}"

    def replaced(self, sql: str, old: str, new: str) -> str:
        made = f"CASE WHEN s.n IS NULL THEN NULL WHEN s.o = '' THEN s.t WHEN {self._fits(32767)} THEN replace(s.t, s.o, s.n) END"
        return f"(SELECT {made} FROM (SELECT {sql} AS t, {old} AS o, {new} AS n OFFSET 0) AS s)"

    def replaced_nth(self, sql: str, old: str, new: str, nth: str) -> str:
        escaped = r"regexp_replace(s.o, '([][\\.^$*+?(){}|])', '\\\1', 'g')"
        at = f"regexp_instr(s.t, {escaped}, 1, LEAST(s.k, 100000)::int)"
        made = f"overlay(s.t placing s.n from {at} for length(s.o))"
        kept = "CASE WHEN length(s.t) + length(s.n) <= 32767 THEN " + made + " END"
        never = "s.k < 1 OR s.k IS NULL OR s.n IS NULL"
        said = f"CASE WHEN {never} THEN NULL WHEN s.o = '' OR s.t IS NULL OR {at} = 0 THEN s.t ELSE {kept} END"
        return f"(SELECT {said} FROM (SELECT {sql} AS t, {old} AS o, {new} AS n, {nth} AS k OFFSET 0) AS s)"

    def place(self, text: str, what: str) -> str:
        return f"strpos({text}, {what})::bigint"

    def place_from(self, text: str, what: str, start: str) -> str:
        rest = "strpos(substr(s.t, s.k::int), s.w)"
        said = f"CASE WHEN s.k >= 1 AND s.k <= length(s.t) + 1 AND {rest} > 0 THEN (s.k - 1 + {rest})::bigint END"
        return f"(SELECT {said} FROM (SELECT {text} AS t, {what} AS w, LEAST({start}, 100000) AS k OFFSET 0) AS s)"

    def place_like(self, text: str, pattern: str, start: str) -> str:
        place = f"regexp_instr(s.t COLLATE \"{LETTERS}\", {self.text(as_regex(pattern))}, s.k::int, 1, 0, 'i')"
        said = f"CASE WHEN s.k >= 1 AND s.k <= length(s.t) + 1 THEN NULLIF({place}, 0)::bigint END"
        return f"(SELECT {said} FROM (SELECT {text} AS t, LEAST({start}, 100000) AS k OFFSET 0) AS s)"

    def repeated(self, sql: str, count: str, most: int) -> str:
        times = "LEAST(s.k, 100000)"  # which is 100000 where there is no count
        said = f"CASE WHEN s.k >= 0 AND length(s.t) * {times} <= {most} THEN repeat(s.t, {times}::int) END"
        return f"(SELECT {said} FROM (SELECT {sql} AS t, {count} AS k OFFSET 0) AS s)"

    def read_number(self, sql: str) -> str:
        bare = "regexp_replace(s.t, '[ ,¥￥%]', '', 'g')"
        value = f"({bare})::double precision / CASE WHEN strpos(s.t, '%') > 0 THEN 100 ELSE 1 END"
        said = f"CASE WHEN s.t ~ {self.text(f'^{WRITTEN_NUMBER}$')} AND length(s.t) <= 60 THEN {value} END"
        narrowed = f"translate({sql}, {self.text(WIDE)}, {self.text(NARROW)})"
        return f"(SELECT {said} FROM (SELECT {narrowed} AS t OFFSET 0) AS s)"

    def short_twice(self, sql: str, most: int) -> str:
        return f"CASE WHEN length({sql}) <= {most} THEN {sql} END"

    def tags(self, sql: str) -> str:
        return f"(SELECT string_agg(e.x, '、') FROM json_array_elements_text({sql}::json) AS e(x))"

    def number_as(self, sql: str, digits: int, least: int, grouped: bool) -> str:
        places = ("9" * 24 + "0" * least)[-24:]  # 24 is a multiple of three, so groups can be cut off from the left
        places = ",".join(places[at : at + 3] for at in range(0, 24, 3)) if grouped else places
        point = f".{'0' * digits}" if digits else ""
        number = f"(({sql})::numeric / {10**digits})" if digits else f"({sql})::numeric"
        return f"to_char({number}, 'FM{places}{point}')"

    def day_as(self, sql: str, pattern: list[tuple[str, str]], lang: str) -> str:
        said = {
            "yyyy": "YYYY",
            "yy": "YY",
            "mm": "MM",
            "dd": "DD",
            "m": "FMMM",
            "d": "FMDD",
            "hh": "HH24",
            "h": "FMHH24",
            "MM": "MI",
            "ss": "SS",
        }
        parts = []
        for sign, literal in pattern:
            if sign in said:
                parts.append(f"to_char({sql}, '{said[sign]}')")
            else:
                parts.append(self.text(literal) if sign == "" else named(self, sql, sign))
        return self.joined(parts)
