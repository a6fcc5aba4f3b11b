"""Formulas run on either engine over the same rows, and what comes out as plain values."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import apsw

from models.kit.formula import Formula, understand
from models.kit.formula.context import Calendar, Context
from models.kit.formula.embedded import keep_calendar, teach
from models.kit.formula.engines import POSTGRESQL, SQLITE
from models.kit.server.served import Served
from tests.formulas.trial import Trial, create, stored
from tests.helpers import places

TODAY, NOW = date(2026, 11, 29), datetime(2026, 11, 29, 3, 4, 5)


def weekdays() -> Calendar:
    """Working days from 2020 to 2030 with a few holidays, and a Sunday worked in exchange."""
    off, worked = {date(2026, 1, 1), date(2025, 10, 1), date(2024, 2, 12)}, {date(2026, 1, 4)}
    first = date(2020, 1, 1).toordinal()
    days = [date.fromordinal(at) for at in range(first, first + 3650)]
    working = [day.isoformat() for day in days if day in worked or (day.weekday() < 5 and day not in off)]
    keep_calendar("trial", working)
    return Calendar("trial", working)


class Engine:
    """One database with the rows in it."""

    def __init__(self, rows: list[dict[str, Any]]):
        self.context = Context(Trial, self.dialect, today=TODAY, now=NOW, calendar=weekdays)
        create(self.execute, self.dialect.name)
        places = ", ".join([self.place] * len(stored(rows[0], 1)))
        for at, row in enumerate(rows, 1):
            self.execute(f'INSERT INTO "trial" VALUES ({places})', stored(row, at))

    def understood(self, formula: str) -> Formula:
        return understand(formula, self.context)

    def results(self, formulas: list[str], ids: str = "") -> list[list[Any]]:
        """By row, then by formula."""
        made = [self.understood(formula) for formula in formulas]
        wrong = {
            text: understood.mistakes[0].text.zh
            for text, understood in zip(formulas, made, strict=True)
            if understood.mistakes
        }
        assert not wrong, wrong
        columns = ", ".join(understood.sql for understood in made)
        rows = self.execute(f'SELECT {columns} FROM "trial" AS "t1" {ids} ORDER BY "t1"."id"')
        return [[plain(value, understood) for value, understood in zip(row, made, strict=True)] for row in rows]


class OnSQLite(Engine):
    dialect, place = SQLITE, "?"

    def __init__(self, rows: list[dict[str, Any]]):
        self.connection = apsw.Connection(":memory:")
        teach(self.connection)
        super().__init__(rows)

    def execute(self, sql: str, values: Any = ()) -> list[tuple]:
        return self.connection.execute(sql, values).fetchall()


class OnPostgreSQL(Engine):
    dialect, place = POSTGRESQL, "%s"

    def __init__(self, rows: list[dict[str, Any]], url: str):
        served = Served.at(url)
        with served.connection_context():
            served.teach()
        self.connection = places.another(url)
        super().__init__(rows)

    def execute(self, sql: str, values: Any = None) -> list[tuple]:
        cursor = self.connection.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def plain(value: Any, formula: Formula) -> Any:
    """A result as JSON could keep it: numbers as numbers, days as text."""
    if value is None:
        return None
    if formula.kind in ("number", "money"):
        return float(Decimal(int(value)).scaleb(-formula.digits))
    if formula.kind == "flag":
        return bool(value)
    return str(value)
