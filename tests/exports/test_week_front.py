"""The week on one page: what explains the sales, worked out by hand; whose sentences they are; what somebody wrote stays."""

import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from exports import weekly
from exports.weeks import closing
from exports.weeks.chain import chain_of
from exports.weeks.front import decisions, facts, front_of
from exports.weeks.front.causes import causes
from exports.weeks.reader import for_reader, sight
from exports.weeks.report import report_of
from models import house
from models.kit import changes, system
from models.kit.declare.access import may
from models.kit.write.edits import edit
from models.organization import Store
from models.promotions import Festival
from models.stores import StoreDay
from models.weekly import Attention, WeekPage
from tests.helpers import weekly_world
from tests.helpers.weekly_world import NAMES, WEEK, who

CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return weekly_world.build(tmp_path_factory.mktemp("front") / "ops.db")


@pytest.fixture
def world(kept, tmp_path):
    """A copy of it."""
    with weekly_world.opened(kept, tmp_path):
        yield kept


def front(world, login: str):
    asker = who(world, login)
    seen = sight(asker)
    names = dict(Store.select(Store.id, Store.name).tuples())
    return front_of(for_reader(report_of(WEEK), seen), asker, seen.only, names)


def said(front, lang: str = "zh") -> str:
    return "\n".join(sentence.text.say(lang) for sentences in front.shown.values() for sentence in sentences)


def test_what_explains_the_sales_is_what_a_hand_works_out(world):
    """The first store's usual week is 5,810 (each weekday the mean of the three before) against a plan of 3,000; it sold 6,790 with
    as many tickets, and 234.50 was corrected later. The others have no plan, and 6,000 of the company's plan are nobody's."""
    chain = report_of(WEEK)["chain"]
    first, second, third = (chain["stores"][str(id)] for id in world.stores)
    assert first["parts"] == {"level": "2810.00", "average": "980.00", "corrected": "234.50"}
    assert (first["held"], first["actual"]) == ("3000.00", "7024.50")
    assert second["parts"] == {"unplanned": "7490.00"} and third["parts"] == {"unplanned": "7030.00"}
    assert (chain["basis"], chain["unshared"]) == ("plan", "6000.00")
    split = front(world, "boss").split
    assert split.gap == Decimal("12544.50") == sum(part.amount for part in split.parts)


def test_without_a_plan_the_last_week_like_it_is_the_measure(world):
    """A week earlier the same days sold 70 less each; one day of the third store is missing."""
    areas = report_of(WEEK)["areas"]
    bare = [{**area, "figures": [{**figure, "target": None} for figure in area["figures"]]} for area in areas]
    for area in bare:
        for figure in area["figures"]:
            figure["stores"] = {id: {**part, "target": None} for id, part in figure["stores"].items()}
    chain = chain_of(WEEK, bare)
    assert (chain["basis"], chain["like"]) == ("like", "2026-W46")
    first, _, third = (chain["stores"][str(id)] for id in world.stores)
    assert first["parts"] == {"level": "-490.00", "average": "980.00", "corrected": "234.50"}
    assert third["parts"]["missing"] == "-1020.00" and third["missing"] == ["2026-11-18"]
    for part in chain["stores"].values():
        gap = Decimal(part["actual"]) - Decimal(part["held"])
        assert sum(map(Decimal, part["parts"].values())) == gap


def test_a_festival_is_held_against_itself_last_year_whenever_the_moon_put_it(world):
    """It fell on the 18th and 19th this year, on the 29th and 30th of October last; the second store wasn't there then."""
    with changes(who=system("系统")) as c:
        for year, month, day in ((2025, 10, 29), (2026, 11, 18)):
            c.create(Festival, name="重阳", starts_on=date(year, month, day), ends_on=date(year, month, day + 1))
        for store, sales in ((world.stores[0], 400), (world.stores[2], 500)):
            for day in (29, 30):
                values = {"day": date(2025, 10, day), "sales": Decimal(sales), "transactions": 4}
                c.create(StoreDay, store=store, **values)
    first, second, third = (chain_of(WEEK, report_of(WEEK)["areas"])["stores"][str(id)] for id in world.stores)
    assert first["festive"] == ["1930.00", "800.00"], "960 and 970 against twice 400"
    assert second["festive"] is None and third["festive"] == ["1170.00", "500.00"], "its 18th is missing"


def test_the_manager_reads_it_in_either_language(world):
    shown = front(world, "boss")
    assert "门店卖了 2.2 万元，完成计划的 239.4%，超出 1.3 万元" in said(shown)
    assert {sentence.behind[0] for sentence in shown.shown["happened"]} == {"figure"}
    assert all(sentence.behind for section in shown.shown.values() for sentence in section)
    english = said(shown, "en")
    assert "The stores sold ¥21,544" in english
    names = {*NAMES, *(name for name in ("林晓",))}
    assert not [word for word in CHINESE.findall(english) if word not in names]


def test_a_store_manager_reads_of_his_store_alone(world):
    shown = front(world, "chen")
    assert shown.store == world.stores[0] and "锦江一店卖了 7,024 元" in said(shown)
    assert not [name for name in NAMES[1:] if name in said(shown)]
    assert [str(part.amount) for part in shown.split.parts] == ["2810.00", "980.00", "234.50"]
    chain = for_reader(report_of(WEEK), sight(who(world, "chen")))["chain"]
    assert set(chain["stores"]) == {str(world.stores[0])} and chain["unshared"] == "0"


# Written for the meeting --------------------------------------------------------------------------------------------------


def write(world, login: str, **values):
    row = {"week": str(WEEK), "happened": "我们卖得很好", **values}
    return edit(WeekPage, [{"id": None, "set": row}], who=who(world, login))


def test_the_figure_of_a_matter_of_several_stores_is_said_to_be_the_company_s(world):
    many = {
        "title": "新增会员（2 家店）",
        "kind": "target",
        "value": "105",
        "aim": "131",
        "places": "甲店 1 / 5\n乙店 2 / 5",
    }
    with changes(who=system("关账")) as c:
        c.remove(Attention, [row.id for row in Attention.rows()])
        c.create(Attention, week=str(WEEK), area="members", metric="new_members", **many)
    assert "“新增会员（2 家店）”为 105（全公司，对比值 131）" in said(front(world, "boss"))
    assert "105 (the whole company, against 131)" in said(front(world, "boss"), "en")


def test_what_is_written_stands_until_the_figures_move(world):
    assert write(world, "boss").state == "applied"
    shown = front(world, "boss")
    assert [sentence.text.zh for sentence in shown.shown["happened"]] == ["我们卖得很好"]
    assert shown.shown["causes"] == shown.made["causes"], "a section left empty is said from the figures"
    assert WeekPage.get().revision == 2 and not shown.stale
    with changes(who=system("林晓")) as c:
        c.update(StoreDay, StoreDay.get(StoreDay.day == WEEK.monday).id, sales=Decimal(99))
    closing.recompute(str(WEEK), reason="改", who=who(world, "boss"))
    shown = front(world, "boss")
    assert shown.stale and shown.written["revision"] == 2, "the page stays with the revision it was written of"
    assert write(world, "boss", happened="这一版卖得少").state == "applied"
    shown = front(world, "boss")
    assert not shown.stale and [sentence.text.zh for sentence in shown.shown["happened"]] == ["这一版卖得少"]
    assert sorted(WeekPage.select(WeekPage.revision, WeekPage.happened).tuples()) == [
        (2, "我们卖得很好"),
        (3, "这一版卖得少"),
    ]


def as_told(sentences, lang: str = "zh") -> str:
    return "\n".join(sentence.text.say(lang) for sentence in sentences)


def test_a_sentence_that_was_left_as_it_is_keeps_its_rows_and_its_light(world):
    made = front(world, "boss").made
    texts = {section: as_told(sentences) for section, sentences in made.items()}
    first, *_ = made["happened"]
    assert write(world, "boss", **{**texts, "happened": f"就这一句。\n{first.text.zh}"}).state == "applied"
    shown = front(world, "boss").shown
    assert (shown["causes"], shown["decisions"]) == (made["causes"], made["decisions"])
    own, left = shown["happened"]
    assert left == first and (own.behind, own.light) == (None, "none"), "what is written anew has no figure behind it"


def test_a_sentence_put_otherwise_keeps_the_rows_of_the_one_figure_it_names(world):
    first = front(world, "boss").made["happened"][0]
    named = first.names.zh
    assert write(world, "boss", happened=f"好消息：{named}！\n{named}5，不是这个数").state == "applied"
    same, another = front(world, "boss").shown["happened"]
    assert same.text.zh == f"好消息：{named}！" and (same.behind, same.light) == (first.behind, first.light)
    assert another.behind is None, "a longer number is another one"


def test_what_waits_for_approval_is_told_each_reader_of_his_own(world, monkeypatch):
    waiting = {"boss": 23}
    kinds = lambda who: [(decisions.plain("促销待审批"), waiting[who.login])] if waiting.get(who.login) else []  # noqa: E731
    monkeypatch.setattr(decisions, "_waiting", kinds)
    sentence = front(world, "boss").made["decisions"][-1].text.zh
    assert sentence == "有 23 件等你审批：促销待审批 23 件。"
    assert write(world, "boss", decisions=f"定目标\n{sentence}").state == "applied"
    waiting["boss"] = 5
    shown = front(world, "boss").shown["decisions"]
    assert as_told(shown) == "定目标\n有 5 件等你审批：促销待审批 5 件。" and shown[1].behind == ("page", "/todo")
    waiting.clear()
    assert as_told(front(world, "boss").shown["decisions"]) == "定目标"
    assert decisions.is_waiting("Waiting for your approval: 4 in all, Promotions 3, Audits 1 and others.")
    assert not decisions.is_waiting("有 23 件等你审批，请今天批完。")


def test_a_section_has_three_sentences_at_most(world):
    answer = write(world, "boss", happened="一\n二\n\n三\n四")
    assert answer.state == "refused" and "“三件事实”写了 4 句，最多 3 句" in answer.errors[0].text.zh
    assert write(world, "boss", happened="一\n二\n\n三\n").state == "applied"


def test_a_cause_is_of_the_direction_of_what_it_explains(world):
    """The plan lies 4,000 above what is usual: that is no cause of a surplus, and one of the parts nevertheless."""
    part = {"missing": [], "plain": ["7000", "6000", "70", "60"]}
    for tickets, is_named in (("9000", False), ("1000", True)):
        parts = {"level": "-4000", "tickets": tickets}
        chain = {
            **report_of(WEEK)["chain"],
            "stores": {"1": {**part, "parts": parts}},
            "unshared": "0",
            "names": {},
            "whole": True,
        }
        split = causes(chain, WEEK, {1: NAMES[0]})
        assert ("照平常卖，就要差这么多" in as_told(split.sentences)) is is_named
        assert ("交易笔数" in as_told(split.sentences)) is not is_named
        assert sum(each.amount for each in split.parts) == split.gap and len(split.parts) == 2


def test_what_is_beside_the_usual_says_where_that_lies(world):
    """A range, or the one number it always was."""
    metric = house().metrics["new_members"]
    for value, low, high, said in ((5, 0, 3, "高（平常在 0 到 3 之间）"), (1, 3, 3, "低（平常是 3）")):
        figure = {"value": value, "basis": "usual", "light": "red", "low": low, "high": high, "target": None}
        assert f"{value}，比平常{said}" in facts._against(facts.Line("members", metric, figure)).zh


def test_each_writes_his_own_page_and_reads_no_other(world):
    assert write(world, "boss").state == "applied"
    assert front(world, "chen").written is None
    other = Store.row(world.stores[1])
    assert write(world, "chen", store={"id": other.id, "text": other.name}).state == "refused"
    assert write(world, "chen", happened="本店不错").state == "applied"
    assert [row.store for row in WeekPage.rows(order=WeekPage.id)] == [None, world.stores[0]], "it is of his own store"
    assert "本店不错" in said(front(world, "chen")) and "本店不错" not in said(front(world, "boss"))


def test_a_page_is_written_once_each_and_may_be_begun_before_the_closing(world):
    assert write(world, "boss", week="2026-W48").state == "applied" and WeekPage.get().revision == 0
    assert write(world, "boss").state == "applied"
    assert "（门店为空）的周“2026-W47”已存在" in write(world, "boss").errors[0].text.zh


def test_the_workbook_begins_with_it(world):
    assert write(world, "boss", happened="我们卖得很好").state == "applied"
    book = openpyxl.load_workbook(io.BytesIO(weekly.book_of_week(WEEK, who(world, "boss"))))
    sheet = book.worksheets[0]
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert sheet.title == "本周一页" and "我们卖得很好" in values
    start = values.index("金额")
    numbers = [value for value in values[start:] if isinstance(value, float | int)]
    assert Decimal("12544.5") in numbers and sheet.page_setup.fitToHeight == 1
    own = openpyxl.load_workbook(io.BytesIO(weekly.book_of_week(WEEK, who(world, "chen"))))
    words = " ".join(str(cell.value) for row in own.worksheets[0].iter_rows() for cell in row if cell.value)
    assert "锦江一店" in words and NAMES[1] not in words and not may(who(world, "chen"), "approve", WeekPage)
