"""What is chosen rather than typed: yes or no, one of a list, a few words, another record."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import peewee

from .. import reading
from ..simplified import simplified
from ..text import Refused, Text
from .described import TOO_LONG, Described

NOT_AN_OPTION = Text("没有“{value}”这一项，可选：{options}", "“{value}” is not an option; choose one of {options}")
RETIRED = Text("“{value}”已停用，请改选：{options}", "“{value}” is not in use any more; choose one of {options}")
NOT_A_FLAG = Text("“{value}”看不出是或否，请填“是”或“否”", "“{value}” is neither yes nor no; write one of them")
_BETWEEN = re.compile(r"[,，、;；|\r\n]")
NOT_A_LINK = Text("“{value}”不是一条记录", "“{value}” is not a record")
YES = {"1", "是", "有", "y", "yes", "true", "√", "✓", "对"}
NO = {"0", "否", "无", "n", "no", "false", "×", "✗", "没有"}


def yes_or_no(text: Any) -> bool:
    """What people write for it. Raises Refused."""
    word = reading.narrow(text).lower()
    if word in YES or word in NO:
        return word in YES
    raise Refused(NOT_A_FLAG(value=word[:40]))


class FlagField(Described, peewee.SmallIntegerField):
    """Yes or no."""

    kind, ops, width = "flag", ("eq", "ne", "empty"), 80

    def read(self, value: Any) -> bool:
        return value if isinstance(value, bool) else yes_or_no(value)

    def show(self, value: bool | None, lang: str = "zh") -> str:
        return "" if value is None else Text("是", "Yes").say(lang) if value else Text("否", "No").say(lang)

    def db_value(self, value: Any) -> int | None:
        return None if value is None else int(bool(value))

    def python_value(self, value: Any) -> bool | None:
        return None if value is None else bool(value)


@dataclass(frozen=True)
class Choice:
    """One option: its key in the database, its two names, other names met in workbooks, and the tone of its pill.

    retired: rows may hold it still, but nobody is offered it any more.
    """

    key: str
    zh: str
    en: str
    tone: str = "grey"
    aka: tuple[str, ...] = ()
    retired: bool = False

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


class ChoiceField(Described, peewee.CharField):
    """One of a list; read by key or by either name. options: the list, or a function that asks for the one in force.

    open: no rule depends on which they are, so further ones may be added in the browser.
    """

    kind, width = "choice", 110

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        options: Iterable[Choice] | Callable[[], tuple[Choice, ...]],
        open: bool = False,
        **stock: Any,
    ):
        self.open = open
        self._options = options if callable(options) else tuple(options)
        self._known: tuple[Any, dict[str, str]] = (None, {})
        super().__init__(zh, en, max_length=30, **stock)

    @property
    def options(self) -> tuple[Choice, ...]:
        return self._options() if callable(self._options) else self._options

    def further(self, options: Iterable[Choice]) -> None:
        """These can be chosen as well."""
        self._options = (*self.options, *options)
        self._known = (None, {})

    @property
    def offered(self) -> tuple[Choice, ...]:
        """Those that can be chosen anew."""
        return tuple(option for option in self.options if not option.retired)

    def _named(self) -> dict[str, str]:
        """The key by each of its names, for the list that is in force."""
        options, (seen, named) = self.options, self._known
        if options is not seen:
            words = [
                (name, option.key) for option in options for name in (option.key, option.zh, option.en, *option.aka)
            ]
            named = {reading.narrow(name).casefold(): key for name, key in words}
            self._known = (options, named)
        return named

    def read(self, value: Any) -> str:
        word, named = reading.narrow(value), self._named()
        key = named.get(word.casefold()) or named.get(simplified(word).casefold())
        if key is None:
            raise Refused(self.unknown(word))
        return key

    def unknown(self, word: Any) -> Text:
        """What is said of a value that is none of the options."""
        zh, en = ("、".join(c.zh for c in self.offered), ", ".join(c.en for c in self.offered))
        old = next((option for option in self.options if option.key == word), None)
        if old is not None:
            return RETIRED(value=old.label, options=Text(zh, en))
        return NOT_AN_OPTION(value=str(word)[:40], options=Text(zh, en))

    def show(self, value: str | None, lang: str = "zh") -> str:
        return next((choice.label.say(lang) for choice in self.options if choice.key == value), value or "")


class TagsField(Described, peewee.TextField):
    """A few short words, kept as a JSON list of texts."""

    kind, ops, width = "tags", ("contains", "empty"), 160

    def read(self, value: Any) -> list[str] | None:
        parts = value if isinstance(value, list | tuple) else [value]
        parts = [word for part in parts if part is not None for word in _BETWEEN.split(reading.clean(part))]
        words = list(dict.fromkeys(word for word in map(reading.clean, parts) if word))
        if sum(map(len, words)) > 500:
            raise Refused(TOO_LONG(most=500, length=sum(map(len, words))))
        return words or None

    def show(self, value: list[str] | None, lang: str = "zh") -> str:
        return "、".join(value or ())

    def db_value(self, value: list[str] | None) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def python_value(self, value: str | None) -> list[str] | None:
        return json.loads(value) if value else None


class LinkField(Described, peewee.ForeignKeyField):
    """Another record, by its id. A ledger's link `outlives` what it points at: no foreign key holds the target back.

    where: a grid filter, or a function that makes one, of the rows a picker offers; whether another one will do is for the
    rule to say. beside: fields of the row that are told beside its name there. beyond: it may name rows, too, that whoever
    writes doesn't see, by code and name alone (`naming`).
    """

    kind, width = "link", 140

    def __init__(
        self,
        model: Any,
        zh: str,
        en: str,
        *,
        outlives: bool = False,
        where: Any = None,
        beside: tuple = (),
        beyond: bool = False,
        **options: Any,
    ):
        self.outlives, self.where, self.beside, self.beyond = outlives, where, beside, beyond
        options.setdefault("on_delete", None if outlives else "RESTRICT")
        options.setdefault("backref", "+")
        super().__init__(zh, en, model=model, **options)

    @property
    def linked(self) -> Any:  # type: ignore[override]
        return self.rel_model

    def read(self, value: Any) -> int:
        """The id; text (a name, a code, pinyin) is looked up by the door, which knows who asks."""
        if isinstance(value, dict):
            value = value.get("id")
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**53:
            return value
        raise Refused(NOT_A_LINK(value=reading.quoted(value)))

    def foreign_key_constraint(self, *args: Any, **options: Any):
        return None if self.outlives else super().foreign_key_constraint(*args, **options)


class LaterLink(peewee.DeferredForeignKey):
    """A link to a type declared further on, by its class name, where two types point at each other; a LinkField once it is there."""

    def __init__(self, model: str, zh: str, en: str, **options: Any):
        self.words, self.options = (zh, en), options
        super().__init__(model, null=options.get("null"))

    def set_model(self, rel_model: type[peewee.Model]) -> None:
        link = LinkField(rel_model, *self.words, **self.options)
        link._order = self._order  # it stands where it was declared
        self.model._meta.add_field(self.name, link)
