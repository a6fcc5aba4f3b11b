"""Workbooks that say a part of their rows outside their columns, made up by a seed, whose rows are known.

Sheets for each month or store, headings between rows, values only where they change, values as headers, tables side by side.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from exports.read.sheets import Book, SheetRows
from tests.helpers.layout_words import WORDS
from tests.layouts import CATEGORIES, REGIONS, STORES, TIERS, WAREHOUSES, Values, known, words_of

# What groups the rows of a type, as its field and what its rows are called there.
GROUPS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "store_day": (("store", STORES),),
    "complaint": (("store", STORES),),
    "expense": (("store", STORES), ("department", ("门店", "电商", "大客户", "物流仓储"))),
    "member": (("home_store", STORES), ("tier", TIERS)),
    "employee": (("store", STORES), ("department", ("门店", "电商", "大客户", "物流仓储"))),
    "product": (("category", CATEGORIES),),
    "store": (("region", REGIONS),),
    "vehicle": (("warehouse", WAREHOUSES),),
    "purchase": (("store", STORES),),
}
# A number for each pair: rows down, headers across, the number, and what a title calls it.
PAIRS = (
    ("store_day", "store", "day", "sales", "各店营业额"),
    ("store_day", "day", "store", "sales", "销售额日报"),
    ("shop_day", "day", "shop", "visitors", "网店访客数"),
    ("gift_budget", "store", "month", "amount", "礼品预算"),
    ("recruit_target", "month", "store", "target", "招募指标"),
    ("promotion_result", "promotion", "store", "sales", "活动销售额"),
)
KINDS = ("sheets", "months", "headings", "fill", "blocks", "across", "double", "plain")
MEASURES = {"sales": ("营业额", "销售收入"), "transactions": ("成交单数", "小票数"), "visitors": ("来客数", "客流")}


@dataclass
class Arranged:
    """A workbook, the record type, what is unusual about it, and what its rows are."""

    kind: str
    record: str
    book: Book
    rows: list[dict[str, Any]]
    columns: int


def arranged_layouts(seed: int, number: int, kinds: tuple[str, ...] = KINDS) -> Iterator[Arranged]:
    """So many workbooks, each kind in turn."""
    chance, names = random.Random(seed), known()
    for at in range(number):
        kind = kinds[at % len(kinds)]
        yield _Maker(chance, Values(chance, names)).make(kind)


class _Maker:
    def __init__(self, chance: random.Random, values: Values):
        self.chance, self.values = chance, values

    def make(self, kind: str) -> Arranged:
        return getattr(self, "_" + kind)()

    def _columns(self, record: str, without: tuple[str, ...]) -> dict[str, str]:
        """Some of the fields by the headers that a company gives them, those that rows need among them."""
        from models import house

        fields = house().records[record].fields()
        needed = {*house().records[record].sheet.key, *(n for n, item in fields.items() if item.required)}
        names = [n for n in WORDS[record] if n not in without and (n in needed or self.chance.random() < 0.7)]
        headers: dict[str, str] = {}
        for name in names:
            kept, held = words_of(record, name)
            header = self.chance.choice([*kept, *held])
            if header not in headers.values():
                headers[name] = header
        return headers

    def _rows(self, record: str, names: list[str], count: int) -> list[dict[str, Any]]:
        cells = {name: self.values.column(WORDS[record][name][0], count) for name in names}
        return [{name: cells[name][at] for name in names} for at in range(count)]

    def _top(self, width: int, title: str) -> list[list[Any]]:
        return [[title, *[None] * (width - 1)]] if self.chance.random() < 0.6 else []

    def _total(self, width: int) -> list[list[Any]]:
        word = self.chance.choice(("合计", "小计", "总计："))
        return [[word, *[1234] * (width - 1)]] if self.chance.random() < 0.4 else []

    def _group(self) -> tuple[str, str, list[str]]:
        record = self.chance.choice(list(GROUPS))
        name, called = self.chance.choice(GROUPS[record])
        return record, name, self.chance.sample(called, min(len(called), self.chance.randrange(2, 6)))

    def _sheets(self) -> Arranged:
        record, name, called = self._group()
        headers = self._columns(record, (name,))
        sheets, rows = [], []
        for label in called:
            mine = self._rows(record, list(headers), self.chance.randrange(2, 9))
            rows += [{**row, name: label} for row in mine]
            top = self._top(len(headers), f"{label}明细")
            body = [[row[n] for n in headers] for row in mine]
            sheets.append(SheetRows(label, [*top, list(headers.values()), *body, *self._total(len(headers))]))
        if self.chance.random() < 0.4:
            sheets.append(SheetRows("汇总", [list(headers.values()), *body]))
        return Arranged("sheets", record, Book("xlsx", sheets, name="台账"), rows, len(headers) + 1)

    def _months(self) -> Arranged:
        record, day = self.chance.choice((("store_day", "day"), ("expense", "spent_on"), ("visit", "visited_on")))
        headers = self._columns(record, ())
        way = self.chance.choice(("{}月", "2026年{}月", "2026-{:02}", "{}月份"))
        sheets, rows = [], []
        for month in range(self.chance.randrange(1, 4), self.chance.randrange(5, 12)):
            mine = self._rows(record, list(headers), self.chance.randrange(2, 6))
            bare = [(n + 1) * 3 for n in range(len(mine))]
            body = [[at if n == day else row[n] for n in headers] for at, row in zip(bare, mine, strict=True)]
            rows += [{**row, day: date(2026, month, at)} for at, row in zip(bare, mine, strict=True)]
            top = self._top(len(headers), f"2026年{month}月台账")
            sheets.append(SheetRows(way.format(month), [*top, list(headers.values()), *body]))
        return Arranged("months", record, Book("xlsx", sheets, name="2026年台账"), rows, len(headers))

    def _headings(self) -> Arranged:
        record, name, called = self._group()
        headers = self._columns(record, (name,))
        if len(headers) < 3:
            return self._headings()
        body, rows, merges = [], [], []
        top = self._top(len(headers), "明细表")
        way = self.chance.choice(("{}", "{}（{}）", "一、{}", "{}："))
        wide = self.chance.random() < 0.4
        for label in called:
            mine = self._rows(record, list(headers), self.chance.randrange(2, 7))
            rows += [{**row, name: label} for row in mine]
            body.append([way.format(label, f"{len(mine)}家"), *[None] * (len(headers) - 1)])
            if wide:
                line = len(top) + 1 + len(body)
                merges.append((line, 1, line, len(headers)))
            body += [[row[n] for n in headers] for row in mine] + self._total(len(headers))
        sheet = SheetRows("明细", [*top, list(headers.values()), *body], merges=merges)
        return Arranged("headings", record, Book("xlsx", [sheet], name="明细"), rows, len(headers) + 1)

    def _fill(self) -> Arranged:
        record, name, called = self._group()
        headers = self._columns(record, (name,))
        header = self.chance.choice(words_of(record, name)[0])
        body, rows = [], []
        again = self.chance.choice((None, "同上", "〃"))
        for label in called:
            mine = self._rows(record, list(headers), self.chance.randrange(3, 7))
            rows += [{**row, name: label} for row in mine]
            body += [[again if at else label, *(row[n] for n in headers)] for at, row in enumerate(mine)]
        sheet = SheetRows("明细", [[header, *headers.values()], *body])
        return Arranged("fill", record, Book("xlsx", [sheet], name="明细"), rows, len(headers) + 1)

    def _blocks(self) -> Arranged:
        record = self.chance.choice(("employee", "member", "supplier", "product"))
        headers = dict(list(self._columns(record, ()).items())[: self.chance.randrange(3, 6)])
        count, height = self.chance.choice((2, 2, 3)), self.chance.randrange(3, 9)
        gap = [None] * self.chance.randrange(0, 2)
        mine = self._rows(record, list(headers), count * height)
        cells = [[row[n] for n in headers] for row in mine]
        lines = [[value for b in range(count) for value in [*cells[b * height + at], *gap]] for at in range(height)]
        top = [value for _ in range(count) for value in [*headers.values(), *gap]]
        sheet = SheetRows("名单", [*self._top(len(top), "名单"), top, *lines])
        return Arranged("blocks", record, Book("xlsx", [sheet], name="名单"), mine, len(headers))

    def _named(self, record: str, name: str, count: int) -> tuple[list[Any], list[Any]]:
        """Some values of a field as a file writes them, and as they are meant."""
        from models import house

        if name == "day":
            first = self.chance.randrange(1, 15)
            days = [date(2026, 11, first + at) for at in range(count)]
            way = self.chance.choice((None, "{0.month}月{0.day}日", "{0.day}日", "{0:%Y-%m-%d}", "{0.month}/{0.day}"))
            return [day if way is None else way.format(day) for day in days], days
        if name == "month":
            months = self.chance.sample(range(1, 13), count)
            way = self.chance.choice(("{}月", "2026年{}月"))
            return [way.format(month) for month in months], [f"2026-{month:02}" for month in months]
        target = house().records[record].fields()[name].rel_model
        names = [getattr(row, target.sheet.title) for row in target.select()]
        made = self.chance.sample(names, min(count, len(names)))
        return made, made

    def _across(self) -> Arranged:
        record, down, across, number, title = self.chance.choice(PAIRS)
        written, meant = self._named(record, across, self.chance.randrange(3, 7))
        left, lines = self._named(record, down, self.chance.randrange(3, 7))
        lines = lines if down == "month" else left  # a month is read by the year of the title
        from models import house

        label = house().records[record].fields()[down].label.zh
        top = [[f"2026年11月{title}", *[None] * len(written)]]
        numbers = [[self.chance.randrange(10, 900) for _ in written] for _ in left]
        total = self.chance.random() < 0.5
        header = [label, *written, *(["合计"] if total else [])]
        body = [[name, *row, *([sum(row)] if total else [])] for name, row in zip(left, numbers, strict=True)]
        rows = [
            {down: line, across: value, number: numbers[i][k]}
            for i, line in enumerate(lines)
            for k, value in enumerate(meant)
        ]
        sheet = SheetRows("11月", [*top, header, *body, *self._total(len(header))])
        return Arranged("across", record, Book("xlsx", [sheet], name=title), rows, 3)

    def _double(self) -> Arranged:
        down, across = self.chance.choice((("store", "day"), ("day", "store")))
        written, meant = self._named("store_day", across, self.chance.randrange(2, 6))
        left, _ = self._named("store_day", down, self.chance.randrange(3, 7))
        measures = self.chance.sample(list(MEASURES), self.chance.choice((2, 3)))
        measures = [*dict.fromkeys(["sales", *measures])]
        under = [self.chance.choice(MEASURES[name]) for name in measures]
        width = len(measures)
        first = [{"store": "门店", "day": "日期"}[down]]
        first += [label for value in written for label in [value, *[None] * (width - 1)]]
        second = [None, *[label for _ in written for label in under]]
        body, rows = [], []
        for name in left:
            numbers = [[self.chance.randrange(10, 900) for _ in measures] for _ in written]
            body.append([name, *[value for group in numbers for value in group]])
            rows += [
                {down: name, across: value, **dict(zip(measures, group, strict=True))}
                for value, group in zip(meant, numbers, strict=True)
            ]
        top = [["2026年11月日报"]]
        merges = [(2, 2 + at * width, 2, 1 + (at + 1) * width) for at in range(len(written))]
        sheet = SheetRows("11月", [*top, first, second, *body], merges=merges)
        return Arranged("double", "store_day", Book("xlsx", [sheet], name="日报"), rows, 2 + width)

    def _plain(self) -> Arranged:
        """A table like any other, in which some optional cells are empty: nothing is to be proposed."""
        record = self.chance.choice(list(WORDS))
        headers = self._columns(record, ())
        mine = self._rows(record, list(headers), self.chance.randrange(6, 20))
        from models import house

        fields = house().records[record].fields()
        for row in mine[1:]:
            for name in headers:
                if not fields[name].required and name not in house().records[record].sheet.key:
                    row[name] = None if self.chance.random() < 0.3 else row[name]
        body = [[row[n] for n in headers] for row in mine]
        sheet = SheetRows("明细", [*self._top(len(headers), "明细"), list(headers.values()), *body])
        return Arranged("plain", record, Book("xlsx", [sheet], name="明细"), mine, len(headers))
