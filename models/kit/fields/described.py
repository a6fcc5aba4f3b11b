"""What every field says about itself: its two labels, and how its values are read, shown, kept and masked."""

import re
from typing import TYPE_CHECKING, Any

import peewee

from .. import own_words, reading, units
from ..server.standing import house
from ..text import Refused, Text

TOO_SMALL = Text("不能小于 {least}", "Must be at least {least}")
TOO_LARGE = Text("不能大于 {most}", "Must be at most {most}")
TOO_LONG = Text("最多 {most} 个字，现有 {length} 个", "At most {most} characters; there are {length}")
MASKED_TEXT = Text("这是打了星号的内容，请填写完整的值", "This is the masked text; enter the full value")
MASK = "***"
AUTO_DIGITS = 14  # of an automatic number: the day and the count
EQUALS = ("eq", "ne", "in", "not_in", "empty")
RANGE = (*EQUALS, "lt", "le", "gt", "ge")
CALENDAR = (*RANGE, "span")  # also by days that move: today, last week
WORDS = (*EQUALS, "contains", "starts")
_GUARDED = re.compile(r"'(?=[\s\"'“”‘’`]*[=+\-@＝＋－＠﹢﹣﹦﹫])")


if TYPE_CHECKING:
    from peewee import Field as Stock  # what it is mixed into is always one
else:
    Stock = object


class Described(Stock):
    """What every field says about itself beside peewee's own options; mixed in before the stock field class.

    setter: the right it takes to set this field by hand, beside that to add or edit the row. asked: people have to fill it in,
    though a row may be without: what rules write, and what was there before the field was. keepers: only who may edit the
    type sees it. ours: the app's own words may stand in it; they are told in the reader's language.
    usual: what people's new rows start with, and rules' rows do not; aside: nobody sees it but rules, jobs and figures. The
    design may say both of a declared field, on the copy that stands in the house.
    """

    kind = "line"
    ops: tuple[str, ...] = EQUALS
    width = 120
    digits = 0
    uploaded = False  # what stands in it is put there file by file
    native: type | None = None  # what the database takes of it as it is, where that is all there is
    percent = False  # whether the value counts in per cent: 5% is 5
    unparted = False  # whether its digits stand without separators, as those of a year
    unit = units.NOTHING  # what its numbers count in
    linked: Any = None  # the record type that it leads to, of links alone

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        hint: Text | None = None,
        locked: bool = False,
        derived: bool = False,
        mask: bool = False,
        secret: bool = False,
        public: bool = False,
        aka: tuple[str, ...] = (),
        also: tuple[str, ...] = (),
        width: int | None = None,
        sum: bool = False,
        auto: str | None = None,
        setter: str | None = None,
        asked: bool = False,
        keepers: bool = False,
        ours: bool = False,
        usual: Any = None,
        aside: bool = False,
        **stock: Any,
    ):
        self.label, self.hint, self.aka, self.also, self.sum = Text(zh, en), hint, aka, also, sum
        self.ratio = False  # whether its total is a sum over a sum, see `formula.ratios`
        self.derived, self.locked, self.mask, self.secret = derived, locked or derived, mask, secret
        self.auto, self.public, self.setter = auto, public, setter
        self.asked, self.keepers, self.ours = asked, keepers, ours
        self.usual, self.aside = usual, aside
        self.width = width or type(self).width
        super().__init__(verbose_name=zh, help_text=hint.zh if hint else None, **stock)

    @property
    def opening(self) -> Any:
        """What becomes of a value that a new row brings along although rules keep it; None where it may bring none."""
        return house().openings.get((getattr(self, "model", None), getattr(self, "name", None)))

    @property
    def numbered_like(self) -> str | None:
        """What a number given by itself looks like, for the width of its column; None where none is given."""
        return self.auto and self.auto + "0" * AUTO_DIGITS

    @property
    def required(self) -> bool:
        nothing = self.default is None and self.usual is None and self.auto is None
        return (self.asked or not self.null) and nothing

    def parse(self, value: Any) -> Any:
        """The Python value of what was typed, pasted, imported or sent; None when empty. Raises Refused."""
        if self.mask and value == MASK:
            raise Refused(MASKED_TEXT)
        return None if reading.is_empty(value) else self.read(value)

    def completed(self, value: Any) -> Any:
        """What a person enters, with what goes without saying today: the year of a day. Raises Refused where it doesn't."""
        return value

    def with_unit(self, value: Any) -> Any:
        """What a cell with a unit comes to (`kit.measures`); None where it has none, and of all that are no numbers."""
        return None

    def enter(self, value: Any) -> Any:
        """`parse`, of what a person enters here and now."""
        return self.parse(self.completed(value))

    def read(self, value: Any) -> Any:
        raise NotImplementedError

    def show(self, value: Any, lang: str = "zh") -> str:
        """The value as people read it."""
        return "" if value is None else own_words.spoken(str(value), lang) if self.ours else str(value)

    def same(self, stored: Any, given: Any) -> bool:
        """Whether a file that says `given` says what is stored, as far as it can show it."""
        if stored == given or (self.ours and stored is not None and given == own_words.spoken(str(stored), "en")):
            return True
        texts = isinstance(stored, str | list) and type(given) is type(stored)
        return texts and (_unguarded(given) == stored or given == _unguarded(stored))

    def keep(self, value: Any) -> Any:
        """The value as JSON keeps it, on the wire and in the history; `parse(keep(v)) == v`."""
        return value

    def spoken(self, text: str) -> list[str]:
        """What stands in the database where people see this text."""
        return [text]

    def offers(self) -> list[dict[str, Any]] | None:
        """The names that can be chosen, with their labels; None where it isn't one that is meant."""
        return None

    def masked(self, value: Any) -> Any:
        """What those see who may not see the value."""
        return None if value is None else MASK

    def bound(self, value: Any) -> Any:
        if self.least is not None and value < self.least:
            raise Refused(TOO_SMALL(least=self.least))
        if self.most is not None and value > self.most:
            raise Refused(TOO_LARGE(most=self.most))
        return value


def is_stored_as_is(item: peewee.Field) -> bool:
    """Whether the driver's value is the Python value: no class of ours on the way from the field to peewee reads it."""
    return not any("python_value" in vars(cls) for cls in type(item).__mro__ if cls.__module__.startswith(__package__))


def _unguarded(value: str | list) -> str | list:
    """Without the ' that keeps a text in a csv from being a formula: a spreadsheet that saves the csv as a workbook keeps it."""
    if isinstance(value, list):
        return [_unguarded(value[0]), *value[1:]] if value and isinstance(value[0], str) else value
    return value[1:] if _GUARDED.match(value) else value
