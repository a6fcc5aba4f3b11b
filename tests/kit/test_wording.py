"""Words that may not be said in public: found however they are written, wherever text goes out, and nothing harmless is."""

import pytest

from models import house
from models.ecommerce import Campaign, Listing, OnlineShop
from models.kit.declare.hearing import heard
from models.kit.declare.wording import OPENING, SIMPLE, BannedWord, claims_in, seed_words
from models.kit.write.edits import edit
from models.organization import Product
from models.promotions import Promotion
from models.service import MemberActivity, Survey, SurveyQuestion
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, put, said
from tests.helpers.spent import at_most

CLAIMS = (
    "根治",
    "国家级",
    "治疗",
    "抗癌",
    "无副作用",
    "专家推荐",
    "降血压",
    "替代药品",
    "降糖",
    "壮阳",
    "7天见效",
    "三天见效",
    "十五日见效",
    "无效退款",
    "最好",
    "全网第一",
    "國家級",
    "治療",
    "抗癌",
    "專家推薦",
)
TRADITIONAL = str.maketrans({simple: chr(sign) for sign, simple in SIMPLE.items()})
WRITTEN = {
    "plain": str,
    "blanks": " ".join,
    "dots": "·".join,
    "stars": "*".join,
    "commas": "，".join,
    "wide blanks": "\u3000".join,
    "unseen": "\u200b".join,
    "lines": "\n".join,
    "brackets": lambda word: f"【{'】【'.join(word)}】",
    "traditional": lambda word: word.translate(TRADITIONAL),
    "full width": lambda word: word.translate({at: at + 0xFEE0 for at in range(0x21, 0x7F)}),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_every_claim_is_found_however_it_is_written(db, way):
    words = [*CLAIMS, *(word for kind in OPENING.values() for word in kind if "#" not in word)]
    missed = [word for word in words if not claims_in(f"本品{WRITTEN[way](word)}，欢迎选购")]
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "最好的服务态度评分",
        "您觉得最好的是哪位店员",
        "本品不能代替药物",
        "满 200 送钱包，治愈系礼品",
        "第一次到店",
        "建议最好在饭后食用",
        "最佳食用期 7 天",
        "增强免疫力",
        "7 天无理由退货",
        "三天内发货",
        "高钙奶粉 800g",
        "国家法定节假日照常营业",
        "送货第一时间通知您",
    ],
)
def test_harmless_words_pass(db, text):
    assert claims_in(text) == []


def test_two_texts_side_by_side_make_no_word_together(db):
    assert claims_in("十年整治", "疗养礼盒") == []


def refused_with(record, **values) -> str:
    return said(edit(record, [{"id": None, "set": values}], who=SYSTEM))


def test_wherever_text_goes_out_it_is_held_against_the_list_and_the_cell_is_named(clock, stores):
    shop = put(OnlineShop, name="天猫旗舰店", platform="tmall")
    survey = put(Survey, code="W1", title="满意度")
    for record, values, where in (
        (Campaign, {"shop": shop, "title": "根治癌症软文"}, "推广主题"),
        (Promotion, {"name": "抗癌周", "starts_on": "2026-12-01", "ends_on": "2026-12-03"}, "促销名称"),
        (
            Promotion,
            {"name": "周末促", "mechanics": "治疗高血压", "starts_on": "2026-12-01", "ends_on": "2026-12-03"},
            "促销内容",
        ),
        (MemberActivity, {"code": "H1", "name": "降糖讲座", "starts_at": "2026-12-01 10:00"}, "活动名称"),
        (Survey, {"code": "W2", "title": "壮阳产品调查"}, "问卷标题"),
        (SurveyQuestion, {"survey": survey, "wording": "是否7 天 见效？"}, "题目"),
        (SurveyQuestion, {"survey": survey, "wording": "您的看法", "offered": ["无效退款", "一般"]}, "选项"),
    ):
        assert f"“{where}”里有禁用的说法" in refused_with(record, **values)
    put(SurveyQuestion, survey=survey, wording="最好的服务态度评分")


def test_a_draft_may_say_anything_and_what_is_online_may_not(clock, stores):
    product = put(Product, sku="P1", name="蛋白粉", list_price=100)
    draft = put(Listing, shop=put(OnlineShop, name="店"), product=product, title="國家級 蛋白粉", price=100)
    assert "国家级" in said(change(Listing, draft, state="online")) or Listing.row(draft).state == "draft"


def test_every_field_that_customers_read_is_declared_public():
    public = {
        f"{key}.{name}"
        for key, record in house().records.items()
        for name, item in record.fields().items()
        if item.public
    }
    assert public >= {
        "listing.title",
        "listing.text",
        "promotion.name",
        "promotion.mechanics",
        "campaign.title",
        "survey.title",
        "survey.greeting",
        "survey_question.wording",
        "survey_question.offered",
        "member_activity.name",
        "gift.name",
        "tier_benefit.title",
        "bundle.name",
    }
    assert all(house().rules[house().records[name.split(".")[0]]].checks for name in public)


def test_a_phrase_is_allowed_by_an_approver_with_its_reason_and_a_medical_claim_never(db):
    clerk, boss = person("电商", "ecommerce", 301), person("高经理", "operations_manager", 302)
    seed_words(SYSTEM)

    def lists(who, **values):
        return edit(BannedWord, [{"id": None, "set": {"state": "allowed", **values}}], who=who)

    assert "有审批权" in said(lists(clerk, word="最好吃的早餐"))
    assert lists(boss, word="最好吃的早餐", reason="消费者评价引用").state == "applied"
    assert claims_in("最好吃的早餐", "最好吃的月饼") == ["最好"]
    assert "写明依据" in said(lists(boss, word="辅助降血糖"))
    assert lists(boss, word="辅助降血糖", reason="国食健注G20180001").state == "applied"
    assert claims_in("辅助降血糖") == [] and claims_in("降血糖") == ["降血糖"]
    whole = BannedWord.get(BannedWord.word == "降血糖").id
    assert "一律不得使用" in said(
        edit(BannedWord, [{"id": whole, "set": {"state": "allowed", "reason": "x"}}], who=boss)
    )
    assert edit(BannedWord, [{"id": None, "set": {"word": "逆龄"}}], who=clerk).state == "applied"
    assert claims_in("逆 龄面霜") == ["逆龄"]


@pytest.mark.parametrize(
    ("word", "text", "hit"),
    [
        ("##天", "见效只要12天", "12天"),
        ("#1#斤", "瘦了2113斤", "2113斤"),
        ("第#名", "得第三名也得第1名", "第三名"),
        ("瘦#", "瘦1234567斤", "瘦123456"),
        ("第#名", "第名", None),
    ],
)
def test_numbers_in_a_forbidden_word_are_heard_wherever_they_stand(word, text, hit):
    assert heard(word.split("#"), text) == hit


def test_no_list_of_words_keeps_everybody_waiting(db):
    """Ten numbers side by side took half a minute over sixty figures, with all others kept from writing."""
    clerk = person("电商", "ecommerce", 301)
    for word in ("#" * 8 + "斤", "#1#1#1#1#1#1斤"):
        assert edit(BannedWord, [{"id": None, "set": {"word": word}}], who=clerk).state == "applied"
    with at_most(3):
        assert claims_in("1" * 66 + "两", "1" * 20_000 + "两斤半") != []


def test_what_holds_no_letter_is_no_forbidden_word(db):
    clerk = person("电商", "ecommerce", 301)
    for word in ("！", "#", "——"):
        assert "没有文字" in said(edit(BannedWord, [{"id": None, "set": {"word": word}}], who=clerk))
    assert claims_in("新鲜！两斤装——包邮") == []
