"""Names of what is declared, tables and their columns: kept as the declaration has them, told and understood as people call them."""

from collections.abc import Callable, Iterable
from typing import Any

from ..alike import plain
from ..pinyin import pinyin_of
from ..text import Text
from .choices import TagsField
from .described import EQUALS
from .texts import LineField

Known = dict[str, tuple[str, ...]]  # name → its labels: Chinese, English, and what else it is called


class NameField(LineField):
    """The name of one declared thing; one that isn't `known()` is kept as written, for a rule to refuse."""

    kind = "name"
    ops: tuple[str, ...] = EQUALS

    def __init__(self, zh: str, en: str, *, known: Callable[[], Known], **options: Any):
        super().__init__(zh, en, **options)
        self.known = known

    def read(self, value: Any) -> str | None:
        text = super().read(value)
        return called(self.known()).get(plain(text), text)

    def show(self, value: str | None, lang: str = "zh") -> str:
        return "" if value is None else label_of(self.known(), value).say(lang)

    def offers(self) -> list[dict[str, Any]]:
        return [_offer(name, labels) for name, labels in self.known().items()]


class NamesField(TagsField):
    """Several names of what belongs to the declared thing that the field `within` names: columns of a table.

    Kept with that one's name before it, `member.phone`, so that each says by itself what it is. `known(owner)` are those
    of one owner; what people write is only understood beside it, so the rule of the record calls `settle`.
    """

    kind, ops = "names", ("contains", "empty")

    def __init__(self, zh: str, en: str, *, within: str, known: Callable[[str], Known], **options: Any):
        super().__init__(zh, en, **options)
        self.within, self.known = within, known

    def show(self, value: list[str] | None, lang: str = "zh") -> str:
        return "、".join(self._label(word).say(lang) for word in value or ())

    def same(self, stored: Any, given: Any) -> bool:
        owner = parted(stored[0])[0] if stored else ""
        return stored == given or bool(given and owner) and self.settle(given, owner) == (stored, [])

    def settle(self, words: Iterable[str], owner: str) -> tuple[list[str], list[str]]:
        """What these words mean among the owner's: the names as they are kept, and the words that mean nothing there."""
        by_word = called(self.known(owner))
        names, unknown = {}, []
        for word in words:
            own, bare = parted(word)
            name = by_word.get(plain(bare if own == owner else self._label(word).zh if own else word))
            if name is None:
                unknown.append(self._label(word).zh)
            else:
                names[f"{owner}.{name}"] = None
        return [*names], unknown

    def spoken(self, text: str) -> list[str]:
        wanted = text.casefold()
        return [
            f'"{offer["key"]}"'
            for offer in self.offers()
            if any(wanted in said.casefold() for said in (offer["key"], *offer["label"].values()))
        ]

    def offers(self) -> list[dict[str, Any]]:
        owners = self.model.fields()[self.within].known()
        return [_offer(f"{owner}.{name}", labels) for owner in owners for name, labels in self.known(owner).items()]

    def _label(self, word: str) -> Text:
        """An old record of a change may hold a bare name: then whoever has a column of that name lends its label."""
        owner, name = parted(word)
        owners = [owner] if owner else self.model.fields()[self.within].known()
        return next(
            (label_of(known, name) for owner in owners if name in (known := self.known(owner))), Text(word, word)
        )


def called(known: Known) -> dict[str, str]:
    """What people write → the name that is meant: the names themselves, and after them what they are labelled."""
    names = {plain(name): name for name in known}
    for name, labels in known.items():
        for label in labels:
            names.setdefault(plain(label), name)
    return names


def parted(word: str) -> tuple[str, str]:
    """`member.phone` as owner and name; the owner is empty where the word is no such name."""
    owner, dot, name = word.partition(".")
    return (owner, name) if dot and owner.isidentifier() and name and " " not in name else ("", word)


def label_of(known: Known, name: str) -> Text:
    labels = known.get(name, (name, name))
    return Text(labels[0], labels[1])


def _offer(name: str, labels: tuple[str, ...]) -> dict[str, Any]:
    also = " ".join(filter(None, (pinyin_of(labels[0]), *labels[1:])))
    return {"key": name, "label": label_of({name: labels}, name).wire(), "also": also.lower()}
