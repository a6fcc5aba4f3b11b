"""What formulas need stays: a change of the design after which one of them no longer holds is refused by naming it."""

from ..kit.declare.house import House
from ..kit.declare.record import Move, Record, Row
from ..kit.named import named
from ..kit.server.standing import house, pinned
from ..kit.text import Refused, Text, join
from ..kit.write.made import as_written
from ..kit.write.writes import Changes
from .computed import MADE, SAYS, formulas_of, settled, understood

MOST_NAMED = 5
NEEDED = Text(
    "“{label}”还被这些列用到：{users}；请先修改或删除它们",
    "“{label}” is needed by {users}; change or remove those first",
)
LED_TO = Text(
    "步骤“{step}”通向“{label}”，所以不能停用；请先修改或删除这一步",
    "The step “{step}” leads to “{label}”, so it can't be retired; change or remove that step first",
)
DECLARED = Text(
    "“{label}”已经写进程序，不再在这里改；名称、默认值等请在表头的“编辑列”里设",
    "“{label}” is part of the program by now; its label, default and the like are set in “Edit column” in the grid",
)
DECLARED_WHOLE = Text(
    "“{label}”已经写进程序，不再在这里改；要改请找程序员",
    "“{label}” is part of the program by now and is changed there; ask a programmer",
)
EMPTIED = Text(
    "“{label}”列的内容已清空，不能恢复；请新加一列",
    "The values of “{label}” are gone for good; add a new column instead",
)


def settle(c: Changes, columns: type[Record], moves: list[Move]) -> None:
    """Formulas are written by labels and kept by names, in the house that these very changes make."""
    mine = [move for move in moves if move.new and move.new.kind in MADE and move.new.state == "active"]
    mine = [move for move in mine if move.changed("state", "kind", *SAYS)]
    if not mine:
        return
    with pinned(coming()) as built:
        sets = {move.id: settled(move.new, built.records[move.new.record_type], move.index) for move in mine}
    c.derive(columns, {id: values for id, values in sets.items() if values})


def refuse_over(old: Row | None, new: Row, index: int | None) -> None:
    """A column that was emptied doesn't come back, and what became source of the product is changed there alone."""
    if old is not None and old.state == "declared":
        raise Refused(DECLARED(label=Text(old.zh, old.en)), index=index)
    if old is not None and old.state == "cleared" and new.state != "cleared":
        raise Refused(EMPTIED(label=Text(new.zh, new.en)), "state", index)


def refuse_declared(move: Move) -> None:
    """A table or a step that became source of the product is changed there alone."""
    if move.old is not None and move.old.state == "declared":
        raise Refused(DECLARED_WHOLE(label=Text(move.old.zh, move.old.en)), index=move.index)


def keep_needed(c: Changes, moves: list[Move]) -> None:
    """No column goes, or becomes another kind, while a formula needs it."""
    gone = [
        move for move in moves if move.old is not None and (move.new is None or move.changed("state", "kind", *SAYS))
    ]
    if gone:
        first = gone[0]
        refuse_broken(Text(first.old.zh, first.old.en), "state" if first.changed("state") else "kind", first.index)


def keep_option(record: type[Record] | None, column: str, move: Move) -> None:
    """An option stays while a step leads to it. Formulas and checks go by its key; one that was written before they did, by its
    name, still holds it. Raises Refused.
    """
    if move.old is not None and move.changed("zh", "en"):
        refuse_broken(Text(move.old.zh, move.old.en), "zh" if move.changed("zh") else "en", move.index)
    if record is not None and move.new.retired and move.changed("retired"):
        _not_led_to(record, column, move)


def _not_led_to(record: type[Record], state: str, move: Move) -> None:
    option = move.new
    with pinned(coming()) as built:
        there = built.records.get(record.key())
        steps = there.sheet.steps if there is not None and there.sheet.state == state else ()
        step = next((step for step in steps if step.to == option.code), None)
    if step is not None:
        raise Refused(LED_TO(step=step.label, label=Text(option.zh, option.en)), "retired", move.index)


def refuse_broken(label: Text, field: str | None = None, index: int | None = None) -> None:
    """Raises Refused where a formula of the house that holds here isn't understood in the one that is coming."""
    before = {
        (record, item.name) for record, item, _, _ in formulas_of(house()) if not understood(item, record).mistakes
    }
    with pinned(coming()) as built:
        users = [
            called
            for record, item, called, _ in formulas_of(built)
            if (record, item.name) in before and understood(item, record).mistakes
        ]
    if users:
        raise Refused(NEEDED(label=label, users=join(users[:MOST_NAMED], "、", ", ")), field, index)


def coming() -> House:
    """The house as it is once what was written so far is there."""
    recipe = house().recipe
    return house() if recipe is None else as_written(named(recipe))
