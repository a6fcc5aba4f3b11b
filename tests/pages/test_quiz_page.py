"""A quiz on a phone: by the link of one's paper, without an account, and never a word of what is right before it is handed in."""

import re
from dataclasses import replace

import pytest
from nicegui.testing import User

from models.kit.declare.access import system
from models.kit.server import database
from models.kit.text import Refused, Text
from models.kit.write.history import Batch
from models.training import QuizPaper, answering
from models.training.answering import new_link
from pages.menu import menu_for
from pages.quiz import may_open
from tests.conftest import person
from tests.helpers.desk import put, sign_in
from tests.helpers.steps import take
from tests.models.test_quizzes import make_quiz
from tests.pages.test_survey_page import HOSTILE, phone, place  # noqa: F401 (fixtures)

SYSTEM = system("tests")


@pytest.fixture
def paper(phone) -> str:  # noqa: F811
    """王芳's paper of a quiz on a policy, by its link."""
    with database.reading():
        (zhou, boss, wang) = put(
            "employee",
            {"name": "周敏", "staff_no": "E1"},
            {"name": "陈总", "staff_no": "E0"},
            {"name": HOSTILE, "staff_no": "E2", "position": "店员"},
        )
        leader = replace(person("Boss", "operations_manager", 8), employee_id=boss)
        (policy,) = put(
            "policy",
            {"code": "ZD-01", "title": "进货查验", "owner": zhou, "content": "剩余三分之二的收", "readers": "店员"},
        )
        take("policy_submit", policy)
        take("policy_issue", policy, who=leader)
        take("quiz_open", make_quiz(policy=policy))
        assert [row.employee for row in QuizPaper.rows()] == [wang]
        return "/q/" + new_link(QuizPaper.rows()[0].id, who=SYSTEM)


def names(text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'name="(q\d+)"', text)))


async def test_the_text_comes_first_then_the_questions_and_nothing_says_what_is_right(phone, paper):  # noqa: F811
    answer = await phone.get(paper)
    assert answer.status_code == 200 and "剩余三分之二的收" in answer.text and "80 分及格" in answer.text
    assert len(names(answer.text)) == 3 and "看第二条" not in answer.text and '" checked' not in answer.text
    assert HOSTILE not in answer.text and "_nicegui" not in answer.text
    english = await phone.get(paper + "?lang=en")
    assert "the pass mark is 80" in english.text


async def test_what_is_left_out_is_said_and_what_was_ticked_stays(phone, paper):  # noqa: F811
    text = (await phone.get(paper)).text
    judged = re.search(r'name="(q\d+)" value="错"', text)[1]
    answer = await phone.post(paper, data={judged: "错"})
    assert answer.status_code == 400 and answer.text.count("请回答这一题") == 1
    assert f'name="{judged}" value="错" checked' in answer.text


async def test_what_the_books_refuse_is_said_above_the_questions(phone, paper, monkeypatch):  # noqa: F811
    """Every question was answered; what stands against it is no question's."""

    def closed(*_):
        raise Refused(Text("本月已结账", "The month is closed"), "score")

    monkeypatch.setattr(answering, "settle", closed)
    text = (await phone.get(paper)).text
    right = {
        re.search(r'name="(q\d+)" value="错"', text)[1]: "错",
        re.search(r'name="(q\d+)" value="一半"', text)[1]: "三分之二",
    }
    right |= {name: ["批号", "生产日期"] for name in names(text) if name not in right}
    answer = await phone.post(paper, data=right)
    assert answer.status_code == 400 and "本月已结账" in answer.text and "请看红色提示" not in answer.text


async def test_a_failed_try_says_why_and_the_next_is_passed_once(phone, paper):  # noqa: F811
    text = (await phone.get(paper)).text
    judged = re.search(r'name="(q\d+)" value="错"', text)[1]
    single = re.search(r'name="(q\d+)" value="一半"', text)[1]
    many = next(name for name in names(text) if name not in (judged, single))
    right = {judged: "错", single: "三分之二", many: ["批号", "生产日期"]}
    failed = await phone.post(paper, data=right | {single: "一半"})
    assert failed.status_code == 200 and "66 分，没有通过" in failed.text and "看第二条" in failed.text
    assert "今天还可 2 次" in failed.text
    passed = await phone.post(paper, data=right)
    assert "100 分，通过" in passed.text
    assert "你已通过" in (await phone.get(paper)).text
    assert (await phone.post(paper, data=right)).status_code == 410


async def test_an_unknown_link_answers_nothing(phone):  # noqa: F811
    for path in ("/q/" + "x" * 24, "/q/short"):
        assert (await phone.get(path)).status_code == 404
    assert (await phone.post("/q/" + "x" * 24, data={"q1": "错"})).status_code == 404


def test_a_paper_is_opened_by_its_person_or_who_leads():
    clerk = replace(person("Zhou", "quality", 9), employee_id=7)
    assert may_open({"employee": {"id": 7}}, clerk) and not may_open({"employee": {"id": 8}}, clerk)
    assert may_open({"employee": {"id": 8}}, person("Store", "store_manager", 10, store_id=1))


def test_the_papers_stand_in_the_menu_of_who_hands_the_codes_out_and_of_who_answers():
    for who in (person("Store", "store_manager", 10, store_id=1), person("Zhou", "quality", 9)):
        assert "/t/quiz_paper" in str(menu_for(who))


async def test_who_leads_has_the_code_of_a_paper_for_somebody_without_an_account(phone, user: User, paper):  # noqa: F811
    await sign_in(user)
    await user.open("/r/quiz_paper/1")
    await user.should_not_see(marker="begin")  # nobody answers for another
    user.find(marker="code").click()
    await user.should_see(marker="address")
    with database.reading():
        assert "发出测验“" in Batch.select().order_by(Batch.id.desc()).get().label_zh
