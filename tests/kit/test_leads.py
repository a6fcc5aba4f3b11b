"""A step that can't be taken now: which steps lead there, in whose hands they are, and when nothing does."""

import pytest

from models import house
from models.kit.declare.leads import instead
from tests.conftest import person

WRITER, HEAD = ("viewer", 91), ("operations_manager", 92)


def remedy(record: str, before: str, name: str, who=WRITER, lang: str = "zh") -> str:
    record = house().records[record]
    step = next(step for step in record.sheet.steps if step.name == name)
    return instead(record, before, step.froms, step.to, person("某人", *who)).say(lang)


@pytest.mark.parametrize(
    ("record", "before", "name", "said"),
    [
        ("coupon", "draft", "end", "；请先做“提交审批”（由能修改优惠券的人做）、“批准发放”（由能审批优惠券的人做）"),
        ("goods_order", "cancelled", "submit", "；只有状态为“待门店确认”时才能做"),
        ("goods_order", "submitted", "submit", "；已经做过，不用再做"),
        (
            "corrective_action",
            "closed",
            "verify",
            "；只有状态为“待验证”时才能做",
        ),  # not: reopen it, and go round once more
    ],
)
def test_the_way_on_is_told_and_whose_it_is(db, record, before, name, said):
    assert remedy(record, before, name) == said


def test_who_may_take_all_of_it_reads_the_steps_alone(db):
    assert remedy("coupon", "draft", "end", HEAD) == "；请先做“提交审批”、“批准发放”"
    assert remedy("coupon", "draft", "end", HEAD, "en") == "; first “Submit”, “Approve”"


def test_no_step_of_the_house_is_refused_without_a_word_of_what_to_do(db):
    silent = [
        (key, before.key, step.name)
        for key, record in house().records.items()
        for step in record.sheet.steps
        for before in record.fields()[record.sheet.state].options
        if before.key not in step.froms and not remedy(key, before.key, step.name)
    ]
    assert silent == []
