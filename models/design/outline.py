"""A record type as a whole, for who looks at its design: its columns, how they hang together, its steps, and who may what."""

from dataclasses import dataclass

from ..accounts.people import Grant, Role
from ..kit.declare.access import VERB_WORDS, Who, may
from ..kit.declare.record import Record, Row, links_to
from ..kit.declare.states import state_label
from ..kit.fields import Choice, ChoiceField, Described, LinkField, PinyinField
from ..kit.formula import shown
from ..kit.formula.checks import understood
from ..kit.server.standing import house
from ..kit.text import Text
from .build import check_of
from .checks import DesignCheck
from .columns import DesignColumn
from .kinds import KINDS
from .uses import uses

OTHER_KINDS = {
    "quantity": Text("小数", "Decimal"),
    "pinyin": Text("拼音", "Pinyin"),
    "name": Text("名称", "Name"),
    "names": Text("名称", "Names"),
}
MADE, BUILT_IN, RECKONED = Text("自己加的", "Made here"), Text("自带", "Built in"), Text("算出来的", "Reckoned")
REQUIRED, DEFAULT, BY_RULES = (
    Text("必填", "Required"),
    Text("默认 {value}", "Default {value}"),
    Text("规则填写", "By rules"),
)
ASIDE, SENSITIVE, ONLY_ONCE = Text("已隐藏", "Hidden"), Text("敏感", "Sensitive"), Text("不能重复", "Unique")
LEAST, MOST = Text("≥\u00a0{least}", "≥\u00a0{least}"), Text("≤\u00a0{most}", "≤\u00a0{most}")
OPEN = Text("可加选项", "Takes more options")
ANYBODY, NEEDS = Text("须{verb}权限", "Takes the right to {verb}"), Text("先填{fields}", "Needs {fields}")
REASON, PAPERS, OTHERS = Text("写明原因", "A reason"), Text("附文件", "A file"), Text("换一个人", "Another person")
ALL_ROWS = {
    "all": Text("全部", "All"),
    "region": Text("本区域", "Own region"),
    "store": Text("本门店", "Own store"),
    "own": Text("本人", "Own"),
}


@dataclass(frozen=True)
class Line:
    """One column. notes: what holds of it, in a few words each; used: where, in a sentence each."""

    name: str
    label: Text
    kind: Text
    origin: Text
    notes: tuple[Text, ...]
    options: tuple[Choice, ...]
    used: tuple[Text, ...]


@dataclass(frozen=True)
class Move:
    """One step."""

    label: Text
    froms: tuple[Text, ...]
    to: Text
    demands: tuple[Text, ...]


@dataclass(frozen=True)
class Right:
    """What a role may."""

    role: Text
    rows: Text
    verbs: tuple[Text, ...]
    hidden: tuple[Text, ...]
    masked: tuple[Text, ...]


@dataclass(frozen=True)
class Held:
    """One check: the sentence, the formula as people read it in either language, and the columns that it reads.

    id: of its row in the design; None for one that is declared.
    """

    id: int | None
    label: Text
    formula: Text
    reads: tuple[Text, ...]


@dataclass(frozen=True)
class Outline:
    """All of it. linked: the types that link here, each with the link's label."""

    columns: tuple[Line, ...]
    steps: tuple[Move, ...]
    checks: tuple[Held, ...]
    rights: tuple[Right, ...]
    linked: tuple[tuple[str, Text, Text], ...]
    removed: tuple[Row, ...]


def outline(record: type[Record], who: Who) -> Outline:
    """The design of a type, as far as this person may see the rows that say it."""
    facts = record.facts()
    shown = [name for name in facts.columns if name in facts.readable]
    columns = [_line(record, name, facts.readable[name]) for name in shown if not _is_reading(facts.readable[name])]
    removed = DesignColumn.rows(DesignColumn.record_type == record.key(), DesignColumn.state == "removed")
    linked = {
        (link.model.key(), link.model.sheet.label, link.label)
        for link in links_to(record)
        if hasattr(link.model, "sheet")
    }
    there = sorted((link for link in linked if link[0] in house().records), key=lambda link: (link[0], link[2].zh))
    rights = _rights(record) if may(who, "see", Grant) else ()
    return Outline(tuple(columns), _steps(record), _checks(record), rights, tuple(there), tuple(removed))


def _is_reading(item: Described) -> bool:
    return isinstance(item, PinyinField) or item.secret


def _line(record: type[Record], name: str, item: Described) -> Line:
    made = name not in record._meta.fields
    origin = RECKONED if name in record.facts().computed else MADE if made else BUILT_IN
    options = item.options if isinstance(item, ChoiceField) else ()
    used = tuple(use.where for use in uses(record, name))
    return Line(name, item.label, kind_of(item), origin, tuple(_notes(record, item)), tuple(options), used)


def kind_of(item: Described) -> Text:
    """What a column holds, as people say it."""
    if isinstance(item, LinkField):
        label = item.rel_model.sheet.label
        return Text(f"关联：{label.zh}", f"Link: {label.en}")
    key = "percent" if item.percent else item.kind
    return KINDS[key].choice.label if key in KINDS else OTHER_KINDS.get(key, Text(key, key))


def _notes(record: type[Record], item: Described) -> list[Text]:
    usual = item.default if item.usual is None else item.usual
    least, most = getattr(item, "least", None), getattr(item, "most", None)
    notes = [
        (item.required and not item.locked, REQUIRED),
        (item.locked, BY_RULES),
        (item.aside, ASIDE),
        (item.mask, SENSITIVE),
        ((item.name,) in record.unique_sets(), ONLY_ONCE),
        (least is not None, LEAST(least=least)),
        (most is not None, MOST(most=most)),
        (isinstance(item, ChoiceField) and item.open, OPEN),
    ]
    if usual is not None and not callable(usual) and not item.locked:
        notes.append((True, DEFAULT(value=Text(item.show(usual, "zh"), item.show(usual, "en")))))
    return [text for holds, text in notes if holds]


def _steps(record: type[Record]) -> tuple[Move, ...]:
    fields = record.fields()
    moves = []
    for step in record.sheet.steps:
        needs = [fields[name].label for name in dict.fromkeys((*step.needs, *step.asks)) if name in fields]
        demands = [(step.verb != "edit", ANYBODY(verb=VERB_WORDS.get(step.verb, Text(step.verb, step.verb))))]
        demands += [(bool(needs), NEEDS(fields=Text("、".join(n.zh for n in needs), ", ".join(n.en for n in needs))))]
        demands += [(step.reason, REASON), (step.attachment, PAPERS), (bool(step.unlike), OTHERS)]
        demands += [(True, check.label) for check in step.holds]
        froms = tuple(state_label(record, key) for key in step.froms)
        moves.append(
            Move(step.label, froms, state_label(record, step.to), tuple(text for holds, text in demands if holds))
        )
    return tuple(moves)


def _checks(record: type[Record]) -> tuple[Held, ...]:
    made = [(row.id, check_of(row)) for row in DesignCheck.rows(DesignCheck.record_type == record.key())]
    checks = []
    for id, check in [*((None, check) for check in record.sheet.holds), *made]:
        needs = understood(check, record).needs
        said = Text(*(shown(check.formula, record, lang) for lang in ("zh", "en")))
        checks.append(Held(id, check.label, said, tuple(dict.fromkeys(need.field.label for need in needs))))
    return tuple(checks)


def _rights(record: type[Record]) -> tuple[Right, ...]:
    """Verbs are called as the columns of the rights page are; those of sentences would stand here without their ends."""
    roles = {row.id: Text(row.name, row.name_en or row.name) for row in Role.rows()}
    verbs_called = {name: item.label for name, item in Grant.fields().items() if name.startswith("can_")}
    rights = []
    for row in Grant.rows(Grant.record_type == record.key()):
        verbs = tuple(label for name, label in verbs_called.items() if getattr(row, name))
        if verbs:
            named = [tuple(_called(record, word) for word in words or ()) for words in (row.hidden, row.masked)]
            rights.append(Right(roles[row.role], ALL_ROWS[row.scope], verbs, *named))
    return tuple(rights)


def _called(record: type[Record], word: str) -> Text:
    item = record.facts().readable.get(word.rpartition(".")[2])
    return (
        item.label
        if item is not None
        else Text("所有敏感列", "All sensitive columns")
        if word.endswith("*")
        else Text(word, word)
    )
