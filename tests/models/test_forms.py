"""Forms made in the browser: what may be in them, what becomes of an answer, and what nobody learns by them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.designing import take_over
from models import designed, house
from models.design import DesignCheck, DesignColumn, DesignForm, DesignType, FormAnswer, renew_link
from models.design.bills import bill
from models.design.carrying import exported, planned
from models.design.forms import sound
from models.design.forms.answering import Wrong, answer
from models.design.forms.begun import begun, remarks, tried
from models.design.forms.paper import Shut, by_id, open_paper
from models.design.forms.shown import holds
from models.design.uses import uses
from models.kit.declare.access import Grant
from models.kit.server import database
from models.kit.server.standing import stand
from models.kit.write.acting import act
from models.kit.write.history import Batch
from models.kit.write.undo import undo
from tests.conftest import person
from tests.helpers import house_before, places
from tests.helpers.door import change, in_threads, made, new, said
from tests.helpers.forms_made import body, column, option, repair_fields, repair_form, repairs, shop_form

OP = "a-phone-that-sends-once"


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


@pytest.fixture
def token(boss, stores) -> str:
    repairs(boss)
    return repair_form(boss)


def first() -> str:
    return house().records["repair"].sheet.title


def rows() -> list:
    return house().records["repair"].rows()


def given(stores, **more) -> dict:
    sent = {"shop": [str(stores["锦江一店"])], "sort_of": [option("水电")], first(): ["水管漏水"]}
    return sent | {name: [value] for name, value in more.items()}


def photo(name="a.jpg", stored="s1") -> dict:
    return {"name": name, "kind": "image/jpeg", "size": 9, "stored": stored, "digest": "0" * 64}


def wrong(find, *sent, **more) -> dict[str, str]:
    with pytest.raises(Wrong) as refused:
        answer(find, *sent, op=more.pop("op", OP), **more)
    return {name: text.zh for name, text in refused.value.faults.items()}


def test_an_answer_becomes_a_row_with_what_is_fixed_its_photos_and_its_number(token, stores):
    files = {"photos": [photo(), photo("b.jpg", "s2")]}
    sent = answer(shop_form(token), given(stores, contact="13900001111"), files, op=OP)
    (row,) = rows()
    assert (getattr(row, first()), row.source, row.contact, row.shop) == (
        "水管漏水",
        "扫码",
        "13900001111",
        stores["锦江一店"],
    )
    assert sent.number == row.no == "WX0001" and not sent.again
    assert [file["name"] for file in row.photos] == ["a.jpg", "b.jpg"]
    batch = Batch.select().order_by(Batch.id.desc()).get()
    assert (batch.via, batch.label_zh, batch.user_name) == ("form", "填写表单“门店报修”", "表单·门店报修")


def test_sent_twice_it_stands_once_and_with_other_contents_it_is_told(token, stores):
    answer(shop_form(token), given(stores), {}, op=OP)
    again = answer(shop_form(token), given(stores), {}, op=OP)
    assert again.again and again.number == "WX0001" and len(rows()) == 1
    assert "" in wrong(shop_form(token), given(stores, contact="13900001111"), {})
    assert len(rows()) == 1


def test_what_is_wrong_is_said_at_its_question_and_nothing_is_kept(token, stores):
    faults = wrong(shop_form(token), {"shop": ["99999"], "contact": ["12"], "sort_of": [""]}, {})
    assert set(faults) == {"shop", "contact", "sort_of", first()}
    assert faults["shop"] == "请从给出的选项里选" and faults[first()] == "哪里坏了不能为空"
    assert rows() == [] and FormAnswer.rows() == []


def test_what_was_not_shown_is_not_asked_and_not_taken(token, stores):
    answer(shop_form(token), given(stores, stopped_on="2026-11-01"), {}, op=OP)
    assert rows()[0].stopped_on is None
    machine = given(stores) | {"sort_of": [option("设备")]}
    assert set(wrong(shop_form(token), machine, {}, op="b" * 20)) == {"stopped_on"}
    answer(shop_form(token), machine | {"stopped_on": ["2026-11-01"]}, {}, op="c" * 20)
    assert rows()[1].stopped_on.isoformat() == "2026-11-01"


def test_the_sender_sets_no_hidden_and_no_other_column(token, stores):
    answer(shop_form(token), given(stores, source="我自己", inner="x", no="WX9999"), {"inner": [photo()]}, op=OP)
    (row,) = rows()
    assert (row.source, row.inner, row.no) == ("扫码", None, "WX0001")


def test_a_link_offers_what_its_maker_allowed_and_nothing_else(token, stores, boss):
    assert change(house().records["store"], boss, stores["武侯一店"], status="closed").state == "applied"
    (shops,) = [asked for asked in open_paper(shop_form(token)()).asked if asked.name == "shop"]
    assert [*shops.options.values()] == ["锦江一店"]
    assert set(wrong(shop_form(token), given(stores, shop=str(stores["武侯一店"])), {})) == {"shop"}
    form = DesignForm.rows()[0]
    bare = [{**field, "offer": None} if field["name"] == "shop" else field for field in repair_fields()]
    ((_, place, why),) = said(change(DesignForm, boss, form.id, body=body(*bare)))
    assert place == "body" and "请先定好可以选哪些" in why


def test_a_column_that_occurs_once_is_not_asked_for(token, boss):
    column(boss, "repair", "设备编号", "line", "device_no", only_once=True)
    form = DesignForm.rows()[0]
    ((_, _, why),) = said(change(DesignForm, boss, form.id, body=body(*repair_fields(), {"name": "device_no"})))
    assert "试出" in why
    column(boss, "repair", "机身号", "line", "body_no")
    assert change(DesignForm, boss, form.id, body=body(*repair_fields(), {"name": "body_no"})).state == "applied"
    later = DesignColumn.rows(DesignColumn.name == "body_no")[0]
    assert change(DesignColumn, boss, later.id, only_once=True).state == "applied"
    with pytest.raises(Shut, match="mended"):
        open_paper(shop_form(token)())


def test_rules_speak_to_strangers_of_what_they_filled_in_and_of_nothing_else(token, stores, boss):
    own = made(
        DesignCheck, boss, record_type="repair", zh="停用日期不能早于 2020 年", formula="=[停用自]>DATE(2020,1,1)"
    )
    early = given(stores, stopped_on="2019-01-01") | {"sort_of": [option("设备")]}
    assert wrong(shop_form(token), early, {}) == {"stopped_on": "停用日期不能早于 2020 年"}
    assert change(DesignCheck, boss, own, formula='=AND([停用自]>DATE(2020,1,1),[内部备注]<>"x")').state == "applied"
    assert change(DesignForm, boss, DesignForm.rows()[0].id, body=body(*repair_fields())).state == "applied"
    assert "2020" not in json.dumps(wrong(shop_form(token), early, {}), ensure_ascii=False)


@pytest.mark.parametrize(
    ("sets", "word"),
    [
        ({"open": False}, "现在不收"),
        ({"closes_on": "2020-01-01"}, "已于 2020-01-01 截止"),
        ({"public": False}, "链接无效"),
    ],
)
def test_a_closed_form_says_so(token, stores, boss, sets, word):
    assert change(DesignForm, boss, DesignForm.rows()[0].id, **sets).state == "applied"
    with pytest.raises(Shut) as shut:
        answer(shop_form(token), given(stores), {}, op=OP)
    assert word in shut.value.text.zh and rows() == []


def test_thirty_at_once_and_no_more_are_taken_than_it_says(token, stores, boss):
    assert change(DesignForm, boss, DesignForm.rows()[0].id, most=20).state == "applied"

    def send(number: int) -> str:
        try:
            return answer(shop_form(token), given(stores), {}, op=f"phone number {number}").number or ""
        except Shut:
            return ""

    numbers = [number for number in in_threads(30, send) if number]
    assert len(set(numbers)) == len(rows()) == 20
    assert FormAnswer.select().count() == 20


def test_once_a_device_means_once_and_another_device_may(token, stores, boss):
    assert change(DesignForm, boss, DesignForm.rows()[0].id, once=True).state == "applied"
    answer(shop_form(token), given(stores), {}, op=OP, device="phone 1")
    assert answer(shop_form(token), given(stores), {}, op=OP, device="phone 1").again
    with pytest.raises(Shut) as shut:
        answer(shop_form(token), given(stores), {}, op="b" * 20, device="phone 1")
    assert "已经填过" in shut.value.text.zh
    answer(shop_form(token), given(stores), {}, op="c" * 20, device="phone 2")
    assert len(rows()) == 2


def test_a_form_goes_on_without_a_column_that_was_removed_and_waits_for_one_that_it_must_fill(token, stores, boss):
    where = {use.where.zh for use in uses(house().records["repair"], "contact")}
    assert "表单“门店报修”要用它" in where
    contact = DesignColumn.rows(DesignColumn.name == "contact")[0]
    assert act(house().actions["design_column_remove"], who=boss, id=contact.id).state == "applied"
    assert "contact" not in {asked.name for asked in open_paper(shop_form(token)()).asked}
    answer(shop_form(token), given(stores, contact="13900001111"), {}, op=OP)
    column(boss, "repair", "楼层", "count", "floor", required=True)
    with pytest.raises(Shut, match="mended"):
        open_paper(shop_form(token)())


def test_a_form_whose_table_was_removed_says_so_and_comes_back_with_it(token, boss):
    table = DesignType.rows(DesignType.name == "repair")[0]
    gone = act(house().actions["design_type_remove"], who=boss, id=table.id)
    assert gone.state == "applied", gone.errors
    with pytest.raises(Shut, match="mended"):
        open_paper(shop_form(token)())
    assert undo(gone.batch, house().records, who=boss).state == "applied"
    assert open_paper(shop_form(token)()).asked


def test_who_is_signed_in_answers_under_the_own_name_with_no_right_on_the_table(token, stores, boss):
    fields = [field for field in repair_fields() if field["name"] != "shop"]
    inside = {"fixed": {"shop": {"as": "my_store"}}}
    form = made(DesignForm, boss, record_type="repair", name="内部报修", open=True, body=body(*fields, **inside))
    clerk = person("Kim", "viewer", 55, store_id=stores["武侯一店"])
    sent = {name: values for name, values in given(stores).items() if name != "shop"}
    answer(lambda: by_id(form), sent, {}, op=OP, person=clerk)
    assert rows()[0].shop == stores["武侯一店"]
    assert Batch.select().order_by(Batch.id.desc()).get().user_id == 55


def test_only_who_may_fill_all_of_a_type_makes_forms_of_it_and_never_of_rights(token, boss, ann, stores):
    asked = {"record_type": "repair", "name": "我的", "body": body({"name": first()})}
    assert new(DesignForm, ann, asked).state == "refused"
    ((_, place, why),) = said(new(DesignForm, boss, {**asked, "record_type": "user", "body": body({"name": "name"})}))
    assert place == "record_type" and "不能做成表单" in why


def test_a_form_is_taken_back_with_its_link_and_a_new_link_ends_the_old(token, boss):
    form = DesignForm.rows()[0]
    renew_link(form.id, who=boss)
    with pytest.raises(Shut):
        shop_form(token)()
    batch = Batch.select().order_by(Batch.id.desc()).get()
    assert undo(batch.id, house().records, who=boss).state == "applied"
    assert shop_form(token)().id == form.id


@pytest.mark.parametrize(
    ("filter", "given", "shown"),
    json.loads((Path(__file__).parent.parent / "web" / "forms.json").read_text("utf-8")),
)
def test_shown_when(filter, given, shown):
    assert holds(filter, given) is shown


def test_forms_go_along_in_a_design_without_their_links_and_are_shut_there_at_first(token, boss, fresh, tmp_path):
    written = exported()
    assert "门店报修" in written and token not in written and planned(written).sentences == []
    database.close()
    database.open(places.copy(fresh, tmp_path / "two.db"))
    stand(designed())
    with database.reading():
        (tmp_path / "design.yaml").write_text(written, encoding="utf-8")
        assert take_over(tmp_path / "design.yaml", dry_run=False, tell=str) == 0
        (form,) = DesignForm.rows()
        assert form.public and not form.open and form.token not in (None, token)
        assert exported() == written


def test_the_bill_of_a_turned_column_says_what_becomes_of_the_forms(token, boss):
    cost = bill(house().records["repair"], "sort_of", {"set": {"kind": "line"}}, boss)
    (form,) = [use for use in cost["depends"] if "表单" in use["where"]]
    assert not form["stops"] and "照常" in form["becomes"]
    cost = bill(house().records["repair"], "contact", {"set": {"kind": "link", "target": "store"}}, boss)
    (form,) = [use for use in cost["depends"] if "表单" in use["where"]]
    assert "停用到改好为止" in form["becomes"]


def test_a_link_that_came_to_offer_too_much_shuts_the_form_and_says_why_on_its_page(token, boss, monkeypatch):
    assert tried(shop_form(token)(), boss).asked
    monkeypatch.setattr(sound, "MOST_OFFERED", 1)
    with pytest.raises(Shut) as shut:
        tried(shop_form(token)(), boss)
    assert "可选的门店有 2 条，最多 1 条" in shut.value.text.zh
    with pytest.raises(Shut, match="mended"):
        open_paper(shop_form(token)())


def test_a_new_form_begins_with_what_must_be_filled_in_and_a_column_gone_is_remarked_by_its_label(token, boss):
    repair = house().records["repair"]
    form = DesignForm.row(made(DesignForm, boss, record_type="repair", name="新的", body=begun(repair, boss)))
    assert [asked.name for asked in tried(form, boss).asked] == [first()]
    contact = DesignColumn.rows(DesignColumn.name == "contact")[0]
    assert act(house().actions["design_column_remove"], who=boss, id=contact.id).state == "applied"
    assert [text.zh for text in remarks(shop_form(token)(), boss)] == ["没有“电话”这一列，可能已删除"]


def test_a_column_that_somebody_may_not_see_is_told_to_him_by_no_label_whether_it_is_there_or_was(token, boss):
    grants = {"repair": Grant("writer", "repair", "see add edit", hidden={"contact"})}
    writer = replace(boss, all_rights=False, grants=grants)
    unseen = ["没有“contact”这一列，可能已删除"]
    assert unseen[0] in [text.zh for text in remarks(shop_form(token)(), writer)]
    contact = DesignColumn.rows(DesignColumn.name == "contact")[0]
    assert act(house().actions["design_column_remove"], who=boss, id=contact.id).state == "applied"
    assert unseen[0] in [text.zh for text in remarks(shop_form(token)(), writer)]
    seeing = replace(writer, grants={"repair": Grant("writer", "repair", "see add edit")})
    assert "没有“电话”这一列，可能已删除" in [text.zh for text in remarks(shop_form(token)(), seeing)]
