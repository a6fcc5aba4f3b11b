"""Small writes that wait at the same time are saved by one commit, and what becomes of any of them is no matter of the others."""

import copy
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import house
from models.kit import Refused, changes, system
from models.kit.declare.access import Who
from models.kit.server import database, lane
from models.kit.server.embedded import Embedded
from models.kit.server.lane import LANE
from models.kit.server.standing import pinned
from models.kit.text import Refusals, Text
from models.kit.write import history, telling
from models.kit.write.edits import edit
from models.kit.write.history import Batch, Change
from models.kit.write.together import edit_in_line, goes_along
from models.organization import Region
from tests.helpers.shop import broken, put, said
from tests.reliability.crowd import crowd

pytestmark = [pytest.mark.embedded, pytest.mark.usefixtures("db")]
ANN, BO = (Who(at, name, name, all_rights=True) for at, name in ((1, "Ann"), (2, "Bo")))
NUMBERS = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000000000) SELECT count(*) FROM n"
ASKED, WRITTEN = NUMBERS, f'UPDATE "region" SET "name" = ({NUMBERS})'


def in_company(*works: Callable[[], Any]) -> list[Any]:
    """What becomes of works that come, in this order, while somebody else is being written: an answer or an error each."""
    outcomes: list[Any] = [None] * len(works)
    gate = threading.Event()

    def hold() -> Callable[[], None]:
        gate.wait(120)
        lane.once_saved(lambda: None, ends=True)  # who comes meanwhile is not in his group
        return lambda: None

    def come(at: int) -> None:
        try:
            outcomes[at] = works[at]()
        except BaseException as error:
            outcomes[at] = error

    threads = [threading.Thread(target=LANE.hand_in, args=(hold,))]
    threads += [threading.Thread(target=come, args=(at,)) for at in range(len(works))]
    for at, thread in enumerate(threads):
        thread.start()
        until(lambda at=at: LANE.serving and len(LANE.line) == at)
    gate.set()
    for thread in threads:
        thread.join(300)
    return outcomes


def until(holds: Callable[[], bool]) -> None:
    for _ in range(90_000):
        if holds():
            return
        time.sleep(0.001)
    raise AssertionError("it did not come to that in a minute and a half")


def named(id: int, name: str, who: Who = ANN, **more: Any) -> Callable[[], Any]:
    return lambda: edit_in_line(Region, [{"id": id, "set": {"name": name}}], who, **more)


def doing(do: Callable[[Any], None], who: Who = ANN) -> Callable[[], Any]:
    """A change of its own, handed in."""

    def write() -> Callable[[], str]:
        with changes(who=who) as c:
            do(c)
        return lambda: "done"

    return lambda: LANE.hand_in(write, who.user_id)


def names() -> list[str]:
    return [name for (name,) in Region.select(Region.name).order_by(Region.id).tuples()]


@pytest.fixture
def regions() -> list[int]:
    return [put(Region, name=f"区{at}") for at in range(4)]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """Who waits goes along, however slow the machine: what an hour's load would part into two groups is one."""
    monkeypatch.setattr(lane, "TOGETHER", 60.0)


@pytest.fixture
def hurry(monkeypatch) -> Callable[[], None]:
    """Whoever calls it amid his work has no time left; nobody else is short of it, however slow the machine."""
    begun: list[Any] = []

    class Watched(lane.Watch):
        def begin(self, seconds: float) -> None:
            super().begin(seconds)
            begun[:] = [self]

    def no_time_left() -> None:
        begun[0].ends = 0.0

    monkeypatch.setattr(lane, "Watch", Watched)
    monkeypatch.setattr(lane, "PATIENCE", 120.0)
    return no_time_left


def test_those_who_wait_together_are_saved_by_one_commit_each_with_a_batch_of_its_own(regions):
    groups, pieces = LANE.groups, LANE.pieces
    answers = in_company(
        *(named(id, f"新{at}", who) for at, (id, who) in enumerate(zip(regions, [ANN, BO] * 2, strict=True)))
    )
    assert (LANE.groups - groups, LANE.pieces - pieces) == (2, 5), "who held them up, and all of them"
    assert [answer.state for answer in answers] == ["applied"] * 4
    assert [answer.rows[0]["name"] for answer in answers] == names() == ["新0", "新1", "新2", "新3"]
    batches = [answer.batch for answer in answers]
    assert batches == sorted(set(batches)), "in the order in which they came"
    assert [Batch.get_by_id(batch).user_name for batch in batches] == ["Ann", "Bo", "Ann", "Bo"]
    assert broken() == []


def test_nobody_hears_of_a_write_before_it_is_saved(regions, db, monkeypatch):
    heard = []

    def hear(committed) -> None:
        with apsw.Connection(str(db)) as line:  # as another program sees it
            heard.append(line.execute("SELECT count(*) FROM batch WHERE id = ?", (committed.batch,)).get)

    monkeypatch.setattr(telling, "listener", hear)
    in_company(named(regions[0], "甲"), named(regions[1], "乙"))
    assert heard == [1, 1]


def test_a_refused_and_a_failing_edit_in_company_are_theirs_alone(regions):
    def fail(c) -> None:
        c.update(Region, regions[1], name="半")
        raise ZeroDivisionError

    good, taken, failing, late = in_company(
        named(regions[0], "新"), named(regions[1], "区3"), doing(fail), named(regions[2], "也新")
    )
    assert (good.state, taken.state, late.state) == ("applied", "refused", "applied")
    assert "区3" in said(taken)
    assert isinstance(failing, ZeroDivisionError)
    assert names() == ["新", "区1", "也新", "区3"]
    assert broken() == []


def test_who_goes_on_after_a_refusal_and_is_refused_then_leaves_nothing_behind(regions):
    def fail_after_a_refusal(c) -> None:
        c.update(Region, regions[1], name="半")
        with suppress(Refused, Refusals):  # as a rule does that tries something
            c.update(Region, regions[2], name="区3")
        raise Refused(Text("不行", "No"))

    refused, good = in_company(doing(fail_after_a_refusal), named(regions[0], "新", BO))
    assert (refused.text.zh, good.state) == ("不行", "applied")
    assert names() == ["新", "区1", "区2", "区3"]
    assert broken() == []


def test_two_in_one_group_who_saw_the_same_value_clash_as_ever(regions):
    def seeing(name: str, who: Who) -> Callable[[], Any]:
        wanted = [{"id": regions[0], "set": {"name": name}, "seen": {"name": "区0"}}]
        return lambda: edit_in_line(Region, wanted, who)

    first, second = in_company(seeing("甲", ANN), seeing("乙", BO))
    assert (first.state, second.state) == ("applied", "conflict")
    assert (second.errors[0].theirs, second.errors[0].by) == ("甲", "Ann")


def test_the_same_op_twice_in_one_group_is_applied_once(regions):
    first, again = in_company(named(regions[0], "甲", op="op"), named(regions[0], "甲", op="op"))
    assert (first.state, again.state) == ("applied", "duplicate")
    assert first.batch == again.batch
    assert again.rows == first.rows


@pytest.mark.parametrize(("endless", "all_begin_anew"), [(ASKED, False), (WRITTEN, True)])
def test_an_edit_that_hangs_in_a_group_is_stopped_in_words_and_holds_the_others_up_no_longer_than_that(
    regions, hurry, endless, all_begin_anew
):
    opened = database.opening()
    hanging = doing(lambda c: (hurry(), database.handle.execute_sql(endless).fetchall()))
    before, stopped, theirs, behind = in_company(
        named(regions[0], "先", BO), hanging, named(regions[1], "后", BO), named(regions[0], "再")
    )
    assert isinstance(stopped, Refused) and "停止" in stopped.text.zh and "没有保存" in stopped.text.zh
    assert [answer.state for answer in (before, theirs, behind)] == ["applied"] * 3
    assert behind.batch > before.batch, "what the same person did afterwards comes afterwards"
    assert names() == ["再", "后", "区2", "区3"]
    assert (database.opening() > opened) == all_begin_anew
    assert broken() == []


def test_a_write_that_hangs_deep_inside_a_rule_is_stopped_in_the_same_words(regions, hurry):
    def hang(c) -> None:
        with c.whole():
            hurry()
            database.handle.execute_sql(WRITTEN)

    stopped, other = in_company(doing(hang), named(regions[0], "后", BO))
    assert isinstance(stopped, Refused) and "没有保存" in stopped.text.zh
    assert other.state == "applied"
    assert broken() == []


def test_who_is_saved_is_answered_before_somebody_who_takes_long_has_come_to_an_end(regions, hurry):
    gate, times = threading.Event(), []

    def slow() -> Callable[[], str]:
        if times:  # by himself
            assert gate.wait(120)
        times.append("tried")
        if len(times) == 1:
            hurry()
            database.handle.execute_sql(ASKED).fetchall()
        return lambda: "done"

    def other() -> Any:
        answer = named(regions[1], "快", BO)()
        gate.set()
        return answer

    quick, done = in_company(other, lambda: LANE.hand_in(slow))
    assert (done, quick.state, len(times)) == ("done", "applied", 2)


def test_who_is_saved_is_never_told_that_he_is_not_because_his_answer_takes_long(regions, hurry):
    def slow() -> Callable[[], str]:
        if times:  # by himself
            with changes(who=ANN) as c:
                c.update(Region, regions[0], name="慢")
        else:
            times.append("tried")
            hurry()
            database.handle.execute_sql(ASKED).fetchall()
        return answer

    def answer() -> str:
        hurry()
        database.handle.execute_sql(ASKED.replace("1000000000", "1000000")).fetchall()
        return "saved"

    times: list[str] = []
    assert in_company(lambda: LANE.hand_in(slow), named(regions[1], "快", BO))[0] == "saved"
    assert names()[:2] == ["慢", "快"]


def test_an_edit_that_only_takes_long_is_saved_by_itself(regions, hurry):
    times: list[str] = []

    def take_long(c) -> None:
        times.append("tried")
        if len(times) == 1:
            hurry()
        database.handle.execute_sql(NUMBERS.replace("1000000000", "1000000")).fetchall()
        c.update(Region, regions[0], name="慢")

    done, other = in_company(doing(take_long), named(regions[1], "快", BO))
    assert (done, other.state, len(times)) == ("done", "applied", 2)
    assert names()[:2] == ["慢", "快"]


def test_a_disk_that_is_full_is_told_to_each_and_nothing_is_half_there(regions):
    def room(more: int) -> None:
        """So many pages more than there are, for the thread that writes."""

        def set_it() -> Callable[[], None]:
            most = database.handle.pragma("page_count") + more
            database.handle.execute_sql(f"PRAGMA max_page_count = {most}").fetchall()
            return lambda: None

        LANE.hand_in(set_it)

    room(0)
    long = "满" * 8000
    answers = in_company(*(doing(lambda c, at=at: c.note("trial", text=f"{long}{at}")) for at in range(5)))
    assert [outcome.text.zh for outcome in answers] == ["磁盘已满，没有保存；请清理磁盘后重试"] * 5
    assert history.Event.select().where(history.Event.kind == "trial").count() == 0
    assert broken() == []
    room(1_000_000)
    assert in_company(named(regions[0], "好了"))[0].state == "applied"


def test_when_the_commit_itself_fails_all_of_the_group_are_refused_and_none_is_there(regions, monkeypatch):
    commit, opened = Embedded.commit, database.opening()

    def full(self):
        if threading.current_thread().name.startswith("lane") and len(names()) and names()[0] == "甲":
            raise apsw.FullError("database or disk is full")
        return commit(self)

    monkeypatch.setattr(Embedded, "commit", full)
    answers = in_company(named(regions[0], "甲"), named(regions[1], "乙", BO))
    assert [said(answer) for answer in answers] == ["磁盘已满，没有保存；请清理磁盘后重试"] * 2
    assert names() == ["区0", "区1", "区2", "区3"]
    assert database.opening() > opened, "what was remembered of it is forgotten"
    assert in_company(named(regions[1], "丙"))[0].state == "applied"
    assert broken() == []


def test_what_the_next_writer_must_find_done_ends_the_group(regions):
    def ending() -> Callable[[], None]:
        lane.once_saved(lambda: order.append("looked after"), ends=True)
        return lambda: order.append("answered")

    def next_in_line() -> Callable[[], None]:
        order.append("next")
        return lambda: None

    order: list[str] = []
    in_company(lambda: LANE.hand_in(ending), lambda: LANE.hand_in(next_in_line))
    assert order == ["looked after", "answered", "next"]


def test_few_rows_of_the_companys_own_records_go_along_and_nothing_else():
    design = house().records["design_column"]
    assert goes_along(Region, [{}] * 20, [])
    assert not goes_along(Region, [{}] * 15, [1] * 6)
    assert not goes_along(design, [{}], [])


def test_whoever_writes_by_himself_gets_his_turn_among_groups_without_end(regions, monkeypatch):
    """The lane could take group after group; a paste that came first is not put off by them."""
    monkeypatch.setattr(lane, "TOGETHER", 0.02)
    over = threading.Event()

    def go_on(id: int) -> Callable[[], None]:
        def work() -> None:
            count = 0
            while not over.is_set():
                count += 1
                assert named(id, f"{id}-{count}")().state == "applied"

        return work

    def paste() -> list[int]:
        let_past = []
        try:
            for at in range(10):
                groups = LANE.groups
                assert edit(Region, [{"id": None, "set": {"name": f"贴{at}"}}], who=system("tests")).state == "applied"
                let_past.append(LANE.groups - groups)
        finally:
            over.set()
        return let_past

    *_, let_past = crowd([*(go_on(id) for id in regions), paste])
    assert max(let_past) < 100, "groups for which one paste waited"


PLAN = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.booleans()), max_size=8)


@given(plans=st.lists(PLAN, min_size=2, max_size=4))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edits_of_several_at_once_are_as_if_they_came_in_the_order_of_their_batches(plans):
    ids, since = [put(Region, name=f"{time.monotonic_ns()}") for _ in range(3)], history.Batch.select().count()
    begun = dict(Region.select(Region.id, Region.name).where(Region.id.in_(ids)).tuples())

    def live(number: int) -> list[tuple]:
        who, seen, done = Who(number + 1, f"P{number}", f"p{number}", all_rights=True), dict(begun), []
        for at, (row, value, looks) in enumerate(plans[number]):
            id, name = ids[row], f"{ids[row]}:{value}"
            cells = {"id": id, "set": {"name": name}, "seen": {"name": seen[id]} if looks else {}}
            answer = edit_in_line(Region, [cells], who, op=f"{since}.{number}.{at}")
            done.append((answer, id, name, seen[id] if looks else None))
            if answer.state == "applied":
                seen[id] = answer.rows[0]["name"]
            else:
                seen[id] = answer.errors[0].theirs
        return done

    lives = crowd([lambda number=number: live(number) for number in range(len(plans))])
    assert all(batches == sorted(batches) for batches in ([a.batch for a, *_ in life if a.batch] for life in lives))
    rows, applied = dict(begun), {answer.batch: rest for life in lives for answer, *rest in life if answer.batch}
    for _, (id, name, saw) in sorted(applied.items()):
        assert saw in (None, rows[id]) or rows[id] == name
        rows[id] = name
    assert dict(Region.select(Region.id, Region.name).where(Region.id.in_(ids)).tuples()) == rows
    clashes = [(answer, id) for life in lives for answer, id, *_ in life if not answer.batch]
    been = {(id, name) for id, name, _ in applied.values()} | set(begun.items())
    assert all(answer.state == "conflict" and (id, answer.errors[0].theirs) in been for answer, id in clashes)
    assert Change.select().where(Change.batch.in_(list(applied))).count() <= len(applied)
    assert history.verify() is None


def test_what_is_handed_in_reads_the_house_of_who_handed_it_in():
    def look() -> Callable[[], None]:
        seen.append(house())
        return lambda: seen.append(house())

    other, seen = copy.copy(house()), []
    with pinned(other):
        LANE.hand_in(look)
    assert seen == [other, other]


def test_where_no_thread_can_be_had_nobody_waits_for_ever(regions, monkeypatch):
    def refuse(*given: Any) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as short:
        short.setattr(LANE.thread, "submit", refuse)
        with pytest.raises(RuntimeError, match="new thread"):
            named(regions[0], "没有")()
    assert in_company(named(regions[0], "有"))[0].state == "applied"
    assert names()[0] == "有"
