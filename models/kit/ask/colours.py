"""What stands out among the rows of a block: which of them meet which condition, and between what the numbers of a column lie."""

from typing import Any

import peewee

from ..fields import CountField, Described
from ..fields.numbers import DecimalAsInteger
from ..text import Text
from .figures import cached
from .filters import BadQuery
from .query import Query

MOST_RULES = 12
TONES = ("positive", "warning", "negative", "info", "grey")
SHAPES = ("bar", "scale")

NOT_A_RULE = Text(
    "第 {n} 条颜色规则读不懂：要有条件和颜色，或一列数字的数据条、色阶",
    "Colour rule {n} can't be read: it has a condition and a colour, or a bar or scale for a column of numbers",
)
TOO_MANY = Text("颜色规则最多 {most} 条", "At most {most} colour rules")
NO_NUMBERS = Text("“{field}”不是数字，不能用数据条或色阶", "“{field}” holds no numbers, so it has no bars or scales")


class Colours:
    """The colour rules of a view over one question's rows.

    asked: [{filter, tone, column?}, {column, show: bar or scale}]; without a column the whole row stands out.
    """

    def __init__(self, query: Query, asked: Any):
        if not isinstance(asked, list) or len(asked) > MOST_RULES:
            raise BadQuery(TOO_MANY(most=MOST_RULES))
        self.query = query
        self.rules = [_sound(rule, at + 1) for at, rule in enumerate(asked)]
        self.conditions = [self._condition(rule) for rule in self.rules]
        self.measured = list(dict.fromkeys(rule["column"] for rule in self.rules if "show" in rule))
        for name in self.measured:
            self._number(name)

    def _condition(self, rule: dict[str, Any]) -> Query | None:
        if rule.get("column") is not None:
            self.query.column(rule["column"])
        return None if "show" in rule else Query(self.query.record, self.query.who, rule["filter"])

    def _number(self, name: str) -> Described:
        item = self.query.fields[name]
        if not isinstance(item, CountField | DecimalAsInteger):
            raise BadQuery(NO_NUMBERS(field=item.label))
        return item

    def meeting(self, ids: list[int]) -> list[list[int]]:
        """For each rule, those of the rows that meet its condition."""
        return [[] if condition is None or not ids else condition.among(ids) for condition in self.conditions]

    def scales(self) -> dict[str, list[Any]]:
        """Of each column that is drawn as bars or shades, its least and its largest number among all rows that fit."""
        return {name: self._between(name) for name in self.measured}

    def _between(self, name: str) -> list[Any]:
        expression, item = self.query.column(name), self.query.fields[name]
        ends = [fn(expression).coerce(False) for fn in (peewee.fn.MIN, peewee.fn.MAX)]
        select = self.query.record.select(*ends)
        select = select if self.query.where is None else select.where(self.query.where)
        bounds = cached(
            self.query.record, f"ends {name}", select, lambda: select.tuples().first(), self.query.over(name)
        )
        return [None if bound is None else item.keep(item.python_value(bound)) for bound in bounds]


def _sound(rule: Any, n: int) -> dict[str, Any]:
    if isinstance(rule, dict) and isinstance(rule.get("column"), str | None):
        if (
            rule.keys() <= {"filter", "tone", "column"}
            and isinstance(rule.get("filter"), dict)
            and rule.get("tone") in TONES
        ):
            return rule
        if rule.keys() == {"column", "show"} and rule["column"] and rule["show"] in SHAPES:
            return rule
    raise BadQuery(NOT_A_RULE(n=n))
