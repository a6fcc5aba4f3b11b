"""Who talked to a member, how, and what came of it."""

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    MomentField,
    Move,
    NoteField,
    Record,
    Refused,
    Sheet,
)
from ..kit.clock import now
from ..organization import Employee
from .people import HAS_LEFT, Member

CONTACT_CHANNELS = (
    Choice("phone", "电话", "Phone"),
    Choice("wechat", "微信", "WeChat"),
    Choice("visit", "到店", "In store"),
    Choice("sms", "短信", "Text message"),
    Choice("other", "其他", "Other"),
)


def reach_members(c: Changes, moves: list[Move]) -> None:
    """Whoever has left the club is left in peace."""
    new = [move for move in moves if move.new and move.changed("member")]
    people = Member.rows_by_id({move.new.member for move in new})
    for move in new:
        if people[move.new.member].status == "left":
            raise Refused(HAS_LEFT(name=people[move.new.member].name), "member", move.index)


class MemberFollowUp(Record):
    """One conversation with a member, and when to come back to it."""

    member = LinkField(Member, "会员", "Member", aka=("会员卡号",))
    contacted_at = MomentField("沟通时间", "Contacted at", happened=True, default=now, aka=("沟通日期",))
    channel = ChoiceField("方式", "Channel", options=CONTACT_CHANNELS, open=True, default="phone", aka=("沟通方式",))
    topic = LineField("主题", "Topic", max_length=100, width=180)
    content = NoteField("内容", "Content", null=True)
    result = LineField("结果", "Result", null=True, width=160)
    next_on = DayField("下次跟进", "Next on", null=True, index=True)
    by = LinkField(Employee, "跟进人", "By", null=True)

    sheet = Sheet(
        "会员沟通",
        "Member follow-ups",
        title="topic",
        order=("-contacted_at",),
        search=("topic", "content", "member"),
        columns=("member", "contacted_at", "channel", "topic", "content", "result", "next_on", "by"),
        checks=(reach_members,),
        scopes={"store": "member.home_store", "region": "member.home_store.region", "own": "by"},
    )
