"""Papers: what is printed of a row is what the person sees, with the lines added up, in both languages, at most so many at a time."""

import re
from dataclasses import replace

import pytest
from nicegui.testing import User

from models import house
from models.kit.declare.access import system
from models.kit.declare.paper import Paper, PaperLines, mistakes
from models.kit.fields import CountField, MoneyField, QuantityField
from models.kit.server.database import reading
from models.kit.write.history import Event
from models.organization import Product, Store
from pages.printing.contents import MOST_PAPERS, _added, papers_of_type, read_papers
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

pytestmark = pytest.mark.nicegui_main_file("main.py")
folder = pytest.fixture(desk.folder, autouse=True)


@pytest.fixture
def order() -> int:
    """A group order of two lines for a customer whose contact has a phone."""
    [product] = put("product", {"sku": "P1", "name": "阿胶糕", "spec": "200g", "unit": "盒", "list_price": "88"})
    [account] = put(
        "key_account",
        {"code": "K1", "name": "市三院 <工会>", "kind": "企业", "contact": "刘姐", "phone": "13800001234"},
    )
    [order] = put("group_order", {"account": account, "ordered_on": "2026-07-01", "note": "周五前\n送到门卫"})
    put("group_order_line", *({"order": order, "product": product, "qty": qty, "price": "80"} for qty in (2, 3)))
    return order


async def test_a_contract_has_its_letterhead_its_lines_their_sum_and_who_signs(user: User, order: int):
    put("letterhead", {"name": "康源健康食品有限公司", "phone": "028-1234567", "name_en": "Kangyuan Health"})
    await sign_in(user)
    answer = await user.http_client.get(f"/print/group_order?ids={order}&paper=group_quotation")
    text = answer.text
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    for part in (
        "康源健康食品有限公司",
        "团购报价单",
        "大客户联系人",
        "刘姐",
        "周五前<br>送到门卫",
        "报价人",
        "打印人",
    ):
        assert part in text, part
    assert "市三院 &lt;工会&gt;" in text and "<工会>" not in text, "names are text whatever they contain"
    foot = re.search(r"<tfoot>(.*?)</tfoot>", text)[1]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", foot) == ["合计", "", "", "", "", "", "5", "¥400.00"]
    english = (await user.http_client.get(f"/print/group_order?ids={order}&paper=group_quotation&lang=en")).text
    assert "Quotation" in english and "Kangyuan Health" in english and "Quoted by" in english and "¥400.00" in english


async def test_an_english_paper_has_the_english_letterhead_where_it_is_filled_in(user: User, order: int):
    own = {"address": "成都市锦江区", "foot": "请当面点清", "bank": "工行 6222"}
    put("letterhead", {"name": "康源", **own, "address_en": "Jinjiang, Chengdu", "foot_en": "Please count at once"})
    await sign_in(user)
    address = f"/print/group_order?ids={order}&paper=group_quotation&lang="
    english, chinese = [(await user.http_client.get(address + lang)).text for lang in ("en", "zh")]
    assert "Jinjiang, Chengdu" in english and "Please count at once" in english
    assert "成都市锦江区" not in english and "请当面点清" not in english
    assert "工行 6222" in english, "what has no English stays as it is"
    assert "成都市锦江区" in chinese and "请当面点清" in chinese and "Jinjiang" not in chinese


async def test_a_paper_is_there_in_the_states_it_is_for_and_the_page_of_the_row_offers_it(user: User, order: int):
    await sign_in(user)
    wrong = await user.http_client.get(f"/print/group_order?ids={order}&paper=group_contract")
    assert wrong.status_code == 404, "a draft is no contract"
    await user.open(f"/r/group_order/{order}")
    await user.should_see(marker="papers", retries=20)
    user.find(marker="papers").click()
    await user.should_see(marker="paper group_quotation")
    await user.should_not_see(marker="paper group_contract")


async def test_a_store_prints_what_is_its_own_and_nothing_of_others(user: User):
    mine, other = put("store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "高新二店"})
    rows = [
        {"store": store, "topic": "地面", "problem": f"{name}积水", "due_on": "2026-08-01"}
        for store, name in ((mine, "一"), (other, "二"))
    ]
    own, foreign = put("rectification", *rows)
    hire("chen", store=mine)
    await sign_in(user, "chen")
    answer = await user.http_client.get(f"/print/rectification?ids={own}&paper=rectification_notice")
    assert answer.status_code == 200 and "一积水" in answer.text
    unseen = await user.http_client.get(f"/print/rectification?ids={foreign}&paper=rectification_notice")
    nowhere = await user.http_client.get("/print/rectification?ids=99999&paper=rectification_notice")
    assert (unseen.status_code, unseen.text) == (nowhere.status_code, nowhere.text) == (404, unseen.text)
    assert (await user.http_client.get("/print/user?ids=1")).status_code == 404


async def test_several_are_printed_on_pages_of_their_own_and_noted_and_what_is_no_list_of_rows_is_refused(user: User):
    ids = put("store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "高新二店"})
    await sign_in(user)
    answer = await user.http_client.get(f"/print/store?ids={ids[0]},{ids[1]}")
    assert answer.text.count("<article>") == 2
    with reading():
        noted = list(Event.select().where(Event.kind == "export"))
    assert [event.record for event in noted] == ["store"]
    for ids in ("", "x", "1,,2", "-1", "1e3", "9" * 30, ",".join(map(str, range(1, MOST_PAPERS + 2)))):
        refused = await user.http_client.get("/print/store", params={"ids": ids})
        assert refused.status_code == 400, ids
    assert (await user.http_client.get("/print/store?ids=1&paper=nonsense")).status_code == 404
    assert (await user.http_client.get("/print/nothing?ids=1")).status_code == 404


def test_every_paper_of_every_type_can_be_read_for_every_role_in_both_languages():
    for who in (system("tests"), replace(system("tests"), lang="en")):
        with reading():
            for record in house().records.values():
                for paper in papers_of_type(record):
                    assert read_papers(paper, [1, 2, 3], who) is not None, paper.name


def test_what_nobody_filled_in_has_no_sum_and_a_sum_has_the_bounds_of_no_cell():
    assert _added(QuantityField("数", "No."), [None, None], "zh") == ""
    assert _added(CountField("分", "Points", most=100), [60, None, 70], "zh") == "130"
    assert _added(MoneyField("额", "Amount"), ["1.50", "***"], "zh") == ""


def test_a_paper_that_names_what_is_not_there_is_a_mistake_of_the_declaration():
    wrong = Paper(
        "p", Store, "纸", "Paper", "name nothing manager.none", (PaperLines(Product, "sku", "cost"),), when={"mood": ()}
    )
    assert [*mistakes(wrong)] == [
        "'nothing' is no field",
        "'manager.none' is no field",
        "'mood' is no field",
        "'cost' isn't among the columns it adds up",
        "product doesn't link to store by ''",
    ]


async def test_what_says_itself_whose_it_is_has_no_name_before_it(user: User):
    """“门店电话” of the store is the store's phone; “联系人” of an account is the account's."""
    [store] = put("store", {"code": "S1", "name": "锦江一店", "phone": "02812345678"})
    record = house().records["rectification"]
    [row] = put("rectification", {"store": store, "topic": "地面", "problem": "积水", "due_on": "2026-08-01"})
    paper = Paper("any", record, "整改", "Rectification", "store store.phone store.address")
    with reading():
        heads = {lang: read_papers(paper, [row], replace(system("王芳"), lang=lang))[0].head for lang in ("zh", "en")}
    assert [pair.label for pair in heads["zh"]] == ["门店", "门店电话", "门店地址"]
    assert [pair.label for pair in heads["en"]] == ["Store", "Store phone", "Store: Address"]
