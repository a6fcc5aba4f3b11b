"""Kinds of columns 列的类型: what a column made in the browser can be, and the field that each becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..kit.declare.record import Row
from ..kit.fields import (
    BarcodeField,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    DecimalField,
    Described,
    EmailField,
    FilesField,
    FlagField,
    IdNumberField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    MonthField,
    NoteField,
    PhoneField,
    ProgressField,
    RatingField,
    RunningField,
    TagsField,
    UrlField,
    in_per_cent,
)
from ..kit.server.standing import house
from ..kit.text import Text
from ..organization import Employee
from . import computed, traced

Options = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind: `make(column, choices, options)` is its field. takes: which settings of a column mean something to it.

    computes: no table holds its values, they are reckoned when they are asked for. turns: it can become another kind.
    """

    choice: Choice
    make: Callable[[Row, tuple[Choice, ...], Options], Any]
    takes: frozenset[str]
    computes: bool = False
    turns: bool = True


def _kind(key: str, zh: str, en: str, make: Callable[..., Described], takes: str = "") -> tuple[str, Kind]:
    return key, Kind(Choice(key, zh, en), make, frozenset({"hint", "required", *takes.split()}))


def _computed(key: str, zh: str, en: str, takes: str) -> tuple[str, Kind]:
    kind = Choice(key, zh, en)
    return key, Kind(
        kind, lambda column, _, options: computed.field_of(column, options), frozenset(takes.split()), True, False
    )


def _traced(key: str, zh: str, en: str) -> tuple[str, Kind]:
    kind = Choice(key, zh, en)
    return key, Kind(
        kind, lambda column, _, options: traced.field_of(column, options), frozenset({"hint"}), True, False
    )


def _files(key: str, zh: str, en: str, pictures: bool) -> tuple[str, Kind]:
    def make(column: Row, choices: tuple[Choice, ...], options: Options) -> Described:
        return FilesField(column.zh, column.en, pictures=pictures, **options)

    return key, Kind(Choice(key, zh, en), make, frozenset({"hint", "mask"}), turns=False)


def _plain(cls: type[Described]) -> Callable[..., Described]:
    return lambda column, choices, options: cls(column.zh, column.en, **options)


def _bounded(cls: type[Described], whole: bool = False) -> Callable[..., Described]:
    """A number between what the column says."""

    def make(column: Row, choices: tuple[Choice, ...], options: Options) -> Described:
        bounds = {name: getattr(column, name) for name in ("least", "most")}
        bounds = {name: int(value) if whole and value is not None else value for name, value in bounds.items()}
        return cls(column.zh, column.en, **bounds, **options)

    return make


def heads_of(column: Row) -> list[Text]:
    """What a column is called, and what stands over it where its unit is told there."""
    label = Text(column.zh, column.en)
    return [label, in_per_cent(label)] if column.kind == "percent" or column.percent else [label]


def _decimal(percent: bool) -> Callable[..., Described]:
    def make(column: Row, choices: tuple[Choice, ...], options: Options) -> Described:
        digits = 2 if column.digits is None else column.digits
        bounds = {"least": column.least, "most": column.most}
        label = Text(column.zh, column.en)
        head = in_per_cent(label) if percent else label
        aka = () if head == label else (label.zh, label.en)  # people and files go on calling it as it was called here
        return DecimalField(head.zh, head.en, digits=digits, percent=percent, aka=aka, **bounds, **options)

    return make


def _chosen(column: Row, choices: tuple[Choice, ...], options: Options) -> Described:
    return ChoiceField(column.zh, column.en, options=choices, **options)


def _linked(column: Row, choices: tuple[Choice, ...], options: Options) -> Described:
    return LinkField(house().records[column.target], column.zh, column.en, **options)


def _running(column: Row, choices: tuple[Choice, ...], options: Options) -> Described:
    return RunningField(column.zh, column.en, pattern=column.pattern, **options)


def _person(column: Row, choices: tuple[Choice, ...], options: Options) -> Described:
    return LinkField(Employee, column.zh, column.en, **options)


# In the order in which they are offered: those that most columns are stand where nobody has to look for them.
KINDS: dict[str, Kind] = dict(
    (
        _kind("line", "单行文字", "Line of text", _plain(LineField), "default search mask only_once"),
        _kind("note", "多行文字", "Note", _plain(NoteField), "default search mask"),
        _kind("choice", "选项", "Choice", _chosen, "default choices"),
        _kind(
            "count", "整数", "Whole number", _bounded(CountField, whole=True), "default least most sum mask only_once"
        ),
        _kind("decimal", "小数", "Decimal", _decimal(percent=False), "default least most digits sum mask"),
        _kind("money", "金额", "Money", _bounded(MoneyField), "default least most sum mask"),
        _kind("day", "日期", "Day", _plain(DayField), "default mask"),
        _kind("flag", "是/否", "Yes or no", _plain(FlagField), "default"),
        _computed("formula", "公式", "Formula", "formula digits percent sum hint"),
        _computed("lookup", "查找", "Lookup", "through target picks condition figure sorted_by digits percent hint"),
        _computed(
            "rollup", "汇总", "Roll-up", "target through figure picks condition sorted_by digits percent sum hint"
        ),
        _kind("percent", "百分比", "Percent", _decimal(percent=True), "default least most digits mask"),
        _kind("moment", "日期时间", "Moment", _plain(MomentField), "default"),
        _kind("month", "月份", "Month", _plain(MonthField), "default"),
        _kind("tags", "标签", "Tags", _plain(TagsField), "default"),
        _kind("phone", "电话", "Phone", _plain(PhoneField), "search mask only_once"),
        _kind("idnumber", "身份证号", "ID number", _plain(IdNumberField), "search mask only_once"),
        _kind("email", "邮箱", "E-mail", _plain(EmailField), "default search mask only_once"),
        _kind("url", "网址", "Web address", _plain(UrlField), "default search"),
        _kind("person", "员工", "Person", _person, "search"),
        _kind("link", "关联", "Link", _linked, "target search"),
        (
            "running",
            Kind(Choice("running", "编号", "Running number"), _running, frozenset({"pattern", "hint", "search"})),
        ),
        _kind("barcode", "条码/二维码", "Barcode", _plain(BarcodeField), "search mask only_once"),
        _files("picture", "图片", "Picture", pictures=True),
        _files("file", "文件", "File", pictures=False),
        _kind("rating", "评分", "Rating", _plain(RatingField), "default"),
        _kind("progress", "进度", "Progress", _plain(ProgressField), "default"),
        _traced("created_at", "创建时间", "Created at"),
        _traced("created_by", "创建人", "Created by"),
        _traced("changed_at", "最近修改时间", "Last changed at"),
        _traced("changed_by", "最近修改人", "Last changed by"),
    )
)


def bare(column: Row) -> Row:
    """What a column is whatever its default: what its options are comes later, or was changed since."""
    return Row(**{**vars(column), "usual": None})


def field_of(column: Row, choices: tuple[Choice, ...]) -> Described:
    """The field a row of the design describes, not yet bound to its record type. Raises Refused for a default it can't be."""
    kind = KINDS[column.kind]
    options: Options = {
        "null": True,
        "asked": bool(column.required),
        "keepers": column.seen_by == "keepers",
        "hint": Text(column.hint_zh, column.hint_en or column.hint_zh) if column.hint_zh else None,
        **{name: bool(getattr(column, name)) for name in {"sum"} & kind.takes},
        "mask": bool(column.mask),  # what was sensitive stays so as whatever kind
        **({"unique": True} if "only_once" in kind.takes and column.only_once else {}),
    }
    item = kind.make(column, choices, options)
    if column.usual is not None and "default" in kind.takes:
        item.default = item.parse(column.usual)
        if isinstance(item, ChoiceField) and item.default not in [option.key for option in item.offered]:
            item.default = None  # it was retired since
    return item
