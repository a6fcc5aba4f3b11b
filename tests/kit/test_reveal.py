"""Looking behind a mask: one value of one row, by right, within one's rows, for a reason that stays, and not by the hundred."""

import json
from datetime import UTC, timedelta

import pytest

from models.kit.ask.reveal import MOST_AN_HOUR, reveal
from models.kit.clock import now
from models.kit.text import Refused
from models.kit.write.history import Event
from models.members import Member
from tests.helpers.desk import put


@pytest.fixture
def wang(stores) -> int:
    [id] = put(
        "member",
        {
            "card_no": "1",
            "name": "王小明",
            "phone": "13800001234",
            "birthday": "1980-03-01",
            "home_store": stores["锦江一店"],
        },
    )
    return id


def test_the_value_is_shown_and_the_reason_is_kept(wang, chen):
    assert reveal(Member, wang, "phone", "  电话回访 ", chen) == "13800001234"
    assert reveal(Member, wang, "birthday", "核对身份", chen) == "1980-03-01"
    event = Event.select().where(Event.kind == "reveal").order_by(Event.id).first()
    assert (event.user_id, event.record, event.row_id) == (chen.user_id, "member", wang)
    assert json.loads(event.detail) == {"field": "phone", "reason": "电话回访"}
    assert "13800001234" not in event.detail


def test_a_reason_that_is_too_long_is_refused_and_not_cut(wang, chen):
    with pytest.raises(Refused, match="201") as refused:
        reveal(Member, wang, "phone", "长" * 201, chen)
    assert refused.value.field == "reason"
    reveal(Member, wang, "phone", "长" * 200, chen)
    event = Event.select().where(Event.kind == "reveal").order_by(Event.id.desc()).first()
    assert json.loads(event.detail)["reason"] == "长" * 200


@pytest.mark.parametrize("reason", ["", "   ", None, 7])
def test_without_a_reason_nothing_is_shown(wang, chen, reason):
    with pytest.raises(Refused) as refused:
        reveal(Member, wang, "phone", reason, chen)
    assert refused.value.field == "reason"
    assert not Event.select().where(Event.kind == "reveal").exists()


def test_who_only_reads_may_not_look(wang, bo):
    with pytest.raises(Refused, match="may not"):
        reveal(Member, wang, "phone", "因为", bo)


def test_a_member_of_another_store_looks_as_if_there_were_none(wang, chen, stores):
    [other] = put("member", {"card_no": "2", "name": "别店", "phone": "13900001234", "home_store": stores["武侯一店"]})
    for id in (other, 9999):
        with pytest.raises(Refused, match="no such record"):
            reveal(Member, id, "phone", "因为", chen)


@pytest.mark.parametrize("field", ["password_hash", "id", "", None, ["phone"]])
def test_a_field_one_does_not_even_see_masked_is_unknown(wang, chen, field):
    with pytest.raises(Refused, match="no column"):
        reveal(Member, wang, field, "因为", chen)


def test_fifty_an_hour_is_the_most_for_one_person(wang, chen, ann, monkeypatch):
    start = now()
    for _ in range(MOST_AN_HOUR):
        reveal(Member, wang, "phone", "活动通知", chen)
    with pytest.raises(Refused, match=str(MOST_AN_HOUR)):
        reveal(Member, wang, "phone", "活动通知", chen)
    assert reveal(Member, wang, "phone", "活动通知", ann) == "13800001234"  # others go on
    monkeypatch.setattr("models.kit.clock.source", lambda: (start + timedelta(hours=1, seconds=2)).replace(tzinfo=UTC))
    assert reveal(Member, wang, "phone", "活动通知", chen) == "13800001234"
