"""Columns whose headers say exactly one thing and whose values plainly another: 手机号 over names. A person is asked about them."""

from collections.abc import Callable
from dataclasses import replace

from exports.incoming.column_values import ColumnValues
from exports.incoming.columns import FoundColumn, Guess
from exports.incoming.fitting import readable, said
from exports.incoming.labels import normal
from exports.incoming.table import Table
from models.kit import fields
from models.kit.fields import Described
from models.kit.text import Text, join

LEAST_VALUES = 3  # fewer different values may all be slips
MOSTLY, HARDLY = 0.8, 0.2
WORTH = 0.1
BUT = Text(
    "表头是“{header}”，但 {share} 的值像{kind}", "the header is “{header}”, but {share} of the values look like {kind}"
)
DAY_ONLY = Text(
    "表头是“{header}”，值里没有几点几分，也可能是{others}",
    "the header is “{header}” and no value has a time of the day; it could be {others} as well",
)
UNREAD = Text(
    "表头是“{header}”，但 {share} 的值读不成{field}，也可能是{others}",
    "the header is “{header}”, but {share} of the values can't be read as {field}; it could be {others} as well",
)
LIKE_ANOTHER = 0.45  # how near words must come to a field that nothing went to yet
PEOPLE, PHONES = Text("人名", "names of people"), Text("电话号码", "phone numbers")
IDENTITIES, DAYS = Text("身份证号", "ID numbers"), Text("日期", "days")
PLATES, MAILS, LINKS = Text("车牌号", "number plates"), Text("邮箱", "mail addresses"), Text("网址", "web addresses")
ADDRESSES = Text("地址", "addresses")
KINDS: tuple[tuple[str, Text], ...] = (
    ("phones", PHONES),
    ("identities", IDENTITIES),
    ("days", DAYS),
    ("plates", PLATES),
    ("mails", MAILS),
    ("links", LINKS),
    ("people", PEOPLE),
    ("addresses", ADDRESSES),
)
CODED = {"number", "batch", "barcode", "plate", "licence", "card", "waybill", "idcard", "phone"}
CALLED = {"name", "person", "contact", "owner", "member", "client", "driver", "employee", "teacher", "address"}
READ = (
    fields.PhoneField,
    fields.IdNumberField,
    fields.EmailField,
    fields.UrlField,
    fields.DayField,
    fields.MomentField,
    fields.MonthField,
    fields.CountField,
    fields.DecimalAsInteger,
    fields.FlagField,
    fields.ChoiceField,
)


def doubted(
    table: Table,
    items: dict[str, Described],
    values_of: Callable[[int], ColumnValues],
    means: Callable[[str], frozenset[str]],
    known: Callable[[str, ColumnValues], float],
    near: Callable[[str, ColumnValues], dict[str, float]],
) -> Table:
    """The table with a question at each column that holds something else than its header says.

    means: the concepts of a field's label; known: the share of values that a link knows; near: how near a header comes to
    the fields that could hold these values.
    """

    settled = {column.name for column in table.columns if column.name and (not column.guess or column.guess.sure)}

    def with_question(column: FoundColumn) -> FoundColumn:
        if not column.name or column.guess or column.chosen or column.added or column.name not in items:
            return column
        values = values_of(column.index)
        other = _otherwise(items[column.name], values, means(column.name), lambda: known(column.name, values))
        other = other or _other_names(column.name, items, values, known)
        if other is None:
            asked = _days_besides(column, items, values, settled) or _another(column, items, values, settled, near)
            return replace(column, guess=asked) if asked else column
        kind, share = other
        why = BUT(header=column.label, share=said(share), kind=kind)
        return replace(column, guess=Guess(column.name, False, WORTH, why))

    return replace(table, columns=tuple(map(with_question, table.columns)))


def _days_besides(
    column: FoundColumn, items: dict[str, Described], values: ColumnValues, taken: set[str]
) -> Guess | None:
    """A question where 上班日期 was taken for 上班时间, its values are days, and a day of the record has no column yet."""
    item, head = items[column.name or ""], normal(column.label)
    own = {normal(label) for label in (item.label.zh, item.label.en, column.name, *item.aka, *item.also)}
    if not isinstance(item, fields.MomentField) or head in own or not head.endswith(("日期", "日")):
        return None
    free = [
        name
        for name, other in items.items()
        if isinstance(other, fields.DayField) and not other.locked and name not in taken
    ]
    if not free or values.days < MOSTLY or values.hours > HARDLY or len(values.values) < LEAST_VALUES:
        return None
    others = join([items[name].label for name in free], "、", ", ")
    return Guess(column.name or "", False, WORTH, DAY_ONLY(header=column.label, others=others), tuple(free))


def _another(
    column: FoundColumn,
    items: dict[str, Described],
    values: ColumnValues,
    taken: set[str],
    near: Callable[[str, ColumnValues], dict[str, float]],
) -> Guess | None:
    """A question where the values are none of the options, no number or no day, and a field that is called alike has no column."""
    item = items[column.name or ""]
    if not isinstance(item, READ) or getattr(item, "open", False) or len(values.values) < 2:
        return None
    if (share := readable(item, values)) > HARDLY:
        return None
    ways = near(column.label, values)
    others = [name for name in sorted(ways, key=lambda name: -ways[name]) if ways[name] >= LIKE_ANOTHER]
    others = [name for name in others if name not in taken and not items[name].locked][:2]
    if not others:
        return None
    said_so = join([items[name].label for name in others], "、", ", ")
    why = UNREAD(header=column.label, share=said(1 - share), field=item.label, others=said_so)
    return Guess(column.name or "", False, WORTH, why, tuple(others))


def _other_names(
    name: str, items: dict[str, Described], values: ColumnValues, known: Callable[[str, ColumnValues], float]
) -> tuple[Text, float] | None:
    """The field whose options or whose rows the values are, where they are none of the one that the header names."""
    item = items[name]
    named = bool(item.linked) or isinstance(item, fields.ChoiceField)
    if not (named or isinstance(item, READ)) or len(values.values) < 2 or getattr(item, "open", False):
        return None

    def share(other: str) -> float:
        return known(other, values) if items[other].linked else readable(items[other], values)

    if share(name) > HARDLY:
        return None
    kinds = (bool(item.linked),) if named else (True, False)
    others = (
        other
        for other, there in items.items()
        if other != name and (there.linked or isinstance(there, fields.ChoiceField)) and bool(there.linked) in kinds
    )
    best = next(((other, part) for other in others if (part := share(other)) >= MOSTLY), None)
    return (items[best[0]].label, best[1]) if best else None


def _otherwise(
    item: Described, values: ColumnValues, means: frozenset[str], known: Callable[[], float]
) -> tuple[Text, float] | None:
    """What the values plainly are instead, and how many of them; None where they may well be what the header says."""
    if len(values.values) < LEAST_VALUES:
        return None
    kind, share = next(
        ((text, share) for name, text in KINDS if (share := getattr(values, name)) >= MOSTLY), (None, 0.0)
    )
    if kind is None or not _can_not_be(item, kind, values, means):
        return None
    return None if item.linked and known() > HARDLY else (kind, share)


def _can_not_be(item: Described, kind: Text, values: ColumnValues, means: frozenset[str]) -> bool:
    if item.linked:
        return kind in (PHONES, IDENTITIES, DAYS, MAILS, LINKS)
    if isinstance(item, fields.CountField | fields.DecimalAsInteger) and kind in (PHONES, IDENTITIES):
        return True
    if isinstance(item, READ):
        return readable(item, values) <= HARDLY
    if isinstance(item, fields.NoteField | fields.TagsField | fields.PinyinField) or not isinstance(
        item, fields.LineField
    ):
        return False
    if means & CODED:  # a card number may well be a phone number
        return kind is PEOPLE and values.codes <= 1 - MOSTLY
    return bool(means & CALLED) and kind in (PHONES, IDENTITIES, DAYS, MAILS)
