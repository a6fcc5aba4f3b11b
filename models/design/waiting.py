"""What is still being made ready for an order or a filter that is asked for, in words, so that nobody wonders why it is slow."""

from collections.abc import Iterable, Iterator

from ..kit import Text
from ..kit.ask.figures import live_rows
from ..kit.declare.record import Record
from ..kit.formula.asking import formula_of
from ..kit.formula.fields import Computed, RollUpField
from ..kit.server.dialect import handle
from ..kit.write import stored
from .quicker import LARGE, WHO, asked_by, by_index, named

SLOWER = Text("；在那之前按它排序和筛选会慢一些", "; until then sorting and filtering by it is slower")
BRINGING = Text("正在为“{label}”建索引，已完成 {share}%", "“{label}” is being indexed, {share}% done")
SOON = Text("几分钟内开始为“{label}”建索引", "“{label}” begins to be indexed in a few minutes")
QUIET = Text(
    "“{label}”的索引等没有人写入时再建，最迟今夜",
    "“{label}” is indexed as soon as nobody writes, tonight at the latest",
)


def waiting(record: type[Record], names: Iterable[str], large: int = LARGE) -> list[Text]:
    """A sentence for each of these columns of a large table whose help is wanted by a shared view and isn't there yet."""
    computed = record.facts().computed
    reckoned = [computed[name] for name in dict.fromkeys(names) if name in computed]
    if not any(live_rows(over) >= large for declared in reckoned for over in _counted(record, declared)):
        return []
    asked = asked_by(record)
    said = (_said(record, declared) for declared in reckoned if declared.name in asked)
    return [Text(text.zh + SLOWER.zh, text.en + SLOWER.en) for text in said if text is not None]


def _counted(record: type[Record], declared: Computed) -> Iterator[type[Record]]:
    """The types whose rows make it large."""
    yield declared.over if isinstance(declared, RollUpField) else record


def _said(record: type[Record], declared: Computed) -> Text | None:
    formula = formula_of(WHO, record, declared.name)
    if not isinstance(declared, RollUpField):
        index = by_index(record, formula)
        there = {each.name for each in handle.get_indexes(record._meta.table_name)}
        return None if index is None or named(index) in there else QUIET(label=declared.label)
    if not stored.storable(record, declared, formula):
        return None
    share = stored.share(stored.called(formula))
    if share is None:
        return SOON(label=declared.label)
    return None if share == 1 else BRINGING(label=declared.label, share=int(share * 100))
