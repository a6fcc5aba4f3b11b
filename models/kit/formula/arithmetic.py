"""Sums and products of values: exact in whole numbers as long as they fit, else with a point; never an error of the engine."""

from typing import Any

from .value import FAR, WHOLE, Value, exact, pointed

MOST_SCALE = 10**9
ROOM = 18.95  # digits that a column of whole numbers holds


def real(c: Any, one: Value) -> Value:
    """The number with a point."""
    if not one.is_exact:
        return _tamed(c, one)
    d = c.dialect
    sql = d.as_real(one.sql) if one.scale == 1 else f"({d.as_real(one.sql)} / {d.real(one.scale)})"
    written = None if one.written is None else one.written
    if written is not None:
        sql = d.real(written / one.scale)
    return one.but(sql=sql, scale=None, most=0, atom=one.atom)


def _tamed(c: Any, one: Value) -> Value:
    """A number that can be had for reckoning: one of more than 100 digits before or behind its point is no result."""
    if one.high <= FAR and one.low >= -FAR:
        return one
    d = c.dialect
    most, least = d.real(1e100), d.real(1e-100)

    def cut(x: str) -> str:
        tiny = f"abs({x}) < {least}"
        return f"CASE WHEN {tiny} THEN {d.real(0)} WHEN abs({x}) < {most} THEN {x} END"

    sql, own = c.once([one], cut)
    return pointed(sql, -100, 100, one.kind, may_lack=True, own=own)


def scaled(c: Any, one: Value, scale: int) -> Value | None:
    """The same exact number in smaller units; None where it has no room."""
    times = scale // one.scale
    if one.most * times > WHOLE:
        return None
    if times == 1:
        return one
    if one.written is not None:
        return one.but(
            sql=c.dialect.number(one.written * times), scale=scale, most=one.most * times, written=one.written * times
        )
    return one.but(sql=f"({one.sql} * {times})", scale=scale, most=one.most * times)


def hundredfold(c: Any, one: Value) -> Value:
    """The number as it stands before “%”."""
    if one.is_exact and one.scale % 100 == 0:
        return one.but(scale=one.scale // 100, low=one.low + 2, high=one.high + 2, written=None)
    hundred = exact(c.dialect.number(100), 1, 100, may_lack=False, atom=True, written=100)
    return multiply(c, one, hundred).but(kind=one.kind)


def alike(c: Any, values: list[Value]) -> list[Value]:
    """All of them exact in one unit where that can be, else all with a point."""
    if all(one.is_exact for one in values):
        scale = max(one.scale for one in values)
        found = [scaled(c, one, scale) if scale % one.scale == 0 else None for one in values]
        if None not in found:
            return found
    return [real(c, one) for one in values]


def _with(*values: Value) -> dict[str, Any]:
    return {"may_lack": any(one.may_lack for one in values), "own": all(one.own for one in values)}


def add(c: Any, one: Value, other: Value, sign: str) -> Value:
    kind = "money" if "money" in (one.kind, other.kind) else "number"
    left, right = alike(c, [one, other])
    sql = f"({left.sql} {sign} {right.sql})"
    if left.is_exact:
        most = left.most + right.most
        if most <= WHOLE:
            return exact(sql, left.scale, most, kind, **_with(one, other))
        left, right = real(c, left), real(c, right)
        sql = f"({left.sql} {sign} {right.sql})"
    low, high = min(left.low, right.low) - 17, max(left.high, right.high) + 0.31
    return pointed(sql, low, high, kind, **_with(one, other))


def multiply(c: Any, one: Value, other: Value) -> Value:
    kind = "money" if ("money" in (one.kind, other.kind)) and one.kind != other.kind else "number"
    if one.is_exact and other.is_exact:
        most, scale = one.most * other.most, one.scale * other.scale
        if most <= WHOLE and scale <= MOST_SCALE:
            return exact(f"({one.sql} * {other.sql})", scale, most, kind, **_with(one, other))
    left, right = real(c, one), real(c, other)
    sql = f"({left.sql} * {right.sql})"
    return pointed(sql, left.low + right.low, left.high + right.high, kind, **_with(one, other))


def divide(c: Any, one: Value, other: Value) -> Value:
    kind = "money" if one.kind == "money" and other.kind == "number" else "number"
    d = c.dialect
    if one.is_exact and other.is_exact and other.most * one.scale <= WHOLE and one.most * other.scale <= WHOLE:
        above = one.sql if other.scale == 1 else f"({one.sql} * {other.scale})"
        below = other.sql if one.scale == 1 else f"({other.sql} * {one.scale})"
        if one.scale == other.scale:
            above, below = one.sql, other.sql
        sql = f"({d.as_real(above)} / {below if other.written else f'NULLIF({below}, 0)'})"
    else:
        left, right = real(c, one), real(c, other)
        one, other = left, right
        sql = f"({left.sql} / NULLIF({right.sql}, {d.real(0)}))"
    return pointed(sql, one.low - other.high, one.high - other.low, kind, may_lack=True, own=one.own and other.own)


def negated(c: Any, one: Value) -> Value:
    return one.but(
        sql=f"(- {one.sql})", plain=False, atom=one.atom, written=None if one.written is None else -one.written
    )


def per_cent(c: Any, one: Value) -> Value:
    if one.is_exact and one.scale * 100 <= MOST_SCALE:
        return one.but(scale=one.scale * 100, plain=False, low=one.low - 2, high=one.high - 2)
    left = real(c, one)
    return pointed(f"({left.sql} / {c.dialect.real(100)})", left.low - 2, left.high - 2, left.kind, **_with(left))


def power(c: Any, one: Value, other: Value) -> Value:
    d = c.dialect
    times = other.written if other.scale == 1 else None
    base = real(c, one)
    if times is not None and 1 <= times <= 9 and max(abs(base.high), abs(base.low)) * times <= FAR:
        if times == 1:
            return one
        if one.is_exact and one.most**times <= WHOLE and one.scale**times <= MOST_SCALE and one.atom:
            return exact("(" + " * ".join([one.sql] * times) + ")", one.scale**times, one.most**times, **_with(one))
        sql = f"power({base.sql}, {d.real(times)})"
        return pointed(sql, base.low * times, base.high * times, **_with(base))
    up = real(c, other)

    def raised(x: str, y: str) -> str:
        zero, far = d.real(0), d.real(230)
        return (
            f"CASE WHEN {x} = {zero} AND {y} > {zero} THEN {zero} WHEN {x} = {zero} THEN NULL"
            f" WHEN {x} < {zero} AND {y} <> floor({y}) THEN NULL"
            f" WHEN abs({y}) * abs(ln(abs({x}))) < {far} THEN power({x}, {y})"
            f" WHEN {y} * ln(abs({x})) < {zero} THEN {zero} END"
        )

    sql, own = c.once([base, up], raised)
    return pointed(sql, -100, 100, may_lack=True, own=own)


def compared(c: Any, one: Value, other: Value, sign: str) -> str:
    """Numbers are the same when their first 15 digits are."""
    left, right = alike(c, [one, other])
    if left.is_exact:
        return f"({left.sql} {sign} {right.sql})"
    return f"({_near(c, left)} {sign} {_near(c, right)})"


def _near(c: Any, one: Value) -> str:
    return c.dialect.near(one.sql)


def whole(c: Any, one: Value, way: str = "trunc") -> Value:
    """To a whole number: `trunc` towards zero, `up` away from it, `floor`, `ceil`, or `round` with halves away from zero."""
    return rounded(c, one, 0, way)


def rounded(c: Any, one: Value, digits: int, way: str) -> Value:
    """To so many digits behind the point, or before it where negative."""
    digits = max(min(digits, 17), -30)
    if one.is_exact and 0 <= digits <= 9 and one.scale <= 10**digits:
        return one
    unit = one.scale * 10**-digits if digits <= 0 and one.is_exact else None
    if digits > 0 and one.is_exact and one.scale % 10**digits == 0:
        unit = one.scale // 10**digits
    if unit is None or one.most + unit > WHOLE:
        return _rounded_real(c, real(c, one), digits, way)
    sql, own = c.once([one], lambda x: _share(x, unit, way))
    most, scale = one.most // unit + 1, 10 ** max(digits, 0)
    more = {"may_lack": one.may_lack, "own": own}
    if digits < 0:
        return exact(f"({sql} * {10**-digits})", 1, most * 10**-digits, one.kind, **more)
    return exact(sql, scale, most, one.kind, **more)


def _share(x: str, unit: int, way: str) -> str:
    """Both engines drop what is left over of a division of whole numbers; so some is added first."""
    first = {
        "trunc": "0",
        "up": f"CASE WHEN {x} > 0 THEN {unit - 1} WHEN {x} < 0 THEN {1 - unit} ELSE 0 END",
        "floor": f"CASE WHEN {x} < 0 THEN {1 - unit} ELSE 0 END",
        "ceil": f"CASE WHEN {x} > 0 THEN {unit - 1} ELSE 0 END",
        "round": f"CASE WHEN {x} < 0 THEN {-(unit // 2)} ELSE {unit // 2} END",
    }[way]
    return f"(({x} + {first}) / {unit})"


def _rounded_real(c: Any, one: Value, digits: int, way: str) -> Value:
    d = c.dialect
    if one.high + digits > ROOM:
        room = 9 * 10.0 ** (18 - digits)
        sql = d.within(one.sql, d.real(room), d.real(-room))
        one = one.but(sql=sql, high=ROOM - digits, may_lack=True, atom=False, written=None)
    moved = f"({one.sql} * {d.real(10.0**digits)})" if digits else one.sql
    if way == "round":
        sql, own = d.nearest(one.sql, 10.0**digits), one.own
    elif way == "up":
        sql, own = c.once(
            [one.but(sql=d.near(moved), atom=False)],
            lambda x: d.whole(f"CASE WHEN {x} > 0 THEN ceil({x}) ELSE floor({x}) END"),
        )
    else:
        sql, own = d.whole(f"{way}({d.near(moved)})"), one.own
    more = {"may_lack": one.may_lack, "own": own}
    if 0 <= digits <= 9:
        return exact(sql, 10**digits, WHOLE, one.kind, **more)
    turn = f"* {d.real(10.0**-digits)}" if digits < 0 else f"/ {d.real(10.0**digits)}"
    return pointed(f"({d.as_real(sql)} {turn})", -18, max(one.high, -digits) + 1, one.kind, **more)


def remainder(c: Any, one: Value, other: Value) -> Value:
    """What is left over, with the sign of the divisor."""
    left, right = alike(c, [one, other])
    if left.is_exact:

        def left_over(x: str, y: str) -> str:
            return f"((({x} % NULLIF({y}, 0)) + {y}) % NULLIF({y}, 0))"

        sql, own = c.once([left, right], left_over)
        if left.most + right.most <= WHOLE and right.most * 2 <= WHOLE:
            return exact(sql, left.scale, right.most, one.kind, may_lack=True, own=own)
        left, right = real(c, left), real(c, right)
    d, most = c.dialect, c.dialect.real(1e15)

    def left_of(x: str, y: str) -> str:
        times = f"({x} / NULLIF({y}, {d.real(0)}))"
        floor = f"floor({d.near(times)})" if d.name == "sqlite" else f"floor({d.near(times)})::double precision"
        return f"CASE WHEN abs({times}) < {most} THEN {x} - {y} * {floor} END"

    if left.high - right.low > 300 or left.low - right.high < -300:
        left, right = _tamed(c, left.but(high=FAR + 1)), _tamed(c, right.but(high=FAR + 1))
    sql, own = c.once([left, right], left_of)
    return pointed(sql, min(left.low, right.low) - 20, right.high + 1, one.kind, may_lack=True, own=own)
