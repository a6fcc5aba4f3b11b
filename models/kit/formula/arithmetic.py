"""Sums and products of values: exact in whole numbers as long as they fit, else with a point; never an error of the engine."""

from typing import Any

from .value import FAR, WHOLE, Value, exact, pointed

MOST_SCALE = 10**9
ROOM = 18.95  # digits that a column of whole numbers holds


def real(c: Any, value: Value) -> Value:
    """The number with a point."""
    if not value.is_exact:
        return _tamed(c, value)
    d = c.dialect
    sql = d.as_real(value.sql) if value.scale == 1 else f"({d.as_real(value.sql)} / {d.real(value.scale)})"
    written = None if value.written is None else value.written
    if written is not None:
        sql = d.real(written / value.scale)
    return value.but(sql=sql, scale=None, most=0, atom=value.atom)


def _tamed(c: Any, value: Value) -> Value:
    """A number that can be had for reckoning: one of more than 100 digits before or behind its point is no result."""
    if value.high <= FAR and value.low >= -FAR:
        return value
    d = c.dialect
    most, least = d.real(1e100), d.real(1e-100)

    def cut(x: str) -> str:
        tiny = f"abs({x}) < {least}"
        return f"CASE WHEN {tiny} THEN {d.real(0)} WHEN abs({x}) < {most} THEN {x} END"

    sql, own = c.once([value], cut)
    return pointed(sql, -100, 100, value.kind, may_lack=True, own=own)


def scaled(c: Any, value: Value, scale: int) -> Value | None:
    """The same exact number in smaller units; None where it has no room."""
    times = scale // value.scale
    if value.most * times > WHOLE:
        return None
    if times == 1:
        return value
    if value.written is not None:
        return value.but(
            sql=c.dialect.number(value.written * times),
            scale=scale,
            most=value.most * times,
            written=value.written * times,
        )
    return value.but(sql=f"({value.sql} * {times})", scale=scale, most=value.most * times)


def hundredfold(c: Any, value: Value) -> Value:
    """The number as it stands before “%”."""
    if value.is_exact and value.scale % 100 == 0:
        return value.but(scale=value.scale // 100, low=value.low + 2, high=value.high + 2, written=None)
    hundred = exact(c.dialect.number(100), 1, 100, may_lack=False, atom=True, written=100)
    return multiply(c, value, hundred).but(kind=value.kind)


def alike(c: Any, values: list[Value]) -> list[Value]:
    """All of them exact in one unit where that can be, else all with a point."""
    if all(value.is_exact for value in values):
        scale = max(value.scale for value in values)
        exacts = [scaled(c, value, scale) if scale % value.scale == 0 else None for value in values]
        if None not in exacts:
            return exacts
    return [real(c, value) for value in values]


def _with(*values: Value) -> dict[str, Any]:
    return {"may_lack": any(value.may_lack for value in values), "own": all(value.own for value in values)}


def add(c: Any, value: Value, other: Value, sign: str) -> Value:
    kind = "money" if "money" in (value.kind, other.kind) else "number"
    left, right = alike(c, [value, other])
    sql = f"({left.sql} {sign} {right.sql})"
    if left.is_exact:
        most = left.most + right.most
        if most <= WHOLE:
            return exact(sql, left.scale, most, kind, **_with(value, other))
        left, right = real(c, left), real(c, right)
        sql = f"({left.sql} {sign} {right.sql})"
    low, high = min(left.low, right.low) - 17, max(left.high, right.high) + 0.31
    return pointed(sql, low, high, kind, **_with(value, other))


def multiply(c: Any, value: Value, other: Value) -> Value:
    kind = "money" if ("money" in (value.kind, other.kind)) and value.kind != other.kind else "number"
    if value.is_exact and other.is_exact:
        most, scale = value.most * other.most, value.scale * other.scale
        if most <= WHOLE and scale <= MOST_SCALE:
            return exact(f"({value.sql} * {other.sql})", scale, most, kind, **_with(value, other))
    left, right = real(c, value), real(c, other)
    sql = f"({left.sql} * {right.sql})"
    return pointed(sql, left.low + right.low, left.high + right.high, kind, **_with(value, other))


def divide(c: Any, value: Value, other: Value) -> Value:
    kind = "money" if value.kind == "money" and other.kind == "number" else "number"
    d = c.dialect
    if value.is_exact and other.is_exact and other.most * value.scale <= WHOLE and value.most * other.scale <= WHOLE:
        above = value.sql if other.scale == 1 else f"({value.sql} * {other.scale})"
        below = other.sql if value.scale == 1 else f"({other.sql} * {value.scale})"
        if value.scale == other.scale:
            above, below = value.sql, other.sql
        sql = f"({d.as_real(above)} / {below if other.written else f'NULLIF({below}, 0)'})"
    else:
        left, right = real(c, value), real(c, other)
        value, other = left, right
        sql = f"({left.sql} / NULLIF({right.sql}, {d.real(0)}))"
    return pointed(
        sql, value.low - other.high, value.high - other.low, kind, may_lack=True, own=value.own and other.own
    )


def negated(c: Any, value: Value) -> Value:
    return value.but(
        sql=f"(- {value.sql})", plain=False, atom=value.atom, written=None if value.written is None else -value.written
    )


def per_cent(c: Any, value: Value) -> Value:
    if value.is_exact and value.scale * 100 <= MOST_SCALE:
        return value.but(scale=value.scale * 100, plain=False, low=value.low - 2, high=value.high - 2)
    left = real(c, value)
    return pointed(f"({left.sql} / {c.dialect.real(100)})", left.low - 2, left.high - 2, left.kind, **_with(left))


def power(c: Any, value: Value, other: Value) -> Value:
    d = c.dialect
    times = other.written if other.scale == 1 else None
    base = real(c, value)
    if times is not None and 1 <= times <= 9 and max(abs(base.high), abs(base.low)) * times <= FAR:
        if times == 1:
            return value
        if value.is_exact and value.most**times <= WHOLE and value.scale**times <= MOST_SCALE and value.atom:
            return exact(
                "(" + " * ".join([value.sql] * times) + ")", value.scale**times, value.most**times, **_with(value)
            )
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


def compared(c: Any, value: Value, other: Value, sign: str) -> str:
    """Numbers are the same when their first 15 digits are."""
    left, right = alike(c, [value, other])
    if left.is_exact:
        return f"({left.sql} {sign} {right.sql})"
    return f"({_near(c, left)} {sign} {_near(c, right)})"


def _near(c: Any, value: Value) -> str:
    return c.dialect.near(value.sql)


def whole(c: Any, value: Value, way: str = "trunc") -> Value:
    """To a whole number: `trunc` towards zero, `up` away from it, `floor`, `ceil`, or `round` with halves away from zero."""
    return rounded(c, value, 0, way)


def rounded(c: Any, value: Value, digits: int, way: str) -> Value:
    """To so many digits behind the point, or before it where negative."""
    digits = max(min(digits, 17), -30)
    if value.is_exact and 0 <= digits <= 9 and value.scale <= 10**digits:
        return value
    unit = value.scale * 10**-digits if digits <= 0 and value.is_exact else None
    if digits > 0 and value.is_exact and value.scale % 10**digits == 0:
        unit = value.scale // 10**digits
    if unit is None or value.most + unit > WHOLE:
        return _rounded_real(c, real(c, value), digits, way)
    sql, own = c.once([value], lambda x: _share(x, unit, way))
    most, scale = value.most // unit + 1, 10 ** max(digits, 0)
    more = {"may_lack": value.may_lack, "own": own}
    if digits < 0:
        return exact(f"({sql} * {10**-digits})", 1, most * 10**-digits, value.kind, **more)
    return exact(sql, scale, most, value.kind, **more)


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


def _rounded_real(c: Any, value: Value, digits: int, way: str) -> Value:
    d = c.dialect
    if value.high + digits > ROOM:
        room = 9 * 10.0 ** (18 - digits)
        sql = d.within(value.sql, d.real(room), d.real(-room))
        value = value.but(sql=sql, high=ROOM - digits, may_lack=True, atom=False, written=None)
    moved = f"({value.sql} * {d.real(10.0**digits)})" if digits else value.sql
    if way == "round":
        sql, own = d.nearest(value.sql, 10.0**digits), value.own
    elif way == "up":
        sql, own = c.once(
            [value.but(sql=d.near(moved), atom=False)],
            lambda x: d.whole(f"CASE WHEN {x} > 0 THEN ceil({x}) ELSE floor({x}) END"),
        )
    else:
        sql, own = d.whole(f"{way}({d.near(moved)})"), value.own
    more = {"may_lack": value.may_lack, "own": own}
    if 0 <= digits <= 9:
        return exact(sql, 10**digits, WHOLE, value.kind, **more)
    turn = f"* {d.real(10.0**-digits)}" if digits < 0 else f"/ {d.real(10.0**digits)}"
    return pointed(f"({d.as_real(sql)} {turn})", -18, max(value.high, -digits) + 1, value.kind, **more)


def remainder(c: Any, value: Value, other: Value) -> Value:
    """What is left over, with the sign of the divisor."""
    left, right = alike(c, [value, other])
    if left.is_exact:

        def left_over(x: str, y: str) -> str:
            return f"((({x} % NULLIF({y}, 0)) + {y}) % NULLIF({y}, 0))"

        sql, own = c.once([left, right], left_over)
        if left.most + right.most <= WHOLE and right.most * 2 <= WHOLE:
            return exact(sql, left.scale, right.most, value.kind, may_lack=True, own=own)
        left, right = real(c, left), real(c, right)
    d, most = c.dialect, c.dialect.real(1e15)

    def left_of(x: str, y: str) -> str:
        times = f"({x} / NULLIF({y}, {d.real(0)}))"
        floor = f"floor({d.near(times)})" if d.name == "sqlite" else f"floor({d.near(times)})::double precision"
        return f"CASE WHEN abs({times}) < {most} THEN {x} - {y} * {floor} END"

    if left.high - right.low > 300 or left.low - right.high < -300:
        left, right = _tamed(c, left.but(high=FAR + 1)), _tamed(c, right.but(high=FAR + 1))
    sql, own = c.once([left, right], left_of)
    return pointed(sql, min(left.low, right.low) - 20, right.high + 1, value.kind, may_lack=True, own=own)
