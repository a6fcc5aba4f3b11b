"""Comments: said on a row or a cell by whoever sees it, heard of by who is named and sees it, and beside the data."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from exports.write import book
from models import accounts, house
from models.accounts.commenting import offered, say, say_again
from models.kit.ask.past import batches
from models.kit.ask.query import Query
from models.kit.declare.access import system
from models.kit.text import Refused
from models.kit.write import comments as kept
from models.kit.write.comments import Comment, comment_of, comments_of, open_comments
from models.kit.write.edits import edit
from models.kit.write.files import Attachment, attachment, files_of, put_on_comment, removed_before
from models.kit.write.notices import Notice, notices_for
from models.kit.write.undo import restore, undo
from models.kit.write.writes import Duplicate, changes
from models.members import Member
from models.organization import Store
from tests.helpers import people


@pytest.fixture
def company(stores):
    """Two store managers, their boss and a reader, and a member of the first store."""
    first, second = stores.values()
    made = {
        "gail": people.make("gail", "operations_manager"),
        "chen": people.make("chen", "store_manager", store=first),
        "chenxi": people.make("chenxi", "store_manager", store=second),
        "bo": people.make("bo", "viewer"),
    }
    with changes(who=system("tests")) as c:
        member = c.create(Member, card_no="C1", name="王小明", phone="13812345678", home_store=first).id
    return {name: accounts.who_for(id) for name, id in made.items()} | {"member": member}


def spoken(who, id, text, record=Member, **more):
    with changes(who=who, via="comment") as c:
        return say(c, record, id, text, **more)


def texts(who, id, record=Member):
    return [comment.text for comment in comments_of(record, id, who)]


def notices(who):
    return [notice.text_zh for notice in notices_for(house().records, who)]


def test_whoever_sees_a_row_may_say_something_there_and_nobody_else_learns_of_it(company):
    gail, chen, chenxi, id = company["gail"], company["chen"], company["chenxi"], company["member"]
    first = spoken(gail, id, "  请回访  ").comment
    spoken(chen, id, "已约周五", parent=first.id)
    assert texts(gail, id) == texts(chen, id) == ["请回访", "已约周五"]
    assert open_comments(Member, [id], chen) == {id: {"": 1}} and open_comments(Member, [id], chenxi) == {}
    for refused in (
        lambda: spoken(chenxi, id, "我看不到"),
        lambda: spoken(chenxi, 999, "没有这一行"),
        lambda: comment_of(chenxi, house().records, first.id),
        lambda: offered(chenxi, Member, id, None, ""),
    ):
        with pytest.raises(Refused) as why:
            refused()
        assert why.value.text == kept.NOT_FOUND


def test_a_comment_on_a_cell_is_for_those_who_see_the_cell_in_full(company):
    gail, chen, id = company["gail"], company["chen"], company["member"]
    with changes(who=system("tests")) as c:
        c.alter(accounts.Grant, _masks("store_manager", "member.phone"))
    chen = accounts.who_for(chen.user_id)
    said = spoken(gail, id, "号码是空号 @Chen", field="phone")
    assert said.reached == [] and said.unknown == ["Chen"]
    assert texts(gail, id) == ["号码是空号 @Chen"] and texts(chen, id) == []
    assert open_comments(Member, [id], gail) == {id: {"phone": 1}} and open_comments(Member, [id], chen) == {}
    assert notices(chen) == []
    with pytest.raises(Refused):
        spoken(chen, id, "？", field="phone")
    with pytest.raises(Refused):
        spoken(chen, id, "？", parent=said.comment.id)


def _masks(role: str, column: str) -> dict:
    code = accounts.Role.get(accounts.Role.code == role).id
    grant = accounts.Grant.get(accounts.Grant.role == code, accounts.Grant.record_type == "member")
    return {grant.id: {"masked": [column]}}


def test_who_is_named_is_told_once_and_a_name_that_cannot_see_it_looks_like_no_name(company):
    gail, chen, chenxi, id = company["gail"], company["chen"], company["chenxi"], company["member"]
    said = spoken(gail, id, "@chen 请看，抄送 @Chenxi @没有这人，写信到 a@b.cn")
    assert (said.reached, said.unknown) == (["Chen"], ["Chenxi", "没有这人"])
    assert notices(chen) == ["Gail在会员“王小明”的评论里提到了你：@chen 请看，抄送 @Chenxi @没有这人，写信到 a@b.cn"]
    assert notices(chenxi) == notices(gail) == []
    assert json.loads(Comment.get_by_id(said.comment.id).mentions) == [{"name": "Chen", "user": chen.user_id}]
    with changes(who=gail, via="comment") as c:
        again = say_again(c, Member, Comment.get_by_id(said.comment.id), "@chen @店长 请看")
    assert again.reached == ["店长"] and len(notices(chen)) == 2 and notices(chenxi) == []
    assert [person.name for person in offered(gail, Member, id, None, "che")] == ["Chen"]
    assert [person.name for person in offered(gail, Member, id, None, "dz")] == ["店长"]


def test_an_answer_is_told_to_who_spoke_before_and_still_sees_it(company):
    gail, chen, bo, id = company["gail"], company["chen"], company["bo"], company["member"]
    first = spoken(chen, id, "要不要补发").comment
    spoken(bo, id, "不清楚", parent=first.id)
    spoken(gail, id, "补发", parent=first.id)
    assert [sentence.split("回复了")[0] for sentence in notices(chen)] == ["Gail", "Bo"]
    assert len(notices(bo)) == 1 and notices(gail) == []
    with pytest.raises(Refused):
        spoken(gail, id, "回复的回复", parent=first.id + 1)


def test_only_the_author_changes_it_and_who_approves_may_take_it_away(company):
    gail, chen, bo, id = company["gail"], company["chen"], company["bo"], company["member"]
    first = spoken(chen, id, "第一条").comment
    answer = spoken(bo, id, "回复", parent=first.id).comment
    with pytest.raises(Refused, match="Only who wrote"), changes(who=gail, via="comment") as c:
        say_again(c, Member, first, "改别人的")
    with pytest.raises(Refused, match="Only who wrote"), changes(who=bo, via="comment") as c:
        kept.taken_back(c, house().records, first)
    with changes(who=gail, via="comment") as c:
        kept.taken_back(c, house().records, first)
    assert [(comment.id, comment.removed_at is None) for comment in comments_of(Member, id, bo)] == [
        (first.id, False),
        (answer.id, True),
    ]
    with changes(who=bo, via="comment") as c:
        kept.taken_back(c, house().records, Comment.get_by_id(answer.id))
    assert comments_of(Member, id, bo) == []


def test_what_is_settled_waits_no_more_until_it_is_opened_again(company):
    gail, id = company["gail"], company["member"]
    first = spoken(gail, id, "补资料").comment
    with changes(who=gail, via="comment") as c:
        kept.settled(c, first, True)
    assert open_comments(Member, [id], gail) == {} and comments_of(Member, id, gail)[0].resolved_by == "Gail"
    with changes(who=gail, via="comment") as c:
        kept.settled(c, first, False)
    assert open_comments(Member, [id], gail) == {id: {"": 1}}


def test_an_answer_to_what_was_settled_opens_it_again(company):
    gail, chen, id = company["gail"], company["chen"], company["member"]
    first = spoken(gail, id, "补资料").comment
    with changes(who=gail, via="comment") as c:
        kept.settled(c, first, True)
    spoken(chen, id, "还缺一张", parent=first.id)
    assert open_comments(Member, [id], gail) == {id: {"": 1}} and comments_of(Member, id, gail)[0].resolved_by is None


def test_an_undo_leaves_comments_and_a_deleted_row_comes_back_with_its_own(company):
    gail, id = company["gail"], company["member"]
    done = edit(Member, [{"id": id, "set": {"name": "王大明"}}], who=gail)
    spoken(gail, id, "改过名")
    assert undo(done.batch, house().records, who=gail).state == "applied" and texts(gail, id) == ["改过名"]
    assert all(batch["rows"] for batch in batches(house().records, gail) if batch["via"] != "comment")
    gone = edit(Member, [], who=system("tests"), delete=[id])
    assert gone.state == "applied" and open_comments(Member, [id], gail) == {}
    assert restore(Member, id, who=system("tests")).state == "applied" and texts(gail, id) == ["改过名"]


def test_what_is_no_comment_is_refused_in_words(company, monkeypatch):
    gail, id = company["gail"], company["member"]
    for wrong, sentence in (("  \n ", kept.EMPTY.en), ("长" * 2001, "2000"), (7, "text")):
        with pytest.raises(Refused, match=sentence):
            spoken(gail, id, wrong)
    monkeypatch.setattr(kept, "MOST_EACH", 1)
    spoken(gail, id, "一条")
    with pytest.raises(Refused, match="at most 1 comment"):
        spoken(gail, id, "两条")


def test_sent_twice_it_is_said_once(company):
    gail, id = company["gail"], company["member"]
    for _ in range(2):
        try:
            with changes(who=gail, via="comment", op="phone-1") as c:
                say(c, Member, id, "在吗")
        except Duplicate:
            pass
    assert texts(gail, id) == ["在吗"] and Notice.select().count() == 0


def test_pictures_of_a_comment_are_no_files_of_the_row_and_go_with_it(company, clock):
    gail, chenxi, id = company["gail"], company["chenxi"], company["member"]
    first = spoken(gail, id, "看照片").comment
    file = {"name": "柜台.jpg", "kind": "image/jpeg", "size": 9, "stored": "x", "digest": "0" * 64}
    with changes(who=gail, via="comment") as c:
        made = put_on_comment(c, Member, id, None, first.id, file)
    assert files_of(Member, id) == [] and attachment(gail, house().records, made.id).name == "柜台.jpg"
    with pytest.raises(Refused):
        attachment(chenxi, house().records, made.id)
    with changes(who=gail, via="comment") as c:
        kept.taken_back(c, house().records, first)
    with pytest.raises(Refused):
        attachment(gail, house().records, made.id)
    clock("2026-12-30 10:00")
    assert [
        old.id for old in removed_before(Attachment.get_by_id(made.id).removed_at.replace(year=2027), house().records)
    ] == [made.id]


def test_a_title_that_a_reader_does_not_know_stands_in_no_notice(company, stores):
    gail, chen = company["gail"], company["chen"]
    said = spoken(gail, stores["锦江一店"], "@chen 排班", record=Store)
    assert said.reached == ["Chen"] and notices(chen) == ["Gail在门店“锦江一店”的评论里提到了你：@chen 排班"]
    with changes(who=system("tests")) as c:
        c.alter(accounts.Grant, _masks("viewer", "member.name"))
    spoken(gail, company["member"], "@chen 回访")
    assert notices(chen)[0] == f"Gail在会员“#{company['member']}”的评论里提到了你：@chen 回访"


def test_a_workbook_tells_what_waits_on_each_row_by_the_eyes_of_who_takes_it(company):
    gail, bo, id = company["gail"], company["bo"], company["member"]
    first = spoken(gail, id, "号码\n对吗", field="phone").comment
    spoken(gail, id, "已核对", parent=first.id)
    done = spoken(gail, id, "早就好了").comment
    spoken(gail, id, "无关的回答", parent=done.id)
    with changes(who=gail, via="comment") as c:
        kept.settled(c, done, True)
    spoken(gail, id, "请回访")
    heads, line = exported(gail)
    talk = line[heads.index("评论")]
    assert [text.split("：")[-1] for text in talk.split("\n")] == ["号码 对吗", "已核对", "请回访"]
    assert talk.startswith("【手机号】Gail ") and "　↳ Gail" in talk
    heads, line = exported(bo)
    assert line[heads.index("评论")].count("\n") == 0 and "请回访" in line[heads.index("评论")], "bo sees phones masked"
    assert "评论" not in exported(gail, talks=False)[0]


def test_a_workbook_has_what_is_said_as_notes_on_the_cells_for_who_sees_them(company):
    gail, bo, id = company["gail"], company["bo"], company["member"]
    first = spoken(gail, id, "<号码> 对吗", field="phone").comment
    spoken(gail, id, "已核对", parent=first.id)
    spoken(gail, id, "请回访")
    card, phone = workbook(gail)[2][:2]
    assert [line.split("：")[-1] for line in phone.comment.text.split("\n")] == ["<号码> 对吗", "已核对"]
    assert "请回访" in card.comment.text and "号码" not in card.comment.text
    card, phone = workbook(bo)[2][:2]
    assert phone.comment is None and "请回访" in card.comment.text, "bo sees phones masked"
    assert all(cell.comment is None for cell in workbook(gail, talks=False)[2])


def test_more_comments_than_a_cell_holds_say_how_many_are_left_out(company):
    for n in range(20):
        spoken(company["gail"], company["member"], f"{n}" + "长" * 1990)
    heads, line = exported(company["gail"])
    talk = line[heads.index("评论")]
    assert (
        len(talk) < 32_767 and talk.startswith("（前面还有 6 条") and talk.split("\n")[-1].endswith("19" + "长" * 1990)
    )


def exported(who, talks=True):
    """The head and the one row of a workbook."""
    return [list(row) for row in workbook(who, talks).iter_rows(values_only=True)]


def workbook(who, talks=True):
    query = Query(Member, who)
    made = b"".join(book.as_xlsx(query, book.columns_of(Member, query.shown, ["card_no", "phone"]), who, talks=talks))
    return load_workbook(BytesIO(made)).active
