"""Quiz papers 答卷: who must answer which quiz, how it went, and what being passed settles: a reading, or a required course."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from ..department import Policy, PolicyReading
from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    Move,
    Param,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    notify,
    setting,
)
from ..kit.clock import now, today
from ..organization import Employee, Store
from .courses import Course
from .quizzes import MOST_ASKED, Quiz, QuizQuestion
from .records import OPEN_NEEDS, TrainingNeed, TrainingRecord
from .sessions import TrainingSession

PAPER_STATES = (
    Choice("open", "待作答", "To answer", "warning"),
    Choice("failed", "未通过", "Not passed", "negative"),
    Choice("passed", "通过", "Passed", "positive"),
    Choice("ended", "不再要求", "No longer asked", "grey"),
)
WAITING = ("open", "failed")
ANSWER_DAYS = Param("quiz_days", "测验发卷后应答天数", "Days to answer a quiz", 7, "天")
TRIES_A_DAY = Param("quiz_tries", "测验每天最多作答次数", "Tries at a quiz a day", 3, "次")
TO_ANSWER = Text(
    "请在 {day} 前完成测验“{title}”，{score} 分及格", "Please pass “{title}” by {day}; the pass mark is {score}"
)
QUIZ_FIRST = Text(
    "《{policy}》读完要通过测验“{quiz}”（{score} 分及格）才算已读：{name}的答卷在“培训 → 测验答卷”里，打开后点“开始作答”或扫二维码",
    "“{policy}” counts as read once “{quiz}” is passed ({score} or more): the paper of {name} is under Training → Quiz papers;"
    " open it and answer, or scan its code",
)
ONLINE = Text("线上测验", "Online quiz")
HELD_LATELY = 30  # days in which a session's examination is still taken by quiz


class QuizPaper(Record):
    """One person's answers to one quiz: again until passed, the first try kept apart."""

    quiz = LinkField(Quiz, "测验", "Quiz", locked=True, width=220)
    employee = LinkField(Employee, "员工", "Employee", locked=True)
    store = LinkField(Store, "门店", "Store", null=True, locked=True)
    due_on = DayField("应答期限", "Answer by", null=True, locked=True)
    tries = CountField("作答次数", "Tries", default=0, locked=True)
    tries_today = CountField("当天次数", "Tries that day", default=0, locked=True)
    first_score = CountField("首次得分", "First score", null=True, locked=True)
    first_on = DayField("首次作答", "First answered on", null=True, locked=True, index=True)
    first_passed = FlagField("首次通过", "Passed at once", null=True, locked=True)
    score = CountField("最近得分", "Latest score", null=True, locked=True)
    wrong = LineField("答错的题", "Wrong", null=True, max_length=200, locked=True, width=160)
    answered_at = MomentField("最近作答", "Latest answer", null=True, locked=True)
    drawn = LineField("抽到的题", "Questions drawn", null=True, secret=True, max_length=400)
    token_hash = LineField("链接摘要", "Token hash", null=True, unique=True, secret=True, max_length=64)
    state = ChoiceField("状态", "State", options=PAPER_STATES, default="open", locked=True, width=90)

    sheet = Sheet(
        "测验答卷",
        "Quiz papers",
        says=("quiz", "employee"),
        title="quiz",
        order=("state", "due_on", "-id"),
        verbs="see export",
        search=("quiz", "employee"),
        columns=(
            "quiz",
            "employee",
            "store",
            "due_on",
            "tries",
            "first_score",
            "score",
            "wrong",
            "answered_at",
            "state",
        ),
        scopes={"store": "store", "region": "store.region", "own": "employee"},
        derives=(lambda c, moves: count_papers(c, moves),),
        steps=(
            Step("pass", "通过", "Passed", "open failed", "passed", auto=True),
            Step("fail", "未通过", "Not passed", "open", "failed", auto=True),
            Step("end", "不再要求", "No longer asked", "open failed", "ended", auto=True),
        ),
    )


def count_papers(c: Changes, moves: list[Move]) -> None:
    """How many answered a quiz and passed it."""
    sets = {}
    for quiz in {row.quiz for move in moves for row in (move.old, move.new) if row is not None}:
        papers = QuizPaper.rows(QuizPaper.quiz == quiz)
        sets[quiz] = {
            "taken": sum(paper.tries > 0 for paper in papers),
            "passed": sum(paper.state == "passed" for paper in papers),
            "waiting": sum(paper.state in WAITING for paper in papers),
        }
    c.alter(Quiz, sets)


# Who must answer ---------------------------------------------------------------------------------------------------------


def follow_quizzes(c: Changes, moves: list[Move]) -> None:
    """A quiz that comes into use goes to those who must know it; one that goes out of use asks nobody any more."""
    moved = [move for move in moves if move.new is not None and move.changed("state")]
    for move in moved:
        if move.new.state == "open":
            hand_out(c, [move.new])
        elif move.new.state == "closed":
            end(c, QuizPaper.rows(QuizPaper.quiz == move.id, QuizPaper.state.in_(WAITING)))


def follow_readings(c: Changes, moves: list[Move]) -> None:
    """Who is asked to read a policy that has a quiz gets the quiz with it."""
    policies = {move.new.policy for move in moves if move.new is not None and move.old is None}
    hand_out(c, Quiz.rows(Quiz.policy.in_(list(policies)), Quiz.state == "open") if policies else [])


def hand_out(c: Changes, quizzes: Iterable[Row]) -> int:
    """A paper to everybody who must know what a quiz is about and has none waiting. Returns how many."""
    made, due = 0, today() + timedelta(days=int(setting(ANSWER_DAYS)))
    for quiz in quizzes:
        waiting = QuizPaper.rows(QuizPaper.quiz == quiz.id, QuizPaper.state.in_(WAITING))
        have = {paper.employee for paper in waiting}
        people = [person for person in who_must(quiz) if person.id not in have]
        questions = QuizQuestion.rows(QuizQuestion.quiz == quiz.id)
        papers = c.add(
            QuizPaper,
            [
                {
                    "quiz": quiz.id,
                    "employee": person.id,
                    "store": person.store,
                    "due_on": due,
                    "drawn": draw(quiz, questions, f"{quiz.id} {person.id} {today()}"),
                }
                for person in people
            ],
        )
        said = TO_ANSWER(title=quiz.title, day=due, score=quiz.pass_score)
        for paper in papers:
            notify(c, said, record=QuizPaper, row=paper.id, employees=[paper.employee])
        made += len(people)
    return made


def who_must(quiz: Row) -> list[Row]:
    """Those who haven't read its policy yet; or those who lack its course, or sat in it and have no mark yet."""
    ids = set()
    if quiz.policy:
        mine = (PolicyReading.policy == quiz.policy) & (PolicyReading.state == "unread")
        ids |= {reading.employee for reading in PolicyReading.rows(mine)}
    if quiz.course:
        lacked = (TrainingNeed.course == quiz.course) & TrainingNeed.state.in_(OPEN_NEEDS)
        ids |= {need.employee for need in TrainingNeed.rows(lacked)} | {row.employee for row in _unmarked(quiz.course)}
    return [person for person in Employee.rows_by_id(ids).values() if person.status != "left"]


def _unmarked(course: int, employee: int | None = None) -> list[Row]:
    """Who sat in a session of a course lately and has had no mark since that passes."""
    lately = TrainingRecord.held_on >= today() - timedelta(days=HELD_LATELY)
    mine = (TrainingRecord.course == course) & (TrainingRecord.attended == 1) & lately
    rows = TrainingRecord.rows(mine if employee is None else mine & (TrainingRecord.employee == employee))
    passed = {row.employee: row.held_on for row in sorted(rows, key=lambda row: row.held_on) if row.passed}
    return [row for row in rows if not row.passed and row.held_on > passed.get(row.employee, date.min)]


def draw(quiz: Row, questions: list[Row], seed: str) -> str:
    """The ids of a paper's questions in the order they are asked; the next try has others."""
    ids = [question.id for question in questions]
    return ",".join(map(str, random.Random(seed).sample(ids, min(quiz.draw or MOST_ASKED, len(ids)))))


def end(c: Changes, papers: list[Row]) -> int:
    return len(c.alter(QuizPaper, {paper.id: {"state": "ended"} for paper in papers}))


HANDED_OUT = Text(
    "发出答卷 {made} 份，不再要求 {ended} 份", "{made} quiz papers handed out, {ended} no longer asked for"
)


def renew_papers(c: Changes, day: date) -> Text:
    """Each night: newcomers and expiring certificates get a paper; who left or no longer must know it needs none."""
    quizzes = Quiz.rows(Quiz.state == "open")
    ended = 0
    for quiz in quizzes:
        must = {person.id for person in who_must(quiz)}
        papers = QuizPaper.rows(QuizPaper.quiz == quiz.id, QuizPaper.state.in_(WAITING))
        ended += end(c, [paper for paper in papers if paper.employee not in must])
    return HANDED_OUT(made=hand_out(c, quizzes), ended=ended)


# What a paper settles ----------------------------------------------------------------------------------------------------


def read_after_quiz(c: Changes, moves: list[Move]) -> None:
    """Where a policy has a quiz, who hasn't passed it hasn't read it."""
    read = [m for m in moves if m.old and m.new and m.changed("state") and m.new.state == "read"]
    quizzes = (
        {quiz.policy: quiz for quiz in Quiz.rows(Quiz.state == "open", Quiz.policy.is_null(False))} if read else {}
    )
    for move in read:
        quiz = quizzes.get(move.new.policy)
        mine = (QuizPaper.employee == move.new.employee) & (QuizPaper.state == "passed")
        if quiz is None or QuizPaper.rows(mine & (QuizPaper.quiz == quiz.id)):
            continue
        policy, name = c.fresh(Policy, quiz.policy).title, c.fresh(Employee, move.new.employee).name
        said = QUIZ_FIRST(policy=policy, quiz=quiz.title, score=quiz.pass_score, name=name)
        raise Refused(said, "state", move.index)


def settle(c: Changes, quiz: Row, paper: Row) -> None:
    """A passed paper is the reading of its policy, or the mark of its course."""
    if quiz.policy:
        mine = (PolicyReading.policy == quiz.policy) & (PolicyReading.employee == paper.employee)
        unread = PolicyReading.rows(mine & (PolicyReading.state == "unread"))
        c.alter(PolicyReading, {row.id: {"state": "read", "read_at": now()} for row in unread})
    if quiz.course:
        _mark(c, quiz, paper)


def _mark(c: Changes, quiz: Row, paper: Row) -> None:
    """In the session where the person sat and has no mark yet, or in one of those who pass on their own: what was failed stays."""
    sat = [row for row in _unmarked(quiz.course, paper.employee) if row.score is None]
    if sat:
        c.alter(TrainingRecord, {row.id: {"score": Decimal(paper.score)} for row in sat})
        return
    session = _online_session(c, Course.row(quiz.course), paper.employee)
    c.create(TrainingRecord, session=session, employee=paper.employee, attended=True, score=Decimal(paper.score))


def _online_session(c: Changes, course: Row, employee: int) -> int:
    """The day's session of those who pass a course by quiz, in which this person has no mark yet."""
    listed = {row.session for row in TrainingRecord.rows(TrainingRecord.employee == employee)}
    mine = (TrainingSession.course == course.id) & (TrainingSession.held_on == today())
    alone = TrainingSession.trainer.is_null() & TrainingSession.outside_trainer.is_null()
    there = TrainingSession.rows(mine & alone & (TrainingSession.kind == "online") & (TrainingSession.state == "done"))
    if free := [row.id for row in there if row.id not in listed]:
        return free[0]
    made = c.create(TrainingSession, course=course.id, kind="online", held_on=today(), place=ONLINE.zh)
    c.update(TrainingSession, made.id, state="done")
    return made.id
