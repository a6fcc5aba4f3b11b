"""The three kinds of rule: who asks them when, what they leave behind, and that none needs to know how a change came in."""

import ast
import re
from pathlib import Path

import peewee
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import house
from models.kit import Area, Refused, Rules, Text, Then, changes
from models.kit.declare.house import House
from models.kit.write.acting import act
from models.kit.write.history import Batch, Change
from models.kit.write.undo import restore, undo
from models.members import Member, freeze
from models.members.levels import MemberTier
from models.organization import Region, Store
from models.stores import StoreVisit
from tests.helpers.door import made

AREAS = Path(__file__).parent.parent.parent / "models"
RECORDS = {"region": Region, "store": Store}
NO = Text("不行", "no")


@pytest.fixture
def heard(db, monkeypatch) -> list[str]:
    """What was asked, in order: one rule of each kind laid on regions."""
    calls: list[str] = []

    def hear(name):
        return lambda c, moves: calls.append(name)

    then = (hear("fresh"), Then(hear("import"), also="import"), Then(hear("restore"), also="restore undo"))
    lay(monkeypatch, checks=(hear("check"),), derives=(hear("derive"),), consequences=then)
    return calls


def lay(monkeypatch, **rules) -> None:
    """A house in which these are asked of regions too."""
    more = Area("heard", "听", "Heard", records=(), rules=((Region, Rules(**rules)),))
    monkeypatch.setattr("models.kit.server.standing.newest", House((*house().areas, more)))


# Who is asked when ------------------------------------------------------------------------------------------------------


def test_a_fresh_move_is_checked_derived_from_and_followed_in_this_order(heard, boss):
    made(Region, boss, name="川西")
    assert heard == ["check", "derive", "fresh", "import", "restore"]


def test_an_import_is_checked_and_followed_by_what_says_so(heard, boss):
    with changes(who=boss, via="import") as c:
        c.create(Region, name="川西")
    assert heard == ["check", "derive", "import"]


def test_undo_and_restore_ask_no_check_and_only_the_consequences_that_say_so(heard, boss):
    id = made(Region, boss, name="川西")
    with changes(who=boss) as c:
        c.remove(Region, [id])
    heard.clear()
    assert restore(Region, id, who=boss).state == "applied"
    assert heard == ["derive", "restore"]
    heard.clear()
    assert undo(Batch.select().order_by(Batch.id.desc()).first().id, RECORDS, who=boss).state == "applied"
    assert heard == ["derive", "restore"]


def test_what_was_settled_elsewhere_is_neither_checked_nor_followed_and_what_is_taken_over_comes_as_an_import(
    heard, boss
):
    with changes(who=boss) as c:
        with c.settled():
            c.create(Region, name="川西")
        assert heard == ["derive"]
        heard.clear()
        with c.taken_over():
            c.create(Region, name="川东")
        assert heard == ["check", "derive", "import"]
        heard.clear()
        c.create(Region, name="川南")
        assert heard == ["check", "derive", "fresh", "import", "restore"]


# What rules see and leave -----------------------------------------------------------------------------------------------


def test_what_derives_write_sets_nothing_else_off(monkeypatch, boss):
    asked = []

    def derive(c, moves):
        asked.append([move.id for move in moves])
        c.alter(Region, {row.id: {"name": f"{row.name}区"} for row in Region.rows() if not row.name.endswith("区")})

    lay(monkeypatch, derives=(derive,))
    first, second = made(Region, boss, name="川西"), made(Region, boss, name="川东")
    assert [row.name for row in Region.rows()] == ["川西区", "川东区"]
    assert asked == [[first], [second]]


def test_a_value_that_is_derived_by_hand_sets_nothing_off_either(heard, boss):
    id = made(Region, boss, name="川西")
    heard.clear()
    with changes(who=boss) as c:
        c.derive(Region, {id: {"name": "川东"}})
    assert heard == [] and Region.row(id).name == "川东"
    assert Change.select().where(Change.record == "region", Change.kind == "u").count() == 1


def test_consequences_see_what_was_derived_into_the_same_row(monkeypatch, boss):
    seen = []
    name = lambda c, moves: c.alter(Region, {move.id: {"name": f"{move.new.name}区"} for move in moves if move.new})  # noqa: E731
    lay(monkeypatch, derives=(name,), consequences=(lambda c, moves: seen.extend(move.new.name for move in moves),))
    made(Region, boss, name="川西")
    assert seen == ["川西区"]


def test_rules_of_a_deleted_row_find_it_gone(monkeypatch, boss):
    id, left = made(Region, boss, name="川西"), []
    count = lambda c, moves: left.append(Region.select().count())  # noqa: E731
    lay(monkeypatch, checks=(count,), derives=(count,), consequences=(count,))
    with changes(who=boss) as c:
        c.remove(Region, [id])
    assert left == [0, 0, 0]


def test_a_row_that_comes_back_is_what_it_was_and_not_filled_anew(boss, clock):
    tier = made(MemberTier, boss, code="T1", name="普卡", rank=1)
    id = made(Member, boss, card_no="1", name="王小明", tier=tier)
    with changes(who=boss) as c:
        c.update(Member, id, tier_until=None)
    with changes(who=boss) as c:
        c.remove(Member, [id])
    assert restore(Member, id, who=boss).state == "applied"
    assert Member.row(id).tier_until is None


# A refusal leaves nothing behind ----------------------------------------------------------------------------------------


def refuse_bad(c, moves) -> None:
    """A rule that writes, and then refuses: what it wrote before must not stay."""
    for move in moves:
        if move.new and move.new.name.startswith("坏"):
            c.create(Store, code=f"S{move.id}", name=f"店{move.id}")
            raise Refused(NO)


ORDERS = st.lists(
    st.tuples(st.sampled_from(["add", "alter", "remove", "whole"]), st.booleans(), st.integers(0, 5)), max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders=ORDERS, kind=st.sampled_from(["checks", "derives", "consequences"]))
def test_whoever_goes_on_after_a_refusal_finds_the_rows_and_the_history_as_if_it_had_not_been(
    orders, kind, boss, monkeypatch
):
    lay(monkeypatch, **{kind: (refuse_bad,)})
    with changes(who=boss) as c:
        start = len(c.done)
        names: dict[int, str] = {row.id: row.name for row in Region.rows()}
        for at, (what, bad, pick) in enumerate(orders):
            name, id = (
                f"{'坏' if bad else '好'}{max(names, default=0)}.{at}",
                sorted(names)[pick % len(names)] if names else None,
            )
            before, written = dict(names), len(c.done)
            try:
                with c.whole():
                    if what == "whole":
                        names[c.create(Region, name=f"好{name}").id] = f"好{name}"
                    if what == "alter" and id is not None:
                        c.update(Region, id, name=name)
                        names[id] = name
                    elif what == "remove" and id is not None:
                        c.remove(Region, [id])
                        del names[id]
                    else:
                        names[c.create(Region, name=name).id] = name
            except Refused:
                assert bad
                names = before
                assert len(c.done) == written
            assert {row.id: row.name for row in Region.rows()} == names
        assert len(c.done) - start <= 2 * len(orders)
    assert Store.select().count() == 0
    with changes(who=boss) as c, c.settled():
        c.remove(Region, list(names))


def test_a_change_inside_another_is_a_mistake_that_says_so_wherever_it_is_opened(monkeypatch, boss):
    lay(monkeypatch, consequences=(lambda c, moves: freeze(1, reason="x", who=c.who),))
    with pytest.raises(RuntimeError, match="open already"):
        made(Region, boss, name="川西")
    assert Region.select().count() == 0


# Bugs are bugs ----------------------------------------------------------------------------------------------------------


def days_without_end(c, moves):
    return 10**400 * 1.0


def nameless(c, moves):
    c.quietly().__enter__()
    Region._meta.database.execute_sql("UPDATE region SET name = NULL")


@pytest.mark.parametrize(("rule", "error"), [(days_without_end, OverflowError), (nameless, peewee.IntegrityError)])
def test_an_error_of_arithmetic_or_of_the_database_in_a_rule_is_a_bug_and_not_the_persons_mistake(
    rule, error, monkeypatch, boss
):
    lay(monkeypatch, consequences=(rule,))
    with pytest.raises(error):
        made(Region, boss, name="川西")
    assert Region.select().count() == 0


def test_a_number_no_column_holds_is_refused_by_the_name_of_its_field(boss):
    with pytest.raises(Refused) as refused, changes(who=boss) as c:
        c.create(Store, code="S1", name="一店", monthly_rent=10**20)
    assert refused.value.field == "monthly_rent" and Store.fields()["monthly_rent"].label.zh in refused.value.text.zh


# The reason stands in the history ---------------------------------------------------------------------------------------


def last_label() -> str:
    return Batch.select().order_by(Batch.id.desc()).first().label_zh


def test_the_reason_given_with_an_action_stands_in_the_history_by_button_and_directly(boss, clock):
    id = made(Member, boss, card_no="1", name="王小明")
    assert act(house().actions["freeze"], who=boss, id=id, answers={"reason": "卡被盗"}).state == "applied"
    assert last_label() == "冻结：卡被盗"
    assert act(house().actions["thaw"], who=boss, id=id).state == "applied"
    assert last_label() == "解冻"
    freeze(id, reason="又被盗", who=boss)
    assert last_label() == "又被盗"


def test_the_reason_given_with_a_step_stands_in_the_history_by_button_and_directly(boss, stores, clock):
    visits = [made(StoreVisit, boss, store=id, visited_on="2026-11-24") for id in stores.values()]
    cancel = house().actions["store_visit_cancel"]
    assert act(cancel, who=boss, id=visits[0], answers={"reason": "门店停电"}).state == "applied"
    assert last_label() == "取消巡店：门店停电"
    cancel.fn(visits[1], reason="督导请假", who=boss)
    assert last_label() == "督导请假"


# No rule knows how a change came in -------------------------------------------------------------------------------------

FORBIDDEN = {
    "looks whether it is an undo": r"\bc\.undoes\b|\.undoes\b",
    "looks where the change came from": r"\bc\.(via|way)\b",
    "looks at a reason or says one": r"\bc\.(reason\b|because\()",
    "leaves rows out by hand": r"\bwithout\w*=",
    "knows the demo": r"^(?!    demo=|        Filler\().*\bdemo\b",  # an area says what its part of the demo is; no rule does
    "opens a change of its own": r"^\s+with changes\(",
}
OPENS = {
    "accounts/access_tokens.py",
    "accounts/inviting.py",
    "accounts/rights.py",
    "accounts/second.py",
    "accounts/signing_in.py",
    "design/forms/answering.py",
    "design/subscriptions/mine.py",
    "design/subscriptions/orders.py",
    "design/subscriptions/sending.py",
    "design/automations/switching.py",  # after the change in which one failed once more
    "design/automations/tried.py",
    "design/automations/turns.py",
    "design/tables/from_workbook.py",
    "design/saving.py",
    "design/tables/sharing.py",  # once the table with all its columns is saved, as rights are given where an upgrade brings a type
    "service/answering.py",
    "service/links.py",
    "training/answering.py",
}  # what people, not rules, begin


def test_no_rule_of_an_area_knows_how_a_change_came_in():
    """Where it fails: file, line and what is wrong there. Lay the rule down as a check, a derive or a consequence instead."""
    faults = []
    for path in sorted(AREAS.rglob("*.py")):
        name = path.relative_to(AREAS).as_posix()
        if name.startswith(("kit/", "migrations/")):
            continue
        for at, line in enumerate(path.read_text().splitlines(), 1):
            for what, pattern in FORBIDDEN.items():
                if re.search(pattern, line) and not (what.startswith("opens") and name in OPENS):
                    faults.append(f"models/{name}:{at} {what}: {line.strip()}")
    assert not faults, "\n".join(faults)


READ = ("zh", "en", "label")  # what a Text is to people; a rule compares keys, states and columns of its own
COMPARED = {"startswith", "endswith", "contains", "in_", "removeprefix", "find", "index", "count"}
AS_TYPED = {
    ("accounts/people.py", "move.new.what"): "what a grant is of is told beside it, and told anew where it was renamed",
    ("ecommerce/shops.py", "choice.zh"): "a shop without a platform is guessed by the name that a person gave it",
    (
        "design/columns.py",
        "row.zh",
    ): "names of columns and options are what the rule is about: no two of one type are alike",
    ("design/carrying.py", "check.label.zh"): "a check is known by its sentence, no two of a type are alike",
    ("design/english.py", "move.old.zh"): "the two names of one row are what the rule is about: whether they are alike",
    ("design/tables/steps.py", "zh"): "names of steps are what the rule is about: no two of one table are alike",
}


def compared(tree: ast.AST):
    """What is held against something else: sides of comparisons, and what a search in texts is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and not isinstance(node.ops[0], ast.Is | ast.IsNot):
            yield from ((node, side) for side in (node.left, *node.comparators))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in COMPARED:
            yield from ((node, side) for side in node.args)


def is_read(side: ast.AST) -> bool:
    return isinstance(side, ast.Attribute) and side.attr in READ


def test_no_rule_depends_on_the_words_that_people_read():
    """Where it fails: keep what the rule asks for in a column, a state or a key; wordings are changed by whoever words them."""
    faults = []
    for path in sorted(AREAS.rglob("*.py")):
        name = path.relative_to(AREAS).as_posix()
        if name.startswith(("kit/", "migrations/")):
            continue
        for node, side in compared(ast.parse(path.read_text())):
            said = ast.unparse(node)
            if is_read(side) and not any(name == file and of in said for file, of in AS_TYPED):
                faults.append(f"models/{name}:{node.lineno} {said}")
    assert not faults, "\n".join(faults)
