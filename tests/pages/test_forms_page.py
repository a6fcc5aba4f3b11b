"""Forms as a phone gets them: plain HTML, in the visitor's language, once, with pictures that come before the answer."""

import asyncio
import io
import re

import pytest
from nicegui import app
from nicegui.testing import User
from PIL import Image

from exports import waiting
from models import house
from models.design import DesignForm, FormAnswer
from models.kit.declare.access import system
from models.kit.server import database
from models.kit.server.standing import house_if_any, stand
from models.kit.write.files import Attachment
from pages.guard.crowd import Bucket
from tests.helpers.desk import folder, hire, put, sign_in
from tests.helpers.door import change, made
from tests.helpers.forms_made import body, column, option, repair_form, repairs

SYSTEM = system("tests")
FORM = {"Accept": "text/html", "Origin": "http://test", "Sec-Fetch-Site": "same-origin"}
HOSTILE = '<script>alert("x")</script>'
OP = "one-phone-one-answer"


@pytest.fixture
def place(fresh, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["main.py"])
    before = house_if_any()
    database.close()
    yield folder(fresh, tmp_path, monkeypatch)
    database.close()
    stand(before)


@pytest.fixture
async def phone(place, user: User):
    user.http_client.headers.update(FORM)
    await user.http_client.get("/healthz")
    return user.http_client


@pytest.fixture
def path(phone) -> str:
    with database.reading():
        put("store", {"code": "S1", "name": "锦江一店"})
        repairs(SYSTEM)
        return "/f/" + repair_form(SYSTEM)


def title() -> str:
    return house().records["repair"].sheet.title


def given(**more) -> dict:
    with database.reading():
        (store,) = house().records["store"].rows()
        sent = {"shop": str(store.id), "sort_of": option("水电"), title(): "水管漏水", **more}
    return {"op": OP} | {name if name == "op" else f"q-{name}": value for name, value in sent.items()}


def rows() -> list:
    with database.reading():
        return house().records["repair"].rows()


def answers() -> int:
    with database.reading():
        return FormAnswer.select().count()


def set_form(**sets) -> None:
    with database.reading():
        assert change(DesignForm, SYSTEM, DesignForm.rows()[0].id, **sets).state == "applied"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return out.getvalue()


async def bring(phone, path: str, name="坏了.jpg", data=None, field="photos", op=OP):
    file = {"file": (name, picture() if data is None else data, "image/jpeg")}
    return await phone.post(f"{path}/files?field={field}&op={op}", files=file)


async def test_the_questions_are_asked_in_the_language_of_the_visitor(phone, path):
    answer = await phone.get(path)
    assert answer.status_code == 200 and "门店报修" in answer.text and "哪里坏了" in answer.text
    assert "width=device-width" in answer.text and "_nicegui" not in answer.text
    english = await phone.get(path, headers={"Accept-Language": "en"})
    assert "Repairs wanted" in english.text and "What is broken" in english.text and '<html lang="en">' in english.text


async def test_an_answer_is_kept_once_and_told_its_number(phone, path):
    for _ in range(2):
        answer = await phone.post(path, data=given())
        assert answer.status_code == 200 and "WX0001" in answer.text and "师傅会来" in answer.text
    assert len(rows()) == answers() == 1
    other = await phone.post(path, data=given(contact="13900001111"))
    assert other.status_code == 400 and "刚才那份已经收到" in other.text
    anew = re.search('name="op" value="([^"]+)"', other.text)[1]
    assert (await phone.post(path, data=given(contact="13900001111", op=anew))).status_code == 200 and len(rows()) == 2


async def test_what_is_wrong_is_said_and_nothing_typed_or_brought_is_lost(phone, path):
    assert (await bring(phone, path)).status_code == 200
    answer = await phone.post(path, data=given(**{title(): "</textarea><b>x", "contact": "12"}))
    assert answer.status_code == 400 and "不是 11 位手机号" in answer.text
    assert "&lt;/textarea&gt;&lt;b&gt;x" in answer.text and "坏了.jpg" in answer.text and rows() == []
    answer = await phone.post(path, data=given(contact="13900001111"))
    assert answer.status_code == 200
    assert [file["name"] for file in rows()[0].photos] == ["坏了.jpg"]


async def test_pictures_come_before_the_answer_and_only_what_is_asked_for_is_taken(phone, path, place):
    first = await bring(phone, path)
    second = await bring(phone, path, "二.jpg")
    off = await phone.post(path + "/files/off", data={"op": OP, "key": second.json()["key"]})
    assert off.status_code == 200
    assert first.json()["name"] == "坏了.jpg" and (await bring(phone, path, field="source")).status_code == 404
    refused = await bring(phone, path, "x.jpg", b"<html>")
    assert refused.status_code == 400 and "x.jpg" in refused.json()["message"]
    assert (await phone.post(path, data=given())).status_code == 200
    with database.reading():
        (file,) = Attachment.select()
    assert (place / "attachments" / file.stored).is_file() and not [*(place / "attachments").glob("*.part")]
    assert not [*(place / "uploads").glob("form-*")]


async def test_there_is_an_end_to_what_waits(phone, path, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_EACH", 1)
    assert (await bring(phone, path)).status_code == 200
    refused = await bring(phone, path)
    assert refused.status_code == 400 and "最多放 1 个" in refused.json()["message"]
    monkeypatch.setattr(waiting, "MOST_BYTES", 1)
    assert "上传的人太多" in (await bring(phone, path, op="b" * 20)).json()["message"]


@pytest.mark.parametrize(
    ("sets", "word"),
    [({"open": False}, "现在不收"), ({"closes_on": "2020-01-01"}, "截止"), ({"public": False}, "链接无效")],
)
async def test_a_closed_form_says_so_and_takes_nothing(phone, path, sets, word):
    set_form(**sets)
    for answer in (await phone.get(path), await phone.post(path, data=given())):
        assert answer.status_code in (404, 410) and word in answer.text
    assert (await bring(phone, path)).status_code == 400 and rows() == []


async def test_a_link_that_is_none_says_so(phone, path):
    for link in ("/f/" + "x" * 24, path[:-1], path[:12], path + "。", "/s/" + "x" * 24, "/s/short"):
        answer = await phone.get(link)
        assert answer.status_code == 404 and "链接无效" in answer.text, link
    answer = await phone.get("/j/short")
    assert answer.status_code == 404 and "登录" not in answer.text


async def test_a_long_answer_in_chinese_comes_in_whole_and_one_too_long_is_told_the_limit(phone, path):
    for name, label in (("story", "经过"), ("wish", "希望")):
        column(SYSTEM, "repair", label, "note", name)
    set_form(body=body({"name": title(), "required": True}, {"name": "story"}, {"name": "wish"}))
    answer = await phone.post(path, data=given(story="漏" * 4000, wish="修" * 4000))  # nine bytes each on their way
    assert answer.status_code == 200 and (rows()[0].story, rows()[0].wish) == ("漏" * 4000, "修" * 4000), answer.text
    answer = await phone.post(path, data=given(story="漏" * 12_000 + "😀" * 8_000, op="e" * 20))
    assert answer.status_code == 200 and len(rows()[-1].story) == 20_000, answer.text
    answer = await phone.post(path, data=given(story="漏" * 20_001, op="f" * 20))
    assert answer.status_code == 400 and "漏" * 20_001 in answer.text, "nothing typed is lost"
    answer = await phone.post(path, data=given(story="漏" * 120_000))
    assert answer.status_code == 413 and "最多 1 MB" in answer.text


async def test_once_a_device_goes_by_its_cookie(phone, path):
    set_form(once=True)
    assert "Cookie" in (await phone.post(path, data=given(), headers={"Cookie": ""})).text
    cookie = (await phone.get(path)).headers["set-cookie"]
    assert "ops_form=" in cookie and "HttpOnly" in cookie and "Path=/f/" in cookie
    own = {"Cookie": re.match(r"[^;]+", cookie)[0]}
    assert (await phone.post(path, data=given(), headers=own)).status_code == 200
    again = await phone.post(path, data=given(op="another-answer-of-it"), headers=own)
    assert again.status_code == 410 and "已经填过" in again.text and len(rows()) == 1


async def test_thirty_at_once_stand_and_then_an_address_has_to_wait(phone, path):
    app.state.form_pace = Bucket(30, 0.001)
    sent = [phone.post(path, data=given(op=f"phone-number-{n:06}")) for n in range(30)]
    answers_given = await asyncio.gather(*sent)
    assert {answer.status_code for answer in answers_given} == {200}
    assert sorted(row.no for row in rows()) == [f"WX{n:04}" for n in range(1, 31)]
    slow = await phone.post(path, data=given(op="the-one-too-many-here"))
    assert slow.status_code == 429 and slow.headers["Retry-After"] == "10" and len(rows()) == 30


async def test_nothing_hostile_comes_back_as_anything_but_text(phone, path):
    set_form(name=HOSTILE, body=body({"name": title(), "help": {"zh": HOSTILE, "en": HOSTILE}}))
    answer = await phone.post(path, data={"op": OP, f"q-{title()}": ""})
    assert answer.status_code == 400 and HOSTILE not in answer.text and "&lt;script&gt;" in answer.text


async def test_who_is_signed_in_fills_in_a_form_of_a_table_that_he_does_not_see(phone, path):
    with database.reading():
        fields = [{"name": title(), "required": True}]
        form = made(DesignForm, SYSTEM, record_type="repair", name="内部", open=True, body=body(*fields))
        hire("bo")
    assert (await phone.get(f"/form/{form}")).status_code == 303
    user = type("Asker", (), {"http_client": phone})
    await sign_in(user, "bo")
    assert title() in (await phone.get(f"/form/{form}")).text
    assert (await phone.get("/forms/repair")).status_code == 404
    answer = await phone.post(f"/form/{form}", data={"op": OP, f"q-{title()}": "灯不亮"})
    assert answer.status_code == 200 and len(rows()) == 1
    assert (await phone.post(f"/form/{form}", data={"op": OP}, headers={"Origin": "http://evil"})).status_code == 403


async def test_a_supplier_sends_its_papers_from_outside(phone, place):
    with database.reading():
        repairs(SYSTEM)
        column(SYSTEM, "repair", "营业执照", "file", "licence")
        fields = [{"name": title(), "required": True, "label": {"zh": "公司名称", "en": "Company"}}]
        fields += [{"name": "licence", "required": True}]
        path = "/f/" + repair_form(SYSTEM, fields, name="供应商资料", name_en="For suppliers")
    sent = {"op": OP, f"q-{title()}": "绿源食品"}
    assert "营业执照不能为空" in (await phone.post(path, data=sent)).text
    assert (await bring(phone, path, "执照.jpg", field="licence")).status_code == 200
    assert (await phone.post(path, data=sent)).status_code == 200
    assert [file["name"] for file in rows()[0].licence] == ["执照.jpg"]


async def test_a_member_speaks_the_mind_in_either_language(phone, place):
    with database.reading():
        repairs(SYSTEM)
        column(SYSTEM, "repair", "评分", "rating", "stars")
        fields = [{"name": "stars", "label": {"zh": "服务怎么样", "en": "How was our service?"}, "required": True}]
        fields += [{"name": title(), "label": {"zh": "想说的话", "en": "What else?"}, "required": True}]
        path = "/f/" + repair_form(SYSTEM, fields, name="会员意见", name_en="Your opinion")
    english = await phone.post(path + "?lang=en", data={"op": OP, f"q-{title()}": "Good"})
    assert english.status_code == 400 and "How was our service? can&#x27;t be empty" in english.text
    assert (await phone.post(path + "?lang=en", data={"op": OP, "q-stars": "5", f"q-{title()}": "Good"})).is_success
    chinese = await phone.post(path, data={"op": "b" * 20, "q-stars": "4", f"q-{title()}": "很好"})
    assert "师傅会来" in chinese.text and [row.stars for row in rows()] == [5, 4]
