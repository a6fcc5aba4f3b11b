"""Quizzes: whoever must read a policy or lacks a course gets a paper, answers it by a link, and being passed settles what it was for."""

from datetime import date

import pytest

from models import AREAS, house
from models.department import Policy, PolicyReading
from models.department.policies import read_policy
from models.kit import Refused
from models.kit.ask.query import Query
from models.kit.ask.todo import todo
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.organization import Employee
from models.training import (
    Course,
    CourseRequirement,
    Quiz,
    QuizPaper,
    QuizQuestion,
    TrainingNeed,
    TrainingRecord,
    TrainingSession,
    week,
)
from models.training.answering import hand_in, new_link, open_asked
from models.training.nightly import renew_needs
from models.training.quiz_papers import renew_papers
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, night, put, said
from tests.helpers.steps import hire, notified, refused, take
from tests.models.test_department import Office
from tests.models.test_training import THIS

ANSWERS = {"到货剩余保质期低于多少不收货？": ["三分之二"], "哪些要核对？": ["批号", "生产日期"], "可以先上架。": ["错"]}


@pytest.fixture
def office(clock, stores):
    return Office(stores)


def make_quiz(**more) -> int:
    """Three questions, of which two right ones are 66 points."""
    quiz = put(Quiz, title=more.pop("title", "进货查验测验"), **more)
    single, many, judge = ANSWERS
    put(QuizQuestion, quiz=quiz, wording=single, offered="三分之二、一半", answer="三分之二", because="看第二条")
    put(QuizQuestion, quiz=quiz, wording=many, kind="multiple", offered="批号、生产日期、姓名", answer="批号、生产日期")
    put(QuizQuestion, quiz=quiz, wording=judge, kind="judge", answer="错")
    return quiz


def paper_of(quiz: int, employee: int):
    return QuizPaper.rows(QuizPaper.quiz == quiz, QuizPaper.employee == employee, order=QuizPaper.id.desc())[0]


def answers(token: str, wrong: int = 0) -> dict[str, list[str]]:
    """What the phone sends: the right ones, but for the first few."""
    given = {}
    for at, row in enumerate(open_asked(token).questions):
        given[f"q{row.id}"] = (
            [next(word for word in row.offered if word not in row.answer)] if at < wrong else row.answer
        )
    return given


def shut(act, *given) -> str:
    """What somebody with a link is told in vain."""
    with pytest.raises(Refused) as refusal:
        act(*given)
    return refusal.value.text.zh


def try_it(quiz: int, employee: int, wrong: int = 0):
    token = new_link(paper_of(quiz, employee).id, who=SYSTEM)
    return hand_in(token, answers(token, wrong))


def test_who_must_read_a_policy_gets_its_quiz_and_passing_is_having_read(office):
    policy = office.in_force()
    quiz = make_quiz(policy=policy)
    take("quiz_open", quiz)
    assert {paper.employee for paper in QuizPaper.rows()} == {row.employee for row in PolicyReading.rows()}
    assert (office.wang, "请在 2026-11-30 前完成测验“进货查验测验”，80 分及格") in notified()
    outcome = try_it(quiz, office.wang)
    assert (outcome.score, outcome.passed, outcome.wrong) == (100, True, [])
    reading = PolicyReading.rows(PolicyReading.policy == policy, PolicyReading.employee == office.wang)[0]
    assert reading.state == "read" and Policy.row(policy).have_read == 1
    assert (Quiz.row(quiz).taken, Quiz.row(quiz).passed, Quiz.row(quiz).waiting) == (1, 1, 2)


def test_without_passing_nobody_has_read_it(office):
    policy = office.in_force()
    take("quiz_open", make_quiz(policy=policy))
    with pytest.raises(Refused) as refusal:
        read_policy(policy, who=office.clerk)
    assert refusal.value.text.zh == (
        "《品质管理制度》读完要通过测验“进货查验测验”（80 分及格）才算已读："
        "周敏的答卷在“培训 → 测验答卷”里，打开后点“开始作答”或扫二维码"
    )


def test_a_failed_try_says_what_was_wrong_and_the_first_score_stays(office):
    quiz = make_quiz(policy=office.in_force())
    take("quiz_open", quiz)
    outcome = try_it(quiz, office.wang, wrong=1)
    assert (outcome.score, outcome.passed, len(outcome.wrong), outcome.left) == (66, False, 1, 2)
    assert paper_of(quiz, office.wang).state == "failed"
    try_it(quiz, office.wang)
    paper = paper_of(quiz, office.wang)
    assert (paper.state, paper.tries, paper.first_score, paper.score) == ("passed", 2, 66, 100)
    assert (paper.first_passed, paper.first_on, paper.wrong) == (False, date(2026, 11, 23), None)
    asked = [(row.asked, row.correct) for row in QuizQuestion.rows()]
    assert sorted(asked) == [(2, 1), (2, 2), (2, 2)], "what was answered wrong is counted at its question"


def test_after_three_tries_it_is_for_tomorrow_by_the_same_link(office, clock):
    quiz = make_quiz(policy=office.in_force())
    take("quiz_open", quiz)
    token = new_link(paper_of(quiz, office.wang).id, who=SYSTEM)
    for _ in range(3):
        hand_in(token, answers(token, wrong=2))
    assert shut(open_asked, token).startswith("今天已答 3 次，最近 33 分，还没到 80 分。")
    clock("2026-11-24 09:00")
    assert hand_in(token, answers(token)).passed
    assert shut(open_asked, token) == "王芳，你已通过“进货查验测验”：100 分"


def test_a_link_is_replaced_by_the_next_and_an_answer_not_offered_is_refused(office):
    quiz = make_quiz(policy=office.in_force())
    take("quiz_open", quiz)
    paper = paper_of(quiz, office.wang).id
    old, new = new_link(paper, who=SYSTEM), new_link(paper, who=SYSTEM)
    assert shut(open_asked, old).startswith("这个链接无效或已换新")
    given = answers(new)
    name = next(iter(given))
    assert shut(hand_in, new, given | {name: ["随便"]}) == "请从给出的选项里选"
    assert shut(hand_in, new, {key: value for key, value in given.items() if key != name}) == "请回答这一题"
    assert QuizPaper.row(paper).tries == 0


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ({"offered": "甲", "answer": "甲"}, "第 1 题至少要有两个选项"),
        ({"offered": "甲、乙"}, "第 1 题还没有填正确答案"),
        ({"offered": "甲、乙", "answer": "甲、乙"}, "第 1 题是单选或判断，正确答案只能有一个"),
    ],
)
def test_a_quiz_that_can_t_be_judged_doesn_t_go_out(office, question, why):
    quiz = put(Quiz, title="测验", policy=office.in_force())
    assert refused("quiz_open", quiz) == "“测验”还没有考题，不能启用"
    put(QuizQuestion, quiz=quiz, wording="题目", **question)
    assert refused("quiz_open", quiz) == why


def test_a_right_answer_is_one_that_is_offered(office):
    """Seen as it is saved; options that are changed afterwards, as the quiz comes into use."""
    quiz = put(Quiz, title="测验", policy=office.in_force())
    outside = {"quiz": quiz, "wording": "题目", "offered": ["甲", "乙"], "answer": ["丙"]}
    answer = edit(QuizQuestion, [{"id": None, "set": outside}], who=SYSTEM)
    assert said(answer) == "第 1 题的正确答案要从它的选项里选：甲、乙"
    question = put(QuizQuestion, quiz=quiz, wording="题目", answer="甲")
    assert change(QuizQuestion, question, offered=["乙", "丙"]).state == "applied"
    assert refused("quiz_open", quiz) == "第 1 题的正确答案要从它的选项里选：乙、丙"
    assert change(QuizQuestion, question, answer=["乙"]).state == "applied"
    take("quiz_open", quiz)


def test_a_quiz_is_about_something_and_its_questions_stay_while_it_is_used(office):
    row = {"title": "测验"}
    assert said(edit(Quiz, [{"id": None, "set": row}], who=SYSTEM)).startswith("“测验”考的是什么？")
    quiz = make_quiz(policy=office.in_force())
    take("quiz_open", quiz)
    question = QuizQuestion.rows()[0].id
    assert "请先停用" in said(change(QuizQuestion, question, wording="改过的题"))
    take("quiz_close", quiz)
    assert {paper.state for paper in QuizPaper.rows()} == {"ended"}
    assert change(QuizQuestion, question, wording="改过的题").state == "applied"
    take("quiz_open", quiz)
    assert sum(paper.state == "open" for paper in QuizPaper.rows()) == 3


def test_everybody_is_held_against_the_same_while_a_quiz_is_in_use(office):
    """What it is about, its mark and how many it draws are looked at as it comes into use, and stay so long."""
    policy = office.in_force()
    quiz = make_quiz(policy=policy)
    take("quiz_open", quiz)
    course = Lesson(office).course
    for sets in ({"pass_score": 10}, {"draw": 50}, {"course": course}, {"policy": None, "course": course}):
        answer = edit(Quiz, [{"id": quiz, "set": sets}], who=SYSTEM)
        assert said(answer).startswith("“进货查验测验”启用后，考的内容、及格分和每份题数不能再改")
    assert change(Quiz, quiz, title="进货查验").state == "applied"
    take("quiz_close", quiz)
    assert change(Quiz, quiz, pass_score=60).state == "applied"


def test_a_paper_asks_fifty_questions_at_most(office):
    quiz = put(Quiz, title="题库", policy=office.in_force())
    for at in range(51):
        put(QuizQuestion, quiz=quiz, wording=f"第 {at} 句对吗？", kind="judge", answer="对")
    assert refused("quiz_open", quiz) == "“题库”题库有 51 题，一份答卷最多 50 题，请填“每份题数”"
    change(Quiz, quiz, draw=50)
    take("quiz_open", quiz)
    assert len(open_asked(new_link(QuizPaper.rows()[0].id, who=SYSTEM)).questions) == 50


def test_a_quiz_whose_questions_were_taken_back_asks_for_nothing(office):
    quiz = put(Quiz, title="测验", policy=office.in_force())
    done = edit(
        QuizQuestion,
        [{"id": None, "set": {"quiz": quiz, "wording": "对吗？", "kind": "judge", "answer": "对"}}],
        who=SYSTEM,
    )
    take("quiz_open", quiz)
    token = new_link(QuizPaper.rows()[0].id, who=SYSTEM)
    undo(done.batch, house().records, who=SYSTEM)
    assert shut(hand_in, token, {}) == "这份测验不再要求作答"


def test_a_new_version_begins_with_the_questions_of_the_former(office):
    policy = office.in_force()
    quiz = make_quiz(policy=policy, owner=office.zhou)
    take("quiz_open", quiz)
    take("revise_policy", policy)
    assert len(Quiz.rows()) == 1, "a draft may still be thrown away"
    take("policy_submit", Policy.rows(order=Policy.id.desc())[0].id)
    copy = Quiz.rows(order=Quiz.id.desc())[0]
    assert (copy.title, copy.state, copy.questions, copy.owner) == ("进货查验测验（第 2 版）", "draft", 3, office.zhou)
    assert "沿用上一版的测验 3 题" in notified()[-1][1]
    assert [due.name for due, *_ in todo(AREAS, office.clerk) if due.record is Quiz] == ["quizzes_to_use"]


class Lesson:
    """食品安全 is required of clerks, and has a quiz."""

    def __init__(self, office):
        self.course = put(Course, code="C1", name="食品安全", hours=2, pass_score=80, valid_months=12)
        put(CourseRequirement, course=self.course, position="店员")
        self.quiz = make_quiz(course=self.course, title="食品安全测验")
        self.wang = office.wang

    def need(self):
        return TrainingNeed.rows(TrainingNeed.employee == self.wang)[0]


def test_who_lacks_a_course_passes_it_by_quiz_without_a_session_of_its_own(office):
    lesson = Lesson(office)
    take("quiz_open", lesson.quiz)
    try_it(lesson.quiz, lesson.wang)
    record = TrainingRecord.rows()[0]
    assert (record.employee, record.score, record.passed, record.hours) == (lesson.wang, 100, True, 2)
    session = TrainingSession.row(record.session)
    assert (session.kind, session.state, session.held_on) == ("online", "done", date(2026, 11, 23))
    assert (lesson.need().state, lesson.need().expires_on) == ("valid", date(2027, 11, 23))


def test_who_sat_in_the_session_has_the_mark_of_the_quiz_there(office):
    lesson = Lesson(office)
    session = put(TrainingSession, course=lesson.course, held_on="2026-11-20")
    put(TrainingRecord, session=session, employee=lesson.wang, attended=True)
    take("quiz_open", lesson.quiz)
    try_it(lesson.quiz, lesson.wang)
    assert [(row.session, row.score, row.passed) for row in TrainingRecord.rows()] == [(session, 100, True)]


def test_a_mark_that_failed_in_the_session_stays_when_the_quiz_is_passed(office):
    lesson = Lesson(office)
    session = put(TrainingSession, course=lesson.course, held_on="2026-11-20")
    put(TrainingRecord, session=session, employee=lesson.wang, attended=True, score="55")
    take("quiz_open", lesson.quiz)
    try_it(lesson.quiz, lesson.wang)
    rows = TrainingRecord.rows(order=TrainingRecord.id)
    assert [(row.score, row.passed, row.session == session) for row in rows] == [(55, False, True), (100, True, False)]
    assert lesson.need().state == "valid"
    night(renew_papers, date(2026, 11, 24))
    assert [paper.state for paper in QuizPaper.rows()] == ["passed"]


def test_one_quiz_may_be_of_a_policy_and_of_the_course_about_it(office):
    lesson, policy = Lesson(office), office.in_force()
    change(Quiz, lesson.quiz, policy=policy)
    take("quiz_open", lesson.quiz)
    try_it(lesson.quiz, lesson.wang)
    reading = PolicyReading.rows(PolicyReading.policy == policy, PolicyReading.employee == lesson.wang)[0]
    assert (reading.state, lesson.need().state) == ("read", "valid")
    other = make_quiz(title="另一份", policy=policy)
    assert refused("quiz_open", other) == "已有启用的测验“食品安全测验”考的是同一内容，请先把它停用"


def test_a_quiz_asks_no_less_than_its_course(office):
    lesson = Lesson(office)
    change(Quiz, lesson.quiz, pass_score=60)
    assert refused("quiz_open", lesson.quiz) == "课程“食品安全”要 80 分才算合格，测验的及格分不能更低"


def test_each_night_newcomers_get_a_paper_and_who_left_needs_none(office):
    lesson = Lesson(office)
    take("quiz_open", lesson.quiz)
    new = hire("李强", "E9", position="店员", store=office.second)
    night(renew_needs, date(2026, 11, 24))
    change(Employee, lesson.wang, status="left")
    assert night(renew_papers, date(2026, 11, 24)).zh == "发出答卷 1 份，不再要求 1 份"
    assert {paper.employee: paper.state for paper in QuizPaper.rows()} == {lesson.wang: "ended", new: "open"}


def test_the_right_answers_are_for_who_sets_them(office):
    """A store manager sees who has passed; a clerk of a post the own paper only; neither sees a question."""
    quiz = make_quiz(policy=office.in_force(), owner=office.zhou)
    take("quiz_open", quiz)
    manager = person("Store", "store_manager", 20, store_id=office.first)
    assert [row["employee"]["id"] for row in Query(QuizPaper, manager).rows()] == [office.wang]
    other = person("Other", "logistics", 21)
    assert Query(QuizPaper, other).count() == 0
    assert Query(QuizQuestion, other).count() == 0 and Query(QuizQuestion, office.clerk).count() == 3
    assert QuizQuestion.key() not in manager.grants or "see" not in manager.grants[QuizQuestion.key()].verbs


def test_the_week_tells_how_many_passed_at_once(office):
    quiz = make_quiz(policy=office.in_force())
    take("quiz_open", quiz)
    try_it(quiz, office.wang)
    try_it(quiz, office.zhou, wrong=2)
    assert week.quiz_first.value(THIS) == 50
