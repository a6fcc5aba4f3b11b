"""Two administrators at the same column, each with a dialog that was opened before the other saved: in either order."""

import pytest

from models import designed, house
from models.design import DesignChoice, DesignColumn, bills
from models.design.saving import save
from models.kit.server.standing import stand
from models.kit.write.acting import act
from models.organization import Store
from tests.conftest import person
from tests.helpers import house_before
from tests.helpers.door import in_threads, made, new, raw, said

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


@pytest.fixture
def ada():
    return person("Ada", "administrator", 71)


@pytest.fixture
def ben():
    return person("Ben", "administrator", 72)


def rename(who, id):
    return save(Store, {"id": id, "set": {"zh": f"{who.name}的片区"}, "seen": {"zh": "商圈"}}, who=who)


def call_like_another(who, id):
    return save(Store, {"id": id, "set": {"zh": "新商圈"}, "seen": {"zh": "商圈"}}, who=who)


def make_another(who, id):
    return save(Store, {"id": None, "set": {"zh": "新商圈", "kind": "line"}}, who=who)


def demand(who, id):
    return save(Store, {"id": id, "set": {"required": True}, "seen": {"required": False}}, who=who)


def remove(who, id):
    return act(house().actions["design_column_remove"], who=who, id=id)


def turn(who, id):
    return bills.turn(Store, DesignColumn.row(id).name, {"set": {"kind": "count"}}, 0, who=who)


def reckon(who, id):
    return save(Store, {"id": None, "set": {"zh": "字数", "kind": "formula", "formula": "=LEN([商圈])"}}, who=who)


BOTH = ""
# By what the first does and what the second does: nothing where both hold, else the sentence for the second.
MEETINGS = {
    (rename, rename): "已被Ada改为“Ada的片区”，你看到的是“商圈”",
    (rename, demand): BOTH,
    (demand, rename): BOTH,
    (rename, remove): BOTH,
    (remove, rename): "“商圈”列刚被删除，你的修改没有保存",
    (remove, demand): "“商圈”列刚被删除，你的修改没有保存",
    (remove, remove): "状态为“已删除”时不能删除列",
    (remove, turn): "没有这一列，可能刚被删除",
    (turn, remove): BOTH,
    (turn, turn): "“商圈”已经是整数",
    (turn, rename): BOTH,
    (rename, turn): BOTH,
    (reckon, remove): "“商圈”还被这些列用到：门店的“字数”",
    (remove, reckon): "门店没有“商圈”这一列",
    (reckon, turn): BOTH,
    (turn, reckon): BOTH,
    (reckon, reckon): "门店里已有一列叫“字数”",
    (make_another, make_another): "门店里已有一列叫“新商圈”",
    (make_another, call_like_another): "门店里已有一列叫“新商圈”",
    (call_like_another, make_another): "门店里已有一列叫“新商圈”",
}


@pytest.mark.parametrize("first, second", MEETINGS, ids=lambda do: do.__name__)
def test_who_saves_second_reads_a_sentence_or_both_hold_and_nothing_is_half_done(first, second, boss, stores, ada, ben):
    id = made(DesignColumn, boss, record_type="store", zh="商圈", kind="line", seen_by="all")
    assert first(ada, id).state == "applied"
    before = as_designed()
    sentence, answer = MEETINGS[first, second], second(ben, id)
    if sentence:
        assert answer.state in ("refused", "conflict") and sentence in said(answer)[0][2]
        assert as_designed() == before
    else:
        assert answer.state == "applied", said(answer)
    kept = {item.column_name for item in Store.fields().values() if item.name != "id"}
    stand(designed())
    assert kept == {item.column_name for item in Store.fields().values() if item.name != "id"}
    assert kept <= {column.name for column in Store._meta.database.get_columns("store")}


def as_designed() -> tuple:
    return (
        raw("SELECT zh, kind, required, state, slot FROM design_column ORDER BY id"),
        raw("SELECT COUNT(*) FROM change"),
        sorted(column.name for column in Store._meta.database.get_columns("store")),
    )


def test_of_two_who_save_at_the_same_moment_one_is_told_why_not(boss, stores, ada, ben):
    id = made(DesignColumn, boss, record_type="store", zh="商圈", kind="line", seen_by="all")
    for does in (rename, make_another):
        answers = in_threads(2, lambda at, does=does: does((ada, ben)[at], id))
        assert sorted(answer.state == "applied" for answer in answers) == [False, True], does.__name__
        assert all(answer.state == "applied" or said(answer) for answer in answers)
    assert len(DesignColumn.rows(DesignColumn.zh == "新商圈")) == 1


def test_two_at_the_options_of_a_column_change_only_what_each_of_them_changed(boss, stores, ada, ben):
    id = made(DesignColumn, boss, record_type="store", zh="级别", kind="choice", seen_by="all")
    new(DesignChoice, boss, {"column": id, "zh": "高"}, {"column": id, "zh": "低"})
    high, low = (row.id for row in DesignChoice.rows(DesignChoice.column == id, order=DesignChoice.id))

    def saved(who, *choices):
        return save(Store, {"id": id, "set": {}, "choices": list(choices)}, who=who)

    renamed = {"id": high, "set": {"zh": "最高"}, "seen": {"zh": "高"}}
    assert saved(ada, renamed, {"id": low, "set": {}}).state == "applied"
    added = {"id": None, "set": {"zh": "中"}}
    assert saved(
        ben, {"id": high, "set": {}}, {"id": low, "set": {"tone": "info"}, "seen": {"tone": "grey"}}, added
    ).state == ("applied")
    assert [row.zh for row in DesignChoice.rows(DesignChoice.column == id, order=DesignChoice.turn)] == [
        "最高",
        "低",
        "中",
    ]
    late = saved(ben, {"id": high, "set": {"zh": "顶级"}, "seen": {"zh": "高"}})
    assert late.state == "refused" and "已被Ada改为“最高”" in said(late)[0][2] and said(late)[0][1] == "choices"


@pytest.mark.parametrize("id", [0, -1, 2**70, "x", {"a": 1}])
def test_what_is_no_id_is_refused_in_words(db, ada, id):
    assert save(Store, {"id": id, "set": {"zh": "商圈"}}, who=ada).state in ("refused", "conflict")
