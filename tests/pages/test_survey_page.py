"""The survey's page as a stranger's phone gets it: plain HTML, once, and nothing of the app behind it."""

import re

import pytest
from nicegui import app
from nicegui.testing import User

from models import house
from models.kit.declare.access import system
from models.kit.server import database
from models.kit.write.acting import act
from models.service import SurveyAnswer, SurveyResponse
from models.service.links import make_links
from pages.guard.crowd import Bucket
from pages.parts.link_codes import qr_picture
from tests.helpers.desk import folder, hire, put, sign_in

SYSTEM = system("tests")
FORM = {"Accept": "text/html", "Origin": "http://test", "Sec-Fetch-Site": "same-origin"}
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def place(fresh, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["main.py"])
    database.close()
    yield folder(fresh, tmp_path, monkeypatch)
    database.close()


@pytest.fixture
async def phone(place, user: User):
    """A stranger's browser; the app runs once it asked for something."""
    user.http_client.headers.update(FORM)
    await user.http_client.get("/healthz")
    return user.http_client


@pytest.fixture
def survey(phone) -> dict:
    """An open survey with a hostile title, and its three questions."""
    (id,) = put("survey", {"code": "W1", "title": HOSTILE, "title_en": "How was it?", "greeting": "感谢光临"})
    score, many, words = put(
        "survey_question",
        {"survey": id, "wording": "服务怎么样", "wording_en": "How was our service?", "kind": "score"},
        {"survey": id, "wording": "买过什么", "kind": "multiple", "offered": ["鱼油", HOSTILE], "required": False},
        {"survey": id, "wording": "想说的话", "kind": "text", "required": False},
    )
    assert act(house().actions["survey_publish"], who=SYSTEM, id=id).state == "applied"
    return {"id": id, "score": f"q{score}", "many": f"q{many}", "words": f"q{words}"}


def link(survey: dict, **more) -> str:
    with database.reading():
        return "/s/" + make_links(survey["id"], who=SYSTEM, **more)[0][1]


def kept() -> int:
    with database.reading():
        return SurveyResponse.select().count()


async def test_a_stranger_sees_the_questions_and_nothing_of_the_app(phone, survey):
    answer = await phone.get(link(survey))
    assert answer.status_code == 200
    for text in ("感谢光临", "服务怎么样", "非常满意", "width=device-width"):
        assert text in answer.text
    assert HOSTILE not in answer.text and "&lt;script&gt;" in answer.text
    assert "_nicegui" not in answer.text and "ops_session" not in str(answer.headers)


async def test_it_speaks_english_to_whoever_asks(phone, survey):
    path = link(survey)
    for answer in (await phone.get(path, headers={"Accept-Language": "en"}), await phone.get(path + "?lang=en")):
        assert (
            "How was our service?" in answer.text and '<html lang="en">' in answer.text and "How was it?" in answer.text
        )


async def test_what_is_half_filled_in_is_kept_in_the_tab_until_it_was_sent(phone, survey):
    """tests/web/form.test.mjs says how; a page that came back with its faults says so, and what is no questions and no thanks leaves it."""
    path, ours = link(survey), "export const shelf"
    asked, missing = await phone.get(path), await phone.post(path, data={survey["words"]: "很好"})
    for answer, returned in ((asked, False), (missing, True)):
        assert answer.text.count(ours) == 1 and "不是我填的" in answer.text
        assert (" data-returned" in answer.text) is returned
    assert "import " not in asked.text and 'nonce="' in asked.text
    sent = await phone.post(path, data={survey["score"]: "4"})
    assert ours in sent.text and "<form" not in sent.text
    assert ours not in (await phone.get(path)).text


async def test_answers_are_kept_once(phone, survey):
    path = link(survey)
    sent = {survey["score"]: "4", survey["many"]: ["鱼油", HOSTILE], survey["words"]: "很好"}
    answer = await phone.post(path, data=sent)
    assert answer.status_code == 200 and "意见已经收到" in answer.text
    again = await phone.post(path, data=sent)
    assert again.status_code == 410 and "已经答过" in again.text
    assert "已经答过" in (await phone.get(path)).text
    with database.reading():
        assert {row.words for row in SurveyAnswer.rows()} == {None, "很好"}
    assert kept() == 1


async def test_what_is_missing_is_said_and_what_was_typed_stays(phone, survey):
    answer = await phone.post(link(survey), data={survey["many"]: "鱼油", survey["words"]: "</textarea><b>字"})
    assert answer.status_code == 400 and "请回答这一题" in answer.text
    assert 'value="鱼油" checked' in answer.text and "&lt;/textarea&gt;&lt;b&gt;字" in answer.text
    assert kept() == 0


async def test_a_poster_knows_a_phone_by_its_cookie(phone, survey):
    path = link(survey, kind="poster")
    without = await phone.post(path, data={survey["score"]: "5"})
    assert without.status_code == 400 and "Cookie" in without.text
    given = await phone.get(path)
    cookie = given.headers["set-cookie"]
    assert "ops_survey=" in cookie and "HttpOnly" in cookie and "Path=/s/" in cookie
    own = {"Cookie": re.match(r"[^;]+", cookie)[0]}
    assert (await phone.post(path, data={survey["score"]: "5"}, headers=own)).status_code == 200
    assert "已经答过" in (await phone.get(path, headers=own)).text
    other = {"Cookie": "ops_survey=anotherphone"}
    assert (await phone.post(path, data={survey["score"]: "1"}, headers=other)).status_code == 200
    assert kept() == 2


async def test_a_link_that_is_none_says_so(phone, survey):
    answer = await phone.get("/s/" + "x" * 24)
    assert answer.status_code == 404 and "链接无效" in answer.text
    assert (await phone.post("/s/" + "x" * 24, data={"q1": "5"})).status_code == 404


async def test_a_closed_survey_says_so(phone, survey):
    path = link(survey)
    act(house().actions["survey_finish"], who=SYSTEM, id=survey["id"])
    answer = await phone.get(path)
    assert answer.status_code == 410 and "已经结束" in answer.text


async def test_a_browser_in_a_chat_program_that_says_little_may_answer_and_another_site_may_not(phone, survey):
    path, quiet = link(survey), {"Origin": "", "Sec-Fetch-Site": ""}
    foreign = await phone.post(
        path, data={survey["score"]: "5"}, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403
    for name in quiet:
        del phone.headers[name]
    assert (await phone.post(path, data={survey["score"]: "5"})).status_code == 200


@pytest.mark.parametrize("body", [b"\xff\xfe=%ff", b"q1=%ED%A0%80", b"{}", b"a=1&" * 600, b"", b"q1=" + b"5" * 60_000])
async def test_no_body_breaks_it(phone, survey, body):
    answer = await phone.post(link(survey), content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400 and kept() == 0


async def test_too_large_an_answer_is_refused_unread(phone, survey):
    assert (await phone.post(link(survey), content=b"x" * 1_100_000)).status_code == 413


async def test_answers_come_at_a_pace(phone, survey):
    app.state.survey_pace = Bucket(3, 0.001)
    path = "/s/" + "x" * 24
    answers = [(await phone.post(path, data={"q1": "5"})).status_code for _ in range(5)]
    assert answers == [404, 404, 404, 429, 429]


async def test_the_way_to_a_survey_opens_nothing_else(phone, survey):
    path = link(survey)
    for other in ("/s/", "/s/short", path + "/x", path + "/", "/s/../", "/survey/1"):
        answer = await phone.get(other)
        assert answer.status_code in (303, 401, 404, 307) and "服务怎么样" not in answer.text, other
    for method in ("PUT", "DELETE", "PATCH"):
        assert (await phone.request(method, path)).status_code in (401, 405)


async def test_the_survey_s_own_page_makes_a_code_and_shows_what_was_answered(phone, survey, user: User):
    await phone.post(link(survey), data={survey["score"]: "4"})
    await sign_in(user)
    await user.open(f"/r/survey/{survey['id']}")
    await user.should_see("平均 4.00 分", retries=20)
    await user.should_see("样本不足")
    user.find(marker="poster").click()
    await user.should_see("只显示这一次", retries=20)
    address = next(iter(user.find(marker="address").elements)).text
    assert (await phone.get(re.sub(r"^https?://[^/]+", "", address))).status_code == 200


async def test_a_viewer_makes_no_codes(phone, survey, user: User):
    hire("bo")
    await sign_in(user, "bo")
    await user.open(f"/r/survey/{survey['id']}")
    await user.should_see("发布后才能生成链接", retries=20)
    await user.should_not_see("生成门店张贴码")


def test_a_code_is_a_picture_of_the_address():
    assert qr_picture("https://ops.example/s/" + "x" * 24).startswith("data:image/png;base64,")
